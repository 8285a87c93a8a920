package site

import (
	"maps"
	"slices"

	"hikitsugi/internal/content"
)

// A Target is where a reference leads. One of the first five is set, or Internal,
// or External.
type Target struct {
	Page     *Page         // a page of the site
	Item     *Item         // a line of a checklist
	Link     *content.Link // an external guide of links.yaml
	Contact  *content.Entry[content.Contact]
	Asset    string        // path of a file that stands with the content
	File     content.Asset // what Asset is
	Fragment string        // the heading on Page; empty for its beginning
	Internal bool          // exists, but not in this edition: nothing but its own text may show
	External bool          // leaves the site: the address stands as it was written
}

// Title returns what the target is called in lang.
func (t Target) Title(lang string) string {
	switch {
	case t.Item != nil:
		return t.Item.Title.In(lang)
	case t.Link != nil:
		return t.Link.Title.In(lang)
	case t.Contact != nil:
		return t.Contact.Value.Name.In(lang)
	case t.Page != nil && t.Fragment != "":
		if h := t.Page.Heading(lang, t.Fragment); h != nil {
			return h.Text
		}
	}
	if t.Page != nil {
		return t.Page.Title(lang)
	}
	return ""
}

var schemeKinds = map[string]content.Kind{
	"column": content.KindColumn, "guide": content.KindGuide, "runbook": content.KindRunbook,
}

// Resolve returns where a reference on the page from leads, and whether there is
// such a place.
func (s *Site) Resolve(from *Page, r content.Reference) (Target, bool) {
	switch r.Scheme {
	case "http", "https", "mailto", "tel":
		return Target{External: true}, true
	case "column", "guide", "runbook":
		return s.resolvePage(schemeKinds[r.Scheme], r.ID, r.Fragment)
	case "item":
		if i := s.items.get(r.ID); i != nil {
			return Target{Item: i}, true
		}
		return Target{Internal: true}, s.absent.items[r.ID] == internal
	case "link":
		if l := s.Link(r.ID); l != nil {
			return Target{Link: l}, true
		}
		return Target{}, false
	case "contact":
		if s.Public() {
			return Target{Internal: true}, true
		}
		c := s.Contact(r.ID)
		return Target{Contact: c}, c != nil
	case "":
		return s.resolveRelative(from, r)
	}
	return Target{}, false
}

func (s *Site) resolvePage(kind content.Kind, slug, fragment string) (Target, bool) {
	if p := s.pages.get(pageKey{kind, slug}); p != nil {
		return Target{Page: p, Fragment: fragment}, true
	}
	return Target{Internal: true}, s.absent.pages[pageKey{kind, slug}] == internal
}

// resolveRelative finds the page or the file that a path names.
func (s *Site) resolveRelative(from *Page, r content.Reference) (Target, bool) {
	if r.ID == "" {
		return Target{Page: from, Fragment: r.Fragment}, r.Fragment != ""
	}
	name := from.Source.Asset(r)
	place, _ := content.Locate(name)
	file, found := s.assets[name]
	switch {
	case place.Org != "" && (s.Public() || place.Org != s.Org.ID):
		return Target{Internal: true}, s.Public() && found
	case found && s.Public() && !place.Public():
		return Target{Internal: true}, true
	case found:
		return Target{Asset: name, File: file}, true
	case place.Kind.IsPage():
		return s.resolvePage(place.Kind, place.Slug, r.Fragment)
	}
	return Target{}, false
}

// Link returns the external guide of that id, or nil.
func (s *Site) Link(id string) *content.Link {
	for i := range s.Links {
		if s.Links[i].Key.ID == id {
			return &s.Links[i].Value
		}
	}
	return nil
}

// Contact returns the organisation's contact of that id, or nil.
func (s *Site) Contact(id string) *content.Entry[content.Contact] {
	if s.Org == nil {
		return nil
	}
	for i := range s.Org.Contacts {
		if s.Org.Contacts[i].Key.ID == id {
			return &s.Org.Contacts[i]
		}
	}
	return nil
}

// Page returns the page of that kind and slug, or nil.
func (s *Site) Page(kind content.Kind, slug string) *Page { return s.pages.get(pageKey{kind, slug}) }

// Assets returns the files that this edition publishes beside its pages: all of
// static/, and what a page shows or links to, in order of name.
func (s *Site) Assets() []string {
	used := map[string]bool{}
	for name := range s.assets {
		if place, _ := content.Locate(name); place.Kind == content.KindStatic {
			used[name] = true
		}
	}
	for _, p := range s.Pages() {
		for _, t := range p.Texts {
			for _, l := range t.Body.Links {
				if target, _ := s.Resolve(p, content.ParseReference(l.Dest)); target.Asset != "" {
					used[target.Asset] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(used))
}

// Detail returns the heading that explains an item in lang: the one with the
// item's id. It is empty where there is none.
func (i *Item) Detail(lang string) string {
	if i.Page.hasSection(lang, i.ID.ID) {
		return i.ID.ID
	}
	return ""
}

// slugs returns the slugs of all pages of a kind.
func (s *Site) slugs(kind content.Kind) []string {
	var list []string
	for key := range s.pages.at {
		if key.kind == kind {
			list = append(list, key.slug)
		}
	}
	slices.Sort(list)
	return list
}
