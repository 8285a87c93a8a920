package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/width"
)

// What a page says of its chapters, and CSS alone cannot do on paper:
//
//	data-running="…"    of a .chapter: stands in the head of its pages
//	data-recto="…"      of a .chapter: begins on a right-hand page; a page before it
//	                    that stays blank says this text
//	data-single-page="id"  of a .chapter: ends before the page on which id stands
//
// These texts, and data-marking of html, are cut where they would not leave room for
// each other in the margin. A chapter is known by the heading that its aria-labelledby, or data-heading, names. Where a link of
// the page leads to an id, it is known on which page that is printed.

// A recto is a chapter that begins on a right-hand page.
type recto struct{ id, blank string }

// A onePage is a chapter that should take one page.
type onePage struct{ id, title, next string }

// chapters gives each chapter a kind of page of its own, so that its title can stand
// in the margin (the styles are a file of their own), and notes what must be known of it. What stands between two chapters
// belongs to the one before.
func (p *preparedPage) chapters(root *html.Node) {
	var styles strings.Builder
	running, n, current := "", 0, ""
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if node.DataAtom == atom.Html {
			for i, a := range node.Attr {
				if a.Key == "data-running" || a.Key == "data-marking" {
					node.Attr[i].Val = cutHead(a.Val)
				}
			}
			running = attribute(node, "data-running")
		}
		if !hasClass(node, "packet") {
			continue
		}
		for child := range node.ChildNodes() {
			if child.Type != html.ElementNode {
				continue
			}
			title := attribute(child, "data-running")
			switch {
			case !hasClass(child, "chapter") && current == "":
				continue
			case hasClass(child, "chapter") && title == "":
				current = ""
				continue
			case hasClass(child, "chapter"):
				n++
				current = fmt.Sprintf("chapter-%d", n)
				fmt.Fprintf(&styles, ".%[1]s{page:%[1]s}@page %[1]s{@top-left{content:%[2]s}}\n", current, cssString(strings.TrimSpace(running+"　"+cutHead(title))))
			}
			addClass(child, current)
			id := cmp.Or(attribute(child, "data-heading"), attribute(child, "aria-labelledby"))
			if blank := attribute(child, "data-recto"); blank != "" {
				p.rectos = append(p.rectos, recto{id, blank})
				p.targets = append(p.targets, id)
			}
			if next := attribute(child, "data-single-page"); next != "" {
				p.singles = append(p.singles, onePage{id, title, next})
				p.targets = append(p.targets, id, next)
			}
		}
	}
	p.styles = []byte(styles.String())
}

// headColumns is how wide a text in the head of a page may be, counted as a terminal
// does: three of them take four lines between the margins of A4.
const headColumns = 120

// cutHead cuts a text that stands in the head of a page.
func cutHead(text string) string {
	columns, end := 0, 0
	for i, r := range text {
		columns++
		if kind := width.LookupRune(r).Kind(); kind == width.EastAsianWide || kind == width.EastAsianFullwidth {
			columns++
		}
		if columns > headColumns {
			return strings.TrimSpace(text[:end]) + "…"
		}
		if columns <= headColumns-2 {
			end = i + utf8.RuneLen(r)
		}
	}
	return text
}

// blanks returns the chapters before which a page must stay blank, in order, when
// they begin on the given pages.
func (p *preparedPage) blanks(pages map[string]int) []recto {
	var list []recto
	ordered := slices.Clone(p.rectos)
	slices.SortStableFunc(ordered, func(a, b recto) int { return pages[a.id] - pages[b.id] })
	for _, r := range ordered {
		if (pages[r.id]+len(list))%2 == 0 {
			list = append(list, r)
		}
	}
	return list
}

// A TooLong is a chapter that takes more pages than the one that it should.
type TooLong struct {
	Title string
	Pages int
}

func (p *preparedPage) tooLong(pages map[string]int) []TooLong {
	var list []TooLong
	for _, s := range p.singles {
		if n := pages[s.next] - pages[s.id]; n > 1 {
			list = append(list, TooLong{s.title, n})
		}
	}
	return list
}

// fill writes texts into the elements that wait for them.
func fill(root *html.Node, texts map[string]string) {
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		if text := texts[attribute(node, "data-fill")]; text != "" {
			for node.FirstChild != nil {
				node.RemoveChild(node.FirstChild)
			}
			node.AppendChild(&html.Node{Type: html.TextNode, Data: text})
			node.Attr = slices.DeleteFunc(node.Attr, func(a html.Attribute) bool { return a.Key == "data-field" || a.Key == "data-label" })
		}
	}
}

// cssString writes text as a string of CSS that no </style> can end.
func cssString(text string) string {
	var b bytes.Buffer
	b.WriteByte('"')
	for _, r := range text {
		if r < ' ' || strings.ContainsRune(`"\<>`, r) {
			fmt.Fprintf(&b, `\%x `, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}
