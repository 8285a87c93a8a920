package diag

import (
	"strings"
	"testing"
)

// A problem is shown with its line and a caret below the place.
func TestPrint(t *testing.T) {
	at := func(col int, line string) Diag {
		return Diag{Pos: Pos{"a.md", 3, col}, Code: KEY, What: Text{"題がない", "no title"}, Do: Text{"書いてください。", "Write it."}, Line: line, Caret: max(col-1, 0)}
	}
	long := strings.Repeat("a", 300)
	for _, tt := range []struct {
		name, lang string
		d          Diag
		want       string
	}{
		{"English", "en", at(1, "titel: A"), "a.md:3:1  KEY  no title. Write it.\n    titel: A\n    ^\n"},
		{"Japanese", "ja", at(1, "titel: A"), "a.md:3:1  KEY  題がない。書いてください。\n    titel: A\n    ^\n"},
		{"a full-width character takes two columns", "ja", at(4, "鍵：b"), "a.md:3:4  KEY  題がない。書いてください。\n    鍵：b\n         ^\n"},
		{"a control character is a space", "en", at(2, "\tb\r\n"), "a.md:3:2  KEY  no title. Write it.\n     b\n     ^\n"},
		{"the line as a whole", "en", at(0, "b"), "a.md:3  KEY  no title. Write it.\n    b\n"},
		{"no line", "en", at(2, ""), "a.md:3:2  KEY  no title. Write it.\n"},
		{"a long line is cut behind", "en", at(1, long), "a.md:3:1  KEY  no title. Write it.\n    " + long[:100] + "…\n    ^\n"},
		{"and before", "en", at(201, long), "a.md:3:201  KEY  no title. Write it.\n    …" + long[:100] + "…\n     " + strings.Repeat(" ", 66) + "^\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := (List{tt.d}).Print(&b, tt.lang); err != nil {
				t.Fatal(err)
			}
			if b.String() != tt.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), tt.want)
			}
		})
	}
}
