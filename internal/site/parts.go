package site

import (
	"slices"
	"strconv"

	"hikitsugi/internal/content"
)

// A Part is a stretch of the packet that can be true or out of date by itself.
type Part struct {
	Key      string // items/apns, runbooks/lost-device, contacts, organisation
	Revision string // as of [Item.Revision]
	Item     *Item  // of an item
	Page     *Page  // of a runbook
}

// The keys of the parts that there is one of.
const (
	PartContacts     = "contacts"
	PartOrganisation = "organisation"
	PartGlossary     = "glossary"
)

// Parts returns the parts of the packet in the order in which it prints them. The
// days of signing are none: what was handed over is the same after them.
func (s *Site) Parts() []Part {
	var parts []Part
	if s.Org != nil {
		parts = append(parts, Part{Key: PartContacts, Revision: s.contactsRevision()}, Part{Key: PartOrganisation, Revision: s.organisationRevision()})
	}
	for _, p := range s.Packet {
		for _, i := range p.Items {
			parts = append(parts, Part{Key: "items/" + i.ID.ID, Revision: i.Revision(), Item: i})
		}
	}
	for _, p := range s.Runbooks {
		parts = append(parts, Part{Key: "runbooks/" + p.Slug, Revision: s.runbookRevision(p), Page: p})
	}
	if len(s.Glossary) > 0 {
		parts = append(parts, Part{Key: PartGlossary, Revision: s.glossaryRevision()})
	}
	return parts
}

// PacketID returns 8 hexadecimal digits that stand for all that the packet says,
// the days of signing included. It is the same in every language.
func (s *Site) PacketID() string {
	var d digest
	for _, p := range s.Parts() {
		d.add(p.Key, p.Revision)
		if p.Item != nil {
			d.date("given", p.Item.Fact.Given)
			d.date("received", p.Item.Fact.Received)
		}
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
		d.add("guides", content.IDs(l.Guides)...)
	}
	d.span("review", head.Review.Span)
	for _, i := range p.Items {
		d.add("step", i.ID.ID, i.Revision())
	}
	texts := slices.Clone(p.Texts)
	slices.SortFunc(texts, func(a, b *content.Page) int { return slices.Compare([]byte(a.Lang), []byte(b.Lang)) })
	for _, t := range texts {
		d.add("text", t.Lang)
		d.text("title", t.Head.Title)
		d.text("summary", t.Head.Summary)
		for _, s := range t.Sections {
			d.add("section", s.ID, s.Hash)
		}
	}
	return d.revision()
}

// PrintedPacket returns the record of a packet that is printed on a day, with the
// number of a copy or 0.
func (s *Site) PrintedPacket(on content.Date, copy int) content.PrintedPacket {
	p := content.PrintedPacket{ID: content.Hash(s.PacketID()), On: on, Copy: copy}
	for _, part := range s.Parts() {
		p.Parts = append(p.Parts, content.Entry[content.Hash]{Key: content.Name{ID: part.Key}, Value: content.Hash(part.Revision)})
	}
	return p
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
