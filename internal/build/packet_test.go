package build

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/check"
	"hikitsugi/internal/view"
)

// A footnote may stand in one language alone.
func TestFootnoteOfOneLanguage(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		fsys := world("")
		column := fsys["content/columns/keys."+lang+".md"]
		column.Data = append(column.Data, []byte("[^1]\n\n[^1]: Footnote.\n")...)
		b := build(t, new(Builder), Input{Project: fsys})
		for _, page := range []string{lang + "/handover/index.html", "handover/index.html"} {
			if n := strings.Count(b.files[page], "Footnote."); n != 1 {
				t.Errorf("%s: %s has it %d times: %v", lang, page, n, b.Problems)
			}
		}
	}
}

// What was signed for before this handover began is none of its sign-offs: it is to be
// signed again, and no box is ticked for it.
func TestSignOffsOfAnEarlierHandover(t *testing.T) {
	for begins, want := range map[string]struct {
		given, received string
		missing         []string
	}{
		"2026-11-10": {"2026-11-10", "2026-11-11", nil},
		"2026-11-12": {"", "", []string{"given", "received"}},
	} {
		fsys := edited(t, "content/orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: bob, given: 2026-11-10, received: 2026-11-11}")
		org := fsys["content/orgs/acme/org.yaml"]
		org.Data = []byte(strings.Replace(string(org.Data), "begins: 2026-11-01", "begins: "+begins, 1))
		s := build(t, new(Builder), Input{Project: fsys}).Site
		fact := view.For(s, "en", "").Handover().Lists[0].Checklist.Items[0].Fact
		if fact.Given.ISO != want.given || fact.Received.ISO != want.received {
			t.Errorf("begun on %s: given %q, received %q", begins, fact.Given.ISO, fact.Received.ISO)
		}
		var missing []string
		for _, d := range check.Duties(s) {
			if d.Kind == check.SignOff && d.Key() == "contract" {
				missing = d.Missing
			}
		}
		if !slices.Equal(missing, want.missing) {
			t.Errorf("begun on %s: %q is missing", begins, missing)
		}
	}
}
