package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hikitsugi/internal/build"
	"hikitsugi/internal/pdf"
)

// TestTallStep prints a step that is taller than a page: its fields stand in the first
// part of their places, once.
func TestTallStep(t *testing.T) {
	note := strings.Repeat("端末を最後に見た場所と時刻を聞き取り、画面に出ている番号を書き留めます。", 60)
	site := buildExample(t, build.Input{
		Project: edited(t, "content/runbooks/lost-device.ja.md", "  - id: lost-call\n", "  - id: lost-call\n    note: "+note+"\n"),
		Org:     "mihon",
	})
	path := printed(t, site, "handover/index.html")
	fields := tool(t, "qpdf", "--json", "--json-key=acroform", path)
	for _, field := range []string{"lost-call.done", "lost-call.time", "lost-call.initials"} {
		if !strings.Contains(fields, `"fullname": "`+field+`"`) {
			t.Errorf("there is no field %s", field)
		}
	}
	if out := tool(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
		t.Errorf("qpdf --check says %s", out)
	}
	if text := tool(t, "pdfinfo", "-meta", path); !strings.Contains(text, "<pdfuaid:part>1</pdfuaid:part>") {
		t.Error("something in the page speaks against PDF/UA-1")
	}
}

// TestRowsPart: a sheet ends between two rows, and not within one, as what a cell ends with
// does not keep the next row with it.
func TestRowsPart(t *testing.T) {
	from := buildExample(t, editions()["mihon"]).places(t)[0]
	b := openTab(t, desktop)
	b.onPaper()
	for _, page := range []string{"ja/handover/index.html", "handover/index.html"} {
		b.visit(from.address(page))
		if rows := value[[]string](b, `[...document.querySelectorAll(".sheet tbody tr")].filter(row => getComputedStyle(row).breakInside !== "avoid" || [...row.querySelectorAll(":scope > * > :last-child")].some(e => getComputedStyle(e).breakAfter !== "auto")).map(row => row.innerText)`); len(rows) > 0 {
			t.Errorf("%s: a page can end within these rows, or the next: %q", page, rows)
		}
	}
}

// TestWideTable prints a table of many columns of words that are nowhere broken: it is
// no wider than its sheet, or than its half of one.
func TestWideTable(t *testing.T) {
	table := strings.Repeat("|administratorsofproduction", 12) + "|\n" + strings.Repeat("|---", 12) + "|\n" + strings.Repeat("|administratorsofdevelopment", 12) + "|\n"
	const page, last = "content/runbooks/lost-device.en.md", "Follow the order."
	site := buildExample(t, build.Input{Project: edited(t, page, last, last+"\n\n"+table), Org: "mihon"})
	b := openTab(t, desktop)
	b.onPaper()
	for _, page := range []string{"en/runbooks/lost-device/index.html", "en/handover/index.html", "review/runbooks/lost-device/index.html", "handover/index.html"} {
		b.visit(site.places(t)[0].address(page))
		if page == "handover/index.html" {
			b.do(chromedp.EmulateViewport(1032, 600)) // on its side
		}
		if wide := value[[]string](b, `[...document.querySelectorAll(".prose .table")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.scrollWidth + " in " + e.clientWidth)`); len(wide) > 0 {
			t.Errorf("%s: a table is wider than its place: %q", page, wide)
		}
		if !value[bool](b, `[...document.querySelectorAll(".prose tbody tr")].every(e => e.querySelector(".prose") || getComputedStyle(e).breakInside === "avoid")`) {
			t.Errorf("%s: a page can end within a row of a table", page)
		}
	}
}

// TestLongYear prints the picture of a year that takes two pages: the months stand at
// the head of both, and on a screen they stay while its rows are scrolled.
func TestLongYear(t *testing.T) {
	const page, before = "content/columns/admin-handover.ja.md", "      - id: vpp-token\n"
	var more strings.Builder
	for i := range 40 {
		fmt.Fprintf(&more, "      - {id: token-%d, when: ade, every: P365D, title: {ja: トークン%d, en: Token %d}}\n", i, i, i)
	}
	site := buildSite(t, build.Input{Project: edited(t, page, before, more.String()+before), Org: "mihon"})
	engine := startEngine(t)
	for lang, months := range map[string]string{"ja": "4月5月6月7月8月9月10月11月12月", "en": "AprMayJunJulAugSepOctNovDec"} {
		file, err := engine.Print(t.Context(), site.files, lang+"/renewals/index.html", pdf.PrintOptions{
			Base: site.Base, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "renewals.pdf")
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		for i, text := range strings.SplitN(tool(t, "pdftotext", "-layout", path, "-"), "\f", 3)[:2] {
			if !strings.Contains(squeeze(text), months) {
				t.Errorf("%s: the months do not stand on page %d", lang, i+1)
			}
		}
	}
	for _, s := range []screen{narrow, desktop} {
		b := openTab(t, s)
		b.visit(site.places(t)[0].address("ja/renewals/index.html"))
		b.eval(`document.querySelector(".chart-duty:last-child").scrollIntoView({block: "end"})`)
		if top := value[float64](b, `document.querySelector(".chart-head").getBoundingClientRect().top`); top < 0 {
			t.Errorf("%v: the months are scrolled away, to %v", s, top)
		}
	}
}

// TestLongNames prints the packet of an organisation with a long name and a long
// marking: neither runs into the text of a page, nor over anything of the cover.
func TestLongNames(t *testing.T) {
	site := buildExample(t, build.Input{Project: edited(t, "content/orgs/mihon/org.yaml",
		"name: {ja: 株式会社みほん, en: Mihon K.K.}\nmarking: {ja: 社外秘, en: CONFIDENTIAL}\n",
		fmt.Sprintf("name: %s機構\nmarking: %s厳禁\n", strings.Repeat("広域情報通信基盤", 30), strings.Repeat("取扱注意", 60)),
	), Org: "mihon"})
	path := printed(t, site, "ja/handover/index.html")
	p := packet{path: path}
	for i, text := range strings.Split(p.text(t), "\f")[1:] {
		if strings.Contains(text, "取扱") {
			t.Errorf("the head of page %d runs into its text", i+2)
		}
	}
	b := openTab(t, desktop)
	b.onPaper()
	for page, wide := range map[string]int64{"ja/handover/index.html": sheetWidth, "handover/index.html": 1032} {
		b.visit(site.places(t)[0].address(page))
		b.do(chromedp.EmulateViewport(wide, 940))
		if over := value[[]string](b, overlaps); len(over) > 0 {
			t.Errorf("%s: on the cover stand over each other: %q", page, over)
		}
	}
}

// overlaps are the parts of a cover that stand over each other.
const overlaps = `[...document.querySelectorAll(".cover")].flatMap(cover => {
	const parts = [...cover.querySelectorAll(".marking, .organisation, h1, .subtitle, .cover-facts, .edition-facts, .code, .stamp")];
	const box = e => e.getBoundingClientRect();
	return parts.flatMap((a, i) => parts.slice(i + 1).filter(b =>
		box(a).left < box(b).right && box(b).left < box(a).right && box(a).top < box(b).bottom && box(b).top < box(a).bottom,
	).map(b => a.className + " and " + b.className));
})`

// TestLongPacket prints a packet of fifty items, one with a note as long as a page and
// an address that is too long for a code: what follows begins where there is room.
func TestLongPacket(t *testing.T) {
	fsys := copied(t)
	edit := func(name, old, new string) {
		t.Helper()
		text := string(fsys[name].Data)
		if strings.Count(text, old) != 1 {
			t.Fatalf("%s does not hold %q once", name, old)
		}
		fsys[name].Data = []byte(strings.Replace(text, old, new, 1))
	}
	const page, last, note = "content/columns/admin-handover.ja.md", "  - id: house-rules\n", "  - id: system-admin\n"
	var items, sections strings.Builder
	for i := range 50 {
		fmt.Fprintf(&items, "  - {id: key-%d, give: [account], title: {ja: 鍵その%d, en: Key %d}}\n", i, i, i)
		fmt.Fprintf(&sections, "## 鍵その%d {#key-%d}\n\n鍵です。\n\n", i, i)
	}
	edit(page, last, items.String()+last)
	edit(page, "## 社内ルール", sections.String()+"## 社内ルール")
	edit(page, note, note+"    note: "+strings.Repeat("端末を最後に見た場所と時刻を聞き取り、画面に出ている番号を書き留めます。", 80)+"\n")
	edit("content/links.yaml", "https://faq.clomo.com/clomo-all/clomo-panel/271", "https://faq.clomo.com/"+strings.Repeat("clomo-all/clomo-panel/", 20))
	site := buildSite(t, build.Input{Project: fsys, Org: "mihon"})
	path := printed(t, site, "ja/handover/index.html")
	together := func(texts ...string) bool {
		return slices.ContainsFunc(strings.Split(packet{path: path}.text(t), "\f"), func(page string) bool {
			page = squeeze(page)
			return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(page, squeeze(text)) })
		})
	}
	if !together("目次", "緊急のとき", "鍵その10") {
		t.Error("the contents leave their first page empty")
	}
	if !together("1 管理パネルの担当者情報", "2 システム管理者アカウント", "端末を最後に見た場所") {
		t.Error("a long note leaves the page before it empty")
	}
	b := openTab(t, desktop)
	b.onPaper()
	b.visit(site.places(t)[0].address("ja/handover/index.html"))
	if !value[bool](b, `(li => !li.querySelector("img") && li.offsetWidth === li.parentElement.offsetWidth)(document.querySelector(".paper-guides li"))`) {
		t.Error("an address without a code does not take the width of the page")
	}
}

// TestLongPeople: however long a position or the name of a contact is, there is room to
// write beside it, and its number stays within its frame.
func TestLongPeople(t *testing.T) {
	fsys := copied(t)
	org := fsys["content/orgs/mihon/org.yaml"]
	text := strings.Replace(string(org.Data), "ja: 情報システム部 主任", "ja: デジタルトランスフォーメーション推進本部 情報基盤運用統括部 端末管理グループ 主任技師", 1)
	org.Data = []byte(strings.Replace(text, "ja: ヘルプデスク", "ja: 全社情報システムヘルプデスク（東日本と西日本の両拠点・夜間と休日も受付）", 1))
	site := buildSite(t, build.Input{Project: fsys, Org: "mihon"})
	b := openTab(t, desktop)
	b.onPaper()
	for page, wide := range map[string]int64{"ja/handover/index.html": sheetWidth, "handover/index.html": 1032} {
		b.visit(site.places(t)[0].address(page))
		b.do(chromedp.EmulateViewport(wide, 940))
		for what, script := range map[string]string{
			"there is no room to write how to reach somebody": `[...document.querySelectorAll(".people th:last-child")].every(th => th.offsetWidth > .3 * th.closest("table").offsetWidth)`,
			"a telephone number runs out of its frame":        `[...document.querySelectorAll(".first-steps .number")].every(e => e.getBoundingClientRect().right <= e.closest("li").getBoundingClientRect().right)`,
		} {
			if !value[bool](b, script) {
				t.Errorf("%s: %s", page, what)
			}
		}
	}
}

// printed prints a page of a site, and returns where the file is.
func printed(t *testing.T, site example, page string) string {
	t.Helper()
	file, err := startEngine(t).Print(t.Context(), site.files, page, pdf.PrintOptions{
		Base: site.Base, Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "packet.pdf")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
