package content

import (
	"net/url"
	"path"
	"strings"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// A Reference is where a link in a body leads, as its author wrote it.
type Reference struct {
	Scheme   string // link, item, runbook, column, guide, contact, http, https, mailto, tel; "" for a relative one
	ID       string // what stands behind one of our schemes; the path of a relative reference
	Fragment string // behind #
}

// The schemes of the content model; what stands behind them is an id.
var ownSchemes = []string{"link", "item", "runbook", "column", "guide", "contact"}

// ParseReference takes a link's destination apart.
func ParseReference(dest string) Reference {
	scheme, rest, ok := strings.Cut(dest, ":")
	if ok && !strings.ContainsAny(scheme, "/?#") {
		r := Reference{Scheme: strings.ToLower(scheme), ID: rest}
		for _, own := range ownSchemes {
			if r.Scheme == own {
				r.ID, r.Fragment, _ = strings.Cut(rest, "#")
				r.Fragment = unescaped(r.Fragment)
			}
		}
		return r
	}
	var r Reference
	r.ID, r.Fragment, _ = strings.Cut(dest, "#")
	r.ID, r.Fragment = unescaped(r.ID), unescaped(r.Fragment)
	return r
}

// unescaped returns what stands for itself in an address as browsers copy it.
func unescaped(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// Asset returns the path, from the root of the content, of the file that a
// relative reference on p names.
func (p *Page) Asset(r Reference) string {
	dir := p.Kind.Folder()
	if p.Org != "" {
		dir = path.Join("orgs", p.Org, dir)
	}
	return path.Join(Dir, dir, r.ID)
}

// body checks what of the Markdown of p needs no other file.
func (d *decoder) body(p *Page) {
	lines := d.file.Lines()
	for _, l := range p.Body.Links {
		d.scheme(l, lines.Pos(l.Offset))
	}
	for _, prompt := range p.Body.Prompts {
		d.ask(lines.Pos(prompt.Offset))
	}
	for _, h := range p.Body.Headings {
		if h.Level == 1 && !h.Nested {
			d.likeTitle(p, h, lines.Pos(h.Offset))
		}
	}
	for _, problem := range p.Body.Problems {
		code, what, do := bodyProblem(problem)
		d.add(lines.Pos(problem.Offset), code, what, do)
	}
}

// likeTitle reports a heading of the level that the page's title has.
func (d *decoder) likeTitle(p *Page, h markdown.Heading, pos diag.Pos) {
	do := diag.Text{
		JA: "## に変え、その下の見出しの # も1つずつ増やしてください。",
		EN: "Make it ##, and give each heading below it one # more.",
	}
	if h.Text == p.Head.Title.JA || h.Text == p.Head.Title.EN {
		do = diag.Text{JA: "題は title から出るので、この行を消してください。", EN: "Delete this line: the title is shown above the text."}
	}
	d.diags = append(d.diags, diag.Diag{
		Pos: pos, Code: diag.SECT, Mild: true,
		What: diag.Textf("見出し「%s」が、ページの題と同じ大きさ（#）です", "the heading “%s” is as large (#) as the page's title", shorten(h.Text)),
		Do:   do,
	})
}

// scheme checks how a link's destination begins.
func (d *decoder) scheme(l markdown.Link, pos diag.Pos) {
	r := ParseReference(l.Dest)
	switch r.Scheme {
	case "http", "https":
		if l.Image {
			d.add(pos, diag.SCHEME,
				diag.Text{JA: "ほかのサイトの画像は使えません", EN: "an image cannot come from another site"},
				diag.Text{JA: "画像をこのページの隣か static/ に置き、相対パスで書いてください。", EN: "Put the image beside the page or in static/ and write its relative path."})
			return
		}
		d.diags = append(d.diags, checkURL(l.Dest, pos)...)
	case "":
	case "mailto", "tel", "link", "item", "runbook", "column", "guide", "contact":
		switch {
		case l.Image:
			d.add(pos, diag.SCHEME, diag.Textf("画像に %s: は使えません", "an image cannot be %s:", r.Scheme), diag.Text{JA: "画像ファイルのパスを書いてください。", EN: "Write the path of the image file."})
		case r.ID == "" && (r.Scheme == "mailto" || r.Scheme == "tel"): // ids are looked up
			d.add(pos, diag.SCHEME, diag.Textf("%s: の後に宛先がありません", "nothing follows %s:", r.Scheme),
				diag.Text{JA: "宛先を書き足すか、リンクをやめて文字だけにしてください。", EN: "Add whom it leads to, or leave only its words."})
		}
	default:
		d.add(pos, diag.SCHEME,
			diag.Textf("%q で始まるリンクは使えません", "links may not begin with %q", shorten(r.Scheme)+":"),
			DidYouMean(r.Scheme, ownSchemes, diag.Text{
				JA: "使えるのは https:、mailto:、tel: と " + strings.Join(ownSchemes, ":、") + ": です。",
				EN: "Use https:, mailto:, tel: or one of " + strings.Join(ownSchemes, ":, ") + ":.",
			}))
	}
}
