package build

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"hikitsugi/internal/bench"
	"hikitsugi/internal/content"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/output"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
	"hikitsugi/themes"
)

// BenchmarkStages measures each stage of a cold build alone, on one processor: 240
// pages of the corpus, as time and allocations for each of them. What only finds
// mistakes, follows links or makes the index has benchmarks of its own.
func BenchmarkStages(b *testing.B) {
	const pages = 120 // in each of two languages
	dir := b.TempDir()
	if err := bench.Corpus(dir, pages); err != nil {
		b.Fatal(err)
	}
	in := Input{Project: os.DirFS(dir), Builtin: themes.Default()}
	stage := func(name string, f func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f(b)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/(2*pages), "µs/page")
		})
	}
	check := func(b *testing.B, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	var files []*source.File
	stage("read", func(b *testing.B) {
		var err error
		files, _, err = source.Read(in.Project, content.Dir)
		check(b, err)
	})
	stage("parse", func(b *testing.B) { // front matter, goldmark, sections, code
		engine := markdown.New()
		for _, f := range files {
			if place, _ := content.Locate(f.Path); place.Kind.IsPage() {
				content.ParsePage(f, place, place.Lang, "", engine)
			}
		}
	})
	var builder Builder
	r, err := builder.Check(b.Context(), in)
	check(b, err)
	src, _, _, err := builder.parse(b.Context(), files, nil)
	check(b, err)
	stage("model", func(*testing.B) { site.New(src, edition(in, src.Config)) })
	list := routesOf(r.Site, r.Base).pages
	stage("view", func(*testing.B) {
		for _, p := range list {
			p.view(r.Site)
		}
	})
	th, _, err := builder.theme(in, r.Site.Config, r.files)
	check(b, err)
	var views []any
	for _, p := range list {
		views = append(views, p.view(r.Site))
	}
	stage("render", func(b *testing.B) {
		for i, p := range list {
			check(b, th.Render(io.Discard, p.layout, p.lang, views[i]))
		}
	})
	var html [][]byte
	for i, p := range list {
		var page bytes.Buffer
		check(b, th.Render(&page, p.layout, p.lang, views[i]))
		html = append(html, page.Bytes())
	}
	stage("write", func(b *testing.B) { // with what proves that it stands there
		sink, err := output.Stage(disk.System(), filepath.Join(dir, "public"), output.StageOptions{Edition: content.PublicEdition})
		check(b, err)
		for i, p := range list {
			check(b, sink.Put(p.path, html[i]))
		}
		check(b, sink.Commit())
	})
}
