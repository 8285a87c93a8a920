package view

import (
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/site"
)

// A Use is a place from which a page is reached: an item, or a section of a page.
type Use struct {
	Number   int    // of the item; 0 for a section
	Title    string // of the item, the section or the page
	URL      string
	Page     string // title of the page that it is on, where Title is another
	TextLang string // the language of Title when it is not the page's; else empty
	PageLang string // the same of Page
}

// A SectionHead is what stands under the heading of a section.
type SectionHead struct {
	Behind   bool // a translation: the source has changed since this section was made
	Item     *Use // the section explains this item: its line
	Renewals []Renewal
	Runbooks []Link
}

// uses makes the way back from a page to where it is needed.
func (p spot) uses(page *site.Page) []Use {
	var list []Use
	for _, u := range p.site.Uses(page) {
		use := Use{Page: u.Page.Title(p.lang()), PageLang: u.Page.TitleLang(p.lang())}
		section := u.Page.Heading(p.lang(), u.Section)
		switch {
		case u.Item != nil:
			use.Number, use.Title, use.URL = u.Item.Number, u.Item.Title.In(p.lang()), p.rowURL(u.Item)
		case section != nil:
			use.Title, use.TextLang = section.Text, p.foreignText(u.Page)
			use.URL = p.pageURL(u.Page, section.ID)
		default:
			use = Use{Title: use.Page, TextLang: use.PageLang, URL: p.pageURL(u.Page, "")}
		}
		list = append(list, use)
	}
	return list
}

// sectionHead makes what stands under the heading with that id; nil when there is
// nothing to say.
func (p spot) sectionHead(page *site.Page, behind []Heading, id string) *SectionHead {
	head := SectionHead{}
	for _, h := range behind {
		head.Behind = head.Behind || h.Level > 0 && h.ID == id
	}
	for _, i := range page.Items {
		if i.ID.ID != id {
			continue
		}
		head.Item = &Use{Number: i.Number, Title: i.Title.In(p.lang()), URL: p.rowURL(i)}
		v := p.item(i, Note{})
		head.Runbooks = v.Runbooks
		if !p.site.Public() {
			head.Renewals = v.Renewals
		}
	}
	if !head.Behind && head.Item == nil {
		return nil
	}
	return &head
}

// renewalID is the anchor of a renewal on the page of all renewals.
func renewalID(key string) string { return "_renewal-" + key }

// renewalURL returns where a renewal stands among all; in the public edition there
// is no such page.
func (p spot) renewalURL(r *site.Renewal) string {
	if p.site.Public() || !r.Applies {
		return ""
	}
	return p.url(p.lang() + "/renewals/#" + renewalID(r.Key))
}

// headed puts a section head under the heading with which a part begins.
func (p spot) headed(page *site.Page, behind []Heading, part markdown.Part) []Block {
	heading, rest := part.Split()
	if heading == "" {
		return []Block{{HTML: part.HTML}}
	}
	head := p.sectionHead(page, behind, part.Heading.ID)
	if head == nil {
		return []Block{{HTML: part.HTML}}
	}
	blocks := []Block{{HTML: heading}, {Head: head}}
	if rest != "" {
		blocks = append(blocks, Block{HTML: rest})
	}
	return blocks
}
