package search

import (
	"html/template"
	"strings"
	"unicode"

	"hikitsugi/internal/markup"
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

// html reads a stretch of a page's body.
func (r *reader) html(text template.HTML) {
	var title strings.Builder // of the heading that is open
	open := false             // a heading is
	skip := ""                // the element that is left out
	for m := markup.NewReader(string(text)); ; {
		kind := m.Next()
		switch {
		case kind == markup.End:
			return
		case skip != "":
			if kind == markup.Close && m.Name == skip {
				skip = ""
			}
		case kind == markup.Text && open:
			title.WriteString(m.Text())
		case kind == markup.Text:
			r.text.WriteString(m.Text())
		case kind == markup.Open && unsaid(m):
			skip = m.Name
		case kind == markup.Open && heading(m.Name):
			r.begin(Part{Anchor: m.Find("id"), Kind: Heading})
			open = true
		case kind == markup.Close && heading(m.Name):
			r.parts[len(r.parts)-1].Title = clean(title.String())
			title.Reset()
			open = false
		case m.Name == "img":
			r.text.WriteString(m.Find("alt"))
		case !inline(m.Name) && !open:
			r.text.WriteByte('\n')
		}
	}
}

// inline reports whether text goes on in the same line after a tag.
func inline(element string) bool {
	switch element {
	case "a", "code", "del", "em", "label", "span", "strong":
		return true
	}
	return false
}

// unsaid reports whether an element is no part of the text: the anchors beside
// headings, references to footnotes and the ways back.
func unsaid(m *markup.Reader) bool {
	switch m.Name {
	case "sup":
		return true
	case "a":
		class := m.Find("class")
		return class == "anchor" || class == "footnote-backref"
	}
	return false
}

func heading(element string) bool {
	return len(element) == 2 && element[0] == 'h' && element[1] >= '1' && element[1] <= '6'
}

// clean returns a text in single spaces, with its lines apart.
func clean(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	var gap byte // what stands before the next word
	word := -1   // where the word began
	end := func(at int) {
		if word < 0 {
			return
		}
		if gap != 0 && b.Len() > 0 {
			b.WriteByte(gap)
		}
		b.WriteString(text[word:at])
		word, gap = -1, 0
	}
	for i, r := range text {
		switch {
		case r == '\n':
			end(i)
			gap = '\n'
		case r <= ' ' || r >= 0x7F && r <= '\u3000' && unicode.IsSpace(r):
			end(i)
			if gap == 0 {
				gap = ' '
			}
		case word < 0:
			word = i
		}
	}
	end(len(text))
	return b.String()
}
