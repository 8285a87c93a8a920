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
	limit := &limits{size: len(src)}
	pc := parser.NewContext()
	pc.Set(limitsKey, limit)
	root := p.goldmark.Parse(text.NewReader(src), parser.WithContext(pc))
	if limit.over != nil {
		return nil
	}
	var blocks []CodeBlock
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if kind := n.Kind(); entering && (kind == ast.KindCodeBlock || kind == ast.KindFencedCodeBlock) {
			b := CodeBlock{Fenced: kind == ast.KindFencedCodeBlock}
			for i := range n.Lines().Len() {
				b.Lines = append(b.Lines, n.Lines().At(i).Start)
			}
			blocks = append(blocks, b)
		}
		return ast.WalkContinue, nil
	})
	return blocks
}
