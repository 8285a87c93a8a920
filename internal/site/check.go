package site

import (
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// A checker reports what does not fit together in a site.
type checker struct {
	site   *Site
	drafts []pageKey
	diags  diag.List
}

func (c *checker) add(pos diag.Pos, code diag.Code, what, do diag.Text) {
	c.diags.Add(pos, code, what, do)
}

func suggestion(id string, known []string) diag.Text {
	return content.DidYouMean(id, known, diag.Text{JA: "綴りを確かめてください。", EN: "Look at the spelling."})
}

func (c *checker) check() {
	for _, p := range c.site.Pages() {
		broken := slices.ContainsFunc(p.Texts, func(t *content.Page) bool { return t.Broken })
		for _, t := range p.Texts {
			if t.Body != nil {
				c.links(p, t)
			}
			if !broken {
				c.directives(p, t)
			}
		}
		if broken {
			continue // what its own mistakes may explain is not reported as well
		}
		c.languages(p)
		for _, i := range p.Items {
			c.item(i)
		}
		if p.Kind == content.KindRunbook {
			c.runbook(p)
		}
	}
	if c.site.Org != nil {
		c.org()
	}
}

// languages reports the languages in which a page is not written.
func (c *checker) languages(p *Page) {
	for _, lang := range c.site.Languages() {
		if !p.Translated(lang) {
			c.add(diag.Pos{File: p.Source.Pos.File}, diag.TRAN,
				diag.Textf("%[1]s のページがありません", "there is no %[2]s version of this page", languageNames[lang].JA, languageNames[lang].EN),
				diag.Textf("%s.%s.md を書くまで、その言語の読者には原文が表示されます。", "Until %s.%s.md is written its readers see the source text.", p.Slug, lang))
		}
	}
	for _, t := range p.Texts[1:] {
		if t.Head.Title.IsZero() && p.Source.Head.Title.Plain {
			c.add(t.Pos, diag.TRAN, diag.Text{JA: "title の訳がありません", EN: "the title is not translated"}, diag.Text{})
		}
	}
}

var languageNames = map[string]diag.Text{
	"ja": {JA: "日本語", EN: "Japanese"},
	"en": {JA: "英語", EN: "English"},
}

// Required sections of runbooks, by id.
var (
	urgentSections = []string{"first-hour", "decide", "report", "evidence", "after"}
	otherSections  = []string{"after"}
)

func (c *checker) item(i *Item) {
	id := i.ID.ID
	if first := c.site.items[id]; first != i {
		c.add(i.ID.Pos, diag.ID2,
			diag.Textf("id %q は %s にもあります", "the id %q also stands at %s", id, first.ID.Pos),
			diag.Text{JA: "別のidにしてください。チェックや期限はidで覚えています。", EN: "Choose another: ticks and dates are kept by id."})
	}
	if slices.Contains(urgentSections, id) {
		c.add(i.ID.Pos, diag.ID2,
			diag.Textf("id %q は手順書の節の名前です", "the id %q is the name of a runbook's section", id),
			diag.Text{JA: "別のidにしてください。", EN: "Choose another."})
	}
	c.traits(i.Item.When)
	c.guides(i.Guides)
	for _, r := range i.Renew {
		c.traits(r.When)
		c.guides(r.Guides)
	}
	c.contacts(i.Contacts)
	for _, r := range i.Runbooks {
		if c.site.Page(content.KindRunbook, r.ID) == nil {
			c.missingPage(r.Pos, content.KindRunbook, r.ID)
		}
	}
	if s := i.Section; s.ID != "" {
		for _, t := range i.Page.Texts {
			if t.Body != nil && !hasHeading(t, s.ID) {
				c.add(s.Pos, diag.SECT,
					diag.Textf("%s に見出し {#%s} がありません", "%s has no heading {#%s}", t.Pos.File, s.ID),
					suggestion(s.ID, headingIDs(t)))
			}
		}
	}
	if i.Section.ID == "" && len(i.Guides) == 0 && len(i.Runbooks) == 0 && i.Detail(i.Page.Source.Lang) == "" {
		c.add(i.Pos, diag.ITEM,
			diag.Textf("項目 %s には、説明の節も手引きもありません", "the item %s leads nowhere", id),
			diag.Textf("本文に「## 見出し {#%[1]s}」を書くか、guides を付けてください。", "Write a section “## … {#%[1]s}” or give it guides.", id))
	}
	c.facts(i)
}

// facts reports what an organisation should know of a thing handed over.
func (c *checker) facts(i *Item) {
	if c.site.Org == nil || !i.Handed() || !i.Applies {
		return
	}
	pos := i.Fact.Pos
	if pos.Line == 0 {
		pos = diag.Pos{File: c.site.Org.Pos.File}
	}
	if i.Fact.Owner.ID == "" {
		c.add(pos, diag.FACT,
			diag.Textf("項目 %s の責任者（owner）が決まっていません", "the item %s has no owner", i.ID.ID),
			diag.Text{JA: "決まるまで、紙面では手書きの空欄になります。", EN: "Until it has one, a blank is printed to be filled in by hand."})
	}
	if i.HasSecret() && i.Fact.Secret == "" {
		c.add(pos, diag.FACT,
			diag.Textf("項目 %s の秘密の置き場所（secret）がありません", "nothing says where the secret of %s is kept", i.ID.ID),
			diag.Text{JA: "秘密そのものではなく、vault:… などの置き場所を書いてください。", EN: "Write the place, such as vault:…, never the secret."})
	}
}

func (c *checker) traits(names []content.Name) {
	known := c.site.Config.Traits.Keys()
	for _, n := range names {
		if !slices.Contains(known, n.ID) {
			c.add(n.Pos, diag.TRAIT,
				diag.Textf("条件 %q は site.yaml の traits にありません", "the trait %q is not in site.yaml", n.ID),
				suggestion(n.ID, known))
		}
	}
}

func (c *checker) guides(names []content.Name) {
	for _, n := range names {
		if c.site.Link(n.ID) == nil && !c.site.unknown.links {
			c.add(n.Pos, diag.LINK,
				diag.Textf("%q は links.yaml にありません", "%q is not in links.yaml", n.ID),
				suggestion(n.ID, content.Map[content.Link](c.site.Links).Keys()))
		}
	}
}

func (c *checker) contacts(names []content.Name) {
	for _, n := range names {
		if c.site.Org != nil && !c.site.unknown.contacts && c.site.Contact(n.ID) == nil {
			c.add(n.Pos, diag.LINK,
				diag.Textf("連絡先 %q が %s にありません", "the contact %q is not in %s", n.ID, c.site.Org.Pos.File),
				suggestion(n.ID, c.site.Org.Contacts.Keys()))
		}
	}
}

// missingPage reports a reference to a page that does not exist or is a draft.
func (c *checker) missingPage(pos diag.Pos, kind content.Kind, slug string) {
	key := pageKey{kind, slug}
	switch {
	case c.site.hidden.pages[key]:
	case slices.Contains(c.drafts, key):
		c.add(pos, diag.LINK,
			diag.Textf("%q はまだ下書きです", "%q is still a draft", slug),
			diag.Text{JA: "公開するか、リンクを外してください。", EN: "Publish it or take the link out."})
	default:
		c.add(pos, diag.LINK,
			diag.Textf("%[2]s/%[1]s がありません", "there is no %[2]s/%[1]s", slug, kind.Folder()),
			suggestion(slug, c.site.slugs(kind)))
	}
}

// org checks what an organisation says of items and runbooks.
func (c *checker) org() {
	o := c.site.Org
	c.traits(o.Traits)
	for _, r := range o.Runbooks {
		if c.site.Page(content.KindRunbook, r.Key.ID) == nil {
			c.missingPage(r.Key.Pos, content.KindRunbook, r.Key.ID)
		}
	}
	known := c.factKeys()
	for _, f := range o.Facts {
		if !c.site.unknown.items && !slices.Contains(known, f.Key.ID) {
			c.add(f.Key.Pos, diag.LINK,
				diag.Textf("項目 %q がありません", "there is no item %q", f.Key.ID), suggestion(f.Key.ID, known))
		}
	}
	for _, d := range o.Devices {
		if !slices.Contains(c.site.Config.Traits.Keys(), d.Key.ID) {
			c.traits([]content.Name{d.Key})
		}
	}
}

// factKeys returns the keys that facts may have.
func (c *checker) factKeys() []string {
	var known []string
	for _, p := range c.site.Pages() {
		for _, i := range p.Items {
			known = append(known, i.ID.ID)
			for _, r := range i.Renewals {
				if r.Key != i.ID.ID {
					known = append(known, r.Key)
				}
			}
		}
	}
	return known
}
