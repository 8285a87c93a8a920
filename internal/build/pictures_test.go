package build

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// pngOf returns a picture of that size.
func pngOf(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withText returns small with a text in the column, and files.
func withText(t *testing.T, text string, files map[string][]byte) fstest.MapFS {
	t.Helper()
	fsys := edited(t, "content/columns/keys.ja.md", "はじめに。", text)
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return fsys
}

// A picture beside a page or in static/ is published, and takes its place before
// it is loaded.
func TestPictures(t *testing.T) {
	files := map[string][]byte{
		"content/columns/パネル 1.png": pngOf(t, 30, 20),
		"content/static/logo.svg":   []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 45.5"><path d="M0 0h9"/></svg>`),
		"content/columns/alone.png": pngOf(t, 3, 2),
	}
	fsys := withText(t, "![管理パネル](<パネル 1.png> \"最初の画面\")\n\n文中の![印](../static/logo.svg)。", files)
	b := build(t, new(Builder), Input{Project: fsys})
	if got := said(t, fsys, Input{}); got != nil {
		t.Fatalf("problems: %q", got)
	}
	page := b.files["ja/columns/keys/index.html"]
	for _, want := range []string{
		`<figure><img src="../../../media/columns/%E3%83%91%E3%83%8D%E3%83%AB%201.png" alt="管理パネル" width="30" height="20" loading="lazy" decoding="async">` + "\n<figcaption>最初の画面</figcaption></figure>",
		`文中の<img src="../../../static/logo.svg" alt="印" width="120" height="46" loading="lazy" decoding="async">。`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if b.files["media/columns/パネル 1.png"] == "" || b.files["static/logo.svg"] == "" || b.files["media/columns/alone.png"] != "" {
		t.Error("not the pictures that are shown are published")
	}
}

// What is wrong with a picture is said where it can be mended.
func TestPictureProblems(t *testing.T) {
	svg := func(inside string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + inside + `</svg>`)
	}
	const noAlt = `E ALT nothing says in words what the picture shows. Write it between the brackets of ![…](…): whoever cannot see or load the picture reads that. One that only decorates is excused by “<!-- gen:allow ALT decoration -->” on the line before.`
	const runs = `Write a text as Markdown, and put a file that is only handed out into a ZIP. A page or a script of your own belongs in the static/ of a theme (themes/NAME/static/).`
	const badName = `A name of letters, digits and hyphens works everywhere, as in panel-01.png.`
	good := pngOf(t, 3, 2)
	for _, tt := range []struct {
		name, text string
		file       string
		data       []byte
		want       []string
	}{
		{"without words", "![](a.png)", "columns/a.png", good, []string{"columns/keys.ja.md:11:1 " + noAlt}},
		{"its name is no words", "文 ![a.png](a.png)", "columns/a.png", good, []string{"columns/keys.ja.md:11:3 " + noAlt}},
		{"decoration", "<!-- gen:allow ALT 飾り -->\n![](a.png)", "columns/a.png", good, nil},
		{"decoration that is all of a link", "<!-- gen:allow ALT 飾り -->\n[![](a.png)](guide:start)\n\n<!-- gen:allow ALT 飾り -->\n[![](a.png) はじめに](guide:start) ![](a.png)", "columns/a.png", good,
			[]string{"columns/keys.ja.md:12:2 E ALT a link holds only this picture, and nothing says in words where it leads. Write it between the brackets of ![…](…), or put words into the link: a picture that is all of a link does not only decorate."}},
		{"decoration without a reason", "<!-- gen:allow ALT -->\n![](a.png)", "columns/a.png", good, []string{"columns/keys.ja.md:12:1 " + noAlt}},
		{"not there", "![図](b.png)", "columns/a.png", good, []string{`columns/keys.ja.md:11:1 E LINK there is no file "b.png". Put the image beside the page or in static/ and write its relative path.`}},
		{"no picture", "![図](a.pdf)", "columns/a.pdf", good, []string{`columns/keys.ja.md:11:1 E IMAGE this is not a picture that browsers can show. Use PNG, JPEG, GIF, WebP, AVIF or SVG, or take the ! away, which makes it a link.`}},
		{"a page", "![図](../guides/start.ja.md)", "columns/a.pdf", good, []string{`columns/keys.ja.md:11:1 E IMAGE this is not a picture that browsers can show. Use PNG, JPEG, GIF, WebP, AVIF or SVG, or take the ! away, which makes it a link.`}},
		{"broken", "![図](a.png)", "columns/a.png", []byte("\x89PNG\r\n"), []string{`columns/keys.ja.md:11:1 E IMAGE content/columns/a.png: this cannot be read as a picture. It is damaged, or of another format than its name says. Export it again.`}},
		{"too large", "![図](a.png)", "columns/a.png", append(slices.Clone(good), make([]byte, 4<<20)...), []string{`columns/keys.ja.md:11:1 E LIMIT content/columns/a.png: the picture is larger than 4 MiB. Scale it down to what a screen shows.`}},
		{"broken, behind words and as a reference", "文 [印![図][a]](guide:start)\n\n[a]: a.png", "columns/a.png", []byte("\x89PNG\r\n"), []string{`columns/keys.ja.md:11:5 E IMAGE content/columns/a.png: this cannot be read as a picture. It is damaged, or of another format than its name says. Export it again.`}},
		{"broken, only linked to", "[図](a.png)", "columns/a.png", []byte("\x89PNG\r\n"), []string{`columns/a.png E IMAGE this cannot be read as a picture. It is damaged, or of another format than its name says. Export it again.`}},
		{"large, but no picture", "文", "static/a.zip", make([]byte, 5<<20), nil},
		{"too large for anything", "[図](../static/a.zip)", "static/a.zip", make([]byte, 64<<20+1), []string{`static/a.zip E LIMIT the file is larger than 64 MiB. Make it smaller, or put it elsewhere and link to it.`}},
		{"script", "文", "static/a.svg", svg(`<script>alert(1)</script>`), []string{`static/a.svg E IMAGE this SVG holds a script, or something else that is not a picture. Take it out, or export it as PNG.`}},
		{"words in HTML", "文", "static/a.svg", svg(`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>`), []string{`static/a.svg E IMAGE this SVG holds parts of a web page, as in <foreignObject>. Export its words as plain text (in draw.io without “Formatted Text” and “Word Wrap”, in Mermaid with htmlLabels: false), or export it as PNG.`}},
		{"loads", "文", "static/a.svg", svg(`<image href="https://a.example/b.png"/>`), []string{`static/a.svg E IMAGE this SVG loads something from elsewhere. Embed what it needs, or export it as PNG.`}},
		{"without a size", "文", "static/a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>`), []string{`static/a.svg E IMAGE this SVG does not say how large it is. Give its <svg> a viewBox="0 0 width height".`}},
		{"page in HTML", "文", "static/a.html", nil, []string{`static/a.html E HTML a browser that opens a .html file runs what is in it. ` + runs}},
		{"page beside a page", "[x](evil.htm)", "columns/evil.htm", nil, []string{`columns/evil.htm E HTML a browser that opens a .htm file runs what is in it. ` + runs}},
		{"page in capital letters", "文", "static/A.XHTML", nil, []string{`static/A.XHTML E HTML a browser that opens a .xhtml file runs what is in it. ` + runs}},
		{"script beside a runbook", "文", "runbooks/a.mjs", nil, []string{`runbooks/a.mjs E HTML a browser that opens a .mjs file runs what is in it. ` + runs}},
		{"compressed script", "文", "static/a.js.gz", nil, []string{`static/a.js.gz E HTML a browser that opens a .js file runs what is in it. ` + runs}},
		{"compressed SVG", "文", "static/a.svgz", nil, []string{`static/a.svgz E HTML a browser that opens a .svgz file runs what is in it. ` + runs}},
		{"no script", "[x](a.json)", "columns/a.json", []byte("{}"), nil},
		{"compressed page", "文", "static/a.html.zip", nil, nil},
		{"name for an address", "文", "static/a#1.txt", nil, []string{`static/a#1.txt E SLUG the name holds "#", which is not allowed in names. ` + badName}},
		{"name for Windows", "文", "static/a:b.txt", nil, []string{`static/a:b.txt E SLUG the name holds ":", which is not allowed in names. ` + badName}},
		{"name of a device", "文", "static/img/nul.png", good, []string{`static/img/nul.png E SLUG Windows cannot hold a file called "nul.png". ` + badName}},
		{"name that ends with a point", "文", "static/a.", nil, []string{`static/a. E SLUG the name "a." begins or ends with a space or a point. ` + badName}},
		{"name in pieces", "文", "static/カ\u3099.txt", nil, []string{"static/カ\u3099.txt E SLUG the name \"カ\u3099.txt\" has accents that are separate characters. " + badName}},
		{"full-width space", "文", "static/a\u3000b.txt", nil, []string{"static/a\u3000b.txt E SLUG the name holds \"\\u3000\", which is not allowed in names. " + badName}},
		{"Japanese name", "文", "static/契約書（写し）.txt", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, withText(t, tt.text, map[string][]byte{"content/" + tt.file: tt.data}), Input{}); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// A picture is looked at once: an edit of a page does not measure it again.
func TestPicturesAreRemembered(t *testing.T) {
	fsys := withText(t, "![図](a.png)", map[string][]byte{"content/columns/a.png": pngOf(t, 3, 2)})
	var b Builder
	build(t, &b, Input{Project: fsys})
	if again := build(t, &b, Input{Project: fsys}).Parsed; again != 0 {
		t.Errorf("%d files were looked at again", again)
	}
	fsys["content/columns/a.png"] = &fstest.MapFile{Data: pngOf(t, 5, 4)}
	b2 := build(t, &b, Input{Project: fsys})
	if b2.Parsed != 1 || !strings.Contains(b2.files["ja/columns/keys/index.html"], `width="5" height="4"`) {
		t.Errorf("another picture: %d files were looked at", b2.Parsed)
	}
}
