package content

import (
	"iter"
	"strings"

	"hikitsugi/internal/source"
)

// unbroken yields the lines of prose, and a line with the next as one where a date or a
// number runs on, as in texts that are wrapped.
func unbroken(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		held, at := "", 0
		for from, line := range prose(text) {
			switch {
			case held == "":
				held, at = line, from
			case at+len(held) == from && runsOn(held, line):
				held += line
			case !yield(at, held):
				return
			default:
				held, at = line, from
			}
		}
		if held != "" {
			yield(at, held)
		}
	}
}

// runsOn reports whether a date or a number may begin at the end of a line and end in the
// next.
func runsOn(line, next string) bool {
	next = strings.TrimLeft(next, " \t")
	if _, scaled := scaleAt(next); scaled {
		return endsInDigit(strings.TrimRight(line, space))
	}
	if next == "" || !isDigit(next[0]) && (len(next) < 3 || !monthBegins(next[:3])) {
		return false
	}
	line = strings.TrimRight(line, space)
	comma := strings.HasSuffix(line, ",")
	line = strings.TrimSuffix(line, ",")
	n := digitsAt(next)
	if n == 0 {
		return !comma && ordinal(line)
	}
	if n < len(next) && strings.IndexByte(".)", next[n]) >= 0 && n+1 < len(next) && strings.IndexByte(space, next[n+1]) >= 0 {
		return false // a list begins
	}
	word := line[strings.LastIndexAny(line, " \t(*_")+1:]
	return n == len("2026") && ordinal(line) || len(word) >= 3 && monthBegins(word[:3])
}

// prose yields the lines of a text that are not code, with their offsets; of a line on
// which code begins behind the mark of a list, that mark. Comments in them are blanked.
func prose(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		offset, fence, comment := 0, "", false
		for line := range strings.Lines(text) {
			from := offset
			offset += len(line)
			before := Containers(line)
			mark := strings.TrimSpace(line[before:])
			run := source.FenceOf(mark)
			switch {
			case fence != "":
				if run == mark && strings.HasPrefix(run, fence) && strings.Trim(line[:before], " \t>") == "" {
					fence = ""
				}
				continue
			case run != "" && !comment:
				fence = run
				line = line[:before]
			default:
				line, comment = withoutComments(line, comment)
			}
			if !yield(from, line) {
				return
			}
		}
	}
}

// Containers returns how much of a line is white space and the marks of the quotations
// and lists that begin or go on with it.
func Containers(line string) int {
	at := 0
	for {
		rest := strings.TrimLeft(line[at:], " \t>")
		at = len(line) - len(rest)
		number := strings.TrimLeft(rest, "0123456789")
		switch {
		case len(rest) > 1 && strings.IndexByte("-*+", rest[0]) >= 0 && strings.IndexByte(" \t", rest[1]) >= 0:
			at++
		case len(number) > 1 && len(number) < len(rest) && strings.IndexByte(".)", number[0]) >= 0 && strings.IndexByte(" \t", number[1]) >= 0:
			at += len(rest) - len(number) + 1
		default:
			return at
		}
	}
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
