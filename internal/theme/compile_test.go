package theme

import (
	"fmt"
	"html/template"
	"io"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"hikitsugi/internal/view"
)

// awkward are texts that have to be escaped here or there, or must not be written.
var awkward = []string{
	"", "", "plain", "a-b_c.d~e", "../../ja/guides/a/index.html#b", "https://a.example/b?c=d&e=f#g", "mailto:a@b.example",
	"javascript:alert(1)", "tel:+81-3", "a:b/c:d", "日本語", "#見出し", "a b", `<b class="x">&amp;'+`, "\x00\xff%zz%41", "a\nb\u2028c", "*!$,;=@[]()",
}

// awkwardHTML are stretches of pages.
var awkwardHTML = []string{"", "<p>a &amp; b</p>\n", `<h2 id="_x">見出し</h2>`}

// random makes a view of random texts, lists of up to three, and nil pointers.
func random(v reflect.Value, rng *rand.Rand, depth int) {
	switch v.Kind() {
	case reflect.String:
		list := awkward
		if v.Type() == reflect.TypeFor[template.HTML]() {
			list = awkwardHTML
		}
		v.SetString(list[rng.IntN(len(list))])
	case reflect.Bool:
		v.SetBool(rng.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(rng.Int64N(3))
	case reflect.Pointer:
		if rng.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			random(v.Elem(), rng, depth+1)
		}
	case reflect.Slice:
		if n := rng.IntN(4); n > 0 && depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				random(v.Index(i), rng, depth+1)
			}
		}
	case reflect.Struct:
		for field, f := range v.Fields() {
			random(f, rng, depth+1)
			if field.Name == "Lang" {
				f.SetString(languages[rng.IntN(2)])
			}
		}
	}
}

// compare executes a layout by its program and by set. It reports whether there is a
// page.
func compare(t *testing.T, th *Theme, set *template.Template, layout, lang string, v reflect.Value) bool {
	t.Helper()
	var want, got strings.Builder
	err := set.ExecuteTemplate(&want, layout, v.Interface())
	done, _ := th.programs.of(lang, layout, v.Type()).write(v, &got)
	if done != (err == nil) {
		t.Fatalf("%s in %s is written: %v, by html/template: %v", layout, lang, done, err)
	}
	if done && got.String() != want.String() {
		at := 0
		for at < min(got.Len(), want.Len()) && got.String()[at] == want.String()[at] {
			at++
		}
		from := max(0, at-100)
		t.Fatalf("%s in %s:\n%q\nby html/template:\n%q", layout, lang, cut(got.String(), from), cut(want.String(), from))
	}
	return done
}

func cut(text string, from int) string { return text[min(from, len(text)):min(from+200, len(text))] }

// Every layout of which a site has many pages has a program, which writes what
// html/template does, and fails where that fails.
func TestPrograms(t *testing.T) {
	th := load(t, os.DirFS("../../themes/default"))
	sets := map[string]*template.Template{}
	for _, lang := range languages {
		sets[lang] = th.sets[lang]().Funcs(template.FuncMap{"side": func(lang, part string, v any) (template.HTML, error) {
			var b strings.Builder
			err := sets[lang].ExecuteTemplate(&b, part, v)
			return template.HTML(ownIDs[lang].Replace(b.String())), err
		}})
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, l := range layouts {
		pages := 0
		for n := range 200 {
			lang := languages[n%2]
			if th.programs.of(lang, l.name, l.view) == nil {
				t.Fatalf("%s has no program in %s", l.name, lang)
			}
			v := reflect.New(l.view).Elem()
			random(v, rng, 0)
			if n < 4 {
				v = sample(l.view, n < 2)
			}
			if compare(t, th, sets[lang], l.name, lang, v) {
				pages++
			}
		}
		if pages < 4 {
			t.Errorf("%s: only %d pages could be compared", l.name, pages)
		}
	}
}

// What a layout of somebody's own may do, with or without a program.
func TestProgramsOfOwnLayouts(t *testing.T) {
	words := words{"en": {"next": "Next", "on-list": "Item %d"}}
	for layout, compiled := range map[string]bool{
		`{{.Title}}{{- /* nothing */ -}}{{if .Entries}}{{with index .Entries 0}}{{.Title}}{{else}}-{{end}}{{end}}`:                                               true,
		`{{range $i, $e := .Entries}}{{if $i}}, {{end}}{{$e.Title}}{{else}}none{{end}}`:                                                                          true,
		`{{with $x := .Title}}{{$x}}{{$.Kind}}{{end}}{{$y := and .Title .Kind}}<a href="{{$y}}?a={{.Kind}}" title="{{$y}}">`:                                     true,
		`{{$x := "a"}}{{if .Entries}}{{$x := "b"}}{{$x}}{{range .Entries}}{{$x}}{{$y := .Title}}{{$y}}{{end}}{{end}}{{$x}}`:                                      true,
		`{{if or .Title .Entries}}a{{end}}{{if not (and .Entries .Kind)}}b{{end}}`:                                                                               true,
		`{{if .Entries}}{{(index .Entries 0).Title}}{{end}}`:                                                                                                     true,
		`{{if eq .Title "plain"}}a{{else if ne .Kind ""}}b{{else}}c{{end}}`:                                                                                      true,
		`{{in "en" "next"}}{{tf "on-list" 3}}{{t "next"}}{{lang}}<a href="{{tel .Kind}}">{{breakable .Kind}}</a>`:                                                true,
		`<title>{{.Title}}</title><a href="/x/{{.Title}}#{{.Kind}}">`:                                                                                            true,
		`{{define "x"}}{{if .}}a{{else}}b{{end}}{{end}}{{template "x"}}{{template "x" .Title}}`:                                                                  true,
		`{{len .Title}}{{if gt (len .Entries) 1}}a{{end}}{{if le (len .Entries) 1}}b{{end}}{{if lt 2 (len .Entries)}}c{{end}}{{if ge 2 (len .Entries)}}d{{end}}`: true,
		`{{$x := 1}}{{if .Entries}}{{$x = 2}}{{end}}{{$x}}{{range .Entries}}{{$x = len .Title}}{{end}}{{$x}}`:                                                    true,
		`{{slice .Title 1}}{{$x := .Title}}{{range .Entries}}{{$y := "y"}}{{$x = .Title}}{{$x}}{{end}}{{$x}}`:                                                    true,
		`{{not .Entries}}`: false, // a bool is written
		`{{$x := 1}}{{if .Entries}}{{$x = "a"}}{{end}}{{$x}}`:           false,
		`{{if slice .Entries 0}}a{{end}}`:                               false,
		`{{printf "%s!" .Title}}`:                                       false,
		`{{range .Entries}}{{break}}{{end}}`:                            false,
		`<script>let a = {{.Title}};</script>`:                          false,
		`<p class={{.Kind}}>`:                                           false,
		`<p style="color: {{.Kind}}">`:                                  false,
		`{{define "x"}}{{.Title}}{{end}}<p title="{{template "x" .}}">`: false, // a part in a place of its own
		`{{eq .Title .Kind .Title}}`:                                    false,
		`{{1e9}}`:                                                       false, // 1e+09
	} {
		set := func() *template.Template {
			return template.Must(template.New("list.html").Funcs(words.funcs("en")).Parse(layout))
		}
		th := &Theme{programs: &programs{words: words, set: set()}, sets: map[string]func() *template.Template{"en": sync.OnceValue(set)}}
		if got := th.programs.of("en", "list.html", reflect.TypeFor[view.List]()) != nil; got != compiled {
			t.Errorf("%s has a program: %v", layout, got)
			continue
		}
		rng := rand.New(rand.NewPCG(3, 4))
		for range 100 {
			v := reflect.New(reflect.TypeFor[view.List]()).Elem()
			random(v, rng, 0)
			if compiled {
				compare(t, th, th.sets["en"](), "list.html", "en", v)
			} else if err := th.Render(io.Discard, "list.html", "en", v.Interface()); err != nil {
				t.Errorf("%s: %v", layout, err)
			}
		}
	}
}

// FuzzEscapers holds that every escaper does what html/template does.
func FuzzEscapers(f *testing.F) {
	for _, text := range awkward {
		f.Add(text)
	}
	places := map[string]string{"htmlescaper": "<p>%s</p>", "attrescaper": `<p title="%s">`, "rcdataescaper": "<title>%s</title>"}
	f.Fuzz(func(t *testing.T, text string) {
		for chain, escape := range escapers {
			got, want := string(escape(nil, text)), ""
			if place := places[chain]; place != "" {
				var b strings.Builder
				if err := template.Must(template.New("").Parse(fmt.Sprintf(place, "{{.}}"))).Execute(&b, text); err != nil {
					t.Fatal(err)
				}
				got, want = fmt.Sprintf(place, got), b.String()
			} else {
				want = byTemplate(chain, text)
			}
			if got != want {
				t.Errorf("%s of %q: %q, by html/template: %q", chain, text, got, want)
			}
		}
	})
}
