package build

import (
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
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
	type shown struct {
		lines   source.Lines
		private map[int]bool
	}
	read := map[string]shown{}
	for i, p := range problems {
		private := told[p.Pos.File]
		if private[p.Pos.Line] {
			problems[i].Line = ""
			continue
		}
		f := files.At(p.Pos.File)
		if f == nil || p.Pos.Line == 0 || p.Line != "" && private == nil {
			continue
		}
		s, known := read[f.Path]
		if !known {
			lines := f.Lines()
			s = shown{lines, content.PrivateLines(lines, private)}
			read[f.Path] = s
		}
		if s.private[p.Pos.Line] {
			problems[i].Line = ""
		} else {
			s.lines.Show(&problems[i])
		}
	}
	return problems
}
