package e2e

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// attribute returns the value of an attribute, and whether there is one.
func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// elements returns those with one of the names, in order.
func elements(root *html.Node, names ...atom.Atom) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(names, n.DataAtom) {
			found = append(found, n)
		}
	}
	return found
}

// lineOf returns the line of an item on a list, or nil.
func lineOf(root *html.Node, item string) *html.Node {
	for n := range root.Descendants() {
		if id, ok := attribute(n, "id"); ok && strings.HasSuffix(id, "item-"+item) {
			return n
		}
	}
	return nil
}

// words is the text of an element, in single spaces.
func words(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

// prefixes are what the lines of some elements begin with.
var prefixes = map[atom.Atom]string{atom.H1: "# ", atom.H2: "## ", atom.H3: "### ", atom.H4: "#### ", atom.Li: "- "}

// blocks are the elements that stand on a line of their own.
var blocks = []atom.Atom{
	atom.Article, atom.Button, atom.Caption, atom.Dd, atom.Details, atom.Div, atom.Dl, atom.Dt, atom.Footer, atom.H1, atom.H2,
	atom.H3, atom.H4, atom.Header, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Section, atom.Summary, atom.Table,
	atom.Tbody, atom.Thead, atom.Tr, atom.Ul, atom.Br,
}

// lines is the text that an element shows, a block to a line. A row of a table or
// a pair of a list is one line; what is drawn stands in brackets.
func lines(root *html.Node) []string {
	var found []string
	var line strings.Builder
	end := func() {
		if text := strings.Join(strings.Fields(line.String()), " "); text != "" {
			found = append(found, text)
		}
		line.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		_, hidden := attribute(n, "hidden")
		label, _ := attribute(n, "aria-label")
		role, _ := attribute(n, "role")
		switch {
		case n.Type == html.TextNode:
			line.WriteString(n.Data)
			return
		case n.Type != html.ElementNode || hidden || n.DataAtom == atom.Script || n.DataAtom == atom.Template || n.DataAtom == atom.Style:
			return
		case role == "img":
			line.WriteString(" [" + label + "] ")
			return
		case row(n):
			end()
			var cells []string
			for c := range n.ChildNodes() {
				if c.Type == html.ElementNode {
					cells = append(cells, strings.Join(lines(c), " / "))
				}
			}
			line.WriteString("| " + strings.Join(cells, " | ") + " |")
			end()
			return
		}
		block := slices.Contains(blocks, n.DataAtom)
		if block {
			end()
			line.WriteString(prefixes[n.DataAtom])
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			end()
		}
	}
	for c := range root.ChildNodes() {
		walk(c)
	}
	end()
	return found
}

// row reports whether an element is a line of cells: of a table, or of a list of
// terms.
func row(n *html.Node) bool {
	first := n.FirstChild
	for first != nil && first.Type != html.ElementNode {
		first = first.NextSibling
	}
	return n.DataAtom == atom.Tr || n.DataAtom == atom.Div && first != nil && first.DataAtom == atom.Dt
}
