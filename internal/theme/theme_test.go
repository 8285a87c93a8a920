package theme

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hikitsugi/internal/source"
	"hikitsugi/internal/view"
)

// builtin returns a copy of the built-in theme with some files replaced, as an
// overlay would; an empty text takes the file away.
func builtin(t *testing.T, replaced map[string]string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for _, f := range files(t, os.DirFS("../../themes/default")) {
		fsys[f.Path] = &fstest.MapFile{Data: f.Data()}
	}
	for name, text := range replaced {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		if text == "" {
			delete(fsys, name)
		}
	}
	return fsys
}

// files reads a theme's files.
func files(t testing.TB, fsys fs.FS) []*source.File {
	t.Helper()
	found, list, err := source.Read(fsys, ".")
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	return found
}

// all says that every file is the author's.
func all(string) bool { return true }

func load(t *testing.T, fsys fs.FS) *Theme {
	t.Helper()
	th, list := Load(files(t, fsys), all)
	if len(list) > 0 {
		var b strings.Builder
		list.Print(&b, "en")
		t.Fatal(b.String())
	}
	return th
}

// TestMistakes checks that what an author gets wrong is found with its place.
func TestMistakes(t *testing.T) {
	tests := []struct {
		name     string
		replaced map[string]string
		want     []string // position and a part of the sentence
	}{
		{"misspelt field",
			map[string]string{"layouts/list.html": "{{.Title}}\n日本 {{.Titel}}"},
			[]string{"layouts/list.html:2:6 view.List has no field Titel"}},
		{"in a branch that no sample takes",
			map[string]string{"layouts/list.html": `{{if eq .Kind "guides"}}{{range .Entries}}{{else}}{{.Wrong}}{{end}}{{end}}`},
			[]string{"layouts/list.html:1:53 view.List has no field Wrong"}},
		{"in a part, for the type it is given",
			map[string]string{"layouts/parts/date.html": "{{.Day}}"},
			[]string{"layouts/parts/date.html:1:3 view.Date has no field Day"}},
		{"through variables, with and range",
			map[string]string{"layouts/list.html": "{{range $i, $e := .Entries}}{{with $e.Date}}{{.Iso}}{{$.Nope}}{{end}}{{$i}}{{$e.Nil}}{{end}}"},
			[]string{
				"layouts/list.html:1:47 view.Date has no field Iso",
				"layouts/list.html:1:56 view.List has no field Nope",
				"layouts/list.html:1:80 view.Entry has no field Nil",
			}},
		{"through index and or",
			map[string]string{"layouts/bilingual.html": "{{(index .Sides 0).Nope}}{{with or .Canonical .XDefault}}{{.}}{{end}}"},
			[]string{"layouts/bilingual.html:1:19 view.Handover has no field Nope"}},
		{"field of a text",
			map[string]string{"layouts/list.html": "{{.Title.Long}}"},
			[]string{"layouts/list.html:1:9 a text has no field Long"}},
		{"unknown part",
			map[string]string{"layouts/list.html": "a\n{{template \"nope\" .}}"},
			[]string{`layouts/list.html:2:12 there is no part "nope"`}},
		{"template syntax",
			map[string]string{"layouts/list.html": "a\n{{if}}"},
			[]string{"layouts/list.html:2:1 {{if}} has no value"}},
		{"HTML that ends differently in two branches",
			map[string]string{"layouts/list.html": "\n{{if .Kind}}<p title=\"{{end}}"},
			[]string{"layouts/list.html:2:6 one branch ends within a tag or quotation marks of the HTML"}},
		{"wrong arguments",
			map[string]string{"layouts/list.html": `{{tf "brackets" 1 2}}`},
			[]string{`layouts/list.html:1:6 what is filled into "brackets" (%d, %d) does not fit its text "(%s)"`}},
		{"key without a text",
			map[string]string{"layouts/list.html": "\n  {{t \"nope\"}}"},
			[]string{`layouts/list.html:2:7 the key "nope" has no text`}},
		{"key without a text, in a given language",
			map[string]string{"layouts/chooser.html": `{{in "ja" "nope"}}`},
			[]string{`layouts/chooser.html:1:11 the key "nope" has no text`}},
		{"key that is a value",
			map[string]string{"layouts/list.html": "{{t .Title}}"},
			[]string{"layouts/list.html:1:5 a key is written out"}},
		{"languages differ",
			map[string]string{"strings/en.json": `{"only": "here"}`},
			[]string{"strings/ja.json:1:1 keys of en.json are missing: only", "strings/en.json:1:1 keys of ja.json are missing: about-columns, about-glossary,"}},
		{"no texts", map[string]string{"strings/en.json": ""}, []string{"strings/en.json there is no such file"}},
		{"twice the same key",
			map[string]string{"strings/en.json": "{\"a\": \"1\",\n\"a\": \"2\"}"},
			[]string{`strings/en.json:2:9 "a" stands here twice`}},
		{"not JSON", map[string]string{"strings/en.json": "{\"a\" \"b\"}"}, []string{"strings/en.json:1:6 this is not valid JSON"}},
		{"a list", map[string]string{"strings/en.json": "[]"}, []string{"strings/en.json:1:2 this is not a list of texts"}},
		{"something behind it", map[string]string{"strings/en.json": "{\"a\": \"b\"} x"}, []string{"strings/en.json:1:12 this is not valid JSON"}},
		{"a key without a text", map[string]string{"strings/en.json": "{\"a\": \"b\", c}"}, []string{"strings/en.json:1:12 this is not valid JSON"}},
		{"not texts", map[string]string{"strings/en.json": `{"a": {"b": "c"}}`}, []string{`strings/en.json:1:8 "a" has no text`}},
		{"script that is none",
			map[string]string{"static/own.js": "let a = 1;\nlet 日本 = (a;\n"},
			[]string{"static/own.js:2:12 this is not a script"}},
		{"layout of no page", map[string]string{"layouts/artcle.html": "x"}, []string{"layouts/artcle.html no page uses this layout"}},
		{"layout taken away", map[string]string{"layouts/home.html": ""}, []string{"layouts/home.html this layout is missing"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			th, list := Load(files(t, builtin(t, tt.replaced)), all)
			if th != nil {
				t.Error("there is a theme")
			}
			var got []string
			for _, d := range list {
				got = append(got, d.Pos.String()+" "+d.What.EN)
				if d.Code != "THEME" || d.What.JA == "" {
					t.Errorf("code %q, Japanese %q", d.Code, d.What.JA)
				}
			}
			for _, want := range tt.want {
				if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
					t.Errorf("want %s\ngot  %s", want, strings.Join(got, "\n     "))
				}
			}
		})
	}
}

func TestDiagnosticShowsTheLine(t *testing.T) {
	_, list := Load(files(t, builtin(t, map[string]string{"layouts/list.html": "one\n<p>{{.Titel}}</p>\nthree"})), all)
	if len(list) != 1 || list[0].Line != "<p>{{.Titel}}</p>" || !strings.Contains(list[0].Do.EN, "Title") {
		t.Errorf("got %+v", list)
	}
}

func TestOverlay(t *testing.T) {
	own := load(t, builtin(t, map[string]string{
		"layouts/list.html": `{{lang}}: {{.Title}}, {{t "skip"}} <a href="{{tel "tel:03-0000-0001"}}"></a>`,
		".DS_Store":         "junk",
		"static/.DS_Store":  "junk",
	}))
	v := view.List{Frame: view.Frame{Title: "<手順書>", Lang: "ja"}}
	for lang, want := range map[string]string{
		"ja": `ja: &lt;手順書&gt;, 本文へ移動 <a href="tel:03-0000-0001"></a>`,
		"en": `en: &lt;手順書&gt;, Skip to content <a href="tel:03-0000-0001"></a>`,
	} {
		var b strings.Builder
		if err := own.Render(&b, "list.html", lang, v); err != nil {
			t.Fatal(err)
		}
		if b.String() != want {
			t.Errorf("%s: got %q, want %q", lang, b.String(), want)
		}
	}
	var paths []string
	for _, f := range own.Static() {
		paths = append(paths, f.Path)
	}
	if want := []string{"checklist.js", "chooser.css", "find.js", "home.css", "icon-180.png", "icon.svg", "incident.js", "list.css", "packet.css", "pairs.css", "print.css", "records.js", "renewals.css", "renewals.js", "search.css", "search.js", "side-by-side.css", "site.js", "style.css", "verify.css", "verify.js"}; !slices.Equal(paths, want) {
		t.Errorf("static files %q, want %q", paths, want)
	}
}

func TestRenderErrors(t *testing.T) {
	th := load(t, builtin(t, nil))
	var b bytes.Buffer
	if err := th.Render(&b, "list.html", "fr", view.List{}); err == nil {
		t.Error("rendered in French")
	}
	if err := th.Render(&b, "nope.html", "ja", view.List{}); err == nil {
		t.Error("rendered an unknown layout")
	}
	if err := th.Render(&b, "list.html", "ja", view.Home{}); err == nil {
		t.Error("rendered another view")
	}
}

// TestPages renders every built-in layout on made-up views and checks what holds
// for every page: it is well formed, needs nothing that the content security
// policy forbids, and what refers to an id finds it.
func TestPages(t *testing.T) {
	th := load(t, builtin(t, nil))
	for _, l := range layouts {
		for _, lang := range languages {
			for _, full := range []bool{true, false} {
				var b bytes.Buffer
				if err := th.Render(&b, l.name, lang, sample(l.view, full).Interface()); err != nil {
					t.Fatal(err)
				}
				for _, problem := range problems(t, b.Bytes()) {
					t.Errorf("%s in %s: %s", l.name, lang, problem)
				}
			}
		}
	}
}

// problems walks a page.
func problems(t *testing.T, page []byte) (list []string) {
	t.Helper()
	if !bytes.HasPrefix(page, []byte("<!doctype html>")) {
		list = append(list, "does not begin with its doctype")
	}
	if bytes.Contains(page, []byte("ZgotmplZ")) {
		list = append(list, "an address was refused")
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				list = append(list, "<"+n.Data+" "+a.Key+">")
			}
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			list = append(list, "<"+n.Data+"> inline")
		}
	}
	for _, name := range []string{"main", "h1", "title"} {
		if count[name] == 0 {
			list = append(list, "no <"+name+">")
		}
	}
	if problem := balanced(page); problem != "" {
		list = append(list, problem)
	}
	return list
}

// balanced says which element is closed in the wrong place, if any: the parser
// repairs silently, so the tokens are counted.
func balanced(page []byte) string {
	void := []string{"meta", "link", "br", "input", "hr", "img", "wbr"}
	var open []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return "not closed: " + strings.Join(open, " ")
			}
			return ""
		case html.StartTagToken:
			name, _ := z.TagName()
			if !slices.Contains(void, string(name)) {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				return "</" + string(name) + "> closes " + strings.Join(open, " ")
			}
			open = open[:len(open)-1]
		}
	}
}

// TestCompact checks that style sheets and scripts are published without what only
// their authors read, and that nothing else changes.
func TestCompact(t *testing.T) {
	th := load(t, builtin(t, map[string]string{
		"static/own.css": "/* why */\n:root { --a: light-dark(#fff, #000); }\n@supports selector(::details-content) { a::after { content: \"x\"; content: \"x\" / \"\"; } }\n",
		"static/own.js":  "// why\n(() => {\n  const longName = 1;\n  alert(longName + 1);\n})();\n",
		"static/own.txt": "/* why */\n",
	}))
	got := map[string]string{}
	for _, f := range th.Static() {
		got[f.Path] = string(f.Data)
	}
	for name, want := range map[string]string{
		"own.css": `:root{--a:light-dark(#fff, #000)}@supports selector(::details-content){a::after{content:"x";content:"x"/""}}`,
		"own.js":  `(()=>{const e=1;alert(e+1)})()`,
		"own.txt": "/* why */\n",
	} {
		if got[name] != want {
			t.Errorf("%s is published as\n%s\nwant\n%s", name, got[name], want)
		}
	}
}

// TestWordsAreUsed checks that the built-in theme has no text without a use.
func TestWordsAreUsed(t *testing.T) {
	fsys := builtin(t, nil)
	var layouts strings.Builder
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		if strings.HasSuffix(name, ".html") {
			layouts.Write(fsys[name].Data)
		}
	}
	src := newTexts(all)
	src.text["ja.json"] = string(fsys["strings/ja.json"].Data)
	for key := range src.words("ja.json") {
		if !strings.Contains(layouts.String(), `"`+key+`"`) {
			t.Errorf("no layout uses %q", key)
		}
	}
}

// The words of the interface are written as html/template writes them, wherever in
// a layout they stand.
func TestWordsInTheirPlace(t *testing.T) {
	const layout = `<p title="{{t "copy"}}" data-x={{t "copy"}}>{{t "copy"}}<a href="?q={{t "copy"}}">{{lang}}</a></p><a href="{{t "copied"}}">b</a><script type="application/json">var a = {{t "copy"}}, b = "{{lang}}";</script><textarea>{{t "copy"}}</textarea>`
	words := map[string]string{"copy": `Q&A "x" <+list>'s`, "copied": "javascript:alert(1)"}
	fsys := builtin(t, map[string]string{"layouts/list.html": layout})
	for _, lang := range languages {
		var texts map[string]string
		if err := json.Unmarshal(fsys["strings/"+lang+".json"].Data, &texts); err != nil {
			t.Fatal(err)
		}
		maps.Copy(texts, words)
		data, err := json.Marshal(texts)
		if err != nil {
			t.Fatal(err)
		}
		fsys["strings/"+lang+".json"] = &fstest.MapFile{Data: data}
	}
	th := load(t, fsys)
	for _, lang := range languages {
		var got, want bytes.Buffer
		plain := template.Must(template.New("").Funcs(template.FuncMap{
			"t":    func(key string) string { return words[key] },
			"lang": func() string { return lang },
		}).Parse(layout))
		if err := plain.Execute(&want, nil); err != nil {
			t.Fatal(err)
		}
		if err := th.Render(&got, "list.html", lang, view.List{}); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s:\n got %s\nwant %s", lang, &got, &want)
		}
	}
}

// BenchmarkLoad loads the built-in theme, as every build does, and renders one page in
// each language, for which a layout is prepared.
func BenchmarkLoad(b *testing.B) {
	all := files(b, os.DirFS("../../themes/default"))
	list := sample(reflect.TypeFor[view.List](), true).Interface()
	b.ReportAllocs()
	for b.Loop() {
		th, problems := Load(all, func(string) bool { return false })
		if th == nil {
			b.Fatal(problems)
		}
		for _, lang := range languages {
			if err := th.Render(io.Discard, "list.html", lang, list); err != nil {
				b.Fatal(err)
			}
		}
	}
}
