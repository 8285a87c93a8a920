package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A CodeBlock says where code stands in a text.
type CodeBlock struct {
	Fenced bool  // it stands between fences; else its indent makes it code
	Lines  []int // the offset of each line, behind what indents it
}

// CodeBlocks finds the code in a text without front matter.
func (p *Parser) CodeBlocks(src []byte) []CodeBlock {
	var blocks []CodeBlock
	p.visit(src, func(n ast.Node) {
		if kind := n.Kind(); kind == ast.KindCodeBlock || kind == ast.KindFencedCodeBlock {
			b := CodeBlock{Fenced: kind == ast.KindFencedCodeBlock}
			for i := range n.Lines().Len() {
				b.Lines = append(b.Lines, n.Lines().At(i).Start)
			}
			blocks = append(blocks, b)
		}
	})
	return blocks
}

// visit shows all that a text without front matter is made of, in its order; nothing of
// one that goes beyond the limits.
func (p *Parser) visit(src []byte, show func(n ast.Node)) {
	limit := &limits{size: len(src)}
	pc := parser.NewContext()
	pc.Set(limitsKey, limit)
	root := p.goldmark.Parse(text.NewReader(src), parser.WithContext(pc))
	if limit.over != nil {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			show(n)
		}
		return ast.WalkContinue, nil // and never an error
	})
}
