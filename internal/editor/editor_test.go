package editor

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/diag"
)

func install(t *testing.T, project fstest.MapFS) fstest.MapFS {
	t.Helper()
	files, err := Files(project)
	if err != nil {
		t.Fatal(err)
	}
	after := fstest.MapFS{}
	for name, f := range project {
		after[name] = f
	}
	for name, data := range files {
		after[name] = &fstest.MapFile{Data: data}
	}
	return after
}

// An empty project gets all; a second time nothing changes.
func TestFiles(t *testing.T) {
	first := install(t, fstest.MapFS{})
	for _, name := range []string{settingsFile, tasksFile, extensionsFile, SchemaFile("site"), SchemaFile("links"), SchemaFile("glossary"), SchemaFile("org")} {
		if f := first[name]; f == nil || !json.Valid(f.Data) {
			t.Errorf("%s is not JSON: %v", name, f)
		}
	}
	want := `{
  "yaml.schemas": {
    "./.vscode/hikitsugi/site.schema.json": "content/site.yaml",
    "./.vscode/hikitsugi/links.schema.json": "content/links.yaml",
    "./.vscode/hikitsugi/glossary.schema.json": "content/glossary.yaml",
    "./.vscode/hikitsugi/org.schema.json": "content/orgs/*/org.yaml"
  }
}
`
	if got := string(first[settingsFile].Data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if again, err := Files(first); err != nil || len(again) > 0 {
		t.Errorf("a second time: %v, %v", again, err)
	}
}

// What an author has set stays as it is, comments and layout included.
func TestFilesKeepsSettings(t *testing.T) {
	after := install(t, fstest.MapFS{
		settingsFile: {Data: []byte(`{
  // Ours.
  "editor.rulers": [80, 100], // columns
  "yaml.schemas": {
    "https://json.schemastore.org/github-workflow": "/.github/workflows/*",
    "./.vscode/hikitsugi/site.schema.json": "old/site.yaml",
  },
  /* last */
}
`)},
		extensionsFile: {Data: []byte("{\"recommendations\": [\"golang.go\" // Go\n]}\n")},
		tasksFile: {Data: []byte(`{
  "version": "2.0.0",
  "tasks": [
    {"label": "mine", "type": "shell", "command": "make"},
    {"label": "gen check", "type": "shell", "command": "old"}
  ]
}
`)},
	})
	want := `{
  // Ours.
  "editor.rulers": [80, 100], // columns
  "yaml.schemas": {
    "https://json.schemastore.org/github-workflow": "/.github/workflows/*",
    "./.vscode/hikitsugi/site.schema.json": "content/site.yaml",
    "./.vscode/hikitsugi/links.schema.json": "content/links.yaml",
    "./.vscode/hikitsugi/glossary.schema.json": "content/glossary.yaml",
    "./.vscode/hikitsugi/org.schema.json": "content/orgs/*/org.yaml"
  },
  /* last */
}
`
	if got := string(after[settingsFile].Data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want = `{"recommendations": ["golang.go", // Go
    "redhat.vscode-yaml"
]}
`
	if got := string(after[extensionsFile].Data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var tasks struct {
		Tasks []struct{ Label, Type, Command string }
	}
	if err := json.Unmarshal(after[tasksFile].Data, &tasks); err != nil {
		t.Fatal(err)
	}
	if len(tasks.Tasks) != 2 || tasks.Tasks[0].Label != "mine" || tasks.Tasks[1].Command != "gen" || tasks.Tasks[1].Type != "process" {
		t.Errorf("tasks: %+v", tasks)
	}
}

// What editors take for a file that sets nothing is one.
func TestFilesFillsEmpty(t *testing.T) {
	for name, texts := range map[string][]string{
		settingsFile:   {"", "\ufeff", "\ufeff// mine\n{}", "\n", "// mine\n", `{"yaml.schemas": null}`},
		extensionsFile: {"", "/* mine */", `{"recommendations": null}`},
	} {
		for _, text := range texts {
			files, err := Files(fstest.MapFS{name: {Data: []byte(text)}})
			if err != nil {
				t.Errorf("%s: %q: %v", name, text, err)
				continue
			}
			after := string(files[name])
			if !strings.Contains(after, "redhat.vscode-yaml") && !strings.Contains(after, "org.schema.json") || strings.Contains(text, "mine") && !strings.Contains(after, "mine") ||
				strings.HasPrefix(text, "\ufeff") != strings.HasPrefix(after, "\ufeff") {
				t.Errorf("%s: %q became %s", name, text, after)
			}
		}
	}
}

// The lines that are added end as the others do.
func TestFilesKeepsLineEnds(t *testing.T) {
	after := install(t, fstest.MapFS{settingsFile: {Data: []byte("// mine\r\n{\r\n  \"a\": 1, // one\r\n}\r\n")}})
	text := string(after[settingsFile].Data)
	if !strings.Contains(text, "org.schema.json") || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Errorf("%q", text)
	}
	if again, err := Files(after); err != nil || len(again) > 0 {
		t.Errorf("a second time: %v, %v", again, err)
	}
}

// A file that cannot be read as settings is not touched.
func TestFilesRefuses(t *testing.T) {
	for _, text := range []string{"{", "[]", `{"yaml.schemas": []}`} {
		if files, err := Files(fstest.MapFS{settingsFile: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), settingsFile) {
			t.Errorf("%s: %v, %v", text, files, err)
		}
	}
}

// Each problem that is printed is read by exactly one matcher, as what it is.
func TestMatchers(t *testing.T) {
	for _, code := range diag.Codes() {
		for _, pos := range []diag.Pos{{File: "content/a b.md"}, {File: "content/a.md", Line: 3}, {File: "content/a.md", Line: 3, Col: 14}} {
			d := diag.Diag{Pos: pos, Code: code, What: diag.Text{EN: "this: is  wrong"}, Line: "content/x:1:1  and  more"}
			var printed strings.Builder
			if err := (diag.List{d}).Print(&printed, "en"); err != nil {
				t.Fatal(err)
			}
			var read []string
			for line := range strings.Lines(printed.String()) {
				line = strings.TrimSuffix(line, "\n")
				for _, m := range matchers() {
					g := regexp.MustCompile(m.Pattern.Regexp).FindStringSubmatch(line)
					if g == nil {
						continue
					}
					at := g[m.Pattern.File]
					if m.Pattern.Kind == "" {
						at += ":" + g[m.Pattern.Line]
						if g[m.Pattern.Column] != "" {
							at += ":" + g[m.Pattern.Column]
						}
					}
					read = append(read, m.Severity+" "+at+" "+g[m.Pattern.Code]+" "+g[m.Pattern.Message])
				}
			}
			severity := map[diag.Severity]string{diag.Error: "error", diag.Gate: "error", diag.Warning: "warning", diag.Notice: "info"}[d.Severity()]
			if want := severity + " " + pos.String() + " " + string(code) + " this: is  wrong."; len(read) != 1 || read[0] != want {
				t.Errorf("read %q, want %q", read, want)
			}
		}
	}
}
