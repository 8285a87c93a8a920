package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"hikitsugi/internal/diag"
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

// Messages show the text around a place, however long its line is.
func TestShow(t *testing.T) {
	long := strings.Repeat("鍵a", 5000)
	f := New("a.md", []byte("\ufeffbc\r\n"+long+"\n\nd"))
	lines := f.Lines()
	for _, tt := range []struct {
		line, col int
		want      string
		caret     int
	}{
		{1, 0, "bc", 0}, {1, 1, "bc", 0}, {1, 2, "bc", 1}, {1, 3, "bc", 2}, {1, 9, "bc", 2}, {3, 1, "", 0}, {4, 1, "d", 0}, {5, 1, "", 0},
	} {
		d := diag.Diag{Pos: diag.Pos{Line: tt.line, Col: tt.col}}
		if lines.Show(&d); d.Line != tt.want || d.Caret != tt.caret {
			t.Errorf("%d:%d: %q, %d, want %q, %d", tt.line, tt.col, d.Line, d.Caret, tt.want, tt.caret)
		}
	}
	runes := []rune(long)
	for _, col := range []int{1, 2, 100, 101, 102, 700, 701, 5000, 9899, 9900, 9999, 10000} {
		d := diag.Diag{Pos: diag.Pos{Line: 2, Col: col}}
		lines.Show(&d)
		from, to := max(col-1-diag.Around, 0), min(col+diag.Around, len(runes))
		want, caret := string(runes[from:to]), col-1-from
		if from > 0 {
			want, caret = "…"+want, caret+1
		}
		if to < len(runes) {
			want += "…"
		}
		if d.Line != want || d.Caret != caret {
			t.Errorf("column %d: %q, %d, want %q, %d", col, d.Line, d.Caret, want, caret)
		}
	}
}
