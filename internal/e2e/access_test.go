package e2e

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp/kb"

	"hikitsugi/internal/build"
	sources "hikitsugi/internal/source"
)

// A stop is where the keyboard is.
type stop struct {
	Name    string  `json:"name"`
	Where   string  `json:"where"`   // the element of the page it is in
	Outline float64 `json:"outline"` // its width in px; 0 if there is none
	Seen    bool    `json:"seen"`    // it is on the screen
}

const whereIsTheKeyboard = `(() => {
	const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
	return {
		name: e.dataset.key || e.getAttribute("href") || e.tagName.toLowerCase(),
		where: ["main", "header", "footer"].find(name => e.closest(name)) || "",
		outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
		seen: box.width > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
	};
})()`

// TestKeyboard reaches the list with nothing but the Tab key.
func TestKeyboard(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	address := site.places(t)[0].address("ja/" + column)
	for _, s := range []screen{desktop, phone} {
		t.Run(s.name, func(t *testing.T) {
			b := openTab(t, s)
			b.visit(address)
			// The links of the head must come in their order, all of them.
			head := value[[]string](b, `[...document.querySelectorAll("header.site a")].map(a => a.getAttribute("href"))`)
			var stops []stop
			for range 60 {
				b.key(kb.Tab)
				at := value[stop](b, whereIsTheKeyboard)
				stops = append(stops, at)
				if at.Outline == 0 || !at.Seen {
					t.Errorf("the keyboard cannot be seen: %+v", at)
				}
				if at.Name == "contract-contact" {
					break
				}
			}
			if stops[0].Name != "#_main" {
				t.Errorf("the first stop is %+v, not the skip link", stops[0])
			}
			var inHead []string
			for _, at := range stops[1:] {
				if at.Where == "header" {
					inHead = append(inHead, at.Name)
				}
			}
			if len(head) < 5 || len(stops) < len(head)+2 || !slices.Equal(inHead, head) || stops[len(head)].Where != "header" {
				t.Errorf("after the skip link come %q, want %q first", inHead, head)
			}
			if last := stops[len(stops)-1]; last.Name != "contract-contact" {
				t.Fatalf("the keyboard does not reach the first box; it is at %+v", last)
			}
			b.key(" ")
			if got := value[string](b, `document.querySelector(".checklist .count").innerText`); got != "1 / 6" {
				t.Errorf("after the space bar the count is %q", got)
			}
		})
	}
	t.Run("skip", func(t *testing.T) {
		b := openTab(t, desktop)
		b.visit(address)
		b.key(kb.Tab)
		b.key(kb.Enter)
		b.key(kb.Tab)
		if at := value[stop](b, whereIsTheKeyboard); at.Where != "main" {
			t.Errorf("after the skip link the keyboard is at %+v, not in the content", at)
		}
	})
}

// TestColours measures the contrast of every text of the site's kinds of pages.
func TestColours(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	from := site.places(t)[0]
	b := openTab(t, desktop)
	pages := []string{
		"index.html", "ja/index.html", "ja/" + column, "en/runbooks/lost-device/index.html", "ja/renewals/index.html", "ja/search/index.html", "ja/glossary/index.html",
		"ja/handover/index.html", "handover/index.html", "review/" + column, "ja/runbooks/index.html",
	}
	for _, scheme := range []string{"light", "dark"} {
		b.media(scheme)
		for _, page := range pages {
			b.visit(from.address(page))
			result := value[struct {
				Paper float64  `json:"paper"` // luminance of the background, 0 to 1
				Body  float64  `json:"body"`  // the least contrast of the page and its paragraphs
				Pale  []string `json:"pale"`  // texts with less than 4.5
			}](b, contrast)
			where := scheme + " " + page
			if dark := result.Paper < 0.05; dark != (scheme == "dark") {
				t.Errorf("%s: the background has the luminance %.2f", where, result.Paper)
			}
			if result.Body < 7 {
				t.Errorf("%s: a paragraph has the contrast %.2f, want 7", where, result.Body)
			}
			if len(result.Pale) > 0 {
				t.Errorf("%s: these texts have less contrast than 4.5: %q", where, result.Pale)
			}
		}
	}
}

// contrast measures as WCAG 2.2 does (relative luminance, contrast ratio).
const contrast = `(() => {
	const rgba = colour => {
		const [r, g, b, a = 1] = colour.match(/^rgba?\(([^)]*)\)$/)[1].split(",").map(Number);
		return {r, g, b, a};
	};
	const luminance = ({r, g, b}) => {
		const [x, y, z] = [r, g, b].map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
		return .2126 * x + .7152 * y + .0722 * z;
	};
	const paperOf = e => {
		for (; e; e = e.parentElement) {
			const paper = rgba(getComputedStyle(e).backgroundColor);
			if (paper.a === 1) return paper;
			if (paper.a > 0) throw new Error("a background that shines through: " + e.className);
		}
		throw new Error("no background");
	};
	const ratioOf = e => {
		const ink = rgba(getComputedStyle(e).color);
		const [low, high] = [luminance(ink), luminance(paperOf(e))].sort((a, b) => a - b);
		return ink.a === 1 ? (high + .05) / (low + .05) : 1;
	};
	const result = {paper: luminance(paperOf(document.body)), body: ratioOf(document.body), pale: []};
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text; text = texts.nextNode();) {
		const e = text.parentElement;
		if (!text.data.trim() || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
		const ratio = ratioOf(e);
		if (e.matches(".prose :is(p:not([class]), li, td)")) result.body = Math.min(result.body, ratio);
		if (ratio < 4.5) result.pale.push(ratio.toFixed(2) + " " + text.data.trim());
	}
	return result;
})()`

// TestNumbersOfPages: the numbers under a long list can be met with a finger, in both
// themes, and are not printed.
func TestNumbersOfPages(t *testing.T) {
	many := fstest.MapFS{}
	for n := range 130 {
		many[fmt.Sprintf("content/guides/g%d.ja.md", n)] = &fstest.MapFile{Data: []byte("---\ntitle: 案内\n---\n文。\n")}
	}
	for _, in := range withPlain(t) {
		in.Project = sources.Overlay(many, in.Project)
		b := openTab(t, phone)
		b.visit(buildSite(t, in).places(t)[0].address("ja/guides/index.html"))
		if small := value[[]string](b, `[...document.querySelectorAll(".numbers a")].filter(a => (r => r.width < 24 || r.height < 24)(a.getBoundingClientRect())).map(a => a.textContent)`); len(small) > 0 {
			t.Errorf("too small for a finger: %q", small)
		}
		b.onPaper()
		if !value[bool](b, `document.querySelector(".numbers a") && !document.querySelector(".numbers").checkVisibility()`) {
			t.Error("the numbers are printed")
		}
	}
}
