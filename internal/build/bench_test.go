package build

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	chroma "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/internal/source"
	"hikitsugi/themes"
)

const benchPages = 500 // guides in each of two languages

// library is a site of many guides with tables, lists and code.
func library() fstest.MapFS {
	fsys := world("")
	for i := range benchPages {
		for _, lang := range []string{"ja", "en"} {
			title := map[string]string{"ja": fmt.Sprintf("手引き%d", i), "en": fmt.Sprintf("Guide %d", i)}[lang]
			text := map[string]string{
				"ja": "異動や退職が決まると、まず日々の作業の説明から始めがちです。**「鍵」**を先に渡します。\n",
				"en": "Most handovers begin with the daily routine. Hand over the **keys** first.\n",
			}[lang]
			var b strings.Builder
			fmt.Fprintf(&b, "---\ntitle: %s\n---\n\n", title)
			for s := range 6 {
				fmt.Fprintf(&b, "## %s %d {#s%d}\n\n%s\n- one\n- two [](guide:g%d)\n\n| a | b |\n|---|---|\n| 1 | %d |\n\n```go\nfunc f%d() int { return %d }\n```\n\n", title, s, s, strings.Repeat(text, 4), (i+1)%benchPages, s, i*7+s, s)
			}
			fsys[fmt.Sprintf("content/guides/g%d.%s.md", i, lang)] = &fstest.MapFile{Data: []byte(b.String())}
		}
	}
	return fsys
}

// BenchmarkBuild measures a build of 1,000 pages, cold, warm, and with one page
// changed, beside the plain loop that any generator has at its heart: goldmark,
// chroma, a template.
func BenchmarkBuild(b *testing.B) {
	fsys := library()
	in := Input{Project: fsys, Builtin: themes.Default(), Public: true}
	run := func(b *testing.B, builder *Builder) {
		r, err := builder.Build(b.Context(), in, func(*Result) (output.Sink, error) { return output.NewMemory(), nil })
		if err != nil || r.Site == nil {
			b.Fatal(err, r.Problems)
		}
	}
	b.Run("plain-loop", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			plainLoop(b, fsys)
		}
	})
	b.Run("cold", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			run(b, new(Builder))
		}
	})
	var warm Builder
	run(b, &warm)
	b.Run("warm", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			run(b, &warm)
		}
	})
	b.Run("checks", func(b *testing.B) { // what of a cold build only finds mistakes; with content's BenchmarkSections
		b.ReportAllocs()
		files, _, err := source.Read(fsys, content.Dir)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			for _, f := range files {
				check.Lint(f)
			}
			if _, err := warm.Check(b.Context(), in); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("one-page-changed", func(b *testing.B) {
		b.ReportAllocs()
		page := fsys["content/guides/g7.en.md"].Data
		for i := 0; b.Loop(); i++ {
			fsys["content/guides/g7.en.md"] = &fstest.MapFile{Data: fmt.Appendf(slices.Clone(page), "\nEdit %d.\n", i)}
			run(b, &warm)
		}
	})
}

var plainPage = template.Must(template.New("").Parse(`<!doctype html><html><title>{{.Name}}</title><main>{{.Body}}</main></html>`))

// plainLoop makes a page of every Markdown file, on one processor.
func plainLoop(b *testing.B, fsys fstest.MapFS) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	formatter := chroma.New(chroma.WithClasses(true))
	golang := lexers.Get("go")
	out := output.NewMemory()
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			b.Fatal(err)
		}
		var body, page bytes.Buffer
		if err := md.Convert(src, &body); err != nil {
			b.Fatal(err)
		}
		for _, code := range strings.Split(string(src), "```go\n")[1:] {
			tokens, err := golang.Tokenise(nil, code[:strings.Index(code, "```")])
			if err != nil {
				b.Fatal(err)
			}
			if err := formatter.Format(&body, styles.Fallback, tokens); err != nil {
				b.Fatal(err)
			}
		}
		if err := plainPage.Execute(&page, map[string]any{"Name": name, "Body": template.HTML(body.String())}); err != nil {
			b.Fatal(err)
		}
		if err := out.Put(name, page.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
