// Package e2e tests the example site as the people who use it meet it: in a
// browser with the policy of its host and as files of a folder, with a keyboard,
// without scripts, in the dark, and on paper. It has tests only. They need the
// browser and the fonts that gen itself needs, poppler-utils and qpdf; a machine
// that lacks one fails them.
package e2e

import (
	"bytes"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	sources "hikitsugi/internal/source"
	"hikitsugi/themes"
)

// project is the repository, whose content is the example site.
var project = os.DirFS("../..")

// languages are those of the example.
var languages = []string{"ja", "en"}

// other returns the other language.
func other(lang string) string { return map[string]string{"ja": "en", "en": "ja"}[lang] }

// An example is the example site, built.
type example struct {
	*build.Result
	files *output.Memory
}

// buildExample builds the site of in, with the built-in theme and without a
// problem.
func buildExample(t *testing.T, in build.Input) example {
	t.Helper()
	site := buildSite(t, in)
	for _, p := range site.Problems {
		t.Errorf("the example has a problem: %v", p)
	}
	return site
}

// builder makes the sites of all tests: what they share is made once.
var builder struct {
	sync.Mutex
	build.Builder
}

// buildSite builds the site of in, with the built-in theme.
func buildSite(t *testing.T, in build.Input) example {
	t.Helper()
	in.Builtin = themes.Default()
	mem := output.NewMemory()
	builder.Lock()
	defer builder.Unlock()
	r, err := builder.Build(t.Context(), in, func(*build.Result) (output.Sink, error) { return mem, nil })
	if err != nil {
		t.Fatal(err)
	}
	if r.Site == nil {
		t.Fatalf("the example has errors: %v", r.Problems)
	}
	return example{r, mem}
}

// withEverything is the example with two guides more: one with all that Markdown can
// hold, one that waits for its translation.
var withEverything = sources.Overlay(os.DirFS("testdata/everything"), project)

// everyKind are the sites that have every kind of page: both editions, and one
// with another theme.
func everyKind(t *testing.T) map[string]example {
	return map[string]example{
		"mihon":  buildSite(t, build.Input{Project: withEverything, Org: "mihon"}),
		"public": buildSite(t, build.Input{Project: withEverything, Public: true}),
		"plain":  buildSite(t, inPlain(t, withEverything)),
	}
}

// editions are the inputs of both editions of the example, by name.
func editions() map[string]build.Input {
	return map[string]build.Input{
		"mihon":  {Project: project, Org: "mihon"},
		"public": {Project: project, Public: true},
	}
}

// inPlain is a project with the theme of themes/plain.
func inPlain(t *testing.T, project fs.FS) build.Input {
	t.Helper()
	themed := edited(t, "content/site.yaml", "\norg: mihon", "\ntheme: plain\norg: mihon")
	return build.Input{Project: sources.Overlay(themed, project)}
}

// withPlain are the inputs of both editions, and of one with that theme.
func withPlain(t *testing.T) map[string]build.Input {
	all := editions()
	all["plain"] = inPlain(t, project)
	return all
}

// copied is the content of the project, to be changed.
func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(project, "content", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(project, file)
		fsys[file] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// edited is the project with old replaced by new in the file name.
func edited(t *testing.T, name, old, new string) fs.FS {
	t.Helper()
	fsys := copied(t)
	text := string(fsys[name].Data)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s does not hold %q once", name, old)
	}
	fsys[name].Data = []byte(strings.Replace(text, old, new, 1))
	return fsys
}

// contents returns all files by name.
func (e example) contents(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(e.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = e.files.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pages returns the names of all pages, sorted.
func (e example) pages(t *testing.T) []string {
	t.Helper()
	files := e.contents(t)
	maps.DeleteFunc(files, func(name string, _ []byte) bool { return path.Ext(name) != ".html" })
	if len(files) < 10 {
		t.Fatalf("the example has only %d pages", len(files))
	}
	return slices.Sorted(maps.Keys(files))
}

// page parses a page.
func (e example) page(t *testing.T, name string) *html.Node {
	t.Helper()
	data, err := e.files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return root
}

// A place is where a reader can open the site.
type place struct {
	name    string
	address func(page string) string // of a page such as "ja/index.html"
}

// places publishes the site on a host and in a folder.
func (e example) places(t *testing.T) []place {
	t.Helper()
	address := serveTo(t, e.host(t))
	dir := t.TempDir()
	if err := os.CopyFS(dir, e.files); err != nil {
		t.Fatal(err)
	}
	folder := url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}
	return []place{
		{"http", func(page string) string { return address + "/" + strings.TrimSuffix(page, "index.html") }},
		{"file", func(page string) string { return folder.JoinPath(page).String() }},
	}
}

// gate publishes the site on a host that asks, before it sends a file, whether that
// is to come, which may take a while.
func (e example) gate(t *testing.T, comes func(name string) bool) (address string) {
	t.Helper()
	host := e.host(t)
	return serveTo(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if comes(path.Base(r.URL.Path)) {
			host.ServeHTTP(w, r)
		} else {
			http.NotFound(w, r)
		}
	})) + "/"
}

// host serves the site as hosts of static files do, with the headers that its
// file _headers asks for.
func (e example) host(t *testing.T) http.Handler {
	t.Helper()
	files := e.contents(t)
	headers := http.Header{}
	for line := range strings.Lines(string(files["_headers"])) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			headers.Set(name, value)
		} else if strings.TrimSpace(line) != "/*" {
			t.Fatalf("_headers has the line %q", line)
		}
	}
	if headers.Get("Content-Security-Policy") == "" {
		t.Fatal("_headers has no Content-Security-Policy")
	}
	types := map[string]string{
		".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
		".svg": "image/svg+xml", ".xml": "application/xml",
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		maps.Copy(w.Header(), headers)
		data, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", types[path.Ext(name)])
		w.Write(data)
	})
}
