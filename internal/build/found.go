package build

import (
	"context"
	"sync"

	"hikitsugi/internal/parallel"
	"hikitsugi/internal/search"
	"hikitsugi/internal/site"
)

// An indexer makes the index of one language when somebody searches a preview, and
// remembers it. It takes apart only pages of which what is found may be another.
type indexer struct {
	words search.Vocabulary

	mu     sync.Mutex
	site   *site.Site // of which the index is; nil before the first
	routes *routes
	pages  []*search.Page // by route; nil for pages of other languages and those that are not found
	index  *search.Index
}

// of returns the index of the pages of a site in one language.
func (x *indexer) of(s *site.Site, r *routes, lang string) *search.Index {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.site == s && x.routes == r {
		return x.index
	}
	var rewritten map[*site.Page]bool
	known := false
	if x.routes == r {
		rewritten, known = s.Rewritten(x.site)
	}
	type numbered struct {
		page
		i int
	}
	var again []numbered
	for i, p := range r.pages {
		if p.lang == lang && (!known || p.slug != "" && rewritten[s.Page(p.kind, p.slug)]) {
			again = append(again, numbered{p, i})
		}
	}
	indexers := sync.Pool{New: func() any { return new(search.Indexer) }}
	found, err := parallel.Each(context.Background(), again, func(p numbered) *search.Page {
		one := indexers.Get().(*search.Indexer)
		defer indexers.Put(one)
		return one.Page(&x.words, p.folder(), p.view(s))
	})
	if err != nil {
		panic(err) // nothing ends the context
	}
	if !known {
		x.pages = make([]*search.Page, len(r.pages))
	}
	for n, p := range again {
		x.pages[p.i] = found[n]
	}
	var list []*search.Page
	for _, p := range x.pages {
		if p != nil {
			list = append(list, p)
		}
	}
	x.site, x.routes, x.index = s, r, x.words.Join(lang, list)
	return x.index
}

// search returns the index of one language.
func (f *Files) search(lang string) *search.Index {
	return f.builder.indexer(lang).of(f.result.Site, f.routes, lang)
}

func (b *Builder) indexer(lang string) *indexer {
	b.searching.Lock()
	defer b.searching.Unlock()
	x := b.indexers[lang]
	if x == nil {
		if b.indexers == nil {
			b.indexers = map[string]*indexer{}
		}
		x = &indexer{words: search.Vocabulary{Aside: b.Aside}}
		b.indexers[lang] = x
	}
	return x
}
