package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hikitsugi/internal/build"
	sources "hikitsugi/internal/source"
)

// sheetWidth is how wide a sheet is between its margins, in pixels of CSS.
const sheetWidth = 654

// onPaper shows pages as they are printed.
func (b *tab) onPaper() {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(sheetWidth, 940))
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		b.t.Fatal(err)
	}
}

// TestPrintedPages prints every page on a day on which something is overdue: its text
// is dark, as paper is white, and nothing is wider than the sheet.
func TestPrintedPages(t *testing.T) {
	sites := everyKind(t)
	for _, edition := range []string{"mihon", "public"} {
		t.Run(edition, func(t *testing.T) {
			site := sites[edition]
			from := site.places(t)[0]
			b := openTab(t, desktop)
			b.setDay("2027-06-13")
			b.onPaper()
			for _, page := range site.pages(t) {
				b.visit(from.address(page))
				for _, text := range value[[]string](b, faint) {
					t.Errorf("%s prints hardly to be read: %s", page, text)
				}
				if page == "handover/index.html" {
					continue // on sheets that lie on their side
				}
				if wide := value[[]string](b, tooWide); len(wide) > 0 {
					t.Errorf("%s is wider than the sheet: %q", page, wide)
				}
			}
		})
	}
}

// faint are the texts of a page, and what its styles add, of which the contrast to
// paper is less than 4.5.
const faint = `(() => {
	const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
	const isFaint = style => {
		const ink = style.webkitTextFillColor.match(/[\d.]+/g).map(Number);
		return 1.05 / (light(ink) + .05) < 4.5 || ink[3] === 0;
	};
	const found = [];
	for (const e of document.querySelectorAll("body, body *")) {
		if (!e.checkVisibility({visibilityProperty: true})) continue;
		const own = [...e.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data.trim()).join(" ").trim();
		for (const [part, text] of [["", own], ["::before", ""], ["::after", ""]]) {
			const style = getComputedStyle(e, part), said = text || part && style.display !== "none" && /"[^"\s]/.test(style.content) && style.content;
			if (said && isFaint(style)) found.push(e.tagName + "." + e.className + part + " " + said.slice(0, 40));
		}
	}
	return found;
})()`

// TestDatesSideBySide: a cell of the renewals holds its date where both languages share
// a sheet that lies on its side.
func TestDatesSideBySide(t *testing.T) {
	site := everyKind(t)["mihon"]
	b := openTab(t, desktop)
	b.visit(site.places(t)[0].address("handover/index.html"))
	b.onPaper()
	b.do(chromedp.EmulateViewport(1032, 600)) // 297 mm without the margins
	cut := value[[]string](b, `[...document.querySelectorAll(".due-sheet tbody td")].filter(td => {
		const text = document.createRange();
		text.selectNodeContents(td);
		return text.getBoundingClientRect().right > td.getBoundingClientRect().right;
	}).map(td => td.innerText)`)
	if len(cut) > 0 {
		t.Errorf("wider than their cells: %q", cut)
	}
	if n := value[int](b, `document.querySelectorAll(".due-sheet tbody td").length`); n == 0 {
		t.Error("there are no cells")
	}
}

// TestFormsSideBySide: what is folded over and what is sealed stand on one sheet, and
// so does what is written down of an incident.
func TestFormsSideBySide(t *testing.T) {
	for edition, site := range everyKind(t) {
		if edition == "plain" {
			continue
		}
		b := openTab(t, desktop)
		b.visit(site.places(t)[0].address("handover/index.html"))
		b.onPaper()
		b.do(chromedp.EmulateViewport(1032, 600))
		const sheetHeight = 657 // 210 mm without the margins
		if heights := value[[]float64](b, `[...document.querySelectorAll(".envelope, .incident")].map(e => e.offsetHeight)`); len(heights) == 0 || slices.Max(heights) > sheetHeight {
			t.Errorf("%s: the forms are %v high, want at most %d", edition, heights, sheetHeight)
		}
		if !value[bool](b, `[...document.querySelectorAll(".seal-line")].every(line => line.firstChild.getBoundingClientRect().top >= line.getBoundingClientRect().top)`) {
			t.Errorf("%s: the words of the line to fold at stand above it, and can be on the page before", edition)
		}
	}
}

// TestIncidentOfManyRunbooks: the form for an incident takes one sheet where both
// languages share it, of a site with eight runbooks as well.
func TestIncidentOfManyRunbooks(t *testing.T) {
	more := fstest.MapFS{}
	for i, name := range []string{"account", "breach", "fire", "malware", "outage", "phishing"} {
		source := string(copied(t)["content/runbooks/replacement.ja.md"].Data)
		head, rest, _ := strings.Cut(source, "\ntitle: ")
		_, rest, _ = strings.Cut(rest, "\n")
		more["content/runbooks/"+name+".ja.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(head+"\ntitle: 端末の手順その"+strconv.Itoa(i)+"\n"+rest, "id: ", "id: "+name+"-"))}
	}
	b := openTab(t, desktop)
	b.visit(buildSite(t, build.Input{Project: sources.Overlay(more, project), Org: "mihon"}).places(t)[0].address("handover/index.html"))
	b.onPaper()
	b.do(chromedp.EmulateViewport(1032, 600))
	if boxes := value[int](b, `document.querySelectorAll(".sides > :first-child .incident .traits li").length`); boxes != 8 {
		t.Fatalf("%d runbooks", boxes)
	}
	if heights := value[[]float64](b, `[...document.querySelectorAll(".incident")].map(e => e.offsetHeight)`); slices.Max(heights) > 657 {
		t.Errorf("the form is %v high, want at most 657", heights)
	}
}

// TestHomeOnPaper: what is laid out side by side and in boxes on a screen is a list
// on paper.
func TestHomeOnPaper(t *testing.T) {
	site := everyKind(t)["mihon"]
	b := openTab(t, desktop)
	b.setDay("2027-06-13")
	b.visit(site.places(t)[0].address("ja/index.html"))
	b.onPaper()
	for what, script := range map[string]string{
		"the dates are not a list":             `getComputedStyle(document.querySelector(".next .dates")).display === "block"`,
		"the next date has a frame":            `[...document.querySelectorAll(".next .dates li")].every(li => (s => s.boxShadow === "none" && s.borderTopWidth === "0px")(getComputedStyle(li)))`,
		"the numbers to call take one column":  `(s => s.display === "block" && s.columnCount === "2")(getComputedStyle(document.querySelector(".emergency .contacts")))`,
		"a frame is around all of the numbers": `getComputedStyle(document.querySelector(".emergency")).borderTopWidth === "0px"`,
	} {
		if !value[bool](b, script) {
			t.Error(what)
		}
	}
}

// printed prints the page as its reader does, and returns the file.
func (b *tab) printed(t *testing.T) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	printed, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, printed, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestLongCodeOnPaper prints a page with more code than a sheet holds: it begins under
// its title and goes on on the next sheet, in line with the name of the site.
func TestLongCodeOnPaper(t *testing.T) {
	long := fstest.MapFS{"content/guides/long.ja.md": {Data: []byte("---\ntitle: 長いコード\n---\n\n```\n" + strings.Repeat("echo\n", 90) + "```\n")}}
	b := openTab(t, desktop)
	b.visit(buildSite(t, build.Input{Project: sources.Overlay(long, project)}).places(t)[0].address("ja/guides/long/index.html"))
	file := b.printed(t)
	if first := tool(t, "pdftotext", "-l", "1", file, "-"); strings.Count(first, "echo") < 20 {
		t.Errorf("the first sheet holds little of the code:\n%s", first)
	}
	b.onPaper()
	if !value[bool](b, `(brand => getComputedStyle(brand, "::before").content === "none")(document.querySelector(".brand"))`) {
		t.Error("the name of the site is indented by a picture that browsers do not print")
	}
}

// TestTermsOnPaper: a word is not parted from what it means.
func TestTermsOnPaper(t *testing.T) {
	site := everyKind(t)["mihon"]
	b := openTab(t, desktop)
	b.onPaper()
	b.visit(site.places(t)[0].address("ja/glossary/index.html"))
	if !value[bool](b, `[...document.querySelectorAll(".glossary > div")].every(e => getComputedStyle(e).breakInside === "avoid")`) {
		t.Error("a page can end between a word and what it means")
	}
}

// TestLongItemOnPaper prints a column with an item whose note is longer than a page: it
// begins where the one before it ends, and not on a sheet of its own.
func TestLongItemOnPaper(t *testing.T) {
	const page, risk = "content/columns/admin-handover.ja.md", "    risk: {ja: 契約更新の連絡"
	note := `    note: {ja: "` + strings.Repeat("証明書の更新には、最初に取得したアカウントでのログインが必要です。", 90) + `", en: "` + strings.Repeat("Renewing the certificate takes a sign-in with the account that first obtained it. ", 70) + "\"}\n"
	site := buildExample(t, build.Input{Project: edited(t, page, risk, note+risk), Org: "mihon"})
	for lang, text := range map[string]string{"ja": "証明書の更新", "en": "Renewing the certificate"} {
		b := openTab(t, desktop)
		b.visit(site.places(t)[0].address(lang + "/columns/admin-handover/index.html"))
		file := b.printed(t)
		if first := tool(t, "pdftotext", "-l", "1", file, "-"); strings.Count(first, text) < 10 {
			t.Errorf("%s: the first sheet holds little of the note:\n%s", lang, first)
		}
	}
}

// TestManyRenewalsOnPaper: an item with so many renewals that they take half a page begins
// where the one before it ends, in a column and in the packet; others stay whole.
func TestManyRenewalsOnPaper(t *testing.T) {
	const page, last = "content/columns/admin-handover.ja.md", "        guides: [apple-content-token, clomo-yearly]"
	var many strings.Builder
	for i := range 25 {
		fmt.Fprintf(&many, "\n      - {id: check-%[1]d, every: P1Y, title: {ja: %[1]d台目のログイン確認, en: Sign-in check %[1]d}}", i+1)
	}
	site := buildExample(t, build.Input{Project: edited(t, page, last, last+many.String()), Org: "mihon"})
	for name, items := range map[string]string{
		"ja/columns/admin-handover/index.html": ".items > .item",
		"ja/handover/index.html":               ".items-sheet tbody tr",
		"handover/index.html":                  ".pair-sheet tbody tr:has(.gives)",
	} {
		b := openTab(t, desktop)
		b.onPaper()
		b.visit(site.places(t)[0].address(name))
		broken := value[[]string](b, `[...document.querySelectorAll("`+items+`")].filter(e => getComputedStyle(e).breakInside === "auto").map(e => e.querySelector(".title").textContent)`)
		if len(broken) != 1 || !strings.Contains(broken[0], "Apple Business") {
			t.Errorf("%s: what may begin on one page and end on another is %q", name, broken)
		}
	}
}

// TestDutiesWithoutGuidesOnPaper: what makes a renewal due early has the room of guides
// that there are none of.
func TestDutiesWithoutGuidesOnPaper(t *testing.T) {
	b := openTab(t, desktop)
	b.onPaper()
	b.do(chromedp.EmulateViewport(650, 900)) // the width of a sheet
	b.visit(everyKind(t)["mihon"].places(t)[0].address("ja/renewals/index.html"))
	width := func() float64 {
		return value[float64](b, `document.querySelector(".duties th:nth-child(5)").getBoundingClientRect().width`)
	}
	beside := width()
	b.eval(`document.querySelectorAll(".duties .guides").forEach(e => e.remove())`)
	if alone := width(); alone < 1.5*beside {
		t.Errorf("%v of the sheet without guides, %v with them", alone, beside)
	}
}

// TestPacketReadByNight: what is read in a hurry does not break where nobody would pause.
// Whom to call stands on a line below the step, a day beside its word, the number of a page
// apart from other numbers, a guide's code with what it is for; Japanese breaks at phrases.
func TestPacketReadByNight(t *testing.T) {
	b := openTab(t, desktop)
	b.onPaper()
	b.do(chromedp.EmulateViewport(654, 900)) // the width of a sheet
	site := everyKind(t)["mihon"].places(t)[0]
	for _, lang := range languages {
		b.visit(site.address(lang + "/handover/index.html"))
		for name, holds := range map[string]string{
			"telephones stand on a line of their own": `[...document.querySelectorAll(".first-steps .phone")].length === 2 && [...document.querySelectorAll(".first-steps li:has(.phone)")].every(li =>
				[...li.querySelectorAll(".phone")].every(e => e.getBoundingClientRect().top >= li.querySelector(".title").getBoundingClientRect().bottom - 1) &&
				li.querySelector(".phone").getBoundingClientRect().left === li.querySelector(".title").getBoundingClientRect().left)`,
			"a day stands beside its word": `[...document.querySelectorAll(".paper-runbook .due")].length > 0 && [...document.querySelectorAll(".paper-runbook .due")].every(e => {
				const day = e.offsetHeight
				e.innerHTML = e.firstChild.textContent + '<span class="blank"></span>'
				return day < 30 && e.offsetHeight < 40 && e.lastChild.getBoundingClientRect().left > e.getBoundingClientRect().left + 10
			})`,
			"a page's number is in brackets": `(e => { e.textContent = "11"; return getComputedStyle(e, "::before").content.includes("(") && getComputedStyle(e, "::after").content.includes(")") })(document.querySelector(".first-steps .more .page-number"))`,
			"codes follow what they are for": `[...document.querySelectorAll(".item-section > .paper-guides")].every(e => getComputedStyle(e).breakBefore === "avoid")`,
			"days are inside their cells":    `[...document.querySelectorAll(".items-sheet time")].every(e => e.getBoundingClientRect().right < e.closest("td").getBoundingClientRect().right - 1)`,
		} {
			if !value[bool](b, holds) {
				t.Errorf("%s: not so: %s", lang, name)
			}
		}
	}
	b.visit(site.address("ja/handover/index.html"))
	if broken := value[[]string](b, `[...document.querySelectorAll(".packet :is(td:not(.url), dd, .hint, .guides li)")].filter(e => getComputedStyle(e).wordBreak !== "auto-phrase").map(e => e.className)`); len(broken) > 0 {
		t.Errorf("%d texts may break anywhere: %q", len(broken), broken)
	}
}
