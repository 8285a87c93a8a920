package check

import (
	"cmp"
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
)

// A Kind says what a duty asks for.
type Kind string

// The kinds of duties.
const (
	Renew   Kind = "renewal" // do it again before it lapses
	Redo    Kind = "redo"    // do it again because of the handover
	SignOff Kind = "sign-off"
	Review  Kind = "review" // of a runbook
)

// A Duty is something to be done by a day.
type Duty struct {
	Kind    Kind
	By      content.Date  // zero: nothing is recorded from which it could be known
	Renewal *site.Renewal // of Renew and Redo
	Item    *site.Item    // of all but Review
	Runbook *site.Page    // of Review
	Owner   content.Name
	Missing []string // of SignOff: "given", "received" or both
	Pos     diag.Pos // where its date, or the lack of one, is recorded
}

// Title returns what the duty is about, in lang.
func (d Duty) Title(lang string) string {
	switch {
	case d.Renewal != nil:
		return d.Renewal.Title.In(lang)
	case d.Item != nil:
		return d.Item.Title.In(lang)
	}
	return d.Runbook.Title(lang)
}

// Key returns the id of what the duty is about: an item, item/renewal or a
// runbook.
func (d Duty) Key() string {
	switch {
	case d.Renewal != nil:
		return d.Renewal.Key
	case d.Item != nil:
		return d.Item.ID.ID
	}
	return d.Runbook.Slug
}

// Duties returns what an organisation has to do, by day; what has no day comes
// last. The public edition has no duties.
func Duties(s *site.Site) []Duty {
	if s.Public() {
		return nil
	}
	var list []Duty
	for _, r := range s.Renewals {
		list = append(list, Duty{Kind: Renew, By: r.Due, Renewal: r, Item: r.Item, Owner: r.Owner(), Pos: recorded(s, r)})
		if forced(s.Org.Handover, r) {
			list = append(list, Duty{Kind: Redo, By: s.Org.Handover.Date, Renewal: r, Item: r.Item, Owner: r.Owner(), Pos: lastDone(s, r)})
		}
	}
	for _, p := range s.Packet {
		for _, i := range p.Items {
			if missing := unsigned(s.Org.Handover, i); len(missing) > 0 {
				list = append(list, Duty{Kind: SignOff, By: s.Org.Handover.Date, Item: i, Owner: i.Fact.Owner, Missing: missing, Pos: factPos(s, i.Fact)})
			}
		}
	}
	for _, p := range s.Runbooks {
		list = append(list, review(s, p))
	}
	slices.SortStableFunc(list, func(a, b Duty) int {
		return cmp.Or(a.By.Compare(b.By), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key(), b.Key()))
	})
	return list
}

// factPos returns where a fact stands; one that is not recorded, where the
// organisation does.
func factPos(s *site.Site, f content.Fact) diag.Pos {
	if f.Pos.Line == 0 {
		return diag.Pos{File: s.Org.Pos.File}
	}
	return f.Pos
}

// recorded returns where the day of a renewal stands.
func recorded(s *site.Site, r *site.Renewal) diag.Pos {
	switch f := r.Fact; {
	case !f.Expires.IsZero():
		return f.Expires.Pos
	case !f.Done.IsZero():
		return f.Done.Pos
	default:
		return factPos(s, f)
	}
}

// lastDone returns where the day on which a renewal was last done stands.
func lastDone(s *site.Site, r *site.Renewal) diag.Pos {
	if !r.Fact.Done.IsZero() {
		return r.Fact.Done.Pos
	}
	return factPos(s, r.Fact)
}

// forced reports whether the handover makes a renewal necessary that was last
// done before it: the person who obtained it leaves, or what they hold changes
// hands.
func forced(h content.Handover, r *site.Renewal) bool {
	if h.From.ID == "" || !r.Fact.Done.IsZero() && r.Fact.Done.Compare(h.Date) >= 0 {
		return false
	}
	gives := map[string]string{"password": "password", "phone": "2fa-phone", "mail": "email"}
	return slices.ContainsFunc(r.Redo, func(event string) bool {
		return event == "leaver" || slices.Contains(r.Item.Give, gives[event])
	})
}

// unsigned returns the sign-offs that an item lacks; without a predecessor nobody
// gives.
func unsigned(h content.Handover, i *site.Item) []string {
	if !i.Handed() || !i.Applies {
		return nil
	}
	var missing []string
	if h.From.ID != "" && !h.Counts(i.Fact.Given) {
		missing = append(missing, "given")
	}
	if !h.Counts(i.Fact.Received) {
		missing = append(missing, "received")
	}
	return missing
}

// review returns when a runbook is to be looked at again.
func review(s *site.Site, p *site.Page) Duty {
	d := Duty{Kind: Review, Runbook: p, Pos: diag.Pos{File: s.Org.Pos.File}}
	for _, r := range s.Org.Runbooks {
		if r.Key.ID != p.Slug {
			continue
		}
		d.Pos, d.Owner = r.Key.Pos, r.Value.Owner
		if n := len(r.Value.History); n > 0 {
			last := r.Value.History[n-1]
			d.Pos = last.On.Pos
			d.By = last.On.Add(p.Source.Runbook.Review.Span)
		}
	}
	return d
}
