package content

import "strings"

// A hint is what a line holds, seen at a glance.
type hint uint16

const (
	digits     hint = 1 << iota
	numbers         // two digits together, or a word that multiplies one
	dashes          // between digits, or slashes, or two points
	years           // 年
	eras            // 令和 and those before
	moons           // 月
	days            // 日 behind a number
	months          // the beginning of an English month's name, beside a number
	lateMonths      // of October to December, which a number of two digits may name
	hours           // 時
	clocks          // a colon between digits
	halves          // a.m. or p.m. behind a digit
	brackets        // or a plus, as in telephone numbers, and around a year said again
	addresses       // ://
	marks           // of Markdown, around what is not said to the reader
)

// telling are the bytes at which glance has to look.
var telling = func() (is [256]bool) {
	for _, c := range []byte("0123456789-/.:+()[`{" + "mol" + "kK" + "JFMASOND" + "年月日時（‐千万億兆令平昭") {
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
		case c == 'k':
			if isDigit(at(i - 1)) {
				h |= numbers
			}
		case c == 'm' || c >= 'A' && c <= 'Z':
			if (c == 'K' || c == 'M') && isDigit(at(i-1)) {
				h |= numbers
			}
			if c|0x20 == 'm' && halved(line[:i]) {
				h |= halves
			}
			if i+3 <= len(line) && monthBegins(line[i:i+3]) && (ordinal(line[:i]) || dated(line[i:])) {
				h |= months
			}
			if i+3 <= len(line) && (c == 'O' || c == 'N' || c == 'D') && monthBegins(line[i:i+3]) {
				h |= lateMonths
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
	case "千", "万", "億", "兆":
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
	s = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, "."), ","), space)
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
