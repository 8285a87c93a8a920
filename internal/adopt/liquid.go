package adopt

import (
	"slices"
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

var (
	// attributeList is what kramdown and Python's Markdown set behind a part of a text.
	attributeList = pattern.Of(`^\{:?\s*(?:(?:[#.][^\s{}]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)|loading|async|defer)\s*)+\}`)
	attributeLine = pattern.Of(`^[ \t]*\{:[ \t]*([^{}]*)\}[ \t]*$`)
	ofHeading     = pattern.Of(`^([ \t]{0,3}#{1,6}[ \t].*?)[ \t]*\{:[ \t]*([^{}]*?)[ \t]*\}[ \t]*$`)
	anID          = pattern.Of(`#([A-Za-z][\w-]*)`)
	aClass        = pattern.Of(`\.([a-z]+)(?:-title)?`)
	listed        = pattern.Of(`^[ \t]*(?:[*+-]|\d+\.)[ \t]`)
	// contents asks for a list of the headings, which every page of ours has.
	contents = pattern.Of(`(?i)^[ \t]*(?:\[{1,2}_?toc_?\]{1,2}|\{\{[<%]?[ \t]*toc[ \t]*[>%]?\}\})[ \t]*$`)
)

// attributesOf converts a line of attributes, which says something of the lines before it
// or, where it makes a note, of those behind it: next is the first of these.
func (b *blocks) attributesOf(by, said, next string) {
	if m := aClass.FindStringSubmatch(said); m != nil && kinds[m[1]] != "" && strings.TrimSpace(next) != "" {
		if title := noteTitle(m[1]); strings.HasPrefix(strings.TrimSpace(next), ">") {
			b.put(strings.Repeat(" ", columns(by))+"> "+title, false)
		} else {
			b.begin(by, emptyLine, "> ", title)
		}
		return
	}
	if last := len(b.out) - 1; last >= 0 && !b.out[last].code {
		above := &b.out[last].text
		id := anID.FindStringSubmatch(said)
		switch {
		case id != nil && aHeading.MatchString(*above) && !headingID.MatchString(*above):
			*above = strings.TrimRight(*above, " \t#") + " {#" + id[1] + "}"
		case slices.Contains(strings.Fields(said), "toc") && listed.MatchString(*above):
			*above = strings.TrimRight(b.inner().prefix, " ")
		}
	}
	if strings.Contains(said, "=") { // it may hold words
		b.put("<!-- "+uncommented(strings.TrimSpace(by))+" -->", false)
		return
	}
	b.put("", false)
}

var (
	emptyLine = pattern.Of(`^[ \t]*$`)
	aHeading  = pattern.Of(`^[ \t>]*#{1,6}[ \t]`)
)

// behindMark reports whether a text ends in something of which an attribute list can say
// something.
func behindMark(text string) bool {
	return text != "" && strings.IndexByte(")*_`]", text[len(text)-1]) >= 0
}

// aSpan is a text in brackets of which pandoc says how it looks, or what it is called.
var aSpan = pattern.Of(`(^|[^\]!\\])\[([^\[\]` + "`" + `]*)\]\{(?:[#.][^\s{}]+|[\w-]+="[^"\n{}]*")(?:\s+(?:[#.][^\s{}]+|[\w-]+="[^"\n{}]*"))*\}`)

// unspanned takes such brackets off, but in code. Every line stays one line.
func unspanned(text string) string {
	const deepest = 4 // and how many may stand side by side without anything between
	for range deepest {
		found := aSpan.FindAllStringSubmatchIndex(text, -1)
		if found == nil {
			return text
		}
		var b strings.Builder
		done := 0
		for _, m := range found {
			line := text[strings.LastIndexByte(text[:m[3]], '\n')+1 : m[3]]
			if strings.Count(line, "`")%2 > 0 {
				continue
			}
			b.WriteString(text[done:m[3]])
			b.WriteString(text[m[4]:m[5]] + strings.Repeat("\n", strings.Count(text[m[5]:m[1]], "\n")))
			done = m[1]
		}
		text = b.String() + text[done:]
	}
	return text
}
