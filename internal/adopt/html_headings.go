package adopt

import (
	"strings"

	"hikitsugi/internal/pattern"
)

var headingTag = pattern.Of(`(?i)^([ \t]*)<h([1-6])\b[^<>]*>(.*)</h([1-6])>[ \t]*$`)

// htmlHeadings makes headings of those of HTML that have a line of their own, as
// WordPress leaves them: the contents of the page are made of headings.
func (r *reading) htmlHeadings(p *page, text string) string {
	if !strings.Contains(text, "</h") && !strings.Contains(text, "</H") {
		return text
	}
	code := r.indentedCode(p, text)
	lines := strings.Split(text, "\n")
	var fences fencing
	for at, line := range lines {
		if fences.holds(line) || code[at] {
			continue
		}
		m := headingTag.FindStringSubmatch(line)
		if m == nil || m[2] != m[4] {
			continue
		}
		if words := strings.TrimSpace(m[3]); words != "" && !strings.Contains(strings.ToLower(words), "</h"+m[2]) {
			lines[at] = m[1] + strings.Repeat("#", int(m[2][0]-'0')) + " " + words
		}
	}
	return strings.Join(lines, "\n")
}
