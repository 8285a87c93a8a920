package site

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// A Shape stands for the pages that a site has and what they are called by. Sites
// that have one Shape have the same pages in the same order.
type Shape struct{ _ byte }

// Shape returns the site's shape.
func (s *Site) Shape() *Shape { return s.shape }

// Revise returns what New(src, edition) does. Where src differs from what last was
// made of by no more than texts, it takes from last all that does not depend on
// them: last stays as it is. last may be nil.
func Revise(last *Site, src Sources, edition Edition) (*Site, diag.List) {
	if last == nil || last.edition != edition || last.twice || !sameFrame(last.sources, src) {
		return New(src, edition)
	}
	s := *last
	s.sources, s.parts = src, sync.OnceValue(s.findParts)
	s.pages, s.checked = last.pages.copy(), maps.Clone(last.checked)
	again := map[*Page]bool{} // pages that are made anew
	relinked, moved := false, false
	for i, text := range src.Pages {
		old := last.sources.Pages[i]
		if old == text {
			continue
		}
		p := s.pages.get(pageKey{old.Kind, old.Slug})
		if p == nil || !slices.Contains(p.Texts, old) {
			continue // it is not part of the edition
		}
		texts := slices.Clone(p.Texts)
		texts[slices.Index(texts, old)] = text
		q := p.with(texts)
		s.replace(p, q)
		delete(again, p)
		again[q] = true
		relinked = relinked || !slices.Equal(last.linksOf(p), s.linksOf(q))
		moved = moved || !sameHeadings(old.Body, text.Body)
	}
	if relinked {
		s.findUses()
	}
	for _, p := range s.Pages() {
		if again[p] || moved && s.leadsTo(p, again) {
			s.checkAgain(p)
		}
	}
	return &s, s.problems()
}

// with returns the page with other texts, which declare what its own do.
func (p *Page) with(texts []*content.Page) *Page {
	q := &Page{Kind: p.Kind, Slug: p.Slug, Source: texts[0], Texts: texts, Notes: p.Notes}
	for n, was := range p.Items {
		item := *was
		item.Item, item.Page, item.Renewals = &q.Source.Head.Checklist[n], q, nil
		for n, was := range was.Renewals {
			renewal := *was
			renewal.Renewal, renewal.Item = &item.Item.Renew[n], &item
			item.Renewals = append(item.Renewals, &renewal)
		}
		q.Items = append(q.Items, &item)
	}
	return q
}

// replace puts q, its items and their renewals where p and its own are.
func (s *Site) replace(p, q *Page) {
	s.pages.set(q.key(), q)
	for _, list := range []*[]*Page{&s.Columns, &s.Guides, &s.Runbooks, &s.Packet} {
		exchange(list, p, q)
	}
	if len(q.Items) > 0 {
		s.items = s.items.copy()
	}
	for n, item := range q.Items {
		s.items.set(item.ID.ID, item)
		for m, renewal := range item.Renewals {
			exchange(&s.Renewals, p.Items[n].Renewals[m], renewal)
		}
	}
}

// exchange puts one element of a list in the place of another, in a list of its own.
func exchange[E comparable](list *[]E, old, new E) {
	if at := slices.Index(*list, old); at >= 0 {
		*list = slices.Clone(*list)
		(*list)[at] = new
	}
}

// Rewritten returns the pages of s that may say something else than in last, a site
// from which s was made by [Revise]: those that are not those of last, and those that
// show what one of these, its headings or its items are called. What leads to a page
// is not looked at. It returns false where s was made in another way.
func (s *Site) Rewritten(last *Site) (map[*Page]bool, bool) {
	if last == nil || s.shape != last.shape {
		return nil, false
	}
	rewritten, renamed := map[*Page]bool{}, map[*Page]bool{}
	pages, was := s.Pages(), last.Pages()
	for i, p := range pages {
		if p == was[i] {
			continue
		}
		rewritten[p] = true
		if !slices.EqualFunc(p.Texts, was[i].Texts, shownSame) {
			renamed[p] = true
		}
	}
	if len(renamed) > 0 {
		for _, p := range pages {
			if s.names(p, renamed) {
				rewritten[p] = true
			}
		}
	}
	return rewritten, true
}

// names reports whether a page names one of some pages or a part of one: by a link, as
// what an item calls for, or as what a runbook needs.
func (s *Site) names(p *Page, pages map[*Page]bool) bool {
	for _, i := range p.Items {
		for _, r := range i.Runbooks {
			if pages[s.pages.get(pageKey{content.KindRunbook, r.ID})] {
				return true
			}
		}
	}
	for _, need := range p.Source.Runbook.Needs {
		for _, r := range s.Need(need.ID) {
			if pages[r.Item.Page] {
				return true
			}
		}
	}
	for _, t := range p.Texts {
		if t.Body == nil {
			continue
		}
		for _, l := range t.Body.Links {
			target, _ := s.Resolve(p, content.ParseReference(l.Dest))
			if pages[target.Page] || target.Item != nil && pages[target.Item.Page] {
				return true
			}
		}
	}
	return false
}

// shownSame reports whether other pages show the same of two texts of a page, which
// declare the same: titles, summaries, items, headings.
func shownSame(a, b *content.Page) bool {
	return a == b || equal(reflect.ValueOf(a.Head), reflect.ValueOf(b.Head)) && equal(reflect.ValueOf(a.Runbook), reflect.ValueOf(b.Runbook)) &&
		(a.Body == nil) == (b.Body == nil) && (a.Body == nil || slices.EqualFunc(a.Body.Headings, b.Body.Headings, func(x, y markdown.Heading) bool {
		x.Offset, y.Offset = 0, 0
		return x == y
	}))
}

// leadsTo reports whether a page leads to a heading of one of some pages.
func (s *Site) leadsTo(p *Page, pages map[*Page]bool) bool {
	for _, t := range p.Texts {
		if t.Body == nil {
			continue
		}
		for _, l := range t.Body.Links {
			if !strings.Contains(l.Dest, "#") {
				continue
			}
			if target, _ := s.Resolve(p, content.ParseReference(l.Dest)); pages[target.Page] {
				return true
			}
		}
	}
	return false
}

// sameFrame reports whether two sources differ by no more than texts, of which
// nothing changed that other pages depend on.
func sameFrame(a, b Sources) bool {
	return a.Config == b.Config && a.BrokenLinks == b.BrokenLinks &&
		same(a.Links, b.Links) && same(a.Glossary, b.Glossary) && slices.Equal(a.Orgs, b.Orgs) &&
		maps.EqualFunc(a.Packets, b.Packets, func(x, y content.Packets) bool { return same(x, y) }) &&
		maps.Equal(a.Assets, b.Assets) && slices.EqualFunc(a.Pages, b.Pages, sameFace)
}

// same reports whether two slices are one.
func same[E any](a, b []E) bool {
	return len(a) == len(b) && (a == nil) == (b == nil) && (len(a) == 0 || &a[0] == &b[0])
}

// sameFace reports whether two texts of a page show the same to all other pages
// while a site is made: everything but words, the places where they stand, headings,
// and what is looked up only when a page is shown.
func sameFace(a, b *content.Page) bool {
	if a == b {
		return true
	}
	return a.Place == b.Place && a.Pos.File == b.Pos.File && a.Broken == b.Broken && (a.Body == nil) == (b.Body == nil) &&
		a.Head.Date == b.Head.Date && a.Head.Draft == b.Head.Draft &&
		declaresSame(reflect.ValueOf(a.Head.Checklist), reflect.ValueOf(b.Head.Checklist)) &&
		declaresSame(reflect.ValueOf(a.Runbook), reflect.ValueOf(b.Runbook))
}

// declaresSame reports whether two values are equal but for words and for the places
// where they stand.
func declaresSame(a, b reflect.Value) bool {
	return equal(a, b, reflect.TypeFor[content.Text]())
}

// equal reports whether two values are equal but for places and for values of some
// types.
func equal(a, b reflect.Value, but ...reflect.Type) bool {
	if a.Type() == reflect.TypeFor[diag.Pos]() || slices.Contains(but, a.Type()) {
		return true
	}
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i), but...) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i), but...) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// sameHeadings reports whether two texts have the same headings, by id.
func sameHeadings(a, b *markdown.Doc) bool {
	return a == nil || b == nil || slices.EqualFunc(a.Headings, b.Headings, func(x, y markdown.Heading) bool {
		return x.ID == y.ID && x.Nested == y.Nested
	})
}
