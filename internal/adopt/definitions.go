package adopt

import (
	"slices"
	"strings"

	"hikitsugi/internal/pattern"
)

// definition says where the links of a name lead.
var definition = pattern.Of(`(?m)^([ \t>]*)\[([^\]^\n][^\]\n]*)\]:(?:[ \t]+|[ \t]*\n[ \t]+)<?([^\s>]+)>?(.*)$`)

// wordless is a picture by name of which nothing says what it shows.
var wordless = pattern.Of(`!\[[ \t]*\]\[([^\]\n]+)\]`)

// byName does for links that have a name, and their definitions, what links does for
// those with an address. Lines stay where they are.
func (r *reading) byName(p *page, code map[int]bool) string {
	body := p.body
	gone := map[string]string{}   // what leads nowhere, by name
	called := map[string]string{} // what pictures are called that it leads to, by name
	for _, m := range slices.Backward(definition.FindAllStringSubmatchIndex(body, -1)) {
		open, name, dest := m[3], body[m[4]:m[5]], body[m[6]:m[7]]
		line := strings.Count(body[:m[0]], "\n") + 1
		if code[line-1] {
			continue
		}
		said := r.lead(p, line, "", dest, "", false)
		led, ok := strings.CutPrefix(said, "[](")
		if !ok || strings.Contains(body[m[6]:m[1]], "{{") {
			if said != r.asText("", dest, "") {
				dest = "" // its words stand for it, as those of a draft do
			}
			gone[nameOf(name)] = dest
			body = body[:open] + strings.Repeat("\n", strings.Count(body[open:m[1]], "\n")) + body[m[1]:]
			continue
		}
		called[nameOf(name)] = r.stemOf(p, dest)
		body = body[:m[6]] + strings.TrimSuffix(led, ")") + body[m[7]:]
	}
	for _, m := range slices.Backward(wordless.FindAllStringSubmatchIndex(body, -1)) {
		line := strings.Count(body[:m[0]], "\n") + 1
		if stem := called[nameOf(body[m[2]:m[3]])]; stem != "" && !code[line-1] && !inCode(body, m[0]) {
			r.wordless(p, line, stem)
			body = body[:m[0]] + "![" + stem + "][" + body[m[2]:]
		}
	}
	if len(gone) == 0 {
		return body
	}
	for close := len(body); ; {
		if close = strings.LastIndexByte(body[:close], ']'); close < 0 {
			return body
		}
		open := opening(body, close)
		if open < 0 || open > 0 && body[open-1] == '\\' {
			continue
		}
		words, name, end := body[open+1:close], body[open+1:close], close+1
		switch rest := body[end:]; {
		case strings.HasPrefix(rest, "("), strings.HasPrefix(rest, ":"):
			continue
		case strings.HasPrefix(rest, "[]"):
			end += len("[]")
		case strings.HasPrefix(rest, "["):
			if n := strings.IndexByte(rest, ']'); n > 0 {
				name, end = rest[1:n], end+n+1
			}
		case open > 0 && body[open-1] == ']':
			continue // the name of the words before it
		}
		dest, ok := gone[nameOf(name)]
		if !ok || code[strings.Count(body[:open], "\n")] || inCode(body, open) {
			continue
		}
		if open > 0 && body[open-1] == '!' {
			open--
		}
		body = body[:open] + r.asText(words, dest, "") + body[end:]
		close = open
	}
}

// nameOf returns a name of a link as names are compared.
func nameOf(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
