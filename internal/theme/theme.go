// Package theme loads a theme and turns views into pages.
//
// A theme is three folders:
//
//	layouts/*.html        one html/template for each struct of package view
//	layouts/parts/*.html  what layouts share: parts/date.html is {{template "date" .}}
//	strings/ja.json       the words of the interface, a flat object of key and text
//	strings/en.json       the same keys in the other language
//	static/…              published under theme/; style sheets and scripts without their comments
//
// A theme of one's own need only hold the files that differ from the built-in
// ones. docs/themes.md tells its author the rest.
//
// A layout sees its view and these functions, all of them pure:
//
//	t "key"         the text of key in the language of the page
//	tf "key" x …    the same as a format of package fmt, applied to x …
//	in "ja" "key"   the text of key in a given language
//	lang            the language of the page
//	tel .URL        a tel: address, which html/template alone would refuse
//	breakable x     an account or a path, which may break behind @ / and :
//	side "ja" "part" x   what a part makes of x in a given language
//
// Load looks at every branch of every layout: a field that its view does not have
// and a key without a text are found before the first page is made. What a layout
// commonly does is compiled when the first page needs it (compile.go).
package theme

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
	"hikitsugi/internal/view"
)

// languages are those that a theme has words for.
var languages = [...]string{"ja", "en"}

// A layout is a file that makes pages, with the view that it is given.
type layout struct {
	name string
	view reflect.Type
}

var layouts = [...]layout{
	{"home.html", reflect.TypeFor[view.Home]()},
	{"list.html", reflect.TypeFor[view.List]()},
	{"article.html", reflect.TypeFor[view.Article]()},
	{"renewals.html", reflect.TypeFor[view.Renewals]()},
	{"search.html", reflect.TypeFor[view.Search]()},
	{"glossary.html", reflect.TypeFor[view.Glossary]()},
	{"handover.html", reflect.TypeFor[view.Handover]()},
	{"review.html", reflect.TypeFor[view.Review]()},
	{"bilingual.html", reflect.TypeFor[view.Bilingual]()},
	{"verify.html", reflect.TypeFor[view.Verify]()},
	{"chooser.html", reflect.TypeFor[view.Chooser]()},
	{"notfound.html", reflect.TypeFor[view.Chooser]()},
}

// A Theme is a loaded and checked theme. It is immutable and may be used by
// several goroutines at once.
type Theme struct {
	layouts  *texts // to say where a layout fails
	static   []File
	programs *programs
	sets     map[string]func() *template.Template // by language, of what has no program; made when first asked for
}

// A File is a static file.
type File struct {
	Path string // below theme/, slash-separated
	Data []byte // not to be changed
}

// Load makes a theme of its files. What its author got wrong is in the list, with
// the paths of the files, "" for the theme as a whole; there is a Theme only when the
// list has no errors. own says which files are the author's: mistakes are told where
// these make them, as no others can be mended.
func Load(all []*source.File, own func(file string) bool) (*Theme, diag.List) {
	var files []File
	for _, f := range all {
		files = append(files, File{f.Path, f.Data()})
	}
	src := newTexts(own)
	th := &Theme{layouts: src, sets: map[string]func() *template.Template{}}
	words := words{}
	for _, f := range files {
		if static, ok := strings.CutPrefix(f.Path, "static/"); ok {
			th.static = append(th.static, File{static, src.compact(f.Path, f.Data)})
		} else if src.reads(f.Path) {
			src.text[f.Path] = string(f.Data)
			if lang, ok := strings.CutSuffix(path.Base(f.Path), ".json"); ok {
				words[lang] = src.words(f.Path)
			}
		}
	}
	base := src.set(words.funcs(""))
	src.checkFiles(files)
	src.compare(words)
	src.check(base, words)
	if src.list.HasErrors(false) {
		return nil, src.list.Sorted()
	}
	for _, lang := range languages {
		th.sets[lang] = sync.OnceValue(func() *template.Template {
			return src.set(words.funcs(lang)).Funcs(template.FuncMap{"side": th.side})
		})
	}
	if slices.ContainsFunc(files, func(f File) bool { return own(f.Path) }) { // the built-in one has been tested
		src.checkHTML(base)
		if src.list.HasErrors(false) {
			return nil, src.list.Sorted()
		}
		src.try(th)
	}
	if src.list.HasErrors(false) {
		return nil, src.list.Sorted()
	}
	th.programs = &programs{words: words, side: th.side, set: base}
	return th, src.list.Sorted()
}

// Render writes the page that layout ("home.html") makes of v in lang ("ja" or
// "en"). When it fails, part of the page may have been written; the error is a [Failure]
// when that is a mistake of the theme's author.
func (th *Theme) Render(w io.Writer, layout, lang string, v any) error {
	if th.sets[lang] == nil {
		return fmt.Errorf("theme: no words in language %q", lang)
	}
	if err := th.execute(w, layout, lang, v); err != nil {
		if _, mistaken := errors.AsType[texttemplate.ExecError](err); mistaken {
			return th.failure(err)
		}
		return fmt.Errorf("theme: %w", err)
	}
	return nil
}

// execute executes a layout or a part: its program, or the template where it has none
// or something goes wrong in it.
func (th *Theme) execute(w io.Writer, name, lang string, v any) error {
	if p := th.programs.of(lang, name, reflect.TypeOf(v)); p != nil {
		if done, err := p.write(reflect.ValueOf(v), w); done {
			return err
		}
	}
	return th.sets[lang]().ExecuteTemplate(w, name, v)
}

// Static returns the files to be published under theme/, by path.
func (th *Theme) Static() []File { return th.static }
