package content

import (
	"reflect"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/source"
)

// A Page is one Markdown file: a column, a guide or a runbook in one language.
type Page struct {
	Place
	Pos      diag.Pos // of the front matter
	Head     Head
	Runbook  RunbookHead // of a runbook in its source language
	Body     *markdown.Doc
	Sections []Section // of the text, in order

	// Broken pages have errors of their own. They are known to exist, so that what
	// refers to them is not reported as well, and never reach an output.
	Broken bool

	file *source.File `codec:"-"`
}

// Restore completes a Page of which the fields are known again, and the print of its
// body: it is then what [ParsePage] made of the file.
func (p *Page) Restore(f *source.File, print shelf.Blob) {
	p.file = f.Kept()
	p.Body.Restore(p.Lang, print)
}

// Lines reads the page's file again and returns the index of its lines: it tells
// where in the file stands what is at an offset.
func (p *Page) Lines() source.Lines { return p.file.Lines() }

// A Head is the front matter that all pages share. In a translation only the
// title, the summary and the record of its source are filled.
type Head struct {
	Title      Text   `key:"title,required"`
	Summary    Text   `key:"summary"`
	Date       Date   `key:"date"`
	Author     Text   `key:"author"`
	Draft      bool   `key:"draft"`
	Checklist  []Item `key:"checklist"`
	Translated Record `key:"translated"`
}

// A Record says from what the sections of a translation were made: a section's
// hash by its id. The command gen translate accept writes it.
type Record Map[Hash]

// A RunbookHead is what a runbook declares besides.
type RunbookHead struct {
	Trigger   Text       `key:"trigger,required"`
	Severity  string     `key:"severity,required" oneof:"low medium high critical"`
	Contacts  []Name     `key:"contacts,required"` // in the order in which to call
	Needs     []DutyName `key:"needs"`
	Deadlines []Deadline `key:"deadlines"`
	Review    Period     `key:"review,required"`
}

// Urgent reports whether the runbook is one that is looked for at night.
func (r RunbookHead) Urgent() bool { return r.Severity == "high" || r.Severity == "critical" }

// UrgentSections are the ids of the sections that a runbook of high or critical
// severity has, in every language.
var UrgentSections = []string{"first-hour", "decide", "report", "evidence", "after"}

// Sections returns the ids of the sections that the runbook must have.
func (r RunbookHead) Sections() []string {
	if r.Urgent() {
		return UrgentSections
	}
	return []string{"after"}
}

// A Deadline counts from the moment at which the organisation knows.
type Deadline struct {
	Within Span   `key:"within,required"`
	What   Text   `key:"what,required"`
	Guides []Name `key:"guides"`
}

// An Item is one line of a checklist.
type Item struct {
	Pos      diag.Pos
	ID       Name   `key:"id,required"`
	Title    Text   `key:"title,required"`
	When     []Name `key:"when,single"` // any of these traits; none: always
	Guides   []Name `key:"guides"`
	Runbooks []Name `key:"runbooks"`
	Note     Text   `key:"note"`

	// For things handed over.
	Give  []string  `key:"give" oneof:"account password 2fa-phone recovery contract email role key document device"`
	Risk  Text      `key:"risk"`
	Renew []Renewal `key:"renew,single"`

	// For steps of a runbook.
	Section  Name   `key:"section"`
	Who      Text   `key:"who"`
	Within   Span   `key:"within"` // from the moment at which the organisation knows
	Contacts []Name `key:"contacts"`
}

// A Renewal is a recurring duty.
type Renewal struct {
	Pos    diag.Pos
	ID     Name     `key:"id"` // empty when the item has only this one
	Title  Text     `key:"title"`
	Every  Period   `key:"every,required"`
	When   []Name   `key:"when,single"`
	Redo   []string `key:"redo" oneof:"leaver password phone mail"`
	Guides []Name   `key:"guides"`
}

// A translationHead is the front matter that a translation may have.
type translationHead struct {
	Title      Text   `key:"title,required"`
	Summary    Text   `key:"summary"`
	Translated Record `key:"translated"`
}

// ParsePage reads a Markdown file, written in lang. A translation, of the file
// original, holds only text: what its source declares is an error there.
func ParsePage(f *source.File, place Place, lang, original string, engine *markdown.Parser) (*Page, diag.List) {
	place.Lang = lang
	p := &Page{Place: place, Pos: diag.Pos{File: f.Path, Line: 1, Col: 1}, file: f.Kept()}
	d := &decoder{file: f}
	from, to, diags := splitFrontMatter(f)
	d.diags = diags
	if len(diags) == 0 {
		d.frontMatter(p, from, to, original)
	}
	if d.diags.HasErrors(false) {
		p.Broken = true
		return p, d.diags
	}
	p.Body = engine.Parse(f.Data(), lang)
	p.Sections = sections(f, afterLine(f.Data(), to), p.Body)
	d.body(p)
	d.unanswered()
	p.Broken = d.diags.HasErrors(false)
	return p, d.diags
}

func (d *decoder) frontMatter(p *Page, from, to int, original string) {
	n, diags := parseYAML(d.file, from, to)
	d.diags = append(d.diags, diags...)
	if n == nil {
		if len(diags) == 0 {
			d.add(p.Pos, diag.KEY, diag.Text{JA: "title がありません", EN: "title is missing"},
				diag.Text{JA: "--- の間に「title: …」を書いてください。", EN: "Write “title: …” between the --- lines."})
		}
		return
	}
	switch {
	case original != "":
		d.onlyText(n, p.Kind, original)
		var head translationHead
		d.value(n, reflect.ValueOf(&head).Elem(), "")
		p.Head = Head{Title: head.Title, Summary: head.Summary, Translated: head.Translated}
	case p.Kind == KindRunbook:
		var head struct {
			Head
			RunbookHead
		}
		d.value(n, reflect.ValueOf(&head).Elem(), "")
		p.Head, p.Runbook = head.Head, head.RunbookHead
	default:
		d.value(n, reflect.ValueOf(&p.Head).Elem(), "")
	}
	d.ownRules(p)
}

// ownRules checks what can be said of a page's items without another file.
func (d *decoder) ownRules(p *Page) {
	for i := range p.Head.Checklist {
		item := &p.Head.Checklist[i]
		seen := map[string]bool{}
		for j := range item.Renew {
			r := &item.Renew[j]
			if r.ID.ID != "" && seen[r.ID.ID] {
				d.add(r.ID.Pos, diag.ID2,
					diag.Textf("更新のid %q が2回あります", "two renewals have the id %q", r.ID.ID),
					diag.Text{JA: "片方を別のidにしてください。", EN: "Change one of them."})
			}
			seen[r.ID.ID] = true
			if r.ID.ID == "" && len(item.Renew) > 1 {
				d.add(r.Pos, diag.KEY,
					diag.Textf("%s の更新が複数あるのに、この更新にidがありません", "%s has several renewals, and this one has no id", item.ID.ID),
					diag.Text{JA: "それぞれに id を付けてください。", EN: "Give each an id."})
			}
			if r.Title.IsZero() {
				r.Title = item.Title
			}
		}
	}
}
