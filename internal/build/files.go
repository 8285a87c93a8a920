package build

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/parallel"
	"hikitsugi/internal/search"
	"hikitsugi/internal/theme"
	"hikitsugi/internal/view"
)

// Files are the files of a site, as a file system: each is made when it is opened,
// and depends on nothing that happens after [Builder.Open]. Folders cannot be opened.
// Files is safe for concurrent use.
type Files struct {
	builder *Builder
	result  *Result
	theme   *theme.Theme
	routes  *routes

	made sync.Map // number of a page → func() ([]byte, error)
	once sync.Once
	rest map[string]file // all that is neither a page nor an index
}

// A file is one that is not a page.
type file struct {
	name  string
	make  func() ([]byte, error)
	lists bool // it says of pages what their faces hold, and nothing else
}

// A press makes the pages of f and puts them into a sink.
type press struct {
	*Files
	sink   output.Sink
	root   string          // path of the site's root on its host
	static map[string]bool // files of the theme, which every page shows
	words  map[string]*search.Vocabulary
	memory *memory
	desks  sync.Pool
}

// A desk is what is written on for one page after the other.
type desk struct {
	html  bytes.Buffer
	view  []byte
	index search.Indexer
}

// A made is what else is known of a page that has been put.
type made struct {
	view  hash
	found *search.Page
	ends  outline
	err   error
}

// put puts all files into a sink, each as soon as it is made, and returns the
// outline of each page, or what is wrong with layouts that have failed.
func (f *Files) put(ctx context.Context, sink output.Sink) ([]outline, diag.List, error) {
	p := press{Files: f, sink: sink, root: rootOf(f.result.Base), static: map[string]bool{}, words: map[string]*search.Vocabulary{}}
	p.desks.New = func() any { return new(desk) }
	for _, s := range f.theme.Static() {
		p.static["theme/"+s.Path] = true
	}
	for _, lang := range f.result.Site.Languages() {
		p.words[lang] = &search.Vocabulary{Aside: f.builder.Aside}
	}
	p.memory = f.memory(p.words)
	all, err := parallel.Each(ctx, f.routes.pages, p.page)
	if err != nil {
		return nil, nil, err
	}
	if problems := f.failures(all); len(problems) > 0 {
		return nil, problems, nil
	}
	found, views := map[string][]*search.Page{}, map[*search.Page]hash{}
	outlines := make([]outline, len(all))
	for i, m := range all {
		if m.err != nil {
			return nil, nil, m.err
		}
		if outlines[i] = m.ends; m.found != nil {
			lang := f.routes.pages[i].lang
			found[lang], views[m.found] = append(found[lang], m.found), m.view
		}
	}
	tasks := []func() error{p.others}
	for _, lang := range f.result.Site.Languages() {
		tasks = append(tasks, func() error { return p.index(lang, found[lang], views) })
	}
	failed, err := parallel.Each(ctx, tasks, func(task func() error) error { return task() })
	if err := cmp.Or(err, cmp.Or(failed...)); err != nil {
		return nil, nil, err
	}
	return outlines, nil, nil
}

// failures returns what the author of the site's own theme got wrong so that pages could
// not be made, each mistake once.
func (f *Files) failures(all []made) diag.List {
	if f.result.Site.Config.Theme.ID == "" {
		return nil
	}
	var problems diag.List
	pages := map[diag.Diag][]string{}
	for i, m := range all {
		if failure, ok := errors.AsType[*theme.Failure](m.err); ok {
			if pages[failure.Problem] == nil {
				problems = append(problems, failure.Problem)
			}
			pages[failure.Problem] = append(pages[failure.Problem], f.routes.pages[i].path)
		}
	}
	for i, d := range problems {
		first, more := pages[d][0], len(pages[d])-1
		what := &problems[i].What
		if more > 0 {
			what.JA += fmt.Sprintf("（%s、ほか%dページ）", first, more)
			what.EN += fmt.Sprintf(" (on the page %s, and on %d more)", first, more)
		} else {
			what.JA += fmt.Sprintf("（%s）", first)
			what.EN += fmt.Sprintf(" (on the page %s)", first)
		}
	}
	return inFolder("themes/"+f.result.Site.Config.Theme.ID, problems)
}

// page puts one page, which is not made where it is known to stand.
func (p *press) page(q page) made {
	k := keptPage{Words: p.memory.wordsOf(q)}
	if m, ok := p.memory.unseen(q, k.Words, p.sink); ok {
		return m
	}
	d := p.desks.Get().(*desk)
	defer p.desks.Put(d)
	v := q.view(p.result.Site)
	k.View, d.view = p.memory.viewOf(q, v, d.view)
	if m, ok := p.memory.same(q, k, p.sink); ok {
		return m
	}
	d.html.Reset()
	err := p.render(&d.html, q, v)
	if err = cmp.Or(err, p.builder.Aside.Err()); err == nil {
		err = p.sink.Put(q.path, d.html.Bytes())
	}
	found := d.index.Page(p.words[q.lang], q.folder(), v)
	k.Outline = p.routes.outlineOf(q.path, p.root, p.static, d.html.String())
	p.memory.keepPage(q, k, d.html.Bytes(), found)
	return made{k.View, found, k.Outline, err}
}

// index puts the index of a language.
func (p *press) index(lang string, found []*search.Page, views map[*search.Page]hash) error {
	index := p.words[lang].Join(lang, found)
	var data []byte
	for _, file := range index.Files() {
		make := func() ([]byte, error) {
			data = file.Append(data[:0])
			return data, p.builder.Aside.Err()
		}
		var err error
		if file.Pages == nil {
			err = p.put(file.Path, make)
		} else {
			err = p.memory.put(file.Path, p.memory.keyOf(file.Pages, views), p.sink, make)
		}
		if err != nil {
			return err
		}
	}
	p.memory.keepWords(lang, index)
	return p.builder.Aside.Err()
}

// others puts all that is neither a page nor of an index.
func (p *press) others() error {
	for _, o := range p.Files.others() {
		var err error
		if o.lists {
			err = p.memory.put(o.name, p.memory.key(), p.sink, o.make)
		} else {
			err = p.put(o.name, o.make)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put makes a file and puts it.
func (p *press) put(name string, make func() ([]byte, error)) error {
	data, err := make()
	if err != nil {
		return err
	}
	return p.sink.Put(name, data)
}

// render makes a page.
func (f *Files) render(w io.Writer, p page, v any) error {
	if err := f.theme.Render(w, p.layout, p.lang, v); err != nil {
		return fmt.Errorf("cannot make %s: %w", p.path, err)
	}
	return nil
}

// Open implements [fs.FS].
func (f *Files) Open(name string) (fs.File, error) {
	data, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	one := output.NewMemory()
	if err := one.Put(name, data); err != nil {
		return nil, err
	}
	return one.Open(name)
}

// ReadFile implements [fs.ReadFileFS]. What it returns is not to be changed.
func (f *Files) ReadFile(name string) ([]byte, error) {
	if i, ok := f.routes.at[name]; ok {
		made, _ := f.made.LoadOrStore(i, sync.OnceValues(func() ([]byte, error) {
			p := f.routes.pages[i]
			var html bytes.Buffer
			err := f.render(&html, p, p.view(f.result.Site))
			return html.Bytes(), cmp.Or(err, f.builder.Aside.Err())
		}))
		return made.(func() ([]byte, error))()
	}
	for _, lang := range f.result.Site.Languages() {
		if name == search.Name(lang) || strings.HasPrefix(name, search.Folder(lang)) {
			if data := f.search(lang).File(name); data != nil {
				return data, f.builder.Aside.Err()
			}
		}
	}
	f.once.Do(func() {
		f.rest = map[string]file{}
		for _, o := range f.others() {
			f.rest[o.name] = o
		}
	})
	if o, ok := f.rest[name]; ok {
		return o.make()
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// An Origin says where what a page shows is written, and where else it is shown.
type Origin struct {
	File   string         // path of the text
	Lines  map[string]int // the lines of its headings, by id
	Review string         // path of the page with all languages side by side
	Packet string         // path of the page that is printed as the packet
}

// Origin returns the origin of the page at name, as far as it has one.
func (f *Files) Origin(name string) Origin {
	var o Origin
	i, ok := f.routes.at[name]
	if !ok {
		return o
	}
	p, s := f.routes.pages[i], f.result.Site
	if s.HasHandover() {
		o.Packet = p.lang + "/handover/"
	}
	if page := s.Page(p.kind, p.slug); page != nil {
		text := page.Text(p.lang)
		o.File, o.Lines = text.Pos.File, map[string]int{}
		lines := text.Lines()
		for _, h := range text.Body.Headings {
			o.Lines[h.ID] = lines.Pos(h.Offset).Line
		}
		if s.Reviewed(page) {
			o.Review = view.ReviewPath(page)
		}
	}
	return o
}
