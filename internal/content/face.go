package content

import (
	"crypto/sha256"
	"reflect"
	"slices"
	"sort"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// Sum returns the hash of the page's file.
func (p *Page) Sum() [sha256.Size]byte { return p.file.Sum }

// Face returns a hash of what of a page can be seen on the pages of others: of all
// that it declares, what its headings are called and, by section, where its links
// lead. It says nothing of its words, nor of where in the file something stands.
func (p *Page) Face() [sha256.Size]byte {
	type face struct {
		Place    Place
		Broken   bool
		Head     Head
		Runbook  RunbookHead
		Code     bool
		Boxes    bool
		Headings []markdown.Heading
		Links    []markdown.Link
	}
	f := face{Place: p.Place, Broken: p.Broken, Head: p.Head, Runbook: p.Runbook}
	if b := p.Body; b != nil {
		f.Code, f.Boxes, f.Headings, f.Links = b.Code, b.Boxes, slices.Clone(b.Headings), slices.Clone(b.Links)
		for i := range f.Links {
			// The number of the headings up to the link.
			at := f.Links[i].Offset
			f.Links[i].Offset = sort.Search(len(b.Headings), func(n int) bool { return b.Headings[n].Offset > at })
		}
		for i := range f.Headings {
			f.Headings[i].Offset = 0
		}
	}
	return sha256.Sum256(codec.AppendAny(nil, f, reflect.TypeFor[diag.Pos]()))
}
