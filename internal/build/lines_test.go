package build

import (
	"testing"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A problem is told with the line at which it stands, the first one too, unless that may
// hold a secret: then without, even where the line was known already.
func TestWithLines(t *testing.T) {
	files := source.Files{
		source.New("content/a.yaml", []byte("first: 1\nkey:\n  value: hidden\n  more: hidden\nlast: 2\n")),
		source.New("content/b.yaml", []byte("other: 1\nsecret: hidden\n")),
	}
	at := func(file string, line int, known string, private bool) diag.Diag {
		return diag.Diag{Pos: diag.Pos{File: file, Line: line, Col: 1}, Code: diag.KEY, Line: known, Private: private}
	}
	for _, tt := range []struct {
		name     string
		problems diag.List
		want     []string
	}{
		{"of the first line", diag.List{at("content/a.yaml", 1, "", false)}, []string{"first: 1"}},
		{"of several files", diag.List{at("content/a.yaml", 5, "", false), at("content/b.yaml", 1, "", false)}, []string{"last: 2", "other: 1"}},
		{"known", diag.List{at("content/a.yaml", 1, "as it was", false)}, []string{"as it was"}},
		{"of no line", diag.List{at("content/a.yaml", 0, "", false)}, []string{""}},
		{"of a file that is not there", diag.List{at("content/none.yaml", 1, "", false)}, []string{""}},
		{"private", diag.List{at("content/a.yaml", 2, "key:", true)}, []string{""}},
		{"beside a private one, of the same line", diag.List{at("content/a.yaml", 3, "known", true), at("content/a.yaml", 3, "known", false)}, []string{"", ""}},
		{"several private ones", diag.List{at("content/a.yaml", 1, "", true), at("content/a.yaml", 5, "", true)}, []string{"", ""}},
		{"within what is private", diag.List{at("content/a.yaml", 2, "", true), at("content/a.yaml", 4, "more: hidden", false)}, []string{"", ""}},
		{"beside what is private", diag.List{at("content/a.yaml", 2, "", true), at("content/a.yaml", 5, "", false)}, []string{"", "last: 2"}},
		{"private, of a file that is not there", diag.List{at("content/none.yaml", 1, "hidden", true)}, []string{""}},
		{"of a key for a secret", diag.List{at("content/b.yaml", 2, "", false)}, []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for i, d := range WithLines(tt.problems, files) {
				if d.Line != tt.want[i] {
					t.Errorf("problem %d has the line %q, want %q", i, d.Line, tt.want[i])
				}
			}
		})
	}
}
