package site

import (
	"maps"
	"reflect"
	"slices"

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
	if last == nil || last.edition != edition || !sameFrame(last.sources, src) {
		return New(src, edition)
	}
	s := *last
	s.sources = src
	s.pages = maps.Clone(last.pages)
	s.Columns, s.Guides, s.checked = slices.Clone(last.Columns), slices.Clone(last.Guides), slices.Clone(last.checked)
	relinked := false
	var revised []*Page
	for i, text := range src.Pages {
		old := last.sources.Pages[i]
		if old == text {
			continue
		}
		p := s.pages[pageKey{old.Kind, old.Slug}]
		if p == nil || !slices.Contains(p.Texts, old) {
			continue // it is not part of the edition
		}
		if len(p.Items) > 0 || p.Kind == content.KindRunbook || slices.Contains(s.Packet, p) {
			return New(src, edition) // others hold what it says
		}
		texts := slices.Clone(p.Texts)
		texts[slices.Index(texts, old)] = text
		q := &Page{Kind: p.Kind, Slug: p.Slug, Source: texts[0], Texts: texts}
		s.pages[q.key()] = q
		for _, list := range [][]*Page{s.Columns, s.Guides} {
			if at := slices.Index(list, p); at >= 0 {
				list[at] = q
			}
		}
		relinked = relinked || !slices.Equal(last.linksOf(p), s.linksOf(q))
		revised = append(revised, q)
	}
	if relinked {
		s.findUses()
	}
	for i, p := range s.Pages() {
		if slices.Contains(revised, p) {
			s.checked[i] = s.checkPage(p)
		}
	}
	return &s, s.problems()
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
// while a site is made: everything but words, and what is looked up only when a page
// is shown.
func sameFace(a, b *content.Page) bool {
	if a == b {
		return true
	}
	return a.Place == b.Place && a.Pos.File == b.Pos.File && a.Broken == b.Broken &&
		a.Head.Date == b.Head.Date && a.Head.Draft == b.Head.Draft &&
		reflect.DeepEqual(a.Head.Checklist, b.Head.Checklist) && reflect.DeepEqual(a.Runbook, b.Runbook) &&
		(a.Body == nil) == (b.Body == nil) && (a.Body == nil || slices.EqualFunc(a.Body.Headings, b.Body.Headings, func(x, y markdown.Heading) bool {
		return x.ID == y.ID && x.Nested == y.Nested
	}))
}
