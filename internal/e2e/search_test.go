package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"

	"hikitsugi/internal/build"
	"hikitsugi/internal/search"
)

// promised returns the value that a promise comes to.
func promised[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// quoted returns a value as JavaScript.
func quoted(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// find returns the paths of the pages that a query finds, without their language.
func (b *tab) find(query string) []string {
	b.t.Helper()
	return promised[[]string](b, `hikitsugiSearch.find(`+quoted(query)+`).then(({next}) => next()).then(({pages}) => pages.map(page => page.path.slice(3)))`)
}

// The browser folds what is typed as the program folds what is found.
func TestFold(t *testing.T) {
	var texts []string
	site := buildExample(t, build.Input{Project: project})
	for _, page := range site.pages(t) {
		for n := range site.page(t, page).Descendants() {
			if n.Type == html.TextNode {
				texts = append(texts, n.Data)
			}
		}
	}
	texts = append(texts, "サーバー・クライアント", "ｻｰﾊﾞｰ", "ＡＢＣ　ｄｅｆ", "ば ば ぱ ゔ", "か\u3099ｶﾞ", "葛\U000E0100城", "山﨑𠮟る", "İSTANBUL ΣΑΣ", "コーヒー、メーター", "ぱすわーど、さーばーの", "ｱ･ｲ", "a\u0301\u0323", "각ᄀ\u1161", "…①㍿ﷺ")
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range 1 + rnd.IntN(8) {
			r := rune(rnd.IntN(0x3400))
			switch rnd.IntN(6) {
			case 0:
				r = rune(rnd.IntN(0x110000))
			case 1:
				r = 0x3040 + rune(rnd.IntN(0xC0))
			case 2:
				r = 0xFF00 + rune(rnd.IntN(0xF0))
			}
			// What is not a character yet may become anything.
			if unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf) {
				b.WriteRune(r)
			}
		}
		texts = append(texts, b.String())
	}
	b := openTab(t, desktop)
	b.visit(site.places(t)[0].address("ja/search/index.html"))
	for chunk := range slices.Chunk(texts, 2000) {
		folded := value[[]string](b, quoted(chunk)+`.map(text => hikitsugiSearch.fold(text))`)
		for i, text := range chunk {
			if want := search.Fold(text); folded[i] != want {
				t.Errorf("%q (%+q): the browser makes %+q of it, the program %+q", text, text, folded[i], want)
			}
		}
	}
}

// insert types a text as a paste or an input method does, in the place of what is
// selected.
func (b *tab) insert(text string) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		b.t.Fatal(err)
	}
}

// slash presses the key as a keyboard does: what a script takes is not typed.
func (b *tab) slash() {
	b.t.Helper()
	for _, params := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Code: "Slash", Text: "/", WindowsVirtualKeyCode: 191},
		{Type: input.DispatchKeyEventTypeKeyUp, Key: "/", Code: "Slash", WindowsVirtualKeyCode: 191},
	} {
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, params); err != nil {
			b.t.Fatal(err)
		}
	}
}

// places of the example, by a letter.
var letters = map[rune]string{
	'K': "columns/admin-handover/", 'L': "runbooks/lost-device/", 'R': "runbooks/replacement/", 'T': "guides/training/",
	'G': "glossary/", 'H': "", 'P': "handover/", 'N': "renewals/", 'C': "columns/", 'B': "runbooks/", 'U': "guides/",
}

// queries are what people ask the example, and the pages that say something about
// it, by their letters. Where a page stands before "!", it must come first.
var queries = map[string][][2]string{
	"ja": {
		{"プッシュ証明書", "K!LRG"}, {"push certificate", "K!LRG"}, {"Push Certificate", "K!LRG"}, {"ﾌﾟｯｼｭ証明書", "K!LRG"}, {"ぷっしゅ", "KLRG"},
		{"APNs", "KLRG"}, {"ＡＰＮｓ証明書", "KLRG"}, {"証明書", "KLRG"}, {"証明書の更新", "K!G"}, {"プッシュ証明書更新", "K!G"},
		{"初期化", "LRG"}, {"ワイプ", "LRG"}, {"わいぷ", "LRG"}, {"factory reset", "LRG"}, {"紛失", "L!RKG"}, {"紛失モード", "L!G"}, {"lost mode", "L!G"},
		{"盗難", "L!K"}, {"警察", "LHG"}, {"回線 停止", "L!"}, {"eSIM", "LR"}, {"ｅｓｉｍ", "LR"}, {"速報", "LG"}, {"個人情報保護委員会", "L!"},
		{"ライセンス", "R!"}, {"アクティベーションロック", "R!G"}, {"activation lock", "R!G"}, {"故障", "R!LK"}, {"資産台帳", "R!"}, {"バックアップ", "R!"},
		{"夜間", "HL"}, {"0120", "H!"}, {"セミナー", "T!"}, {"せみなー", "T!"}, {"運用代行", "T!"}, {"年次更新", "KTG"}, {"トークン", "KRG"},
		{"二段階認証", "KG"}, {"担当者", "KG"}, {"システム管理者", "K!G"}, {"サーバ", "KRG"}, {"さーばー", "KRG"}, {"引継書", "P!G"}, {"更新予定", "N!"}, {"コラム", "C!"},
		{"端末の紛失", "L!K"}, {"google アカウント", "K!"}, {"しょうめいしょ", "KLRG"}, {"constructor", ""}, {"テスト", ""},
	},
	"en": {
		{"push certificate", "K!LRG"}, {"push cert", "K!LRG"}, {"プッシュ証明書", "K!LRG"}, {"push certificates", "K!LRG"}, {"certificate", "KLRG"},
		{"wipe", "LRG"}, {"初期化", "LRG"}, {"lost mode", "L!G"}, {"lost", "L!RKHG"}, {"stolen", "L!KRG"}, {"police", "LHG"}, {"tokens", "KRG"}, {"renewal", "N!KTG"},
		{"two-factor", "G!"}, {"2FA", "KG"}, {"help desk", "LHR"}, {"seminar", "T!"}, {"licence", "R!"}, {"activation lock", "R!G"}, {"contract", "K!G"},
		{"前任者", "KG"}, {"personal data", "LG"}, {"apple business", "KRG"}, {"ABM", "KRG"}, {"serial number", "R!"}, {"encryption", "LR"}, {"training", "T!"},
		{"handover packet", "P!G"}, {"carrier", "HL"}, {"mailbox", "K!"}, {"hand over", "K!LG"}, {"factory reset", "LRG"}, {"__proto__", ""}, {"battery", ""},
	},
}

// TestSearchQuality asks what people ask, and counts what is found of what should
// be, and what should not be.
func TestSearchQuality(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	from := site.places(t)[0]
	b := openTab(t, desktop)
	var wanted, right, shown int
	for _, lang := range languages {
		b.visit(from.address(lang + "/search/index.html"))
		for _, q := range queries[lang] {
			first, rest, isFirst := strings.Cut(q[1], "!")
			var want []string
			for _, letter := range first + rest {
				want = append(want, letters[letter])
			}
			got := b.find(q[0])
			wanted, shown = wanted+len(want), shown+len(got)
			for _, page := range got {
				if slices.Contains(want, page) {
					right++
				} else {
					t.Logf("%s %s: %q is found and should not be", lang, q[0], page)
				}
			}
			for _, page := range want {
				if !slices.Contains(got, page) {
					t.Logf("%s %s: %q is not found", lang, q[0], page)
				}
			}
			if isFirst && (len(got) == 0 || got[0] != want[0]) {
				t.Errorf("%s %s: %q comes first, want %q", lang, q[0], got, want[0])
			}
		}
	}
	recall, precision := float64(right)/float64(wanted), float64(right)/float64(shown)
	t.Logf("%d queries: recall %.1f %%, precision %.1f %%", len(queries["ja"])+len(queries["en"]), 100*recall, 100*precision)
	if recall < .95 || precision < .95 {
		t.Errorf("recall %.3f, precision %.3f", recall, precision)
	}
}

// handed is what a file of the search hands over.
var handed = regexp.MustCompile(`(?m)^hikitsugiSearch\("(\w+)","(\w+)",\d+,(.*)\);$`)

// Everything that can be found leads to a place that is there.
func TestSearchAddresses(t *testing.T) {
	for edition, in := range editions() {
		site := buildExample(t, in)
		m := mapOf(t, site)
		n := 0
		for _, lang := range languages {
			data, err := site.files.ReadFile("search." + lang + ".js")
			if err != nil {
				t.Fatal(err)
			}
			for _, call := range handed.FindAllSubmatch(data, -1) {
				var pages [][]any
				if string(call[2]) != "p" {
					continue
				}
				if err := json.Unmarshal(call[3], &pages); err != nil {
					t.Fatal(err)
				}
				for _, page := range pages {
					for _, part := range append([]any{[]any{""}}, page[4].([]any)...) {
						address := page[0].(string)
						if anchor := part.([]any)[0].(string); anchor != "" {
							address += "#" + anchor
						}
						m.follow(t, "search."+lang+".js", address)
						n++
					}
				}
			}
		}
		if n < 100 {
			t.Errorf("%s: only %d places can be found", edition, n)
		}
	}
}

// TestSearching searches from a page with nothing but the keyboard.
func TestSearching(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		for _, s := range []screen{desktop, narrow} {
			for _, lang := range languages {
				t.Run(path.Join(from.name, s.name, lang), func(t *testing.T) { testSearching(t, openTab(t, s), from, lang) })
			}
		}
	}
}

const inField = `document.activeElement.id === "_query"`

func testSearching(t *testing.T, b *tab, from place, lang string) {
	b.visit(from.address(lang + "/" + column))
	if loaded := value[bool](b, `[...document.scripts].some(s => s.src.includes("search"))`); loaded {
		t.Error("the search is loaded before anybody searches")
	}
	answered := func(query string) {
		t.Helper()
		b.wait(`document.querySelector(".finder")?.dataset.answered === ` + quoted(query))
	}
	// Over a box to tick as well.
	b.eval(`document.querySelector("[data-key=apns]").focus()`)
	b.slash()
	b.wait(`!!document.querySelector("dialog.search-dialog[open]") && ` + inField)
	b.key("push cert")
	answered("push cert")
	status := value[string](b, `document.querySelector(".found").innerText`)
	if want := map[string]string{"ja": "4ページ見つかりました", "en": "Pages found: 4"}[lang]; status != want || !value[bool](b, `document.querySelector(".found").getAttribute("role") === "status"`) {
		t.Errorf("the status is %q, want %q", status, want)
	}
	if marks := value[[]string](b, `[...document.querySelectorAll(".results mark")].map(m => m.innerText.toLowerCase())`); !slices.Contains(marks, "プッシュ証明書") && !slices.Contains(marks, "push certificate") {
		t.Errorf("marked are %q", marks)
	}
	if wide := value[[]string](b, tooWide); len(wide) > 0 {
		t.Errorf("wider than the screen: %q", wide)
	}
	b.slash() // in the field it is a character
	answered("push cert/")
	b.key(kb.ArrowDown)
	first := value[string](b, `document.activeElement.href`)
	b.key(kb.ArrowDown)
	second := value[string](b, `document.activeElement.href`)
	if !strings.HasSuffix(first, lang+"/"+column) || !strings.HasSuffix(second, lang+"/"+column+"#_item-apns") {
		t.Errorf("the arrow leads to %s, then to %s", first, second)
	}
	if outline := value[stop](b, whereIsTheKeyboard); outline.Outline == 0 || !outline.Seen {
		t.Errorf("the keyboard cannot be seen: %+v", outline)
	}
	b.key(kb.ArrowUp)
	b.key(kb.ArrowUp)
	if !value[bool](b, inField) {
		t.Error("the arrow does not lead back to the field")
	}
	b.key(kb.Escape)
	b.wait(`!document.querySelector("dialog").open`)
	if at := value[string](b, `document.activeElement.dataset.key`); at != "apns" {
		t.Errorf("after Escape the keyboard is at %q", at)
	}
	// Opened again it keeps what was typed, marked to be typed over.
	b.press("a.search")
	b.wait(inField)
	title := map[string]string{"ja": "運用代行", "en": "managed operation"}[lang]
	b.insert(title)
	answered(title)
	b.follow(func() { b.key(kb.Enter) })
	if at := value[string](b, `location.href`); !strings.HasSuffix(strings.TrimSuffix(at, "index.html"), lang+"/guides/training/") {
		t.Errorf("Enter leads to %s", at)
	}
}

// TestSearchPage searches on the page of its own, whose address keeps the query.
func TestSearchPage(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, phone)
			b.visit(from.address("ja/search/index.html") + "?q=" + "%E7%B4%9B%E5%A4%B1%E3%83%A2%E3%83%BC%E3%83%89")
			b.wait(`document.querySelector(".finder").dataset.answered === "紛失モード"`)
			if got := value[string](b, `document.querySelector(".results a").innerText`); got != "端末の紛失・盗難" {
				t.Errorf("the first result is %q", got)
			}
			b.slash()
			b.wait(inField)
			b.eval(`document.activeElement.select()`)
			b.insert("qqqq")
			b.wait(`document.querySelector(".finder").dataset.answered === "qqqq"`)
			if got := value[string](b, `document.querySelector(".found").innerText`); !strings.HasPrefix(got, "見つかりませんでした。") {
				t.Errorf("the status is %q", got)
			}
			if n := value[int](b, `document.querySelectorAll(".results a").length`); n > 0 {
				t.Errorf("%d links are left", n)
			}
			if got := value[string](b, `new URLSearchParams(location.search).get("q")`); got != "qqqq" {
				t.Errorf("the address keeps %q", got)
			}
			for _, query := range []string{"プッシュ", ""} {
				b.eval(`document.querySelector("#_query").value = ` + quoted(query))
				b.follow(func() { b.press("a[data-language]") })
				if got := value[string](b, `document.querySelector("#_query").value + location.search`); query != "" && got != query+"?q="+url.QueryEscape(query) || query == "" && got != "" {
					t.Errorf("in the other language %q is asked as %q", query, got)
				}
			}
			b.follow(func() { b.press(".browse li:last-child a") })
			if got := value[string](b, `document.querySelector("h1").innerText`); got != "用語集" {
				t.Errorf("the last of the lists is %q", got)
			}
		})
	}
}

// TestConversion: in Safari the Enter that ends a Japanese conversion comes after the
// composition. It opens nothing yet; the next one does.
func TestConversion(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	b := openTab(t, desktop)
	b.visit(site.places(t)[0].address("ja/search/index.html") + "?q=%E7%B4%9B%E5%A4%B1")
	b.wait(`document.querySelector(".finder").dataset.answered === "紛失"`)
	b.eval(`
		window.opened = 0;
		document.querySelector(".results a").addEventListener("click", event => { event.preventDefault(); opened++; });`)
	enter := func(code string) int {
		return value[int](b, `document.getElementById("_query").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: `+code+`, bubbles: true, cancelable: true})), opened`)
	}
	if enter("229") != 0 {
		t.Error("the end of a conversion opens the first result")
	}
	if enter("13") != 1 {
		t.Error("Enter does not open the first result")
	}
}

// TestEnterBeforeTheAnswer: Enter opens the first result of what stands in the field,
// as soon as that is known, and nothing once the question is another.
func TestEnterBeforeTheAnswer(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	open := func(t *testing.T, late string) (b *tab, come func()) {
		there := make(chan struct{})
		come = sync.OnceFunc(func() { close(there) })
		address := site.gate(t, func(name string) bool {
			if name == late {
				<-there
			}
			return true
		})
		t.Cleanup(come) // before the server ends
		b = openTab(t, desktop)
		b.visit(address + "en/" + strings.TrimSuffix(column, "index.html"))
		b.slash()
		b.wait(inField)
		return b, come
	}
	leads := func(t *testing.T, b *tab, lead func()) {
		t.Helper()
		b.follow(lead)
		if at := value[string](b, `location.pathname`); at != "/en/guides/training/index.html" {
			t.Errorf("Enter leads to %s", at)
		}
	}
	for _, late := range []string{"search.js", "search.en.js"} {
		t.Run(late, func(t *testing.T) {
			b, come := open(t, late)
			leads(t, b, func() { b.insert("seminar"); b.key(kb.Enter); come() })
		})
	}
	const ask = `
		window.ask = (text, then) => {
			const field = document.querySelector("#_query");
			field.select();
			document.execCommand("insertText", false, text);
			field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 13, bubbles: true, cancelable: true}));
			then?.(field);
		}`
	t.Run("after another answer", func(t *testing.T) {
		b, _ := open(t, "")
		b.insert("lost mode")
		b.wait(`document.querySelector(".finder")?.dataset.answered === "lost mode"`)
		b.eval(ask)
		leads(t, b, func() { b.eval(`ask("seminar")`) })
	})
	for _, change := range []string{`(document.execCommand("insertText", false, "s"), document.execCommand("delete"))`, `field.closest("dialog").close()`} {
		t.Run(change, func(t *testing.T) {
			b, _ := open(t, "")
			b.wait(`document.querySelector("#_query").enterKeyHint === "go"`)
			b.eval(`addEventListener("click", event => { event.preventDefault(); window.followed = true; }, true)`)
			b.eval(ask)
			b.eval(`ask("seminar", field => ` + change + `)`)
			b.wait(`document.querySelector(".finder").dataset.answered === "seminar"`)
			if value[bool](b, `!!window.followed`) {
				t.Error("Enter is not forgotten")
			}
		})
	}
}

// TestSearchComesLater: what could not be loaded is said, and tried again.
func TestSearchComesLater(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, missing := range []string{"find.js", "search.js"} {
		for lang, says := range map[string]string{"ja": "検索を読み込めませんでした。もう一度お試しください。", "en": "Search could not be loaded. Please try again."} {
			t.Run(missing+" "+lang, func(t *testing.T) {
				var there atomic.Bool
				b := openTab(t, phone)
				b.excused = missing // and where it is used, if it is find.js
				if missing == "find.js" {
					b.excused = "theme/"
				}
				b.visit(site.gate(t, func(name string) bool { return name != missing || there.Load() }) + lang + "/")
				b.slash()
				b.wait(`document.querySelector(".found").textContent === ` + quoted(says))
				there.Store(true)
				b.key("push cert")
				b.wait(`document.querySelector(".finder").dataset.answered === "push cert" && document.querySelectorAll(".results > li").length > 0`)
				b.key(kb.Escape)
				b.wait(`!document.querySelector("dialog[open]")`)
			})
		}
	}
}

// TestLongQuestion: a page that is pasted into the field holds nothing up.
func TestLongQuestion(t *testing.T) {
	b := openTab(t, desktop)
	b.visit(buildExample(t, build.Input{Project: project}).places(t)[1].address("ja/search/index.html"))
	took := promised[[]float64](b, `(async () => {
		const took = async question => {
			const before = performance.now();
			await hikitsugiSearch.find(question);
			return performance.now() - before;
		};
		await hikitsugiSearch.find("紛失");
		return [await took("プッシュ証明書".repeat(28)), await took("プッシュ証明書".repeat(3000))];
	})()`)
	if took[1] > 1000+20*took[0] { // on a slow machine both take long
		t.Errorf("it takes %.0f ms, one as long as the field takes %.0f", took[1], took[0])
	}
	b.press("#_query")
	b.insert("プッシュ証明書" + strings.Repeat(" あれこれ", 100))
	b.wait(`document.querySelector(".finder").dataset.answered?.length === 200`)
}

// What authors write is text, also where it is found.
func TestSearchShowsText(t *testing.T) {
	const bad = `<img src=x onerror=alert(1)>`
	site := buildExample(t, build.Input{Project: edited(t, "content/guides/training.ja.md", "title: 初めて担当する方へ", "title: '"+bad+" 初めて担当する方へ'")})
	b := openTab(t, desktop)
	b.visit(site.places(t)[1].address("ja/search/index.html") + "?q=onerror")
	b.wait(`document.querySelector(".finder").dataset.answered === "onerror"`)
	if got := value[string](b, `document.querySelector(".results a").innerText`); got != bad+" 初めて担当する方へ" {
		t.Errorf("the title is shown as %q", got)
	}
	if n := value[int](b, `document.querySelectorAll(".results img").length`); n > 0 {
		t.Error("the title makes an element")
	}
	if data, _ := site.files.ReadFile("search.ja.js"); bytes.Contains(data, []byte("<")) {
		t.Error("the file holds a tag")
	}
}

// TestLargeSearch searches a site that is too large for one file.
func TestLargeSearch(t *testing.T) {
	const pages = 400
	fsys := newNest(t).files
	rnd := rand.New(rand.NewPCG(3, 4))
	for i := range pages {
		var text strings.Builder
		for s := range 6 {
			fmt.Fprintf(&text, "\n## 節%d-%d\n\n", i, s)
			for range 80 {
				text.WriteRune('一' + rune(rnd.IntN(3000)))
			}
			fmt.Fprintf(&text, "。第%d番の装置。\n", i)
		}
		fsys[fmt.Sprintf("content/guides/g%d.ja.md", i)] = mapFile("---\ntitle: 装置の手引き" + fmt.Sprint(i) + "\n---\n" + text.String())
	}
	fsys["content/guides/g123.ja.md"] = mapFile("---\ntitle: 装置の手引き123\n---\n\n山﨑さんが𠮟る。稀代の邂逅。\n")
	mem := (&nest{files: fsys}).build(t, build.Input{Org: "mihon"})
	site := example{files: mem}
	largest, n := 0, 0
	for name, data := range site.contents(t) {
		if strings.HasPrefix(name, "search/ja/") {
			n, largest = n+1, max(largest, len(data))
		}
	}
	if n < 10 || largest > 40<<10 {
		t.Errorf("%d files, the largest of %d bytes", n, largest)
	}
	if head, _ := mem.ReadFile("search.ja.js"); len(head) == 0 || len(head) > 10<<10 {
		t.Errorf("the file that every search loads has %d bytes", len(head))
	}
	for _, from := range site.places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, phone)
			b.visit(from.address("ja/search/index.html"))
			for query, want := range map[string]string{"山﨑": "guides/g123/", "𠮟る": "guides/g123/", "邂逅": "guides/g123/", "装置の手引き77": "guides/g77/", "第250番": "guides/g250/", "push certificate": "columns/admin-handover/"} {
				if got := b.find(query); len(got) == 0 || got[0] != want {
					t.Errorf("%s finds %q, want %q", query, got, want)
				}
			}
			loaded := value[[]string](b, `[...document.scripts].map(s => s.src).filter(src => src.includes("/search/ja/") && src.endsWith(".js"))`)
			if len(loaded) == 0 || len(loaded) > n/2 {
				t.Errorf("%d of %d files were loaded", len(loaded), n)
			}
			b.press("#_query")
			b.insert("装置の手引き")
			b.wait(`document.querySelector(".finder").dataset.answered === "装置の手引き"`)
			if got := value[int](b, `document.querySelectorAll(".results > li").length`); got != 10 {
				t.Errorf("%d results are shown at first", got)
			}
			b.press(".more")
			b.wait(`document.querySelectorAll(".results > li").length === 20`)
			if got := value[string](b, `document.querySelector(".found").innerText`); got != "400ページ見つかりました" {
				t.Errorf("the status is %q", got)
			}
		})
	}
}
