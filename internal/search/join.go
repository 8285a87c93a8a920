package search

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// An Index is what can be found of all pages of one language. It does not change.
type Index struct {
	lang  string
	pages []*Page
	grams lexicon  // as far as these pages need it
	order []uint32 // the numbers of their grams, as JavaScript compares texts
	ends  []uint32 // where the postings of each end, in that order
	found []byte   // the postings: in which pages a gram is found
	words []span   // the files of grams: ranges of order
	texts []span   // the files of what pages say
	whole bool     // all is one file
}

// Join joins the pages of one language, which the vocabulary has numbered. Pages that
// fit equally well are shown in the order in which they are given, but for kinds.
func (v *Vocabulary) Join(lang string, pages []*Page) *Index {
	v.mu.RLock()
	x := &Index{lang: lang, pages: slices.Clone(pages), grams: v.grams}
	v.mu.RUnlock()
	slices.SortStableFunc(x.pages, func(a, b *Page) int { return a.order - b.order })
	x.post()
	lines := func(i int) int { return len(x.gram(i)) + len("\t") + len(x.postings(i)) }
	texts := func(i int) int { return x.pages[i].data().Size() }
	limit := shardSize
	if size(len(x.order), lines)+size(len(x.pages), texts) <= wholeSize {
		limit, x.whole = wholeSize, true
	}
	x.words, x.texts = ranges(len(x.order), lines, limit), ranges(len(x.pages), texts, limit)
	return x
}

// post finds the postings of all grams: once to see how long they are, once to put
// each in its place.
func (x *Index) post() {
	type entry struct {
		next int32  // the page behind the last one on which the gram is found
		at   uint32 // the length of its postings, then where the next one belongs
	}
	entries := make([]entry, len(x.grams.ends))
	for i, p := range x.pages {
		for n, l := range numbersIn(p.grams()) {
			e := &entries[n]
			e.at += lengthOf((i-int(e.next))<<2 | int(l))
			e.next = int32(i) + 1
		}
	}
	x.order = x.grams.sorted(func(n int) bool { return entries[n].next > 0 })
	x.ends = make([]uint32, len(x.order))
	end := uint32(0)
	for i, n := range x.order {
		e := &entries[n]
		e.at, e.next, end = end, 0, end+e.at
		x.ends[i] = end
	}
	x.found = make([]byte, end)
	for i, p := range x.pages {
		for n, l := range numbersIn(p.grams()) {
			e := &entries[n]
			e.at += putNumber(x.found[e.at:], (i-int(e.next))<<2|int(l))
			e.next = int32(i) + 1
		}
	}
}

// gram returns a gram of the index by its place in the order.
func (x *Index) gram(i int) []byte { return x.grams.text(int(x.order[i])) }

// postings returns the pages on which that is found.
func (x *Index) postings(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = x.ends[i-1]
	}
	return x.found[start:x.ends[i]]
}

// size returns the size of n texts, each of which is followed by a mark.
func size(n int, length func(int) int) int {
	sum := 0
	for i := range n {
		sum += length(i) + 1
	}
	return sum
}

type span struct{ from, to int }

// ranges cuts a list of n texts into stretches of about limit bytes, none of them
// empty.
func ranges(n int, length func(int) int, limit int) []span {
	var list []span
	from, bytes := 0, 0
	for i := range n {
		if bytes > 0 && bytes+length(i) > limit {
			list = append(list, span{from, i})
			from, bytes = i, 0
		}
		bytes += length(i) + 1
	}
	if from < n {
		list = append(list, span{from, n})
	}
	return list
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// putNumber writes a number in digits of five bits, the lowest first; the sixth says
// that more follow. It returns how many there are.
func putNumber(b []byte, n int) uint32 {
	i := uint32(0)
	for ; n >= 32; n >>= 5 {
		b[i] = digits[n&31|32]
		i++
	}
	b[i] = digits[n]
	return i + 1
}

// lengthOf returns how many digits a number has.
func lengthOf(n int) uint32 {
	i := uint32(1)
	for ; n >= 32; n >>= 5 {
		i++
	}
	return i
}

// sorted returns the numbers of those texts that are to be kept, in the order in which
// JavaScript compares them: by units of UTF-16.
func (l *lexicon) sorted(keep func(int) bool) []uint32 {
	type entry struct {
		key uint64 // of the first three characters, which say nearly all
		n   uint32
	}
	var list []entry
	for n := range l.ends {
		if keep(n) {
			list = append(list, entry{keyOf(l.text(n)), uint32(n)})
		}
	}
	slices.SortFunc(list, func(a, b entry) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return compareUTF16(l.text(int(a.n)), l.text(int(b.n)))
	})
	numbers := make([]uint32, len(list))
	for i, e := range list {
		numbers[i] = e.n
	}
	return numbers
}

// keyOf returns a number that orders texts by their first three characters.
func keyOf(text []byte) uint64 {
	key := uint64(0)
	for range 3 {
		key <<= 21
		if len(text) > 0 {
			r, n := utf8.DecodeRune(text)
			key, text = key|uint64(rank(r)), text[n:]
		}
	}
	return key
}

// compareUTF16 compares texts as JavaScript does.
func compareUTF16(a, b []byte) int {
	for len(a) > 0 && len(b) > 0 {
		x, n := utf8.DecodeRune(a)
		y, m := utf8.DecodeRune(b)
		if x != y {
			return cmp.Compare(rank(x), rank(y))
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

// rank orders characters as JavaScript does: those beyond 16 bits begin with a
// surrogate, and so stand before the last of the others.
func rank(r rune) rune {
	switch {
	case r >= 0x10000:
		return r - 0x10000 + 0xD800
	case r >= 0xE000:
		return r + 0x100000
	}
	return r
}
