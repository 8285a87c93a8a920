package e2e

import (
	"testing"

	"hikitsugi/internal/build"
)

// TestCoverOnAPhone: the cover of the packet does not touch what stands before it, and
// says who stamps where in one line each.
func TestCoverOnAPhone(t *testing.T) {
	b := openTab(t, screen{"phone", 360, 640, true})
	from := everyKind(t)["mihon"].places(t)[0]
	for _, lang := range []string{"ja", "en"} {
		b.visit(from.address(lang + "/handover/index.html"))
		if room := value[float64](b, `document.querySelector(".cover").getBoundingClientRect().top - document.querySelector(".tools").getBoundingClientRect().bottom`); room < 8 {
			t.Errorf("%s: %v px between the button and the cover", lang, room)
		}
		if high := value[[]string](b, `[...document.querySelectorAll(".stamp-title")].filter(e => e.scrollWidth > e.clientWidth + 1 || e.clientHeight > 1.9 * parseFloat(getComputedStyle(e).fontSize)).map(e => e.textContent)`); len(high) > 0 {
			t.Errorf("%s: more than a line for %q", lang, high)
		}
	}
}

// TestNoMarking: without a marking, the name of the organisation is not indented by one.
func TestNoMarking(t *testing.T) {
	site := buildExample(t, build.Input{Project: edited(t, "content/orgs/mihon/org.yaml", "\nmarking: {ja: 社外秘, en: CONFIDENTIAL}", ""), Org: "mihon"})
	b := openTab(t, desktop)
	b.visit(site.places(t)[0].address("ja/index.html"))
	if value[bool](b, `document.querySelector(".edition").firstElementChild !== null`) {
		t.Error("there is room for a marking")
	}
}

// TestLongTrail: the mark between two places stands before the second one, not above it.
func TestLongTrail(t *testing.T) {
	const page, title = "content/columns/admin-handover.ja.md", "title: 管理者引き継ぎのポイント"
	site := buildExample(t, build.Input{Project: edited(t, page, title, title+"（情報システム管理部端末運用管理課統合端末管理基盤運用担当者連絡会議事務局編）"), Org: "mihon"})
	for _, s := range []screen{narrow, desktop} {
		b := openTab(t, s)
		b.visit(site.places(t)[0].address("review/columns/admin-handover/index.html"))
		if value[bool](b, `[...document.querySelectorAll(".trail a")].some(a => a.getBoundingClientRect().top > a.parentElement.getBoundingClientRect().top + 8)`) {
			t.Errorf("%v: a link of the trail stands below its mark", s)
		}
	}
}

// TestLongTitle: on a phone a site's long title stands above the search, in as many lines
// as it needs, and is not cut; on a desk it stands beside it.
func TestLongTitle(t *testing.T) {
	const title = "title: {ja: デバイス管理者ノート, en: Device Admin Notes}"
	site := buildExample(t, build.Input{Project: edited(t, "content/site.yaml", title, "title: {ja: 株式会社みほん商事グループ情報システム部デバイス管理者のための引き継ぎノート, en: Mihon Trading Group Information Systems Department Handover Notes}"), Org: "mihon"})
	phone := screen{"phone", 360, 640, true}
	for lang, lines := range map[string]float64{"ja": 2, "en": 3} {
		for _, s := range []screen{phone, desktop} {
			b := openTab(t, s)
			b.visit(site.places(t)[0].address(lang + "/columns/index.html"))
			if got := value[float64](b, `(r => (r.selectNodeContents(document.querySelector(".brand")), r.getBoundingClientRect().height / parseFloat(getComputedStyle(document.querySelector(".brand")).lineHeight)))(document.createRange())`); got > lines+.2 {
				t.Errorf("%s, %v: the title has %.1f lines, want %v", lang, s, got, lines)
			}
			if above := value[bool](b, `document.querySelector(".brand").getBoundingClientRect().bottom <= document.querySelector(".search").getBoundingClientRect().top`); above != (s == phone) {
				t.Errorf("%s, %v: the title stands above the search: %v", lang, s, above)
			}
		}
	}
}

// TestNestedTasks: a box to tick below another is indented as lists are, and where its
// words need two lines, the second begins below the first.
func TestNestedTasks(t *testing.T) {
	from := everyKind(t)["mihon"].places(t)[0]
	for _, s := range []screen{narrow, desktop} {
		b := openTab(t, s)
		b.visit(from.address("ja/guides/training/index.html"))
		b.eval(`document.querySelector(".prose").insertAdjacentHTML("afterbegin", '<ul><li class="task"><label><input type="checkbox"> 集める</label><ul><li class="task"><label><input type="checkbox"> ' + "営業部の端末を一台ずつ集めて、箱に入れて、鍵を掛ける。".repeat(3) + '</label></li></ul></li></ul>')`)
		left := func(what string) float64 { return value[float64](b, what+".left") }
		box, within := left(`document.querySelector(".task input").getBoundingClientRect()`), left(`document.querySelector(".task .task input").getBoundingClientRect()`)
		words := left(`(n => { const r = document.createRange(); r.setStart(n, 2); r.setEnd(n, 3); return r.getBoundingClientRect() })(document.querySelector(".task .task label").lastChild)`)
		all := left(`(n => { const r = document.createRange(); r.selectNodeContents(n); return [...r.getClientRects()].at(-1) })(document.querySelector(".task .task label").lastChild)`)
		if within-box < 20 {
			t.Errorf("%v: the box below another is indented by %v px", s, within-box)
		}
		if all < within+20 || all > words {
			t.Errorf("%v: the box begins at %v, its words at %v, their last line at %v", s, within, words, all)
		}
	}
}
