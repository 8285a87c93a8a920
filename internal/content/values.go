package content

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A Value is something in a text that must be the same in every language: a day,
// a telephone number, an address or a number of two or more digits. Equal values
// have equal keys, however they are written: 令和8年3月10日 and 10 March 2026.
type Value struct {
	Key  string
	Text string // as written
	Pos  diag.Pos
}

// What is not said to the reader, or is not a value: code, ids, the destinations of
// our links, the numbers of lists and footnotes.
var unsaid = regexp.MustCompile("`[^`]*`|\\{#[^}]*\\}|\\]\\((?:link|item|runbook|column|guide|contact):[^)]*\\)" +
	"|^[ \\t]*\\d+[.)][ \\t]|\\[\\^[^\\]]*\\]|^:::.*$")

// A valueForm is one way to write a value: the expression, and the key that its
// groups make; an empty key is no value. A line that says nothing of what hint
// names cannot hold it, and is spared the expression.
type valueForm struct {
	hint hint
	form *regexp.Regexp
	key  func(groups []string) string
}

// A hint is what a line holds, seen at a glance.
type hint uint8

const (
	digits    hint = 1 << iota
	dashes         // between digits, or slashes
	years          // 年
	moons          // 月
	months         // the beginning of an English month's name
	addresses      // ://
)

// glance returns what a line holds.
func glance(line string) hint {
	var h hint
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c >= '0' && c <= '9':
			h |= digits
		case c == '-' || c == '/':
			h |= dashes
		case c == ':' && strings.HasPrefix(line[i:], "://"):
			h |= addresses
		case c >= 0x80:
			switch {
			case strings.HasPrefix(line[i:], "年"):
				h |= years
			case strings.HasPrefix(line[i:], "月"):
				h |= moons
			case strings.HasPrefix(line[i:], "‐"), strings.HasPrefix(line[i:], "‑"), strings.HasPrefix(line[i:], "–"):
				h |= dashes
			}
		case h&months == 0 && i+3 <= len(line) && (i == 0 || !isLetter(line[i-1])) && isLetter(c):
			if strings.Contains(monthBeginnings, strings.ToLower(line[i:i+3])) {
				h |= months
			}
		}
	}
	return h
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

const monthBeginnings = "jan feb mar apr may jun jul aug sep oct nov dec"

const englishMonths = `(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?`

// valueForms are tried in order; what one has taken the next does not see.
var valueForms = []valueForm{
	{addresses, regexp.MustCompile(`https?://[^\s<>()"'｜、。，．「」『』（）【】]+`), func(g []string) string {
		return "url " + strings.TrimRight(g[0], ".,;:!?")
	}},
	{digits | dashes, regexp.MustCompile(`(\d{4})[-/](\d{1,2})[-/](\d{1,2})`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{digits | years | moons, regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{years | moons, regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | months, regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+` + englishMonths + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[2]), g[1]) }},
	{digits | months, regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[1]), g[2]) }},
	{digits | years | moons, regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月`), func(g []string) string { return day(g[1], g[2], "") }},
	{years | moons, regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], "") }},
	{digits | months, regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{4})`), func(g []string) string { return day(g[2], month(g[1]), "") }},
	{years, regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年`), func(g []string) string { return "number " + eraYear(g[1], g[2]) }},
	{digits | moons, regexp.MustCompile(`(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day("", g[1], g[2]) }},
	{digits | months, regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+` + englishMonths + `\b`), func(g []string) string { return day("", month(g[2]), g[1]) }},
	{digits | months, regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{1,2})(?:st|nd|rd|th)?\b`), func(g []string) string { return day("", month(g[1]), g[2]) }},
	{digits | dashes, regexp.MustCompile(`(?:\+81[-‐‑– ]?)?\d{1,4}[-‐‑–]\d{1,4}[-‐‑–]\d{3,4}`), func(g []string) string {
		number := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, g[0])
		if strings.HasPrefix(g[0], "+81") {
			number = "0" + strings.TrimPrefix(number, "81")
		}
		return "telephone " + number
	}},
	{digits, regexp.MustCompile(`(\d[\d,]*(?:\.\d+)?)\s*(万)?`), func(g []string) string {
		plain := strings.ReplaceAll(g[1], ",", "")
		if g[2] != "" {
			if n, err := strconv.ParseFloat(plain, 64); err == nil {
				plain = strconv.FormatFloat(n*10000, 'f', -1, 64)
			}
		}
		if len(strings.ReplaceAll(plain, ".", "")) < 2 {
			return ""
		}
		return "number " + plain
	}},
}

// day is the key of a date of which a part may be missing.
func day(year, month, dayOfMonth string) string {
	n := func(s string) int { i, _ := strconv.Atoi(s); return i } // digits, by the expressions above
	return fmt.Sprintf("date %04d-%02d-%02d", n(year), n(month), n(dayOfMonth))
}

func month(name string) string {
	const first = "janfebmaraprmayjunjulaugsepoctnovdec"
	return strconv.Itoa(strings.Index(first, strings.ToLower(name[:3]))/3 + 1)
}

// eraYear returns the year of an era as a year.
func eraYear(era, year string) string {
	first := map[string]int{"令和": 2019, "平成": 1989, "昭和": 1926}[era]
	if year == "元" {
		year = "1"
	}
	n, _ := strconv.Atoi(year)
	return strconv.Itoa(first + n - 1)
}

// valuesIn returns the values in a stretch of a file, which begins at the offset
// base.
func valuesIn(text string, base int, lines source.Lines) []Value {
	var list []Value
	fence, comment := "", false
	for line := range strings.Lines(text) {
		from := base
		base += len(line)
		switch mark := strings.TrimLeft(line, " "); {
		case fence != "":
			if strings.HasPrefix(mark, fence) {
				fence = ""
			}
			continue
		case strings.HasPrefix(mark, "```"), strings.HasPrefix(mark, "~~~"):
			fence = mark[:3]
			continue
		}
		line, comment = withoutComments(line, comment)
		folded := fold(line)
		if h := glance(folded); h&(digits|years|addresses) != 0 {
			list = append(list, valuesOf(line, folded, h, from, lines)...)
		}
	}
	return list
}

// withoutComments blanks the comments of a line; open says whether one began
// before it, and is returned for the next line.
func withoutComments(line string, open bool) (string, bool) {
	if !open && !strings.Contains(line, "<!--") {
		return line, false
	}
	var ranges [][]int
	for at := 0; ; {
		start := at
		if !open {
			i := strings.Index(line[at:], "<!--")
			if i < 0 {
				return blank(line, ranges), false
			}
			start = at + i
		}
		end := strings.Index(line[start:], "-->")
		if end < 0 {
			return blank(line, append(ranges, []int{start, len(line)})), true
		}
		at, open = start+end+len("-->"), false
		ranges = append(ranges, []int{start, at})
	}
}

// fold makes full-width digits and their marks plain ones. Each character keeps
// its place.
func fold(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return '0' + (r - '０')
		case r == '，':
			return ','
		case r == '－':
			return '-'
		}
		return r
	}, line)
}

// valuesOf returns the values in a line, folded of which has the hints h.
func valuesOf(line, folded string, h hint, from int, lines source.Lines) []Value {
	var list []Value
	work := blank(folded, unsaid.FindAllStringIndex(folded, -1))
	for _, f := range valueForms {
		if f.hint&h != f.hint {
			continue
		}
		var taken [][]int
		for _, m := range f.form.FindAllStringSubmatchIndex(work, -1) {
			groups := make([]string, len(m)/2)
			for i := range groups {
				if m[2*i] >= 0 {
					groups[i] = work[m[2*i]:m[2*i+1]]
				}
			}
			taken = append(taken, m[:2])
			if key := f.key(groups); key != "" {
				before := utf8.RuneCountInString(work[:m[0]])
				start := offsetOfRune(line, before)
				end := start + offsetOfRune(line[start:], utf8.RuneCountInString(strings.TrimSpace(groups[0])))
				list = append(list, Value{Key: key, Text: line[start:end], Pos: lines.Pos(from + start)})
			}
		}
		if len(taken) > 0 {
			work = blank(work, taken)
		}
	}
	return list
}

// offsetOfRune returns the offset of the n-th character of s.
func offsetOfRune(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// blank replaces ranges by as many characters that say nothing.
func blank(s string, ranges [][]int) string {
	if len(ranges) == 0 {
		return s
	}
	var b strings.Builder
	done := 0
	for _, r := range ranges {
		b.WriteString(s[done:r[0]])
		for _, c := range s[r[0]:r[1]] {
			if c != '\n' {
				c = 0
			}
			b.WriteRune(c)
		}
		done = r[1]
	}
	b.WriteString(s[done:])
	return b.String()
}

// steps counts the items of numbered lists and the tick boxes of a text.
func steps(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		line = strings.TrimLeft(line, " \t")
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
