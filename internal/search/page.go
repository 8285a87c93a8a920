// Package search makes the files in which the browser searches. They are made of
// the views of the pages, so that nothing can be found but what is shown, and
// nothing leads to a place that is not there.
//
// A page is found by pairs of characters where nothing parts words, as in
// Japanese, and elsewhere by the beginnings of words; [Fold] says what counts as
// the same. An [Indexer] takes a page apart, and [Vocabulary.Join] joins the pages of
// one language:
//
//	search.ja.js         what every search needs, and all the rest of a small site
//	search/ja/w00.js …   what pages are found by, in order, a range to a file
//	search/ja/p00.js …   what pages say, for excerpts, a range of pages to a file
//
// Each is a classic script that hands its data to themes/default/static/find.js,
// so that a site can be searched from a disk. A search on a large site loads the
// ranges that its words are in, and the pages that it shows.
package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hikitsugi/internal/shelf"
	"hikitsugi/internal/view"
)

// A Kind says what part of a page something is.
type Kind string

// The kinds of parts.
const (
	Intro   Kind = ""
	Heading Kind = "heading"
	Item    Kind = "item"
	Term    Kind = "term"
	Contact Kind = "contact"
)

// A Part is a stretch of a page that can be linked to.
type Part struct {
	Anchor string
	Kind   Kind
	Title  string
	Text   string
}

// A Page is what is known of one page. It does not change.
type Page struct {
	order int        // of pages that fit equally well
	terms [][]string // the words of a glossary, folded: each list one thing
	split int        // where in stored the second part begins

	// What is large: the numbers of what the page is found by; then, for the browser, its
	// address, title and parts, as JSON.
	stored shelf.Blob
}

func (p *Page) grams() []byte    { return p.stored.Slice(0, p.split).Bytes() }
func (p *Page) data() shelf.Blob { return p.stored.Slice(p.split, p.stored.Size()) }

// An Indexer takes pages apart, one after the other. The zero Indexer is ready to
// use; what it writes on for one page it uses again for the next.
type Indexer struct {
	grams  lexicon
	seen   []sighting // by number of grams
	folded []byte
	reader reader
	bytes  bytes.Buffer
}

// Page returns what can be found of the page at path, or nil. Pages that only lead
// to others are found by their titles.
func (x *Indexer) Page(words *Vocabulary, path string, v any) *Page {
	var p *Page
	switch v := v.(type) {
	case view.Article:
		p = x.page(words, path, v.Frame, v.TextLang, x.article(v))
		p.order = map[string]int{"runbook": 0, "column": 1, "guide": 2}[v.Kind]
	case view.Glossary:
		p = x.page(words, path, v.Frame, "", terms(v))
		p.order, p.terms = 3, synonyms(v.Terms)
	case view.Home:
		p = x.page(words, path, v.Frame, "", contacts(v))
		p.order = 4
	case view.Handover:
		p = x.page(words, path, v.Frame, "", nil)
		p.order = 5
	case view.Renewals:
		p = x.page(words, path, v.Frame, "", nil)
		p.order = 5
	case view.List:
		p = x.page(words, path, v.Frame, "", nil)
		p.order = 6
	}
	return p
}

func (x *Indexer) article(v view.Article) []Part {
	r := &x.reader
	r.begin(Part{Text: v.Summary})
	if v.Runbook != nil {
		r.parts[0].Text += "\n" + runbook(*v.Runbook)
	}
	for _, b := range v.Body {
		if b.Checklist == nil {
			r.html(b.HTML)
			continue
		}
		for _, i := range b.Checklist.Items {
			r.within(Part{Anchor: i.ID, Kind: Item, Title: i.Title, Text: item(i)})
		}
	}
	return r.done()
}

func runbook(r view.Runbook) string {
	lines := []string{r.Trigger}
	for _, c := range r.Contacts {
		lines = append(lines, c.Name)
	}
	for _, n := range r.Needs {
		lines = append(lines, n.Title)
	}
	for _, d := range r.Deadlines {
		lines = append(lines, d.Within+" "+d.What)
	}
	return list(lines)
}

// list returns what is said in few words each as one line.
func list(words []string) string {
	words = slices.DeleteFunc(words, func(w string) bool { return strings.TrimSpace(w) == "" })
	return strings.Join(words, " · ")
}

func item(i view.Item) string {
	if !i.Applies {
		return i.Reason
	}
	lines := append([]string{i.Who, i.Within, i.Remark, i.Risk, i.Note.Text}, i.Gives...)
	for _, r := range i.Renewals {
		lines = append(lines, r.Title+" "+r.Every)
		for _, g := range r.Guides {
			lines = append(lines, g.Title)
		}
	}
	for _, c := range i.Contacts {
		lines = append(lines, c.Name)
	}
	for _, g := range i.Guides {
		lines = append(lines, g.Title)
	}
	for _, r := range i.Runbooks {
		lines = append(lines, r.Title)
	}
	return list(lines)
}

func terms(v view.Glossary) []Part {
	var parts []Part
	for _, t := range v.Terms {
		words := slices.Clone(t.Aliases)
		for _, w := range t.Others {
			words = append(words, w.Text)
		}
		parts = append(parts, Part{t.ID, Term, t.Word, clean(t.Meaning + "\n" + list(words))})
	}
	return parts
}

// synonyms returns the words of each term, folded.
func synonyms(list []view.Term) [][]string {
	var all [][]string
	for _, t := range list {
		words := append([]string{t.Word}, t.Aliases...)
		for _, w := range t.Others {
			words = append(words, w.Text)
		}
		var folded []string
		for _, w := range words {
			if w = Fold(w); w != "" && !slices.Contains(folded, w) {
				folded = append(folded, w)
			}
		}
		all = append(all, folded)
	}
	return all
}

func contacts(v view.Home) []Part {
	var parts []Part
	for _, c := range v.Contacts {
		parts = append(parts, Part{c.ID, Contact, c.Name, list([]string{c.Tel, c.Hours})})
	}
	return parts
}

// A level says how much a page is about what it is found by.
type level byte

const (
	said  level = iota // in its text
	often              // in its text, at least three times
	named              // in a heading, or as an item or a term
	title              // in the page's title
)

// page makes a page of its parts. The text of a page in another language is
// marked with it.
func (x *Indexer) page(words *Vocabulary, path string, f view.Frame, lang string, parts []Part) *Page {
	section := ""
	if len(f.Trail) > 0 {
		section = f.Trail[len(f.Trail)-1].Title
	}
	type row = []string
	rows := make([]row, len(parts))
	x.grams.reset()
	x.seen = x.seen[:0]
	add := func(text string, l level) {
		x.folded = appendFold(x.folded[:0], text)
		grams(x.folded, func(g []byte) {
			i := x.grams.number(g)
			if i == len(x.seen) {
				x.seen = append(x.seen, sighting{})
			}
			s := &x.seen[i]
			s.count++
			s.level = max(s.level, l)
			if s.count >= 3 {
				s.level = max(s.level, often)
			}
		})
	}
	add(f.Title, title)
	for i, p := range parts {
		rows[i] = row{p.Anchor, string(p.Kind), p.Title, p.Text}
		if p.Kind == Term {
			add(p.Title, often) // what is written about a thing is more than its name
		} else {
			add(p.Title, named)
		}
		add(p.Text, said)
	}
	x.bytes.Reset()
	if err := json.NewEncoder(&x.bytes).Encode([]any{path, f.Title, section, lang, rows}); err != nil {
		panic(fmt.Sprintf("search: %v", err)) // texts and lists only
	}
	found := words.numbers(&x.grams, x.seen)
	return &Page{split: len(found), stored: words.Aside.Put(slices.Concat(found, bytes.TrimSuffix(x.bytes.Bytes(), []byte("\n"))))}
}
