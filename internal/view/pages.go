package view

import (
	"cmp"
	"net/url"
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

const (
	latest   = 5  // columns on the home page
	upcoming = 8  // renewals there
	allOf    = 50 // guides there, which it shows all
	some     = 12 // of more
)

// Home makes the first page.
func (m *Maker) Home() Home {
	p := m.at(m.lang() + "/")
	h := Home{
		Frame:    p.frame("", "", m.site.Config.Title.In(m.lang()), always),
		Contacts: p.contacts(m.orgContacts()),
	}
	h.Description = m.site.Config.Summary.In(m.lang())
	for _, r := range m.site.Runbooks {
		if r.Source.Runbook.Urgent() {
			h.Emergency = append(h.Emergency, p.entry(r))
		}
	}
	for _, c := range m.site.Packet {
		h.Lists = append(h.Lists, p.checklist(c, c.Items, true))
	}
	h.Incidents = p.incidents()
	h.Ticks = len(h.Lists)+len(h.Incidents) > 0
	if m.site.HasHandover() {
		h.Handover = p.url(m.lang() + "/handover/")
	}
	if !m.site.Public() {
		h.Dates = p.renewals(m.site.Renewals[:min(upcoming, len(m.site.Renewals))])
		h.Renewals = p.url(m.lang() + "/renewals/")
	}
	for _, c := range m.site.Columns[:min(latest, len(m.site.Columns))] {
		h.Columns = append(h.Columns, p.entry(c))
	}
	guides := m.site.Guides
	if len(guides) > allOf {
		guides = guides[:some]
		h.AllGuides = p.url(p.lang() + "/" + ListPath(content.KindGuide, 1))
	}
	for _, g := range guides {
		h.Guides = append(h.Guides, p.entry(g))
	}
	return h
}

// Article makes the page of a column, a guide or a runbook.
func (m *Maker) Article(page *site.Page) Article {
	text := page.Text(m.lang())
	p := m.at(page.Path(m.lang()))
	a := Article{
		Frame:       p.frame(page.Kind.Folder()+"/"+page.Slug+"/", page.Kind.Folder(), page.Title(m.lang()), page.Translated),
		Kind:        string(page.Kind),
		Slug:        page.Slug,
		Summary:     page.Summary(m.lang()),
		Date:        m.words.date(page.Source.Head.Date),
		Author:      page.Source.Head.Author.In(m.lang()),
		TextLang:    m.foreignText(page),
		TitleLang:   cmp.Or(page.TitleLang(m.lang()), m.lang()),
		SummaryLang: cmp.Or(page.SummaryLang(m.lang()), m.lang()),
		Body:        p.blocks(page, false),
		Uses:        p.uses(page),
	}
	if m.site.Reviewed(page) {
		a.Review = p.url(ReviewPath(page))
	}
	a.Description, a.Type, a.Listings = a.Summary, "article", text.Body.Code
	a.Boxes = text.Body.Boxes
	a.Ticks = a.Boxes || len(page.Items) > 0
	a.Clock = a.Ticks && page.Kind == content.KindRunbook
	twins := m.twins(page)
	for i, h := range text.Body.Headings {
		if h.Level == 2 || h.Level == 3 {
			a.Contents = append(a.Contents, Heading{ID: h.ID, Title: h.Text, Level: h.Level, Twin: twins[i]})
		}
	}
	a.Behind = behind(page, text)
	if page.Kind == content.KindRunbook {
		r := p.runbook(page)
		a.Runbook = &r
	}
	neighbours := m.site.Of(page.Kind)
	at := slices.Index(neighbours, page)
	if at > 0 {
		a.Previous = p.pageLink(neighbours[at-1])
	}
	if at+1 < len(neighbours) {
		a.Next = p.pageLink(neighbours[at+1])
	}
	return a
}

// pageLink makes a link to a page.
func (p spot) pageLink(page *site.Page) Link {
	return Link{Title: page.Title(p.lang()), URL: p.pageURL(page, ""), TextLang: page.TitleLang(p.lang())}
}

// behind returns the sections of a translation that its source has left behind. A
// translation without any record is a matter for its author, not for readers.
func behind(page *site.Page, text *content.Page) []Heading {
	if text == page.Source || len(text.Head.Translated) == 0 {
		return nil
	}
	var list []Heading
	sections := text.ByID()
	for _, s := range content.Compare(page.Source, text) {
		own, ok := sections[s.ID]
		switch {
		case s.State == content.Current || !ok:
		case own.Heading < 0:
			list = append(list, Heading{})
		default:
			h := text.Body.Headings[own.Heading]
			list = append(list, Heading{ID: h.ID, Title: h.Text, Level: h.Level})
		}
	}
	return list
}

// foreignText returns the language in which a page is written when it is not
// the maker's.
func (m *Maker) foreignText(page *site.Page) string {
	if page.Translated(m.lang()) {
		return ""
	}
	return page.Source.Lang
}

// twins returns, for each heading of a page, the id of the same heading in the
// other language: the one with the same id, or the one in the same place where
// both languages have the same headings.
func (m *Maker) twins(page *site.Page) []string {
	own := page.Text(m.lang()).Body.Headings
	twins := make([]string, len(own))
	for _, lang := range m.site.Languages() {
		if lang == m.lang() {
			continue
		}
		other := page.Text(lang).Body.Headings
		for i, h := range own {
			if page.Heading(lang, h.ID) != nil {
				twins[i] = h.ID
			} else if len(other) == len(own) && other[i].Level == h.Level {
				twins[i] = other[i].ID
			}
		}
	}
	return twins
}

// NewChooser makes the page at the root, which knows no language.
func NewChooser(s *site.Site, base string) Chooser { return chooser(s, base, "", false) }

// NewNotFound makes the page for addresses that do not exist. It is shown at any
// of them, so that its links begin at the root of the host.
func NewNotFound(s *site.Site, base string) Chooser {
	root := "/"
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		root = u.EscapedPath()
	}
	return chooser(s, base, root, true)
}

func chooser(s *site.Site, base, root string, missing bool) Chooser {
	c := Chooser{Root: root}
	for _, lang := range s.Languages() {
		p := For(s, lang, base).at("")
		p.root = root
		f := p.frame("", "", s.Config.Title.In(lang), always)
		f.Description = s.Config.Summary.In(lang)
		if missing {
			f.Title = p.words.pick("ページが見つかりません", "Page not found")
			f.Hidden, f.Canonical, f.XDefault = true, "", ""
			for i := range f.Languages {
				f.Languages[i].Absolute = ""
			}
		}
		c.Sides = append(c.Sides, f)
	}
	if len(c.Sides) == 1 && !missing {
		c.Only = c.Sides[0].Home
	}
	return c
}
