package adopt

import (
	"cmp"
	"html"
	"strings"

	"hikitsugi/internal/pattern"
)

var element = pattern.Of(`^<(/?)((?:(?:ac|m|o|ri|st1|u1|v|w):)?[A-Za-z][A-Za-z0-9.-]*)((?:\s+(?:[^<>"'{}]|"[^"]*"|'[^']*'|\{[^{}]*\})*)?)(/?)>`)

// isComponent reports whether a tag is named as those of JSX are, which may say
// something by any of their attributes: Figure, where figure is HTML.
func isComponent(name string) bool {
	return name[0] >= 'A' && name[0] <= 'Z' && name != strings.ToUpper(name)
}

// marksOf are tags that Markdown has marks for.
var marksOf = map[string]string{"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "samp": "`", "tt": "`", "del": "~~", "s": "~~", "strike": "~~"}

// silent are tags that say nothing that a reader would miss.
var silent = map[string]bool{
	"div": true, "span": true, "center": true, "font": true, "p": true, "section": true, "article": true, "header": true, "footer": true, "main": true, "aside": true, "nav": true, "small": true, "big": true, "u": true, "ins": true, "mark": true,
	"figure": true, "picture": true, "details": true, "tabs": true, "wbr": true, "nobr": true, "dfn": true, "cite": true, "at": true, "blockquote": true,
	"table": true, "thead": true, "tbody": true, "tfoot": true, "tr": true, "td": true, "th": true, "caption": true, "colgroup": true, "col": true, "ul": true, "ol": true, "li": true, "dl": true, "dt": true, "dd": true,
}

// within are those of them that stand within a word.
var within = map[string]bool{"span": true, "font": true, "u": true, "ins": true, "mark": true, "small": true, "big": true, "wbr": true, "nobr": true, "dfn": true, "cite": true, "at": true}

// newBlock is where a line ends by itself, without a break.
var newBlock = pattern.Of(`^[ \t]*(?:\n|$|[-*+][ \t]|#{1,6}[ \t]|\||\d+[.)][ \t])`)

// entitled are tags whose title has a place of its own in what they become.
var entitled = map[string]bool{"a": true, "img": true, "abbr": true, "tabitem": true, "tab": true, "iframe": true, "video": true, "source": true, "embed": true}

// tag converts the HTML or JSX tag that rest begins with. What it does not know is
// left to be escaped.
func (r *reading) tag(p *page, rest string, at int) (said string, n int) {
	m := element.FindStringSubmatch(rest)
	if m == nil {
		return "<", 1
	}
	closing, name, a := m[1] != "", strings.ToLower(m[2]), attributes(m[3])
	n = len(m[0])
	// Whatever was broken over lines stays so, and every line its number.
	lines := strings.Repeat("\n", strings.Count(m[0], "\n"))
	if title := a["title"]; title != "" && !closing && !entitled[name] && !within[name] {
		defer func() {
			if n > 1 {
				said = "(" + title + ") " + said
			}
		}()
	}
	switch {
	case marksOf[name] != "":
		inner, _, closes := strings.Cut(rest[n:], "</"+m[2]+">")
		if !closing && closes && marksOf[name] == "`" {
			if strings.Contains(inner, "`") {
				return "`` " + html.UnescapeString(inner) + " ``", n + len(inner) + len("</"+m[2]+">")
			}
			if strings.TrimSpace(inner) != "" && !strings.Contains(inner, "\n\n") && !strings.ContainsAny(inner, "<") {
				return "`" + html.UnescapeString(inner) + "`", n + len(inner) + len("</"+m[2]+">")
			}
			return lines, n
		}
		if marksOf[name] == "`" || m[3] == "" && !closing && !closes {
			return lines, n
		}
		return marksOf[name] + lines, n
	case name == "br":
		switch next, ends := strings.CutPrefix(rest[n:], "\n"); {
		case ends && newBlock.MatchString(next):
			return lines, n
		case ends:
			return `\` + lines, n
		}
		return " " + lines, n
	case name == "hr":
		return lines, n
	case name == "a" && closing:
		return "</a>", n // handled with its beginning, else escaped
	case name == "a":
		inner, _, closes := strings.Cut(rest[n:], "</a>")
		length := n + len(inner) + len("</a>")
		if !closes {
			return lines, n
		}
		text := r.inline(p, inner, at)
		switch {
		case a["href"] != "":
			text = "[" + strings.TrimSpace(text) + "](" + address(a["href"]) + titled(a["title"]) + ")"
		case a["title"] != "":
			text += " (" + a["title"] + ")"
		}
		return text + lines, length
	case name == "img" && a["src"] != "":
		caption := a["title"]
		if a["alt"] == "" {
			caption = ""
		}
		return pictureOf(cmp.Or(a["alt"], a["title"]), p.imported(a["src"]), caption) + lines, n
	case (name == "abbr" || within[name]) && !closing && a["title"] != "":
		end := "</" + m[2] + ">"
		inner, _, closes := strings.Cut(rest[n:], end)
		if closes {
			return r.inline(p, inner, at) + " (" + a["title"] + ")" + lines, n + len(inner) + len(end)
		}
	case name == "summary" || name == "figcaption":
		return "**" + lines, n
	case name == "sup" && !closing: // 10³ must not become 103
		return "^" + lines, n
	case name == "sup" || name == "sub":
		return lines, n
	case name == "tabitem" || name == "tab":
		if label := cmp.Or(a["label"], a["title"], a["name"], a["value"]); label != "" {
			return "**" + label + "**" + lines, n
		}
		return lines, n
	case name == "iframe" || name == "video" || name == "source" || name == "embed":
		if closing || a["src"] == "" {
			return lines, n
		}
		r.find(p, at, "埋め込まれたものは、リンクにしました: %s", "what was embedded is a link now: %s", excerpt(m[0]))
		return "[" + cmp.Or(a["title"], a["src"]) + "](" + a["src"] + ")" + lines, n
	case len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6':
		return "**" + lines, n
	case name == "table" && !closing:
		r.find(p, at, "HTMLの表は文字にしました。Markdownの表に書き直してください", "a table in HTML is text now; write it as a table of Markdown")
		return lines, n
	case (name == "td" || name == "th") && closing:
		return " / " + lines, n
	case name == "li" && !closing:
		return "・" + lines, n
	case strings.Contains(name, ":"): // a tag of Word's own
		return lines, n
	case silent[name] && (name == "tabs" || !isComponent(m[2])):
		if id := cmp.Or(a["id"], a["name"]); id != "" {
			r.find(p, at, "見出し以外のidは置けません。これへのリンクは文字になります: %s", "only headings have ids; links to this one become text: %s", excerpt(m[0]))
		}
		if lines == "" && !within[name] && !strings.HasPrefix(rest[n:], "\n") {
			return " ", n // what it kept apart stays so
		}
		return lines, n
	}
	return rest[:1], 1
}
