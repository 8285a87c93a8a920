package search

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"hikitsugi/internal/markup"
)

// A reader takes a page's body apart: a heading begins a part, and what stands
// under it is the part's text.
type reader struct {
	parts []Part
	text  []byte // of the last part
}

// begin ends the part so far and begins another.
func (r *reader) begin(p Part) {
	if n := len(r.parts); n > 0 {
		r.parts[n-1].Text += "\n" + string(r.text)
	}
	r.text = r.text[:0]
	r.parts = append(r.parts, p)
}

// within adds a part, after which the one before it goes on.
func (r *reader) within(p Part) {
	open := r.parts[len(r.parts)-1]
	r.begin(p)
	r.begin(Part{Anchor: open.Anchor, Kind: open.Kind, Title: open.Title})
}

// done returns the parts, and is ready for another page. Those that were taken apart
// by what stands within them are whole again.
func (r *reader) done() []Part {
	r.begin(Part{})
	var list []Part
	at := map[string]int{}
	parts := r.parts[:len(r.parts)-1]
	r.parts = r.parts[:0]
	for _, p := range parts {
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
			if kind == markup.Close && m.Name() == skip {
				skip = ""
			}
		case kind == markup.Text && open:
			title.WriteString(m.Text())
		case kind == markup.Text:
			r.text = append(r.text, m.Text()...)
		case kind == markup.Open && unsaid(m):
			skip = m.Name()
		case kind == markup.Open && heading(m.Name()):
			r.begin(Part{Anchor: m.Find("id"), Kind: Heading})
			open = true
		case kind == markup.Close && heading(m.Name()):
			r.parts[len(r.parts)-1].Title = clean(title.String())
			title.Reset()
			open = false
		case m.Name() == "img":
			r.text = append(r.text, m.Find("alt")...)
		case !inline(m.Name()) && !open:
			r.text = append(r.text, '\n')
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
	switch m.Name() {
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
	b := make([]byte, 0, len(text))
	var gap byte // what stands before the next word
	word := 0    // where the word began that goes on
	end := func(at int) {
		if word == at {
			return
		}
		if gap != 0 && len(b) > 0 {
			b = append(b, gap)
		}
		b, gap = append(b, text[word:at]...), 0
	}
	for i := 0; i < len(text); {
		if c := text[i]; c > ' ' && !beginsSpace[c] {
			i++
			continue
		}
		n := spaceAt(text[i:])
		if n == 0 {
			i++
			continue
		}
		end(i)
		if text[i] == '\n' {
			gap = '\n'
		} else if gap == 0 {
			gap = ' '
		}
		i += n
		word = i
	}
	end(len(text))
	return string(b)
}

// beginsSpace are the first bytes of white space beyond ASCII.
var beginsSpace = [256]bool{0xC2: true, 0xE1: true, 0xE2: true, 0xE3: true}

// spaceAt returns the length of the white space or control with which a text begins,
// or 0.
func spaceAt(s string) int {
	if s[0] <= ' ' {
		return 1
	}
	if s[0] == 0xE3 && !strings.HasPrefix(s, "\u3000") { // nearly all kana
		return 0
	}
	if r, n := utf8.DecodeRuneInString(s); unicode.IsSpace(r) {
		return n
	}
	return 0
}
