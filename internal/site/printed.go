package site

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strconv"

	"hikitsugi/internal/content"
)

// siteRevision returns the revision of what site.yaml gives to all chapters.
func (s *Site) siteRevision() string {
	var d digest
	d.add("url", s.Config.URL.URL) // the code on the cover leads there
	d.add("eras", strconv.FormatBool(s.Config.Eras))
	for _, t := range s.Config.Traits {
		d.add("trait", t.Key.ID)
		d.text("words", t.Value)
	}
	return d.revision()
}

func (s *Site) contactsRevision() string {
	var d digest
	for _, c := range s.Org.Contacts {
		d.add("contact", c.Key.ID)
		d.text("name", c.Value.Name)
		d.add("tel", c.Value.Tel)
		d.text("hours", c.Value.Hours)
	}
	return d.revision()
}

func (s *Site) organisationRevision() string {
	var d digest
	o := s.Org
	d.text("name", o.Name)
	d.text("marking", o.Marking)
	d.add("traits", content.IDs(o.Traits)...)
	for _, e := range o.Devices {
		d.add("devices", e.Key.ID, strconv.Itoa(e.Value))
	}
	for _, e := range o.People {
		d.add("person", e.Key.ID)
		d.text("name", e.Value.Name)
		d.text("role", e.Value.Role)
	}
	h := o.Handover
	d.add("handover", h.From.ID, h.To.ID, h.Approver.ID)
	d.date("begins", h.Begins)
	d.date("date", h.Date)
	for _, c := range o.Copies {
		d.add("copy", strconv.Itoa(c.Number), c.Holder.ID)
	}
	return d.revision()
}

// columnRevision returns the revision of a column of the packet, but for its items.
func (s *Site) columnRevision(n int) string {
	var d digest
	p := s.Packet[n]
	if n > 0 {
		d.add("after", s.Packet[n-1].Slug)
	}
	for _, t := range p.byLanguage() {
		d.add("text", t.Lang)
		d.text("title", t.Head.Title)
		if t.Body.Footnotes { // what an item refers to may stand in any section
			for _, section := range t.Sections {
				d.section(s, p, t, section)
			}
		}
	}
	return d.revision()
}

// itemRevision returns the revision of an item as it is printed: with its number, what
// it refers to, and the text that explains it in every language.
func (s *Site) itemRevision(i *Item) string {
	var d digest
	d.add("item", i.Revision())
	d.add("number", strconv.Itoa(i.Number))
	if i.When != nil {
		d.add("when", append([]string{strconv.Itoa(i.When.Number)}, i.When.Traits...)...)
	}
	d.guides(s, i.Guides)
	for _, r := range i.Renewals {
		d.guides(s, r.Guides)
	}
	for _, t := range i.Page.byLanguage() {
		d.add("text", t.Lang)
		for _, section := range explaining(t, i.ID.ID) {
			d.section(s, i.Page, t, section)
		}
	}
	return d.revision()
}

// renewalsRevision returns the revision of the chapter in which the renewals of all
// columns stand, also of those that are not handed over.
func (s *Site) renewalsRevision() string {
	var d digest
	d.add("fiscal", strconv.Itoa(int(s.Config.Fiscal)))
	for _, before := range s.Config.Remind {
		d.span("remind", before.Span)
	}
	for _, r := range s.Renewals {
		d.add("renewal", r.Key, strconv.Itoa(r.Item.Number))
		d.text("title", r.Title)
		d.text("item", r.Item.Title)
		d.span("every", r.Every.Span)
		d.add("redo", r.Redo...)
		d.add("owner", r.Owner().ID)
		d.date("done", r.Fact.Done)
		d.date("due", r.Due)
	}
	return d.revision()
}

// runbookRevision returns the revision of a runbook with its steps, its record and,
// as it is printed in the language that somebody reads, all its texts.
func (s *Site) runbookRevision(p *Page) string {
	var d digest
	record, _ := s.Org.Runbooks.Get(p.Slug)
	d.add("owner", record.Owner.ID)
	for _, h := range record.History {
		d.date("revised", h.On)
		d.add("by", h.By.ID, h.OK.ID)
		d.text("what", h.What)
	}
	head := p.Source.Runbook
	d.text("trigger", head.Trigger)
	d.add("severity", head.Severity)
	d.add("contacts", content.IDs(head.Contacts)...)
	for _, n := range head.Needs {
		d.add("needs", n.ID)
	}
	for _, l := range head.Deadlines {
		d.span("deadline", l.Within)
		d.text("what", l.What)
		d.guides(s, l.Guides)
	}
	d.span("review", head.Review.Span)
	for _, i := range p.Items {
		d.add("step", i.ID.ID, s.itemRevision(i))
	}
	for _, t := range p.byLanguage() {
		d.add("text", t.Lang)
		d.text("title", t.Head.Title)
		d.text("summary", t.Head.Summary)
		for _, section := range t.Sections {
			d.section(s, p, t, section)
		}
	}
	return d.revision()
}

func (s *Site) glossaryRevision() string {
	var d digest
	for _, e := range s.Glossary {
		d.add("term", e.Key.ID, string(e.Value.JA), string(e.Value.EN))
		for _, alias := range e.Value.Aliases {
			d.add("alias", string(alias))
		}
		d.text("meaning", e.Value.Meaning)
	}
	return d.revision()
}

// byLanguage returns the page's texts in an order that no setting changes.
func (p *Page) byLanguage() []*content.Page {
	return slices.SortedFunc(slices.Values(p.Texts), func(a, b *content.Page) int { return cmp.Compare(a.Lang, b.Lang) })
}

// guides adds external pages as they are printed.
func (d *digest) guides(s *Site, names []content.Name) {
	for _, n := range names {
		if l := s.Link(n.ID); l != nil {
			d.link(l)
		}
	}
}

func (d *digest) link(l *content.Link) {
	d.text("guide", l.Title)
	d.add("url", l.URL.URL)
	d.text("by", l.By)
	d.add("lang", l.Lang)
}

// section adds a section of a text, with what is printed of that to which it leads.
func (d *digest) section(s *Site, p *Page, t *content.Page, section content.Section) {
	d.add("section", section.ID, section.Hash)
	for _, l := range t.Body.Links {
		if l.Offset < section.From || l.Offset >= section.To {
			continue
		}
		d.add("link", l.Dest, l.Title) // which may be defined in another section
		switch target, _ := s.Resolve(p, content.ParseReference(l.Dest)); {
		case target.Link != nil:
			d.link(target.Link)
		case target.Asset != "":
			d.add("file", hex.EncodeToString(target.File.Sum[:]))
		case l.Empty:
			d.add("title", target.Title("ja"), target.Title("en"))
		}
	}
}
