package site

import (
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
)

// A Page is a column, a guide or a runbook in all its languages.
type Page struct {
	Kind   content.Kind
	Slug   string
	Source *content.Page   // holds every typed fact
	Texts  []*content.Page // one for each language that it is written in, the source first
	Items  []*Item
	Notes  []*Note // when items apply, numbered in order of first appearance
}

func newPage(key pageKey, texts []*content.Page, languages []string) *Page {
	texts = slices.Clone(texts)
	slices.SortFunc(texts, func(a, b *content.Page) int {
		return slices.Index(languages, a.Lang) - slices.Index(languages, b.Lang)
	})
	return &Page{Kind: key.kind, Slug: key.slug, Source: texts[0], Texts: texts}
}

// Text returns the page as written in lang, or its source where it is not.
func (p *Page) Text(lang string) *content.Page {
	for _, t := range p.Texts {
		if t.Lang == lang {
			return t
		}
	}
	return p.Source
}

// Translated reports whether the page is written in lang.
func (p *Page) Translated(lang string) bool { return p.Text(lang).Lang == lang }

// Title returns the title in lang.
func (p *Page) Title(lang string) string {
	return p.Text(lang).Head.Title.In(lang)
}

// Summary returns the summary in lang; it may be empty.
func (p *Page) Summary(lang string) string {
	if t := p.Text(lang).Head.Summary; !t.IsZero() {
		return t.In(lang)
	}
	return p.Source.Head.Summary.In(lang)
}

// TitleLang returns the language in which the title in lang is written when it is not
// lang; else it is empty.
func (p *Page) TitleLang(lang string) string {
	t := p.Text(lang)
	return writtenIn(t.Head.Title, t.Lang, lang)
}

// SummaryLang returns the same of the summary.
func (p *Page) SummaryLang(lang string) string {
	if t := p.Text(lang); !t.Head.Summary.IsZero() {
		return writtenIn(t.Head.Summary, t.Lang, lang)
	}
	return writtenIn(p.Source.Head.Summary, p.Source.Lang, lang)
}

// writtenIn returns the language in which a text of a page's front matter is written when
// it is not lang. Front matter may give it in both languages, of which only one has a
// page.
func writtenIn(text content.Text, written, lang string) string {
	if written == lang || text.JA != "" && text.EN != "" && text.JA != text.EN {
		return ""
	}
	return written
}

// Path returns where the page in lang is published: "ja/columns/apns/".
func (p *Page) Path(lang string) string {
	return lang + "/" + p.Kind.Folder() + "/" + p.Slug + "/"
}

// Heading returns the heading with that id in lang, or nil.
func (p *Page) Heading(lang, id string) *markdown.Heading {
	if t := p.Text(lang); t.Body != nil {
		return t.Body.Heading(id)
	}
	return nil
}

// hasSection reports whether the page has, in lang, a section with that id: a
// heading that stands by itself.
func (p *Page) hasSection(lang, id string) bool {
	h := p.Heading(lang, id)
	return h != nil && !h.Nested
}

// Section returns the items whose section is id; "" is the bare list.
func (p *Page) Section(id string) []*Item {
	var items []*Item
	for _, i := range p.Items {
		if i.Section.ID == id {
			items = append(items, i)
		}
	}
	return items
}
