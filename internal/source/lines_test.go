package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A place in a line as long as the file is that of the character.
func TestPosInLongLines(t *testing.T) {
	for _, text := range []string{"", "a", "\ufeffa鍵\n鍵b", strings.Repeat("鍵a", 2000), "\ufeff" + strings.Repeat("a", stretch-3) + "\n" + strings.Repeat("鍵", 1000) + "\nb", strings.Repeat("a\n", stretch)} {
		lines := New("a.md", []byte(text)).Lines()
		line, start := 1, 0
		for offset := range text + "x" {
			if want := 1 + utf8.RuneCountInString(strings.TrimPrefix(text[start:offset], "\ufeff")); lines.Pos(offset).Line != line || lines.Pos(offset).Col != want {
				t.Fatalf("byte %d of %.10q is at %+v, want %d:%d", offset, text, lines.Pos(offset), line, want)
			}
			if offset < len(text) && text[offset] == '\n' {
				line, start = line+1, offset+1
			}
		}
	}
}

// A line that is not there begins where the file ends.
func TestStart(t *testing.T) {
	lines := New("a.md", []byte("a\n鍵\nb")).Lines()
	for line, want := range map[int]int{0: 7, 1: 0, 2: 2, 3: 6, 4: 7, 99: 7} {
		if got := lines.Start(line); got != want {
			t.Errorf("line %d begins at %d, want %d", line, got, want)
		}
	}
}
