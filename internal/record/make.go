package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// The names of the files, at the root of the site.
const (
	Name       = "handover.json"
	SchemaName = "handover.schema.json"
)

// handoverOf makes the record of an organisation's edition. base is the absolute URL of
// the site's root, or empty.
func handoverOf(s *site.Site, base string) Handover {
	m := maker{s}
	o := s.Org
	h := Handover{
		Schema:  SchemaName,
		Version: 1,
		Packet:  s.PacketID(),
		Site:    Site{Title: m.text(s.Config.Title), URL: base, Languages: s.Languages()},
		Org:     Org{ID: o.ID, Name: m.text(o.Name), Marking: m.text(o.Marking)},
		Parties: Parties{
			From: o.Handover.From.ID, To: o.Handover.To.ID, Approver: o.Handover.Approver.ID,
			Begins: date(o.Handover.Begins), Date: date(o.Handover.Date),
		},
		Traits:   []Trait{},
		People:   []Person{},
		Contacts: []Contact{},
		Lists:    []List{},
		Renewals: []Renewal{},
		Runbooks: []Runbook{},
	}
	for _, t := range o.Traits {
		text, _ := s.Config.Traits.Get(t.ID)
		h.Traits = append(h.Traits, Trait{t.ID, m.text(text)})
	}
	for _, d := range o.Devices {
		h.Devices = append(h.Devices, Devices{d.Key.ID, d.Value})
	}
	for _, p := range o.People {
		h.People = append(h.People, Person{p.Key.ID, m.text(p.Value.Name), m.text(p.Value.Role)})
	}
	for _, c := range o.Contacts {
		h.Contacts = append(h.Contacts, Contact{c.Key.ID, m.text(c.Value.Name), c.Value.Tel, m.text(c.Value.Hours)})
	}
	for _, c := range o.Copies {
		h.Copies = append(h.Copies, Copy{c.Number, c.Holder.ID})
	}
	for _, p := range s.Packet {
		list := List{ID: p.Slug, Title: m.title(p), Page: m.page(p), Items: []Item{}}
		for _, i := range p.Items {
			list.Items = append(list.Items, m.item(i))
		}
		h.Lists = append(h.Lists, list)
	}
	for _, r := range s.Renewals {
		h.Renewals = append(h.Renewals, m.renewal(r))
	}
	reviews := map[string]content.Date{}
	for _, d := range check.Duties(s) {
		if d.Kind == check.Review {
			reviews[d.Runbook.Slug] = d.By
		}
	}
	for _, p := range s.Runbooks {
		r := m.runbook(p)
		r.ReviewDue = date(reviews[p.Slug])
		h.Runbooks = append(h.Runbooks, r)
	}
	return h
}

// encode returns v as a file that people can read as well.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return b.Bytes(), nil
}

// JSON returns the record as a file.
func JSON(s *site.Site, base string) ([]byte, error) { return encode(handoverOf(s, base)) }

type maker struct{ site *site.Site }

// text returns a text in the languages of the site, or nil where there is none.
func (m maker) text(t content.Text) Text {
	if t.IsZero() {
		return nil
	}
	out := Text{}
	for _, lang := range m.site.Languages() {
		out[lang] = t.In(lang)
	}
	return out
}

func (m maker) title(p *site.Page) Text {
	out := Text{}
	for _, lang := range m.site.Languages() {
		out[lang] = p.Title(lang)
	}
	return out
}

func (m maker) page(p *site.Page) Text {
	out := Text{}
	for _, lang := range m.site.Languages() {
		out[lang] = p.Path(lang) + "index.html"
	}
	return out
}

func (m maker) item(i *site.Item) Item {
	v := Item{
		ID:       i.ID.ID,
		Number:   i.Number,
		Revision: i.Revision(),
		Title:    m.text(i.Title),
		When:     ids(i.Item.When),
		Applies:  i.Applies,
		Reason:   m.text(i.Fact.NA),
		Gives:    i.Give,
		Risk:     m.text(i.Risk),
		Note:     m.text(i.Item.Note),
		Owner:    i.Fact.Owner.ID,
		Second:   i.Fact.Second.ID,
		Account:  i.Fact.Account,
		Secret:   string(i.Fact.Secret),
		Where:    m.text(i.Fact.Where),
		Given:    date(i.Fact.Given),
		Received: date(i.Fact.Received),
		Remark:   m.text(i.Fact.Note),
		Guides:   m.guides(i.Guides),
		Who:      m.text(i.Who),
		Within:   span(i.Within),
		Contacts: ids(i.Contacts),
	}
	for _, r := range i.Renewals {
		if r.Applies {
			v.Renewals = append(v.Renewals, r.Key)
		}
	}
	for _, r := range i.Runbooks {
		if m.site.Page(content.KindRunbook, r.ID) != nil {
			v.Runbooks = append(v.Runbooks, r.ID)
		}
	}
	return v
}

func (m maker) guides(names []content.Name) []Guide {
	var list []Guide
	for _, n := range names {
		if l := m.site.Link(n.ID); l != nil {
			list = append(list, Guide{n.ID, m.text(l.Title), l.URL.URL})
		}
	}
	return list
}

func (m maker) renewal(r *site.Renewal) Renewal {
	own := r.Own()
	return Renewal{
		ID:     r.Key,
		Item:   r.Item.ID.ID,
		Title:  m.text(r.Title),
		Every:  span(r.Every.Span),
		Redo:   r.Redo,
		Done:   date(r.Fact.Done),
		Due:    date(r.Due),
		Owner:  r.Owner().ID,
		Guides: m.guides(r.Guides),

		Second:  own.Second.ID,
		Account: own.Account,
		Secret:  string(own.Secret),
		Where:   m.text(own.Where),
		Remark:  m.text(own.Note),
	}
}

func (m maker) runbook(p *site.Page) Runbook {
	head := p.Source.Runbook
	r := Runbook{
		ID:       p.Slug,
		Title:    m.title(p),
		Page:     m.page(p),
		Trigger:  m.text(head.Trigger),
		Severity: head.Severity,
		Contacts: content.IDs(head.Contacts),
		Review:   span(head.Review.Span),
		Steps:    []Step{},
	}
	for _, lang := range m.site.Languages() {
		if text := p.Summary(lang); text != "" {
			if r.Summary == nil {
				r.Summary = Text{}
			}
			r.Summary[lang] = text
		}
	}
	for _, need := range m.site.Needs(p) {
		r.Needs = append(r.Needs, need.Key)
	}
	for _, d := range head.Deadlines {
		r.Deadlines = append(r.Deadlines, Deadline{span(d.Within), m.text(d.What), m.guides(d.Guides)})
	}
	kept, _ := m.site.Org.Runbooks.Get(p.Slug)
	r.Owner = kept.Owner.ID
	for _, h := range kept.History {
		r.History = append(r.History, Revision{date(h.On), h.By.ID, h.OK.ID, m.text(h.What)})
	}
	for _, i := range p.Items {
		v := m.item(i)
		r.Steps = append(r.Steps, Step{
			ID: v.ID, Number: v.Number, Revision: v.Revision, Title: v.Title, Section: i.Section.ID,
			When: v.When, Applies: v.Applies, Who: v.Who, Within: v.Within, Note: v.Note,
			Contacts: v.Contacts, Guides: v.Guides, Gives: v.Gives, Risk: v.Risk,
			Owner: v.Owner, Second: v.Second, Account: v.Account, Secret: v.Secret, Where: v.Where,
			Remark: v.Remark, Renewals: v.Renewals, Runbooks: v.Runbooks,
		})
	}
	return r
}

// ids returns the ids of names, or nil where there are none.
func ids(names []content.Name) []string {
	if len(names) == 0 {
		return nil
	}
	return content.IDs(names)
}

func date(d content.Date) Date {
	if d.IsZero() {
		return ""
	}
	return Date(d.String())
}

func span(s content.Span) Span {
	if s.IsZero() {
		return ""
	}
	write := func(n int, unit string) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n) + unit
	}
	out := "P" + write(s.Years, "Y") + write(s.Months, "M") + write(s.Days, "D")
	if s.Hours != 0 || s.Minutes != 0 {
		out += "T" + write(s.Hours, "H") + write(s.Minutes, "M")
	}
	return Span(out)
}
