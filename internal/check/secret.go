package check

import (
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// Lint reports what must not stand in any file of content: secrets, and controls
// that make a text look other than it is. What looks like a secret is never
// repeated. A line can be excused: see excuser.
func Lint(f *source.File) diag.List {
	var list diag.List
	text := string(f.Data())
	possible, directed, e := formsIn(text), hasDirections(text), newExcuser(f, text)
	var head heading
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "\ufeff")
		e.read(line)
		if directed {
			direction(f, e.number, line, &list)
		}
		at, kind := secretIn(line, possible)
		if below := head.secret(line); at < 0 && below >= 0 {
			at, kind = below, password
		}
		if at < 0 || e.excused("SECRET") {
			continue
		}
		list = append(list, diag.Diag{
			Pos:     diag.Pos{File: f.Path, Line: e.number, Col: 1 + len([]rune(line[:at]))},
			Code:    diag.SECRET,
			Private: true,
			What:    diag.Text{JA: kind.JA + "のようなものが書かれています", EN: "this looks like " + kind.EN},
			Do: diag.Text{
				JA: "消して、置き場所（vault:… など）だけを書いてください。すでに公開・共有していれば、無効にして作り直してください。例であれば「" + e.comment("SECRET", "理由") + "」を" + e.place().JA + "に書きます。",
				EN: "Take it out and write only where it is kept, such as vault:…. If it was shared, revoke it. An example is excused by “" + e.comment("SECRET", "reason") + "” " + e.place().EN + ".",
			},
		})
	}
	return list
}

// hasDirections reports whether a text holds controls that reorder what is seen.
func hasDirections(text string) bool {
	if strings.Contains(text, "\u061c") {
		return true
	}
	for at := 0; ; at++ { // with this byte all others begin
		i := strings.IndexByte(text[at:], 0xe2)
		if i < 0 {
			return false
		}
		at += i
		if r, _ := utf8.DecodeRuneInString(text[at:]); source.Direction(r) != "" {
			return true
		}
	}
}

// direction reports the first of them in a line.
func direction(f *source.File, number int, line string, list *diag.List) {
	col := 0
	for _, r := range line {
		col++
		if name := source.Direction(r); name != "" {
			list.Add(diag.Pos{File: f.Path, Line: number, Col: col}, diag.BIDI,
				diag.Textf("見えない文字 U+%04X（%s）があります", "there is an invisible U+%04X (%s)", r, name),
				diag.Text{JA: "見た目の順序を変える文字です。消してください。", EN: "It changes the order in which the text is seen. Delete it."})
			return
		}
	}
}

// publicToken stands in the full name of each signed library of .NET, and so in many a
// message of Windows.
var publicToken = regexp.MustCompile(`PublicKeyToken=[0-9a-f]{16}\b`)

// masked replaces what an expression finds by as many spaces.
func masked(line string, re *regexp.Regexp) string {
	return re.ReplaceAllStringFunc(line, func(s string) string { return strings.Repeat(" ", len(s)) })
}

var webAddress = regexp.MustCompile(`[a-z][a-z0-9+.-]*://[^\s<>"'）」]+`)

const shortestKey = 20 // characters from which a word may be a key

// secretIn returns the offset of the first secret in a line and what it looks
// like, or -1. possible are the forms that its file may hold.
func secretIn(line string, possible []form) (int, diag.Text) {
	if strings.Contains(line, "PublicKeyToken=") {
		line = masked(line, publicToken)
	}
	for _, f := range possible {
		for _, mark := range f.marks {
			if strings.Count(line, mark) < f.times {
				continue
			}
			for _, m := range f.re.FindAllStringSubmatchIndex(line, -1) {
				if secret := line[m[2]:m[3]]; !standIn.MatchString(secret) && !uniform(secret) {
					return m[2], f.kind
				}
			}
			break
		}
	}
	if named(line) {
		if at := assigned(line); at >= 0 {
			return at, password
		}
	}
	return keyIn(line), diag.Text{JA: "鍵やトークン", EN: "a key or a token"}
}

// keyIn returns the offset of the first word in a line that only a generator makes,
// or -1. Addresses of the web are not looked into.
func keyIn(line string) int {
	at := randomWord(line)
	if at >= 0 && strings.Contains(line, "://") {
		at = randomWord(masked(line, webAddress))
	}
	return at
}

// randomWord returns the offset of the first long word in a line that is random, or -1.
func randomWord(line string) int {
	at, end := longWord(line, 0)
	for at >= 0 && !random(line[at:end]) {
		at, end = longWord(line, end)
	}
	return at
}

// longWord returns the range of the first word in a line, from an offset on, that is
// long enough for a key and made of the characters of one; or -1.
func longWord(line string, from int) (at, end int) {
	for at = from; at+shortestKey <= len(line); at = end + 1 {
		// What ends a word too early is sought from behind: what stands before that is
		// looked at no more.
		for end = at + shortestKey - 1; end >= at && ofKey[line[end]]; end-- {
		}
		if end >= at {
			continue
		}
		for end = at + shortestKey; end < len(line) && ofKey[line[end]]; end++ {
		}
		return at, end
	}
	return -1, -1
}

var ofKey = func() (is [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=-") {
		is[c] = true
	}
	return is
}()

func classes(s string) (lower, upper, digit int) {
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			lower++
		case unicode.IsUpper(r):
			upper++
		case unicode.IsDigit(r):
			digit++
		}
	}
	return
}

// uniform reports whether s repeats one or two characters, as fillers do.
func uniform(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		if r != '-' {
			seen[r] = true
		}
	}
	return len(seen) <= 2
}

// random reports whether a long word has the mixture that only a generator makes:
// all three kinds of characters, changing often, and no repetition.
func random(s string) bool {
	lower, upper, digit := classes(s)
	if lower < 3 || upper < 3 || digit < 3 || strings.Count(s, "/") > 1 || strings.Count(s, "-")+strings.Count(s, "_") > 2 {
		return false
	}
	changes, last := 0, -1
	counts := map[rune]int{}
	for _, r := range s {
		counts[r]++
		class := 0
		switch {
		case unicode.IsLower(r):
			class = 1
		case unicode.IsUpper(r):
			class = 2
		case unicode.IsDigit(r):
			class = 3
		}
		if last >= 0 && class != last {
			changes++
		}
		last = class
	}
	entropy := 0.0
	for _, n := range counts {
		p := float64(n) / float64(len(s))
		entropy -= p * math.Log2(p)
	}
	return entropy > 3.8 && float64(changes)/float64(len(s)) > 0.4
}
