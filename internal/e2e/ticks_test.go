package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hikitsugi/internal/build"
	sources "hikitsugi/internal/source"
)

// known makes the reader somebody whose name has been asked.
func (b *tab) known(name string) {
	b.t.Helper()
	b.eval(`localStorage.setItem(document.documentElement.dataset.store + ":who", ` + jsonText(name) + `)`)
}

// jsonText is text as the browser keeps it: JSON in a string of JavaScript.
func jsonText(text string) string {
	inner, _ := json.Marshal(text)
	outer, _ := json.Marshal(string(inner))
	return string(outer)
}

// tick presses the box of an item, away from what stays at the edges of the screen,
// and waits for it to be as wanted.
func (b *tab) tick(item string, want bool) {
	b.t.Helper()
	b.eval(`document.querySelector("[data-key=` + item + `]").scrollIntoView({block: "center"})`)
	b.press("label:has([data-key=" + item + "])")
	b.wait(`document.querySelector("[data-key=` + item + `]").checked === ` + map[bool]string{true: "true", false: "false"}[want])
}

// said returns what stands on an item's line about its tick.
func (b *tab) said(item string) string {
	b.t.Helper()
	return value[string](b, `document.querySelector("#_item-`+item+` .state").textContent`)
}

func (b *tab) count() string {
	b.t.Helper()
	return value[string](b, `document.querySelector(".checklist .progress p").innerText.replace(/\s+/g, " ").trim()`)
}

// fillIn replaces the text of a field in the open dialog.
func (b *tab) fillIn(selector, text string) {
	b.t.Helper()
	b.eval(`document.querySelector("dialog[open] ` + selector + `").value = ""`)
	b.do(chromedp.SendKeys(chromedp.CSS("dialog[open] "+selector), text))
}

// note writes a note to an item.
func (b *tab) note(item, text string) {
	b.t.Helper()
	b.eval(`document.querySelector("#_item-` + item + ` .note-button").scrollIntoView({block: "center"})`)
	b.press("#_item-" + item + " .note-button")
	b.fillIn("textarea", text)
	b.press("#_note button[value=yes]")
	b.wait(`document.querySelector("#_item-` + item + ` .note-button").textContent === ` + strings.Trim(jsonOf(text), "\n"))
}

func jsonOf(v any) string { data, _ := json.Marshal(v); return string(data) }

// TestWho: the name is asked once, after the first tick; it and the time stand beside
// the tick, now and when the page is opened again, on paper too.
func TestWho(t *testing.T) {
	for _, from := range buildExample(t, build.Input{Project: project}).places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, phone)
			b.visit(from.address("ja/" + column))
			b.tick("apns", true)
			b.fillIn("input", "佐藤 健")
			b.press("#_who button[value=yes]")
			b.wait(`document.querySelector("#_item-apns .state").textContent.includes("佐藤 健")`)
			b.tick("system-admin", true)
			if value[bool](b, `!!document.querySelector("dialog[open]")`) {
				t.Error("the name is asked again")
			}
			b.note("apns", "番号は4月に替わる\n=1+1")
			b.do(chromedp.Reload())
			for _, item := range []string{"apns", "system-admin"} {
				if said := b.said(item); !strings.Contains(said, "佐藤 健") || !strings.Contains(said, "月") {
					t.Errorf("after loading again %s says %q", item, said)
				}
			}
			if got := value[string](b, `document.querySelector("#_item-apns .note-button").textContent`); got != "番号は4月に替わる\n=1+1" {
				t.Errorf("the note is %q", got)
			}
			b.press("[data-records]")
			b.wait(`document.querySelector("#_records").open`)
			b.fillIn("input", "高橋")
			b.press("#_records .answers button")
			b.tick("house-rules", true)
			if said := b.said("house-rules"); !strings.Contains(said, "高橋") {
				t.Errorf("with another name it says %q", said)
			}
			if said := b.said("apns"); !strings.Contains(said, "佐藤 健") {
				t.Errorf("the first tick now says %q", said)
			}

			if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
				t.Fatal(err)
			}
			for _, part := range []string{"#_item-apns input:checked", "#_item-apns .state", "#_item-apns .note-button.written"} {
				if !value[bool](b, `(e => !!e && e.checkVisibility() && e.getBoundingClientRect().height > 5 && e.scrollWidth <= e.clientWidth + 1)(document.querySelector(`+jsonOf(part)+`))`) {
					t.Errorf("%s does not show in print", part)
				}
			}
			if value[bool](b, `document.querySelector("#_item-system-admin .note-button").checkVisibility()`) {
				t.Error("the button for a note shows in print")
			}
		})
	}
}

// serveTwo serves one site, and later another, at the same address.
func serveTwo(t *testing.T, first, second example) (address string, change func()) {
	t.Helper()
	var changed atomic.Bool
	one, two := first.host(t), second.host(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if changed.Load() {
			two.ServeHTTP(w, r)
		} else {
			one.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/", func() { changed.Store(true) }
}

// TestCheckAgain edits the source text of an item that is ticked.
func TestCheckAgain(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	// A fact and not the text, so that no translation falls behind.
	new := buildExample(t, build.Input{Project: edited(t, "content/orgs/mihon/org.yaml", "secret: vault:mdm/apns", "secret: vault:mdm/push")})
	address, change := serveTwo(t, site, new)
	b := openTab(t, desktop)
	b.visit(address + "ja/columns/admin-handover/")
	b.known("佐藤")
	b.tick("apns", true)
	b.tick("system-admin", true)
	change()
	for _, page := range []string{"ja/columns/admin-handover/", "ja/"} {
		b.visit(address + page)
		if got := b.count(); !strings.HasPrefix(got, "確認済み 1 / 6 要再確認 1") {
			t.Errorf("on %s the progress is %q", page, got)
		}
		if got := value[string](b, `(e => e.checked + " " + e.indeterminate + " " + e.matches("[aria-describedby]"))(document.querySelector("[data-key=apns]"))`); got != "false true true" {
			t.Errorf("on %s the box of what has changed is %s", page, got)
		}
		if said := b.said("apns"); !strings.HasPrefix(said, "要再確認") || !strings.Contains(said, "月") || !strings.Contains(said, "佐藤") {
			t.Errorf("on %s what has changed says %q", page, said)
		}
		if said := b.said("system-admin"); strings.Contains(said, "要再確認") {
			t.Errorf("on %s what has not changed says %q", page, said)
		}
	}
	b.visit(address + "en/columns/admin-handover/")
	if said := b.said("apns"); !strings.HasPrefix(said, "Check again") {
		t.Errorf("in English it says %q", said)
	}
	b.tick("apns", true)
	b.do(chromedp.Reload())
	if got := b.count(); got != "Checked 2 / 6" {
		t.Errorf("after accepting it the progress is %q", got)
	}
}

// TestTwoSitesOnAHost: what is ticked in one of two sites on a host is not in the other,
// in its own languages it is.
func TestTwoSitesOnAHost(t *testing.T) {
	sites := http.NewServeMux()
	server := httptest.NewServer(sites)
	defer server.Close()
	for _, name := range []string{"/it", "/hr"} {
		site := buildExample(t, build.Input{Project: project, BaseURL: server.URL + name + "/"})
		sites.Handle(name+"/", http.StripPrefix(name, site.host(t)))
	}
	b := openTab(t, desktop)
	b.visit(server.URL + "/it/ja/" + strings.TrimSuffix(column, "index.html"))
	b.tick("apns", true)
	b.fillIn("input", "佐藤 健")
	b.press("#_who button[value=yes]")
	b.wait(`!document.querySelector("dialog[open]")`)
	for page, want := range map[string]string{
		"/it/en/columns/admin-handover/": "Checked 1 / 6", "/it/en/": "Checked 1 / 6",
		"/hr/en/columns/admin-handover/": "Checked 0 / 6", "/hr/en/": "Checked 0 / 6",
	} {
		b.visit(server.URL + page)
		if got := b.count(); got != want {
			t.Errorf("%s says %q, want %q", page, got, want)
		}
	}
}

// TestBlockedStorage: a browser that keeps nothing says so and works until the page
// is left.
func TestBlockedStorage(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	block := page.AddScriptToEvaluateOnNewDocumentParams{Source: `Object.defineProperty(window, "localStorage", {get() { throw new DOMException("denied", "SecurityError"); }})`}
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, block); err != nil {
		t.Fatal(err)
	}
	b.visit(from.address("ja/" + column))
	b.tick("apns", true)
	b.fillIn("input", "佐藤")
	b.press("#_who button[value=yes]")
	b.note("apns", "覚え")
	if got := b.count(); !strings.HasPrefix(got, "確認済み 1 / 6") || !strings.Contains(got, "保存できません") {
		t.Errorf("the progress is %q", got)
	}
	if said := b.said("apns"); !strings.Contains(said, "佐藤") {
		t.Errorf("it says %q", said)
	}
	b.visit(from.address("ja/runbooks/lost-device/index.html"))
	b.press(".incident-clock button")
	b.wait(`document.querySelector("#_start[open]") !== null`)
	b.press("#_start button[value=yes]")
	b.wait(`document.querySelector(".incident-clock").classList.contains("running")`) // nothing lies over the list
	b.tick("lost-call", true)
	if got := value[string](b, `document.querySelector(".incident-clock").innerText`); !strings.Contains(got, "保存できません") {
		t.Errorf("the incident does not say that it is not kept: %q", got)
	}
}

// TestPastedNote: what a spreadsheet puts between two cells parts words in a note, too.
func TestPastedNote(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.visit(from.address("ja/" + column))
	b.known("佐藤")
	b.press("#_item-apns .note-button")
	b.insert("03-0000\t内線12\v夜間\u202e")
	b.press("#_note button[value=yes]")
	b.wait(`document.querySelector("#_item-apns .note-button.written") !== null`)
	if got := value[string](b, `document.querySelector("#_item-apns .note-button").textContent`); got != "03-0000 内線12 夜間" {
		t.Errorf("the note is %q", got)
	}
}

// TestTwoTabs ticks in one tab and looks in another.
func TestTwoTabs(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.visit(from.address("ja/" + column))
	b.known("佐藤")
	other := b.beside(phone)
	other.visit(from.address("en/index.html"))
	b.tick("apns", true)
	other.wait(`document.querySelector("[data-key=apns]").checked && document.querySelector(".count").textContent === "1 / 6"`)
	b.tick("apns", false)
	other.wait(`!document.querySelector("[data-key=apns]").checked && document.querySelector(".count").textContent === "0 / 6"`)
}

// TestItemNamedProbe: of what another tab writes, only its look whether it may is no news.
func TestItemNamedProbe(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.visit(from.address("ja/" + column))
	b.known("佐藤")
	for key, want := range map[string]string{"gen:mihon:probe": "確認済み 1 / 6", "gen:mihon:tick:probe": "確認済み 0 / 6"} {
		b.tick("apns", true)
		b.eval(`localStorage.removeItem("gen:mihon:tick:apns")`)
		b.eval(`dispatchEvent(new StorageEvent("storage", {key: ` + jsonOf(key) + `}))`)
		if got := b.count(); got != want {
			t.Errorf("after %s the progress is %q, want %q", key, got, want)
		}
		b.do(chromedp.Reload())
	}
}

// TestDialogsBesideAnotherTab: what another tab does while a dialog is open is neither
// overwritten nor cleared unseen.
func TestDialogsBesideAnotherTab(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.visit(from.address("ja/" + column))
	other := b.beside(desktop)
	other.visit(from.address("en/" + column))

	// A tick that is taken back while the name is asked.
	b.tick("apns", true)
	b.wait(`document.querySelector("#_who").open`)
	other.wait(`document.querySelector("[data-key=apns]").checked`)
	other.tick("apns", false)
	b.wait(`!document.querySelector("[data-key=apns]").checked`)
	b.fillIn("input", "佐藤")
	b.press("#_who button[value=yes]")
	b.wait(`JSON.parse(localStorage.getItem("gen:mihon:who")) === "佐藤"`)
	if value[bool](b, `document.querySelector("[data-key=apns]").checked`) {
		t.Error("what was taken back is ticked again")
	}

	// A note that both write.
	noted := func(tab *tab, text string) {
		t.Helper()
		tab.wait(`document.querySelector("#_item-apns .note-button").textContent === ` + jsonOf(text))
	}
	b.press("#_item-apns .note-button")
	b.fillIn("textarea", "番号が替わる")
	other.note("apns", "Ask Maeda")
	noted(b, "Ask Maeda")
	b.press("#_note button[value=yes]")
	b.wait(`document.querySelector("#_note").open && document.querySelector("#_note .changed").innerText.includes("別のタブ")`)
	b.press("#_note button[value=yes]")
	noted(b, "Ask Maeda\n番号が替わる")
	noted(other, "Ask Maeda\n番号が替わる")
	b.press("#_item-apns .note-button")
	if got := value[string](b, `document.querySelector("#_note .changed").innerText`); got != "" {
		t.Errorf("the next time the dialog says %q", got)
	}
	b.eval(`document.querySelector("#_note textarea").value = "長".repeat(2001)`) // of two texts, say
	b.press("#_note button[value=yes]")
	b.wait(`document.querySelector("#_note").open && document.querySelector("#_note .changed").innerText.includes("2,000文字")`)
	if got := value[int](b, `document.querySelector("#_note textarea").value.length`); got != 2001 {
		t.Errorf("%d characters are left of a note that is too long", got)
	}
	b.press("#_note button[value='']")

	// A list that is being cleared.
	b.press("[data-records]")
	b.press("[data-reset]")
	other.tick("house-rules", true)
	b.wait(`document.querySelector("[data-key=house-rules]").checked`)
	b.press("#_reset button[value=yes]")
	b.wait(`document.querySelector("#_reset").open && document.querySelector("#_reset .changed").innerText.includes("別のタブ")`)
	if got := b.count(); !strings.HasPrefix(got, "確認済み 1 / 6") {
		t.Errorf("before a second yes the progress is %q", got)
	}
	b.press("#_reset button[value=yes]")
	other.wait(`document.querySelector(".count").textContent === "0 / 6"`)
	noted(other, "Add a note")
}

// TestBoxesInText: a tick box that an author wrote into the text belongs to its
// section; the page counts it.
func TestBoxesInText(t *testing.T) {
	const guide = "content/guides/training.ja.md"
	with := func(sentence string) example {
		fsys := copied(t)
		fsys[guide] = &fstest.MapFile{Data: []byte("---\ntitle: 研修\n---\n\n- [ ] 申し込む\n\n## 当日 {#day}\n\n" + sentence + "\n\n- [ ] 出る\n- [ ] 終える\n")}
		delete(fsys, "content/guides/training.en.md")
		return buildSite(t, build.Input{Project: fsys})
	}
	address, change := serveTwo(t, with("朝から。"), with("昼から。"))
	b := openTab(t, phone)
	b.visit(address + "ja/guides/training/")
	b.known("佐藤")
	for _, box := range []string{"training/intro/1", "training/day/1"} {
		b.press("label:has([data-key='" + box + "'])")
		b.wait(`document.querySelector("[data-key='` + box + `']").checked`)
	}
	change()
	b.do(chromedp.Reload())
	if got := value[string](b, `[...document.querySelectorAll("[data-key]")].map(box => box.indeterminate ? "again" : box.checked).join()`); got != "true,again,false" {
		t.Errorf("the boxes are %s", got)
	}
	if got := value[string](b, `document.querySelector(".progress p").innerText.replace(/\s+/g, " ")`); !strings.Contains(got, "1 / 3 要再確認 1") {
		t.Errorf("the progress is %q", got)
	}
}

// TestTicksByKeyboard ticks, names, notes and clears with nothing but keys.
func TestTicksByKeyboard(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, narrow)
	b.visit(from.address("ja/" + column))
	at := func() string {
		return value[string](b, `(e => e.id || e.name || e.dataset.key || e.className || Object.keys(e.dataset)[0] || e.value || e.tagName)(document.activeElement)`)
	}
	reach := func(want string) {
		t.Helper()
		for range 80 {
			if at() == want {
				return
			}
			b.key(kb.Tab)
		}
		t.Fatalf("the keyboard does not reach %s; it is at %s", want, at())
	}
	reach("_item-contract-contact-tick")
	b.key(" ")
	b.wait(`document.querySelector("#_who").open`)
	if at() != "who" {
		t.Errorf("the dialog begins at %s", at())
	}
	b.do(chromedp.KeyEvent("Sato"), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector("#_item-contract-contact .state").textContent.includes("Sato")`)
	if at() != "_item-contract-contact-tick" {
		t.Errorf("afterwards the keyboard is at %s", at())
	}
	reach("note-button")
	b.key(kb.Enter)
	b.do(chromedp.KeyEvent("memo"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.activeElement.textContent === "memo"`) // back on the button, which shows it
	b.eval(`document.querySelector("[data-records]").focus()`)
	b.key(kb.Enter)
	b.wait(`document.querySelector("#_records").open`)
	reach("reset")
	b.key(kb.Enter)
	b.wait(`document.querySelector("#_reset").open`)
	if value[string](b, `document.activeElement.value`) != "" {
		t.Error("the dialog that clears begins at yes")
	}
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.wait(`document.querySelector(".count").textContent === "0 / 6"`)
	b.key(kb.Escape)
	b.wait(`!document.querySelector("dialog[open]")`)
	if at() != "records" {
		t.Errorf("after all of it the keyboard is at %s", at())
	}
}

// TestStateSpeaksTheReadersLanguage ticks a box in a text that is not translated: when
// and by whom is said in the reader's language, not in the text's.
func TestStateSpeaksTheReadersLanguage(t *testing.T) {
	lone := fstest.MapFS{"content/guides/lone.ja.md": {Data: []byte("---\ntitle: 訳のないページ\n---\n\n- [ ] 鍵を受け取る\n")}}
	from := buildSite(t, build.Input{Project: sources.Overlay(lone, project)}).places(t)[0]
	b := openTab(t, phone)
	b.visit(from.address("en/guides/lone/index.html"))
	b.press(".prose .task label")
	b.press("#_who button[value='']")
	if got := value[string](b, `(state => state.closest("[lang]").lang + " " + state.closest("article").lang)([...document.querySelectorAll(".state")].find(state => state.textContent))`); got != "en ja" {
		t.Errorf("when it was ticked is said in the language of %q", got)
	}
}
