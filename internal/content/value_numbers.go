package content

import (
	"math"
	"strconv"
	"strings"
)

// A scale is a word that multiplies the number before it.
type scale struct {
	word  string
	times float64
	joins bool // a smaller number may follow at once, which is added: 1億2000万
}

// scales are in the order in which they are looked for, the longer ones first.
var scales = []scale{
	{"百万", 1e6, true}, {"千万", 1e7, true}, {"百億", 1e10, true}, {"千億", 1e11, true},
	{"千", 1e3, true}, {"万", 1e4, true}, {"億", 1e8, true}, {"兆", 1e12, true},
	{"thousand", 1e3, false}, {"million", 1e6, false}, {"billion", 1e9, false}, {"trillion", 1e12, false},
}

// scaleAt returns the scale with which a text begins, in whatever case.
func scaleAt(s string) (scale, bool) {
	if s == "" || s[0] < 0x80 && s[0]|0x20 != 't' && s[0]|0x20 != 'm' && s[0]|0x20 != 'b' {
		return scale{}, false
	}
	for _, c := range scales {
		if len(s) >= len(c.word) && strings.EqualFold(s[:len(c.word)], c.word) {
			return c, true
		}
	}
	return scale{}, false
}

// suffix returns by what a letter at once behind a number multiplies it, as in 27K or 12M;
// 0 where there is none.
func suffix(s string) float64 {
	if s == "" || len(s) > 1 && isWord(s[1]) {
		return 0
	}
	switch s[0] {
	case 'k', 'K':
		return 1e3
	case 'M':
		return 1e6
	}
	return 0
}

// numbersIn finds the numbers of a line, with what multiplies them and what is added to
// that, as a whole. Most lines with digits hold some, and nothing else of all that is
// looked for.
func numbersIn(line string) [][]int {
	var found [][]int
	for at := 0; at < len(line); {
		if !isDigit(line[at]) {
			at++
			continue
		}
		end, _ := numberAt(line, at, math.Inf(1))
		found = append(found, []int{at, end})
		at = end
	}
	return found
}

// numberAt returns where the number ends that begins at an offset, and how much it is,
// which is less than most where that is one.
func numberAt(line string, at int, most float64) (end int, much float64) {
	end = plainEnd(line, at)
	much, _ = strconv.ParseFloat(strings.ReplaceAll(line[at:end], ",", ""), 64)
	rest := line[end:]
	if times := suffix(rest); times > 0 {
		return end + 1, much * times
	}
	if math.IsInf(most, 1) { // what is added stands close
		rest = strings.TrimLeft(rest, space)
		if word := strings.TrimPrefix(rest, "-"); word != rest && word != "" && word[0] < 0x80 {
			rest = word
		}
	}
	c, ok := scaleAt(rest)
	if !ok {
		return end, much
	}
	end = len(line) - len(rest) + len(c.word)
	much *= c.times
	if next := end; c.joins && next < len(line) && isDigit(line[next]) {
		if last, more := numberAt(line, next, c.times); more < c.times {
			return last, much + more
		}
	}
	return end, much
}

// plainEnd returns where the digits end that begin at an offset, with the commas and the
// point in them.
func plainEnd(line string, at int) int {
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
	return end
}

// counted is the key of a number as [numbersIn] finds it.
func counted(written string) string {
	if end := plainEnd(written, 0); end == len(written) {
		return number(strings.ReplaceAll(written, ",", ""))
	}
	_, much := numberAt(written, 0, math.Inf(1))
	return number(strconv.FormatFloat(math.Round(much), 'f', -1, 64))
}

// number is the key of a number of two or more digits.
func number(plain string) string {
	switch {
	case len(strings.ReplaceAll(plain, ".", "")) < 2:
		return ""
	case plain[0] == '0' && (len(plain) == 10 || len(plain) == 11) && !strings.Contains(plain, "."):
		return "telephone " + plain
	}
	return "number " + plain
}
