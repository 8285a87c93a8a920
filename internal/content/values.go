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

// What is not said to the reader, or is not a value: code, comments, ids, the
// destinations of our links, the numbers of lists and footnotes.
var unsaid = regexp.MustCompile("(?ms)^(```|~~~).*?(?:^(?:```|~~~)[ \\t]*$|\\z)" +
	"|`[^`\\n]*`|<!--.*?-->|\\{#[^}\\n]*\\}|\\]\\((?:link|item|runbook|column|guide|contact):[^)\\n]*\\)" +
	"|^[ \\t]*\\d+[.)][ \\t]|\\[\\^[^\\]\\n]*\\]|^:::.*?$")

// A valueForm is one way to write a value: the expression, and the key that its
// groups make; an empty key is no value.
type valueForm struct {
	form *regexp.Regexp
	key  func(groups []string) string
}

const englishMonths = `(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?`

// valueForms are tried in order; what one has taken the next does not see.
var valueForms = []valueForm{
	{regexp.MustCompile(`https?://[^\s<>()"'｜、。，．「」『』（）【】]+`), func(g []string) string {
		return "url " + strings.TrimRight(g[0], ".,;:!?")
	}},
	{regexp.MustCompile(`(\d{4})[-/](\d{1,2})[-/](\d{1,2})`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+` + englishMonths + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[2]), g[1]) }},
	{regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[1]), g[2]) }},
	{regexp.MustCompile(`(\d{4})\s*年\s*(\d{1,2})\s*月`), func(g []string) string { return day(g[1], g[2], "") }},
	{regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], "") }},
	{regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{4})`), func(g []string) string { return day(g[2], month(g[1]), "") }},
	{regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年`), func(g []string) string { return "number " + eraYear(g[1], g[2]) }},
	{regexp.MustCompile(`(\d{1,2})\s*月\s*(\d{1,2})\s*日`), func(g []string) string { return day("", g[1], g[2]) }},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?\s+` + englishMonths + `\b`), func(g []string) string { return day("", month(g[2]), g[1]) }},
	{regexp.MustCompile(`(?i)\b` + englishMonths + `\s+(\d{1,2})(?:st|nd|rd|th)?\b`), func(g []string) string { return day("", month(g[1]), g[2]) }},
	{regexp.MustCompile(`(?:\+81[-‐‑– ]?)?\d{1,4}[-‐‑–]\d{1,4}[-‐‑–]\d{3,4}`), func(g []string) string {
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
	{regexp.MustCompile(`(\d[\d,]*(?:\.\d+)?)\s*(万)?`), func(g []string) string {
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

// valuesIn returns the values in a stretch of a file.
func valuesIn(text string, base int, lines source.Lines) []Value {
	// Full-width digits are digits; each rune keeps its place.
	wide := []rune(text)
	folded := make([]rune, len(wide))
	for i, r := range wide {
		switch {
		case r >= '０' && r <= '９':
			r = '0' + (r - '０')
		case r == '，':
			r = ','
		case r == '－':
			r = '-'
		}
		folded[i] = r
	}
	work := blank(string(folded), unsaid.FindAllStringIndex(string(folded), -1))
	var list []Value
	for _, f := range valueForms {
		found := f.form.FindAllStringSubmatchIndex(work, -1)
		var taken [][]int
		for _, m := range found {
			groups := make([]string, len(m)/2)
			for i := range groups {
				if m[2*i] >= 0 {
					groups[i] = work[m[2*i]:m[2*i+1]]
				}
			}
			taken = append(taken, m[:2])
			if key := f.key(groups); key != "" {
				before := utf8.RuneCountInString(work[:m[0]])
				offset := base + len(string(wide[:before]))
				written := string(wide[before : before+utf8.RuneCountInString(strings.TrimSpace(groups[0]))])
				list = append(list, Value{Key: key, Text: written, Pos: lines.Pos(offset)})
			}
		}
		work = blank(work, taken)
	}
	return list
}

// blank replaces ranges by as many runes that say nothing. Line ends stay.
func blank(s string, ranges [][]int) string {
	var b strings.Builder
	done := 0
	for _, r := range ranges {
		b.WriteString(s[done:r[0]])
		for _, c := range s[r[0]:r[1]] {
			if c != '\n' {
				c = '\x00'
			}
			b.WriteRune(c)
		}
		done = r[1]
	}
	b.WriteString(s[done:])
	return b.String()
}

var step = regexp.MustCompile(`(?m)^[ \t]*(?:\d+[.)]|[-*+] \[[ xX]\])[ \t]`)

// steps counts the items of numbered lists and the tick boxes of a text.
func steps(text string) int { return len(step.FindAllStringIndex(text, -1)) }
