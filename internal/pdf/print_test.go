package pdf

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// These tests print with the browser and the fonts of the machine, and look at
// the result with pdftotext (poppler-utils). A machine that lacks one fails them.

var testDay = time.Date(2026, 4, 1, 9, 30, 0, 0, time.FixedZone("JST", 9*60*60))

// testOptions returns what to print with here.
func testOptions(t *testing.T) Options {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	browser, err := FindBrowser(os.Getenv("GEN_BROWSER"), runtime.GOOS, home, exec.LookPath)
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := FindFonts(FontDirs(runtime.GOOS, home, os.Getenv("WINDIR")))
	if err != nil {
		t.Fatal(err)
	}
	return Options{Browser: browser, Fonts: fonts}
}

// sharedDir returns a new folder that every user can enter, as the browser must.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pdf-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// startEngine starts a browser that ends with the test.
func startEngine(t *testing.T, o Options) *Engine {
	t.Helper()
	engine, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

const testPage = "ja/handover/index.html"

const testStyles = `@page { size: A4; margin: 25mm 20mm;
	@bottom-right { content: counter(page) "/" counter(pages); font: 8pt var(--print-font); } }
body { font: 11pt/1.7 var(--print-font), serif }
code { font-family: var(--print-mono) }
h2 { break-before: page; padding-top: 3mm }
@media print { .screen { display: none } }
.page-number { display: inline-block; width: 3em; text-align: right }`

// sitePage is a site of one page, whose own policy would not even load a font.
func sitePage(body string) fstest.MapFS {
	return fstest.MapFS{
		testPage: {Data: []byte(`<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">` +
			`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'">` +
			`<title>引継ぎ書</title><link rel="stylesheet" href="../../theme/print.css"></head><body>` + body + `</body></html>`)},
		"theme/print.css": {Data: []byte(testStyles)},
	}
}

const testBody = `<h1>引継ぎ書</h1>
<nav><ul>
<li><a href="#apns">証明書</a> <span class="page-number" data-target="apns"></span></li>
<li><a href="#連絡先">連絡先</a> <span class="page-number" data-target="連絡先"></span></li>
</ul></nav>
<p class="screen">🍣 画面だけ</p>
<h2 id="apns">証明書</h2>
<p>端末の<strong>証明書</strong>と<em>斜体</em>と<code>profiles list</code>。か&#x3099;</p>
<h2 id="連絡先">連絡先</h2>
<p><a href="../columns/vpn/">VPN</a> <a href="https://example.com/a">外部</a></p>
<table><thead><tr><th scope="col">番号</th><th scope="col">項目</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>受領</td></tr></tbody></table>`

// text returns the text of a file as a reader of it gets it, with single spaces.
func text(t *testing.T, file []byte) string {
	t.Helper()
	command := exec.Command("pdftotext", "-layout", "-", "-")
	command.Stdin = bytes.NewReader(file)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// tool runs a program of poppler-utils or qpdf over a file; FILE among the
// arguments stands for its name.
func tool(t *testing.T, file []byte, name string, arguments ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.pdf")
	write(t, path, file)
	for i, argument := range arguments {
		arguments[i] = strings.ReplaceAll(argument, "FILE", path)
	}
	out, err := exec.Command(name, arguments...).Output()
	if err != nil {
		t.Fatalf("%s (poppler-utils, qpdf): %v\n%s", name, err, out)
	}
	return out
}

// unpacked returns a file with nothing in it compressed.
func unpacked(t *testing.T, file []byte) []byte {
	t.Helper()
	return tool(t, file, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")
}

func TestPrint(t *testing.T) {
	engine := startEngine(t, testOptions(t))
	options := PrintOptions{Base: "https://docs.example.jp/it/", Date: testDay}
	file, err := engine.Print(t.Context(), sitePage(testBody), testPage, options)
	if err != nil {
		t.Fatal(err)
	}

	t.Run("text", func(t *testing.T) {
		got := text(t, file)
		for _, want := range []string{"証明書 2", "連絡先 3", "1/3", "3/3", "profiles list"} {
			if !strings.Contains(got, want) {
				t.Errorf("the text lacks %q:\n%s", want, got)
			}
		}
		if strings.Contains(got, "画面だけ") {
			t.Error("what is for the screen was printed")
		}
	})

	t.Run("accessibility", func(t *testing.T) {
		finished, err := readDocument(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := finished.text(finished.catalog, "Lang"); got != "ja" {
			t.Errorf("Lang is %q", got)
		}
		if marked := finished.dict(finished.catalog, "MarkInfo").BooleanEntry("Marked"); marked == nil || !*marked {
			t.Error("the file is not tagged")
		}
		if outline := finished.dict(finished.catalog, "Outlines"); outline["First"] == nil {
			t.Error("the file has no outline")
		}
	})

	t.Run("facts", func(t *testing.T) {
		plain := unpacked(t, file)
		for _, want := range []string{
			"/CreationDate (D:20260401003000+00'00')", "/ModDate (D:20260401003000+00'00')",
			"/Dest (apns)", "/URI (https://docs.example.jp/it/ja/columns/vpn/)", "/URI (https://example.com/a)",
		} {
			if !bytes.Contains(plain, []byte(want)) {
				t.Errorf("the file lacks %q", want)
			}
		}
		for _, host := range []string{"packet.invalid", "field.invalid"} {
			if bytes.Contains(plain, []byte(host)) {
				t.Errorf("the file names %s, which is there only while it is printed", host)
			}
		}
	})

	t.Run("twice", func(t *testing.T) {
		other := startEngine(t, testOptions(t))
		for _, engine := range []*Engine{engine, other} {
			again, err := engine.Print(t.Context(), sitePage(testBody), testPage, options)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(file, again) {
				t.Error("the same page gave different bytes")
			}
		}
	})

	t.Run("collection", func(t *testing.T) {
		o := testOptions(t)
		var data [][]byte
		for _, font := range []Font{o.Fonts.Regular, o.Fonts.Bold} {
			one, err := font.load()
			if err != nil {
				t.Fatal(err)
			}
			data = append(data, one.data)
		}
		path := filepath.Join(t.TempDir(), "both.ttc")
		write(t, path, collection(data...))
		o.Fonts.Regular, o.Fonts.Bold = Font{Path: path}, Font{Path: path, Index: 1}
		again, err := startEngine(t, o).Print(t.Context(), sitePage(testBody), testPage, options)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file, again) {
			t.Error("fonts from a collection gave different bytes")
		}
	})
}

func TestPrintPictures(t *testing.T) {
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 7, 5))); err != nil {
		t.Fatal(err)
	}
	site := sitePage(`<p class="tall">上</p><p><img src="../../far.PNG" loading="lazy" alt="下"><img src="absent.png" alt="無"></p>`)
	site["far.PNG"] = &fstest.MapFile{Data: dot.Bytes()}
	site["theme/print.css"].Data = append(site["theme/print.css"].Data, ".tall { height: 300cm }"...)
	file, err := startEngine(t, testOptions(t)).Print(t.Context(), site, testPage, PrintOptions{Date: testDay})
	if err != nil {
		t.Fatal(err)
	}
	if plain := unpacked(t, file); !bytes.Contains(plain, []byte("/Width 7")) || !bytes.Contains(plain, []byte("/Height 5")) {
		t.Error("a picture far down the page was not printed")
	}
}

func TestPrintRefuses(t *testing.T) {
	bare := func(html string) fs.FS {
		return fstest.MapFS{testPage: {Data: []byte(html)}, "theme/print.css": {Data: []byte(testStyles)}}
	}
	engine := startEngine(t, testOptions(t))
	for _, test := range []struct {
		name string
		site fs.FS
		want string // in the error
		help bool   // the error is an *Error
	}{
		{"missing glyphs", sitePage(`<p>寿司🍣とกと🍣</p>`), "lacks these characters: ก (U+0E01) in “寿司🍣とกと🍣”, 🍣 (U+1F363) in “寿司🍣とกと🍣”.", true},
		{"no title", bare(`<html lang="ja"><p>端末`), "<title> is empty", false},
		{"no language", bare(`<title>引継ぎ書</title><p>端末`), "no lang", false},
		{"page number without a link", sitePage(`<span class="page-number" data-target="apns"></span><h2 id="apns">a</h2>`), "#apns", false},
		{"no such page", fstest.MapFS{}, testPage, false},
		{"a page that is too large", sitePage(strings.Repeat("<p>あ</p>", largestPage/10)), "is too large to be printed: over 16 MB", true},
		{"a field without a label", sitePage(`<p data-field="a/b"><span class="blank"></span></p>`), "a/b has no data-label", false},
		{"a name that is none", sitePage(`<p data-field="a//b" data-label="x"><span class="blank"></span></p>`), `"a//b" is no name of a field`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := engine.Print(t.Context(), test.site, testPage, PrintOptions{Date: testDay})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want one with %q", err, test.want)
			}
			if help := new(Error); errors.As(err, &help) != test.help {
				t.Errorf("%T is an *Error: %v", err, !test.help)
			}
		})
	}
}
