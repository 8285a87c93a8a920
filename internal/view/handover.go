package view

import (
	"slices"

	"hikitsugi/internal/content"
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
		Frame:     p.frame("handover/", "handover", m.words.section("handover"), always),
		Cover:     m.cover(),
		Emergency: p.emergency(),
		Control:   p.control(),
		Profile:   p.profile(),
		Envelopes: p.envelopes(),
		Incident:  newLog("_incident/log", incidentRows),
		Guides:    p.usedGuides(),
		Return:    p.returnTo(),
	}
	h.About = "handover"
	if !m.site.Public() && len(m.site.Renewals) > 0 {
		chart := m.chart()
		h.Chart = &chart
		for _, before := range m.site.Config.Remind {
			h.Reminders = append(h.Reminders, m.words.span(before.Span))
		}
	}
	h.PacketID, h.Code = m.site.PacketID(), p.verifyCode()
	if len(m.site.Languages()) > 1 {
		h.Bilingual = p.url("handover/")
	}
	for _, page := range m.site.Packet {
		h.Lists = append(h.Lists, p.handoverList(page))
		h.Listings = h.Listings || page.Text(m.lang()).Body.Code
	}
	boxes := func(page *site.Page) bool { return page.Text(p.lang()).Body.Boxes }
	h.Clock = slices.ContainsFunc(m.site.Runbooks, boxes)
	h.Ticks = h.Clock || slices.ContainsFunc(m.site.Packet, boxes)
	h.Renewals = p.renewals(m.site.Renewals)
	for _, page := range m.site.Runbooks {
		h.Listings = h.Listings || page.Text(m.lang()).Body.Code
		h.Runbooks = append(h.Runbooks, HandoverRunbook{
			ID:       p.prefix + page.Slug,
			Key:      page.Slug,
			Title:    page.Title(p.lang()),
			Summary:  page.Summary(p.lang()),
			TextLang: m.foreignText(page),
			Runbook:  p.runbook(page),
			Body:     p.blocks(page, true),
		})
	}
	h.Terms = p.terms()
	return h
}

// A Cover says who hands over what to whom. In the public edition all of it is blank.
type Cover struct {
	Organisation string
	Marking      string
	From         Person
	To           Person
	Approver     Person
	Absent       bool     // there is no predecessor: 前任者不在
	SelfApproved bool     // the approver is predecessor or successor, and signs as that alone
	Alone        bool     // both: one person does it all, and keeps the packet for whoever has to step in
	Seconds      []Person // where one is alone: who can open what is locked away
	Begins       Date
	Date         Date
}

// A Person is somebody of the organisation.
type Person struct{ Name, Role string }

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
		SelfApproved: o.Handover.SelfApproved(),
		Alone:        m.alone(),
		Begins:       m.words.date(o.Handover.Begins),
		Date:         m.words.date(o.Handover.Date),
	}
	if c.Alone {
		c.Seconds = m.seconds()
	}
	return c
}

// alone reports whether one person does everything.
func (m *Maker) alone() bool {
	return m.site.Org != nil && m.site.Org.Handover.Alone()
}

// seconds returns the second key-holders of what is handed over, each once.
func (m *Maker) seconds() []Person {
	var ids []string
	var list []Person
	add := func(n content.Name) {
		if n.ID != "" && !slices.Contains(ids, n.ID) {
			ids = append(ids, n.ID)
			list = append(list, m.person(n))
		}
	}
	for _, page := range slices.Concat(m.site.Packet, m.site.Runbooks) {
		for _, i := range page.Items {
			if !i.Applies {
				continue
			}
			add(i.Fact.Second)
			for _, r := range i.Renewals {
				if r.Applies {
					add(r.Own().Second)
				}
			}
		}
	}
	return list
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
	l.Checklist.Alone = p.alone()
	parts := page.Text(p.lang()).Body.Render(p.placeOf(page, true))
	var printed []markdown.Part
	for n, i := range page.Items {
		s := HandoverSection{
			ID:       p.prefix + sectionID(i),
			Title:    i.Title.In(p.lang()),
			TextLang: p.foreignText(page),
			Item:     l.Checklist.Items[n],
			Alone:    l.Checklist.Alone,
		}
		for _, part := range explanation(page, i, parts) {
			s.Body = append(s.Body, p.blocksOf(page, []placed{{part: part}})...)
			printed = append(printed, part)
		}
		l.Sections = append(l.Sections, s)
	}
	l.Notes = markdown.FootnotesOf(parts, printed)
	return l
}

// explanation returns the parts of an item's section, without its heading, the
// column's list, which stands above whole, and the sections of other items within
// it, which are printed under their own.
func explanation(page *site.Page, item *site.Item, parts []markdown.Part) []markdown.Part {
	var own []markdown.Part
	var other *markdown.Heading // within whose section we are
	for _, part := range markdown.Section(parts, item.ID.ID, false) {
		h := part.Heading
		if other != nil && h != other && h.Level <= other.Level {
			other = nil
		}
		if other == nil && h.ID != item.ID.ID && slices.ContainsFunc(page.Items, func(i *site.Item) bool { return i.ID.ID == h.ID }) {
			other = h
		}
		if other == nil && (part.Directive == nil || part.Directive.Name != "checklist") {
			own = append(own, part)
		}
	}
	return own
}

// NewBilingual makes the page that shows the packet's lists in all languages
// side by side.
func NewBilingual(s *site.Site, base string) Bilingual {
	var b Bilingual
	var titles []string
	for _, lang := range s.Languages() {
		p := For(s, lang, base).at("handover/")
		p.prefix = lang + "-"
		b.Sides = append(b.Sides, p.handover())
		titles = append(titles, b.Sides[len(b.Sides)-1].Title)
	}
	b.Frame = b.Sides[0].Frame
	b.Title = inAll(titles)
	for _, side := range b.Sides { // one language alone may have them
		b.Listings = b.Listings || side.Listings
		b.Ticks = b.Ticks || side.Ticks
		b.Clock = b.Clock || side.Clock
	}
	if base != "" {
		b.Canonical = base + "handover/"
	}
	return b
}
