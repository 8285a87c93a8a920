package adopt

import (
	"cmp"
	"path"
	"strings"

	"hikitsugi/internal/pattern"
	"hikitsugi/internal/picture"
)

// wikiLink is a link by the name of a page, as Obsidian and wikis write it.
var wikiLink = pattern.Of(`^\[\[([^\s\[\]|#][^\[\]|#\n]*)?(#[^\[\]|\n]+)?(?:\|([^\[\]\n]*))?\]\]`)

// wiki converts the wiki link that rest begins with to one of Markdown; n is 0 if there is
// none. What it names may stand in any folder. shown says that a ! stands before it.
func (r *reading) wiki(p *page, rest string, shown bool, at int) (said string, n int) {
	m := wikiLink.FindStringSubmatch(rest)
	if m == nil || m[1]+m[2] == "" || strings.HasPrefix(rest[len(m[0]):], "(") {
		return "", 0
	}
	name, heading, words := strings.TrimSpace(m[1]), strings.TrimPrefix(m[2], "#"), strings.TrimSpace(m[3])
	if before, after, ok := cutLast(name, ">"); ok && words == "" { // GROWI and Backlog
		name, words = strings.TrimSpace(after), strings.TrimSpace(before)
	} else if r.pageNames.file(name, p.lang) == "" && m[2] == "" && r.pageNames.file(words, p.lang) != "" { // GitHub and GitLab
		name, words = words, name
	}
	name = strings.TrimPrefix(name, "/")
	if file := r.otherNames.file(name, ""); !shown && file != "" && picture.Is(name) {
		_, alt, _ := strings.Cut(words, "alt=")
		alt, _, _ = strings.Cut(alt, "|")
		return pictureOf(alt, "/"+file, ""), len(m[0])
	}
	if heading != "" {
		heading = "#" + strings.ReplaceAll(strings.ToLower(strings.TrimSpace(heading)), " ", "-")
	}
	if shown {
		if file := r.otherNames.file(name, ""); file != "" {
			if strings.Trim(words, "0123456789x") == "" { // how large it is
				words = ""
			}
			return "[" + cmp.Or(words, withoutEnding(path.Base(file))) + "](/" + address(file) + ")", len(m[0])
		}
		r.find(p, at, "ほかのファイルを読み込むところです。その中身を貼り付けてください: %s", "this takes in another file; paste in what it holds: %s", excerpt("!"+m[0]))
		return `\` + m[0], len(m[0])
	}
	if name == "" {
		return "[" + cmp.Or(words, m[2][1:]) + "](" + heading + ")", len(m[0])
	}
	if file := r.pageNames.file(name, p.lang); file != "" {
		return "[" + cmp.Or(words, name+strings.ReplaceAll(m[2], "#", " › ")) + "](/" + address(file) + heading + ")", len(m[0])
	}
	if strings.Trim(name, "0123456789") != "" { // else a number in brackets
		r.find(p, at, "その名前のページがここにないので、文字のまま残しました: %s", "no page here has that name; kept as text: %s", m[0])
	}
	return m[0], len(m[0])
}

// bracketed is a page of GROWI or Crowi by its path.
var bracketed = pattern.Of(`^\[(/[^\[\]\n]+)\]([^(\[:{]|$)`)

// bracketed writes a link to the page that a path in brackets names, if there is one.
func (r *reading) bracketed(p *page, said string) string {
	if file := r.pageNames.file(said[1:], p.lang); file != "" {
		return "[" + unbracketed.Replace(r.byFile[file].head.title) + "](/" + address(file) + ")"
	}
	return "[" + said + "]"
}

// attachment is a picture of Backlog: ![image][panel.png].
var attachment = pattern.Of(`!\[([^\[\]\n]*)\]\[([^\[\]\n]+\.\w+)\]`)

// attached makes pictures of those that stand beside the pages under the name in their
// second brackets.
func (r *reading) attached(text string) string {
	return attachment.ReplaceAllStringFunc(text, func(said string) string {
		m := attachment.FindStringSubmatch(said)
		if file := r.otherNames.file(m[2], ""); file != "" && picture.Is(file) {
			return pictureOf(m[1], "/"+file, "")
		}
		return said
	})
}
