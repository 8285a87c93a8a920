package search

import (
	"slices"

	"hikitsugi/internal/shelf"
)

// A Record is what is known of a Page, beside what is large.
type Record struct {
	Order int
	Terms [][]string
	Split int
}

// Record takes a page apart, for [Record.Page].
func (p *Page) Record() (Record, shelf.Blob) { return Record{p.order, p.terms, p.split}, p.stored }

// Page returns the page of which Record returned this. It can be joined with others by
// a Vocabulary that holds what the page was numbered by.
func (r Record) Page(stored shelf.Blob) *Page { return &Page{r.Order, r.Terms, r.Split, stored} }

// A Lexicon is what a Vocabulary knows.
type Lexicon struct {
	Texts []byte
	Ends  []uint32
}

// Lexicon returns what the vocabulary knows. It is not to be changed.
func (v *Vocabulary) Lexicon() Lexicon {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return Lexicon{v.grams.texts, v.grams.ends}
}

// Restore makes an empty vocabulary know what another one did.
func (v *Vocabulary) Restore(l Lexicon) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.grams.restore(l.Texts, l.Ends)
}

// Spoilt reports whether the vocabulary knows far more than the pages of x need.
func (x *Index) Spoilt() bool { return len(x.grams.ends) > 2*len(x.order)+1<<12 }

// restore makes an empty lexicon number the same texts.
func (l *lexicon) restore(texts []byte, ends []uint32) {
	l.texts, l.ends = slices.Clip(texts), slices.Clip(ends)
	size := 1 << 10
	for size < 2*len(ends)+2 {
		size *= 2
	}
	l.slots = make([]slot, size)
	for n := range ends {
		hash := hashOf(l.text(n))
		*l.at(hash, l.text(n)) = slot{hash, uint32(n) + 1}
	}
}
