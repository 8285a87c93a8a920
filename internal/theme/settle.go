package theme

import (
	"html/template"
	"text/template/parse"
)

// settle writes the words of one language into the layouts of its pages, in the
// place of calls that return the same on every page: a page has a hundred of them,
// each of which costs as much as a hundred bytes of text.
func (w words) settle(set *template.Template, lang string) {
	for _, t := range set.Templates() {
		if t.Tree != nil {
			w.settleList(t.Tree.Root, lang)
		}
	}
}

func (w words) settleList(l *parse.ListNode, lang string) {
	if l == nil {
		return
	}
	for i, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if text, ok := w.constant(n.Pipe, lang); ok {
				l.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(template.HTMLEscapeString(text))}
			}
		case *parse.IfNode:
			w.settleList(n.List, lang)
			w.settleList(n.ElseList, lang)
		case *parse.WithNode:
			w.settleList(n.List, lang)
			w.settleList(n.ElseList, lang)
		case *parse.RangeNode:
			w.settleList(n.List, lang)
			w.settleList(n.ElseList, lang)
		}
	}
}

// constant returns what a pipeline is on every page in lang, if it is only {{lang}}
// or {{t "key"}}.
func (w words) constant(p *parse.PipeNode, lang string) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		return "", false
	}
	args := p.Cmds[0].Args
	f, ok := args[0].(*parse.IdentifierNode)
	switch {
	case !ok:
	case f.Ident == "lang" && len(args) == 1:
		return lang, true
	case f.Ident == "t" && len(args) == 2:
		if key, ok := args[1].(*parse.StringNode); ok {
			return w[lang][key.Text], true
		}
	}
	return "", false
}
