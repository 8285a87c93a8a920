package theme

import (
	"encoding/json"
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
			[]string{`layouts/list.html:1:30 the built-in part "contacts" is given view.Date, which does not have what it asks for: {{range .}}. Give it a list of Contact.`,
				`layouts/list.html:1:66 the built-in part "title" is given view.List, which does not have what it asks for: `}},
		{"no list for one that goes through it",
			map[string]string{"layouts/list.html": `{{template "entries" .}}{{template "entries" .Entries}}`},
			[]string{`layouts/list.html:1:12 the built-in part "entries" is given view.List, which does not have what it asks for: {{range .}}. Give it a list of Entry.`}},
		{"a list for one that writes it",
			map[string]string{"layouts/list.html": `{{template "tick" .Entries}}`},
			[]string{`layouts/list.html:1:12 the built-in part "tick" is given a list of view.Entry, which does not have`}},
		{"for one in another language",
			map[string]string{"layouts/list.html": `{{side "en" "date" .Title}}`},
			[]string{`layouts/list.html:1:13 the built-in part "date" is given a text, which does not have what it asks for: ISO, Text, Era. Give it a Date.`}},
		{"no value",
			map[string]string{"layouts/list.html": `{{template "date"}}`},
			[]string{`layouts/list.html:1:12 the built-in part "date" is called without a value; it asks for ISO, Text, Era. Give it a Date.`}},
		{"no value for a part of one's own, which can do without in a branch",
			map[string]string{"layouts/list.html": `{{template "own"}}`, "layouts/parts/own.html": "{{with .}}{{.ISO}}{{else}}{{.Text}}{{end}}"},
			[]string{`layouts/parts/own.html:1:29 a part that is called without a value has no field Text. Give it one where it is called: {{template "…" .}}.`}},
		{"a comma behind the last text",
			map[string]string{"strings/ja.json": "{\n  \"own\": \"自分\",\n}\n"},
			[]string{`strings/ja.json:2:14 a comma follows the last text. Take it away.`}},
		{"a part of one's own that asks too much of every caller",
			map[string]string{"layouts/parts/date.html": "{{.Day}}"},
			[]string{"layouts/parts/date.html:1:3 view.Date has no field Day. It has ISO, Text, Era."}},
		{"too few places in a text",
			map[string]string{"strings/ja.json": with(t, "strings/ja.json", version, `"version-n": "版"`)},
			[]string{`strings/ja.json:169:3 the text of "version-n" does not have the places for what is filled in (%d). Write each`}},
		{"a place of another kind, and a sign",
			map[string]string{"strings/ja.json": with(t, "strings/ja.json", version, `"version-n": "%s版, 100%"`)},
			[]string{`strings/ja.json:169:3 the text of "version-n" does not have`}},
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

// Files of a theme that nothing reads, that some systems cannot hold, and texts with places
// that nothing fills, are told: else the author wonders why a page is as it was.
func TestUnread(t *testing.T) {
	for _, tt := range []struct {
		name     string
		replaced map[string]string
		want     []string
	}{
		{"a style sheet that is not closed", map[string]string{"static/a.css": "a { /* } */ b: \"}\";\n@media print { c { d: url(}); } }\n", "static/b.css": "a { b: c } }\nd { e: f }", "static/c.css": "a { b { c: d } }"},
			[]string{"static/a.css:1:3 W a { is not closed by }. Write", "static/b.css:1:12 W there is a } too many. Take"}},
		{"a folder misspelt", map[string]string{"layout/list.html": "a", "layout/parts/date.html": "b"},
			[]string{"layout E nothing reads what is in this folder. Did you mean layouts?"}},
		{"a folder of one's own", map[string]string{"src/a.scss": "a"},
			[]string{"src W nothing reads what is in this folder. The folders of a theme are layouts/, strings/, static/. "}},
		{"what tells of the theme", map[string]string{"README.md": "a", "LICENSE": "b"}, nil},
		{"a layout outside its folder", map[string]string{"list.html": "a", "ja.json": "{}"},
			[]string{"ja.json E nothing reads this file. It belongs at strings/ja.json.", "list.html E nothing reads this file. It belongs at layouts/list.html."}},
		{"a layout of no page", map[string]string{"layouts/lists.html": "a", "layouts/date.html": "b"},
			[]string{"layouts/date.html E nothing reads this file. It belongs at layouts/parts/date.html.", "layouts/lists.html E no page uses this layout. Did you mean list.html?"}},
		{"a part in a folder of its own", map[string]string{"layouts/parts/mine/a.html": "a", "layouts/parts/a.htm": "b", "layouts/parts/mine.html": "c"},
			[]string{"layouts/parts/a.htm W nothing reads this file. Only files", "layouts/parts/mine/a.html E nothing reads this file. A layout stands"}},
		{"a part misspelt", map[string]string{"layouts/parts/bottm.html": "a", "layouts/parts/own.html": `{{define "inner"}}a{{end}}`, "layouts/parts/mine.html": "b", "layouts/list.html": `{{template "inner"}}`},
			[]string{"layouts/parts/bottm.html W no layout uses this part. Did you mean bottom?"}},
		{"words of no language", map[string]string{"strings/fr.json": "{}", "strings/ja.yaml": ""},
			[]string{`strings/fr.json E there are no pages in the language "fr". The languages are ja and en.`, "strings/ja.yaml W nothing reads this file. Words stand in"}},
		{"a language that there is not", map[string]string{"layouts/list.html": `{{in "fr" "skip"}}{{range .Entries}}{{side "de" "date" .Date}}{{end}}{{in .Lang "skip"}}`},
			[]string{`layouts/list.html:1:6 E there are no pages in the language "fr". `, `layouts/list.html:1:44 E there are no pages in the language "de". `}},
		{"names that not every system holds", map[string]string{"static/CON.css": "", "static/Style.css": "", "static/a/B.png": "", "static/a/b.png": "", "static/a?.png": "", "static/chroma.css": ""},
			[]string{
				`static/CON.css E Windows cannot hold a file called "CON.css". A name of`,
				"static/Style.css E this differs from the built-in static/style.css only in case or accents. ",
				`static/a/b.png E this differs from static/a/B.png only in case or accents. `,
				`static/a?.png E the name holds "?", which is not allowed in names. `,
				"static/chroma.css E gen itself publishes theme/chroma.css, the colours of code. ",
			}},
		{"places that nothing fills", map[string]string{
			"strings/en.json": with(t, "strings/en.json", `"{days} left"`, `"{day} left"`),
			"strings/ja.json": with(t, "strings/ja.json", `"skip": "`, `"skip": "{days}`)},
			[]string{
				`strings/en.json:139:3 E nothing is filled in for {day} in the text of "due-left". What is filled into this text is {days}.`,
				`strings/ja.json:2:3 E nothing is filled in for {days} in the text of "skip". Take it away.`,
			}},
		{"a place that is left out", map[string]string{"strings/en.json": with(t, "strings/en.json", `"{days} left"`, `"soon"`)},
			[]string{`strings/en.json:139:3 W the text of "due-left" has no place for {days}. Write it`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name := range tt.replaced {
				if tt.replaced[name] == "" {
					tt.replaced[name] = " "
				}
			}
			_, list := Load(files(t, builtin(t, tt.replaced)), func(file string) bool { _, own := tt.replaced[file]; return own })
			var said []string
			for _, d := range list {
				said = append(said, d.Pos.String()+" "+string(d.Severity())+" "+d.Sentence("en"))
				if d.What.JA == "" || d.Do.JA == "" || d.Do.EN == "" {
					t.Errorf("not said in full: %+v", d)
				}
			}
			if !slices.EqualFunc(said, tt.want, strings.HasPrefix) {
				t.Errorf("said %s\nwant %s", strings.Join(said, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}

// The places are those of the built-in texts, in both languages.
func TestFilledIn(t *testing.T) {
	for _, lang := range languages {
		var texts map[string]string
		if err := json.Unmarshal(builtin(t, nil)["strings/"+lang+".json"].Data, &texts); err != nil {
			t.Fatal(err)
		}
		for key, text := range texts {
			var names []string
			for _, m := range place.FindAllStringSubmatch(text, -1) {
				names = append(names, m[1])
			}
			want := slices.Clone(filledIn[key])
			slices.Sort(names)
			slices.Sort(want)
			if !slices.Equal(names, want) {
				t.Errorf("%s, %s: places %q, want %q", lang, key, names, want)
			}
		}
	}
}
