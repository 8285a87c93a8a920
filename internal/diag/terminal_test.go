package diag

import (
	"strings"
	"testing"
)

// A message cannot do anything to a terminal, whatever stands in content or is the
// name of a file.
func TestPrintForTerminals(t *testing.T) {
	for _, evil := range []string{"\x1b[2J", "\u202e", "\u2066", "\u009b2J", "\x07", "\r", "\x00", "\x8e\xe8"} {
		line := "a " + evil + " b"
		l := List{{Pos: Pos{File: "content/" + evil + "\n.md", Line: 1, Col: 4}, Code: YAML, What: Text{EN: line + "\nX: y"}, Do: Text{EN: evil}, Line: line}}
		var b strings.Builder
		if err := l.Print(&b, "en"); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); strings.ContainsAny(got, "\x1b\u202e\u2066\u009b\x07\r\x00") || strings.Count(got, "\n") != 3 {
			t.Errorf("%q is printed as %q", line, got)
		}
	}
	if got := (Pos{File: "content/\x8e\xe8.md"}).String(); got != `content/\x8e\xe8.md` {
		t.Errorf("a name that is not UTF-8 is printed as %q", got)
	}
	if got := (Pos{File: "content/鍵 a.md"}).String(); got != "content/鍵 a.md" {
		t.Errorf("an ordinary name is printed as %q", got)
	}
}

// The caret stands under the character, in a line as long as a file.
func TestPrintLongLine(t *testing.T) {
	for _, at := range []int{1, 50, 99, 100, 101, 102, 150, 5000, 9999, 10000} {
		runes := []rune(strings.Repeat("鍵", 10000))
		runes[at-1] = 'X'
		text, indent := excerpt(string(runes), at-1)
		before, _, found := strings.Cut(text, "X")
		columns := 0
		for _, r := range before {
			columns += cells(r)
		}
		if !found || len(indent) != columns || columns > excerptWidth || (at > 40) != strings.HasPrefix(text, "…") {
			t.Errorf("character %d: %q, caret at %d", at, text, len(indent))
		}
	}
}
