package build

import (
	"bytes"
	"crypto/sha256"
	"strings"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pack"
	"hikitsugi/internal/search"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/site"
)

// A memory is what is known of the files that an earlier program made of the same
// edition. A page is the same where its view is the same. Where nothing is different
// that pages show of each other, nor the words of a page, its view need not be made to
// know that.
type memory struct {
	pack    *pack.Pack
	aside   *shelf.Shelf
	site    *site.Site
	frame   hash // of all on which a page depends beside its view
	surface hash // of that, and of all that pages show of each other
	words   map[string]*search.Vocabulary
	whole   bool // what is kept of pages can be used
	calm    bool // pages show the same of each other
}

// A keptPage is what is kept of a page, as "page <path>", with what can be
// found of it.
type keptPage struct {
	Words   hash // of the files whose words it shows, where no other page's are shown
	View    hash
	Sum     hash // of what was made
	Outline outline
	Found   *search.Record // nil where nothing can be found
}

// A keptFile is what is kept of another file, as "file <path>".
type keptFile struct{ Key, Sum hash }

// memory returns what is known of the files of f, and fills vocabularies by language
// with what they knew. It is nil where nothing is kept.
func (f *Files) memory(words map[string]*search.Vocabulary) *memory {
	r, kept := f.result, f.builder.Pages
	if kept == nil {
		return nil
	}
	m := &memory{pack: kept, aside: f.builder.Aside, site: r.Site, words: words}
	h := sha256.New()
	for _, file := range r.theme {
		h.Write(file.Sum[:])
	}
	h.Write([]byte(r.Edition() + "\n" + r.Base))
	h.Sum(m.frame[:0])

	m.whole = m.keepPaths(f.routes)
	for lang, v := range words {
		head, body, ok := kept.Get("words " + lang)
		var l search.Lexicon
		if m.whole = m.whole && ok && codec.Read(head, &l.Ends) == nil; m.whole {
			l.Texts = body.Bytes()
			v.Restore(l)
		}
	}

	m.surface = sha256.Sum256(codec.AppendAny(nil, struct {
		Frame, Surface hash
		Drafts         bool
	}{m.frame, f.builder.surface, r.in.Drafts}))
	head, _, _ := kept.Get("surface")
	m.calm = m.whole && head == string(m.surface[:])
	kept.Put("surface", shelf.Of(m.surface[:]), shelf.Blob{})
	return m
}

// keepPaths keeps the paths of all pages, and reports whether those that were kept are
// still there: what a page leads to was looked up among them.
func (m *memory) keepPaths(r *routes) bool {
	var now []byte
	for _, p := range r.pages {
		now = append(append(now, p.path...), '\n')
	}
	_, kept, ok := m.pack.Get("paths")
	was := kept.Bytes()
	if ok && bytes.Equal(was, now) {
		m.pack.Keep("paths")
		return true
	}
	m.pack.Put("paths", shelf.Blob{}, m.aside.Put(now))
	for path := range strings.Lines(string(was)) {
		if _, there := r.at[strings.TrimSuffix(path, "\n")]; !there {
			return false
		}
	}
	return ok
}

// wordsOf returns the hash of the files whose words a page shows, where it shows no
// others'.
func (m *memory) wordsOf(p page) (sum hash) {
	if m == nil || p.own == nil {
		return sum
	}
	h := sha256.New()
	for _, t := range p.own(m.site).Texts {
		sum := t.Sum()
		h.Write(sum[:])
	}
	h.Sum(sum[:0])
	return sum
}

// viewOf returns what stands for all that a page is made from, and the bytes that it
// wrote from the beginning of a buffer.
func (m *memory) viewOf(p page, view any, buffer []byte) (hash, []byte) {
	if m == nil {
		return hash{}, buffer
	}
	buffer = append(buffer[:0], m.frame[:]...)
	buffer = append(buffer, p.path+"\n"+p.layout+"\n"+p.lang+"\n"...)
	buffer = codec.AppendAny(buffer, view)
	return sha256.Sum256(buffer), buffer
}

// unseen puts a page as it stands, where that is known without its view.
func (m *memory) unseen(p page, words hash, sink output.Sink) (made, bool) {
	if m == nil || !m.calm || p.own == nil {
		return made{}, false
	}
	return m.as(p, sink, words, func(k keptPage) bool { return k.Words == words })
}

// same puts a page as it stands, where it was made of the same view.
func (m *memory) same(p page, now keptPage, sink output.Sink) (made, bool) {
	if m == nil || !m.whole {
		return made{}, false
	}
	return m.as(p, sink, now.Words, func(k keptPage) bool { return k.View == now.View })
}

// as puts a page as it stands in the output, if what is kept of it fits.
func (m *memory) as(p page, sink output.Sink, words hash, fits func(keptPage) bool) (made, bool) {
	name := "page " + p.path
	head, found, ok := m.pack.Get(name)
	var k keptPage
	if !ok || codec.Read(head, &k) != nil || !fits(k) || !sink.Keep(p.path, k.Sum) {
		return made{}, false
	}
	if k.Words == words {
		m.pack.Keep(name)
	} else {
		k.Words = words
		m.pack.Put(name, m.aside.Put(encoded(&k)), found)
	}
	known := made{view: k.View, ends: k.Outline}
	if k.Found != nil {
		known.found = k.Found.Page(found)
	}
	return known, true
}

// keepPage keeps a page that was made.
func (m *memory) keepPage(p page, k keptPage, html []byte, found *search.Page) {
	if m == nil {
		return
	}
	k.Sum = sha256.Sum256(html)
	var stored shelf.Blob
	if found != nil {
		k.Found = new(search.Record)
		*k.Found, stored = found.Record()
	}
	m.pack.Put("page "+p.path, m.aside.Put(encoded(&k)), stored)
}

// keyOf returns what stands for a file of a search index: what its pages were made from.
func (m *memory) keyOf(pages []*search.Page, views map[*search.Page]hash) hash {
	if m == nil {
		return hash{}
	}
	h := sha256.New()
	h.Write(m.frame[:])
	for _, p := range pages {
		view := views[p]
		h.Write(view[:])
	}
	return hash(h.Sum(nil))
}

// key returns what stands for a file that says of pages only what their faces hold.
func (m *memory) key() hash {
	if m == nil {
		return hash{}
	}
	return m.surface
}

// put puts a file that is made of what a key stands for; where it stands in the output as
// it would be made again, it is not made.
func (m *memory) put(path string, key hash, sink output.Sink, make func() ([]byte, error)) error {
	name := "file " + path
	if m != nil {
		var known keptFile
		if head, _, ok := m.pack.Get(name); ok && codec.Read(head, &known) == nil && known.Key == key && sink.Keep(path, known.Sum) {
			m.pack.Keep(name)
			return nil
		}
	}
	data, err := make()
	if err != nil {
		return err
	}
	if m != nil {
		m.pack.Put(name, m.aside.Put(codec.Append(nil, &keptFile{key, sha256.Sum256(data)})), shelf.Blob{})
	}
	return sink.Put(path, data)
}

// keepWords keeps the vocabulary of a language, unless it holds more than its pages
// need: then the next program begins anew.
func (m *memory) keepWords(lang string, x *search.Index) {
	if m == nil || x.Spoilt() {
		return
	}
	name := "words " + lang
	l := m.words[lang].Lexicon()
	if _, body, ok := m.pack.Get(name); m.whole && ok && body.Size() == len(l.Texts) {
		m.pack.Keep(name)
		return
	}
	m.pack.Put(name, m.aside.Put(codec.Append(nil, &l.Ends)), m.aside.Put(l.Texts))
}
