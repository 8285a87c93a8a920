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
