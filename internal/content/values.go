package content

import (
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A Value is something in a text that must be the same in every language: a day,
// a telephone number, an address or a number of two or more digits. Equal values
// have equal keys, however they are written: 令和8年3月10日 and 10 March 2026.
type Value struct {
	Key  string
	Text string // as written, on one line; none of a number in words, which no other language needs to have
	Pos  diag.Pos
}

// A year may be said a second time, in brackets: 令和8年（2026年）3月10日.
var gloss = regexp.MustCompile(`(?:年|日|元|\d)([(（](?:(?:令和|平成|昭和)\s*(?:元|\d{1,2})\s*年?|\d{4}\s*年)[)）])|(?:元|\d)([(（]\d{4}[)）])年`)

// valuesIn returns the values in a stretch of a file, which begins at the offset
// base.
func valuesIn(text string, base int, lines source.Lines) []Value {
	var list []Value
	for from, line := range unbroken(text) {
		for key, at := range valuesOf(line, glance) {
			list = append(list, Value{Key: key, Text: strings.Join(strings.FieldsFunc(line[at.from:at.to], unseen), " "), Pos: lines.Pos(base + from + at.from)})
		}
		for _, key := range wordsIn(line) {
			list = append(list, Value{Key: key})
		}
	}
	return list
}

// unseen reports whether nothing is seen of a character: of space, and of what was blanked.
func unseen(r rune) bool { return r == 0 || unicode.IsSpace(r) }

// keysIn returns the keys of the values in a text.
func keysIn(text string) []string {
	var list []string
	for _, line := range unbroken(text) {
		for key := range valuesOf(line, glance) {
			list = append(list, key)
		}
	}
	return list
}

// fold makes full-width digits and their marks plain ones, and blanks what emphasizes
// _words_. Each character keeps its place.
func fold(line string) string {
	line = withoutEmphasis(line)
	var b []byte
	done := 0
	for at := 0; ; {
		i := strings.Index(line[at:], "\xef\xbc") // with which they all begin
		if i < 0 {
			break
		}
		at += i + 3
		switch c := line[at-1]; {
		case c >= 0x90 && c <= 0x9A, c >= 0x8C && c <= 0x8E: // ０ to ９, ：，－．
			b = append(append(b, line[done:at-3]...), c-0x60)
			done = at
		}
	}
	if done == 0 {
		return line
	}
	return string(append(b, line[done:]...))
}

// withoutEmphasis blanks the marks around _words_, which are no part of them.
func withoutEmphasis(line string) string {
	first := strings.IndexByte(line, '_')
	if first < 0 {
		return line
	}
	var marks [][]int
	for i := first; i < len(line); i++ {
		if line[i] == '_' && (i == 0 || strings.IndexByte(space+`(*"`, line[i-1]) >= 0 || line[i-1] >= utf8.RuneSelf ||
			i+1 == len(line) || strings.IndexByte(space+`).,;*"`, line[i+1]) >= 0 || line[i+1] >= utf8.RuneSelf) {
			marks = append(marks, []int{i, i + 1})
		}
	}
	return blank(line, marks)
}

// maxLine is the longest line in which values are looked for, in bytes: what it
// costs grows with the square, and nobody writes such a paragraph.
const maxLine = 16 << 10

// A stretch is a part of a line.
type stretch struct{ from, to int }

// valuesOf yields the keys of the values in a line, and where they stand in it. look
// says what a line may hold, so that most are spared most of the search.
func valuesOf(line string, look func(string) hint) iter.Seq2[string, stretch] {
	return func(yield func(string, stretch) bool) {
		folded := fold(line)
		h := look(folded)
		if h&(digits|years|lateMonths|addresses) == 0 || len(line) > maxLine {
			return
		}
		work := folded
		if h&(marks|brackets) != 0 {
			if unsaid := unsaidIn(folded, h); len(unsaid) > 0 {
				work = blank(folded, unsaid)
				h = look(work)
			}
		}
		var groups []string
		for i, f := range valueForms {
			if f.hint&h != f.hint {
				continue
			}
			found := f.find(work)
			for _, m := range found {
				groups = groups[:0]
				for i := 0; i < len(m); i += 2 {
					group := ""
					if m[i] >= 0 {
						group = work[m[i]:m[i+1]]
					}
					groups = append(groups, group)
				}
				key := f.key(groups)
				if key == "" {
					continue
				}
				said := strings.TrimSpace(groups[0])
				at := stretch{from: m[0] + strings.Index(groups[0], said)}
				at.to = at.from + len(said)
				if len(folded) != len(line) {
					at = stretch{unfolded(line, folded, at.from), unfolded(line, folded, at.to)}
				}
				if !yield(key, at) {
					return
				}
			}
			if len(found) > 0 && i < len(valueForms)-1 {
				work = blank(work, found)
				h = look(work)
			}
		}
	}
}

// unfolded returns the offset in a line of what is at offset when it is folded.
func unfolded(line, folded string, offset int) int {
	n := utf8.RuneCountInString(folded[:offset])
	for i := range line {
		if n == 0 {
			return i
		}
		n--
	}
	return len(line)
}

// unsaidIn returns the ranges of a line that are not said to the reader, or hold no
// values: code, ids, destinations within the site, the numbers of lists and
// footnotes, a year said again. h is what the line holds.
func unsaidIn(line string, h hint) [][]int {
	if strings.HasPrefix(line, ":::") {
		return [][]int{{0, len(line)}}
	}
	var ranges [][]int
	at := len(line) - len(strings.TrimLeft(line, " \t>*+-"))
	if rest := strings.TrimLeft(line[at:], "0123456789"); len(rest) < len(line)-at && len(rest) > 1 && strings.IndexByte(".)", rest[0]) >= 0 && strings.IndexByte(" \t", rest[1]) >= 0 {
		at = len(line) - len(rest) + 2
		ranges = append(ranges, []int{0, at})
	}
	for at < len(line) {
		if !opening[line[at]] {
			at++
			continue
		}
		end := at
		switch rest := line[at:]; {
		case rest[0] == '`':
			end = at + codeSpan(rest)
		case strings.HasPrefix(rest, "{#"):
			end = at + strings.IndexByte(rest, '}') + 1
		case strings.HasPrefix(rest, "[^"):
			end = at + strings.IndexByte(rest, ']') + 1
		case strings.HasPrefix(rest, "](") && !leadsOutside(rest[2:]):
			end = len(line)
			if i := strings.IndexAny(rest, ") \t\n"); i > 0 {
				end = at + i
			}
		}
		if end > at {
			ranges = append(ranges, []int{at, end})
			at = end
		} else {
			at++
		}
	}
	for _, m := range glossesIn(line, h) {
		if !slices.ContainsFunc(ranges, func(u []int) bool { return u[0] < m[1] && m[0] < u[1] }) {
			ranges = append(ranges, m)
		}
	}
	slices.SortFunc(ranges, func(a, b []int) int { return a[0] - b[0] })
	return ranges
}

// opening are the bytes with which such a range within a line begins.
var opening = [256]bool{'`': true, '{': true, '[': true, ']': true}

// codeSpan returns the length of the code that s begins with, or of its backticks
// where nothing closes them.
func codeSpan(s string) int {
	run := len(s) - len(strings.TrimLeft(s, "`"))
	for at := run; at < len(s); {
		i := strings.IndexByte(s[at:], '`')
		if i < 0 {
			break
		}
		at += i
		closing := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
		at += closing
		if closing == run {
			return at
		}
	}
	return run
}

// leadsOutside reports whether the destination of a link leads out of the site.
func leadsOutside(destination string) bool {
	destination = strings.TrimPrefix(destination, "<")
	for _, scheme := range []string{"https:", "http:", "tel:"} {
		if strings.HasPrefix(destination, scheme) {
			return true
		}
	}
	return false
}

// glossesIn returns the ranges of a line that say a year again.
func glossesIn(line string, h hint) [][]int {
	if h&brackets == 0 {
		return nil
	}
	var ranges [][]int
	for _, m := range gloss.FindAllStringSubmatchIndex(line, -1) {
		r := m[2:4]
		if r[0] < 0 {
			r = m[4:6]
		}
		ranges = append(ranges, r)
	}
	return ranges
}

// blank replaces ranges, of which each begins with its start and end, by as many
// bytes that say nothing.
func blank(s string, ranges [][]int) string {
	b := []byte(s)
	for _, r := range ranges {
		for i := r[0]; i < r[1]; i++ {
			if b[i] != '\n' {
				b[i] = 0
			}
		}
	}
	return string(b)
}

// steps counts the items of numbered lists and the tick boxes of a text.
func steps(text string) int {
	n := 0
	for _, line := range prose(text) {
		line = strings.TrimLeft(line, " \t>")
		number := strings.TrimLeft(line, "0123456789")
		switch {
		case len(number) < len(line) && (strings.HasPrefix(number, ". ") || strings.HasPrefix(number, ") ")):
			n++
		case len(line) > 5 && strings.ContainsRune("-*+", rune(line[0])) && (strings.HasPrefix(line[1:], " [ ] ") || strings.HasPrefix(line[1:], " [x] ") || strings.HasPrefix(line[1:], " [X] ")):
			n++
		}
	}
	return n
}
