package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
)

// Revision returns 8 hexadecimal digits that stand for all that somebody who ticks
// the item has looked at. While they are the same, a tick holds; when they differ,
// the item is to be checked again. They change with
//
//   - the item's definition: every key of it, every language of every text;
//   - the source text of the section that explains it: white space at the end of
//     lines aside, and as translations follow the source, not with theirs;
//   - the organisation's facts of the item and of its renewals, but for the days on
//     which it was given and received: they are the record of a handover, and what
//     was handed over is the same after it.
//
// They do not change with the item's number, with its place in the list, with the
// order of its conditions, nor with what it only refers to by an id: the name of a
// person, the telephone number of a contact, the address of a guide.
//
// The same content has the same revision in every language, on every page, on paper
// and in every later build, also by a later version of gen: a key that an item does
// not use leaves no trace. It is the beginning of the SHA-256 of a text with a line
// for each value that there is, in the order of this function.
func (i *Item) Revision() string {
	var d digest
	d.add("id", i.ID.ID)
	d.text("title", i.Title)
	d.add("when", sorted(i.Item.When)...)
	d.add("guides", content.IDs(i.Guides)...)
	d.add("runbooks", content.IDs(i.Runbooks)...)
	d.text("note", i.Item.Note)
	d.add("give", i.Give...)
	d.text("risk", i.Risk)
	for _, r := range i.Renewals {
		d.add("renew", r.ID.ID)
		d.text("renew title", r.Title)
		d.span("renew every", r.Every.Span)
		d.add("renew when", sorted(r.When)...)
		d.add("renew redo", r.Redo...)
		d.add("renew guides", content.IDs(r.Guides)...)
	}
	d.add("section", i.Section.ID)
	d.text("who", i.Who)
	d.span("within", i.Within)
	d.add("contacts", content.IDs(i.Contacts)...)

	if sections := explaining(i.Page.Source, i.ID.ID); len(sections) > 0 {
		d.add("explained", sections[0].Hash)
	}

	d.fact("", i.Fact)
	for _, r := range i.Renewals {
		if r.Key != i.ID.ID {
			d.fact(r.ID.ID, r.Fact)
		}
	}
	return d.revision()
}

// BoxRevision returns the revision of the tick boxes in a section's text, by the
// name under which they are remembered: the id of the section's heading, or its
// number where its author gave it none. It changes with the section's source text.
func (p *Page) BoxRevision(section string) string {
	number := 0
	for _, s := range p.Source.Sections {
		name := s.ID
		if s.Heading >= 0 {
			if number++; !p.Source.Body.Headings[s.Heading].Explicit {
				name = strconv.Itoa(number)
			}
		}
		if name == section {
			return s.Hash
		}
	}
	// A translation has a section that its source lacks: any change may be one of it.
	var d digest
	for _, s := range p.Source.Sections {
		d.add(s.ID, s.Hash)
	}
	return d.revision()
}

// explaining returns the sections of a text that the heading id and what stands under
// it reach into: its own, or the one around it where it is a smaller heading. There are
// none where there is no such heading.
func explaining(t *content.Page, id string) []content.Section {
	headings := t.Body.Headings
	from := slices.IndexFunc(headings, func(h markdown.Heading) bool { return h.ID == id && !h.Nested })
	if from < 0 {
		return nil
	}
	to := from + 1
	for to < len(headings) && (headings[to].Nested || headings[to].Level > headings[from].Level) {
		to++
	}
	var list []content.Section
	for n, s := range t.Sections {
		next := len(headings)
		if n+1 < len(t.Sections) {
			next = t.Sections[n+1].Heading
		}
		if s.Heading < to && next > from {
			list = append(list, s)
		}
	}
	return list
}

func sorted(names []content.Name) []string { return slices.Sorted(slices.Values(content.IDs(names))) }

// A digest is a list of values, each with its name. What is empty leaves no trace.
type digest struct{ lines []byte }

// add adds a line: name ["value" "value"].
func (d *digest) add(name string, values ...string) {
	if !slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
		return
	}
	d.lines = append(append(d.lines, name...), ' ')
	before := byte('[')
	for _, v := range values {
		d.lines = strconv.AppendQuote(append(d.lines, before), v)
		before = ' '
	}
	d.lines = append(d.lines, "]\n"...)
}

// text adds a text as its readers see it: one that is written for one language
// serves the other as well.
func (d *digest) text(name string, t content.Text) { d.add(name, t.In("ja"), t.In("en")) }

func (d *digest) span(name string, s content.Span) {
	if !s.IsZero() {
		d.add(name, fmt.Sprint(s.Years, s.Months, s.Days, s.Hours, s.Minutes))
	}
}

func (d *digest) date(name string, day content.Date) {
	if !day.IsZero() {
		d.add(name, day.String())
	}
}

func (d *digest) fact(renewal string, f content.Fact) {
	key := "fact " + renewal + " "
	d.add(key+"owner", f.Owner.ID)
	d.add(key+"second", f.Second.ID)
	d.add(key+"account", f.Account)
	d.add(key+"secret", string(f.Secret))
	d.text(key+"where", f.Where)
	d.date(key+"done", f.Done)
	d.date(key+"expires", f.Expires)
	d.text(key+"na", f.NA)
	d.text(key+"note", f.Note)
}

func (d *digest) revision() string {
	sum := sha256.Sum256(d.lines)
	return hex.EncodeToString(sum[:4])
}
