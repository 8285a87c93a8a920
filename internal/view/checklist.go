package view

import (
	"strconv"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

const logRows = 8 // lines of a blank evidence log

// entry makes a page's line in a list.
func (p spot) entry(page *site.Page) Entry {
	e := Entry{
		Title:       page.Title(p.lang()),
		Summary:     page.Summary(p.lang()),
		URL:         p.pageURL(page, ""),
		Date:        p.words.date(page.Source.Head.Date),
		TextLang:    page.TitleLang(p.lang()),
		SummaryLang: page.SummaryLang(p.lang()),
	}
	if page.Kind == content.KindRunbook {
		e.Severity = page.Source.Runbook.Severity
		e.Level = p.words.severity(e.Severity)
		e.Trigger = page.Source.Runbook.Trigger.In(p.lang())
	}
	return e
}

// checklist makes the list of some of a page's items. A titled one stands among
// the lists of other pages.
func (p spot) checklist(page *site.Page, items []*site.Item, titled bool) Checklist {
	c := Checklist{ID: p.listID(page)}
	if len(items) > 0 && items[0].Section.ID != "" && len(items) < len(page.Items) {
		c.ID += "-" + items[0].Section.ID
		if h := page.Heading(p.lang(), items[0].Section.ID); h != nil {
			c.Under = h.Text
		}
	}
	if titled {
		c.Title, c.URL = page.Title(p.lang()), p.pageURL(page, "")
	}
	seen := map[*site.Note]bool{}
	for _, i := range items {
		note := p.note(i, c.ID)
		c.Items = append(c.Items, p.item(i, note))
		if i.When != nil && !seen[i.When] {
			seen[i.When] = true
			c.Notes = append(c.Notes, note)
		}
	}
	return c
}

// note makes the note of an item, which stands under the list.
func (p spot) note(i *site.Item, list string) Note {
	if i.When == nil {
		return Note{}
	}
	n := strconv.Itoa(i.When.Number)
	return Note{
		Mark: "※" + n,
		ID:   list + "-note-" + n,
		Text: p.words.condition(p.site, i.When.Traits),
	}
}

func (p spot) item(i *site.Item, note Note) Item {
	v := Item{
		ID:       p.prefix + rowID(i),
		Key:      i.ID.ID,
		Revision: i.Revision(),
		Number:   i.Number,
		Title:    i.Title.In(p.lang()),
		Note:     note,
		Applies:  i.Applies,
		Reason:   p.words.reason(p.site, i),
		Detail:   p.detailURL(i),
		Remark:   i.Item.Note.In(p.lang()),
		Gives:    p.words.gifts(i.Give),
		Risk:     i.Risk.In(p.lang()),
		Guides:   p.guides(i.Guides),
		Who:      i.Who.In(p.lang()),
		Within:   p.words.within(i.Within),
		Seconds:  i.Within.Seconds(),
		Contacts: p.contacts(i.Contacts),
		Step:     i.Page.Kind == content.KindRunbook,
		Handed:   i.Handed(),
		Secret:   i.HasSecret(),
		Fact:     p.fact(i.Fact),
	}
	for _, r := range i.Runbooks {
		if page := p.site.Page(content.KindRunbook, r.ID); page != nil {
			v.Runbooks = append(v.Runbooks, p.pageLink(page))
		}
	}
	for _, r := range i.Renewals {
		if r.Applies {
			v.Renewals = append(v.Renewals, p.renewal(r))
		}
	}
	return v
}

func (p spot) guides(names []content.Name) []Guide {
	var list []Guide
	for _, n := range names {
		if l := p.site.Link(n.ID); l != nil {
			list = append(list, Guide{
				Title:   l.Title.In(p.lang()),
				URL:     l.URL.URL,
				By:      l.By.In(p.lang()),
				Foreign: p.words.foreign(l.Lang),
				Code:    p.guideCode(n.ID, l.URL.URL),
			})
		}
	}
	return list
}

func (p spot) fact(f content.Fact) Fact {
	signed := func(day content.Date) Date {
		if p.site.Org == nil || !p.site.Org.Handover.Counts(day) {
			return Date{}
		}
		return p.words.date(day)
	}
	return Fact{
		Owner:    p.person(f.Owner).Name,
		Second:   p.person(f.Second).Name,
		Account:  f.Account,
		Where:    f.Where.In(p.lang()),
		Secret:   string(f.Secret),
		Given:    signed(f.Given),
		Received: signed(f.Received),
		Note:     f.Note.In(p.lang()),
	}
}

func (m *Maker) person(n content.Name) Person {
	if m.site.Org == nil {
		return Person{}
	}
	who, _ := m.site.Org.People.Get(n.ID)
	return Person{Name: who.Name.In(m.lang()), Role: who.Role.In(m.lang())}
}

func (p spot) renewals(list []*site.Renewal) []Renewal {
	var out []Renewal
	for _, r := range list {
		out = append(out, p.standing(r))
	}
	return out
}

// standing makes a renewal that does not stand with its item, whose guides are its own
// where it has none.
func (p spot) standing(r *site.Renewal) Renewal {
	v := p.renewal(r)
	if len(v.Guides) == 0 {
		v.Guides = p.guides(r.Item.Guides)
	}
	return v
}

func (p spot) renewal(r *site.Renewal) Renewal {
	return Renewal{
		ID:     renewalID(r.Key),
		Key:    r.Key,
		Title:  r.Title.In(p.lang()),
		Item:   r.Item.Title.In(p.lang()),
		URL:    p.itemURL(r.Item),
		Entry:  p.renewalURL(r),
		Number: r.Item.Number,
		Step:   p.step(r.Item),
		Every:  p.words.every(r.Every.Span),
		When:   p.words.when(p.site, r),
		Redo:   p.words.redo(r.Redo),
		Done:   p.words.date(r.Fact.Done),
		Due:    p.words.date(r.Due),
		Owner:  p.person(r.Owner()).Name,
		Guides: p.guides(r.Guides),
		Fact:   p.fact(r.Own()),
	}
}

// orgContacts returns the ids of all the organisation's contacts, in the order
// in which to call them.
func (m *Maker) orgContacts() []content.Name {
	if m.site.Org == nil {
		return nil
	}
	var names []content.Name
	for _, c := range m.site.Org.Contacts {
		names = append(names, c.Key)
	}
	return names
}

func (p spot) contacts(names []content.Name) []Contact {
	var list []Contact
	for _, n := range names {
		if c := p.site.Contact(n.ID); c != nil {
			list = append(list, Contact{
				ID:    p.prefix + contactID(n.ID),
				Key:   n.ID,
				Name:  c.Value.Name.In(p.lang()),
				Tel:   c.Value.Tel,
				URL:   telURL(c.Value.Tel),
				Hours: c.Value.Hours.In(p.lang()),
			})
		}
	}
	return list
}

// runbook makes what a runbook declares about itself.
func (p spot) runbook(page *site.Page) Runbook {
	head := page.Source.Runbook
	r := Runbook{
		Trigger:  head.Trigger.In(p.lang()),
		Severity: head.Severity,
		Level:    p.words.severity(head.Severity),
		Contacts: p.contacts(head.Contacts),
		Needs:    p.renewals(p.site.Needs(page)),
		Review:   p.words.every(head.Review.Span),
	}
	for _, d := range head.Deadlines {
		r.Deadlines = append(r.Deadlines, Deadline{
			Within:  p.words.within(d.Within),
			Seconds: d.Within.Seconds(),
			What:    d.What.In(p.lang()),
			Guides:  p.guides(d.Guides),
		})
	}
	record, _ := p.site.Org.Runbooks.Get(page.Slug)
	r.Owner = p.person(record.Owner).Name
	r.Version = len(record.History)
	for i, h := range record.History {
		r.Reviewed = p.words.date(h.On)
		r.History = append(r.History, Revision{
			Version:  i + 1,
			Date:     p.words.date(h.On),
			By:       p.person(h.By).Name,
			Approver: p.person(h.OK).Name,
			What:     h.What.In(p.lang()),
		})
	}
	return r
}
