package internal

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "hikitsugi/"

// rows lists the packages from the bottom up. A package may import those of the
// rows above its own in this list, and no others.
var rows = [][]string{
	{"internal/diag", "internal/memo", "internal/disk", "internal/markup", "internal/parallel", "internal/pattern", "internal/codec", "internal/qr", "internal/highlight", "themes"},
	{"internal/shelf", "internal/output", "internal/picture"},
	{"internal/source", "internal/pack"},
	{"internal/markdown", "internal/receipt"},
	{"internal/content"},
	{"internal/site", "internal/editor", "internal/bench", "internal/scaffold"},
	{"internal/check"},
	{"internal/view", "internal/feed", "internal/record"},
	{"internal/theme", "internal/calendar", "internal/search", "internal/workbook"},
	{"internal/build", "internal/adopt"},
	{"internal/pdf", "internal/serve"},
	{"cmd/gen", "cmd/release"},
}

// quarantine names the one package that may import a module. golang.org/x is
// exempt: it is the standard library's nursery.
var quarantine = map[string]string{
	"github.com/yuin/goldmark":        "internal/markdown",
	"github.com/yuin/goldmark-meta":   "internal/markdown",
	"github.com/alecthomas/chroma/v2": "internal/highlight",
	"github.com/dlclark/regexp2/v2":   "internal/highlight",
	"go.yaml.in/yaml/v4":              "internal/content",
	"github.com/fsnotify/fsnotify":    "internal/serve",
	"github.com/arran4/golang-ical":   "internal/calendar",
	"github.com/chromedp/chromedp":    "internal/pdf",
	"github.com/chromedp/cdproto":     "internal/pdf",
	"github.com/pdfcpu/pdfcpu":        "internal/pdf",
	"rsc.io/qr":                       "internal/qr",
	"github.com/pelletier/go-toml/v2": "internal/adopt",
	"github.com/xuri/excelize/v2":     "internal/workbook",
	"github.com/tailscale/hujson":     "internal/editor",
	"github.com/google/jsonschema-go": "internal/record",
	"github.com/tdewolff/minify/v2":   "internal/theme",
	"github.com/tdewolff/parse/v2":    "internal/theme",
	"github.com/spf13/cobra":          "cmd/gen",
	"github.com/spf13/pflag":          "cmd/gen",
}

// TestArchitecture holds the order of the packages and the quarantine of
// third-party code. A new package fails until it is given a place.
func TestArchitecture(t *testing.T) {
	row := map[string]int{}
	for i, packages := range rows {
		for _, p := range packages {
			row[p] = i
		}
	}
	seen := map[string]bool{}
	for pkg, imports := range productionImports(t) {
		seen[pkg] = true
		own, placed := row[pkg]
		if !placed {
			t.Errorf("%s has no place: give it a row in this test and in ARCHITECTURE.md", pkg)
		}
		for _, imp := range imports {
			name, ours := strings.CutPrefix(imp, module)
			switch first, _, _ := strings.Cut(imp, "/"); {
			case ours && row[name] >= own:
				t.Errorf("%s imports %s, which is not below it", pkg, name)
			case ours, !strings.Contains(first, "."), first == "golang.org":
			default:
				if home := quarantined(imp); home != pkg {
					t.Errorf("%s imports %s, which belongs to %q", pkg, imp, home)
				}
			}
		}
	}
	for pkg := range row {
		if !seen[pkg] {
			t.Errorf("%s has a row and does not exist", pkg)
		}
	}
}

// quarantined returns the package to which the module of an import belongs.
func quarantined(imp string) string {
	best := ""
	for mod := range quarantine {
		if (imp == mod || strings.HasPrefix(imp, mod+"/")) && len(mod) > len(best) {
			best = mod
		}
	}
	return quarantine[best]
}

// productionImports returns what each package of the module imports, tests left
// out.
func productionImports(t *testing.T) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	for name, f := range productionFiles(t) {
		pkg := path.Dir(name)
		if imports[pkg] == nil {
			imports[pkg] = []string{} // a package may import nothing
		}
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports[pkg] = append(imports[pkg], imp)
		}
	}
	return imports
}

// productionFiles returns the Go files of the module by path, tests left out.
func productionFiles(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	root := os.DirFS("..")
	for _, top := range []string{"cmd", "internal", "themes"} {
		err := fs.WalkDir(root, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
				return err
			}
			src, err := fs.ReadFile(root, name)
			if err != nil {
				return err
			}
			files[name], err = parser.ParseFile(token.NewFileSet(), name, src, 0)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestPurity holds that a build depends on nothing but its input: no clock, no
// environment, no random number. What watches, waits, prints and measures is exempt.
func TestPurity(t *testing.T) {
	exempt := []string{"internal/serve", "internal/pdf", "internal/bench", "cmd/gen", "cmd/release"}
	impure := map[string]bool{"time.Now": true, "time.Since": true, "os.Getenv": true, "os.LookupEnv": true, "os.Environ": true, "os.Getwd": true}
	forbidden := []string{"math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog"}
	for name, f := range productionFiles(t) {
		if slices.Contains(exempt, path.Dir(name)) {
			continue
		}
		for _, spec := range f.Imports {
			if imp, _ := strconv.Unquote(spec.Path.Value); slices.Contains(forbidden, imp) {
				t.Errorf("%s imports %s", name, imp)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && impure[pkg.Name+"."+sel.Sel.Name] {
					t.Errorf("%s uses %s.%s", name, pkg.Name, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestWritesThroughDisk holds that files are written through internal/disk alone, where
// tests let every call fail. The browser's own folder, and programs that gen does not
// need, are exempt.
func TestWritesThroughDisk(t *testing.T) {
	exempt := []string{"internal/disk", "internal/pdf", "internal/bench", "cmd/release"}
	writes := []string{"WriteFile", "Create", "CreateTemp", "OpenFile", "Rename", "Remove", "RemoveAll", "Mkdir", "MkdirAll", "MkdirTemp", "Chmod", "Chtimes", "Symlink", "Link", "Truncate", "CopyFS"}
	for name, f := range productionFiles(t) {
		if slices.Contains(exempt, path.Dir(name)) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "os" && slices.Contains(writes, sel.Sel.Name) {
					t.Errorf("%s uses os.%s", name, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestWatchedForRaces holds that the tests of a package that does several things at
// once run under the race detector: make test runs the others without, which takes a
// fraction of the time. Of cmd/gen it runs the scripts of what waits and prints.
func TestWatchedForRaces(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(makefile), "\nRACE = ")
	list, _, _ = strings.Cut(list, "\n")
	watched := strings.Fields(list)
	exempt := []string{"cmd/gen"}
	concurrent := map[string]bool{}
	for name, f := range productionFiles(t) {
		for _, spec := range f.Imports {
			switch imp, _ := strconv.Unquote(spec.Path.Value); imp {
			case "sync", "sync/atomic", module + "internal/parallel":
				concurrent[path.Dir(name)] = true
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				concurrent[path.Dir(name)] = true
			}
			return true
		})
	}
	for pkg := range concurrent {
		if !slices.Contains(watched, pkg) && !slices.Contains(exempt, pkg) {
			t.Errorf("%s does several things at once: add it to RACE in the Makefile", pkg)
		}
	}
	for _, pkg := range watched {
		if !concurrent[pkg] {
			t.Errorf("%s does one thing at a time: take it out of RACE in the Makefile", pkg)
		}
	}
}
