package site

import (
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

func hasHeading(t *content.Page, id string) bool { return slices.Contains(headingIDs(t), id) }

func headingIDs(t *content.Page) []string {
	var ids []string
	for _, h := range t.Body.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// runbook checks what makes a page a runbook that works.
func (c *checker) runbook(p *Page) {
	head := p.Source.Runbook
	required := otherSections
	if head.Urgent() {
		required = urgentSections
	}
	for _, t := range p.Texts {
		for _, id := range required {
			if !hasHeading(t, id) {
				c.add(diag.Pos{File: t.Pos.File}, diag.SECT,
					diag.Textf("見出し {#%s} の節がありません", "the section {#%s} is missing", id),
					diag.Textf("「## 見出し {#%s}」を書き足してください。", "Add “## … {#%s}”.", id))
			}
		}
	}
	if len(p.Items) == 0 {
		c.add(p.Source.Pos, diag.SECT,
			diag.Text{JA: "手順（checklist）がありません", EN: "the runbook has no checklist"},
			diag.Text{JA: "--- の間に checklist を書き足してください。", EN: "Add one between the --- lines."})
	}
	c.contacts(head.Contacts)
	for _, d := range head.Deadlines {
		c.guides(d.Guides)
	}
	known := c.factKeys()
	for _, n := range head.Needs {
		if !c.site.unknown.items && !slices.Contains(known, n.ID) {
			c.add(n.Pos, diag.LINK,
				diag.Textf("項目 %q がありません", "there is no item %q", n.ID), suggestion(n.ID, known))
		}
	}
}

// links checks that everything a text refers to exists, in every language.
func (c *checker) links(p *Page, t *content.Page) {
	for i, l := range t.Body.Links {
		r := content.ParseReference(l.Dest)
		pos := t.Places.Links[i]
		target, ok := c.site.Resolve(p, r)
		switch {
		case !ok:
			c.missing(pos, r, l.Image)
		case target.Internal && l.Text == "":
			c.add(pos, diag.INTERN,
				diag.Text{JA: "公開版には出せないページへのリンクに、文字がありません", EN: "this leads to what the public edition does not have, and has no text of its own"},
				diag.Text{JA: "[文字](行き先) の文字を書いてください。公開版ではその文字だけが残ります。", EN: "Write a text between the brackets; only that remains there."})
		case target.Page != nil && target.Fragment != "":
			c.anchor(pos, target)
		case l.Image && target.Asset == "" && !target.External:
			c.add(pos, diag.LINK, diag.Text{JA: "画像ではないものを画像として置いています", EN: "this is not an image"}, diag.Text{})
		}
	}
}

// anchor checks that a heading exists in every language of the page.
func (c *checker) anchor(pos diag.Pos, target Target) {
	for _, t := range target.Page.Texts {
		if t.Body != nil && !hasHeading(t, target.Fragment) {
			c.add(pos, diag.ANCHOR,
				diag.Textf("%s に #%s という見出しがありません", "%s has no heading #%s", t.Pos.File, target.Fragment),
				suggestion(target.Fragment, headingIDs(t)))
		}
	}
}

// missing reports a reference that leads nowhere.
func (c *checker) missing(pos diag.Pos, r content.Reference, image bool) {
	switch r.Scheme {
	case "column", "guide", "runbook":
		c.missingPage(pos, schemeKinds[r.Scheme], r.ID)
	case "link":
		c.guides([]content.Name{{ID: r.ID, Pos: pos}})
	case "contact":
		c.contacts([]content.Name{{ID: r.ID, Pos: pos}})
	case "item":
		if c.site.unknown.items {
			return
		}
		c.add(pos, diag.LINK, diag.Textf("項目 %q がありません", "there is no item %q", r.ID), suggestion(r.ID, c.factKeys()))
	case "":
		if r.ID == "" {
			c.add(pos, diag.LINK, diag.Text{JA: "リンクの行き先がありません", EN: "the link leads nowhere"}, diag.Text{JA: "( ) の中に行き先を書いてください。", EN: "Write a destination between the parentheses."})
			return
		}
		do := diag.Text{JA: "ファイルの場所を、このページからの相対パスで書いてください。", EN: "Write its path relative to this page."}
		if image {
			do = diag.Text{JA: "画像をこのページの隣か static/ に置き、相対パスで書いてください。", EN: "Put the image beside the page or in static/ and write its relative path."}
		}
		c.add(pos, diag.LINK, diag.Textf("%q というファイルはありません", "there is no file %q", r.ID), do)
	}
}

// directives checks that every list is placed at most once and every directive
// places something.
func (c *checker) directives(p *Page, t *content.Page) {
	seen := map[string]bool{}
	for i, d := range t.Body.Directives {
		pos := t.Places.Directives[i]
		if d.Name != "checklist" {
			continue
		}
		switch {
		case seen[d.Arg]:
			c.add(pos, diag.SECT,
				diag.Text{JA: "同じチェックリストを2回置いています", EN: "this checklist stands here twice"},
				diag.Text{JA: "どちらかを消してください。", EN: "Remove one."})
		case len(p.Section(d.Arg)) == 0:
			c.add(pos, diag.SECT,
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
