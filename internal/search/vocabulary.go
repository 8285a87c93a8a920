package search

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"iter"
	"sync"

	"hikitsugi/internal/shelf"
)

// A Vocabulary numbers what pages are found by, so that a page holds no more than
// numbers. Those pages can be joined that one Vocabulary has numbered. The zero
// Vocabulary is empty; it is safe for concurrent use.
type Vocabulary struct {
	Aside *shelf.Shelf // where pages keep what is found

	mu    sync.RWMutex
	grams lexicon
}

// A sighting is how a page is found by a gram.
type sighting struct {
	level level
	count int
}

// numbers returns what a page is found by: for each gram of known a number, of which
// the two lowest bits are the level. The order says nothing.
func (v *Vocabulary) numbers(known *lexicon, seen []sighting) []byte {
	b := make([]byte, 0, 3*len(seen))
	add := func(b []byte, n int, i int) []byte {
		return binary.AppendUvarint(b, uint64(n)<<2|uint64(seen[i].level))
	}
	var unknown []int
	v.mu.RLock()
	for i := range seen {
		if n, ok := v.grams.find(known.text(i)); ok {
			b = add(b, n, i)
		} else {
			unknown = append(unknown, i)
		}
	}
	v.mu.RUnlock()
	if len(unknown) > 0 {
		v.mu.Lock()
		for _, i := range unknown {
			b = add(b, v.grams.number(known.text(i)), i)
		}
		v.mu.Unlock()
	}
	return b
}

// numbersIn yields what numbers has returned.
func numbersIn(b []byte) iter.Seq2[int, level] {
	return func(yield func(int, level) bool) {
		for len(b) > 0 {
			n, size := binary.Uvarint(b)
			b = b[size:]
			if !yield(int(n>>2), level(n&3)) {
				return
			}
		}
	}
}

// A lexicon numbers texts in the order in which they are first seen. It is a table
// of hashes that holds its texts one behind the other: a page is found by a thousand
// of them.
type lexicon struct {
	texts []byte
	ends  []uint32 // of each text in texts
	slots []slot   // a power of two of them, of which half are empty
}

// A slot holds a number, counted from 1; 0 is an empty one.
type slot struct{ hash, number uint32 }

var seed = maphash.MakeSeed() // which changes no number

func hashOf(text []byte) uint32 { return uint32(maphash.Bytes(seed, text)) }

func (l *lexicon) text(n int) []byte {
	start := uint32(0)
	if n > 0 {
		start = l.ends[n-1]
	}
	return l.texts[start:l.ends[n]]
}

// find returns the number of a text that has one.
func (l *lexicon) find(text []byte) (int, bool) {
	if len(l.slots) == 0 {
		return 0, false
	}
	s := l.at(hashOf(text), text)
	return int(s.number) - 1, s.number > 0
}

// number returns the number of a text, a new one if it has none.
func (l *lexicon) number(text []byte) int {
	if 2*len(l.ends) >= len(l.slots) {
		l.grow()
	}
	hash := hashOf(text)
	s := l.at(hash, text)
	if s.number == 0 {
		l.texts = append(l.texts, text...)
		l.ends = append(l.ends, uint32(len(l.texts)))
		*s = slot{hash, uint32(len(l.ends))}
	}
	return int(s.number) - 1
}

// at returns the slot of a text, or the empty one that it would take.
func (l *lexicon) at(hash uint32, text []byte) *slot {
	for i := int(hash); ; i++ {
		s := &l.slots[i&(len(l.slots)-1)]
		if s.number == 0 || s.hash == hash && bytes.Equal(l.text(int(s.number)-1), text) {
			return s
		}
	}
}

func (l *lexicon) grow() {
	old := l.slots
	l.slots = make([]slot, max(2*len(old), 1<<10))
	for _, s := range old {
		if s.number > 0 {
			i := int(s.hash)
			for l.slots[i&(len(l.slots)-1)].number > 0 {
				i++
			}
			l.slots[i&(len(l.slots)-1)] = s
		}
	}
}

// reset empties the lexicon, for as many texts as it holds.
func (l *lexicon) reset() {
	if len(l.slots) > 1<<10 && len(l.ends) < len(l.slots)/16 {
		l.slots = nil // it held an uncommonly long page
	}
	clear(l.slots)
	l.texts, l.ends = l.texts[:0], l.ends[:0]
}
