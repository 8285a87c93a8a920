package adopt

import (
	"strings"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/pattern"
)

// inline converts what stands within lines, but in code and in comments.
func (r *reading) inline(p *page, text string, first int) string {
	text = addressed(text)
	var b strings.Builder
	place := func(rest string) int { return first + strings.Count(text[:len(text)-len(rest)], "\n") }
	for rest := text; rest != ""; {
		switch {
		case strings.HasPrefix(rest, "`"):
			n := span(rest)
			b.WriteString(rest[:n])
			rest = rest[n:]
		case strings.HasPrefix(rest, "<!--"):
			n := strings.Index(rest, "-->")
			if n < 0 {
				b.WriteString(`\<`)
				r.find(p, place(rest), "閉じていないコメントです。文字のまま残しました", "a comment that is never closed; kept as text")
				rest = rest[1:]
				break
			}
			b.WriteString(rest[:n+3])
			rest = rest[n+3:]
		case strings.HasPrefix(rest, "<?") && strings.Contains(rest[2:], "?>"):
			said, after, _ := strings.Cut(rest[2:], "?>")
			b.WriteString("<!--" + uncommented(said) + "-->")
			rest = after
		case strings.HasPrefix(rest, "{/*") && strings.Contains(rest[3:], "*/}"):
			said, after, _ := strings.Cut(rest[3:], "*/}")
			b.WriteString("<!--" + uncommented(said) + "-->")
			rest = after
		case strings.HasPrefix(rest, "{{<") || strings.HasPrefix(rest, "{{%"):
			said, n := r.shortcode(p, rest, place(rest))
			b.WriteString(said)
			rest = rest[n:]
		case strings.HasPrefix(rest, "{%") || strings.HasPrefix(rest, "{{"):
			said, n := r.liquid(p, rest, place(rest))
			b.WriteString(said)
			rest = rest[n:]
		case strings.HasPrefix(rest, "[["):
			said, n := r.wiki(p, rest, strings.HasSuffix(b.String(), "!"), place(rest))
			if n == 0 {
				said, n = "[", 1
			}
			b.WriteString(said)
			rest = rest[n:]
		case rest[0] == '[' && bracketed.MatchString(rest):
			m := bracketed.FindStringSubmatch(rest)
			b.WriteString(r.bracketed(p, m[1]))
			rest = rest[len(m[0])-len(m[2]):]
		case rest[0] == '[' && wpShortcode.MatchString(rest) && !strings.HasPrefix(wpShortcode.ReplaceAllString(rest, ""), "("):
			code := wpShortcode.FindString(rest)
			r.findShortcode(p, place(rest), code)
			b.WriteString(code)
			rest = rest[len(code):]
		case strings.HasPrefix(rest, "==") && penned(b.String(), rest) != "":
			said := penned(b.String(), rest)
			b.WriteString("**" + r.inline(p, said, place(rest)) + "**")
			rest = rest[len(said)+len("===="):]
		case rest[0] == '{' && behindMark(b.String()) && attributeList.MatchString(rest):
			list := attributeList.FindString(rest)
			if title := attributes(list)["title"]; title != "" {
				b.WriteString(" (" + title + ")")
			}
			b.WriteString(strings.Repeat("\n", strings.Count(list, "\n")))
			rest = rest[len(list):]
		case rest[0] == '<':
			said, n := r.tag(p, rest, place(rest))
			b.WriteString(said)
			rest = rest[n:]
		case strings.HasPrefix(rest, "??"):
			if before, _, _, found := markdown.CutPrompt(rest); found && before == "" {
				b.WriteString(`\`)
			}
			n := len(rest) - len(strings.TrimLeft(rest, "?"))
			b.WriteString(rest[:n])
			rest = rest[n:]
		case strings.HasPrefix(rest, "？？"):
			mark := "？？"
			if before, _, _, found := markdown.CutPrompt(rest); found && before == "" {
				mark = "？&#xFF1F;" // a backslash is no mark before it
			}
			b.WriteString(mark)
			rest = rest[len("？？"):]
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(rest[:2])
			rest = rest[2:]
		default:
			n := strings.IndexAny(rest[1:], "`<{[=?？\\") + 1
			if n == 0 {
				n = len(rest)
			}
			b.WriteString(rest[:n])
			rest = rest[n:]
		}
	}
	return b.String()
}

// marker is what Obsidian and MkDocs show as if a marker pen had gone over it.
var marker = pattern.Of(`^==([^\s=](?:[^=\n]*[^\s=])?)==(?:[^=\w]|$)`)

// penned returns what stands between the marks of a marker pen with which rest begins;
// "" where they compare, as in a==b.
func penned(before, rest string) string {
	m := marker.FindStringSubmatch(rest)
	if m == nil || beforeMarker.MatchString(before[max(0, len(before)-1):]) {
		return ""
	}
	return m[1]
}

var beforeMarker = pattern.Of(`[=\w]$`)

// span returns the length of the code that s begins with, or of its backticks where
// nothing closes them before the paragraph ends.
func span(s string) int {
	run := len(s) - len(strings.TrimLeft(s, "`"))
	paragraph, _, _ := strings.Cut(s, "\n\n")
	for at := run; at < len(paragraph); {
		i := strings.IndexByte(paragraph[at:], '`')
		if i < 0 {
			break
		}
		at += i
		n := len(paragraph[at:]) - len(strings.TrimLeft(paragraph[at:], "`"))
		if at += n; n == run {
			return at
		}
	}
	return run
}

var unbracketed = strings.NewReplacer("[", "(", "]", ")")
