package adopt

import (
	"strings"

	"hikitsugi/internal/pattern"
)

var (
	atxHeading = pattern.Of(`^( {0,3})(#{1,6})[ \t]+\S`)
	underline  = pattern.Of(`^ {0,3}(=+|-+)[ \t]*$`)
	noWords    = pattern.Of(`^(?:[ \t]*$| {4}|\t| {0,3}(?:[>#|<:]|[-+*][ \t]|[0-9]+[.)][ \t]|\[[^\]]*\]:|` + "```" + `|~~~))`)
)

// lowered makes each heading of a text one of the next level, where some are of the first:
// that is the title's, and the contents of a page show the second and the third.
func (r *reading) lowered(p *page, text string) string {
	code := r.indentedCode(p, text)
	lines := strings.Split(text, "\n")
	levels := map[int]int{} // of headings, by line
	var tall []int          // lines below headings of several lines
	first := false
	var fences fencing
	for at, line := range lines {
		if fences.holds(line) || code[at] {
			continue
		}
		if m := atxHeading.FindStringSubmatch(line); m != nil {
			levels[at] = len(m[2])
			first = first || levels[at] == 1
		} else if m := underline.FindStringSubmatch(line); m != nil {
			switch n := linesAbove(lines[:at], levels); {
			case n == 0:
			case n > 1: // which # cannot hold
				if m[1][0] == '=' {
					tall, first = append(tall, at), true
				}
			case m[1][0] == '=':
				levels[at-1], first = 1, true
			default:
				levels[at-1] = 2
			}
		}
	}
	if !first {
		return text
	}
	for at, level := range levels {
		level = min(level+1, 6)
		if m := atxHeading.FindStringSubmatch(lines[at]); m != nil {
			lines[at] = m[1] + strings.Repeat("#", level) + lines[at][len(m[1])+len(m[2]):]
			continue
		}
		lines[at] = strings.Repeat("#", level) + " " + strings.TrimSpace(lines[at])
		lines[at+1] = "" // as many lines as there were
	}
	for _, at := range tall {
		lines[at] = strings.ReplaceAll(lines[at], "=", "-")
	}
	return strings.Join(lines, "\n")
}

// linesAbove returns how many lines of plain text end some lines; 0 where what ends them is
// not only that.
func linesAbove(lines []string, levels map[int]int) int {
	n := 0
	for at := len(lines) - 1; at >= 0 && strings.TrimSpace(lines[at]) != "" && levels[at] == 0; at-- {
		if noWords.MatchString(lines[at]) || underline.MatchString(lines[at]) {
			return 0
		}
		n++
	}
	return n
}
