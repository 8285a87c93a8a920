package build

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/check"
	"hikitsugi/internal/record"
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
	without := build(t, new(Builder), Input{Project: world("")}).files["handover/index.html"]
	if without == "" || strings.Contains(without, `<div lang="ja"></div>`) {
		t.Error("without footnotes there is room for them")
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

// fieldsOf returns the names of the places to be filled in on a page.
func fieldsOf(page string) []string {
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`data-field="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// A place is one field of the file, in whichever languages it is printed.
func TestFieldsOfBothLanguages(t *testing.T) {
	silent := edited(t, "content/orgs/acme/org.yaml", ", tel: 03-0000-0001", "")
	blank := edited(t, "content/orgs/acme/org.yaml", "apns: {owner: bob, second: ann, secret: \"vault:apns\", account: push@acme.example, done: 2026-06-12}", "apns: {note: x}")
	for name, in := range map[string]Input{"no telephone": {Project: silent}, "no facts": {Project: blank}, "public": {Project: silent, Public: true}, "example": {Project: example(t)}} {
		b := build(t, new(Builder), in)
		want := fieldsOf(b.files["en/handover/index.html"])
		if len(want) == 0 {
			t.Fatalf("%s: no fields: %v", name, b.Problems)
		}
		for _, page := range []string{"ja/handover/index.html", "handover/index.html"} {
			got := fieldsOf(b.files[page])
			for _, field := range got {
				if !slices.Contains(want, field) {
					t.Errorf("%s: %s has the field %s", name, page, field)
				}
			}
			for _, field := range want {
				if !slices.Contains(got, field) {
					t.Errorf("%s: %s lacks the field %s", name, page, field)
				}
			}
		}
	}
}

// renewing returns small with an item that has two renewals and one that gives nothing,
// and with facts of theirs.
func renewing(t *testing.T, facts string) fstest.MapFS {
	t.Helper()
	fsys := edited(t, "content/columns/keys.ja.md", "give: [account, password], renew: P365D, guides: [portal]}",
		"give: [account, password], guides: [portal], renew: [{id: cert, every: P365D, title: {ja: 証明書の更新, en: Certificate renewal}}, {id: token, every: P1Y, title: {ja: トークン, en: Token}}]}\n"+
			"  - {id: visit, title: {ja: 点検, en: Visit}, renew: P1Y, guides: [portal]}")
	org := fsys["content/orgs/acme/org.yaml"]
	org.Data = []byte(strings.Replace(string(org.Data), ", done: 2026-06-12}", "}", 1) + facts)
	return fsys
}

// What is recorded is printed in the packet, whether it is of a renewal or of an item
// that gives nothing, and is nowhere in a public edition.
func TestEveryFactIsPrinted(t *testing.T) {
	fsys := renewing(t, `
  apns/token: {owner: ann, second: bob, account: token@acme.example, secret: "envelope:B-01", where: {ja: 引き出し, en: Drawer}, note: {ja: 毎春, en: Each spring}, done: 2026-09-01}
  visit: {owner: bob, second: ann, account: visit@acme.example, secret: "safe:3F", where: {ja: 倉庫, en: Store}, note: {ja: 予約制, en: By appointment}}
`)
	b := build(t, new(Builder), Input{Project: fsys})
	facts := map[string][]string{
		"ja": {"token@<wbr>acme.example", "envelope:<wbr>B-01", "引き出し", "毎春", "visit@<wbr>acme.example", "safe:<wbr>3F", "倉庫", "予約制"},
		"en": {"token@<wbr>acme.example", "envelope:<wbr>B-01", "Drawer", "Each spring", "visit@<wbr>acme.example", "safe:<wbr>3F", "Store", "By appointment"},
	}
	for lang, texts := range facts {
		packet := b.files[lang+"/handover/index.html"]
		_, sections, _ := strings.Cut(packet, `id="keys--`)
		for _, text := range texts {
			if !strings.Contains(sections, text) || !strings.Contains(b.files["handover/index.html"], text) {
				t.Errorf("a packet in %s lacks %s", lang, text)
			}
		}
	}
	if packet := b.files["en/handover/index.html"]; !strings.Contains(packet, `id="_envelope-B-01"`) {
		t.Error("there is no sheet for the renewal's envelope")
	}
	var h record.Handover
	if err := json.Unmarshal([]byte(b.files[record.Name]), &h); err != nil {
		t.Fatal(err)
	}
	for _, r := range h.Renewals {
		if r.ID == "apns/token" && (r.Owner != "ann" || r.Second != "bob" || r.Account != "token@acme.example" || r.Secret != "envelope:B-01" || r.Where["en"] != "Drawer" || r.Remark["ja"] != "毎春") {
			t.Errorf("the record says of the token %+v", r)
		}
		if r.ID == "visit" && r.Account != "" {
			t.Errorf("the record says of the visit's renewal what is the item's: %+v", r)
		}
	}
	public := build(t, new(Builder), Input{Project: fsys, Public: true})
	for name, text := range public.files {
		for _, fact := range slices.Concat(facts["ja"], facts["en"]) {
			if strings.Contains(strings.ReplaceAll(text, "<wbr>", ""), strings.ReplaceAll(fact, "<wbr>", "")) {
				t.Errorf("the public %s holds %s", name, fact)
			}
		}
	}
}

// An item with several renewals says which of them is due when, and one that gives
// nothing has nothing to tick or to fill in for that.
func TestLinesOfTheSheet(t *testing.T) {
	b := build(t, new(Builder), Input{Project: renewing(t, "")})
	for page, names := range map[string][]string{
		"ja/handover/index.html": {"証明書の更新", "トークン"},
		"en/handover/index.html": {"Certificate renewal", "Token"},
		"handover/index.html":    {"証明書の更新", "トークン", "Certificate renewal", "Token"},
	} {
		for _, name := range names {
			if !regexp.MustCompile(`<span class="duty-name"[^>]*>` + name + `</span>`).MatchString(b.files[page]) {
				t.Errorf("%s does not name the renewal %s", page, name)
			}
		}
		for _, field := range fieldsOf(b.files[page]) {
			if field == "visit/given" || field == "visit/received" {
				t.Errorf("%s has the field %s", page, field)
			}
		}
	}
}

// A day on which something was given or received stands where it is shown, or it is
// told.
func TestSignOffsOfNothing(t *testing.T) {
	got := said(t, renewing(t, "  apns/token: {given: 2026-11-02}\n  visit: {given: 2026-11-02, received: 2026-11-02}\n"), Input{})
	want := []string{
		`orgs/acme/org.yaml:11:15 E LINK the renewal apns/token is not given and received by itself. Write given and received under apns.`,
		`orgs/acme/org.yaml:12:10 W FACT nothing changes hands with visit, so the days on which it was given and received are shown nowhere. Give the item a give, or remove given and received.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
