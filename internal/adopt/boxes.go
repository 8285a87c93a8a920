package adopt

import (
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/pattern"
)

var (
	boxOpens = pattern.Of(`(?i)^([ \t]*)<(aside|blockquote|div)\b([^<>]*)>(.*)$`)
	boxClass = pattern.Of(`(?i)\b(?:alert|callout|admonition|confluence-information-macro|panel)\b`)
	boxKind  = pattern.Of(`(?i)\b(info|information|note|tip|success|warning|danger|error|important|caution|primary|secondary)\b`)
	nothing  = pattern.Of(`^(?:[ \t]|</?[A-Za-z][^<>]*>)*$`)
)

// signs are the pictures with which a box of Notion says what it is.
var signs = map[rune]string{'💡': "tip", '⚠': "warning", '❗': "important", '❕': "important", '🚨': "caution", '🚫': "caution", '⛔': "caution", '🛑': "caution"}

// boxes makes notes of the boxes that wikis write in HTML, and quotations of theirs.
// Every line stays one line.
func (r *reading) boxes(p *page, text string) string {
	if !strings.Contains(text, "<") {
		return text
	}
	code := r.indentedCode(p, text)
	lines := strings.Split(text, "\n")
	var fences fencing
	for at := 0; at < len(lines); at++ {
		if fences.holds(lines[at]) || code[at] {
			continue
		}
		if n := box(lines[at:min(at+longestTable, len(lines))]); n > 0 {
			at += n - 1
		}
	}
	return strings.Join(lines, "\n")
}

// box rewrites the box that begins with the first line and returns how many lines it has;
// 0 if there is none.
func box(lines []string) int {
	m := boxOpens.FindStringSubmatch(lines[0])
	if m == nil {
		return 0
	}
	indent, name, mark := m[1], strings.ToLower(m[2]), ""
	switch name {
	case "aside":
		mark = noteTitle("note")
	case "div":
		class := attributes(m[3])["class"]
		of := boxKind.FindAllString(class, -1)
		if of == nil || !boxClass.MatchString(class) {
			return 0
		}
		mark = noteTitle(strings.Replace(strings.ToLower(of[len(of)-1]), "information", "info", 1))
	}
	opens, closes := "<"+name, "</"+name+">"
	depth, last := 0, 0
	for ; last < len(lines); last++ {
		said := strings.ToLower(lines[last])
		if depth += strings.Count(said, opens) - strings.Count(said, closes); depth <= 0 {
			break
		}
	}
	if last == len(lines) {
		return 0
	}
	end := strings.LastIndex(strings.ToLower(lines[last]), closes)
	if end < 0 || strings.TrimSpace(lines[last][end+len(closes):]) != "" {
		return 0
	}
	if last == 0 {
		inner := strings.TrimSpace(lines[0][len(m[0])-len(m[4]) : end])
		if len(lines) > 1 && strings.TrimSpace(lines[1]) != "" {
			return 0 // it would be taken for more of the box
		}
		lines[0] = indent + "> " + strings.TrimSpace(mark+" "+inner)
		return 1
	}
	before := lines[last][:end]
	if !nothing.MatchString(before) && last+1 < len(lines) && strings.TrimSpace(lines[last+1]) != "" {
		return 0
	}
	if name == "aside" {
		mark = noteTitle(sign(lines[1:last]))
	}
	if nothing.MatchString(m[4]) {
		m[4] = ""
	}
	lines[0] = strings.TrimRight(indent+"> "+strings.TrimSpace(mark+" "+m[4]), " ")
	for n := 1; n < last; n++ {
		lines[n] = strings.TrimRight(indent+"> "+strings.TrimPrefix(lines[n], indent), " ")
	}
	if lines[last] = ""; !nothing.MatchString(before) {
		lines[last] = indent + "> " + strings.TrimPrefix(before, indent)
	}
	return last + 1
}

// sign returns the kind of a box by the picture before its text.
func sign(lines []string) string {
	for _, said := range lines {
		if said = strings.TrimSpace(said); said != "" {
			first, _ := utf8.DecodeRuneInString(said)
			if kind := signs[first]; kind != "" {
				return kind
			}
			break
		}
	}
	return "note"
}
