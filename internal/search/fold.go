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
func Fold(text string) string { return string(appendFold(nil, text)) }

// appendFold appends a folded text to b.
func appendFold(b []byte, text string) []byte {
	start, space := len(b), false
	if at := plainTo(text); at < len(text) {
		text = normal(text, at)
	}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			switch c = lower[c]; {
			case c == ' ':
				space = true
			case space && len(b) > start:
				b, space = append(b, ' ', c), false
			default:
				b, space = append(b, c), false
			}
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case r >= 0x4E00 && r <= 0x9FFF: // nearly all kanji
		case r <= 0x3000 && unicode.IsSpace(r):
			space = true
			continue
		case r == longVowel && endsInKana(text[:i-n]) && endsWord(last(text[:i-n]), first(strings.TrimPrefix(text[i:], "・"))):
			continue
		case r == '・' && katakana(last(text[:i-n])) && katakana(first(text[i:])):
			continue
		}
		if space && len(b) > start {
			b = append(b, ' ')
		}
		space = false
		b = utf8.AppendRune(b, foldRune(r))
	}
	return b
}

// plainTo returns how much of a text has only characters that can all be seen and
// are written in one way: it is nearly all text, and quickly found out.
func plainTo(text string) int {
	for i, r := range text {
		if !plain(r) {
			return i
		}
	}
	return len(text)
}

func plain(r rune) bool {
	return r < utf8.RuneSelf || r >= 0x4E00 && r <= 0x9FFF || r >= 'ァ' && r <= longVowel || r >= 'ぁ' && r <= 'ゖ' || r >= '、' && r <= '】'
}

// normal returns a text without what nobody sees, in the one way in which it is
// written. It is plain up to at. What is plain begins anew for composition, so that
// only what is between has to be looked at closely.
func normal(text string, at int) string {
	b := make([]byte, 0, len(text)+len(text)/8)
	for {
		b, text = append(b, text[:at]...), text[at:]
		if text == "" {
			return string(b)
		}
		end := strings.IndexFunc(text, plain)
		if end < 0 {
			end = len(text)
		}
		b = norm.NFKC.AppendString(b, strings.Map(visible, text[:end]))
		text = text[end:]
		at = plainTo(text)
	}
}

const longVowel = 'ー'

// lower is what characters of ASCII are folded to.
var lower = func() (to [utf8.RuneSelf]byte) {
	for c := range rune(utf8.RuneSelf) {
		if to[c] = byte(unicode.ToLower(c)); unicode.IsSpace(c) {
			to[c] = ' '
		}
	}
	return to
}()

// foldRune folds any other character.
func foldRune(r rune) rune {
	switch {
	case r >= 'ぁ' && r <= 'ゖ' || r == 'ゝ' || r == 'ゞ':
		return r + ('ァ' - 'ぁ')
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
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func last(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// endsInKana reports whether the last two characters of a text are kana.
func endsInKana(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return kana(r) && kana(last(s[:len(s)-n]))
}

// endsWord reports whether a long vowel between two characters ends a word of katakana,
// or of hiragana typed for it: サーバー is サーバ, さーばーの is サーバノ, and ぱすわーど
// stays パスワード.
func endsWord(before, after rune) bool {
	return !katakana(after) && !(hiragana(before) && hiragana(after) && !strings.ContainsRune(particles, after))
}

// particles are what follows a word and seldom stands behind a long vowel within one,
// as と does: さぽーと.
const particles = "のをがにへはでもや"

func hiragana(r rune) bool { return r >= 'ぁ' && r <= 'ゖ' }
func katakana(r rune) bool { return r >= 'ァ' && r <= 'ヺ' || r == longVowel }
func kana(r rune) bool     { return hiragana(r) || katakana(r) }

// A class says how a character is searched for.
type class int

const (
	none class = iota // it parts words
	cjk               // in pairs: nothing parts words
	word              // in words
)

// plainClasses are the classes of characters of ASCII, once they are folded.
var plainClasses = func() (is [utf8.RuneSelf]class) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyz0123456789") {
		is[c] = word
	}
	return is
}()

// classOf returns the class of any other character.
func classOf(r rune) class {
	switch {
	case r >= 0x4E00 && r <= 0x9FFF || r >= 'ぁ' && r <= 'ゖ' || r >= 'ァ' && r <= 'ヺ' || r == longVowel: // nearly all of it
		return cjk
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
func grams(folded []byte, yield func([]byte)) {
	kind := none
	start := 0 // of a word, or of the character before
	end := func(to int) {
		switch kind {
		case cjk:
			yield(folded[start:to])
		case word:
			yield(cut(folded[start:to]))
		}
	}
	for i := 0; i < len(folded); {
		var k class
		n := 1
		if c := folded[i]; c < utf8.RuneSelf {
			k = plainClasses[c]
		} else {
			var r rune
			r, n = utf8.DecodeRune(folded[i:])
			k = classOf(r)
		}
		switch {
		case k != kind:
			end(i)
			start, kind = i, k
		case k == cjk:
			yield(folded[start : i+n])
			start = i
		}
		i += n
	}
	end(len(folded))
}

// cut returns the beginning of a word.
func cut(word []byte) []byte {
	if len(word) <= longestWord {
		return word
	}
	at := 0
	for range longestWord {
		_, n := utf8.DecodeRune(word[at:])
		at += n
	}
	return word[:at]
}
