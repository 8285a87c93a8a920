package site

import (
	"context"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/parallel"
	"hikitsugi/internal/source"
)

// A checker reports what does not fit together in a site.
type checker struct {
	site  *Site
	diags diag.List

	text  *content.Page // of which
	lines source.Lines  // is the index, once it is needed
}

// at returns where in a text's file stands what is at an offset.
func (c *checker) at(t *content.Page, offset int) diag.Pos {
	if c.text != t {
		c.text, c.lines = t, t.Lines()
	}
	return c.lines.Pos(offset)
}

func (c *checker) add(pos diag.Pos, code diag.Code, what, do diag.Text) {
	c.diags.Add(pos, code, what, do)
}

// check fills checked and general.
func (s *Site) check() {
	s.checked = map[pageKey]diag.List{}
	pages := s.Pages()
	found, _ := parallel.Each(context.Background(), pages, s.checkPage) // which is never cut short
	for i, wrong := range found {
		if len(wrong) > 0 {
			s.checked[pages[i].key()] = wrong
		}
	}
	c := checker{site: s}
	c.slugs()
	c.packet()
	c.glossary()
	c.usualOrg()
	if s.Org != nil {
		c.org()
	}
	s.general = c.diags
}

// checkAgain notes what is wrong with a page.
func (s *Site) checkAgain(p *Page) {
	delete(s.checked, p.key())
	if wrong := s.checkPage(p); len(wrong) > 0 {
		s.checked[p.key()] = wrong
	}
}

// problems returns all that is wrong, in the order of the pages.
func (s *Site) problems() diag.List {
	var list diag.List
	for _, p := range s.Pages() {
		list = append(list, s.checked[p.key()]...)
	}
	return append(list, s.general...)
}

// checkPage reports what does not fit of one page.
func (s *Site) checkPage(p *Page) diag.List {
	c := checker{site: s}
	broken := slices.ContainsFunc(p.Texts, func(t *content.Page) bool { return t.Broken })
	for _, t := range p.Texts {
		if t.Body != nil {
			c.links(p, t)
			c.nestedHeadings(p, t)
		}
		if !broken {
			c.directives(p, t)
		}
	}
	if broken {
		return c.diags // what its own mistakes may explain is not reported as well
	}
	c.languages(p)
	for _, i := range p.Items {
		c.item(i)
	}
	if p.Kind == content.KindRunbook {
		c.runbook(p)
	}
	return c.diags
}

// slugs reports pages of two kinds under one slug: ids and ticks are kept by it.
func (c *checker) slugs() {
	first := map[string]*Page{}
	for _, p := range c.site.Pages() {
		if other := first[p.Slug]; other != nil {
			c.diags = append(c.diags, content.SameName(p.Source.Pos.File, other.Source.Pos.File))
			continue
		}
		first[p.Slug] = p
	}
}

// usualOrg checks the organisation whose edition is made where none is asked for. Another
// edition can be made without it.
func (c *checker) usualOrg() {
	name := c.site.Config.Org
	if name.ID == "" || slices.ContainsFunc(c.site.sources.Orgs, func(o *content.Org) bool { return o.ID == name.ID }) {
		return
	}
	var known []string
	for _, o := range c.site.sources.Orgs {
		known = append(known, o.ID)
	}
	d := noOrg(name.Pos, name.ID, known)
	d.Mild = true
	c.diags = append(c.diags, d)
}

// packet checks the columns that site.yaml names for the handover page.
func (c *checker) packet() {
	seen := map[string]bool{}
	for _, name := range c.site.Config.Packet {
		p := c.site.Page(content.KindColumn, name.ID)
		switch {
		case p == nil:
			c.missingPage(name.Pos, content.KindColumn, name.ID)
		case seen[name.ID]:
			c.add(name.Pos, diag.DUP,
				diag.Textf("%q は2回目です", "%q stands here twice", name.ID),
				diag.Text{JA: "1回だけにしてください。", EN: "Name it once."})
		case len(p.Items) == 0 && !p.Source.Broken:
			c.add(name.Pos, diag.LINK,
				diag.Textf("%q には引き継ぐ項目（checklist）がありません", "%q has no checklist to hand over", name.ID),
				diag.Text{JA: "項目を書くか、ここから外してください。", EN: "Give it one, or remove it here."})
		}
		seen[name.ID] = true
	}
}

func (c *checker) item(i *Item) {
	id := i.ID.ID
	if first := c.site.items.get(id); first != i {
		c.add(i.ID.Pos, diag.ID2,
			diag.Textf("id %q は %s にもあります", "the id %q is also used at %s", id, first.ID.Pos),
			diag.Text{JA: "別のidにしてください。チェックや期限はidで覚えています。", EN: "Choose another: ticks and dates are kept by id."})
	}
	if slices.Contains(content.UrgentSections, id) {
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
			if !i.Page.hasSection(t.Lang, s.ID) {
				c.add(s.Pos, diag.SECT,
					diag.Textf("%s に見出し {#%s} がありません", "%s has no heading {#%s}", t.Pos.File, s.ID),
					suggestion(s.ID, sectionIDs(t)))
			}
		}
	}
	for _, r := range i.Renewals {
		if key := i.ID.ID; r.Key != key && (!i.Fact.Done.IsZero() || !i.Fact.Expires.IsZero()) {
			c.add(i.Fact.Pos, diag.LINK,
				diag.Textf("項目 %s の更新にはidがあるので、この日付はどの更新のものか分かりません", "the renewals of %s have ids, so this date belongs to none of them", key),
				diag.Textf("done と expires は %s に書いてください。", "Write done and expires under %s.", r.Key))
			break
		}
	}
	if i.Section.ID == "" && len(i.Guides) == 0 && len(i.Runbooks) == 0 && i.Detail(i.Page.Source.Lang) == "" {
		c.add(i.Pos, diag.ITEM,
			diag.Textf("項目 %s には、説明の節も手引きもありません", "nothing explains the item %s", id),
			diag.Textf("本文に「## 見出し {#%[1]s}」を書くか、guides を付けてください。", "Write a section “## … {#%[1]s}” or give it guides.", id))
	}
	c.signOffs(i)
	c.facts(i)
}

// signOffs reports days of giving and receiving that nothing shows: items are handed
// over, and of them those that give something.
func (c *checker) signOffs(i *Item) {
	if c.site.items.get(i.ID.ID) != i {
		return // the facts are another's, of the same id
	}
	signed := func(f content.Fact) bool { return !f.Given.IsZero() || !f.Received.IsZero() }
	if !i.Handed() && signed(i.Fact) {
		c.add(i.Fact.Pos, diag.FACT,
			diag.Textf("項目 %s では何も手渡さないので、渡した日と受け取った日はどこにも出ません", "nothing changes hands with %s, so the days on which it was given and received are shown nowhere", i.ID.ID),
			diag.Text{JA: "項目に give を書くか、given と received を消してください。", EN: "Give the item a give, or remove given and received."})
	}
	for _, r := range i.Renewals {
		if own := r.Own(); signed(own) {
			c.add(own.Pos, diag.LINK,
				diag.Textf("更新 %s は、それだけで渡したり受け取ったりするものではありません", "the renewal %s is not given and received by itself", r.Key),
				diag.Textf("given と received は %s に書いてください。", "Write given and received under %s.", i.ID.ID))
		}
	}
}

// facts reports what an organisation should know of a thing handed over.
func (c *checker) facts(i *Item) {
	if c.site.Org == nil || c.site.Org.Broken || !i.Handed() || !i.Applies {
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
	switch second := i.Fact.Second; {
	case !i.HasSecret():
	case second.ID == "":
		c.add(pos, diag.SECOND,
			diag.Textf("項目 %s を開ける人が1人しかいません", "the item %s has no second key-holder", i.ID.ID),
			diag.Text{JA: "副担当（second）を決めてください。1人だけでは、その人が倒れたときに開けられません。組織の外の人でもかまいません。", EN: "Name one as second, from outside if nobody else works here: if one person alone can open it, nobody can when that person is away."})
	case second.ID == i.Fact.Owner.ID:
		c.add(second.Pos, diag.SECOND,
			diag.Textf("項目 %s の副担当（second）は、責任者（owner）と同じ人です", "the second key-holder of %s is its owner", i.ID.ID),
			diag.Text{JA: "別の人にしてください。1人だけでは、その人が倒れたときに開けられません。組織の外の人でもかまいません。", EN: "Name somebody else, from outside if nobody else works here: if one person alone can open it, nobody can when that person is away."})
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
		if !slices.Contains(known, n.ID) && !c.site.Config.BrokenTraits {
			c.add(n.Pos, diag.TRAIT,
				diag.Textf("条件 %q は site.yaml の traits にありません", "the trait %q is not in site.yaml", n.ID),
				suggestion(n.ID, known))
		}
	}
}

func (c *checker) guides(names []content.Name) {
	for _, n := range names {
		if c.site.Link(n.ID) == nil && !c.site.unknown.links {
			do := suggestion(n.ID, content.Map[content.Link](c.site.Links).Keys())
			for _, kind := range c.site.Kinds() {
				if c.site.Page(kind, n.ID) != nil {
					do = diag.Textf("%s/%s はこのサイトのページです。ここには、外部のページのidを links.yaml から書きます。", "%s/%s is a page of this site. Write the id of an external page here, from links.yaml.", kind.Folder(), n.ID)
				}
			}
			c.add(n.Pos, diag.LINK, diag.Textf("%q は links.yaml にありません", "%q is not in links.yaml", n.ID), do)
		}
	}
}

func (c *checker) contacts(names []content.Name) {
	for _, n := range names {
		if c.site.Org == nil || c.site.unknown.contacts || c.site.Contact(n.ID) != nil {
			continue
		}
		if own := path.Dir(c.site.Org.Pos.File) + "/"; !strings.HasPrefix(n.Pos.File, own) && c.elsewhere(n.ID) {
			c.lackingContact(n.ID)
			continue
		}
		c.add(n.Pos, diag.LINK,
			diag.Textf("連絡先 %q が %s にありません", "the contact %q is not in %s", n.ID, c.site.Org.Pos.File),
			suggestion(n.ID, c.site.Org.Contacts.Keys()))
	}
}

// elsewhere reports whether another organisation has a contact.
func (c *checker) elsewhere(contact string) bool {
	return slices.ContainsFunc(c.site.sources.Orgs, func(o *content.Org) bool {
		return o != c.site.Org && slices.Contains(o.Contacts.Keys(), contact)
	})
}

// lackingContact reports a contact that pages of all organisations name, and this one
// does not have: it is not for those pages to call it otherwise.
func (c *checker) lackingContact(id string) {
	for _, e := range c.site.Org.Contacts {
		if misspelt := content.DidYouMean(e.Key.ID, []string{id}, diag.Text{}); misspelt != (diag.Text{}) && !c.elsewhere(e.Key.ID) {
			c.add(e.Key.Pos, diag.LINK,
				diag.Textf("連絡先 %q はほかの組織になく、共通のページが使う %q がありません", "no other organisation has a contact %q, and %q, which pages of all organisations name, is missing", e.Key.ID, id),
				misspelt)
			return
		}
	}
	c.add(diag.Pos{File: c.site.Org.Pos.File}, diag.LINK,
		diag.Textf("共通のページが使う連絡先 %q がありません", "the contact %q, which pages of all organisations name, is missing", id),
		diag.Text{JA: "contacts に書き足してください。ほかの組織にはあります。", EN: "Add it to contacts, as other organisations have it."})
}

// missingPage reports a reference to a page that does not exist, is a draft or
// belongs to somebody else.
func (c *checker) missingPage(pos diag.Pos, kind content.Kind, slug string) {
	switch c.site.absent.pages[pageKey{kind, slug}] {
	case internal:
	case draft:
		c.add(pos, diag.LINK,
			diag.Textf("%q はまだ下書きです", "%q is still a draft", slug),
			diag.Text{JA: "公開するか、リンクを外してください。", EN: "Publish it or take the link out."})
	case foreign:
		c.add(pos, diag.LINK,
			diag.Textf("%[2]s/%[1]s は別の組織だけのものです", "%[2]s/%[1]s is another organisation's own", slug, kind.Folder()),
			diag.Textf("runbooks/ か orgs/%s/runbooks/ に置いてください。", "Put it in runbooks/ or in orgs/%s/runbooks/.", c.site.Org.ID))
	default:
		c.add(pos, diag.LINK,
			diag.Textf("%[2]s/%[1]s がありません", "there is no %[2]s/%[1]s", slug, kind.Folder()),
			suggestion(slug, c.site.slugs(kind)))
	}
}

// missingItem reports a reference to an item that does not exist or stands in a
// draft; do says what could stand there.
func (c *checker) missingItem(pos diag.Pos, id string, do diag.Text) {
	item, _, _ := strings.Cut(id, "/")
	switch why := c.site.absent.items[item]; {
	case c.site.unknown.items || why == internal:
	case why == draft:
		c.add(pos, diag.LINK,
			diag.Textf("項目 %q のあるページはまだ下書きです", "the page of the item %q is still a draft", id),
			diag.Text{JA: "公開するか、リンクを外してください。", EN: "Publish it or take the link out."})
	default:
		c.add(pos, diag.LINK, diag.Textf("項目 %q がありません", "there is no item %q", id), do)
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
	known := c.dutyNames()
	for _, f := range o.Facts {
		// What is known of a draft's items may stand here before it is published.
		item, _, _ := strings.Cut(f.Key.ID, "/")
		if !slices.Contains(known, f.Key.ID) && c.site.absent.items[item] != draft {
			c.missingItem(f.Key.Pos, f.Key.ID, suggestion(f.Key.ID, known))
		}
	}
	for _, d := range o.Devices {
		c.traits([]content.Name{d.Key})
	}
}

// itemNames returns the ids of all items.
func (c *checker) itemNames() []string {
	var known []string
	for _, p := range c.site.Pages() {
		for _, i := range p.Items {
			known = append(known, i.ID.ID)
		}
	}
	return known
}

// dutyNames returns the ids of all items, and item/renewal of their renewals.
func (c *checker) dutyNames() []string {
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
