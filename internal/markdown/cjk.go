package markdown

import (
	"unicode"

	"golang.org/x/text/width"
)

// isCJK reports whether r is a CJK character in the sense of the CommonMark
// CJK-friendly amendments (github.com/tats-u/markdown-cjk-friendly): wide, full
// width or half width by Unicode's UAX #11 and no emoji, or Hangul.
func isCJK(r rune) bool {
	if r < 0x1100 {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return !isEmoji(r)
	}
	return unicode.Is(unicode.Hangul, r)
}

// isEmoji reports whether r, a wide character, is shown as an emoji. The wide
// characters of these blocks are, but for two angle brackets and a few squared
// ideographs such as 🈂, which need no rule of their own.
func isEmoji(r rune) bool {
	return 0x2300 <= r && r < 0x2C00 && r != 0x2329 && r != 0x232A || 0x1F000 <= r && r < 0x1FB00
}
