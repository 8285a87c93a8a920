package adopt

import (
	"path"
	"strings"
	"unicode"

	"hikitsugi/internal/pattern"
)

// chapter is a heading of the first level that is numbered as chapters are.
var chapter = pattern.Of(`^(?:\*\*)?(?:[0-9０-９]+\\?[.．]|第[0-9０-９ ]+[章節部])`)

// hasChapters reports whether a text has several headings of the first level, of which the
// first has a number: none of them is the title of them all.
func hasChapters(text string) bool {
	found := anyHeading.FindAllStringSubmatch(withoutCode(text), 2)
	return len(found) > 1 && chapter.MatchString(found[0][1])
}

// fileTitle is the title of a page that nothing else gives one.
func (p *page) fileTitle() string {
	title := strings.TrimSpace(plain(unnumbered(path.Base(p.key))))
	if p.wiki {
		title = strings.ReplaceAll(title, "-", " ")
	}
	if title == "." || title == "" {
		return "index"
	}
	return title
}

var (
	firstHeading = pattern.Of(`^(?:[ \t]*\n)*# +(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*(?:\n|$)`)
	anyHeading   = pattern.Of(`(?m)^# +(.+?)[ \t]*#*[ \t]*(?:\{[^}\n]*\})?[ \t]*$`)
	underlined   = pattern.Of(`^(?:[ \t]*\n)*([^\n#>|-][^\n]*)\n=+[ \t]*(?:\n|$)`)
	markup       = pattern.Of("[*`]|\\[([^\\]]*)\\]\\([^)]*\\)")
)

// titleOff makes the title of the first heading, which it stands for from then on. A
// heading that only says the title again goes too.
func (p *page) titleOff() {
	p.head.title = strings.TrimSpace(plain(p.head.title))
	if p.head.title == "" && hasChapters(p.text) {
		p.head.title = p.fileTitle()
	}
	above := p.aboveText()
	for _, form := range []*pattern.Pattern{firstHeading, underlined} {
		m := form.FindStringSubmatchIndex(p.text[above:])
		if m == nil {
			continue
		}
		heading := p.text[above : above+m[1]]
		said := strings.TrimSpace(plain(markup.ReplaceAllString(heading[m[2]:m[3]], "$1")))
		if said == "" {
			break
		}
		if p.head.title == "" {
			p.head.title = said
		}
		if p.head.title == said {
			lines := strings.Count(heading, "\n")
			rest := p.text[above+len(heading):]
			if above == 0 {
				p.line += lines
				p.text = rest
			} else { // every line its number
				p.text = p.text[:above] + strings.Repeat("\n", lines) + rest
			}
		}
		break
	}
	if p.head.title == "" { // further down, say, which stays where it is
		if m := anyHeading.FindStringSubmatch(withoutCode(p.text)); m != nil {
			p.head.title = strings.TrimSpace(plain(markup.ReplaceAllString(m[1], "$1")))
		}
	}
	if p.head.title == "" {
		p.head.title = p.fileTitle()
	}
}

// aboveText returns the length of what stands above a page's text that no reader sees:
// comments and programs.
func (p *page) aboveText() int {
	lines := strings.SplitAfter(p.text, "\n")
	at, above := 0, 0
	for at < len(lines) {
		n := commentLines(lines[at:])
		if n == 0 && p.mdx {
			n = moduleLines(lines[at:])
		}
		switch {
		case n > 0:
			at += n
			above = at
		case strings.TrimSpace(lines[at]) == "":
			at++
		default:
			return len(strings.Join(lines[:above], ""))
		}
	}
	return len(strings.Join(lines[:above], ""))
}

// commentLines returns how many lines the comment has that begins with the first one,
// 0 if there is none or if it shares its lines with something else.
func commentLines(lines []string) int {
	first := strings.TrimSpace(lines[0])
	for begin, end := range map[string]string{"<!--": "-->", "{/*": "*/}"} {
		if !strings.HasPrefix(first, begin) {
			continue
		}
		for n, text := range lines {
			if _, behind, ends := strings.Cut(text, end); ends {
				if strings.TrimSpace(behind) == "" {
					return n + 1
				}
				return 0
			}
		}
	}
	return 0
}

// plain takes out of a title what no reader sees, and what would be a question.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("??", "? ?", "？？", "？ ？").Replace(s)
}
