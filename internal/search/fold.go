package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns a text as it is compared: what readers take for the same is the
// same. Width, composition, case, hiragana and katakana, the length of white space
// and the long vowel at the end of a word (サーバー, サーバ) make no difference.
//
// themes/default/static/find.js folds what readers type; a test holds that both
// make the same of every text.
func Fold(text string) string {
	rest := text
	if !plain(text) {
		rest = norm.NFKC.String(strings.Map(visible, text))
	}
	var b strings.Builder
	b.Grow(len(rest))
	done := 0 // what is written of rest; up to the character at hand the rest stays as it is
	space := false
	var before [2]rune // the characters before r, the nearest last
	for i, r := range rest {
		end := i + utf8.RuneLen(r)
		keep, folded := true, r
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // nearly all kanji
		case r == ' ' || unicode.IsSpace(r):
			keep, space = false, true
		case r == longVowel && kana(before[0]) && kana(before[1]) && !katakana(first(strings.TrimPrefix(rest[end:], "・"))):
			keep = false
		case r == '・' && katakana(before[1]) && katakana(first(rest[end:])):
			keep = false
		default:
			folded = foldRune(r)
		}
		switch {
		case !keep:
			b.WriteString(rest[done:i])
			done = end
		case space || folded != r:
			b.WriteString(rest[done:i])
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(folded)
			done, space = end, false
		}
		before = [2]rune{before[1], r}
	}
	b.WriteString(rest[done:])
	return b.String()
}

// plain reports whether a text has only characters that can all be seen and are
// written in one way: it is nearly all text, and quickly found out.
func plain(text string) bool {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
		case r >= 0x4E00 && r <= 0x9FFF, r >= 'ァ' && r <= longVowel, r >= 'ぁ' && r <= 'ゖ', r >= '、' && r <= '】':
		default:
			return false
		}
	}
	return true
}

const longVowel = 'ー'

func foldRune(r rune) rune {
	switch {
	case r >= 'ぁ' && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ':
		return r + ('ァ' - 'ぁ')
	case r < unicode.MaxASCII:
		if r >= 'A' && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	case r >= 0x3000 && r <= 0x9FFF: // nearly all of Japanese, which has no case
		return r
	}
	return unicode.ToLower(r)
}

// visible drops characters that nobody sees: soft hyphens, zero-width spaces,
// variation selectors.
func visible(r rune) rune {
	if r == 0xAD || r == 0x34F || r >= 0x200B && r <= 0x200F || r == 0x2060 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF {
		return -1
	}
	return r
}

func first(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func katakana(r rune) bool { return r >= 'ァ' && r <= 'ヺ' || r == longVowel }
func kana(r rune) bool     { return r >= 'ぁ' && r <= 'ゖ' || katakana(r) }

// A class says how a character is searched for.
type class int

const (
	none class = iota // it parts words
	cjk               // in pairs: nothing parts words
	word              // in words
)

func classOf(r rune) class {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF || r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' || r == longVowel: // nearly all of it
		return cjk
	case r < unicode.MaxASCII:
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return word
		}
		return none
	case unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hiragana, unicode.Hangul):
		return cjk
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		return word
	}
	return none
}

const longestWord = 40 // characters of a word that are compared

// grams calls yield with what a folded text is found by: of a run of Chinese,
// Japanese or Korean characters every pair, and the last character alone; of other
// letters and digits whole words. A single character is the beginning of a pair, or
// the last.
func grams(folded string, yield func(string)) {
	start, kind := 0, none
	end := func(to int) {
		switch run := folded[start:to]; kind {
		case cjk:
			previous := -1
			for i, r := range run {
				if previous >= 0 {
					yield(run[previous : i+utf8.RuneLen(r)])
				}
				previous = i
			}
			yield(run[previous:])
		case word:
			yield(cut(run))
		}
	}
	for i, r := range folded {
		if k := classOf(r); k != kind {
			end(i)
			start, kind = i, k
		}
	}
	end(len(folded))
}

// cut returns the beginning of a word.
func cut(word string) string {
	n := 0
	for i := range word {
		if n == longestWord {
			return word[:i]
		}
		n++
	}
	return word
}
