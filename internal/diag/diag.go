// Package diag describes what is wrong in what people wrote: where it stands,
// which rule it breaks, what to do about it.
//
// A [Diag] is about content and goes to its author, in the author's language. A
// Go error is about the machine and goes to whoever runs the program. A function
// that checks content returns a [List] and goes on; it never stops at the first
// problem.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Pos is a place in a source file. The zero Pos means no place in particular.
type Pos struct {
	File string // slash-separated, relative to the folder that holds content/
	Line int    // 1-based; 0: the file as a whole
	Col  int    // 1-based, in characters (code points); 0: the line as a whole
}

func (p Pos) String() string {
	s := Visible(p.File)
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line)
		if p.Col > 0 {
			s += ":" + strconv.Itoa(p.Col)
		}
	}
	return s
}

// Visible writes what a terminal would obey, or not show, as Go does: the name of a
// file, or what an author writes, may hold line ends, direction controls and bytes that
// are no text.
func Visible(text string) string {
	hidden := func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }
	if !strings.ContainsFunc(text, hidden) && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case hidden(r):
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		default:
			b.WriteRune(r)
		}
		text = text[n:]
	}
	return b.String()
}

// Compare orders positions by file, line and column.
func (p Pos) Compare(q Pos) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}

// A Text is one sentence in the languages of the program's messages.
type Text struct{ JA, EN string }

// In returns t in lang ("ja" or "en").
func (t Text) In(lang string) string {
	if lang == "ja" {
		return t.JA
	}
	return t.EN
}

// Textf formats ja and en with the same arguments.
func Textf(ja, en string, args ...any) Text {
	return Text{fmt.Sprintf(ja, args...), fmt.Sprintf(en, args...)}
}

// Around is how many characters before a place and after it messages show at most: a
// line may be as long as a file, and hold many places.
const Around = 100

// A Diag is one problem. It is a value: two equal ones are the same problem.
type Diag struct {
	Pos     Pos
	Code    Code
	What    Text   // what is wrong, a sentence without its full stop
	Do      Text   // what to do, a whole sentence; may be empty
	Line    string // the text at Pos and [Around] it; filled in by whoever has the files
	Caret   int    // characters of Line that stand before the place
	Private bool   // the line may hold a secret: it is never shown
	Mild    bool   // milder here: a warning instead of an error, a notice instead of a gate
}

// Severity says what the problem stops.
func (d Diag) Severity() Severity {
	switch s := rules[d.Code]; {
	case d.Mild && s == Error:
		return Warning
	case d.Mild && s == Gate:
		return Notice
	default:
		return s
	}
}

// A List is a set of problems. The zero List is empty and ready to use.
type List []Diag

// Add appends a problem.
func (l *List) Add(pos Pos, code Code, what, do Text) {
	*l = append(*l, Diag{Pos: pos, Code: code, What: what, Do: do})
}

// HasErrors reports whether l holds anything that stops publication; when
// strict, a warning does too.
func (l List) HasErrors(strict bool) bool {
	return slices.ContainsFunc(l, func(d Diag) bool {
		return d.Severity() == Error || strict && d.Severity() == Warning
	})
}

// Fails reports whether l fails a check: gates do as well, and when strict
// everything does.
func (l List) Fails(strict bool) bool {
	return strict && len(l) > 0 || slices.ContainsFunc(l, func(d Diag) bool {
		return d.Severity() == Error || d.Severity() == Gate
	})
}

// Of returns the problems of that severity.
func (l List) Of(s Severity) List {
	var of List
	for _, d := range l {
		if d.Severity() == s {
			of = append(of, d)
		}
	}
	return of
}

// Count returns how many problems have that severity.
func (l List) Count(s Severity) int { return len(l.Of(s)) }

// Sorted returns l ordered by place and without repetitions, so that it does
// not depend on the order in which files were looked at.
func (l List) Sorted() List {
	out := slices.Clone(l)
	slices.SortStableFunc(out, func(a, b Diag) int {
		return cmp.Or(
			a.Pos.Compare(b.Pos),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.What.EN, b.What.EN),
		)
	})
	return slices.Compact(out)
}
