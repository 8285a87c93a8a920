package site

import (
	"slices"
	"sort"

	"hikitsugi/internal/content"
)

// A Use is a place from which a page is reached: the line of an item, or a section
// of another page.
type Use struct {
	Item    *Item // whose line or explanation leads there; nil for any other text
	Page    *Page
	Section string // the id of the section with the link, in the source language; "" in the introduction
}

// use is a [Use] that names its page and its item, which may be made anew while their
// links stay.
type use struct {
	item    string
	from    pageKey
	section string
}

// A link is where a section of a page leads.
type link struct {
	to  pageKey
	use use
}

// Uses returns the places from which p is reached, in the order of the site's
// pages and of their texts: first the items that hand it over. They are read from
// the source language, so that every language names the same places.
func (s *Site) Uses(p *Page) []Use {
	var list []Use
	for _, u := range s.uses[p.key()] {
		list = append(list, Use{s.items.get(u.item), s.pages.get(u.from), u.section})
	}
	return list
}

// findUses follows every reference between pages.
func (s *Site) findUses() {
	s.uses = map[pageKey][]use{}
	add := func(to pageKey, u use) {
		if to != u.from && !slices.ContainsFunc(s.uses[to], u.same) {
			s.uses[to] = append(s.uses[to], u)
		}
	}
	pages := s.Pages()
	for _, p := range pages {
		for _, i := range p.Items {
			for _, r := range i.Runbooks {
				if to := (pageKey{content.KindRunbook, r.ID}); s.pages.get(to) != nil {
					add(to, use{item: i.ID.ID, from: p.key()})
				}
			}
		}
	}
	for _, p := range pages {
		for _, l := range s.linksOf(p) {
			add(l.to, l.use)
		}
	}
}

// linksOf returns where the source text of a page leads, in order.
func (s *Site) linksOf(p *Page) []link {
	if p.Source.Body == nil {
		return nil // a broken page
	}
	var list []link
	for _, l := range p.Source.Body.Links {
		r := content.ParseReference(l.Dest)
		if _, own := schemeKinds[r.Scheme]; !own && r.Scheme != "" {
			continue
		}
		target, _ := s.Resolve(p, r)
		if target.Page == nil {
			continue
		}
		u := use{from: p.key(), section: p.sectionAt(l.Offset)}
		if i := slices.IndexFunc(p.Items, func(i *Item) bool { return i.ID.ID == u.section }); i >= 0 {
			u.item = u.section
		}
		list = append(list, link{target.Page.key(), u})
	}
	return list
}

func (p *Page) key() pageKey { return pageKey{p.Kind, p.Slug} }

// same reports whether two uses are one to a reader: an item that both hands a
// page over and links to it counts once.
func (u use) same(v use) bool {
	if u.item != "" || v.item != "" {
		return u.item == v.item
	}
	return u.from == v.from && u.section == v.section
}

// sectionAt returns the id of the heading in whose section an offset of the source
// lies.
func (p *Page) sectionAt(offset int) string {
	all := p.Source.Body.Headings
	for i := sort.Search(len(all), func(i int) bool { return all[i].Offset > offset }) - 1; i >= 0; i-- {
		if !all[i].Nested {
			return all[i].ID
		}
	}
	return ""
}
