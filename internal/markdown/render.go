package markdown

import (
	"bytes"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// A Place is where a Doc is printed: the page of its own language, that of
// another one, or a page that joins several.
type Place struct {
	// Resolve says where the i-th link leads. Without it links lead where they say.
	Resolve func(i int, l Link) Target

	// Prefix stands before every id: "" on the page's own place, such as
	// "<slug>--" where pages are joined. Joined pages have no anchors beside headings
	// and no links from footnotes back to where they are referred to.
	Prefix string

	Shift int    // is added to the level of headings, which ends at 6
	Key   string // the page's slug: a tick box is remembered as "<slug>/<section>/<n>"

	// Revision says in which revision of its text the tick boxes of a section stand.
	// Without it boxes have none.
	Revision func(section string) string
}

// A Target is where a link leads.
type Target struct {
	URL      string // of an image, its src. One that would run a script counts as Drop
	Text     string // is printed where the link has no text of its own
	External bool   // to another site
	Drop     bool   // print the text alone, of an image what stands for it

	Width, Height int    // of an image, in pixels; 0 where they are not known
	Note          string // is printed behind the link: that it leads to a page in another language
	NoteLang      string // the language of Note when it is not the text's
}

// A Part is a stretch of a Doc. One begins at every heading that stands by
// itself (not within a list or a quotation), at every directive and after it,
// and at the footnotes. No part is empty.
type Part struct {
	Heading   *Heading      // whose section this is; nil in the introduction and for the footnotes
	HTML      template.HTML // begins with the heading's element where the section begins
	Directive *Directive    // the part is this directive, and HTML is empty
	Footnotes bool          // the part is the list of footnotes

	head int // length of the heading's element at the start of HTML
}

// Section returns the parts of the section whose heading has the id, without
// the place's prefix: up to the next heading of its level or above. Without
// heading the heading's own element is left out.
func Section(parts []Part, id string, heading bool) []Part {
	start := slices.IndexFunc(parts, func(p Part) bool { return p.Heading != nil && p.Heading.ID == id })
	if start < 0 {
		return nil
	}
	top := parts[start].Heading
	end := start
	for end < len(parts) && (parts[end].Heading == top || parts[end].Heading != nil && parts[end].Heading.Level > top.Level) {
		end++
	}
	section := slices.Clone(parts[start:end])
	if !heading {
		first := &section[0]
		first.HTML, first.head = first.HTML[first.head:], 0
		if first.HTML == "" {
			section = section[1:]
		}
	}
	return section
}

// Split returns the element of the heading with which the part begins, and the
// rest. The first is empty where the part begins with no heading.
func (p Part) Split() (heading, rest template.HTML) { return p.HTML[:p.head], p.HTML[p.head:] }

// Render prints d for a place.
func (d *Doc) Render(p Place) []Part {
	targets := make([]Target, len(d.Links))
	for i, l := range d.Links {
		targets[i] = Target{URL: l.Dest}
		if p.Resolve != nil {
			targets[i] = p.Resolve(i, l)
		}
		if html.IsDangerousURL([]byte(targets[i].URL)) {
			targets[i].Drop = true
		}
	}

	var parts []Part
	var part Part
	var b bytes.Buffer
	end := func() {
		part.HTML = template.HTML(b.String())
		if part.HTML != "" || part.Directive != nil {
			parts = append(parts, part)
		}
		b.Reset()
		part = Part{Heading: part.Heading}
	}
	made := printOf(d.stored.Bytes())
	done := 0
	for _, h := range made.holes {
		b.WriteString(made.html[done:h.at])
		done = h.at
		switch h.kind {
		case holePrefix:
			b.WriteString(escape(p.Prefix))
		case holeHeading:
			if !d.Headings[h.i].Nested {
				end()
				part.Heading = &d.Headings[h.i]
			}
			openHeading(&b, p, d.Headings[h.i], made.classes[h.i])
		case holeHeadingEnd:
			closeHeading(&b, p, d.Headings[h.i], d.words)
			if !d.Headings[h.i].Nested {
				part.head = b.Len()
			}
		case holeLink:
			openLink(&b, d.Links[h.i], targets[h.i])
		case holeLinkEnd:
			if !targets[h.i].Drop {
				b.WriteString("</a>")
				note(&b, targets[h.i])
			}
		case holeImage:
			image(&b, d.Links[h.i], targets[h.i])
		case holeTick:
			tickBox(&b, p, made.ticks[h.i])
		case holePrompt:
			promptBlank(&b, p, d.Prompts[h.i], d.words)
		case holeDirective:
			end()
			part.Directive = &d.Directives[h.i]
			end()
		case holeBacklink:
			if p.Prefix == "" {
				b.WriteString(` <a class="footnote-backref" href="#` + made.backlinks[h.i] + `" role="doc-backlink" aria-label="` + d.words.backlink + `">↩︎</a>`)
			}
		case holeFootnotes:
			end()
			part = Part{Footnotes: true}
		}
	}
	b.WriteString(made.html[done:])
	end()
	return parts
}

func openHeading(b *bytes.Buffer, p Place, h Heading, class string) {
	b.WriteString("<h" + headingLevel(p, h) + ` id="` + escape(p.Prefix+h.ID) + `"`)
	if class != "" {
		b.WriteString(` class="` + escape(class) + `"`)
	}
	b.WriteString(">")
}

func closeHeading(b *bytes.Buffer, p Place, h Heading, w *words) {
	if p.Prefix == "" {
		b.WriteString(` <a class="anchor" href="#` + escapeURL(h.ID) + `" aria-label="` + w.anchor + `">#</a>`)
	}
	b.WriteString("</h" + headingLevel(p, h) + ">\n")
}

func headingLevel(p Place, h Heading) string { return strconv.Itoa(min(h.Level+p.Shift, 6)) }

func openLink(b *bytes.Buffer, l Link, t Target) {
	if !t.Drop {
		b.WriteString(`<a href="` + escapeURL(t.URL) + `"`)
		title(b, l)
		if t.External {
			b.WriteString(` class="external" rel="noopener"`)
		}
		b.WriteString(">")
	}
	if l.Empty {
		b.WriteString(escape(t.Text))
	}
}

// note says something about the link that ends here.
func note(b *bytes.Buffer, t Target) {
	if t.Note == "" {
		return
	}
	if !strings.HasPrefix(t.Note, "（") { // a full-width bracket brings its own space
		b.WriteString(" ")
	}
	b.WriteString(`<span class="by"`)
	if t.NoteLang != "" {
		b.WriteString(` lang="` + escape(t.NoteLang) + `"`)
	}
	b.WriteString(">" + escape(t.Note) + "</span>")
}

func image(b *bytes.Buffer, l Link, t Target) {
	if t.Drop {
		b.WriteString(escape(l.Text))
		return
	}
	b.WriteString(`<img src="` + escapeURL(t.URL) + `" alt="` + escape(l.Text) + `"`)
	if t.Width > 0 && t.Height > 0 {
		b.WriteString(` width="` + strconv.Itoa(t.Width) + `" height="` + strconv.Itoa(t.Height) + `"`)
	}
	title(b, l)
	b.WriteString(` loading="lazy" decoding="async">`)
}

func title(b *bytes.Buffer, l Link) {
	if l.Title != "" {
		b.WriteString(` title="` + escape(l.Title) + `"`)
	}
}

func tickBox(b *bytes.Buffer, p Place, t tick) {
	key := escape(p.Key + "/" + t.section + "/" + strconv.Itoa(t.n)) // which no other page's can be, nor an item's
	b.WriteString(`<input type="checkbox" id="` + escape(p.Prefix) + "_tick-" + key + `" data-key="` + key + `"`)
	if p.Revision != nil {
		b.WriteString(` data-revision="` + escape(p.Revision(t.section)) + `"`)
	}
	if t.checked {
		b.WriteString(" checked")
	}
	b.WriteString(">")
}

func escape(s string) string { return string(util.EscapeHTML([]byte(Readable(s)))) }

func escapeURL(url string) string {
	return string(util.EscapeHTML(util.URLEscape([]byte(url), false)))
}
