package theme

import (
	"io/fs"
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"hikitsugi/internal/view"
)

// manual reads what a theme's author reads.
func manual(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestManualIsComplete looks for every layout with its view, every struct that
// layouts can meet, every function and what the scripts ask of a page.
func TestManualIsComplete(t *testing.T) {
	text := manual(t)
	says := func(what, words string) {
		if !strings.Contains(text, words) {
			t.Errorf("docs/themes.md says nothing of the %s %s", what, words)
		}
	}
	structs := map[string]bool{}
	for _, l := range layouts {
		says("layout", "| `"+l.name+"` | `"+l.view.Name()+"` |")
		collect(structs, l.view)
	}
	for name := range structs {
		says("struct", "`"+name+"`")
	}
	if len(structs) < 20 {
		t.Errorf("only %d structs were found", len(structs))
	}
	for name := range (words{}).funcs("ja") {
		if !regexp.MustCompile("(?m)^\\| `" + name + "[ `]").MatchString(text) {
			t.Errorf("docs/themes.md says nothing of the function %s", name)
		}
	}
	for name := range attributes(t) {
		says("attribute", "`"+name+"`")
	}
	for script := range withParts {
		says("script", "`"+script+"`")
	}
}

// collect adds the names of t's structs and of all that they hold.
func collect(structs map[string]bool, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		collect(structs, t.Elem())
	case reflect.Struct:
		if structs[t.Name()] {
			return
		}
		structs[t.Name()] = true
		for f := range t.Fields() {
			collect(structs, f.Type)
		}
	}
}

var (
	asked   = regexp.MustCompile(`\bdata-[a-z-]+|\bdataset\.[a-zA-Z]+|\bwords\.[a-z]+`)
	capital = regexp.MustCompile(`[A-Z]`)
)

// withParts are the scripts that come with parts of their own: their attributes are
// an affair of the two.
var withParts = map[string]bool{"checklist.js": true, "records.js": true, "incident.js": true, "find.js": true, "search.js": true}

// attributes returns the data attributes that the other built-in scripts look for.
func attributes(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	static := os.DirFS("../../themes/default/static")
	err := fs.WalkDir(static, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".js" || withParts[name] {
			return err
		}
		script, err := fs.ReadFile(static, name)
		for _, a := range asked.FindAllString(string(script), -1) {
			_, property, ok := strings.Cut(a, ".")
			if ok {
				a = "data-" + capital.ReplaceAllStringFunc(property, func(c string) string { return "-" + strings.ToLower(c) })
			}
			found[a] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !found["data-now"] || !found["data-late"] {
		t.Errorf("the scripts are read wrong: %v", found)
	}
	return found
}

// example is a file of the manual's theme: its name in bold, and the block that
// follows.
var exampleFile = regexp.MustCompile("(?ms)^\\*\\*`themes/mine/([^`]+)`\\*\\*.*?^```\\w+\\n(.*?)^```$")

// TestManualExample loads the theme that the manual writes, renders with it, and
// makes the mistake that the manual shows.
func TestManualExample(t *testing.T) {
	text := manual(t)
	replaced := map[string]string{}
	lines := 0
	for _, f := range exampleFile.FindAllStringSubmatch(text, -1) {
		replaced[f[1]] = f[2]
		lines += strings.Count(f[2], "\n")
	}
	if len(replaced) != 2 || lines > 30 {
		t.Fatalf("the example has %d files with %d lines", len(replaced), lines)
	}
	th := load(t, builtin(t, replaced))
	v := view.List{Frame: view.Frame{Title: "Columns", Lang: "en"}, Entries: []view.Entry{
		{Title: "Keys", URL: "keys/index.html", Date: view.Date{ISO: "2027-04-01", Text: "1 April 2027"}},
	}}
	var b strings.Builder
	if err := th.Render(&b, "list.html", "en", v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"<td><time datetime=\"2027-04-01\">2027-04-01</time></td>\n<td><a href=\"keys/index.html\">Keys</a></td>",
		`<main id="_main">`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %s:\n%s", want, b.String())
		}
	}
	for _, problem := range problems(t, []byte(b.String())) {
		t.Error(problem)
	}

	replaced["layouts/list.html"] = "{{template \"top\" .Frame}}\n<h1>{{.Title}}</h1>\n<ul>\n{{- range .Entries}}\n<li><a href=\"{{.URL}}\">{{.Title}}</a> {{.Date.Iso}}</li>\n{{- end}}\n</ul>\n{{template \"bottom\" .Frame}}\n"
	_, list := Load(files(t, builtin(t, replaced)), all)
	for i := range list {
		list[i].Pos.File, list[i].Line = "themes/mine/"+list[i].Pos.File, ""
	}
	var said strings.Builder
	list.Print(&said, "en")
	if !strings.Contains(text, "\n"+said.String()) {
		t.Errorf("the manual shows another message than\n%s", said.String())
	}
}
