package content

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A valueForm is one way to write a value: the expression, and the key that its
// groups make; an empty key is no value. A line that says nothing of what hint
// names cannot hold it, and is spared the expression.
type valueForm struct {
	hint hint
	form *regexp.Regexp
	key  func(groups []string) string
}

// A hint is what a line holds, seen at a glance.
type hint uint16

const (
	digits    hint = 1 << iota
	numbers        // two digits together, or a word that multiplies one
	dashes         // between digits, or slashes, or points
	years          // 年
	moons          // 月
	months         // the beginning of an English month's name
	clocks         // 時, a colon between digits, a.m., p.m.
	brackets       // or a plus, as in telephone numbers, and around a year said again
	addresses      // ://
	marks          // of Markdown, around what is not said to the reader
)

// glance returns what a line holds. It may see more than there is, and never less.
func glance(line string) hint {
	var h hint
	at := func(i int) byte {
		if i < 0 || i >= len(line) {
			return 0
		}
		return line[i]
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case isDigit(c):
			if before := at(i - 1); isDigit(before) || (before == '.' || before == ',') && isDigit(at(i-2)) {
				h |= numbers
			}
			h |= digits
		case c == '-' || c == '/' || c == '.':
			if isDigit(at(i-1)) && isDigit(at(i+1)) {
				h |= dashes
			}
			if c == '.' && isDigit(at(i-1)) {
				h |= marks // the number of a list
			}
		case c == ':':
			switch {
			case strings.HasPrefix(line[i:], "://"):
				h |= addresses
			case strings.HasPrefix(line[i:], ":::"):
				h |= marks
			case isDigit(at(i-1)) && isDigit(at(i+1)):
				h |= clocks
			}
		case c == '+':
			h |= brackets
		case c == '(':
			if isDigit(at(i-1)) || at(i-1) >= 0x80 || isDigit(at(i+1)) {
				h |= brackets
			}
			if at(i-1) == ']' {
				h |= marks
			}
		case c == '`', c == '{', c == '[' && at(i+1) == '^', c == ')' && isDigit(at(i-1)):
			h |= marks
		case c >= 0x80:
			h |= glanceWide(line, i)
		case (c == 'm' || c == 'M') && strings.IndexByte("apAP.", at(i-1)) >= 0:
			h |= clocks
		case c >= 'A' && c <= 'Z' && i+3 <= len(line) && monthBegins(line[i:i+3]):
			h |= months
		case c == 'o' && strings.HasPrefix(line[i:], "ousand"), c == 'l' && strings.HasPrefix(line[i:], "llion"):
			h |= numbers
		}
	}
	return h
}

// glanceWide returns what the character at i, of more than one byte, may be part of.
func glanceWide(line string, i int) hint {
	if i+3 > len(line) {
		return 0
	}
	switch line[i : i+3] {
	case "年":
		return years
	case "月":
		return moons
	case "時":
		return clocks
	case "（", "）":
		return brackets
	case "‐", "‑", "–":
		return dashes
	case "千", "万", "億":
		return numbers
	}
	return 0
}

func monthBegins(s string) bool {
	switch s {
	case "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

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

	dash = `[-‐‑–]`
	// A name may stand in Japanese in an address, where it follows a mark. Other
	// Japanese text ends the address.
	address = `https?://(?:[/?#=&_-][\p{Han}\p{Katakana}][\p{L}\p{N}]*|[!#-&*-;=?-Z\\^_a-z~])+`
)

// valueForms are tried in order; what one has taken the next does not see.
var valueForms = []valueForm{
	{addresses, regexp.MustCompile(address), func(g []string) string { return "url " + strings.TrimRight(g[0], ".,;:!?*_") }},

	{digits | dashes, regexp.MustCompile(`\b((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{digits | dashes, regexp.MustCompile(`\b([RHS])(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | years | moons, regexp.MustCompile(`(\d{4})` + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{years | moons, regexp.MustCompile(eraName + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | months, regexp.MustCompile(dayFirst + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[2]), g[1]) }},
	{digits | months, regexp.MustCompile(monthName + `\s+` + dayNumber + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[1]), g[2]) }},

	{digits | dashes, regexp.MustCompile(`\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b`), func(g []string) string { return day(g[1], g[2], "") }},
	{digits | years | moons, regexp.MustCompile(`(\d{4})` + yearKanji + monthKanji), func(g []string) string { return day(g[1], g[2], "") }},
	{years | moons, regexp.MustCompile(eraName + yearKanji + monthKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], "") }},
	{digits | months, regexp.MustCompile(monthName + `\s+(\d{4})`), func(g []string) string { return day(g[2], month(g[1]), "") }},
	{years, regexp.MustCompile(eraName + gap + `年`), func(g []string) string { return "number " + eraYear(g[1], g[2]) }},

	{digits | moons, regexp.MustCompile(monthKanji + dayKanji), func(g []string) string { return day("", g[1], g[2]) }},
	{digits | months, regexp.MustCompile(dayFirst + `\b`), func(g []string) string { return day("", month(g[2]), g[1]) }},
	{digits | months, regexp.MustCompile(dayLast), func(g []string) string { return day("", month(g[1]), g[2]) }},

	{digits | brackets, regexp.MustCompile(`\+81[- ‐‑–]?(?:\(0\)\s?)?\d{1,4}[- ‐‑–]?\d{1,4}[- ‐‑–]?\d{3,4}` +
		`|[(（]0\d{1,4}[)）]\s*\d{1,4}` + dash + `?\d{3,4}|0\d{1,4}[(（]\d{1,4}[)）]\s*\d{3,4}`), telephone},
	{digits | dashes, regexp.MustCompile(`\d{1,4}` + dash + `\d{1,4}` + dash + `\d{3,4}`), telephone},

	{digits | clocks, regexp.MustCompile(`(午前|午後)?\s*(\d{1,2})\s*時(?:\s*(\d{1,2})\s*分|(半)|(間))?`), func(g []string) string {
		switch {
		case g[5] != "":
			return number(g[2], "")
		case g[4] != "":
			return clock(g[2], "30", g[1] == "午後")
		}
		return clock(g[2], g[3], g[1] == "午後")
	}},
	{digits | clocks, regexp.MustCompile(`(?i)\b(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\b`), func(g []string) string {
		hour := g[1]
		if hour == "12" {
			hour = "0" // midnight is 12 a.m., noon 12 p.m.
		}
		return clock(hour, g[2], strings.EqualFold(g[3], "p"))
	}},
	{digits | clocks, regexp.MustCompile(`\b(\d{1,2}):(\d{2})\b`), func(g []string) string { return clock(g[1], g[2], false) }},

	{digits | numbers, regexp.MustCompile(`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*(千|万|億|thousand|million|billion))?`), func(g []string) string {
		return number(g[1], g[2])
	}},
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

// number is the key of a number of two or more digits, with its unit of counting.
func number(written, unit string) string {
	plain := strings.ReplaceAll(written, ",", "")
	if times := map[string]float64{"千": 1e3, "万": 1e4, "億": 1e8, "thousand": 1e3, "million": 1e6, "billion": 1e9}[unit]; times != 0 {
		if n, err := strconv.ParseFloat(plain, 64); err == nil {
			plain = strconv.FormatFloat(math.Round(n*times), 'f', -1, 64)
		}
	}
	switch {
	case len(strings.ReplaceAll(plain, ".", "")) < 2:
		return ""
	case plain[0] == '0' && (len(plain) == 10 || len(plain) == 11) && !strings.Contains(plain, "."):
		return "telephone " + plain
	}
	return "number " + plain
}
