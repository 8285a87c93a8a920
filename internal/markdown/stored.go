package markdown

import (
	"encoding/binary"

	"hikitsugi/internal/shelf"
)

// Print returns what [Doc.Render] needs of a text and no field of d says.
func (d *Doc) Print() shelf.Blob { return d.stored }

// Restore completes a Doc of which the fields are known again, and the print: it is
// then what [Parser.Parse] made of a text in that language.
func (d *Doc) Restore(lang string, print shelf.Blob) {
	d.words, d.stored = wordsIn(lang), print
	d.index()
}

// bytes returns the print as it is stored: numbers, each list after its length, and
// the HTML at the end.
func (p *print) bytes() []byte {
	b := make([]byte, 0, len(p.html)+4*len(p.holes)+64)
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) {
		number(len(s))
		b = append(b, s...)
	}
	number(len(p.holes))
	at := 0
	for _, h := range p.holes {
		number(h.at - at)
		at = h.at
		b = append(b, byte(h.kind))
		number(h.i)
	}
	number(len(p.ticks))
	for _, t := range p.ticks {
		text(t.section)
		number(t.n)
		number(map[bool]int{true: 1}[t.checked])
	}
	for _, list := range [][]string{p.backlinks, p.classes} {
		number(len(list))
		for _, s := range list {
			text(s)
		}
	}
	return append(b, p.html...)
}

// printOf returns the print of which bytes made b; an empty one of none, which is
// that of a Doc without HTML.
func printOf(b []byte) print {
	var p print
	if len(b) == 0 {
		return p
	}
	number := func() int {
		n, size := binary.Uvarint(b)
		b = b[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		s := string(b[:n])
		b = b[n:]
		return s
	}
	p.holes = make([]hole, number())
	at := 0
	for i := range p.holes {
		at += number()
		kind := holeKind(b[0])
		b = b[1:]
		p.holes[i] = hole{at, kind, number()}
	}
	p.ticks = make([]tick, number())
	for i := range p.ticks {
		p.ticks[i] = tick{text(), number(), number() == 1}
	}
	for _, list := range []*[]string{&p.backlinks, &p.classes} {
		*list = make([]string, number())
		for i := range *list {
			(*list)[i] = text()
		}
	}
	p.html = string(b)
	return p
}
