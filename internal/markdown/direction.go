package markdown

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"hikitsugi/internal/source"
)

// reference matches the character references that may stand for a control that
// reorders what is seen.
var reference = regexp.MustCompile(`&(?:#[0-9]+|#[xX][0-9a-fA-F]+|lrm|rlm);`)

// directions reports the references in the text of a page that reorder what is seen.
// In code they are shown as they are written.
func (p *printer) directions(root ast.Node) {
	if !reference.Match(p.src) {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if !n.IsRaw() {
				p.directionsIn(n.Segment.Value(p.src), n.Segment.Start, true)
			}
		case *ast.FencedCodeBlock:
			if n.Info != nil {
				p.directionsIn(n.Info.Segment.Value(p.src), n.Info.Segment.Start, true)
			}
		case *ast.Link:
			p.directionsIn(append(bytes.Clone(n.Destination), n.Title...), n.Pos(), false)
		case *ast.Image:
			p.directionsIn(append(bytes.Clone(n.Destination), n.Title...), n.Pos(), false)
		}
		return ast.WalkContinue, nil
	})
}

// directionsIn reports those in a text at offset, or in what stands somewhere behind it.
func (p *printer) directionsIn(text []byte, offset int, exact bool) {
	for _, m := range reference.FindAllIndex(text, -1) {
		written := text[m[0]:m[1]]
		escaped := (m[0] - len(bytes.TrimRight(text[:m[0]], `\`))) % 2
		if r, _ := utf8.DecodeRuneInString(unescape(written)); escaped == 0 && (source.Direction(r) != "" || forbidden(r)) {
			at, kind := offset, Direction
			if exact {
				at += m[0]
			}
			if forbidden(r) {
				kind = Control
			}
			p.problem(kind, at, string(written))
		}
	}
}
