package site

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
)

// An Item is one line of a checklist with what the edition says of it.
type Item struct {
	*content.Item
	Page     *Page
	Number   int   // within its file, from 1; never shifts when lines are left out
	When     *Note // nil: always
	Applies  bool  // in the public edition always
	Fact     content.Fact
	Renewals []*Renewal
}

// Handed reports whether something changes hands, so that it is signed for.
func (i *Item) Handed() bool { return len(i.Give) > 0 }

// HasSecret reports whether what is given must be kept in a safe place.
func (i *Item) HasSecret() bool {
	return slices.ContainsFunc(i.Give, func(g string) bool {
		return g == "password" || g == "2fa-phone" || g == "recovery" || g == "key"
	})
}

// A Note is a condition that items of a page share.
type Note struct {
	Number int      // ※1
	Traits []string // any of them, in the order in which they were written
}

// A Renewal is a recurring duty of an item.
type Renewal struct {
	*content.Renewal
	Item    *Item
	Key     string // "apns", or "apple-business/ade-token"
	Applies bool
	Fact    content.Fact
	Due     content.Date // zero when nothing is recorded
}

// number gives every item its number, its note and its facts.
func (s *Site) number() {
	for _, p := range s.Pages() {
		notes := map[string]*Note{}
		for n := range p.Source.Head.Checklist {
			item := &Item{Item: &p.Source.Head.Checklist[n], Page: p, Number: n + 1}
			item.When = p.note(content.IDs(item.Item.When), notes)
			item.Fact = s.fact(item.ID.ID)
			item.Applies = s.applies(item.Item.When) && item.Fact.NA.IsZero()
			for r := range item.Renew {
				item.Renewals = append(item.Renewals, s.renewal(item, &item.Renew[r]))
			}
			p.Items = append(p.Items, item)
			if s.items.get(item.ID.ID) != nil {
				s.twice = true
				continue
			}
			s.items.add(item.ID.ID, item)
		}
	}
	// Those of the packet come first, so that a day's renewals stand in its order.
	ordered := slices.Clone(s.Packet)
	for _, p := range s.Pages() {
		if !slices.Contains(s.Packet, p) {
			ordered = append(ordered, p)
		}
	}
	for _, p := range ordered {
		for _, item := range p.Items {
			for _, r := range item.Renewals {
				if r.Applies {
					s.Renewals = append(s.Renewals, r)
				}
			}
		}
	}
	slices.SortStableFunc(s.Renewals, func(a, b *Renewal) int { return a.Due.Compare(b.Due) })
}

// note returns the page's note for a set of traits, the order of which does not
// matter; known are those that it has, by set.
func (p *Page) note(traits []string, known map[string]*Note) *Note {
	if len(traits) == 0 {
		return nil
	}
	set := strings.Join(slices.Compact(slices.Sorted(slices.Values(traits))), " ") // ids hold no spaces
	if known[set] == nil {
		known[set] = &Note{Number: len(p.Notes) + 1, Traits: traits}
		p.Notes = append(p.Notes, known[set])
	}
	return known[set]
}

// applies reports whether the edition has any of the traits.
func (s *Site) applies(when []content.Name) bool {
	if s.Public() || len(when) == 0 {
		return true
	}
	has := content.IDs(s.Org.Traits)
	return slices.ContainsFunc(when, func(t content.Name) bool { return slices.Contains(has, t.ID) })
}

func (s *Site) fact(key string) content.Fact {
	if s.Public() {
		return content.Fact{}
	}
	f, _ := s.Org.Facts.Get(key)
	return f
}

// renewal joins a renewal with its facts. A renewal without an id of its own has
// those of its item.
func (s *Site) renewal(item *Item, r *content.Renewal) *Renewal {
	out := &Renewal{Renewal: r, Item: item, Key: item.ID.ID}
	out.Fact = item.Fact
	if r.ID.ID != "" {
		out.Key += "/" + r.ID.ID
		out.Fact = s.fact(out.Key)
	}
	out.Applies = item.Applies && s.applies(r.When) && out.Fact.NA.IsZero()
	switch f := out.Fact; {
	case !f.Expires.IsZero():
		out.Due = f.Expires
	case !f.Done.IsZero():
		out.Due = f.Done.Add(r.Every.Span)
	}
	return out
}

// Owner returns who answers for the renewal: its own owner, else the item's.
func (r *Renewal) Owner() content.Name {
	if r.Fact.Owner.ID != "" {
		return r.Fact.Owner
	}
	return r.Item.Fact.Owner
}

// Own returns what the organisation says of the renewal apart from its item. Of one
// that has no id of its own that is nothing.
func (r *Renewal) Own() content.Fact {
	if r.ID.ID == "" {
		return content.Fact{}
	}
	return r.Fact
}

// Needs returns the renewals without which a runbook cannot work: an item stands
// for all its renewals, and what does not apply is left out.
func (s *Site) Needs(p *Page) []*Renewal {
	var list []*Renewal
	for _, need := range p.Source.Runbook.Needs {
		for _, r := range s.Need(need.ID) {
			if r.Applies {
				list = append(list, r)
			}
		}
	}
	return list
}

// Need returns the renewals that an item or item/renewal names.
func (s *Site) Need(key string) []*Renewal {
	if item := s.items.get(key); item != nil {
		return item.Renewals
	}
	for _, p := range s.Pages() {
		for _, item := range p.Items {
			for _, r := range item.Renewals {
				if r.Key == key {
					return []*Renewal{r}
				}
			}
		}
	}
	return nil
}
