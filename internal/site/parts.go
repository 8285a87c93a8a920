package site

import "hikitsugi/internal/content"

// A Part is a stretch of the packet that can be true or out of date by itself.
type Part struct {
	Key      string // items/apns, columns/admin-handover, runbooks/lost-device, contacts
	Revision string // 8 hexadecimal digits, as of [Item.Revision]
	Item     *Item  // of an item
	Page     *Page  // of a column or a runbook
}

// The keys of the parts that there is one of.
const (
	PartSite         = "site" // of every packet
	PartContacts     = "contacts"
	PartOrganisation = "organisation"
	PartRenewals     = "renewals"
	PartGlossary     = "glossary"
)

// Parts returns the parts of the packet. All that it prints in any language belongs
// to one of them, but for the days of signing: what was handed over is the same after
// them. What a theme adds belongs to none. What it returns is not to be changed.
func (s *Site) Parts() []Part { return s.parts() }

func (s *Site) findParts() []Part {
	parts := []Part{{Key: PartSite, Revision: s.siteRevision()}}
	if s.Org != nil {
		parts = append(parts, Part{Key: PartContacts, Revision: s.contactsRevision()}, Part{Key: PartOrganisation, Revision: s.organisationRevision()})
	}
	for n, p := range s.Packet {
		parts = append(parts, Part{Key: "columns/" + p.Slug, Revision: s.columnRevision(n), Page: p})
		for _, i := range p.Items {
			parts = append(parts, Part{Key: "items/" + i.ID.ID, Revision: s.itemRevision(i), Item: i})
		}
	}
	if len(s.Renewals) > 0 {
		parts = append(parts, Part{Key: PartRenewals, Revision: s.renewalsRevision()})
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

// PrintedPacket returns the record of a packet that is printed on a day, with the
// number of a copy or 0.
func (s *Site) PrintedPacket(on content.Date, copy int) content.PrintedPacket {
	p := content.PrintedPacket{ID: content.Hash(s.PacketID()), On: on, Copy: copy}
	for _, part := range s.Parts() {
		p.Parts = append(p.Parts, content.Entry[content.Hash]{Key: content.Name{ID: part.Key}, Value: content.Hash(part.Revision)})
	}
	return p
}
