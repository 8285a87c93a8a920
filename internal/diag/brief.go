package diag

import (
	"fmt"
	"io"
)

// A Brief tells problems so that none drowns: after an import, each of a thousand
// translations has the same warnings. Of many warnings of one rule it tells a few and how
// many more there are; errors it tells in full, as each has to be mended before there is
// a site. The zero Brief is ready to use.
type Brief struct {
	Strict bool                   // warnings have to be mended as well
	Near   func(file string) bool // files that the author has in mind; nil: none

	met map[Code]met
}

// met is what the lists so far had of one rule, errors left out.
type met struct{ all, told int }

// examples is how many warnings of a rule are told where there are many.
const examples = 3

// few is how many warnings of a rule are told before they are many.
func (b *Brief) few() int {
	if b.Strict {
		return 100
	}
	return 10
}

// A Rest is what is not told of one rule.
type Rest struct {
	Code     Code
	Problems int
	Files    int    // in which they are
	File     string // the first of them
}

// Part parts l into what is told and the rest of each rule. Of many warnings the first are
// told, those in files that are near before others. Lists that came before count as well:
// the editions of a hundred organisations are told by one command.
func (b *Brief) Part(l List) (told List, rest []Rest) {
	rooms := b.rooms(l)
	index := map[Code]int{} // in rest
	type place struct {
		code Code
		file string
	}
	counted := map[place]bool{}
	for _, d := range l {
		if r := rooms[d.Code]; d.Severity() == Error || r.take(b.near(d)) {
			told = append(told, d)
			continue
		}
		i, there := index[d.Code]
		if !there {
			i = len(rest)
			index[d.Code] = i
			rest = append(rest, Rest{Code: d.Code, File: d.Pos.File})
		}
		rest[i].Problems++
		if at := (place{d.Code, d.Pos.File}); !counted[at] {
			counted[at] = true
			rest[i].Files++
		}
	}
	return told, rest
}

// A room is for the warnings of one rule that are told of a list.
type room struct{ near, other int }

// take reports whether there is room for one more.
func (r *room) take(near bool) bool {
	left := &r.other
	if near {
		left = &r.near
	}
	*left--
	return *left >= 0
}

// rooms returns how much of l is told, by rule.
func (b *Brief) rooms(l List) map[Code]*room {
	rooms := map[Code]*room{}
	for _, d := range l {
		if d.Severity() == Error {
			continue
		}
		r := rooms[d.Code]
		if r == nil {
			r = &room{}
			rooms[d.Code] = r
		}
		if b.near(d) {
			r.near++
		} else {
			r.other++
		}
	}
	if b.met == nil {
		b.met = map[Code]met{}
	}
	for code, r := range rooms {
		m := b.met[code]
		if m.all += r.near + r.other; m.all > b.few() {
			most := max(max(examples, min(r.near, b.few()))-m.told, 0)
			r.near = min(r.near, most)
			r.other = min(r.other, most-r.near)
		}
		m.told += r.near + r.other
		b.met[code] = m
	}
	return rooms
}

func (b *Brief) near(d Diag) bool { return b.Near != nil && b.Near(d.Pos.File) }

// Print tells l in lang as [List.Print] does, and in a line for each rule how many more
// there are, and which command shows them:
//
//	TRAN  3997 more, in 1000 files. gen check shows them all.
func (b *Brief) Print(w io.Writer, l List, lang, command string) error {
	told, rest := b.Part(l)
	if err := told.Print(w, lang); err != nil {
		return err
	}
	for _, r := range rest {
		if _, err := fmt.Fprintf(w, "%s  %s\n", r.Code, r.sentence(command).In(lang)); err != nil {
			return err
		}
	}
	return nil
}

// sentence says how many problems a rest is of, where, and what shows them.
func (r Rest) sentence(command string) Text {
	if r.Files == 1 {
		return Textf("ほかに%[1]d件あります（%[2]s）。%[3]s ですべて表示します。", "%[1]d more, in %[2]s. %[3]s shows them all.", r.Problems, Visible(r.File), command)
	}
	return Textf("ほかに%[1]d件あります（%[2]dファイル）。%[3]s ですべて表示します。", "%[1]d more, in %[2]d files. %[3]s shows them all.", r.Problems, r.Files, command)
}
