package adopt

import (
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
)

// narrowest is how many columns the lines have at least of those who wrap them. A
// character of Japanese takes two.
const narrowest = 60

var (
	titleOfNote  = pattern.Of(`^[ \t]*(?:>[ \t]*)+\[![\w-]+\]`)
	aboveLine    = pattern.Of(`^[ \t>]*`)
	isInJapanese = pattern.Of(`[\p{Hiragana}\p{Katakana}\p{Han}]`)
)

// brokenLines keeps the line ends of a Japanese page that its wiki shows, and Markdown
// does not, which would run a telephone number and the address below it into each other:
// those that no punctuation explains, and behind which the next word had room.
func (r *reading) brokenLines(p *page) {
	if p.lang != "ja" {
		return
	}
	var b strings.Builder
	done := 0
	for _, end := range r.engine.LineEnds([]byte(p.body)) {
		line := strings.TrimRight(p.body[strings.LastIndexByte(p.body[:end], '\n')+1:end], " \t　")
		next := firstLine(p.body[end+1:])
		word, _, _ := strings.Cut(next[len(aboveLine.FindString(next)):], " ")
		last, _ := utf8.DecodeLastRuneInString(line)
		if strings.ContainsRune(`。、，．,・\|>`, last) || !isInJapanese.MatchString(line) || titleOfNote.MatchString(line) || strings.Count(line, "[") > strings.Count(line, "]") || diag.Cells(line)+diag.Cells(word) >= narrowest {
			continue
		}
		b.WriteString(strings.TrimRight(p.body[done:end], " \t　") + `\`)
		done = end
	}
	p.body = b.String() + p.body[done:]
}
