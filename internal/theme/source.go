package theme

import (
	"context"
	"fmt"
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/parallel"
)

// A texts holds the layouts and words that an author wrote and what is wrong with them.
type texts struct {
	text map[string]string         // by path
	keys map[string]map[string]int // where the keys of a file of words stand
	own  func(file string) bool    // it is the author's; the others are built in
	list diag.List
}

func newTexts(own func(file string) bool) *texts {
	return &texts{text: map[string]string{}, keys: map[string]map[string]int{}, own: own}
}

// templateName is the name under which layouts know a file: home.html for
// layouts/home.html, date for layouts/parts/date.html.
func templateName(file string) string {
	dir, name := path.Split(file)
	if dir == "layouts/parts/" {
		return strings.TrimSuffix(name, ".html")
	}
	return name
}

// fileOf is the inverse of templateName.
func fileOf(name string) string {
	if strings.HasSuffix(name, ".html") {
		return "layouts/" + name
	}
	return "layouts/parts/" + name + ".html"
}

// set parses all layouts and parts.
func (src *texts) set(funcs template.FuncMap) *template.Template {
	set := template.New("").Funcs(funcs)
	for _, file := range slices.Sorted(maps.Keys(src.text)) {
		if path.Ext(file) == ".html" {
			if _, err := set.New(templateName(file)).Parse(src.text[file]); err != nil {
				src.reportError(err)
			}
		}
	}
	return set
}

// try executes every layout on made-up views, which finds what only shows when a
// layout runs: a value where HTML does not allow one, arguments that do not fit.
func (src *texts) try(th *Theme) {
	tried, err := parallel.Each(context.Background(), languages[:], func(lang string) diag.List {
		src := &texts{text: src.text, own: src.own}
		for _, l := range layouts {
			for _, full := range []bool{true, false} {
				if err := th.execute(io.Discard, l.name, lang, sample(l.view, full).Interface()); err != nil {
					src.reportError(err)
					break
				}
			}
		}
		return src.list
	})
	if err != nil {
		panic(err) // nothing ends the context
	}
	src.list = append(src.list, slices.Concat(tried...)...)
}

// lineStart returns the offset at which a line, counted from 1, begins.
func lineStart(text string, line int) int {
	at := 0
	for range line - 1 {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at
}

// report adds a problem at a byte offset of file. What does not fit in a built-in file
// is told of the theme as a whole: its author has no such file.
func (src *texts) report(file string, offset int, what, do diag.Text) {
	d := diag.Diag{Pos: diag.Pos{File: file}, Code: diag.THEME, What: what, Do: do}
	if text := src.text[file]; text != "" {
		before := text[:min(offset, len(text))]
		start := strings.LastIndexByte(before, '\n') + 1
		d.Pos.Line = 1 + strings.Count(before, "\n")
		d.Pos.Col = 1 + utf8.RuneCountInString(before[start:])
		d.Line, _, _ = strings.Cut(text[start:], "\n")
		d.Caret = d.Pos.Col - 1
	}
	if _, there := src.text[file]; there && !src.own(file) {
		d.What = diag.Text{
			JA: fmt.Sprintf("標準の %s が、このテーマでは動きません: %s", d.Pos, what.JA),
			EN: fmt.Sprintf("the built-in %s does not work with this theme: %s", d.Pos, what.EN),
		}
		d.Pos, d.Line, d.Caret = diag.Pos{}, "", 0
	}
	src.list = append(src.list, d)
}
