package content

import (
	"fmt"
	"math"
	"regexp"
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

// A hint is what a line holds, seen at a glance.
type hint uint16

const (
	digits    hint = 1 << iota
	numbers        // two digits together, or a word that multiplies one
	dashes         // between digits, or slashes, or two points
	years          // 年
	eras           // 令和 and those before
	moons          // 月
	days           // 日 behind a number
	months         // the beginning of an English month's name, beside a number
	hours          // 時
	clocks         // a colon between digits
	halves         // a.m. or p.m. behind a digit
	brackets       // or a plus, as in telephone numbers, and around a year said again
	addresses      // ://
	marks          // of Markdown, around what is not said to the reader
)

// telling are the bytes at which glance has to look.
var telling = func() (is [256]bool) {
	for _, c := range []byte("0123456789-/.:+()[`{" + "mol" + "JFMASOND" + "年月日時（‐千万億令平昭") {
		is[c] = c < 0x80 || c >= 0xe0 // the first byte of a wide character
	}
	return is
}()

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
		if !telling[line[i]] {
			continue
		}
		switch c := line[i]; {
		case isDigit(c):
			if before := at(i - 1); isDigit(before) || (before == '.' || before == ',') && isDigit(at(i-2)) {
				h |= numbers
			}
			h |= digits
		case c == '-' || c == '/' || c == '.':
			if isDigit(at(i-1)) && isDigit(at(i+1)) && (c != '.' || pointed(line[:i])) {
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
			if at(i+1) == '8' {
				h |= brackets
			}
		case c == '(':
			if isDigit(at(i-1)) || glosses(line[i+1:]) {
				h |= brackets
			}
			if at(i-1) == ']' {
				h |= marks
			}
		case c == '`', c == '{', c == '[' && at(i+1) == '^', c == ')' && isDigit(at(i-1)):
			h |= marks
		case c >= 0xe0:
			h |= glanceWide(line, i)
		case c == 'm' || c >= 'A' && c <= 'Z':
			if c|0x20 == 'm' && halved(line[:i]) {
				h |= halves
			}
			if i+3 <= len(line) && monthBegins(line[i:i+3]) && (ordinal(line[:i]) || dated(line[i:])) {
				h |= months
			}
		case c == 'o' && strings.HasPrefix(line[i:], "ousand"), c == 'l' && strings.HasPrefix(line[i:], "llion"):
			h |= numbers
		}
	}
	return h
}

// glanceWide returns what the character at i, of three bytes, may be part of.
func glanceWide(line string, i int) hint {
	if i+3 > len(line) {
		return 0
	}
	switch line[i : i+3] {
	case "令", "平", "昭":
		if eraBegins(line[i:]) {
			return eras
		}
	case "年":
		return years
	case "月":
		return moons
	case "日":
		if endsInDigit(strings.TrimRight(line[:i], space+"\x00")) {
			return days
		}
	case "時":
		return hours
	case "（":
		if endsInDigit(line[:i]) || glosses(line[i+3:]) {
			return brackets
		}
	case "‐", "‑", "–":
		if endsInDigit(line[:i]) {
			return dashes
		}
	case "千", "万", "億":
		return numbers
	}
	return 0
}

// pointed reports whether a text ends in a number behind another mark, as in 2026.3.
func pointed(s string) bool {
	number := strings.TrimRight(s, "0123456789")
	return number != "" && strings.IndexByte("-/.", number[len(number)-1]) >= 0
}

// glosses reports whether what follows a bracket may be a year or a dialling code.
func glosses(s string) bool {
	return s != "" && isDigit(s[0]) || eraBegins(s)
}

func eraBegins(s string) bool {
	return strings.HasPrefix(s, "令和") || strings.HasPrefix(s, "平成") || strings.HasPrefix(s, "昭和")
}

// space is what \s stands for in an expression.
const space = "\t\n\f\r "

// halved reports whether the m that follows a text may end 3 p.m.
func halved(s string) bool {
	s = strings.TrimSuffix(s, ".")
	return s != "" && strings.IndexByte("apAP", s[len(s)-1]) >= 0 && endsInDigit(strings.TrimRight(s[:len(s)-1], space))
}

// ordinal reports whether a text ends in the number of a day, as before a month.
func ordinal(s string) bool {
	s = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(s, space), "of"), space)
	for _, th := range []string{"st", "nd", "rd", "th"} {
		s = strings.TrimSuffix(s, th)
	}
	return endsInDigit(s)
}

// dated reports whether a number follows the word with which a text begins.
func dated(s string) bool {
	for s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z') {
		s = s[1:]
	}
	s = strings.TrimLeft(strings.TrimPrefix(s, "."), space)
	return s != "" && isDigit(s[0])
}

func endsInDigit(s string) bool { return s != "" && isDigit(s[len(s)-1]) }

func monthBegins(s string) bool {
	switch s {
	case "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

func isDigit(c byte) bool { return c-'0' < 10 }

func isWord(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

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
	{addresses, expression(address), func(g []string) string { return "url " + strings.TrimRight(g[0], ".,;:!?*_") }},

	{digits | dashes, expression(`\b((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{digits | dashes, expression(`\b([RHS])(\d{1,2})[-/.](\d{1,2})[-/.](\d{1,2})\b`), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | years | moons | days, expression(`(\d{4})` + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(g[1], g[2], g[3]) }},
	{eras | years | moons | days, expression(eraName + yearKanji + monthKanji + dayKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], g[4]) }},
	{digits | months, expression(dayFirst + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[2]), g[1]) }},
	{digits | months, expression(monthName + `\s+` + dayNumber + `,?\s+(\d{4})`), func(g []string) string { return day(g[3], month(g[1]), g[2]) }},

	{digits | dashes, expression(`\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b`), func(g []string) string { return day(g[1], g[2], "") }},
	{digits | years | moons, expression(`(\d{4})` + yearKanji + monthKanji), func(g []string) string { return day(g[1], g[2], "") }},
	{eras | years | moons, expression(eraName + yearKanji + monthKanji), func(g []string) string { return day(eraYear(g[1], g[2]), g[3], "") }},
	{digits | months, expression(monthName + `\s+(\d{4})`), func(g []string) string { return day(g[2], month(g[1]), "") }},
	{eras | years, expression(eraName + gap + `年`), func(g []string) string { return "number " + eraYear(g[1], g[2]) }},

	{digits | moons | days, expression(monthKanji + dayKanji), func(g []string) string { return day("", g[1], g[2]) }},
	{digits | months, expression(dayFirst + `\b`), func(g []string) string { return day("", month(g[2]), g[1]) }},
	{digits | months, expression(dayLast), func(g []string) string { return day("", month(g[1]), g[2]) }},

	{digits | brackets, expression(`\+81[- ‐‑–]?(?:\(0\)\s?)?\d{1,4}[- ‐‑–]?\d{1,4}[- ‐‑–]?\d{3,4}` +
		`|[(（]0\d{1,4}[)）]\s*\d{1,4}` + dash + `?\d{3,4}|0\d{1,4}[(（]\d{1,4}[)）]\s*\d{3,4}`), telephone},
	{digits | dashes, expression(`\d{1,4}` + dash + `\d{1,4}` + dash + `\d{3,4}`), telephone},

	{digits | hours, expression(`(午前|午後)?\s*(\d{1,2})\s*時(?:\s*(\d{1,2})\s*分|(半)|(間))?`), func(g []string) string {
		switch {
		case g[5] != "":
			return number(g[2], "")
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

	{digits | numbers, numbersIn, func(g []string) string { return number(g[1], g[2]) }},
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

// numbersIn finds the numbers of a line, with what multiplies them: what
//
//	(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s*(千|万|億|thousand|million|billion))?
//
// does. Most lines with digits hold some, and nothing else of all this.
func numbersIn(line string) [][]int {
	var found [][]int
	for at := 0; at < len(line); {
		if !isDigit(line[at]) {
			at++
			continue
		}
		end := at + digitsAt(line[at:])
		if end-at <= 3 {
			for end+4 <= len(line) && line[end] == ',' && digitsAt(line[end+1:end+4]) == 3 {
				end += 4
			}
		}
		if end < len(line) && line[end] == '.' {
			if n := digitsAt(line[end+1:]); n > 0 {
				end += 1 + n
			}
		}
		m := []int{at, end, at, end, -1, -1}
		rest := strings.TrimLeft(line[end:], space)
		for _, unit := range []string{"千", "万", "億", "thousand", "million", "billion"} {
			if strings.HasPrefix(rest, unit) {
				m[4] = len(line) - len(rest)
				m[5] = m[4] + len(unit)
				m[1] = m[5]
			}
		}
		found = append(found, m)
		at = m[1]
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
	if unit != "" {
		times := map[string]float64{"千": 1e3, "万": 1e4, "億": 1e8, "thousand": 1e3, "million": 1e6, "billion": 1e9}[unit]
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
