package build

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hikitsugi/internal/calendar"
	"hikitsugi/internal/feed"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/memo"
	"hikitsugi/internal/output"
	"hikitsugi/internal/qr"
	"hikitsugi/internal/record"
	"hikitsugi/internal/search"
	"hikitsugi/internal/site"
	"hikitsugi/internal/theme"
	"hikitsugi/internal/view"
)

// A page is one page to be made.
type page struct {
	path   string // where it is put
	layout string
	lang   string
	view   func() any
}

// pagesOf lists the pages of a site in the order in which they are made.
func pagesOf(s *site.Site, base string) []page {
	first := s.Languages()[0]
	pages := []page{
		{"index.html", "chooser.html", first, func() any { return view.NewChooser(s, base) }},
		{"404.html", "notfound.html", first, func() any { return view.NewNotFound(s, base) }},
	}
	if !s.Public() {
		pages = append(pages, page{"verify/index.html", "verify.html", first, func() any { return view.NewVerify(s, base) }})
	}
	if s.HasHandover() && len(s.Languages()) > 1 {
		pages = append(pages, page{"handover/index.html", "bilingual.html", first, func() any { return view.NewBilingual(s, base) }})
	}
	for _, p := range s.Pages() {
		if s.Reviewed(p) {
			pages = append(pages, page{view.ReviewPath(p) + "index.html", "review.html", p.Source.Lang, func() any { return view.NewReview(s, base, p) }})
		}
	}
	for _, lang := range s.Languages() {
		m := view.For(s, lang, base)
		add := func(name, layout string, v func() any) {
			pages = append(pages, page{lang + "/" + name + "index.html", layout, lang, v})
		}
		add("", "home.html", func() any { return m.Home() })
		if s.HasHandover() {
			add("handover/", "handover.html", func() any { return m.Handover() })
		}
		if !s.Public() {
			add("renewals/", "renewals.html", func() any { return m.Renewals() })
		}
		add("search/", "search.html", func() any { return m.Search() })
		if len(s.Glossary) > 0 {
			add("glossary/", "glossary.html", func() any { return m.Glossary() })
		}
		for _, kind := range s.Kinds() {
			add(kind.Folder()+"/", "list.html", func() any { return m.List(kind) })
			for _, p := range s.Of(kind) {
				add(kind.Folder()+"/"+p.Slug+"/", "article.html", func() any { return m.Article(p) })
			}
		}
	}
	return pages
}

// rendered is what is remembered of a page.
type rendered struct {
	html  []byte
	found *search.Page // nil: it is not searched
	ends  outline
	err   error
}

// render makes the pages, and returns what can be found of them, and the outline
// of each.
func (b *Builder) render(ctx context.Context, th *theme.Theme, pages []page, root string, sink output.Sink) ([]indexed, []outline, error) {
	type made struct {
		indexed
		ends outline
		err  error
	}
	all, err := each(ctx, pages, func(p page) made {
		v := p.view()
		key := memo.KeyOf(th.Sum[:], root, p.path, p.layout, p.lang, v)
		r := b.pages.Get(key, func() rendered {
			var html bytes.Buffer
			err := th.Render(&html, p.layout, p.lang, v)
			return rendered{
				html.Bytes(), search.Of(strings.TrimSuffix(p.path, "index.html"), v),
				outlineOf(p.path, root, html.Bytes()), err,
			}
		})
		if r.err != nil {
			return made{err: fmt.Errorf("cannot make %s: %w", p.path, r.err)}
		}
		return made{indexed{p.lang, key, r.found}, r.ends, sink.Put(p.path, r.html)}
	})
	if err != nil {
		return nil, nil, err
	}
	var found []indexed
	outlines := make([]outline, len(all))
	for i, m := range all {
		if m.err != nil {
			return nil, nil, m.err
		}
		outlines[i] = m.ends
		if m.page != nil {
			found = append(found, m.indexed)
		}
	}
	return found, outlines, nil
}

// indexed is what can be found of a page; key covers all that it depends on.
type indexed struct {
	lang string
	key  memo.Key
	page *search.Page
}

// putIndexes puts the files in which the browser searches.
func (b *Builder) putIndexes(s *site.Site, found []indexed, sink output.Sink) error {
	for _, lang := range s.Languages() {
		var pages []*search.Page
		keys := []any{lang}
		for _, f := range found {
			if f.lang == lang {
				pages, keys = append(pages, f.page), append(keys, f.key)
			}
		}
		for _, f := range b.indexes.Get(memo.KeyOf(keys...), func() []search.File { return search.Files(lang, pages) }) {
			if err := sink.Put(f.Path, f.Data); err != nil {
				return err
			}
		}
	}
	return nil
}

// putFiles puts what is not a page: the theme's files, the content's, and what
// machines read.
func putFiles(r *Result, th *theme.Theme, sink output.Sink) error {
	for _, f := range th.Static() {
		if err := sink.Put("theme/"+f.Path, f.Data); err != nil {
			return err
		}
	}
	if err := sink.Put("theme/chroma.css", markdown.Stylesheet()); err != nil {
		return err
	}
	for _, name := range r.Site.Assets() {
		if err := sink.Put(view.AssetPath(name), r.files[name].Data); err != nil {
			return err
		}
	}
	if r.Site.HasHandover() {
		codes := view.PacketCodes(r.Site, r.Base)
		for _, name := range slices.Sorted(maps.Keys(codes)) {
			svg, err := qr.SVG(codes[name])
			if err != nil {
				return err
			}
			if err := sink.Put(name, svg); err != nil {
				return err
			}
		}
	}
	if err := sink.Put("_headers", headers(r.Site)); err != nil {
		return err
	}
	if err := sink.Put("robots.txt", feed.Robots(r.Site, r.Base)); err != nil {
		return err
	}
	if !r.Site.Public() {
		if err := putRecord(r, sink); err != nil {
			return err
		}
		for _, lang := range r.Site.Languages() {
			if err := sink.Put(lang+"/renewals.ics", calendar.ICS(r.Site, lang, r.Base)); err != nil {
				return err
			}
		}
	}
	if r.Base == "" {
		return nil
	}
	if r.Site.Public() {
		sitemap, err := feed.Sitemap(r.Site, r.Base)
		if err != nil {
			return err
		}
		if err := sink.Put("sitemap.xml", sitemap); err != nil {
			return err
		}
	}
	for _, lang := range r.Site.Languages() {
		atom, err := feed.Atom(r.Site, lang, r.Base)
		if err != nil {
			return err
		}
		if atom != nil {
			if err := sink.Put(lang+"/feed.xml", atom); err != nil {
				return err
			}
		}
	}
	return nil
}

// putRecord puts what an organisation hands over as data.
func putRecord(r *Result, sink output.Sink) error {
	handover, err := record.JSON(r.Site, r.Base)
	if err != nil {
		return err
	}
	if err := sink.Put(record.Name, handover); err != nil {
		return err
	}
	schema, err := record.Schema()
	if err != nil {
		return err
	}
	return sink.Put(record.SchemaName, schema)
}
