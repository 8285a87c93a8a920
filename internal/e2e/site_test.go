package e2e

import (
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"hikitsugi/internal/build"
)

// column is the page of the example with its checklist.
const column = "columns/admin-handover/index.html"

// TestReader goes through the site as a reader does who works with the list.
func TestReader(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		for _, s := range []screen{desktop, phone} {
			for _, lang := range languages {
				t.Run(path.Join(from.name, s.name, lang), func(t *testing.T) {
					t.Run("ticks", func(t *testing.T) { testTicks(t, openTab(t, s), from, lang) })
					t.Run("language", func(t *testing.T) { testLanguage(t, s, from, lang) })
				})
			}
		}
	}
}

// testTicks ticks an item and looks for it on every page that shows it.
func testTicks(t *testing.T, b *tab, from place, lang string) {
	ticked := func(where, count string, want bool) {
		t.Helper()
		if got := value[string](b, `document.querySelector(".checklist .count").innerText`); got != count {
			t.Errorf("%s the progress is %q, want %s", where, got, count)
		}
		if got := value[bool](b, `document.querySelector("[data-key=apns]").checked`); got != want {
			t.Errorf("%s ticked is %v, want %v", where, got, want)
		}
	}
	b.visit(from.address(lang + "/" + column))
	ticked("at first", "0 / 6", false)
	b.press("label:has([data-key=apns])")
	b.press("#_who button[value='']")
	ticked("after a press", "1 / 6", true)
	b.do(chromedp.Reload())
	ticked("after loading again", "1 / 6", true)
	b.follow(func() { b.press("a.brand") })
	ticked("on the home page", "1 / 6", true)
	b.follow(func() { b.press("a[data-language]") })
	if got := value[string](b, `document.documentElement.lang`); got != other(lang) {
		t.Errorf("the other language is %q", got)
	}
	ticked("in the other language", "1 / 6", true)
	b.follow(func() { b.press(".checklist h3 a") })
	ticked("on the column in the other language", "1 / 6", true)
	b.press("label:has([data-key=apns])")
	ticked("after another press", "0 / 6", false)
	b.do(chromedp.Reload())
	ticked("after loading that again", "0 / 6", false)
}

// testLanguage changes the language in the middle of a page.
func testLanguage(t *testing.T, s screen, from place, lang string) {
	stays := func(t *testing.T, b *tab) {
		t.Helper()
		if got := value[string](b, `document.documentElement.lang`); got != other(lang) {
			t.Fatalf("the other language is %q at %s", got, value[string](b, `location.href`))
		}
		if got := value[string](b, `location.hash`); got != "#apns" {
			t.Errorf("the place is %q, want #apns", got)
		}
		if !value[bool](b, `(h => h && h.tagName === "H2" && h.getBoundingClientRect().top >= 0 && h.getBoundingClientRect().bottom <= innerHeight)(document.getElementById("apns"))`) {
			t.Error("the heading is not to be seen")
		}
	}
	t.Run("where the reader has scrolled", func(t *testing.T) {
		b := openTab(t, s)
		b.visit(from.address(lang + "/" + column))
		b.eval(`document.getElementById("apns").scrollIntoView()`)
		b.follow(func() { b.eval(`document.querySelector("a[data-language]").click()`) })
		stays(t, b)
	})
	t.Run("where the address leads", func(t *testing.T) {
		b := openTab(t, s)
		b.visit(from.address(lang+"/"+column) + "#apns")
		b.follow(func() { b.press("a[data-language]") })
		stays(t, b)
	})
	t.Run("at the top", func(t *testing.T) {
		b := openTab(t, s)
		b.visit(from.address(lang + "/" + column))
		b.follow(func() { b.press("a[data-language]") })
		if got := value[string](b, `location.hash`); got != "" {
			t.Errorf("the place is %q", got)
		}
	})
}

// TestEveryPage opens every page on the narrowest screen. The tab fails the test
// if a page writes to the console.
func TestEveryPage(t *testing.T) {
	for edition, in := range editions() {
		site := buildExample(t, in)
		pages := site.pages(t)
		for _, from := range site.places(t) {
			t.Run(path.Join(edition, from.name), func(t *testing.T) {
				b := openTab(t, narrow)
				for _, page := range pages {
					if page == "404.html" && from.name == "file" {
						continue // for hosts alone: its addresses begin at the root
					}
					b.visit(from.address(page))
					if wide := value[[]string](b, tooWide); len(wide) > 0 {
						t.Errorf("%s is wider than the screen: %q", page, wide)
					}
					if value[int](b, `document.styleSheets.length`) == 0 {
						t.Errorf("%s has no styles", page)
					}
				}
			})
		}
	}
}

// tooWide names what makes a page wider than the screen.
const tooWide = `(() => {
	const width = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= width) return [];
	const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + "." + e.className;
	const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + .5);
	return [document.documentElement.scrollWidth + " px", ...wide.slice(0, 8).map(name)];
})()`

// TestWithoutScripts opens every page in a browser that runs none.
func TestWithoutScripts(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, desktop)
			b.noScripts()
			boxes, calls := map[string]int{}, map[string]int{} // by page
			for _, page := range site.pages(t) {
				if page == "404.html" && from.name == "file" {
					continue
				}
				b.visit(from.address(page))
				if lost := value[[]string](b, invisible); len(lost) > 0 {
					t.Errorf("%s does not show %q", page, lost)
				}
				if value[bool](b, `[...document.querySelectorAll(".progress")].some(p => p.checkVisibility())`) {
					t.Fatalf("scripts run on %s", page)
				}
				boxes[page] = value[int](b, `document.querySelectorAll(".item input").length`)
				calls[page] = value[int](b, `[...document.querySelectorAll("a[href^='tel:']")].filter(a => a.checkVisibility() && a.innerText.includes(a.pathname)).length`)
				if rest, ok := strings.CutPrefix(page, "ja/"); ok {
					b.follow(func() { b.press("a[hreflang=en]") })
					got := strings.TrimSuffix(value[string](b, `location.href`), "index.html")
					if want := strings.TrimSuffix(from.address("en/"+rest), "index.html"); got != want {
						t.Errorf("from %s the other language is at %s, want %s", page, got, want)
					}
				}
			}
			for page, want := range map[string]int{"ja/index.html": 6, "en/" + column: 6, "en/runbooks/lost-device/index.html": 11} {
				if boxes[page] != want {
					t.Errorf("%s has %d boxes to tick, want %d", page, boxes[page], want)
				}
			}
			for _, page := range []string{"ja/index.html", "en/runbooks/lost-device/index.html", "ja/handover/index.html"} {
				if calls[page] < 4 {
					t.Errorf("%s has %d numbers to call", page, calls[page])
				}
			}
		})
	}
}

// invisible returns the texts of a page that take no place on it. What only works
// with scripts is left out, and the addresses of links, which are for paper.
const invisible = `(() => {
	const lost = [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text; text = texts.nextNode();) {
		const element = text.parentElement;
		if (!text.data.trim() || element.closest("script, .progress[hidden], .incident-clock[hidden], .incidents[hidden], .print[hidden], .chart-browser, .address, .finder")) continue;
		const range = document.createRange();
		range.selectNodeContents(text);
		if (!range.getClientRects().length || !element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) lost.push(text.data.trim());
	}
	for (const box of document.querySelectorAll(".item input")) if (!box.checkVisibility() || !box.getBoundingClientRect().width) lost.push(box.id);
	return lost;
})()`
