package adopt

import (
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
)

var (
	propertyLine = pattern.Of(`^([^:\s][^:\n]{0,60}): +(\S.*)$`)
	relation     = pattern.Of(`([^,()]*[^,()\s]) \(([^()\s]+\.md)\)`)
)

// tagLine is where HackMD keeps what its pages are filed under.
var tagLine = pattern.Of(`(?m)^#{1,6} tags: *(\S.*)$`)

// tags takes that line out of the text, as front matter is.
func (p *page) tags() {
	if m := tagLine.FindStringSubmatchIndex(p.text); m != nil && strings.TrimSpace(p.text[:m[0]]) == "" {
		p.head.rest = append(p.head.rest, "tags: "+p.text[m[2]:m[3]])
		p.text = p.text[:m[0]] + p.text[m[1]:]
	}
}

// properties are the lines below the title of a page of Notion that say what its columns
// held: they become a list, or they would run into each other.
func (p *page) properties() {
	if !isNotion(p.file) {
		return
	}
	lines := strings.Split(p.text, "\n")
	at := 0
	for at < len(lines) && strings.TrimSpace(lines[at]) == "" {
		at++
	}
	end := at
	for end < len(lines) && propertyLine.MatchString(lines[end]) {
		end++
	}
	if end < len(lines) && strings.TrimSpace(lines[end]) != "" {
		return // a paragraph
	}
	for ; at < end; at++ {
		m := propertyLine.FindStringSubmatch(lines[at])
		p.head.take(content.LooseKey{Name: m[1], Texts: []string{m[2]}})
		lines[at] = "- " + m[1] + ": " + relation.ReplaceAllString(m[2], "[$1]($2)")
	}
	p.text = strings.Join(lines, "\n")
}
