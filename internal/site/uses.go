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

// Uses returns the places from which p is reached, in the order of the site's
// pages and of their texts: first the items that hand it over. They are read from
// the source language, so that every language names the same places.
func (s *Site) Uses(p *Page) []Use { return s.uses[p] }

// findUses follows every reference between pages.
func (s *Site) findUses() {
	s.uses = map[*Page][]Use{}
	add := func(to *Page, u Use) {
		if to != nil && to != u.Page && !slices.ContainsFunc(s.uses[to], u.same) {
			s.uses[to] = append(s.uses[to], u)
		}
	}
	pages := s.Pages()
	for _, p := range pages {
		for _, i := range p.Items {
			for _, r := range i.Runbooks {
				add(s.Page(content.KindRunbook, r.ID), Use{Item: i, Page: p})
			}
		}
	}
	for _, p := range pages {
		if p.Source.Body == nil {
			continue // a broken page
		}
		for _, l := range p.Source.Body.Links {
			r := content.ParseReference(l.Dest)
			if _, own := schemeKinds[r.Scheme]; !own && r.Scheme != "" {
				continue
			}
			target, _ := s.Resolve(p, r)
			u := Use{Page: p, Section: p.sectionAt(l.Offset)}
			if i := slices.IndexFunc(p.Items, func(i *Item) bool { return i.ID.ID == u.Section }); i >= 0 {
				u.Item = p.Items[i]
			}
			add(target.Page, u)
		}
	}
}

// same reports whether two uses are one to a reader: an item that both hands a
// page over and links to it counts once.
func (u Use) same(v Use) bool {
	if u.Item != nil || v.Item != nil {
		return u.Item == v.Item
	}
	return u.Page == v.Page && u.Section == v.Section
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
