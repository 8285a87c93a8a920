package search

import (
	"html/template"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A reader takes a page's body apart: a heading begins a part, and what stands
// under it is the part's text.
type reader struct {
	parts []Part
	text  strings.Builder
}

// begin ends the part so far and begins another.
func (r *reader) begin(p Part) {
	if n := len(r.parts); n > 0 {
		r.parts[n-1].Text += "\n" + r.text.String()
	}
	r.text.Reset()
	r.parts = append(r.parts, p)
}

// within adds a part, after which the one before it goes on.
func (r *reader) within(p Part) {
	open := r.parts[len(r.parts)-1]
	r.begin(p)
	r.begin(Part{Anchor: open.Anchor, Kind: open.Kind, Title: open.Title})
}

// done returns the parts. Those that were taken apart by what stands within them
// are whole again.
func (r *reader) done() []Part {
	r.begin(Part{})
	var list []Part
	at := map[string]int{}
	for _, p := range r.parts[:len(r.parts)-1] {
		i, ok := at[p.Anchor]
		if !ok {
			i = len(list)
			at[p.Anchor] = i
			list = append(list, Part{Anchor: p.Anchor, Kind: p.Kind, Title: p.Title})
		}
		list[i].Text += p.Text
	}
	for i := range list {
		list[i].Text = clean(list[i].Text)
	}
	return list
}

// inlines are the elements within whose lines the text goes on.
var inlines = map[atom.Atom]bool{
	atom.A: true, atom.Code: true, atom.Del: true, atom.Em: true, atom.Label: true, atom.Span: true, atom.Strong: true,
}

// html reads a stretch of a page's body, which is of our own making.
func (r *reader) html(text template.HTML) {
	z := html.NewTokenizer(strings.NewReader(string(text)))
	var title *strings.Builder // of the heading that is open
	skip := atom.Atom(0)       // the element that is left out
	for {
		kind := z.Next()
		t := z.Token()
		switch {
		case kind == html.ErrorToken:
			return
		case skip != 0:
			if kind == html.EndTagToken && t.DataAtom == skip {
				skip = 0
			}
		case kind == html.TextToken && title != nil:
			title.WriteString(t.Data)
		case kind == html.TextToken:
			r.text.WriteString(t.Data)
		case kind == html.StartTagToken && unsaid(t):
			skip = t.DataAtom
		case kind == html.StartTagToken && heading(t.DataAtom):
			r.begin(Part{Anchor: attribute(t, "id"), Kind: Heading})
			title = new(strings.Builder)
		case kind == html.EndTagToken && heading(t.DataAtom):
			r.parts[len(r.parts)-1].Title = clean(title.String())
			title = nil
		case t.DataAtom == atom.Img:
			r.text.WriteString(attribute(t, "alt"))
		case !inlines[t.DataAtom] && title == nil:
			r.text.WriteByte('\n')
		}
	}
}

// unsaid reports whether an element is no part of the text: the anchors beside
// headings, references to footnotes and the ways back.
func unsaid(t html.Token) bool {
	class := attribute(t, "class")
	return t.DataAtom == atom.Sup || class == "anchor" || class == "footnote-backref"
}

func heading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// clean returns a text in single spaces, with its lines apart.
func clean(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
