package build

import (
	"maps"
	"slices"
	"strings"

	"hikitsugi/internal/calendar"
	"hikitsugi/internal/content"
	"hikitsugi/internal/feed"
	"hikitsugi/internal/highlight"
	"hikitsugi/internal/qr"
	"hikitsugi/internal/record"
	"hikitsugi/internal/site"
	"hikitsugi/internal/view"
)

// A page is one page to be made.
type page struct {
	path   string // where it is put
	layout string
	lang   string
	view   func(*site.Site) any
	kind   content.Kind // with slug, the page of the content that this one shows, if it shows one
	slug   string
	own    func(*site.Site) *site.Page // the only page whose words this one shows, if it is one
}

// folder returns the address of the page, from the site's root.
func (p page) folder() string { return strings.TrimSuffix(p.path, "index.html") }

// Routes are the pages of all sites of one shape.
type routes struct {
	shape *site.Shape
	base  string
	pages []page         // in the order in which they are made
	at    map[string]int // by path
}

// fit reports whether a site has these pages.
func (r *routes) fit(s *site.Site, base string) bool {
	return r != nil && r.shape == s.Shape() && r.base == base
}

// routesOf lists the pages of a site. They keep nothing of it but its shape.
func routesOf(s *site.Site, base string) *routes {
	r := &routes{shape: s.Shape(), base: base}
	add := func(name, layout, lang string, v func(*site.Site) any) {
		r.pages = append(r.pages, page{path: name + "index.html", layout: layout, lang: lang, view: v})
	}
	first := s.Languages()[0]
	add("", "chooser.html", first, func(s *site.Site) any { return view.NewChooser(s, base) })
	r.pages = append(r.pages, page{path: "404.html", layout: "notfound.html", lang: first, view: func(s *site.Site) any { return view.NewNotFound(s, base) }})
	if !s.Public() {
		add("verify/", "verify.html", first, func(s *site.Site) any { return view.NewVerify(s, base) })
	}
	if s.HasHandover() && len(s.Languages()) > 1 {
		add("handover/", "bilingual.html", first, func(s *site.Site) any { return view.NewBilingual(s, base) })
	}
	for _, p := range s.Pages() {
		if kind, slug := p.Kind, p.Slug; s.Reviewed(p) {
			add(view.ReviewPath(p), "review.html", p.Source.Lang, func(s *site.Site) any { return view.NewReview(s, base, s.Page(kind, slug)) })
			r.pages[len(r.pages)-1].own = func(s *site.Site) *site.Page { return s.Page(kind, slug) }
		}
	}
	for _, lang := range s.Languages() {
		own := func(name, layout string, v func(*view.Maker) any) {
			add(lang+"/"+name, layout, lang, func(s *site.Site) any { return v(view.For(s, lang, base)) })
		}
		own("", "home.html", func(m *view.Maker) any { return m.Home() })
		if s.HasHandover() {
			own("handover/", "handover.html", func(m *view.Maker) any { return m.Handover() })
		}
		if !s.Public() {
			own("renewals/", "renewals.html", func(m *view.Maker) any { return m.Renewals() })
		}
		own("search/", "search.html", func(m *view.Maker) any { return m.Search() })
		if len(s.Glossary) > 0 {
			own("glossary/", "glossary.html", func(m *view.Maker) any { return m.Glossary() })
		}
		for _, kind := range s.Kinds() {
			for n := 1; n <= view.ListPages(s, kind); n++ {
				own(view.ListPath(kind, n), "list.html", func(m *view.Maker) any { return m.List(kind, n) })
			}
			for _, p := range s.Of(kind) {
				slug := p.Slug
				add(p.Path(lang), "article.html", lang, func(s *site.Site) any { return view.For(s, lang, base).Article(s.Page(kind, slug)) })
				last := &r.pages[len(r.pages)-1]
				last.kind, last.slug = kind, slug
				last.own = func(s *site.Site) *site.Page { return s.Page(kind, slug) }
			}
		}
	}
	r.at = make(map[string]int, len(r.pages))
	for i, p := range r.pages {
		r.at[p.path] = i
	}
	return r
}

// others lists what is not a page: the theme's files, the content's, and what
// machines read.
func (f *Files) others() []file {
	r := f.result
	var list []file
	add := func(name string, make func() ([]byte, error)) { list = append(list, file{name: name, make: make}) }
	listing := func(name string, make func() ([]byte, error)) { list = append(list, file{name, make, true}) }
	as := func(name string, data []byte) { add(name, func() ([]byte, error) { return data, nil }) }
	for _, f := range f.theme.Static() {
		as("theme/"+f.Path, f.Data)
	}
	as("theme/chroma.css", highlight.Stylesheet())
	for _, name := range r.Site.Assets() {
		add(view.AssetPath(name), func() ([]byte, error) { return r.files.At(name).Data(), f.builder.Aside.Err() })
	}
	if r.Site.HasHandover() {
		codes := view.PacketCodes(r.Site, r.Base)
		for _, name := range slices.Sorted(maps.Keys(codes)) {
			add(name, func() ([]byte, error) { return qr.SVG(codes[name]) })
		}
	}
	as("_headers", headers(r.Site))
	as("robots.txt", feed.Robots(r.Site, r.Base))
	if !r.Site.Public() {
		add(record.Name, func() ([]byte, error) { return record.JSON(r.Site, r.Base) })
		add(record.SchemaName, record.Schema)
	}
	if !r.Site.Public() && !calendar.Empty(r.Site) {
		for _, lang := range r.Site.Languages() {
			add(lang+"/renewals.ics", func() ([]byte, error) { return calendar.ICS(r.Site, lang, r.Base), nil })
		}
	}
	if r.Base == "" {
		return list
	}
	if r.Site.Public() {
		listing("sitemap.xml", func() ([]byte, error) { return feed.Sitemap(r.Site, r.Base) })
	}
	if len(r.Site.Dated()) > 0 {
		for _, lang := range r.Site.Languages() {
			listing(lang+"/feed.xml", func() ([]byte, error) { return feed.Atom(r.Site, lang, r.Base) })
		}
	}
	return list
}
