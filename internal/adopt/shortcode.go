package adopt

import (
	"cmp"
	"strings"

	"hikitsugi/internal/pattern"
)

var (
	reference = pattern.Of(`(?s)^\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?["']?([^"'\s%>]+)["']?.*?[%>]\}\}$`)
	tabs      = pattern.Of(`^\{\{[<%]\s*(/?)\s*(?:tabpane|tabs|tab)\b(.*?)[%>]\}\}$`)
	figure    = pattern.Of(`^\{\{[<%]\s*(?:figure|img|image)\b.*`)
)

// wpShortcode is a shortcode of WordPress, but for those without attributes, which may be words.
var wpShortcode = pattern.Of(`^\[[a-z][a-z0-9_-]*(?:[ \t]+[a-z][a-z0-9_-]*="[^"]*")+[ \t]*/?\]`)

// findShortcode lists a shortcode that is kept as it is written.
func (r *reading) findShortcode(p *page, at int, code string) {
	r.find(p, at, "ショートコードは文字のまま残しました。同じ内容に書き換えるか、消してください: %s", "a shortcode, kept as text; write what it shows, or remove it: %s", excerpt(code))
}

// shortcode converts a shortcode of Hugo: where a reference leads, a figure; others
// are kept as they are written.
func (r *reading) shortcode(p *page, rest string, at int) (said string, n int) {
	const longest = 4 << 10
	end := strings.Index(rest[:min(len(rest), longest)], map[byte]string{'<': ">}}", '%': "%}}"}[rest[2]])
	if end < 0 {
		return rest[:2], 2
	}
	code := rest[:end+len(">}}")]
	lines := strings.Repeat("\n", strings.Count(code, "\n"))
	if m := reference.FindStringSubmatch(code); m != nil {
		return m[1], len(code)
	}
	if m := tabs.FindStringSubmatch(code); m != nil {
		if label := strings.Trim(strings.TrimSpace(m[2]), `"`); m[1] == "" && strings.TrimSpace(code[3:])[:3] == "tab" && label != "" && !strings.Contains(label, "=") {
			return "**" + label + "**" + lines, len(code)
		}
		if header := cmp.Or(attributes(code)["header"], attributes(code)["name"]); m[1] == "" && header != "" {
			return "**" + header + "**" + lines, len(code)
		}
		return lines, len(code)
	}
	if figure.MatchString(code) {
		a := attributes(code)
		if src := a["src"]; src != "" {
			caption := strings.Join(strings.Fields(a["title"]+" "+a["caption"]+" "+a["attr"]+" "+a["attrlink"]), " ")
			said := pictureOf(cmp.Or(a["alt"], caption), src, caption)
			if a["link"] != "" {
				said = "[" + said + "](" + address(a["link"]) + ")"
			}
			return said + lines, len(code)
		}
	}
	r.findShortcode(p, at, code)
	return inBackticks(code), len(code)
}
