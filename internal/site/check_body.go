package site

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// sectionIDs returns the ids of the sections of a text.
func sectionIDs(t *content.Page) []string {
	var ids []string
	for _, h := range t.Body.Headings {
		if !h.Nested {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

func headingIDs(t *content.Page) []string {
	var ids []string
	for _, h := range t.Body.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// links checks that everything a text refers to exists, in every language.
func (c *checker) links(p *Page, t *content.Page) {
	for _, l := range t.Body.Links {
		r := content.ParseReference(l.Dest)
		pos := func() diag.Pos { return c.at(t, l.Offset) }
		target, ok := c.site.Resolve(p, r)
		switch {
		case !ok:
			c.missing(pos(), r, l.Image)
		case target.Internal && l.Image:
			c.add(pos(), diag.INTERNAL,
				diag.Text{JA: "この画像は公開版に出せない場所にあります", EN: "this image is in a place that the public edition leaves out"},
				diag.Text{JA: "公開してよい画像なら、このページの隣か static/ に置いてください。", EN: "If it may be published, put it beside this page or in static/."})
		case target.Internal && l.Text == "":
			c.add(pos(), diag.INTERNAL,
				diag.Text{JA: "公開版にないものへのリンクに、表示する文字がありません", EN: "this leads to what the public edition does not have, and has no text of its own"},
				diag.Text{JA: "[文字](行き先) の文字を書いてください。公開版ではその文字だけが残ります。", EN: "Write a text between the brackets; only that remains there."})
		case l.Image && r.Scheme == "" && !target.File.Picture:
			c.add(pos(), diag.IMAGE,
				diag.Text{JA: "画像ではないものを画像として置いています", EN: "this is not a picture that browsers can show"},
				diag.Text{JA: "PNG、JPEG、GIF、WebP、AVIF、SVGのどれかにするか、先頭の ! を取ってリンクにしてください。", EN: "Use PNG, JPEG, GIF, WebP, AVIF or SVG, or take the ! away, which makes it a link."})
		case target.Page != nil && target.Fragment != "":
			c.anchor(pos, target)
		}
	}
}

// nestedHeadings reports headings that stand within the section of one item of a column
// and have the id of another, which the packet gives to the section of that.
func (c *checker) nestedHeadings(p *Page, t *content.Page) {
	if p.Kind != content.KindColumn {
		return
	}
	for _, h := range t.Body.Headings {
		if h.Nested && slices.ContainsFunc(p.Items, func(i *Item) bool { return i.ID.ID == h.ID }) {
			c.add(c.at(t, h.Offset), diag.ID2,
				diag.Textf("引用かリストの中の見出しが、チェック項目と同じid %q です", "a heading in a list or a quotation has the id of the item %q", h.ID),
				diag.Text{
					JA: "項目を説明する節なら行の始めから書き、そうでなければ別のidを {#…} で付けてください。",
					EN: "If it explains the item, write it at the beginning of a line; otherwise give it another id, {#…}.",
				})
		}
	}
}

// anchor checks that a heading exists in every language of the page.
func (c *checker) anchor(pos func() diag.Pos, target Target) {
	for _, t := range target.Page.Texts {
		if t.Body != nil && t.Body.Heading(target.Fragment) == nil {
			c.add(pos(), diag.ANCHOR,
				diag.Textf("%s に #%s という見出しがありません", "%s has no heading #%s", t.Pos.File, target.Fragment),
				suggestion(target.Fragment, headingIDs(t)))
		}
	}
}

// otherScheme returns the scheme of the page that has the name which a reference to nothing
// of its kind bears: somebody has moved it to another folder, or mixed them up.
func (c *checker) otherScheme(r content.Reference) string {
	if c.site.absent.pages[pageKey{schemeKinds[r.Scheme], r.ID}] != 0 {
		return ""
	}
	for _, scheme := range []string{"column", "guide", "runbook"} {
		if _, there := c.site.resolvePage(schemeKinds[scheme], r.ID, ""); there {
			return scheme
		}
	}
	return ""
}

// missing reports a reference that leads nowhere.
func (c *checker) missing(pos diag.Pos, r content.Reference, image bool) {
	switch r.Scheme {
	case "column", "guide", "runbook":
		if moved := c.otherScheme(r); moved != "" {
			c.add(pos, diag.LINK,
				diag.Textf("%[2]s/%[1]s がありません", "there is no %[2]s/%[1]s", r.ID, schemeKinds[r.Scheme].Folder()),
				diag.Textf("%[3]s/%[1]s ならあります。%[2]s:%[1]s と書いてください。", "There is %[3]s/%[1]s: write %[2]s:%[1]s.", r.ID, moved, schemeKinds[moved].Folder()))
			return
		}
		c.missingPage(pos, schemeKinds[r.Scheme], r.ID)
	case "link":
		c.guides([]content.Name{{ID: r.ID, Pos: pos}})
	case "contact":
		c.contacts([]content.Name{{ID: r.ID, Pos: pos}})
	case "item":
		item, _, _ := strings.Cut(r.ID, "/") // a link leads to an item, with all its renewals
		c.missingItem(pos, r.ID, suggestion(item, c.itemNames()))
	case "":
		if r.ID == "" {
			c.add(pos, diag.LINK, diag.Text{JA: "リンクの行き先がありません", EN: "the link leads nowhere"}, diag.Text{JA: "( ) の中に行き先を書いてください。", EN: "Write a destination between the parentheses."})
			return
		}
		do := diag.Text{JA: "ファイルの場所を、このページからの相対パスで書いてください。", EN: "Write its path relative to this page."}
		switch {
		case strings.HasPrefix(r.ID, "www."):
			do = diag.Text{JA: "ほかのサイトへのリンクなら、https:// から書いてください。", EN: "If it is on another site, begin with https://."}
		case strings.Contains(r.ID, "："):
			do = diag.Text{JA: "アドレスの中の全角のコロン「：」を、半角の : にしてください。", EN: "Write the colon in the address as an ordinary one."}
		case strings.HasPrefix(r.ID, "/static/"):
			do = diag.Textf("このページからの相対パスで、..%s のように書いてください。", "Write its path relative to this page, as in ..%s.", r.ID)
		case image:
			do = diag.Text{JA: "画像をこのページの隣か static/ に置き、相対パスで書いてください。", EN: "Put the image beside the page or in static/ and write its relative path."}
		}
		c.add(pos, diag.LINK, diag.Textf("%q というファイルはありません", "there is no file %q", r.ID), do)
	}
}

// directives checks that every list is placed at most once and every directive
// places something.
func (c *checker) directives(p *Page, t *content.Page) {
	seen := map[string]bool{}
	for _, d := range t.Body.Directives {
		if d.Name != "checklist" {
			continue
		}
		pos := func() diag.Pos { return c.at(t, d.Offset) }
		switch {
		case seen[d.Arg]:
			c.add(pos(), diag.SECT,
				diag.Text{JA: "同じチェックリストを2回置いています", EN: "this checklist is placed here twice"},
				diag.Text{JA: "どちらかを消してください。", EN: "Remove one."})
		case d.Arg == "" && len(p.Section("")) == 0:
			c.add(pos(), diag.SECT,
				diag.Text{JA: "ここに置く項目がありません", EN: "there are no items to place here"},
				diag.Text{JA: "--- の間の checklist に section のない項目を書くか、「::: checklist 節のid」にしてください。", EN: "Write items without a section in the front matter, or “::: checklist ” and a section's id."})
		case len(p.Section(d.Arg)) == 0:
			c.add(pos(), diag.SECT,
				diag.Textf("section が %q の項目がありません", "no item has the section %q", d.Arg),
				suggestion(d.Arg, sections(p)))
		}
		seen[d.Arg] = true
	}
}

// sections returns the sections that items of p name.
func sections(p *Page) []string {
	var ids []string
	for _, i := range p.Items {
		if i.Section.ID != "" && !slices.Contains(ids, i.Section.ID) {
			ids = append(ids, i.Section.ID)
		}
	}
	return ids
}
