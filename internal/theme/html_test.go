package theme

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// What is wrong with the HTML of a layout is told at its place, in whatever branch, and
// so is what the policy of every page forbids.
func TestHTML(t *testing.T) {
	const list, bottom = "layouts/list.html:", "layouts/parts/bottom.html"
	for layout, want := range map[string]string{
		"<div>\n{{if .Entries}}<b>{{end}}</div>":                                    list + "2:16 W <b> is opened in one branch and not closed in the same. ",
		"{{if .Entries}}<div>{{end}}":                                               list + "1:16 W <div> is opened in one branch and not closed in the same. ",
		"<div>{{if .Entries}}</div>{{end}}":                                         list + "1:1 W <div> is opened in one branch and not closed in the same. ",
		"{{if .Entries}}<i>{{end}}{{if .Kind}}</i>{{end}}":                          list + "1:16 W <i> is opened in one branch, and closed under another condition. ",
		"<h1><b>{{.Title}}</h1>":                                                    list + "1:5 E <b> is not closed before </h1>. Close it with </b>.",
		"<h1>{{.Title}}</h1><div>":                                                  list + "1:20 E <div> is never closed. Close it with </div>.",
		"<p>a</div>":                                                                list + "1:5 E </div> closes nothing. ",
		"{{range .Entries}}<div>{{end}}":                                            list + "1:19 E <div> is left open by each round of {{range}}. ",
		"<ul>{{range .Entries}}</ul>{{end}}":                                        list + "1:13 E each round of {{range}} closes a <ul> that was opened before it. ",
		"<h1 class=\"a>{{.Title}}</h1>\n<p class=\"b\">":                            list + "1:11 E a tag has a quotation mark or a bracket too few, or too many. Write attributes as",
		"<h1 class=\"a>{{.Title}}</h1>":                                             list + "1:11 E a tag, a quotation mark, a comment or a script is not closed. ",
		"<h1 class=a\">b</h1>":                                                      list + "1:11 E a tag has a quotation mark",
		"a\n<!-- b {{.Title}}":                                                      list + "2:1 E this comment is not closed. Close it with -->.",
		`{{template "top" .Frame}}`:                                                 list + "1:12 E <main> is never closed (the built-in layouts/parts/top.html opens it). ",
		`{{template "bottom" .Frame}}`:                                              list + "1:12 E </main> closes nothing. ",
		"<p style=\"a\">b</p>":                                                      list + "1:4 E the policy of every page (Content-Security-Policy) keeps browsers from using style=. ",
		"{{if .Kind}}<p\nonClick=\"a()\">b</p>{{end}}":                              list + "2:1 E the policy of every page (Content-Security-Policy) keeps browsers from using onclick=. ",
		"<script>a()</script>":                                                      list + "1:1 E the policy of every page (Content-Security-Policy) keeps browsers from running a script that stands in the page. ",
		"<style>p {}</style>":                                                       list + "1:1 E the policy of every page (Content-Security-Policy) keeps browsers from using <style>. ",
		"<img alt src=\"https://evil.example/{{.Lang}}.png\">":                      list + "1:10 E the policy of every page (Content-Security-Policy) keeps browsers from loading https://evil.example/….png. ",
		"<script src=//cdn.example/x.js></script>":                                  list + "1:9 E the policy of every page (Content-Security-Policy) keeps browsers from loading //cdn.example/x.js. ",
		"<link rel=\"stylesheet\" href=\"https://a.example/a.css\">":                list + "1:24 E the policy of every page (Content-Security-Policy) keeps browsers from loading https://a.example/a.css. ",
		"<img src=\"data:image/png;base64,aa\">":                                    list + "1:6 E the policy of every page (Content-Security-Policy) keeps browsers from loading data:image/png;base64,aa. ",
		"<ul>{{range .Entries}}<li>{{.Title}}{{end}}</ul>":                          "",
		"{{if .Kind}}<a href=\"b\">{{end}}c{{if .Kind}}</a>{{end}}":                 "",
		"{{if .Kind}}<b>{{else}}<i>{{end}}c{{if not .Kind}}</i>{{else}}</b>{{end}}": "",
		"{{if .Kind}}{{if .Lang}}<b>{{end}}{{end}}{{if .Kind}}{{if .Lang}}</b>{{end}}{{end}}":                         "",
		"<{{/* a */}}p{{if .Kind}} class=\"a\"{{end}}{{with .Lang}} lang='{{.}}'{{end}} hidden>a < b<br/></p>":        "",
		"<svg><path d=\"M0 0\"/><title>a</title></svg><textarea><b></textarea>":                                       "",
		"<link rel=\"canonical\" href=\"https://a.example/\"><a href=\"https://a.example/\">b</a>":                    "",
		"<script type=\"application/ld+json\">{\"a\": \"<b>\"}</script><script src=\"{{.Root}}theme/a.js\"></script>": "",
		"<p>style= onclick= <style></style></p>":                                                                      list + "1:20 E the policy of every page",
	} {
		_, said := Load(files(t, builtin(t, map[string]string{"layouts/list.html": layout})), func(file string) bool { return file == "layouts/list.html" })
		var got []string
		for _, d := range said {
			got = append(got, d.Pos.String()+" "+string(d.Severity())+" "+d.Sentence("en"))
			if d.What.JA == "" || d.Do.JA == "" {
				t.Errorf("not said in Japanese: %+v", d)
			}
		}
		if want == "" && len(got) > 0 || want != "" && (len(got) == 0 || !strings.HasPrefix(got[0], want)) {
			t.Errorf("%s\nsaid %s\nwant %s", layout, strings.Join(got, "\n     "), want)
		}
	}
	lacks := with(t, bottom, "</main>", "")
	if said := mine(t, map[string]string{bottom: lacks}); len(said) == 0 || !strings.Contains(said[0], "<main> is ") || !strings.Contains(said[0], "layouts/parts/top.html opens it") {
		t.Errorf("said %s", said)
	}
}

// Nothing is said of the themes that gen comes with, whichever of their files an author
// has copied.
func TestHTMLOfOurThemes(t *testing.T) {
	plain := builtin(t, nil)
	for _, f := range files(t, os.DirFS("../../themes/plain")) {
		plain[f.Path] = &fstest.MapFile{Data: f.Data()}
	}
	for name, fsys := range map[string]fs.FS{"default": builtin(t, nil), "plain": plain} {
		found := files(t, fsys)
		for _, own := range []func(string) bool{all, func(file string) bool {
			return slices.Contains([]string{"layouts/parts/top.html", "layouts/article.html"}, file)
		}} {
			if _, said := Load(found, own); len(said) > 0 {
				t.Errorf("%s: %v", name, said)
			}
		}
	}
}
