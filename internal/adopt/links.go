package adopt

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
)

// destination finds where an inline link or picture says where it leads.
var destination = pattern.Of(`\]\([ \t]*\n?[ \t]*`)

// links makes the links and pictures of a page lead to where their targets are now.
// What leads nowhere becomes text.
func (r *reading) links(p *page) {
	if len(p.linked) == 0 {
		return
	}
	code := r.codeLines(p, p.body, true)
	body := r.byName(p, code)
	for at := len(body); at > 0; {
		m := lastMatch(body[:at])
		if m == nil {
			break
		}
		at = m[0]
		open := opening(body, m[0])
		dest, title, end := target(body, m[1])
		if open < 0 || end < 0 || !(p.linked[dest] || p.linked[unescaped(dest)]) || inCode(body, open) { // what looks like a link in code is none
			continue
		}
		image := open > 0 && body[open-1] == '!' && !(open > 1 && body[open-2] == '\\')
		from := open
		if image {
			from--
		}
		text := body[open+1 : m[0]]
		line := strings.Count(body[:from], "\n") + 1
		if code[line-1] {
			continue
		}
		said := r.lead(p, line, text, dest, title, image)
		breaks := strings.Repeat("\n", max(strings.Count(body[from:end], "\n")-strings.Count(said, "\n"), 0))
		if link, ok := strings.CutSuffix(said, ")"); ok && breaks == "\n" && strings.Contains(said, "](") {
			said = link + breaks + ")" // behind it an empty line would end the paragraph
		} else {
			said += breaks
		}
		body = body[:from] + said + body[end:]
		if at = min(at, len(body)); image {
			at = from
		}
	}
	p.body = body
}

// linkedPicture is the text of a link that is a picture of another site, or of none.
var linkedPicture = pattern.Of(`^!\[([^\]]*)\]\(((?:https?:)?//[^)]*|[^)]*\{\{[^)]*)\)$`)

func lastMatch(s string) []int {
	i := strings.LastIndex(s, "](")
	if i < 0 {
		return nil
	}
	m := destination.FindStringIndex(s[i:])
	return []int{i + m[0], i + m[1]}
}

// opening returns the offset of the bracket that the one at close ends.
func opening(s string, close int) int {
	depth := 0
	for i := close; i >= 0; i-- {
		escaped := i > 0 && s[i-1] == '\\'
		switch {
		case s[i] == ']' && !escaped:
			depth++
		case s[i] == '[' && !escaped:
			if depth--; depth == 0 {
				return i
			}
		case s[i] == '\n' && i > 0 && s[i-1] == '\n':
			return -1
		}
	}
	return -1
}

// target reads the destination and the title of a link from its place on, and returns
// the offset behind its closing parenthesis.
func target(s string, at int) (dest, title string, end int) {
	i := at
	if i < len(s) && s[i] == '<' {
		close := strings.IndexAny(s[i:], ">\n")
		if close < 0 || s[i+close] == '\n' {
			return "", "", -1
		}
		dest = s[i+1 : i+close]
		i += close + 1
	} else {
		depth := 0
		for ; i < len(s); i++ {
			switch s[i] {
			case '(':
				depth++
			case ')':
				depth--
			case '\\':
				i++
			}
			if depth < 0 || strings.IndexByte(" \t\n", s[min(i, len(s)-1)]) >= 0 {
				break
			}
		}
		i = min(i, len(s))
		dest = s[at:i]
	}
	rest := s[i:]
	trimmed := strings.TrimLeft(rest, " \t\n")
	i += len(rest) - len(trimmed)
	if trimmed != "" && strings.IndexByte(`"'`, trimmed[0]) >= 0 {
		close := strings.IndexByte(trimmed[1:], trimmed[0])
		if close < 0 {
			return "", "", -1
		}
		title = trimmed[1 : 1+close]
		i += close + 2
		i += len(s[i:]) - len(strings.TrimLeft(s[i:], " \t\n"))
	}
	if i >= len(s) || s[i] != ')' {
		return "", "", -1
	}
	return dest, title, i + 1
}

func unescaped(s string) string {
	return strings.NewReplacer(`\_`, "_", `\(`, "(", `\)`, ")", `\*`, "*", "&amp;", "&").Replace(s)
}

// inCode reports whether the offset stands in code or in a comment.
func inCode(s string, at int) bool {
	start := max(strings.LastIndex(s[:at], "\n\n"), 0)
	for i := start; i < at; {
		switch {
		case s[i] == '\\':
			i += 2
		case s[i] == '`':
			if i += span(s[i:]); i > at {
				return true
			}
		default:
			i++
		}
	}
	return strings.Count(s[:at], "<!--") > strings.Count(s[:at], "-->")
}

// lead writes a link or a picture as it is to be.
func (r *reading) lead(p *page, line int, text, dest, title string, image bool) string {
	quoted := ""
	if title != "" {
		quoted = ` "` + strings.ReplaceAll(title, `"`, "”") + `"`
	}
	bare, fragment, _ := strings.Cut(dest, "#")
	bare, _, _ = strings.Cut(bare, "?")
	bare, fragment = percentDecoded(bare), percentDecoded(fragment)
	if m := linkedPicture.FindStringSubmatch(strings.TrimSpace(text)); m != nil && !image {
		r.find(p, line, "ほかのサイトの画像は置けないので、その文字をリンクにしました: %s", "a picture of another site cannot stand here; its words are the link now: %s", m[2])
		text = cmp.Or(strings.TrimSpace(m[1]), dest)
	}
	scheme := content.ParseReference(dest).Scheme
	outside := scheme == "http" || scheme == "https" || strings.HasPrefix(dest, "//")
	switch {
	case scheme == "data":
		r.find(p, line, "画像の中身がここにありません。元の文書から画像を取り出し、置き直してください: %s", "what the picture holds is not here; take it out of the original document and put it back: %s", excerpt(dest))
		return r.asText(text, "", title)
	case image && !outside:
		for _, name := range candidates(p.file, bare) {
			if short := r.picture(name); short != "" {
				if strings.TrimSpace(text) == "" {
					text = withoutEnding(path.Base(name))
					r.wordless(p, line, text)
				}
				return "![" + text + "](" + short + quoted + ")"
			}
			if why, ok := r.refused[name]; ok {
				r.find(p, line, "この画像は載せられないので、文字にしました（%[1]s）: %[3]s", "this picture cannot be shown, and is text now (%[2]s): %[3]s", why.JA, why.EN, dest)
				return r.asText(text, dest, title)
			}
		}
	case image:
		r.find(p, line, "ほかのサイトの画像は置けないので、リンクにしました: %s", "a picture of another site is a link now: %s", dest)
		text = cmp.Or(strings.TrimSpace(text), dest)
		if strings.HasPrefix(dest, "//") {
			dest = "https:" + dest
		}
		if !addressable(dest) || strings.Contains(text, "](") {
			return r.asText(text, dest, title)
		}
		return "[" + text + "](" + dest + quoted + ")"
	case r.numbered(dest) != nil:
		return r.toPage(p, r.numbered(dest), line, text, fragment, quoted)
	case outside:
		if strings.HasPrefix(dest, "//") {
			dest = "https:" + dest
		}
		if addressable(dest) {
			return "[" + text + "](" + dest + quoted + ")"
		}
	case scheme == "mailto" || scheme == "tel":
		return "[" + text + "](" + dest + quoted + ")"
	case scheme != "":
	case bare == "" && fragment != "":
		if r.everywhere(p, fragment) {
			return "[" + text + "](#" + fragment + quoted + ")"
		}
	default:
		for _, name := range candidates(p.file, bare) {
			if q := r.pageAt(p, name); q != nil {
				return r.toPage(p, q, line, text, fragment, quoted)
			}
			if short := r.picture(name); short != "" {
				return "[" + text + "](" + short + quoted + ")"
			}
			if r.listing.other[name] && r.refused[name].JA == "" {
				r.find(p, line, "ページでも画像でもないファイルは取り込みません。配るものなら content/static/ に置き、[言葉](../static/名前) とリンクしてください: %s", "files that are neither pages nor pictures are not imported. Put one that is handed out into content/static/, and link to it as [words](../static/NAME): %s", name)
				return r.asText(text, dest, title)
			}
		}
	}
	r.find(p, line, leadsNowhere.JA, leadsNowhere.EN, legible(dest))
	return r.asText(text, dest, title)
}

// leadsNowhere is said of links.
var leadsNowhere = diag.Text{JA: "行き先がここにないので、文字にしました: %s", EN: "it leads to nothing that is here, and is text now: %s"}

// toPage writes a link to a page, or to a heading of it that is there in every language.
// A draft cannot be led to before it is published, but from another.
func (r *reading) toPage(p, q *page, line int, text, fragment, quoted string) string {
	if r.isDraft(q) && !r.isDraft(p) {
		r.find(p, line, "行き先がまだ下書きなので、文字にしました。公開したら [言葉](guide:%s) とリンクし直してください", "it leads to a draft, and is text now. When that is published, link to it again as [words](guide:%s)", q.slug)
		return cmp.Or(strings.TrimSpace(text), unbracketed.Replace(q.head.title))
	}
	if fragment != "" && r.everywhere(q, fragment) {
		return "[" + text + "](" + string(q.kind) + ":" + q.slug + "#" + fragment + quoted + ")"
	}
	if fragment != "" {
		r.find(p, line, "見出し #%s がどの言語にもあるわけではないので、ページの先頭へのリンクにしました", "not every language has the heading #%s; the link leads to the top of the page now", fragment)
	}
	return "[" + text + "](" + string(q.kind) + ":" + q.slug + quoted + ")"
}

// wordless says of a picture that a name stands for what it shows.
func (r *reading) wordless(p *page, line int, name string) {
	r.find(p, line, "画像に説明がありません。いまはファイル名です。何の絵かを書いてください: %s", "the picture has no words; its file name stands for them. Say what it shows: %s", name)
}

// stemOf returns the name, without its ending, of the picture that a page shows by a
// reference; "" if it shows none.
func (r *reading) stemOf(p *page, ref string) string {
	for _, name := range candidates(p.file, percentDecoded(ref)) {
		if r.shown[name] != "" {
			return withoutEnding(path.Base(name))
		}
	}
	return ""
}

func (r *reading) asText(text, dest, title string) string {
	text = strings.TrimSpace(text)
	if title != "" && title != text {
		text = strings.TrimSpace(text + " (" + title + ")")
	}
	if dest == "" {
		return text
	}
	dest = behindName.ReplaceAllString(legible(dest), "")
	return strings.TrimSpace(text + " (`" + strings.ReplaceAll(dest, "`", "%60") + "`)")
}

// legible returns an address as its letters are read, and not as they are sent.
func legible(dest string) string {
	said := percentDecoded(dest)
	if strings.ContainsFunc(said, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) {
		return dest
	}
	return said
}

// percentDecoded returns an address without the escapes in which it is sent; as it is, where
// they are none.
func percentDecoded(dest string) string {
	if said, err := url.PathUnescape(dest); err == nil {
		return said
	}
	return dest
}

// addressable reports whether a page may lead to the address.
func addressable(dest string) bool {
	u, err := url.Parse(dest)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || u.Scheme == "http") && !strings.ContainsAny(u.Host, "\"'<>^`{|}%()*;,!$&+=~ ")
}

// everywhere reports whether a heading is there in every language of a page.
func (r *reading) everywhere(p *page, id string) bool {
	for _, q := range r.bySlug[p.slug] {
		if !slices.Contains(q.headings, id) {
			return false
		}
	}
	return true
}

// permalink is where Jekyll publishes a post.
var permalink = pattern.Of(`/(\d{4})/(\d{2})/(\d{2})/([^/]+?)(?:\.html|/)?$`)

// candidates returns the files that a reference in a file may mean: generators publish
// a page as a folder of its name, and have places of their own for pictures.
func candidates(file, ref string) []string {
	dir := path.Dir(file)
	ref = norm.NFC.String(ref)
	ref = strings.TrimPrefix(ref, "@site/")
	var list []string
	if m := permalink.FindStringSubmatch(ref); m != nil {
		list = append(list, "_posts/"+m[1]+"-"+m[2]+"-"+m[3]+"-"+m[4])
	}
	if strings.Contains(ref, `\`) {
		if plain := unescaped(ref); !strings.Contains(plain, `\`) {
			list = append(list, candidates(file, plain)...)
		}
		ref = strings.ReplaceAll(ref, `\`, "/") // as Windows parts folders
	}
	if strings.HasPrefix(ref, "/") {
		list = append(list, ref[1:], "static"+ref, "assets"+ref, "public"+ref)
		for _, root := range roots(file) {
			list = append(list, path.Join(root, ref), path.Join(root, "static", ref))
		}
	} else {
		list = append(list, path.Join(dir, ref), path.Join(withoutEnding(file), ref), path.Join(dir, "..", ref), ref)
	}
	for i := range list {
		list[i] = path.Clean(list[i])
	}
	return list
}

// roots returns the folders above a file.
func roots(file string) []string {
	var list []string
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		list = append(list, dir)
	}
	return list
}

// pageAt returns the page that a path means, of its own language or of another.
func (r *reading) pageAt(from *page, name string) *page {
	if q := r.byFile[path.Clean(name)]; q != nil {
		return q
	}
	stem := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "/"), ".html"), ".mdx")
	stem = strings.TrimSuffix(stem, ".md")
	for _, ext := range []string{".md", ".mdx", ".markdown", "." + from.lang + ".md", "/index.md", "/_index.md", "/README.md", "/index.mdx"} {
		if q := r.byFile[path.Clean(stem+ext)]; q != nil {
			return q
		}
	}
	key, _, _ := r.listing.marked.keyOf(stem + ".md")
	return r.byKey[key]
}

func address(s string) string { return strings.ReplaceAll(addressed(s), " ", "%20") }

// titled writes what is said of a link or a picture behind its address.
func titled(title string) string {
	if title == "" {
		return ""
	}
	return ` "` + strings.NewReplacer(`"`, "”", `\`, `\\`, "[", "(", "]", ")").Replace(title) + `"`
}
