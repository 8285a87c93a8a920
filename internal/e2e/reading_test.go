package e2e

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html/atom"

	"hikitsugi/internal/build"
	sources "hikitsugi/internal/source"
)

// kinds are pages of every kind, in either language.
var kinds = []string{
	"index.html", "ja/index.html", "en/columns/index.html", "ja/" + column, "en/guides/training/index.html", "en/runbooks/lost-device/index.html",
	"ja/renewals/index.html", "ja/handover/index.html", "handover/index.html", "review/" + column,
}

// TestContents: the contents of a page follow the reader.
func TestContents(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	const current = `document.querySelector(".contents a[aria-current=location]")?.hash ?? ""`
	for _, from := range e.places(t) {
		for _, s := range []screen{desktop, phone} {
			t.Run(from.name+"/"+s.name, func(t *testing.T) {
				b := openTab(t, s)
				b.visit(from.address("ja/" + column))
				if got := value[string](b, current); got != "" {
					t.Errorf("at the top of the page %q is current", got)
				}
				for _, id := range []string{"apns", "system-admin"} { // down and up again
					b.eval(`document.getElementById("` + id + `").scrollIntoView()`)
					b.wait(`(` + current + `) === "#` + id + `"`)
				}
				b.eval(`scrollTo(0, 0)`)
				b.wait(`(` + current + `) === ""`)
				// An address may end in what nothing can be named by.
				b.eval(`location.hash = "#100%"`)
				b.eval(`document.getElementById("apns").scrollIntoView()`)
				b.wait(`(` + current + `) === "#apns"`)
				b.eval(`scrollTo(0, 0)`)
				if !s.touch {
					return
				}
				b.eval(`document.getElementById("apns").scrollIntoView()`)
				b.wait(`document.querySelector(".contents .here").innerText === "プッシュ証明書のApple Account"`)
				if top := value[float64](b, `document.querySelector(".contents").getBoundingClientRect().top`); top != 0 {
					t.Errorf("the contents are at %v px, not at the top of the screen", top)
				}
				b.press(".contents summary")
				b.press(".contents a[href='#house-rules']")
				b.wait(`location.hash === "#house-rules" && !document.querySelector(".contents details").open`)
				if !value[bool](b, `document.getElementById("house-rules").getBoundingClientRect().top >= document.querySelector(".contents summary").getBoundingClientRect().bottom`) {
					t.Error("the heading lies under the contents")
				}
			})
		}
	}
	t.Run("without scripts", func(t *testing.T) {
		for _, s := range []screen{desktop, phone} {
			b := openTab(t, s)
			b.noScripts()
			b.visit(e.places(t)[1].address("ja/" + column))
			if s.touch {
				b.press(".contents summary")
			}
			b.press(".contents a[href='#house-rules']")
			b.wait(`location.hash === "#house-rules"`)
		}
	})
}

// withCode is the example with a block of code in its guide.
func withCode(t *testing.T) build.Input {
	return build.Input{Project: edited(t, "content/guides/training.en.md", "\n## Free", "\n```sh\nopenssl version\n```\n\n## Free")}
}

// TestCopy: code can be copied, by whoever looks and whoever listens, and also
// where there is no clipboard. Without scripts there is no button.
func TestCopy(t *testing.T) {
	e := buildExample(t, withCode(t))
	const page = "en/guides/training/index.html"
	for _, from := range e.places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, desktop)
			b.visit(from.address(page))
			b.eval(`
				window.copied = [];
				navigator.clipboard.writeText = async text => { copied.push(text); };
				document.execCommand = command => copied.push(command + " " + getSelection());
				window.told = []; // for it is not told for long
				const tell = () => told.push(document.querySelector(".code-block button").innerText + " " + document.querySelector("[role=status].sr")?.innerText);
				new MutationObserver(tell).observe(document.body, {subtree: true, childList: true, characterData: true});`)
			b.press(".code-block button")
			b.wait(`copied.join() === "openssl version\n"`)
			b.wait(`told.includes("Copied Copied")`)
			b.eval(`navigator.clipboard.writeText = async () => { throw new Error("refused"); }`)
			b.eval(`document.querySelector(".code-block button").focus()`)
			b.key(kb.Enter)
			b.wait(`copied.length === 2 && copied[1].startsWith("copy openssl version")`)
			b.wait(`document.querySelector(".code-block button").innerText === "Copy"`)
		})
	}
	b := openTab(t, desktop)
	b.visit(e.places(t)[0].address("review/guides/training/index.html"))
	if got := value[string](b, `[...document.querySelectorAll("td .code-block button")].map(b => b.closest("td").lang + ": " + b.closest("[lang]").lang + " " + b.innerText).join()`); got != "en: ja コピー" {
		t.Errorf("in a text of another language the buttons are %q", got)
	}
	b.noScripts()
	b.visit(e.places(t)[0].address(page))
	if value[bool](b, `!!document.querySelector(".code-block, pre button")`) {
		t.Error("there is a button that cannot work")
	}
}

// TestPrintButton: every page of a language can be printed from itself.
func TestPrintButton(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	from := e.places(t)[0]
	b := openTab(t, narrow)
	for _, page := range e.pages(t) {
		if page == "index.html" || page == "404.html" {
			continue // they lead on
		}
		b.visit(from.address(page))
		b.eval(`window.printed = 0; window.print = () => { printed++; }`)
		b.press("footer [data-print]")
		if got := value[int](b, `printed`); got != 1 {
			t.Errorf("%s is printed %d times", page, got)
		}
	}
}

// stillness is how far a page may move while it comes up, as browsers measure it:
// a line in a small part of the screen. From 0.1 on readers are said to notice.
const stillness = 0.01

// TestSteady: nothing moves while a page comes up.
func TestSteady(t *testing.T) {
	e := buildExample(t, withCode(t))
	for _, s := range []screen{desktop, phone} {
		from := e.places(t)[0]
		b := openTab(t, s)
		for _, page := range kinds {
			b.visit(from.address(page))
			b.eval(`{
				window.shift = 0;
				new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; }).observe({type: "layout-shift", buffered: true});
				requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => { window.came = true; }, 50)));
			}`)
			b.wait(`window.came`)
			if shift := value[float64](b, `window.shift`); shift > stillness {
				t.Errorf("%s: %s moves by %.4f while it comes up", s.name, page, shift)
			}
		}
	}
}

// TestText: the text of pages may be spaced as WCAG 1.4.12 asks for, and enlarged
// to 200 %, and nothing is cut off.
func TestText(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	from := e.places(t)[0]
	for name, style := range map[string]string{
		"spacing": `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`,
		"size":    `html { font-size: 200% !important }`,
	} {
		for _, s := range []screen{desktop, phone} {
			if name == "size" && s.touch {
				continue // a screen of half of 390 pixels is narrower than any
			}
			t.Run(name+"/"+s.name, func(t *testing.T) {
				b := openTab(t, s)
				for _, page := range kinds {
					b.visit(from.address(page))
					b.eval(`{ const sheet = new CSSStyleSheet(); sheet.replaceSync("` + style + `"); document.adoptedStyleSheets.push(sheet); }`)
					if wide := value[[]string](b, tooWide); len(wide) > 0 {
						t.Errorf("%s is wider than the screen: %q", page, wide)
					}
					if cut := value[[]string](b, cutOff); len(cut) > 0 {
						t.Errorf("%s cuts off %q", page, cut)
					}
				}
			})
		}
	}
}

// TestLargerText: readers of a phone whose browser shows larger text scroll in one
// direction alone.
func TestLargerText(t *testing.T) {
	for edition, in := range editions() {
		e := buildExample(t, in)
		from := e.places(t)[0]
		for _, s := range []struct{ width, percent int64 }{{390, 150}, {390, 200}, {320, 125}} {
			b := openTab(t, screen{"larger text", s.width, 844, true})
			b.larger(s.percent)
			for _, page := range e.pages(t) {
				b.visit(from.address(page))
				if wide := value[[]string](b, tooWide); len(wide) > 0 {
					t.Errorf("%s: %s with text of %d %% is wider than %d px: %q", edition, page, s.percent, s.width, wide)
				}
			}
		}
	}
}

// cutOff names what hides a part of its text: all but what is for the ear alone,
// and the name of the current section, which also stands in the contents.
const cutOff = `[...document.querySelectorAll("body *")].filter(e => {
	const style = getComputedStyle(e);
	return e.checkVisibility() && style.overflow !== "visible" && !/auto|scroll/.test(style.overflow + style.overflowX + style.overflowY)
		&& (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
		&& !e.matches(".sr, .here") && style.clipPath !== "inset(50%)";
}).map(e => e.tagName + "." + e.className + ": " + e.textContent.trim().slice(0, 40))`

// TestForcedColours: where the reader's system chooses the colours, what was said
// by colour alone still shows.
func TestForcedColours(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	b := openTab(t, desktop)
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, params); err != nil {
		t.Fatal(err)
	}
	b.visit(e.places(t)[0].address("ja/runbooks/lost-device/index.html"))
	if !value[bool](b, `matchMedia("(forced-colors: active)").matches`) {
		t.Fatal("the colours are the site's")
	}
	for what, script := range map[string]string{
		"the severity has no border":            `parseFloat(getComputedStyle(document.querySelector(".severity")).borderTopWidth) >= 1`,
		"the mark of a warning is not seen":     `getComputedStyle(document.querySelector(".note-title"), "::before").clipPath === "none"`,
		"the current section has no border":     `parseFloat(getComputedStyle(document.querySelector(".sections [aria-current]")).borderBottomWidth) >= 2`,
		"all sections look current":             `(([current, other]) => current !== other)(["[aria-current]", ":not([aria-current])"].map(which => getComputedStyle(document.querySelector(".sections a" + which)).borderBottomColor))`,
		"all of the contents look current":      `getComputedStyle(document.querySelector(".contents li a:not([aria-current])")).borderInlineStartColor === getComputedStyle(document.documentElement).backgroundColor`,
		"the box of a warning has no border":    `parseFloat(getComputedStyle(document.querySelector(".note")).borderTopWidth) >= 1`,
		"the name of the language is not bold":  `getComputedStyle(document.querySelector(".languages [aria-current]")).fontWeight >= 700`,
		"links are told from text by no line":   `getComputedStyle(document.querySelector(".prose p a")).textDecorationLine === "underline"`,
		"the contents do not mark where one is": `parseFloat(getComputedStyle(document.querySelector(".contents li a")).borderInlineStartWidth) >= 2`,
	} {
		if !value[bool](b, script) {
			t.Error(what)
		}
	}
	b.visit(e.places(t)[0].address("ja/renewals/index.html"))
	for _, part := range []string{".chart-cell.has-handover", ".chart-band"} {
		if !value[bool](b, `(style => style.outlineStyle === "dashed" && parseFloat(style.outlineWidth) > 0)(getComputedStyle(document.querySelector("`+part+`")))`) {
			t.Errorf("the month of the handover is not to be seen: %s", part)
		}
	}
}

// TestReviewKeepsPlace: from a section to the languages side by side, and from
// there into the other language.
func TestReviewKeepsPlace(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	for _, from := range e.places(t) {
		for _, lang := range languages {
			b := openTab(t, desktop)
			b.visit(from.address(lang + "/" + column))
			b.eval(`document.getElementById("apns").scrollIntoView()`)
			b.follow(func() { b.eval(`document.querySelector("a[data-review]").click()`) })
			if got := value[string](b, `location.pathname + location.hash`); !strings.HasSuffix(strings.Replace(got, "index.html", "", 1), "/review/columns/admin-handover/#"+lang+"-apns") {
				t.Fatalf("side by side is at %s", got)
			}
			if !value[bool](b, `["ja-apns", "en-apns"].every(id => (r => r.top >= 0 && r.bottom <= innerHeight)(document.getElementById(id).getBoundingClientRect()))`) {
				t.Error("the section is not to be seen in both languages")
			}
			b.wait(`scrollY > 0`)
			b.follow(func() { b.eval(`document.querySelector("a[data-language][lang=` + other(lang) + `]").click()`) })
			if got := value[string](b, `document.documentElement.lang + location.hash`); got != other(lang)+"#apns" {
				t.Errorf("from side by side the other language is at %s", got)
			}
		}
	}
}

// TestContentsFollow: where a page has more headings than fit beside it, or into the
// drawer of a phone, the one that is being read is to be seen among them.
func TestContentsFollow(t *testing.T) {
	var text strings.Builder
	text.WriteString("---\ntitle: 長いページ\n---\n")
	for n := range 60 {
		fmt.Fprintf(&text, "\n## 章 %d {#s%d}\n\n%s\n", n, n, strings.Repeat("本文。", 100))
	}
	long := fstest.MapFS{"content/guides/long.ja.md": {Data: []byte(text.String())}}
	from := buildSite(t, build.Input{Project: sources.Overlay(long, project)}).places(t)[0]
	for _, s := range []screen{desktop, phone} {
		b := openTab(t, s)
		b.visit(from.address("ja/guides/long/index.html"))
		for _, id := range []string{"s55", "s2", "s30"} {
			b.eval(`document.getElementById("` + id + `").scrollIntoView()`)
			b.wait(`document.querySelector(".contents [aria-current]")?.hash === "#` + id + `"`)
			if s.touch {
				b.press(".contents summary")
			}
			b.wait(`(link => link.checkVisibility() && document.elementFromPoint(link.getBoundingClientRect().x + 9, link.getBoundingClientRect().y + 9) === link)(document.querySelector(".contents [aria-current]"))`)
			if s.touch {
				b.press(".contents summary")
			}
		}
	}
}

// TestTitles: readers tell the pages of a site apart by their titles, in tabs, in
// bookmarks and in what a machine reads to them.
func TestTitles(t *testing.T) {
	for edition, in := range editions() {
		site := buildExample(t, in)
		seen := map[string]string{}
		for _, page := range site.pages(t) {
			title := words(elements(site.page(t, page), atom.Title)[0])
			if other := seen[title]; other != "" {
				t.Errorf("%s: %s and %s both have the title %q", edition, other, page, title)
			}
			seen[title] = page
		}
	}
}
