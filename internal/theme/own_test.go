package theme

import (
	"slices"
	"strings"
	"testing"
)

// mine loads the built-in theme with a few files of an author's, and returns what is
// said of these.
func mine(t *testing.T, replaced map[string]string) []string {
	t.Helper()
	_, list := Load(files(t, builtin(t, replaced)), func(file string) bool { _, own := replaced[file]; return own })
	var said []string
	for _, d := range list {
		said = append(said, d.Pos.String()+" "+d.Sentence("en"))
		if d.What.JA == "" || d.Do.JA == "" || d.Do.EN == "" {
			t.Errorf("not said in full: %+v", d)
		}
		if _, own := replaced[d.Pos.File]; d.Pos.File != "" && !own {
			t.Errorf("the author has no file %s", d.Pos.File)
		}
	}
	return said
}

// with returns a built-in file in which something is replaced.
func with(t *testing.T, file, old, text string) string {
	t.Helper()
	whole := string(builtin(t, nil)[file].Data)
	if !strings.Contains(whole, old) {
		t.Fatalf("%s has no %s", file, old)
	}
	return strings.Replace(whole, old, text, 1)
}

// Mistakes are told where the author makes them, once: a built-in part that is given
// the wrong value is not in the author's folder, nor is a layout that fills in a text.
func TestToldWhereItIsMade(t *testing.T) {
	const version = `"version-n": "第%d版"`
	tests := []struct {
		name     string
		replaced map[string]string
		want     []string
	}{
		{"a wrong value for a built-in part",
			map[string]string{"layouts/list.html": "a\n{{template \"date\" .}}{{range .Entries}}{{template \"date\" .Date}}{{end}}"},
			[]string{`layouts/list.html:2:12 the built-in part "date" is given view.List, which does not have what it asks for: ISO, Text, Era. Give it a Date.`}},
		{"for one that hands it on",
			map[string]string{"layouts/list.html": `{{range .Entries}}{{template "contacts" .Date}}{{end}}{{template "title" .}}`},
			[]string{`layouts/list.html:1:66 the built-in part "title" is given view.List, which does not have what it asks for: `}},
		{"for one in another language",
			map[string]string{"layouts/list.html": `{{side "en" "date" .Title}}`},
			[]string{`layouts/list.html:1:13 the built-in part "date" is given a text, which does not have what it asks for: ISO, Text, Era. Give it a Date.`}},
		{"no value",
			map[string]string{"layouts/list.html": `{{template "date"}}`},
			[]string{`layouts/list.html:1:12 the built-in part "date" is called without a value; it asks for ISO, Text, Era. Give it a Date.`}},
		{"no value for a part of one's own, which can do without in a branch",
			map[string]string{"layouts/list.html": `{{template "own"}}`, "layouts/parts/own.html": "{{with .}}{{.ISO}}{{else}}{{.Text}}{{end}}"},
			[]string{`layouts/parts/own.html:1:29 a part that is called without a value has no field Text. Give it one where it is called: {{template "…" .}}.`}},
		{"a part of one's own that asks too much of every caller",
			map[string]string{"layouts/parts/date.html": "{{.Day}}"},
			[]string{"layouts/parts/date.html:1:3 view.Date has no field Day. It has ISO, Text, Era."}},
		{"too few places in a text",
			map[string]string{"strings/ja.json": with(t, "strings/ja.json", version, `"version-n": "版"`)},
			[]string{`strings/ja.json:170:3 the text of "version-n" does not have the places for what is filled in (%d). Write each`}},
		{"a place of another kind, and a sign",
			map[string]string{"strings/ja.json": with(t, "strings/ja.json", version, `"version-n": "%s版, 100%"`)},
			[]string{`strings/ja.json:170:3 the text of "version-n" does not have`}},
		{"a wrong value for a text that is right",
			map[string]string{"layouts/list.html": `{{tf "version-n" .Title}}{{.Title | tf "brackets"}}{{len .Entries | tf "version-n"}}`},
			[]string{`layouts/list.html:1:6 what is filled into "version-n" (%s) does not fit its text "Version %d". `}},
		{"a key that only one language has",
			map[string]string{"strings/ja.json": with(t, "strings/ja.json", "{", "{\n  \"own\": \"自分\",")},
			[]string{`strings/ja.json:2:3 keys that the built-in en.json does not have: own. Put a strings/en.json into the theme`}},
		{"words without those of the built-in layouts",
			map[string]string{
				"strings/ja.json": with(t, "strings/ja.json", `"skip"`, `"skipp"`),
				"strings/en.json": with(t, "strings/en.json", `"skip"`, `"skipp"`),
			},
			[]string{
				"strings/en.json:1:1 keys that the built-in layouts use are missing: skip. Copy",
				"strings/ja.json:1:1 keys that the built-in layouts use are missing: skip. Copy",
			}},
		{"an empty layout",
			map[string]string{"layouts/list.html": "\n"},
			[]string{"layouts/list.html:1:1 this layout is empty. Write it, or delete the file to have the built-in one again."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			said := mine(t, tt.replaced)
			if !slices.EqualFunc(said, tt.want, strings.HasPrefix) {
				t.Errorf("said %s\nwant %s", strings.Join(said, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}
