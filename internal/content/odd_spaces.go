package content

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
)

// oddSpaces look like an ordinary space or like nothing at all, and are letters to YAML.
// They come from Japanese keyboards and from pages and documents that are copied.
const oddSpaces = "\u3000\u00a0\u2002\u2003\u2009\u200a\u200b\u202f\u2060\ufeff"

// behindColon is a key whose colon is followed by one of them, where a space would part it
// from its value.
var behindColon = regexp.MustCompile(`^[ \t]*(?:- +)*[\w./-]+:([` + oddSpaces + `])`)

// wide is what makes no key of a line, and what to do: a full-width colon, or a space behind
// the colon that is none. col is the character at which that stands.
type wide struct {
	col      int
	what, do diag.Text
}

// wideIn finds in a line what keeps the text before it from being a key.
func wideIn(line string) (w wide, found bool) {
	if i := wideColon(line); i >= 0 {
		return wide{i, wideColonWhat, wideColonDo}, true
	}
	m := behindColon.FindStringSubmatchIndex(line)
	if m == nil {
		return w, false
	}
	w.col = utf8.RuneCountInString(line[:m[2]])
	w.what, w.do = oddSpace(line[m[2]:])
	return w, true
}

var (
	behindDash = regexp.MustCompile(`^[ \t]*-([` + oddSpaces + `])`)
	oddIndent  = regexp.MustCompile(`^[ \t]*([` + oddSpaces + `])[ \t` + oddSpaces + `]*(?:- |[\w./-]+:(?: |$))`)
)

// wideLine finds in a line that cannot be read what wideIn finds, and spaces that are none
// behind the mark of a list or in an indent.
func wideLine(line string) (w wide, found bool) {
	if w, found = wideIn(line); found {
		return w, true
	}
	where := diag.Text{JA: "「-」の後", EN: "after the -"}
	m := behindDash.FindStringSubmatchIndex(line)
	if m == nil {
		where = diag.Text{JA: "行の始め", EN: "at the beginning of the line"}
		m = oddIndent.FindStringSubmatchIndex(line)
	}
	if m == nil {
		return w, false
	}
	r, _ := utf8.DecodeRuneInString(line[m[2]:])
	w.col = utf8.RuneCountInString(line[:m[2]])
	w.what = diag.Textf("%[1]sに、ふつうの空白ではない文字（U+%04[3]X）があります", "there is a character that is not an ordinary space, U+%04[3]X, %[2]s", where.JA, where.EN, r)
	w.do = diag.Text{JA: "半角の空白に置き換えてください。", EN: "Put ordinary spaces in its place."}
	return w, true
}

// oddSpace says what space a text begins with.
func oddSpace(text string) (what, do diag.Text) {
	r, _ := utf8.DecodeRuneInString(text)
	do = diag.Text{JA: "半角の空白に置き換えてください。", EN: "Put an ordinary space in its place."}
	if r == '\u3000' {
		return diag.Text{JA: "「:」の後が全角の空白です", EN: "a full-width space follows the colon"}, do
	}
	return diag.Textf("「:」の後に、ふつうの空白ではない文字（U+%04X）があります", "the character after the colon is not an ordinary space but U+%04X", r), do
}

// oddKey reports what stands before a key, or behind its colon, and is taken for a part
// of it. It does not name the key: behind the colon may stand a secret.
func (d *decoder) oddKey(key *yaml.Node) bool {
	if odd, ok := wideIn(key.Value); ok && wideColon(key.Value) < 0 {
		d.add(d.pos(key), diag.WIDE, odd.what, odd.do)
		return true
	}
	r, ok := unseenBefore(key.Value, strings.Trim(key.Value, oddSpaces+" "))
	if !ok || r == '\u3000' || !strings.ContainsRune(oddSpaces, r) {
		return false
	}
	d.add(d.pos(key), diag.WIDE,
		diag.Textf("キーの前に、ふつうの空白ではない文字（U+%04X）があります", "there is a character that is not an ordinary space, U+%04X, before the key", r),
		diag.Text{JA: "消すか、半角の空白に置き換えてください。", EN: "Delete it, or put ordinary spaces in its place."})
	return true
}

// unseenBefore returns what nobody sees before a text, where there is some.
func unseenBefore(line, text string) (r rune, found bool) {
	if !strings.HasPrefix(strings.TrimLeft(line, oddSpaces+" "), text) {
		return 0, false
	}
	r, _ = utf8.DecodeRuneInString(line)
	return r, true
}
