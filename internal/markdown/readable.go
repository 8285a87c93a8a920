package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Readable returns a text in which U+FFFD stands for each character that no HTML may
// hold, written as it is or as in &#8;.
func Readable(s string) string {
	if strings.IndexFunc(s, forbidden) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// forbidden reports whether r is a control character that is no white space, or none
// at all (U+FFFE).
func forbidden(r rune) bool {
	switch {
	case r < ' ':
		return r != '\t' && r != '\n' && r != '\f' && r != '\r'
	case r < 0x7f:
		return false
	}
	return r < 0xa0 || 0xfdd0 <= r && r <= 0xfdef || r&0xfffe == 0xfffe
}

// controls reports the characters that no HTML may hold, the first in each line.
func (p *printer) controls() {
	for at := 0; at < len(p.src); {
		i := bytes.IndexFunc(p.src[at:], forbidden)
		if i < 0 {
			return
		}
		at += i
		r, _ := utf8.DecodeRune(p.src[at:])
		p.problem(Control, at, fmt.Sprintf("U+%04X", r))
		end := bytes.IndexByte(p.src[at:], '\n')
		if end < 0 {
			return
		}
		at += end
	}
}

// saysNothing reports whether a text has no character that can be seen.
func saysNothing(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }) < 0
}

// readable returns p with a finished HTML that may be published: each hole stays
// where it is.
func (p print) readable() print {
	if strings.IndexFunc(p.html, forbidden) < 0 {
		return p
	}
	var b strings.Builder
	done := 0
	for i, h := range p.holes {
		b.WriteString(Readable(p.html[done:h.at]))
		done = h.at
		p.holes[i].at = b.Len()
	}
	b.WriteString(Readable(p.html[done:]))
	p.html = b.String()
	return p
}
