package build

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/source"
	"hikitsugi/themes"
)

func TestLeads(t *testing.T) {
	for _, tt := range []struct {
		root, address string
		file, anchor  string // empty: it leads out of the site, or nowhere
	}{
		{"/", "", "ja/a/index.html", ""},
		{"/", "#b", "ja/a/index.html", "b"},
		{"/", "#%E8%A8%BC", "ja/a/index.html", "証"},
		{"/", "../", "ja/index.html", ""},
		{"/", "..", "ja/index.html", ""},
		{"/", ".", "ja/a/index.html", ""},
		{"/", "../../x.css?v=1", "x.css", ""},
		{"/", "../b/?q=c#d", "ja/b/index.html", "d"},
		{"/", "../../../x", "../x", ""},
		{"/", "a%20b.png", "ja/a/a b.png", ""},
		{"/docs/", "/docs/ja/", "ja/index.html", ""},
		{"/docs/", "/docs/", "index.html", ""},
		{"/docs/", "/elsewhere/", "", ""},
		{"/", "https://a.example/x", "", ""},
		{"/", "https://a.example%22/x", "", ""}, // which net/url cannot read
		{"/", "//a.example/x", "", ""},
		{"/", "mailto:a@b.example", "", ""},
		{"/", "webcal://a.example/x", "", ""},
	} {
		l, inside := leadOf("ja/a/index.html", tt.root, tt.address)
		if inside != (tt.file != "") || l.File != tt.file || l.Anchor != tt.anchor {
			t.Errorf("%q under %s leads to %q #%q, inside %v", tt.address, tt.root, l.File, l.Anchor, inside)
		}
	}
	if l, inside := leadOf("a", "/", "%"); !inside || l.File != "" {
		t.Errorf("an address that cannot be read leads to %+v", l)
	}
}

// withMarkup returns a layout of the built-in theme with something added.
func withMarkup(t *testing.T, part, markup string) []byte {
	t.Helper()
	data, err := fs.ReadFile(themes.Default(), part)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(strings.Replace(string(data), "<h1>", markup+"<h1>", 1))
}

// themed is the small site with a theme of its own that adds something to its
// lists.
func themed(t *testing.T, markup string) fstest.MapFS {
	t.Helper()
	fsys := world("")
	const part = "layouts/list.html"
	fsys["themes/own/"+part] = &fstest.MapFile{Data: withMarkup(t, part, markup)}
	site := fsys["content/site.yaml"]
	fsys["content/site.yaml"] = &fstest.MapFile{Data: append([]byte("theme: own\n"), site.Data...)}
	return fsys
}

// A theme of one's own that leads nowhere is a problem, which names the page and
// the address, once for all pages.
func TestThemeThatLeadsNowhere(t *testing.T) {
	for markup, want := range map[string]string{
		`<a href="#_none">a</a>`:          `"#_none"`,
		`<a href="../none/">a</a>`:        `"../none/"`,
		`<img src="../../a.png">`:         `"../../a.png"`,
		`<form action="../none/"></form>`: `"../none/"`,
		`<A HREF="../none/">a</A>`:        `"../none/"`,
		`<script src="../../theme/site.js">1</SCRIPT><a href="#_none">a</a>`: `"#_none"`,
		`<a href="../index.html#x"></a>`:                                     `"../index.html#x"`,
		`<a href="../../../../a">a</a>`:                                      `"../../../../a"`,
	} {
		var b Builder
		mem := output.NewMemory()
		r, err := b.Build(t.Context(), Input{Project: themed(t, markup), Builtin: themes.Default()}, func(*Result) (output.Sink, error) { return mem, nil })
		if err != nil || r.Site != nil {
			t.Fatalf("%s: %v, and a site %v", markup, err, r.Site != nil)
		}
		var found diag.List
		for _, p := range r.Problems {
			if p.Code == diag.THEME {
				found = append(found, p)
			}
		}
		if len(found) == 0 || found[0].Pos.File != "themes/own" || !strings.Contains(found[0].Sentence("en"), want) ||
			!strings.Contains(found[0].Sentence("en"), "/index.html leads to") || !strings.Contains(found[0].Sentence("ja"), want) {
			t.Errorf("%s: %+v", markup, found)
		}
	}
	var b Builder
	if r := build(t, &b, Input{Project: themed(t, `<a href="../">a</a><a href="https://a.example/none">b</a><a href="/other/">c</a><b ID="_d"></b><a href="#_d">d</a>`), BaseURL: "https://a.example/docs/"}); r.Site == nil {
		t.Error(r.Problems)
	}
}

// What leads nowhere without a theme of one's own is a mistake in gen.
func TestLeadsNowhere(t *testing.T) {
	const part = "layouts/list.html"
	broken := source.Overlay(fstest.MapFS{part: {Data: withMarkup(t, part, `<a href="#_none">a</a>`)}}, themes.Default())
	var b Builder
	_, err := b.Build(t.Context(), Input{Project: world(""), Builtin: broken}, func(*Result) (output.Sink, error) { return output.NewMemory(), nil })
	var link *LinkError
	if !errors.As(err, &link) || link.Address != "#_none" || !strings.HasSuffix(link.Page, "index.html") {
		t.Errorf("%v", err)
	}
}

// No footnote leads nowhere, wherever it is referred to.
func TestFootnotesLead(t *testing.T) {
	const section = "## 証明書 {#apns}\n"
	for _, text := range []string{
		section + "\n注あり[^1]。\n\n[^1]: 一つめ[^2]。\n[^2]: 二つめ。\n",
		"本文[^2]。\n\n[^2]: 二つめ[^3]。\n[^3]: 三つめ[^2]。\n\n" + section,
	} {
		r := build(t, new(Builder), Input{Project: edited(t, "content/columns/keys.ja.md", section, text)})
		if r.Site == nil {
			t.Errorf("%q: %v", text, r.Problems)
		}
	}
}

// BenchmarkLeads follows every link of a site of 1,000 pages.
func BenchmarkLeads(b *testing.B) {
	fsys := library()
	mem := output.NewMemory()
	r, err := new(Builder).Build(b.Context(), Input{Project: fsys, Builtin: themes.Default(), Public: true}, func(*Result) (output.Sink, error) { return mem, nil })
	if err != nil || r.Site == nil {
		b.Fatal(err, r.Problems)
	}
	files := map[string]bool{}
	var texts [][]byte
	routes := routesOf(r.Site, r.Base)
	for _, p := range routes.pages {
		text, err := mem.ReadFile(p.path)
		if err != nil {
			b.Fatal(err)
		}
		files[p.path] = true
		texts = append(texts, text)
	}
	outlines := make([]outline, len(routes.pages))
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			for i, p := range routes.pages {
				outlines[i] = routes.outlineOf(p.path, "/", nil, string(texts[i]))
			}
		}
	})
	b.Run("follow", func(b *testing.B) {
		for b.Loop() {
			routes.brokenLeads(outlines, files)
		}
	})
}

// squared reports whether doing something with n took much longer than doing it ten times
// with a tenth of n, on a machine that may do much else.
func squared(took time.Duration, do func(n int), n int) bool {
	start := time.Now()
	for range 10 {
		do(n / 10)
	}
	return took > 4*time.Since(start)
}

// A page of very many headings, each of which is linked to before and after it, is
// looked through in a moment.
func TestManyAnchors(t *testing.T) {
	const n = 100_000
	do := func(n int) {
		var page strings.Builder
		for i := range n {
			fmt.Fprintf(&page, "<a href='#h%d'></a>", i)
		}
		for i := range n {
			fmt.Fprintf(&page, "<h2 id='h%d'><a href='#h%[1]d'></a></h2>", i)
		}
		page.WriteString("<a href='#none'></a>")
		o := new(routes).outlineOf("index.html", "/", nil, page.String())
		if len(o.Leads) != 1 || o.Leads[0].Anchor != "none" {
			t.Errorf("%d leads are left", len(o.Leads))
		}
	}
	start := time.Now()
	do(n)
	if took := time.Since(start); took > 10*time.Second && squared(took, do, n) {
		t.Errorf("it took %v", took)
	}
}

// Two pages as long as a text may be, one full of headings and one full of links to
// them, cost what they are long, not its square.
func TestManyAnchorsOfAnotherPage(t *testing.T) {
	const n, patience = 150_000, 5 * time.Second // 4 MB of links
	do := func(n int) {
		var headings, links strings.Builder
		for i := range n {
			fmt.Fprintf(&headings, "<h2 id='h%d'></h2>", i)
			fmt.Fprintf(&links, "<a href='a.html#h%d'></a>", i)
		}
		links.WriteString("<a href='a.html#none'></a>")
		r := &routes{pages: []page{{path: "a.html"}, {path: "b.html"}}, at: map[string]int{"a.html": 0, "b.html": 1}}
		outlines := []outline{r.outlineOf("a.html", "/", nil, headings.String()), r.outlineOf("b.html", "/", nil, links.String())}
		broken := r.brokenLeads(outlines, map[string]bool{"a.html": true, "b.html": true})
		if len(outlines[1].Leads) != n+1 || len(broken) != 1 || broken[0].Address != "a.html#none" || broken[0].page != "b.html" {
			t.Errorf("%d leads, of which %d are broken", len(outlines[1].Leads), len(broken))
		}
	}
	start := time.Now()
	do(n)
	took := time.Since(start)
	if took > patience && squared(took, do, n) {
		t.Errorf("%d links took %v", n, took)
	}
	t.Logf("%d links: %v", n, took)
}

// Nor does a site take long in which each of very many links leads to a heading of its
// own on another page.
func TestManyHeadingsOfAnotherPage(t *testing.T) {
	const n, patience = 30_000, time.Minute
	do := func(n int) {
		var from, to strings.Builder
		for i := range n {
			fmt.Fprintf(&from, "[a](guide:to#h%d)\n", i)
			fmt.Fprintf(&to, "## H %d {#h%[1]d}\n", i)
			if i%100 == 0 {
				fmt.Fprintf(&from, "[](guide:to#h%d)\n\n", i)
			}
		}
		r := build(t, new(Builder), Input{Public: true, Project: world(
			"-- content/guides/from.ja.md --\n---\ntitle: A\n---\n\n" + from.String() + "-- content/guides/to.ja.md --\n---\ntitle: B\n---\n\n" + to.String())})
		if r.Site == nil || !strings.Contains(r.files["ja/guides/from/index.html"], fmt.Sprintf(`#h%d"`, n-1)) {
			t.Fatal(r.Problems)
		}
	}
	start := time.Now()
	do(n)
	if took := time.Since(start); took > patience && squared(took, do, n) {
		t.Errorf("it took %v", took)
	}
}
