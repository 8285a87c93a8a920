package view

import (
	"net/url"
	"slices"
	"strings"
)

// frame returns what stands around the page at p. name is the rest of its path
// behind the language, which is the same in all languages; translated says in
// which it is written.
func (p spot) frame(name, section, title string, translated func(lang string) bool) Frame {
	m := p.Maker
	f := Frame{
		Head:    m.head(translated),
		Lang:    m.lang(),
		Root:    p.root,
		Title:   title,
		Site:    m.siteView(),
		Edition: m.edition(),
		Home:    p.url(m.lang() + "/"),
		Search:  p.corner("search"),
	}
	if len(m.site.Glossary) > 0 {
		f.Glossary = p.corner("glossary")
	}
	for _, s := range m.site.Sections() {
		link := Link{Title: m.words.section(s), URL: p.url(m.lang() + "/" + s + "/"), Current: s == section}
		f.Sections = append(f.Sections, link)
		if link.Current && name != s+"/" {
			f.Trail = append(f.Trail, link)
		}
	}
	for _, lang := range m.site.Languages() {
		l := Language{
			Code:       lang,
			Name:       languageNames[lang],
			URL:        p.url(lang + "/" + name),
			Current:    lang+"/"+name == p.path,
			Translated: translated(lang),
		}
		if m.base != "" {
			l.Absolute = m.base + lang + "/" + name
		}
		f.Languages = append(f.Languages, l)
	}
	if m.base != "" {
		f.Canonical = m.base + p.path
		f.XDefault = m.base
		if written := m.site.Languages(); !translated(m.lang()) { // the text is that of another page
			f.Canonical = m.base + written[slices.IndexFunc(written, translated)] + "/" + name
		}
	}
	if m.base != "" && m.site.HasDated() {
		f.Feed = p.url(m.lang() + "/feed.xml")
	}
	return f
}

// corner returns the link to a page that belongs to no section.
func (p spot) corner(name string) Link {
	path := p.lang() + "/" + name + "/"
	return Link{Title: p.words.section(name), URL: p.url(path), Current: p.path == path}
}

// always says that a page of the program's own words is written in every language.
func always(string) bool { return true }

func (m *Maker) siteView() Site {
	c := m.site.Config
	s := Site{Title: c.Title.In(m.lang()), Publisher: c.Publisher.In(m.lang()), Contact: string(c.Contact)}
	if base, err := url.Parse(m.base); err == nil {
		s.Path = strings.TrimSuffix(base.EscapedPath(), "/")
	}
	return s
}

func (m *Maker) edition() Edition {
	o := m.site.Org
	if o == nil {
		return Edition{Public: true}
	}
	return Edition{ID: o.ID, Name: o.Name.In(m.lang()), Marking: o.Marking.In(m.lang())}
}
