package build

import (
	"context"
	"slices"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// A public text is one that is published, with the site's own address.
type public struct {
	text *content.Page
	own  string
}

// everywhere are the files whose texts stand on many pages, and on no page of their
// own.
var everywhere = []string{"glossary.yaml", "links.yaml", "site.yaml"}

// A published file is one of those, with the site's own address.
type published struct {
	file *source.File
	own  string
}

// private returns what the public edition would publish and should not.
func (b *Builder) private(ctx context.Context, r *Result) (diag.List, error) {
	own := string(r.Site.Config.Contact)
	texts := make([]public, 0, len(r.files))
	for _, pages := range [][]*site.Page{r.Site.Columns, r.Site.Guides, r.Site.Runbooks} {
		for _, p := range pages {
			for _, t := range p.Texts {
				if !t.Broken || r.files.At(t.Pos.File) != nil { // else it could not be read
					texts = append(texts, public{t, own})
				}
			}
		}
	}
	clean := b.recallClean(own)
	found, _, err := b.privacy.of(ctx, texts, func(p public) diag.List {
		if clean[p.text.Sum()] {
			return nil
		}
		f := r.files.At(p.text.Pos.File).Loaded()
		return WithLines(check.Privacy(f, p.own), source.Files{f})
	})
	b.keepClean(own, texts, found)
	if err != nil {
		return nil, err
	}
	list := slices.Concat(found...)
	shared := make([]published, 0, len(everywhere))
	for _, name := range everywhere {
		if f := r.files.At(content.Dir + "/" + name); f != nil {
			shared = append(shared, published{f, own})
		}
	}
	found, _, err = b.shared.of(ctx, shared, func(p published) diag.List { return check.Privacy(p.file.Loaded(), p.own) })
	return append(list, slices.Concat(found...)...), err
}
