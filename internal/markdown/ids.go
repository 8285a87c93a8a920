package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ids are the ids that the headings of a file have taken.
type ids struct {
	taken map[string]bool
	last  map[string]int // highest suffix tried, by id
}

func newIDs() *ids { return &ids{taken: map[string]bool{}, last: map[string]int{}} }

// unique takes id, or the first of id-2, id-3, … that is free.
func (s *ids) unique(id string) string {
	got := id
	for n := max(s.last[id], 1); s.taken[got]; {
		n++
		s.last[id] = n
		got = id + "-" + strconv.Itoa(n)
	}
	s.taken[got] = true
	return got
}

// slug makes an id of a heading's text: letters, digits and marks in lower case
// and compatibility form (ＡＰＮｓ → apns), all else as single hyphens.
func slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKC.String(text) {
		if !unicode.In(r, unicode.Letter, unicode.Digit, unicode.Mark) {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}
