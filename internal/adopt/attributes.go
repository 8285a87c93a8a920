package adopt

import (
	"html"
	"slices"
	"strings"

	"hikitsugi/internal/pattern"
)

var property = pattern.Of(`([A-Za-z_:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'` + "`" + `]?([^{}"'` + "`" + `]*)["'` + "`" + `]?\}|([^\s"'>]+))`)

// called is an attribute of Docusaurus whose value a function makes of an address.
var called = pattern.Of(`\{\s*(?:require|useBaseUrl|withBase)\(\s*["'` + "`" + `]([^"'` + "`" + `{}]*)["'` + "`" + `]\s*\)(?:\.default)?\s*\}`)

func attributes(tag string) map[string]string {
	a := map[string]string{}
	tag = called.ReplaceAllString(tag, `"$1"`)
	for _, m := range property.FindAllStringSubmatch(tag, -1) {
		a[strings.ToLower(m[1])] = strings.Join(strings.Fields(html.UnescapeString(m[2]+m[3]+m[4]+m[5])), " ")
	}
	return a
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
	const most = 4 // in one another, or side by side without anything between
	for range most {
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
