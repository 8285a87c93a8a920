package view

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/site"
)

// A Maker makes the views of one site in one language. It only reads the site,
// so that several goroutines can share it.
type Maker struct {
	site  *site.Site
	base  string // absolute URL of the site's root; empty when unknown
	words words
}

// For returns the maker of the site's views in lang. base is the absolute URL of
// the site's root, which ends in "/", or empty.
func For(s *site.Site, lang, base string) *Maker {
	return &Maker{site: s, base: base, words: words{lang: lang, eras: s.Config.Eras}}
}

func (m *Maker) lang() string { return m.words.lang }

// A spot is where a view is shown: what is relative, and what an id is called,
// depends on it.
type spot struct {
	*Maker
	path   string // of the page: "ja/columns/apns/"
	root   string // URL of the site's root from there: "../../../"
	joined bool   // on the handover page, which holds runbooks and item sections itself
	prefix string // before every id, where several languages share the page
}

// at returns the spot of the page at path.
func (m *Maker) at(path string) spot {
	return spot{Maker: m, path: path, root: strings.Repeat("../", strings.Count(path, "/"))}
}

// url returns the relative URL of what is published at path, which ends in "/"
// for a page and may hold a fragment. It names the page's file, because a browser
// that reads a site from a disk would list the folder.
func (p spot) url(path string) string {
	if anchor, here := strings.CutPrefix(path, p.path); here && strings.HasPrefix(anchor, "#") {
		return anchor
	}
	file, _, _ := strings.Cut(path, "#")
	index := ""
	if file == "" || strings.HasSuffix(file, "/") {
		index = "index.html"
	}
	return p.root + file + index + path[len(file):]
}

// Ids that pages make of their own begin with "_", which no heading's id does.
func rowID(i *site.Item) string { return "_item-" + i.ID.ID }

// holds reports whether a page is printed here beside others: the handover page
// holds the runbooks, and of the packet's columns the items.
func (p spot) holds(page *site.Page) bool {
	return p.joined && (page.Kind == content.KindRunbook || slices.Contains(p.site.Packet, page))
}

// rowURL returns where the item's line stands.
func (p spot) rowURL(i *site.Item) string {
	if p.holds(i.Page) {
		return "#" + p.prefix + rowID(i)
	}
	return p.url(i.Page.Path(p.lang()) + "#" + rowID(i))
}

// itemURL returns where the item is explained: the section with its id, else its
// line on the list.
func (p spot) itemURL(i *site.Item) string {
	if url := p.detailURL(i); url != "" {
		return url
	}
	return p.rowURL(i)
}

func (p spot) detailURL(i *site.Item) string {
	switch id := i.Detail(p.lang()); {
	case p.holds(i.Page) && i.Page.Kind == content.KindColumn:
		return "#" + p.prefix + sectionID(i)
	case id == "":
		return ""
	case p.holds(i.Page):
		return "#" + p.prefix + i.Page.Slug + "--" + id
	default:
		return p.url(i.Page.Path(p.lang()) + "#" + id)
	}
}

// sectionID is the anchor of an item's section on the handover page.
func sectionID(i *site.Item) string { return i.Page.Slug + "--" + i.ID.ID }

// pageURL returns where a page, or the heading fragment on it, stands.
func (p spot) pageURL(page *site.Page, fragment string) string {
	if p.holds(page) && page.Kind == content.KindRunbook {
		if fragment != "" {
			return "#" + p.prefix + page.Slug + "--" + fragment
		}
		return "#" + p.prefix + page.Slug
	}
	url := page.Path(p.lang())
	if fragment != "" {
		url += "#" + fragment
	}
	return p.url(url)
}

// AssetPath returns where a file that stands with the content is published:
// content/columns/panel.png as media/columns/panel.png, content/static/logo.svg
// as static/logo.svg.
func AssetPath(name string) string {
	rel := strings.TrimPrefix(name, content.Dir+"/")
	if strings.HasPrefix(rel, "static/") {
		return rel
	}
	return "media/" + rel
}

// resolver says where the links of a page's text lead from here.
func (p spot) resolver(page *site.Page) func(int, markdown.Link) markdown.Target {
	return func(_ int, l markdown.Link) markdown.Target {
		reference := content.ParseReference(l.Dest)
		target, ok := p.site.Resolve(page, reference)
		out := markdown.Target{Text: target.Title(p.lang())}
		switch {
		case !ok || target.Internal:
			out.Drop = true
		case target.External:
			out.URL, out.External = l.Dest, reference.Scheme == "http" || reference.Scheme == "https"
			out.Text = l.Dest
		case target.Link != nil:
			out.URL, out.External = target.Link.URL.URL, true
			out.Note = p.words.foreign(target.Link.Lang)
			out.NoteLang = p.noteLang(page)
		case target.Item != nil:
			out.URL = p.itemURL(target.Item)
		case target.Contact != nil:
			out.URL = p.contactURL(*target.Contact)
		case target.Asset != "":
			out.URL = p.url(AssetPath(target.Asset))
			out.Width, out.Height = target.File.Size.Width, target.File.Size.Height
		case p.holds(target.Page) && target.Page.Kind == content.KindColumn:
			out.URL = p.columnAnchor(target.Page, target.Fragment)
		default:
			out.URL = p.pageURL(target.Page, target.Fragment)
		}
		return out
	}
}

// noteLang returns the language of what the reader's language says within the text
// of a page, where that is written in another.
func (p spot) noteLang(page *site.Page) string {
	if page.Translated(p.lang()) {
		return ""
	}
	return p.lang()
}

// columnAnchor returns where a column, or a heading of it, stands, seen from the
// handover page, which prints only its list and the sections of its items.
func (p spot) columnAnchor(page *site.Page, id string) string {
	for _, i := range page.Items {
		if i.ID.ID == id {
			return "#" + p.prefix + sectionID(i)
		}
	}
	if id == "" {
		return "#" + p.listID(page)
	}
	return p.url(page.Path(p.lang()) + "#" + id)
}

// listID is the anchor of a page's checklist.
func (p spot) listID(page *site.Page) string { return p.prefix + "_list-" + page.Slug }

// contactURL returns where a contact leads: in the packet to the list of
// contacts, elsewhere straight to the telephone, where there is one number to dial.
func (p spot) contactURL(c content.Entry[content.Contact]) string {
	if p.joined {
		return "#" + p.prefix + contactID(c.Key.ID)
	}
	if tel := telURL(c.Value.Tel); tel != "" {
		return tel
	}
	return p.url(p.lang() + "/#" + contactID(c.Key.ID))
}

func contactID(id string) string { return "_contact-" + id }
