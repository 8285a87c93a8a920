package build

import (
	"context"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/parallel"
	"hikitsugi/internal/source"
)

// WithLines adds to problems of the same content the text of their lines, but for
// lines that may hold a secret.
func (r *Result) WithLines(problems diag.List) diag.List { return WithLines(problems, r.files) }

// WithLines adds the text of the lines at which problems stand, where it is not known,
// but for lines that may hold a secret.
func WithLines(problems diag.List, files source.Files) diag.List {
	told := map[string]map[int]bool{} // lines of private problems, by file
	for _, p := range problems {
		if p.Private {
			if told[p.Pos.File] == nil {
				told[p.Pos.File] = map[int]bool{}
			}
			told[p.Pos.File][p.Pos.Line] = true
		}
	}
	var shown []*source.File
	at := map[*source.File][]int{} // problems whose lines are to be read
	for i, p := range problems {
		private := told[p.Pos.File]
		f := files.At(p.Pos.File)
		switch {
		case private[p.Pos.Line]:
			problems[i].Line = ""
		case f != nil && p.Pos.Line > 0 && (p.Line == "" || private != nil):
			if at[f] == nil {
				shown = append(shown, f)
			}
			at[f] = append(at[f], i)
		}
	}
	_, _ = parallel.Each(context.Background(), shown, func(f *source.File) struct{} { // nothing ends the context
		lines := f.Lines()
		private := content.PrivateLines(lines, told[f.Path])
		for _, i := range at[f] {
			if p := &problems[i]; private[p.Pos.Line] {
				p.Line = ""
			} else {
				lines.Show(p)
			}
		}
		return struct{}{}
	})
	return problems
}
