// Package site is the checked model of one edition: which pages there are in
// which language, what each checklist item is numbered and when it applies, when
// each renewal is due, and where every reference leads. It knows nothing of HTML,
// themes or disks.
//
// [New] joins the values that package content made of single files and reports
// what does not fit together. A Site is never changed after it.
package site

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// Sources are all files of a content folder, read one by one.
type Sources struct {
	Config   *content.Site
	Links    content.Links
	Glossary content.Glossary
	Pages    []*content.Page
	Orgs     []*content.Org
	Packets  map[string]content.Packets // by organisation
	Assets   map[string]content.Asset   // paths of the files that stand beside pages or in static/

	// BrokenLinks says that links.yaml has mistakes of its own. Like pages and
	// organisations that are broken it may have meant to declare more than is known,
	// so that a reference to that is not a mistake of the one who refers.
	BrokenLinks bool

	// Parity, if there is one, returns what [Parity] does: it may know it from before.
	Parity func(original, translation *content.Page) diag.List
}

// An Edition says for whom a site is made.
type Edition struct {
	Org    string // id of an organisation; empty: the public edition
	Drafts bool   // show drafts as well
}

// A Site is everything that one edition publishes.
type Site struct {
	Config   *content.Site
	Org      *content.Org // nil in the public edition
	Links    content.Links
	Glossary content.Glossary
	Columns  []*Page         // the latest first, then by slug
	Guides   []*Page         // by slug
	Runbooks []*Page         // the most severe first, then by slug; none in the public edition
	Packet   []*Page         // the columns whose checklists are handed over, in order
	Printed  content.Packets // the organisation's packets that were recorded, the oldest first
	Renewals []*Renewal

	pages   table[pageKey, *Page]
	items   table[string, *Item]
	absent  absent
	uses    map[pageKey][]use
	assets  map[string]content.Asset
	unknown unknown
	drafts  bool
	twice   bool // two items have one id
	dated   bool // a column has a date

	sources Sources
	edition Edition
	shape   *Shape
	checked map[pageKey]diag.List // what is wrong with each page of which something is
	general diag.List             // and with all of them together
	parts   func() []Part         // found when they are first asked for
}

// unknown says of which things more may exist than the site knows, because a file
// that declares them is broken.
type unknown struct{ links, items, contacts bool }

// A reason says why something that exists is not part of the edition.
type reason int

const (
	internal reason = iota + 1 // the edition is public
	draft
	foreign // it belongs to another organisation
)

// absent names what exists and is not part of the edition, so that a reference to
// it can be told from a mistake.
type absent struct {
	pages map[pageKey]reason
	items map[string]reason
}

func (a *absent) add(p *content.Page, why reason) {
	a.pages[pageKey{p.Kind, p.Slug}] = why
	for _, item := range p.Head.Checklist {
		a.items[item.ID.ID] = why
	}
}

type pageKey struct {
	kind content.Kind
	slug string
}

// Languages returns the languages of the site, the source language first.
func (s *Site) Languages() []string { return s.Config.Languages }

// Public reports whether this is the public edition.
func (s *Site) Public() bool { return s.Org == nil }

// Pages returns all pages: columns, guides, runbooks.
func (s *Site) Pages() []*Page { return slices.Concat(s.Columns, s.Guides, s.Runbooks) }

// Of returns the pages of a kind, in the order of their section.
func (s *Site) Of(kind content.Kind) []*Page {
	switch kind {
	case content.KindColumn:
		return s.Columns
	case content.KindGuide:
		return s.Guides
	case content.KindRunbook:
		return s.Runbooks
	}
	return nil
}

// Kinds returns the kinds of pages that the site has, in the order of the
// navigation.
func (s *Site) Kinds() []content.Kind {
	var kinds []content.Kind
	for _, kind := range []content.Kind{content.KindRunbook, content.KindColumn, content.KindGuide} {
		if len(s.Of(kind)) > 0 {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// HasHandover reports whether there is anything to hand over.
func (s *Site) HasHandover() bool { return len(s.Packet) > 0 || !s.Public() }

// Reviewed reports whether a page is also shown with its languages side by side.
// That is for those who look after the content: an organisation's edition has it,
// the public one only while drafts show.
func (s *Site) Reviewed(p *Page) bool { return len(p.Texts) > 1 && (!s.Public() || s.drafts) }

// Sections returns the names of the site's sections in the order of the
// navigation.
func (s *Site) Sections() []string {
	var names []string
	if s.HasHandover() {
		names = append(names, "handover")
	}
	for _, kind := range s.Kinds() {
		names = append(names, kind.Folder())
	}
	if !s.Public() {
		names = append(names, "renewals")
	}
	return names
}

// Dated returns the columns that have a date, the latest first. They are in the
// feed.
func (s *Site) Dated() []*Page {
	return slices.DeleteFunc(slices.Clone(s.Columns), func(p *Page) bool { return !p.dated() })
}

// HasDated reports whether there are any.
func (s *Site) HasDated() bool { return s.dated }

func (p *Page) dated() bool { return !p.Source.Head.Date.IsZero() }

// New makes the site of an edition. It returns nil, with the reason, when the
// edition does not exist.
func New(src Sources, edition Edition) (*Site, diag.List) {
	s := &Site{
		Config:   src.Config,
		Links:    src.Links,
		Glossary: src.Glossary,
		absent:   absent{map[pageKey]reason{}, map[string]reason{}},
		assets:   src.Assets,
		drafts:   edition.Drafts,
		unknown:  unknown{links: src.BrokenLinks},
		sources:  src,
		edition:  edition,
		shape:    new(Shape),
	}
	var diags diag.List
	if edition.Org != "" {
		if s.Org = findOrg(src, edition.Org, &diags); s.Org == nil {
			return nil, diags
		}
		s.unknown.contacts = s.Org.Broken
		s.Printed = src.Packets[edition.Org]
	}
	s.addPages(src.Pages, edition)
	s.dated = slices.ContainsFunc(s.Columns, (*Page).dated)
	s.number()
	s.findUses()
	s.check()
	s.parts = sync.OnceValue(s.findParts)
	return s, append(diags, s.problems()...)
}

func findOrg(src Sources, id string, diags *diag.List) *content.Org {
	var known []string
	for _, o := range src.Orgs {
		if o.ID == id {
			return o
		}
		known = append(known, o.ID)
	}
	pos := diag.Pos{File: content.Dir + "/orgs/" + id + "/org.yaml"}
	if src.Config.Org.ID == id {
		pos = src.Config.Org.Pos
	}
	*diags = append(*diags, noOrg(pos, id, known))
	return nil
}

func noOrg(pos diag.Pos, id string, known []string) diag.Diag {
	return diag.Diag{Pos: pos, Code: diag.LINK, What: diag.Textf("組織 %q がありません", "there is no organisation %q", id), Do: suggestion(id, known)}
}

// addPages gathers the languages of each page and sorts the pages into sections.
// An organisation's own runbook takes the place of the generic one, whole; while
// it is a draft, the generic one stays.
func (s *Site) addPages(all []*content.Page, edition Edition) {
	drafts := map[[2]string]bool{} // organisation and slug
	for _, p := range all {
		if p.Head.Draft && !edition.Drafts {
			drafts[[2]string{p.Org, string(p.Kind) + p.Slug}] = true
		}
	}
	texts, own := map[pageKey][]*content.Page{}, map[pageKey][]*content.Page{}
	for _, p := range all {
		key := pageKey{p.Kind, p.Slug}
		another := p.Org != "" && p.Org != edition.Org
		s.unknown.items = s.unknown.items || p.Broken && (s.Public() || !another)
		switch {
		case p.Kind == content.KindRunbook && s.Public():
			s.absent.add(p, internal)
		case another:
			s.absent.add(p, foreign)
		case drafts[[2]string{p.Org, string(p.Kind) + p.Slug}]:
			s.absent.add(p, draft)
		case p.Org != "":
			own[key] = append(own[key], p)
		default:
			texts[key] = append(texts[key], p)
		}
	}
	maps.Copy(texts, own)
	for key, texts := range texts {
		s.pages.add(key, newPage(key, texts, s.Languages()))
	}
	for _, p := range s.pages.values {
		switch p.Kind {
		case content.KindColumn:
			s.Columns = append(s.Columns, p)
		case content.KindGuide:
			s.Guides = append(s.Guides, p)
		case content.KindRunbook:
			s.Runbooks = append(s.Runbooks, p)
		}
	}
	bySlug := func(a, b *Page) int { return cmp.Compare(a.Slug, b.Slug) }
	slices.SortFunc(s.Columns, func(a, b *Page) int {
		return cmp.Or(-compareDates(a.Source.Head.Date, b.Source.Head.Date), bySlug(a, b))
	})
	slices.SortFunc(s.Guides, bySlug)
	slices.SortFunc(s.Runbooks, func(a, b *Page) int {
		return cmp.Or(severity(b)-severity(a), bySlug(a, b))
	})
	s.Packet = s.packet()
}

// compareDates orders days, no date before all others.
func compareDates(a, b content.Date) int {
	if a.IsZero() || b.IsZero() {
		return -a.Compare(b)
	}
	return a.Compare(b)
}

func severity(p *Page) int {
	return slices.Index([]string{"low", "medium", "high", "critical"}, p.Source.Runbook.Severity)
}

// packet returns the columns that make the handover page: those that site.yaml
// names, else all that have a checklist, the oldest first.
func (s *Site) packet() []*Page {
	var list []*Page
	for _, name := range s.Config.Packet {
		if p := s.pages.get(pageKey{content.KindColumn, name.ID}); p != nil && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	if len(s.Config.Packet) > 0 {
		return list
	}
	for _, p := range s.Columns {
		if len(p.Source.Head.Checklist) > 0 {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b *Page) int {
		return cmp.Or(compareDates(a.Source.Head.Date, b.Source.Head.Date), cmp.Compare(a.Slug, b.Slug))
	})
	return list
}
