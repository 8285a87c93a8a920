package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"hikitsugi/internal/build"
)

// tabTo presses the Tab key until the keyboard is at what a selector finds, and
// says where it came by. Wherever the keyboard is, it must be seen.
func (b *tab) tabTo(selector string) {
	b.t.Helper()
	for range 200 {
		b.key(kb.Tab)
		if at := value[stop](b, whereIsTheKeyboard); at.Outline == 0 || !at.Seen {
			b.t.Errorf("the keyboard cannot be seen: %+v", at)
		}
		if value[bool](b, `document.activeElement.matches(`+quoted(selector)+`)`) {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

// TestKeyboardWalk works through the site with nothing but the keyboard: to the
// column, to a section of it, ticking, into the other language and home again.
func TestKeyboardWalk(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		for _, s := range []screen{desktop, phone} {
			t.Run(from.name+"/"+s.name, func(t *testing.T) {
				b := openTab(t, s)
				b.visit(from.address("index.html"))
				b.tabTo(`a[hreflang=ja]`)
				b.follow(func() { b.key(kb.Enter) })
				b.tabTo(`.checklist a[href*="columns/admin-handover/index.html"]`)
				b.follow(func() { b.key(kb.Enter) })
				if !value[bool](b, `[...document.querySelectorAll(".contents a")].some(a => a.checkVisibility())`) {
					b.tabTo(`.contents summary`)
					b.key(kb.Enter)
				}
				b.tabTo(`.contents a[href="#apns"]`)
				b.key(kb.Enter)
				b.wait(`location.hash === "#apns" && document.getElementById("apns").getBoundingClientRect().top < innerHeight / 2`)
				b.visit(from.address("ja/" + column))
				b.tabTo(`[data-key=apns]`)
				b.key(" ")
				if got := value[string](b, `document.querySelector(".checklist .count").innerText`); got != "1 / 6" {
					t.Errorf("after the space bar the count is %q", got)
				}
				b.visit(from.address("ja/" + column))
				b.tabTo(`a[hreflang=en]`)
				b.follow(func() { b.key(kb.Enter) })
				if lang := value[string](b, `document.documentElement.lang`); lang != "en" || !value[bool](b, `document.querySelector("[data-key=apns]").checked`) {
					t.Errorf("in the other language (%s) the tick is gone", lang)
				}
				b.tabTo(`a.brand`)
				b.follow(func() { b.key(kb.Enter) })
				if got := value[string](b, `document.querySelector(".checklist .count").innerText`); got != "1 / 6" {
					t.Errorf("at home the count is %q", got)
				}
			})
		}
	}
}

// TestKeyboardReach goes through every kind of page with the Tab key: everything
// that can be operated comes once, in the order of the page, and nothing holds
// the keyboard.
func TestKeyboardReach(t *testing.T) {
	site := everyKind(t)["mihon"]
	from := site.places(t)[0]
	b := openTab(t, desktop)
	for _, page := range []string{
		"index.html", "404.html", "handover/index.html", "ja/index.html", "ja/" + column, "ja/guides/everything/index.html",
		"ja/renewals/index.html", "ja/runbooks/index.html", "ja/runbooks/lost-device/index.html",
	} {
		b.visit(from.address(page))
		all := value[[]string](b, `[...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(operable).map(mark)
			function operable(e) { return !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}); }
			function mark(e, i) { return e.dataset.stop = i + " " + e.outerHTML.slice(0, 80); }`)
		var met []string
		for range all {
			b.key(kb.Tab)
			met = append(met, value[string](b, `document.activeElement.dataset.stop || document.activeElement.tagName`))
		}
		if !slices.Equal(met, all) {
			t.Errorf("on %s the keyboard comes by\n%q\nwant\n%q", page, met, all)
		}
		b.key(kb.Tab)
		if value[bool](b, `!!document.activeElement.dataset.stop && document.activeElement.dataset.stop === `+quoted(all[len(all)-1])) {
			t.Errorf("%s holds the keyboard", page)
		}
	}
}

// TestDrawerHidesNoFocus: on a phone the contents lie over the text, and close when the
// keyboard goes on to what is below them.
func TestDrawerHidesNoFocus(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, narrow)
	b.visit(from.address("ja/" + column))
	b.eval(`document.querySelector(".contents summary").focus()`)
	b.key(kb.Enter)
	b.wait(`document.querySelector(".contents details").open`)
	for range 20 {
		b.key(kb.Tab)
		if !value[bool](b, `document.activeElement.closest(".contents") !== null`) {
			break
		}
		if !value[bool](b, `document.querySelector(".contents details").open`) {
			t.Fatal("the contents close before the keyboard has gone through them")
		}
	}
	b.wait(`(at => document.activeElement.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)))(document.activeElement.getBoundingClientRect())`)
}
