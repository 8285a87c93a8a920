package e2e

import (
	"testing"
	"testing/fstest"

	"hikitsugi/internal/build"
)

// TestVerifyNarrow: on a phone, what has changed since a packet was printed takes the
// width of the page, below when that was.
func TestVerifyNarrow(t *testing.T) {
	fsys := copied(t)
	fsys["content/orgs/mihon/packets.yaml"] = &fstest.MapFile{Data: []byte(`- {id: "0a1b2c3d", on: 2026-11-22, copy: 1, parts: {site: "11111111", items/apns: "22222222"}}` + "\n")}
	site := buildSite(t, build.Input{Project: fsys, Org: "mihon"})
	b := openTab(t, narrow)
	b.visit(site.places(t)[0].address("verify/index.html"))
	for what, script := range map[string]string{
		"what has changed is narrow":         `(td => td.clientWidth === td.closest("section").clientWidth)(document.querySelector(".printed td:last-child"))`,
		"the table has to be scrolled":       `[...document.querySelectorAll(".verify .table")].every(e => e.scrollWidth <= e.clientWidth)`,
		"the day of printing has no caption": `getComputedStyle(document.querySelector(".printed td"), "::before").content === '"印刷日"'`,
	} {
		if !value[bool](b, script) {
			t.Error(what)
		}
	}
	b.onPaper()
	if !value[bool](b, `[...document.querySelectorAll(".printed code")].every(e => e.getClientRects().length === 1)`) {
		t.Error("a content ID is broken on paper")
	}
}
