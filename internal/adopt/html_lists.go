package adopt

import (
	"strconv"
	"strings"

	"hikitsugi/internal/pattern"
)

var (
	listOpens = pattern.Of(`(?i)^[ \t]*<(?:ul|ol)\b`)
	paragraph = pattern.Of(`(?i)^<p\b[^<>]*>|</p>$`)
	listTag   = pattern.Of(`(?i)<(/?)(ul|ol|li)\b([^<>]*)>`)
)

// A list of HTML that is open: what stands before its next item, and its number.
type openList struct {
	ordered bool
	number  int
}

// htmlLists makes lists of those of HTML that begin a line. Every line stays one line: of
// items that share one, all but the first keep a mark within it.
func (r *reading) htmlLists(p *page, text string) string {
	if !strings.Contains(text, "<li") && !strings.Contains(text, "<LI") {
		return text
	}
	code := r.indentedCode(p, text)
	lines := strings.Split(text, "\n")
	var fences fencing
	var open []openList
	item := false // an item has begun of which nothing is said yet
	for at, line := range lines {
		if fences.holds(line) || code[at] && len(open) == 0 || len(open) == 0 && !listOpens.MatchString(line) {
			continue
		}
		begins, inItem := len(open), false
		var said strings.Builder
		done := 0
		for _, m := range listTag.FindAllStringSubmatchIndex(line, -1) {
			said.WriteString(line[done:m[0]])
			done = m[1]
			closing, name := m[3] > m[2], strings.ToLower(line[m[4]:m[5]])
			empty := strings.TrimSpace(said.String()) == ""
			switch {
			case name == "li" && closing, name == "li" && len(open) == 0:
			case name == "li":
				open[len(open)-1].number++
				if empty {
					item, inItem, begins = true, true, len(open)
				} else {
					said.WriteString(" ・")
				}
			case closing:
				open = open[:max(len(open)-1, 0)]
				item = false
			case len(open) < deepest:
				n, _ := strconv.Atoi(attributes(line[m[6]:m[7]])["start"])
				open = append(open, openList{name == "ol", max(n, 1) - 1})
				if empty {
					begins = len(open)
				}
			}
		}
		said.WriteString(line[done:])
		words := strings.TrimSpace(paragraph.ReplaceAllString(strings.TrimSpace(said.String()), ""))
		switch {
		case words == "":
			lines[at] = ""
		case (item || inItem) && begins > 0:
			mark := "-   "
			if begins <= len(open) && open[begins-1].ordered {
				number := strconv.Itoa(open[begins-1].number) + "."
				mark = number + strings.Repeat(" ", max(4-len(number), 1))
			}
			lines[at] = strings.Repeat("    ", begins-1) + mark + words
			item = false
		default:
			for begins > 0 && (begins > len(open) || open[begins-1].number == 0) {
				begins-- // it stands in no item
			}
			lines[at] = strings.Repeat("    ", begins) + words
		}
	}
	return strings.Join(lines, "\n")
}
