package build

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// said returns the problems of a project's organisation edition, in English.
func said(t *testing.T, fsys fstest.MapFS, in Input) []string {
	t.Helper()
	in.Project = fsys
	var out []string
	for _, p := range build(t, new(Builder), in).Problems {
		if p.What.JA == "" || p.What.JA == p.What.EN {
			t.Errorf("%s is not said in both languages: %+v", p.Code, p)
		}
		out = append(out, strings.TrimPrefix(p.Pos.String(), "content/")+" "+string(p.Severity())+" "+string(p.Code)+" "+p.Sentence("en"))
	}
	return out
}

// Each mutation of a good site adds exactly its own finding.
func TestRules(t *testing.T) {
	const column, columnEN, runbook, runbookEN = "content/columns/keys.ja.md", "content/columns/keys.en.md", "content/runbooks/lost.ja.md", "content/runbooks/lost.en.md"
	const org, site = "content/orgs/acme/org.yaml", "content/site.yaml"
	for _, tt := range []struct {
		name, file, old, new string
		want                 []string
	}{
		{"nothing", site, "Notes", "Notes", nil},
		{"trait", column, "when: ios", "when: iso", []string{`columns/keys.ja.md:6:57 E TRAIT the trait "iso" is not in site.yaml. Did you mean ios?`}},
		{"organisation's trait", org, "traits: [ios]", "traits: [ios, mac]", []string{`orgs/acme/org.yaml:2:15 E TRAIT the trait "mac" is not in site.yaml. Look at the spelling.`}},
		{"guide of an item", column, "give: [contract], guides: [portal]", "give: [contract], guides: [portl]", []string{`columns/keys.ja.md:5:78 E LINK "portl" is not in links.yaml. Did you mean portal?`}},
		{"runbook of an item", column, "runbooks: [lost]", "runbooks: [list]", []string{`columns/keys.ja.md:8:74 E LINK there is no runbooks/list. Did you mean lost?`}},
		{"link in a body", columnEN, "link:portal", "link:porta", []string{`columns/keys.en.md:12:17 E LINK "porta" is not in links.yaml. Did you mean portal?`}},
		{"item in a body", column, "item:rules", "item:rule", []string{`columns/keys.ja.md:18:25 E LINK there is no item "rule". Did you mean rules?`}},
		{"page in a body", "content/guides/start.en.md", "column:keys", "column:key", []string{`guides/start.en.md:5:12 E LINK there is no columns/key. Did you mean keys?`}},
		{"heading of another page", "content/guides/start.ja.md", "keys#apns", "keys#apn", []string{
			`guides/start.ja.md:5:1 E ANCHOR content/columns/keys.en.md has no heading #apn. Did you mean apns?`,
			`guides/start.ja.md:5:1 E ANCHOR content/columns/keys.ja.md has no heading #apn. Did you mean apns?`}},
		{"contact", runbookEN, "contact:desk", "contact:dest", []string{`runbooks/lost.en.md:15:8 E LINK the contact "dest" is not in content/orgs/acme/org.yaml. Did you mean desk?`}},
		{"contact of a step", runbook, "en: Call}, contacts: [desk]", "en: Call}, contacts: [desks]", []string{`runbooks/lost.ja.md:9:96 E LINK the contact "desks" is not in content/orgs/acme/org.yaml. Did you mean desk?`}},
		{"needs", runbook, "needs: [apns]", "needs: [apn]", []string{`runbooks/lost.ja.md:6:9 E LINK there is no item "apn". Did you mean apns?`}},
		{"fact of nothing", org, "  rules:", "  ruled:", []string{
			`orgs/acme/org.yaml E FACT`,
			`orgs/acme/org.yaml:10:3 E LINK there is no item "ruled". Did you mean rules?`}},
		{"record of nothing", org, "runbooks: {lost:", "runbooks: {last:", []string{`orgs/acme/org.yaml:6:12 E LINK there is no runbooks/last. Did you mean lost?`}},
		{"id twice", column, "id: android", "id: contract", []string{`columns/keys.ja.md:7:10 E ID2 the id "contract" also stands at content/columns/keys.ja.md:5:10. Choose another: ticks and dates are kept by id.`}},
		{"id of a section", column, "id: android", "id: after", []string{`columns/keys.ja.md:7:10 E ID2 the id "after" is the name of a runbook's section. Choose another.`}},
		{"section of an item", runbook, "section: after", "section: afterwards", []string{
			`runbooks/lost.en.md:24:1 E SECT no item has the section "after". Look at the spelling.`,
			`runbooks/lost.ja.md:10:29 E SECT content/runbooks/lost.en.md has no heading {#afterwards}. Look at the spelling.`,
			`runbooks/lost.ja.md:10:29 E SECT content/runbooks/lost.ja.md has no heading {#afterwards}. Look at the spelling.`,
			`runbooks/lost.ja.md:32:1 E SECT no item has the section "after". Look at the spelling.`}},
		{"required section", runbookEN, "{#decide}", "{#choose}", []string{`runbooks/lost.en.md E SECT the section {#decide} is missing. Add “## … {#decide}”.`}},
		{"list twice", columnEN, "## Certificate", "::: checklist\n:::\n\n## Certificate", []string{`columns/keys.en.md:10:1 E SECT this checklist stands here twice. Remove one.`}},
		{"leads nowhere", column, ", runbooks: [lost]", "", []string{`columns/keys.ja.md:8:5 W ITEM the item rules leads nowhere. Write a section “## … {#rules}” or give it guides.`}},
		{"owner", org, "contract: {owner: bob}", "contract: {note: x}", []string{`orgs/acme/org.yaml:8:13 W FACT the item contract has no owner. Until it has one, a blank is printed to be filled in by hand.`}},
		{"place of a secret", org, `secret: "vault:apns", `, "", []string{`orgs/acme/org.yaml:9:9 W FACT nothing says where the secret of apns is kept. Write the place, such as vault:…, never the secret.`}},
		{"organisation", site, "org: acme", "org: acne", []string{`site.yaml:3:6 E LINK there is no organisation "acne". Did you mean acme?`}},
		{"theme", site, "org: acme", "org: acme\ntheme: mine", []string{`site.yaml:4:8 E LINK there is no folder themes/mine. Look at its name, or remove theme to use the built-in one.`}},
		{"image that is not there", column, "はじめに。", "![図](panel.png)", []string{`columns/keys.ja.md:11:1 E LINK there is no file "panel.png". Put the image beside the page or in static/ and write its relative path.`}},
		{"file that is not there", column, "はじめに。", "[図](../static/a.pdf)", []string{`columns/keys.ja.md:11:1 E LINK there is no file "../static/a.pdf". Write its path relative to this page.`}},
		{"draft", "content/guides/start.ja.md", "title: はじめに", "title: はじめに\ndraft: true", nil},
		{"link to a draft", runbook, "title: 紛失", "title: 紛失\ndraft: true", []string{
			`columns/keys.ja.md:8:74 E LINK "lost" is still a draft. Publish it or take the link out.`,
			`orgs/acme/org.yaml:6:12 E LINK "lost" is still a draft. Publish it or take the link out.`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := said(t, edited(t, tt.file, tt.old, tt.new), Input{})
			if tt.name == "fact of nothing" {
				got, tt.want = got[1:], tt.want[1:]
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

func TestMissingFiles(t *testing.T) {
	for _, tt := range []struct {
		name, changes string
		want          []string
	}{
		{"no site.yaml", "-- content/site.yaml --\n-\n", []string{`site.yaml E YAML this file is missing. Run gen in the folder that holds content/, or name that folder with -C.`}},
		{"no translation", "-- content/columns/keys.en.md --\n-\n", []string{`columns/keys.ja.md W TRAN there is no English version of this page. Until keys.en.md is written its readers see the source text.`}},
		{"only a translation", "-- content/guides/start.ja.md --\n-\n", []string{`guides/start.en.md W TRAN there is no Japanese version of this page. Until start.ja.md is written its readers see the source text.`}},
		{"the same page twice", "-- content/guides/start.md --\n---\ntitle: A\n---\n", []string{`guides/start.md E SLUG this is the same page in the same language as content/guides/start.ja.md. Keep one of them.`}},
		{"a broken page is not reported by those who refer to it", "-- content/runbooks/lost.ja.md --\n---\ntitel: A\n---\n", []string{
			`runbooks/lost.ja.md:2:1 E KEY review is missing. Add “review: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY severity is missing. Add “severity: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY there is no key "titel" here. Did you mean title?`,
			`runbooks/lost.ja.md:2:1 E KEY title is missing. Add “title: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY trigger is missing. Add “trigger: …”.`}},
		{"Shift_JIS", "-- content/guides/start.ja.md --\n---\ntitle: \x8ew\x92\xe8\n---\n", []string{`guides/start.ja.md:2:8 E UTF8 this looks like Shift_JIS. Save it again with the encoding UTF-8.`}},
		{"UTF-16", "-- content/links.yaml --\n\xff\xfea\x00\n", []string{`links.yaml E UTF8 this looks like UTF-16. Save it again with the encoding UTF-8.`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := said(t, world(tt.changes), Input{}); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// In the public edition a reference to what is internal is its own text, and one
// without a text of its own is refused.
func TestInternalReferences(t *testing.T) {
	fsys := edited(t, "content/columns/keys.ja.md", "はじめに。", "[手順](runbook:lost)と[窓口](contact:desk)と[](item:lost-call)。")
	want := []string{`columns/keys.ja.md:11:39 E INTERNAL this leads to what the public edition does not have, and has no text of its own. Write a text between the brackets; only that remains there.`}
	if got := said(t, fsys, Input{Public: true}); !slices.Equal(got, want) {
		t.Errorf("public: got %q", got)
	}
	if got := said(t, fsys, Input{}); got != nil {
		t.Errorf("organisation: got %q", got)
	}
}
