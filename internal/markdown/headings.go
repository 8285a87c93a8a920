package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// headings finds an id that stands before comments, which are taken out, as goldmark
// does at the end of the line.
type headings struct{ parser.BlockParser }

var attributesBeforeComments = regexp.MustCompile(`(?:^|[^\\])(\{[^{}]*\})[ \t]*(?:<!--.*?-->[ \t]*)+$`)

func (h headings) Close(node ast.Node, r text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, r, pc)
	lines := node.Lines()
	if lines.Len() == 0 || len(node.Attributes()) > 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	line := last.TrimRightSpace(r.Source())
	m := attributesBeforeComments.FindSubmatchIndex(line.Value(r.Source()))
	if m == nil {
		return
	}
	attributes, ok := parser.ParseAttributes(text.NewReader(line.Value(r.Source())[m[2]:m[3]]))
	if !ok {
		return
	}
	for _, a := range attributes {
		node.SetAttribute(a.Name, a.Value)
	}
	last.Stop = last.Start + m[2]
	lines.Set(lines.Len()-1, last.TrimRightSpace(r.Source()))
}
