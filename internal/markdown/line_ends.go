package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// LineEnds finds, in a text without front matter, the ends of the lines that readers do
// not see: the offset of the break between two lines of a paragraph.
func (p *Parser) LineEnds(src []byte) []int {
	limit := &limits{size: len(src)}
	pc := parser.NewContext()
	pc.Set(limitsKey, limit)
	root := p.goldmark.Parse(text.NewReader(src), parser.WithContext(pc))
	if limit.over != nil {
		return nil
	}
	var ends []int
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		t, ok := n.(*ast.Text)
		if !ok || !entering || !t.SoftLineBreak() {
			return ast.WalkContinue, nil
		}
		if n := bytes.IndexByte(src[t.Segment.Stop:], '\n'); n >= 0 {
			if end := t.Segment.Stop + n; len(ends) == 0 || ends[len(ends)-1] < end {
				ends = append(ends, end)
			}
		}
		return ast.WalkContinue, nil
	})
	return ends
}
