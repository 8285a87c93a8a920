package view

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/qr"
	"hikitsugi/internal/site"
)

// What a packet holds beside the lists that are handed over. On paper a reader has
// nothing else: no search, no other page, no telephone that works.

// An Emergency is the sheet for the night: whom to call, and how to begin.
type Emergency struct {
	Contacts []Contact // in the order in which to call
	Runbooks []FirstSteps
}

// FirstSteps are how an urgent runbook begins.
type FirstSteps struct {
	Title    string
	URL      string // of the whole runbook
	Target   string // its anchor, for the number of its page
	Severity string
	Level    string // the severity in words
	Trigger  string
	Steps    []Item
	More     int // steps that follow
}

// A Control says which copies of the packet there are and how its runbooks came to
// be as they are.
type Control struct {
	Copies    []Copy
	Revisions []ControlledRunbook
}

// A ControlledRunbook is a runbook with its revisions, the latest first.
type ControlledRunbook struct {
	Title   string
	URL     string
	Target  string
	Owner   string
	Review  string // how often it is reviewed
	History []Revision
}

// A Profile is what an organisation manages, and who its people are.
type Profile struct {
	Name    string
	Traits  []Trait
	Devices []Count
	People  []Person
}

// A Trait is a condition, and whether it is true of the organisation. In the public
// edition nobody knows yet.
type Trait struct {
	Key  string
	Text string
	True bool
}

// An Envelope is a sheet to be sealed in an envelope: what it is for, and blanks. A
// packet never holds what is written there.
type Envelope struct {
	ID    string // anchor
	Name  string // A-02; empty for one that nobody has numbered
	Items []EnvelopeItem
}

// An EnvelopeItem is an item, or a renewal of it, whose secrets are in an envelope.
type EnvelopeItem struct {
	Number  int    // of the item
	Step    string // where it is one: the runbook and the number there; else empty
	Title   string
	URL     string
	Account string // empty: a blank
	Owner   string
	Second  string
}

// A UsedGuide is an external page with the items that name it.
type UsedGuide struct {
	Guide Guide
	Items []Link
}

// A Return says to whom a lost packet goes back.
type Return struct {
	Organisation string
	Contact      *Contact // the first of the organisation's; nil: blanks
}

// A Code is an address to be read from paper by a telephone.
type Code struct {
	URL   string // what it says
	Image string // URL of the QR code
}

const (
	firstSteps   = 5 // of an urgent runbook, on the emergency sheet
	incidentRows = 6 // lines of the incident form's log
)

func (p spot) emergency() Emergency {
	e := Emergency{Contacts: p.contacts(p.orgContacts())}
	for _, page := range p.site.Runbooks {
		if !page.Source.Runbook.Urgent() {
			continue
		}
		head := page.Source.Runbook
		f := FirstSteps{
			Title: page.Title(p.lang()), URL: p.pageURL(page, ""), Target: p.prefix + page.Slug,
			Severity: head.Severity, Level: p.words.severity(head.Severity), Trigger: head.Trigger.In(p.lang()),
		}
		for _, i := range page.Items {
			switch {
			case !i.Applies:
			case len(f.Steps) < firstSteps:
				step := p.item(i, Note{})
				// The same ids stand where the runbook is printed whole.
				step.ID = p.prefix + "_first-" + i.ID.ID
				for n := range step.Contacts {
					step.Contacts[n].ID = ""
				}
				f.Steps = append(f.Steps, step)
			default:
				f.More++
			}
		}
		e.Runbooks = append(e.Runbooks, f)
	}
	return e
}

func (p spot) control() Control {
	var c Control
	if p.site.Org == nil {
		return c
	}
	for _, n := range p.site.Org.Copies {
		c.Copies = append(c.Copies, Copy{Number: n.Number, Holder: p.person(n.Holder).Name})
	}
	for _, page := range p.site.Runbooks {
		r := p.runbook(page)
		history := slices.Clone(r.History)
		slices.Reverse(history)
		c.Revisions = append(c.Revisions, ControlledRunbook{
			Title: page.Title(p.lang()), URL: p.pageURL(page, ""), Target: p.prefix + page.Slug,
			Owner: r.Owner, Review: r.Review, History: history,
		})
	}
	return c
}

func (p spot) profile() Profile {
	var v Profile
	o := p.site.Org
	var has []string
	if o != nil {
		v.Name, has = o.Name.In(p.lang()), content.IDs(o.Traits)
		for _, d := range o.Devices {
			v.Devices = append(v.Devices, Count{Name: deviceName(d.Key.ID), Number: d.Value})
		}
		for _, e := range o.People {
			v.People = append(v.People, p.person(e.Key))
		}
	}
	for _, t := range p.site.Config.Traits {
		v.Traits = append(v.Traits, Trait{Key: t.Key.ID, Text: t.Value.In(p.lang()), True: slices.Contains(has, t.Key.ID)})
	}
	return v
}

const envelopePrefix = "envelope:"

// envelopes returns a sheet for each envelope that a fact names, in their order. A
// blank packet has one that stands for all.
func (p spot) envelopes() []Envelope {
	if p.site.Public() {
		return []Envelope{{ID: p.prefix + "_envelope"}}
	}
	var list []Envelope
	put := func(i *site.Item, title content.Text, owner content.Name, f content.Fact) {
		name, ok := strings.CutPrefix(string(f.Secret), envelopePrefix)
		if !ok {
			return
		}
		n := slices.IndexFunc(list, func(e Envelope) bool { return e.Name == name })
		if n < 0 {
			n = len(list)
			list = append(list, Envelope{ID: p.prefix + "_envelope-" + name, Name: name})
		}
		list[n].Items = append(list[n].Items, EnvelopeItem{
			Number: i.Number, Step: p.step(i), Title: title.In(p.lang()), URL: p.itemURL(i),
			Account: f.Account, Owner: p.person(owner).Name, Second: p.person(f.Second).Name,
		})
	}
	for _, page := range slices.Concat(p.site.Packet, p.site.Runbooks) {
		for _, i := range page.Items {
			if !i.Applies {
				continue
			}
			put(i, i.Title, i.Fact.Owner, i.Fact)
			for _, r := range i.Renewals {
				if r.Applies {
					put(i, r.Title, r.Owner(), r.Own())
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Envelope) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// usedGuides returns every external page that the packet names, by title.
func (p spot) usedGuides() []UsedGuide {
	users := map[string][]Link{}
	add := func(names []content.Name, user Link) {
		for _, n := range names {
			if !slices.Contains(users[n.ID], user) {
				users[n.ID] = append(users[n.ID], user)
			}
		}
	}
	for _, page := range slices.Concat(p.site.Packet, p.site.Runbooks) {
		for _, i := range page.Items {
			if !i.Applies {
				continue
			}
			user := Link{Title: p.number(i), URL: p.itemURL(i)}
			add(i.Guides, user)
			for _, r := range i.Renewals {
				if r.Applies {
					add(r.Guides, user)
				}
			}
		}
		for _, d := range page.Source.Runbook.Deadlines {
			add(d.Guides, Link{Title: page.Title(p.lang()), URL: p.pageURL(page, "")})
		}
	}
	var list []UsedGuide
	for _, l := range p.site.Links {
		if used := users[l.Key.ID]; len(used) > 0 {
			list = append(list, UsedGuide{Guide: p.guides([]content.Name{l.Key})[0], Items: used})
		}
	}
	return list
}

// number names an item by its number and the page whose list it stands on, where
// there are several.
func (p spot) number(i *site.Item) string {
	switch step := p.step(i); {
	case step != "":
		return step
	case len(p.site.Packet) > 1:
		return i.Page.Title(p.lang()) + " " + p.words.itemNumber(i.Number)
	}
	return p.words.itemNumber(i.Number)
}

// step says which step of which runbook an item is; empty where it is none.
func (p spot) step(i *site.Item) string {
	if i.Page.Kind != content.KindRunbook {
		return ""
	}
	return i.Page.Title(p.lang()) + " " + p.words.stepNumber(i.Number)
}

func (p spot) returnTo() Return {
	r := Return{}
	if o := p.site.Org; o != nil {
		r.Organisation = o.Name.In(p.lang())
		if contacts := p.contacts(p.orgContacts()); len(contacts) > 0 {
			contacts[0].ID = ""
			r.Contact = &contacts[0]
		}
	}
	return r
}

// PacketCodes returns what the QR codes of the packet say, by the path at which each
// is published.
func PacketCodes(s *site.Site, base string) map[string]string {
	codes := map[string]string{}
	for _, lang := range s.Languages() {
		p := For(s, lang, base).at("")
		p.joined = true
		for _, g := range p.usedGuides() {
			if c := g.Guide.Code; c.URL != "" {
				codes[c.Image] = c.URL
			}
		}
		if c := p.verifyCode(); c.URL != "" {
			codes[c.Image] = c.URL
		}
	}
	return codes
}

// verifyCode is the code on the cover.
func (p spot) verifyCode() Code {
	if p.base == "" || p.site.Public() {
		return Code{}
	}
	return p.code(p.base+"verify/#"+p.site.PacketID(), "verify")
}

func (p spot) guideCode(id, url string) Code {
	if !p.joined {
		return Code{}
	}
	return p.code(url, "link-"+id)
}

// code returns the code of an address, or none where that is too long to be read from
// paper: there it is printed in letters.
func (p spot) code(url, name string) Code {
	if len(url) > qr.Longest {
		return Code{}
	}
	return Code{URL: url, Image: p.root + "qr/" + name + ".svg"}
}
