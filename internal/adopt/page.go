package adopt

import (
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// A page is a file on its way.
type page struct {
	file   string // in the folder
	key    string // what its translations share: its path without the language
	folder string // in which it stands, without the language
	lang   string
	text   string // without front matter, line ends as ours
	line   int    // of the file, at which text begins
	more   []int  // lines of text, from 0, that the file does not have
	mdx    bool
	wiki   bool // of the pages of one
	kind   content.Kind
	sheet  *sheet // nil: a file of Markdown
	head   head

	findings []Finding // of its front matter

	slug string
	body string // converted, line by line as text

	searched string               // the text in which code was looked for last
	code     []markdown.CodeBlock // that was there

	headings []string        // their ids
	linked   map[string]bool // where the links lead
}

func (p *page) path() string {
	return content.Dir + "/" + p.kind.Folder() + "/" + p.slug + "." + p.lang + ".md"
}

// translates reports whether two pages are one in two languages.
func (p *page) translates(q *page) bool {
	return p.key == q.key && p.lang != q.lang && p.sheet == nil && q.sheet == nil
}

// isSource reports whether the page declares what its translations may not.
func (r *reading) isSource(p *page) bool { return r.bySlug[p.slug][0] == p }

// isDraft reports whether the page, which is one as its source is, is not published yet.
func (r *reading) isDraft(p *page) bool { return r.bySlug[p.slug][0].head.draft }

// note says something of a line of the file, of the file as a whole where it is 0.
func (p *page) note(line int, ja, en string, args ...any) {
	p.findings = append(p.findings, Finding{p.file, line, diag.Textf(ja, en, args...)})
}

// convert makes the body of a page, but for where its links lead.
func (r *reading) convert(p *page) {
	p.text = r.htmlLists(p, r.lowered(p, r.htmlHeadings(p, r.boxes(p, r.tables(p, p.text)))))
	lines := r.blocks(p)
	code := r.indentedCode(p, joined(lines))
	for at := range lines {
		lines[at].code = lines[at].code || code[at]
	}
	var b strings.Builder
	for at := 0; at < len(lines); {
		from := at
		for at < len(lines) && lines[at].code == lines[from].code {
			at++
		}
		text := joined(lines[from:at])
		if !lines[from].code {
			text = r.inline(p, unspanned(text), from+1)
		}
		b.WriteString(text)
		if at < len(lines) {
			b.WriteString("\n")
		}
	}
	p.body = r.outdent(p, b.String(), code)
	r.brokenLines(p)
}

func joined(lines []line) string {
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.text)
	}
	return strings.Join(texts, "\n")
}

// settle makes files of the pages: once all of them are known, links lead to them,
// and what a page still may not contain becomes text.
func (r *reading) settle() {
	for _, p := range r.pages {
		doc := r.escape(p)
		for _, h := range doc.Headings {
			p.headings = append(p.headings, h.ID)
		}
		p.linked = map[string]bool{}
		for _, l := range doc.Links {
			p.linked[l.Dest] = true
		}
	}
	for _, p := range r.pages {
		if p.head.draft && !r.isDraft(p) {
			r.find(p, 0, "訳だけを下書きにすることはできません。原文と一緒に公開されます", "a translation cannot be a draft by itself; it is published with its source")
		}
		if p.sheet == nil {
			r.links(p)
			r.escape(p)
			r.ticks(p)
		}
		text := p.head.write(r.isSource(p)) + p.body
		r.result.Files[p.path()] = []byte(text)
		r.result.origins[p.path()] = origin{p.file, strings.Count(text[:len(text)-len(p.body)], "\n") - p.line + 1, len(p.more)}
		r.result.Pages++
	}
}
