package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// LineEnds finds, in a text without front matter, the ends of the lines that readers do
// not see: the offset of the break between two lines of a paragraph.
func (p *Parser) LineEnds(src []byte) []int {
	var ends []int
	p.visit(src, func(n ast.Node) {
		t, ok := n.(*ast.Text)
		if !ok || !t.SoftLineBreak() {
			return
		}
		if n := bytes.IndexByte(src[t.Segment.Stop:], '\n'); n >= 0 {
			if end := t.Segment.Stop + n; len(ends) == 0 || ends[len(ends)-1] < end {
				ends = append(ends, end)
			}
		}
	})
	return ends
}
