package adopt

import (
	"strings"

	"hikitsugi/internal/pattern"
)

var (
	liquidTag   = pattern.Of(`(?s)^\{%-?\s*([\w-]+)\s*(.*?)\s*-?%\}`)
	liquidValue = pattern.Of(`^\{\{-?[ \t]*([^{}\n]*?)[ \t]*-?\}\}`)

	// root stands before a path of the site, which may be published below one of its host.
	root = pattern.Of(`\{\{-?\s*(?:site\.(?:baseurl|url|github\.url)|base_?url|page\.root)\s*(?:\|\s*escape\s*)?-?\}\}(/|["')])`)
	// rooted is such a path, to which a filter adds what stands before it.
	rooted = pattern.Of(`\{\{-?\s*["']([^"'{}]*)["']\s*(?:\|\s*(?:relative_url|absolute_url|url|prepend:\s*site\.(?:baseurl|url))\s*)+-?\}\}`)
	// variable is what only a build of the other generator knows.
	variable = pattern.Of(`^(?:site|page|layout|include|post|config|\$\w+)\.\w`)
)

// addressed takes out of a text what Jekyll writes around the paths of a site.
func addressed(text string) string {
	for strings.Contains(text, "{{") {
		now := root.ReplaceAllString(rooted.ReplaceAllString(text, "$1"), "$1")
		if now == text {
			break
		}
		text = now
	}
	return text
}

// liquid converts the tag or the value of a template that rest begins with: where a link
// leads, and what only tells Jekyll how to read. Others are kept as they are written.
func (r *reading) liquid(p *page, rest string, at int) (said string, n int) {
	const longest = 4 << 10
	start := rest[:min(len(rest), longest)]
	if m := liquidValue.FindStringSubmatch(start); m != nil {
		if !variable.MatchString(m[1]) {
			return m[0], len(m[0]) // text that shows how templates are written, say
		}
		return r.template(p, m[0], at)
	}
	m := liquidTag.FindStringSubmatch(start)
	if m == nil {
		return rest[:2], 2
	}
	n = len(m[0])
	target, _, _ := strings.Cut(m[2], " ")
	switch m[1] {
	case "link":
		return "/" + strings.TrimPrefix(target, "/"), n
	case "post_url":
		return "/_posts/" + target + ".md", n
	case "raw":
		if said, _, found := strings.Cut(rest[n:], "{% endraw %}"); found {
			return said, n + len(said) + len("{% endraw %}")
		}
		return "", n
	case "endraw":
		return "", n
	case "comment":
		if said, _, found := strings.Cut(rest[n:], "{% endcomment %}"); found {
			return "<!--" + uncommented(said) + "-->", n + len(said) + len("{% endcomment %}")
		}
	}
	return r.template(p, m[0], at)
}

// template keeps what a template does as it is written.
func (r *reading) template(p *page, code string, at int) (said string, n int) {
	r.find(p, at, "テンプレートの命令は文字のまま残しました。表示される内容に書き換えるか、消してください: %s", "a template, kept as text; write what it shows, or remove it: %s", excerpt(code))
	return inBackticks(code), len(code)
}
