package content

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A valueForm is one way to write a value: what finds it in a line, as an
// expression does, and the key that its groups make; an empty key is no value. A
// line that says nothing of what hint names cannot hold it, and is spared the search.
type valueForm struct {
	hint hint
	find func(line string) [][]int
	key  func(groups []string) string
}

// expression finds what a regular expression does.
func expression(s string) func(string) [][]int {
	re := regexp.MustCompile(s)
	return func(line string) [][]int { return re.FindAllStringSubmatchIndex(line, -1) }
}

// firstDay finds the first of several days, of which the last has what they share: the
// group first, with the groups year, month and day, which may stand behind it. What the
// group rest holds is taken with it and said no more: beside the last day it would be
// another date in each language.
func firstDay(s string) func(string) [][]int {
	re := regexp.MustCompile(s)
	return func(line string) [][]int {
		var found [][]int
		for _, m := range re.FindAllStringSubmatchIndex(line, -1) {
			group := func(name string) []int {
				if i := re.SubexpIndex(name); i > 0 {
					return m[2*i : 2*i+2]
				}
				return []int{-1, -1}
			}
			found = append(found, slices.Concat(group("first"), group("year"), group("month"), group("day")))
			if rest := group("rest"); rest[0] >= 0 {
				found = append(found, slices.Concat(rest, []int{-1, -1, -1, -1, -1, -1}))
			}
		}
		return found
	}
}

// dayOf is the key of what firstDay finds.
func dayOf(g []string) string {
	switch {
	case g[2] == "":
		return ""
	case !isDigit(g[2][0]):
		g[2] = month(g[2])
	}
	return day(g[1], g[2], strings.TrimRight(g[3], "stndrh"))
}

// gap stands between the parts of a Japanese date: space, or the year said again,
// which is blanked.
const (
	gap       = `[\s\x00]*`
	eraName   = `(令和|平成|昭和)\s*(元|\d{1,2})`
	monthName = `\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?`
	dayNumber = `\b(\d{1,2})(?:st|nd|rd|th)?`
	dayFirst  = dayNumber + `\s+(?:of\s+)?` + monthName
	dayLast   = monthName + `\s+` + dayNumber + `\b`

	yearKanji  = gap + `年` + gap
	monthKanji = `(\d{1,2})` + gap + `月`
	dayKanji   = gap + `(\d{1,2})` + gap + `日`
	firstKanji = `(?P<month>\d{1,2})` + gap + `月` + gap + `(?P<day>\d{1,2}))` + untilKanji + `\d{1,2}` + gap + `日` // 3月10〜12日

	dash = `[-‐‑–]`

	// What stands between the first and the last of several days.
	until      = `\s*(?:\b(?:to|through|until|and)\b|[-‐‑–—~〜])\s*`
	untilKanji = `[\s\x00]*(?:から|[-‐‑–—~〜～・、,])[\s\x00]*`
	// A name may stand in Japanese in an address, where it follows a mark. Other
	// Japanese text ends the address.
	address = `https?://(?:[/?#=&_-][\p{Han}\p{Katakana}][\p{L}\p{N}]*|[!#-&*-;=?-Z\\^_a-z~])+`
)

// valueForms are tried in order; what one has taken the next does not see.
var valueForms = []valueForm{
	{addresses, expression(address), func(g []string) string { return "url " + sameHost(strings.TrimRight(g[0], ".,;:!?*_")) }},

	{digits | years | moons | days, firstDay(`(?P<first>(?P<year>\d{4})` + yearKanji + firstKanji), dayOf},
	{digits | moons | days, firstDay(`(?P<first>` + firstKanji), dayOf},
	{digits | months, firstDay(`(?P<first>(?P<month>` + monthName + `)\s+(?P<day>` + dayNumber + `))` + until + `(?:` + monthName + `\s+)?` + dayNumber + `,?\s+(?P<rest>(?P<year>\d{4}))\b`), dayOf},
	{digits | months, firstDay(`(?P<first>(?P<day>` + dayNumber + `)\s+(?:of\s+)?(?P<month>` + monthName + `))` + until + dayFirst + `,?\s+(?P<rest>(?P<year>\d{4}))\b`), dayOf},
	{digits | months, firstDay(`(?P<first>(?P<day>` + dayNumber + `))` + until + dayNumber + `\s+(?:of\s+)?(?P<rest>(?P<month>` + monthName + `)(?:,?\s+(?P<year>\d{4})\b)?)`), dayOf},

	{digits | dashes, expression(`\b((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{digits | dashes, expression(`\b([RHS])(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | years | moons | days, expression(`(\d{4})` + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{eras | years | moons | days, expression(eraName + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | months, expression(dayFirst + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[2]), g[1]) }},
	{digits | months, expression(monthName + `\s+` + dayNumber + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[1]), g[2]) }},

	{digits | dashes, expression(`\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b`), func(g []string) string { return day(g[1], g[2], "") }},
	{digits | years | moons, expression(`(\d{4})` + yearKanji + monthKanji), func(g []string) string { return day(g[1], g[2], "") }},
	{eras | years | moons, expression(eraName + yearKanji + monthKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], "") }},
	{digits | months, expression(monthName + `,?\s+(\d{4})`), func(g []string) string { return day(g[2], month(g[1]), "") }},
	{eras | years, expression(eraName + gap + `年`), func(g []string) string { return "number " + eraYear(g[1], g[2]) }},

	{digits | moons | days, expression(monthKanji + dayKanji), func(g []string) string { return day("", g[1], g[2]) }},
	{digits | months, expression(dayFirst + `\b`), func(g []string) string { return day("", month(g[2]), g[1]) }},
	{digits | months, expression(dayLast), func(g []string) string { return day("", month(g[1]), g[2]) }},

	// 12月 without a day is a number of two digits, of which months before have one.
	{lateMonths, expression(`\b(October|November|December|Oct|Nov|Dec)\b`), func(g []string) string { return number(month(g[1])) }},

	{digits | brackets, expression(`\+81[- ‐‑–]?(?:\(0\)\s?)?\d{1,4}[- ‐‑–]?\d{1,4}[- ‐‑–]?\d{3,4}` +
		`|[(（]0\d{1,4}[)）]\s*\d{1,4}` + dash + `?\d{3,4}|0\d{1,4}[(（]\d{1,4}[)）]\s*\d{3,4}`), telephone},
	{digits | dashes, expression(`\d{1,4}` + dash + `\d{1,4}` + dash + `\d{3,4}`), telephone},

	{digits | hours, expression(`(午前|午後)?\s*(\d{1,2})\s*時(?:\s*(\d{1,2})\s*分|(半)|(間))?`), func(g []string) string {
		switch {
		case g[5] != "":
			return number(g[2])
		case g[4] != "":
			return clock(g[2], "30", g[1] == "午後")
		}
		return clock(g[2], g[3], g[1] == "午後")
	}},
	{digits | halves, expression(`(?i)\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b`), func(g []string) string {
		hour := g[1]
		if hour == "12" {
			hour = "0" // midnight is 12 a.m., noon 12 p.m.
		}
		return clock(hour, g[2], strings.EqualFold(g[3], "p"))
	}},
	{digits | clocks, clocksIn, func(g []string) string { return clock(g[1], g[2], false) }},

	{digits | numbers, numbersIn, func(g []string) string { return counted(g[0]) }},
}

// clocksIn finds the times of day of a line, as \b(\d{1,2}):(\d{2})\b does.
func clocksIn(line string) [][]int {
	var found [][]int
	done := 0 // where the last one ended
	for colon := range len(line) {
		if line[colon] != ':' || digitsAt(line[colon+1:]) != 2 {
			continue
		}
		from, to := colon, colon+len(":00")
		for from > done && isDigit(line[from-1]) {
			from--
		}
		if n := colon - from; n == 0 || n > 2 || from > 0 && isWord(line[from-1]) || to < len(line) && isWord(line[to]) {
			continue
		}
		found = append(found, []int{from, to, from, colon, colon + 1, to})
		done = to
	}
	return found
}

// digitsAt returns how many digits a text begins with.
func digitsAt(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// day is the key of a date of which a part may be missing.
func day(year, month, dayOfMonth string) string {
	return fmt.Sprintf("date %04d-%02d-%02d", whole(year), whole(month), whole(dayOfMonth))
}

// whole returns the number that digits make; none make 0.
func whole(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// sameHost returns an address with its host in small letters, as all systems read it.
func sameHost(address string) string {
	host, end := strings.Index(address, "://")+len("://"), len(address)
	if i := strings.IndexAny(address[host:], "/?#"); i >= 0 {
		end = host + i
	}
	return strings.ToLower(address[:end]) + address[end:]
}

func month(name string) string {
	const first = "JanFebMarAprMayJunJulAugSepOctNovDec"
	return strconv.Itoa(strings.Index(first, name[:3])/3 + 1)
}

// eraYear returns the year of an era as a year.
func eraYear(era, year string) string {
	first := map[string]int{"令和": 2019, "平成": 1989, "昭和": 1926, "R": 2019, "H": 1989, "S": 1926}[era]
	if year == "元" {
		year = "1"
	}
	return strconv.Itoa(first + whole(year) - 1)
}

// telephone is the key of a telephone number, as it is dialled in Japan.
func telephone(groups []string) string {
	number := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, groups[0])
	if strings.HasPrefix(groups[0], "+81") {
		number = "0" + strings.TrimPrefix(number[len("81"):], "0")
	}
	return "telephone " + number
}

// clock is the key of a time of day. A full hour of one digit is none: it may be
// written out.
func clock(hour, minute string, afternoon bool) string {
	h, m := whole(hour), whole(minute)
	if afternoon && h < 12 {
		h += 12
	}
	if h < 10 && m == 0 {
		return ""
	}
	return fmt.Sprintf("time %02d:%02d", h, m)
}
