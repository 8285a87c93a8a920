package theme

import (
	"html/template"
	"slices"
	"strings"
	"text/template/parse"
)

// settle writes the words of one language into the layouts of its pages, in the
// place of calls that return the same on every page: a page has a hundred of them,
// each of which costs as much as a hundred bytes of text. It comes after
// html/template has seen where each stands, and changes only what stands in text or
// in an attribute with quotation marks, where nothing but HTML is escaped.
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
				l.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(escaped(text))}
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

// plainEscapers are what html/template appends to a pipeline where text stands, and
// where the value of an attribute does.
var plainEscapers = []string{"_html_template_htmlescaper", "_html_template_attrescaper"}

// constant returns what a pipeline is on every page in lang, if it is only {{lang}}
// or {{t "key"}}, in a plain place.
func (w words) constant(p *parse.PipeNode, lang string) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 2 {
		return "", false
	}
	if escaper, ok := p.Cmds[1].Args[0].(*parse.IdentifierNode); !ok || !slices.Contains(plainEscapers, escaper.Ident) {
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

var plainText = template.Must(template.New("").Parse("{{.}}"))

// escaped returns a text as html/template writes it in a plain place.
func escaped(text string) string {
	var b strings.Builder
	if err := plainText.Execute(&b, text); err != nil {
		panic(err) // a text can be written
	}
	return b.String()
}
