package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// exampleCopy returns a folder with a copy of the example's content.
func exampleCopy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestPreviewEditions chooses other editions in the bar, by keyboard: every tab
// shows its page in that edition, or the home where the edition lacks it; the choice
// stays, and the focus stays where it was. An edition with mistakes is not shown.
func TestPreviewEditions(t *testing.T) {
	dir := exampleCopy(t)
	org := filepath.Join(dir, "content/orgs/second")
	if err := os.MkdirAll(org, 0o755); err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile("../../content/orgs/mihon/org.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := strings.Replace(string(second), "{ja: 株式会社みほん, en: Mihon K.K.}", "{ja: 株式会社にばん, en: Niban K.K.}", 1)
	save := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(org, "org.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save(good)
	address := startPreview(t, dir)

	b := openTab(t, desktop)
	b.visit(address + "/ja/runbooks/lost-device/")
	b.wait(`document.querySelector("#gen-bar select")?.value === "mihon"`)
	other := b.beside(phone)
	other.visit(address + "/en/columns/admin-handover/#apns")
	other.wait(`document.body.innerText.includes("Mihon K.K.")`)
	if names := value[string](b, `[...document.querySelectorAll("#gen-bar option")].map(o => o.text).join()`); names != "公開版,株式会社みほん,株式会社にばん" {
		t.Errorf("the bar offers %s", names)
	}

	b.eval(`document.querySelector("#gen-bar select").focus()`)
	b.key(kb.ArrowUp)
	b.wait(`location.pathname === "/ja/" && document.querySelector("#gen-bar select")?.value === "public"`)
	b.wait(`document.activeElement.name === "edition"`)
	other.wait(`!document.body.innerText.includes("Mihon K.K.") && document.querySelector("#gen-bar select")?.value === "public"`)
	if at := value[string](other, `location.pathname + location.hash`); at != "/en/columns/admin-handover/#apns" {
		t.Errorf("the other tab is at %s", at)
	}
	if resp, err := http.Get(address + "/ja/runbooks/lost-device/"); err != nil || resp.StatusCode != http.StatusNotFound {
		t.Errorf("the public edition has a runbook: %v, %v", resp, err)
	} else {
		resp.Body.Close()
	}

	// On a telephone the choices open by a button, and stay open.
	other.press(`#gen-bar .more`)
	other.eval(`document.querySelector("#gen-bar select").focus()`)
	other.key(kb.End)
	other.wait(`document.readyState === "complete" && document.querySelector("aside.edition")?.innerText.includes("Niban K.K.") && document.activeElement.name === "edition"`) // the bar names it as well
	other.wait(`document.querySelector("#gen-bar .more").ariaExpanded === "true" && document.querySelector("#gen-bar select").checkVisibility()`)
	if wide := value[int](other, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d wide", wide)
	}

	// What is wrong with an edition is said over the last good one of it. Others can be
	// chosen meanwhile, and only mention it.
	b.wait(`document.readyState === "complete" && document.body.innerText.includes("株式会社にばん\n") && document.querySelector("#gen-bar select")?.value === "second"`)
	save(strings.Replace(good, "devices:", "devicez:", 1))
	b.wait(`document.querySelector("#gen-live section.wrong")?.innerText.includes("devicez")`)
	b.eval(`window.before = true; document.querySelector("#gen-bar select").focus()`)
	b.key(kb.Home)
	b.wait(`!window.before && document.readyState === "complete" && document.querySelector("#gen-bar select")?.value === "public" && document.querySelector("#gen-bar .badge:not([hidden])")?.innerText === "エラー1件"`)
	if value[bool](b, `!!document.querySelector("#gen-live section, aside.edition")`) {
		t.Error("the public edition is covered by another's mistake, or is not shown")
	}
	b.press(`#gen-bar .badge`)
	b.wait(`/この版に使わない組織のファイルに、エラーが1件あります[^]*直すまで作れないのは、その組織の版だけです。[^]*devicez/.test(document.querySelector("#gen-live section")?.innerText)`)
	b.eval(`window.before = true; document.querySelector("#gen-bar select").focus()`)
	b.key(kb.End)
	b.wait(`document.querySelector("#gen-live section.wrong")?.innerText.includes("「株式会社にばん」の版は、エラーがあるためまだ作れません。いま見えているのは「公開版」の版です。")`)
	if !value[bool](b, `window.before`) {
		t.Error("the last good page is gone")
	}
	save(good)
	b.wait(`!window.before && document.querySelector("#gen-bar select")?.value === "second" && !document.querySelector("#gen-live section")`)
}

// TestPreviewDay chooses, by keyboard, what day counts as today: for what gen check
// would say then, and for the page itself.
func TestPreviewDay(t *testing.T) {
	address := startPreview(t, exampleCopy(t))
	b := openTab(t, desktop)
	b.visit(address + "/en/columns/admin-handover/")
	b.wait(`!!document.querySelector("#gen-bar input")`)
	now := value[string](b, `document.querySelector("#gen-bar input").value`)
	if today := time.Now(); now != today.Format(time.DateOnly) && now != today.Add(9*time.Hour).UTC().Format(time.DateOnly) {
		t.Errorf("today is %s", now)
	}
	b.wait(`!document.querySelector("#gen-bar .due").hidden`)
	b.eval(`document.querySelector("#gen-bar .due").focus()`)
	b.key(kb.Enter)
	b.wait(`document.querySelector("#gen-live section.due h2").textContent.includes("` + now + `")`)

	const real = `new Date().toLocaleDateString("en-CA") !== "2027-09-02"`
	b.eval(`document.querySelector("#gen-bar input").focus()`)
	for _, k := range strings.Split("09022027", "") { // the browser speaks American
		b.key(k)
	}
	b.key(kb.Enter)
	b.wait(`!!document.querySelector("#gen-bar .back") && !(` + real + `)`)
	b.wait(`document.querySelector("#gen-live section.due")?.innerText.includes("lapsed on 2027-06-12")`) // still open
	b.wait(`document.activeElement.name === "day"`)
	if got := value[string](b, `[new Date(0).getTime(), new Date(2026, 0, 2).getDate(), new Date(Date.now()).getFullYear(), new Date() instanceof Date, Date.parse("2026-01-01T00:00Z")].join()`); got != "0,2,2027,true,1767225600000" {
		t.Errorf("dates are not what they were: %s", got)
	}
	other := b.beside(desktop)
	other.visit(address + "/en/")
	other.wait(`!(` + real + `)`)

	b.press(`#gen-bar .back`)
	b.wait(`!document.querySelector("#gen-bar .back") && document.querySelector("#gen-bar input")?.value === "` + now + `" && ` + real)
	other.wait(real)
	b.wait(`!!document.querySelector("#gen-live header button")`)
	b.eval(`document.querySelector("#gen-live header button").focus()`)
	b.key(kb.Escape)
	b.wait(`!document.querySelector("#gen-live section") && document.activeElement.name === "due"`)
}

// TestPreviewKeepsFocus: what is said anew, while somebody reads it by keyboard, has the
// focus that it had before.
func TestPreviewKeepsFocus(t *testing.T) {
	dir := exampleCopy(t)
	links := filepath.Join(dir, "content/links.yaml")
	good, err := os.ReadFile(links)
	if err != nil {
		t.Fatal(err)
	}
	address := startPreview(t, dir)
	b := openTab(t, desktop)
	b.visit(address + "/en/columns/admin-handover/")
	b.wait(`!!document.querySelector("#gen-bar .due") && !document.querySelector("#gen-bar .due").hidden`)
	b.press(`#gen-bar .due`)
	b.eval(`document.querySelector("#gen-live section.due header button").focus()`)
	for n, mistake := range []string{"a: 1\n", "a: 1\nb: 2\n"} {
		if err := os.WriteFile(links, append([]byte(mistake), good...), 0o644); err != nil {
			t.Fatal(err)
		}
		b.wait(fmt.Sprintf(`document.querySelectorAll("#gen-live section.wrong li").length === %d`, n+1))
		b.wait(`document.activeElement === document.querySelector("#gen-live header button")`)
	}
	b.key(kb.Escape)
	b.wait(`!document.querySelector("#gen-live section") && document.activeElement.name === "badge"`)
}

// TestPreviewPrint holds that the print view opens the browser's own, and that what
// it prints has nothing of the preview.
func TestPreviewPrint(t *testing.T) {
	address := startPreview(t, exampleCopy(t))
	b := openTab(t, desktop)
	watch := page.AddScriptToEvaluateOnNewDocumentParams{Source: `window.printed = 0; window.print = () => { window.printed++; }`}
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, watch); err != nil {
		t.Fatal(err)
	}
	b.visit(address + "/ja/columns/admin-handover/")
	b.wait(`!!document.querySelector("#gen-bar a[href$='?print']")`)
	if n := value[int](b, `window.printed`); n != 0 {
		t.Errorf("a page without ?print prints %d times", n)
	}
	b.wait(`!document.querySelector("#gen-bar .due").hidden`) // which moves the rest of the bar
	b.follow(func() { b.press(`#gen-bar a[href$='?print']`) })
	b.wait(`location.pathname + location.search === "/ja/handover/?print" && window.printed === 1`)
	b.wait(`document.querySelector("#gen-preview").checkVisibility()`)
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	if value[bool](b, `document.querySelector("#gen-preview").checkVisibility()`) {
		t.Error("the bar is printed")
	}
	const below = `getComputedStyle(document.body).paddingBottom`
	if with, without := value[string](b, below), value[string](b, `(document.querySelector("#gen-preview").remove(), `+below+`)`); with != without {
		t.Errorf("the bar leaves %s on paper, not %s", with, without)
	}
}

// TestPreviewForOthers holds that whoever looks from another machine sees the public
// edition and nothing else: no bar, and of a mistake only that there is one.
func TestPreviewForOthers(t *testing.T) {
	dir := exampleCopy(t)
	address := startPreview(t, dir, "--addr", "0.0.0.0:0", "--public")
	b := openTab(t, phone)
	b.visit("http://127.0.0.1" + address[strings.LastIndex(address, ":"):] + "/en/columns/admin-handover/")
	b.wait(`document.querySelector("#gen-preview")?.hidden`)
	for _, name := range []string{"orgs/mihon/org.yaml", "site.yaml"} { // the first stops no public edition
		name = filepath.Join(dir, "content", name)
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, append([]byte("secretly: wrong\n"), text...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.wait(`document.querySelector("#gen-live section.wrong")?.innerText.includes("The terminal says why")`)
	if html := value[string](b, `document.documentElement.outerHTML`); strings.Contains(html, "secretly") || strings.Contains(html, "mihon") {
		t.Error("others see what is wrong")
	}
	b.press(`#gen-live header button`)
	b.wait(`!document.querySelector("#gen-live section") && document.activeElement.name === "badge"`)
	if value[int](b, `document.querySelectorAll("#gen-bar :is(select, input, a, .source)").length`) != 0 {
		t.Error("others are offered something")
	}
}
