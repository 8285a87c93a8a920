package view

import (
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/site"
)

// Handover makes the printable page.
func (m *Maker) Handover() Handover {
	return m.at(m.lang() + "/handover/").handover()
}

func (p spot) handover() Handover {
	p.joined = true
	m := p.Maker
	h := Handover{
		Frame:    p.frame("handover/", "handover", m.words.section("handover"), always),
		Cover:    m.cover(),
		Contacts: p.contacts(m.orgContacts()),
	}
	for _, page := range m.site.Packet {
		h.Lists = append(h.Lists, p.handoverList(page))
	}
	h.Renewals = p.renewals(m.site.Renewals)
	for _, page := range m.site.Runbooks {
		h.Runbooks = append(h.Runbooks, HandoverRunbook{
			ID:       p.prefix + page.Slug,
			Title:    page.Title(p.lang()),
			Summary:  page.Summary(p.lang()),
			TextLang: m.foreignText(page),
			Runbook:  p.runbook(page),
			Body:     p.blocks(page, true),
		})
	}
	return h
}

func (m *Maker) cover() Cover {
	o := m.site.Org
	if o == nil {
		return Cover{}
	}
	c := Cover{
		Organisation: o.Name.In(m.lang()),
		Marking:      o.Marking.In(m.lang()),
		From:         m.person(o.Handover.From),
		To:           m.person(o.Handover.To),
		Approver:     m.person(o.Handover.Approver),
		Absent:       o.Handover.From.ID == "",
		Begins:       m.words.date(o.Handover.Begins),
		Date:         m.words.date(o.Handover.Date),
	}
	for _, t := range o.Traits {
		text, _ := m.site.Config.Traits.Get(t.ID)
		c.Traits = append(c.Traits, text.In(m.lang()))
	}
	for _, d := range o.Devices {
		c.Devices = append(c.Devices, Count{Name: deviceName(d.Key.ID), Number: d.Value})
	}
	for _, n := range o.Copies {
		c.Copies = append(c.Copies, Copy{Number: n.Number, Holder: m.person(n.Holder).Name})
	}
	return c
}

// deviceNames are the platforms' own spellings of usual traits.
var deviceNames = map[string]string{"ios": "iOS", "android": "Android", "macos": "macOS", "windows": "Windows"}

func deviceName(trait string) string {
	if name := deviceNames[trait]; name != "" {
		return name
	}
	return trait
}

// handoverList makes a column's checklist with a section for each of its items.
func (p spot) handoverList(page *site.Page) HandoverList {
	l := HandoverList{Checklist: p.checklist(page, page.Items, true)}
	parts := page.Text(p.lang()).Body.Render(p.place(page, true))
	for n, i := range page.Items {
		s := HandoverSection{
			ID:       p.prefix + sectionID(i),
			Title:    i.Title.In(p.lang()),
			TextLang: p.foreignText(page),
			Item:     l.Checklist.Items[n],
		}
		for _, part := range markdown.Section(parts, i.ID.ID, false) {
			// The column's list stands above, whole; here it would come twice.
			if part.Directive == nil || part.Directive.Name != "checklist" {
				s.Body = append(s.Body, p.blocksOf(page, []placed{{part: part}})...)
			}
		}
		l.Sections = append(l.Sections, s)
	}
	for _, part := range parts {
		if part.Footnotes {
			l.Notes = part.HTML
		}
	}
	return l
}

// NewBilingual makes the page that shows the packet's lists in all languages
// side by side.
func NewBilingual(s *site.Site, base string) Bilingual {
	var b Bilingual
	for _, lang := range s.Languages() {
		p := For(s, lang, base).at("handover/")
		p.prefix = lang + "-"
		b.Sides = append(b.Sides, p.handover())
	}
	b.Frame = b.Sides[0].Frame
	if base != "" {
		b.Canonical = For(s, b.Lang, base).base + "handover/"
	}
	return b
}
