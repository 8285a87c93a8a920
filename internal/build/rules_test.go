package build

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// isRecord reports whether a problem is that a translation does not follow its
// source; TestRecords is about those, and the translations of small have no record.
func isRecord(p diag.Diag) bool {
	return strings.HasPrefix(p.What.EN, "nothing says from which text") || strings.HasSuffix(p.What.EN, "has changed since it was translated")
}

// otherThanRecords returns the problems that are not about records.
func otherThanRecords(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), isRecord)
}

// A translation follows its source, section by section, or says so: to its author
// and, once it was recorded, to its readers.
func TestRecords(t *testing.T) {
	fsys := world("")
	records := func() (list []string, page string) {
		b := build(t, new(Builder), Input{Project: fsys})
		for _, p := range b.Problems {
			if strings.HasPrefix(p.Pos.File, "content/columns/") {
				list = append(list, strings.TrimPrefix(p.Pos.String(), "content/columns/")+" "+p.What.EN)
			}
		}
		return list, b.files["en/columns/keys/index.html"]
	}
	const name = "content/columns/keys.en.md"
	got, page := records()
	if want := []string{"keys.en.md nothing says from which text this was translated"}; !slices.Equal(got, want) || strings.Contains(page, "has changed since") {
		t.Errorf("without a record: %q", got)
	}

	original, problems := content.ParsePage(source.New("content/columns/keys.ja.md", fsys["content/columns/keys.ja.md"].Data), content.Place{Kind: content.KindColumn, Slug: "keys"}, "ja", "", markdown.New())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	data, wrong := content.RecordIn(source.New(name, fsys[name].Data), original.Sections)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	fsys[name] = &fstest.MapFile{Data: data}
	if got, page = records(); got != nil || strings.Contains(page, "has changed since") {
		t.Errorf("recorded: %q", got)
	}

	text := strings.Replace(string(fsys["content/columns/keys.ja.md"].Data), "で更新し", "で毎年更新し", 1)
	fsys["content/columns/keys.ja.md"] = &fstest.MapFile{Data: []byte(text)}
	got, page = records()
	if want := []string{"keys.en.md:3:33 the source of the section {#apns} has changed since it was translated"}; !slices.Equal(got, want) {
		t.Errorf("changed: %q", got)
	}
	if !strings.Contains(page, `The original has changed since these sections were translated:</p>`+"\n<ul>\n"+`<li><a href="#apns">Certificate</a></li>`) {
		t.Error("readers are not told")
	}

	fsys["content/columns/keys.ja.md"] = &fstest.MapFile{Data: []byte(text + "\n## 新しい節 {#new}\n\n文。\n")}
	fsys[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(data), `apns: "`, `old: "00000000", apns: "`, 1))}
	got, _ = records()
	want := []string{
		"keys.en.md the section {#new} of the source is missing",
		"keys.en.md:3:33 the source has no section {#old} any more",
		"keys.en.md:3:50 the source of the section {#apns} has changed since it was translated",
	}
	if !slices.Equal(got, want) {
		t.Errorf("more sections: %q", got)
	}
}

// said returns the problems of an edition of a project, and those without effect on it, in
// English, but those about records. A program that keeps texts must find the same.
func said(t *testing.T, fsys fstest.MapFS, in Input) []string {
	t.Helper()
	in.Project = fsys
	var out []string
	all := func(b built) diag.List { return append(b.Problems, b.Others...).Sorted() }
	found := all(build(t, new(Builder), in))
	if kept := all(newSuccessor(t).build(t, in)); !reflect.DeepEqual(kept, found) {
		t.Errorf("where texts are kept, it says\n%v\ninstead of\n%v", kept, found)
	}
	for _, p := range found {
		if isRecord(p) {
			continue
		}
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
		{"organisation's trait", org, "traits: [ios]", "traits: [ios, mac]", []string{`orgs/acme/org.yaml:2:15 E TRAIT the trait "mac" is not in site.yaml. There are: ios, android.`}},
		{"guide of an item", column, "give: [contract], guides: [portal]", "give: [contract], guides: [portl]", []string{`columns/keys.ja.md:5:78 E LINK "portl" is not in links.yaml. Did you mean portal?`}},
		{"runbook of an item", column, "runbooks: [lost]", "runbooks: [list]", []string{`columns/keys.ja.md:8:74 E LINK there is no runbooks/list. Did you mean lost?`}},
		{"link in a body", columnEN, "link:portal", "link:porta", []string{`columns/keys.en.md:12:17 E LINK "porta" is not in links.yaml. Did you mean portal?`}},
		{"item in a body", column, "item:rules", "item:rule", []string{`columns/keys.ja.md:18:25 E LINK there is no item "rule". Did you mean rules?`}},
		{"page in a body", "content/guides/start.en.md", "column:keys", "column:key", []string{`guides/start.en.md:5:12 E LINK there is no columns/key. Did you mean keys?`}},
		{"page of another folder", "content/guides/start.en.md", "column:keys", "guide:keys", []string{`guides/start.en.md:5:12 E LINK there is no guides/keys. There is columns/keys: write column:keys.`}},
		{"page of another folder that is internal", "content/guides/start.en.md", "column:keys", "guide:lost", []string{`guides/start.en.md:5:12 E LINK there is no guides/lost. There is runbooks/lost: write runbook:lost.`}},
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
		{"id twice", column, "id: android", "id: contract", []string{`columns/keys.ja.md:7:10 E ID2 the id "contract" is also used at content/columns/keys.ja.md:5:10. Choose another: ticks and dates are kept by id.`}},
		{"id of a section", column, "id: android", "id: after", []string{`columns/keys.ja.md:7:10 E ID2 the id "after" is the name of a runbook's section. Choose another.`}},
		{"section of an item", runbook, "section: after", "section: afterwards", []string{
			`runbooks/lost.en.md:24:1 E SECT no item has the section "after". There are: first-hour, afterwards.`,
			`runbooks/lost.ja.md:10:29 E SECT content/runbooks/lost.en.md has no heading {#afterwards}. There are: first-hour, decide, report, evidence, after.`,
			`runbooks/lost.ja.md:10:29 E SECT content/runbooks/lost.ja.md has no heading {#afterwards}. There are: first-hour, decide, report, evidence, after.`,
			`runbooks/lost.ja.md:32:1 E SECT no item has the section "after". There are: first-hour, afterwards.`}},
		{"required section", runbookEN, "{#decide}", "{#choose}", []string{`runbooks/lost.en.md E SECT the section {#decide} is missing. Add “## … {#decide}”.`}},
		{"list twice", columnEN, "## Certificate", "::: checklist\n:::\n\n## Certificate", []string{`columns/keys.en.md:10:1 E SECT this checklist is placed here twice. Remove one.`}},
		{"heading in a quotation is no section", runbook, "## 最初 {#first-hour}", "> ## 最初 {#first-hour}", []string{
			`runbooks/lost.ja.md E SECT the section {#first-hour} is missing. Add “## … {#first-hour}”.`,
			`runbooks/lost.ja.md:9:30 E SECT content/runbooks/lost.ja.md has no heading {#first-hour}. There are: decide, report, evidence, after.`}},
		{"date of several renewals", column, "renew: P365D", "renew: {id: cert, every: P365D}", []string{`orgs/acme/org.yaml:9:9 E LINK the renewals of apns have ids, so this date belongs to none of them. Write done and expires under apns/cert.`}},
		{"needs what does not lapse", runbook, "needs: [apns]", "needs: [rules]", []string{`runbooks/lost.ja.md:6:9 E LINK the item "rules" has nothing to renew. Name one that lapses.`}},
		{"bare list without items", runbookEN, "::: log", "::: checklist", []string{`runbooks/lost.en.md:19:1 E SECT there are no items to place here. Write items without a section in the front matter, or “::: checklist ” and a section's id.`}},
		{"section of an item in one language only", columnEN, "{#apns}", "{#push}", []string{
			`columns/keys.en.md W TRAN the section {#apns}, which explains an item, is missing. Add “## … {#apns}”.`,
			`guides/start.ja.md:5:1 E ANCHOR content/columns/keys.en.md has no heading #apns. There are: push.`}},
		{"summary in one language only", column, "title: 鍵", "title: 鍵\nsummary: 要約", []string{`columns/keys.en.md:1:1 W TRAN the summary is not translated. Add “summary: …”.`}},
		{"id of a page's own parts", column, "## 証明書 {#apns}", "### x {#_item-apns}\n\n## 証明書 {#apns}", []string{`columns/keys.ja.md:16:1 E ID pages keep the id "_item-apns" for their own parts. Choose one that does not begin with _, fn: or fnref:.`}},
		{"packet of a column twice", site, "org: acme", "org: acme\npacket: [keys, keys]", []string{`site.yaml:4:16 E DUP "keys" stands here twice. Name it once.`}},
		{"packet of no column", site, "org: acme", "org: acme\npacket: [kes]", []string{`site.yaml:4:10 E LINK there is no columns/kes. Did you mean keys?`}},
		{"link to nowhere", column, "はじめに。", "[a]() ![b]()", []string{
			`columns/keys.ja.md:11:1 E LINK the link leads nowhere. Write a destination between the parentheses.`,
			`columns/keys.ja.md:11:7 E LINK the link leads nowhere. Write a destination between the parentheses.`}},
		{"a term without a word in a language", "content/glossary.yaml", "en: push certificate, ", "", []string{`glossary.yaml:1:1 W TRAN the term apns has no word in English. Add “en: …”.`}},
		{"devices of no trait", org, "traits: [ios]", "traits: [ios]\ndevices: {ios: 2, mac: 3}", []string{`orgs/acme/org.yaml:3:19 E TRAIT the trait "mac" is not in site.yaml. There are: ios, android.`}},
		{"leads nowhere", column, ", runbooks: [lost]", "", []string{`columns/keys.ja.md:8:5 W ITEM nothing explains the item rules. Write a section “## … {#rules}” or give it guides.`}},
		{"owner", org, "contract: {owner: bob}", "contract: {note: x}", []string{`orgs/acme/org.yaml:8:13 W FACT the item contract has no owner. Until it has one, a blank is printed to be filled in by hand.`}},
		{"second holder", org, "second: ann, ", "", []string{`orgs/acme/org.yaml:9:9 W SECOND the item apns has no second key-holder. Name one as second, from outside if nobody else works here: if one person alone can open it, nobody can when that person is away.`}},
		{"second holder who is the first", org, "second: ann", "second: bob", []string{`orgs/acme/org.yaml:9:30 W SECOND the second key-holder of apns is its owner. Name somebody else, from outside if nobody else works here: if one person alone can open it, nobody can when that person is away.`}},
		{"place of a secret", org, `secret: "vault:apns", `, "", []string{`orgs/acme/org.yaml:9:9 W FACT nothing says where the secret of apns is kept. Write the place, such as vault:…, never the secret.`}},
		{"organisation", site, "org: acme", "org: acne", []string{`site.yaml:3:6 E LINK there is no organisation "acne". Did you mean acme?`}},
		{"theme", site, "org: acme", "org: acme\ntheme: mine", []string{`site.yaml:4:8 E LINK there is no folder themes/mine. Check its name, or remove theme to use the built-in one.`}},
		{"image that is not there", column, "はじめに。", "![図](panel.png)", []string{`columns/keys.ja.md:11:1 E LINK there is no file "panel.png". Put the image beside the page or in static/ and write its relative path.`}},
		{"file that is not there", column, "はじめに。", "[図](../static/a.pdf)", []string{`columns/keys.ja.md:11:1 E LINK there is no file "../static/a.pdf". Write its path relative to this page.`}},
		{"id of an item within a quotation", column, "を読みます。", "を読みます。\n\n> ### 中 {#rules}\n", []string{`columns/keys.ja.md:20:3 E ID2 a heading in a list or a quotation has the id of the item "rules". If it explains the item, write it at the beginning of a line; otherwise give it another id, {#…}.`}},
		{"heading without words", column, "はじめに。", "### {#only}", []string{`columns/keys.ja.md:11:1 E SECT a heading has no words. Write what its section is about, or remove the line.`}},
		{"tick box without words", column, "はじめに。", "- 前\n- [ ]\n", []string{`columns/keys.ja.md:12:3 E SECT a tick box has no words. Write on its line what is done when it is ticked.`}},
		{"traits that cannot be read", site, "  ios: {ja:", "  iOS: {ja:", []string{`site.yaml:5:3 E ID "iOS" is not an id. Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.`}},
		{"a page for an external one", column, "give: [contract], guides: [portal]", "give: [contract], guides: [start]", []string{`columns/keys.ja.md:5:78 E LINK "start" is not in links.yaml. guides/start is a page of this site. Write the id of an external page here, from links.yaml.`}},
		{"a term without a word", "content/glossary.yaml", "ja: プッシュ証明書, en: push certificate, ", "", []string{`glossary.yaml:1:1 E KEY the term apns has no word. Write what it is called under ja and en.`}},
		{"an address without its scheme", column, "はじめに。", "[a](www.example.com) [b](/static/x.pdf) [c](guide：start)", []string{
			`columns/keys.ja.md:11:1 E LINK there is no file "www.example.com". If it is on another site, begin with https://.`,
			`columns/keys.ja.md:11:22 E LINK there is no file "/static/x.pdf". Write its path relative to this page, as in ../static/x.pdf.`,
			`columns/keys.ja.md:11:41 E LINK there is no file "guide：start". Write the colon in the address as an ordinary one.`}},
		{"no tick box", column, "はじめに。", "- [] 済み", []string{`columns/keys.ja.md:11:3 E SECT “[] 済み” is not a tick box. Write it as “- [ ] text”, with a space between the brackets and one after them.`}},
		{"heading like the title", column, "はじめに。", "# 章\n\n> # 引用", []string{`columns/keys.ja.md:11:1 W SECT the heading “章” is as large (#) as the page's title. Make it ##, and give each heading below it one # more.`}},
		{"title again", "content/guides/start.en.md", "---\n\n", "---\n\nStart\n=====\n\n", []string{`guides/start.en.md:5:1 W SECT the heading “Start” is as large (#) as the page's title. Delete this line: the title is shown above the text.`}},
		{"no id", column, "はじめに。", "## 題 {#a b}", []string{`columns/keys.ja.md:11:6 E ID {#a b} is not the id of a heading. Write {#id} at the end of the heading; an id holds no spaces.`}},
		{"unknown mark of a note", column, "はじめに。", "> [!DANGER] 危険", []string{`columns/keys.ja.md:11:3 E SECT there is no note with the mark “[!DANGER]”. Use [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION].`}},
		{"a footnote to which nothing refers", column, "はじめに。", "文。\n\n[^a]: 注", []string{`columns/keys.ja.md:13:1 E SECT nothing in the text refers to the footnote [^a], so it is shown nowhere. Write [^a] in the text where it belongs, or remove the footnote.`}},
		{"a mark without a footnote", column, "はじめに。", "文[^a]。", []string{`columns/keys.ja.md:11:2 E SECT there is no footnote [^a], so it is shown as it is written. Write it at the beginning of a line: “[^a]: …”. To show the mark as it is, put it between backquotes.`}},
		{"a control character", column, "はじめに。", "文\x1b。", []string{`columns/keys.ja.md:11:2 E UTF8 U+001B is a control character, which cannot be shown. Delete it. Text pasted from another program may bring one along.`}},
		{"misspelt mark of a note", column, "はじめに。", "> [!warnning]", []string{`columns/keys.ja.md:11:3 E SECT there is no note with the mark “[!warnning]”. Did you mean warning?`}},
		{"another number", columnEN, "Renew it at the", "Within 30 days renew it at the", []string{`columns/keys.en.md:12:8 W PARITY "30" is not in the same section of content/columns/keys.ja.md. See which of them is right, and make them agree.`}},
		{"a number in words that asks for none", columnEN, "Renew it at the", "Within thirty days renew it at the", nil},
		{"another date", column, "で更新し", "で令和8年3月10日までに更新し", []string{`columns/keys.ja.md:18:21 W PARITY "令和8年3月10日" is not in the same section of content/columns/keys.en.md. See which of them is right, and make them agree.`}},
		{"link to a renewal", column, "で更新し", "で[更新](item:apns/apns)し", []string{`columns/keys.ja.md:18:21 E LINK there is no item "apns/apns". Did you mean apns?`}},
		{"a section less", column, "で更新し", "で更新し\n\n## 戻す {#restore}\n\n1. 開く\n", []string{"columns/keys.en.md W TRAN the section {#restore} of the source is missing. Add “## … {#restore}”, or remove the section from the source if nobody needs it."}},
		{"a step less", column, "で更新し", "で更新し\n\n1. 一つ\n2. 二つ\n\n", []string{`columns/keys.en.md:10:1 W STEP the source has 2 steps here, the translation 0. Add what is missing.`}},
		{"draft", "content/guides/start.ja.md", "title: はじめに", "title: はじめに\ndraft: true", nil},
		{"link to a draft", runbook, "title: 紛失", "title: 紛失\ndraft: true", []string{
			`columns/keys.ja.md:8:74 E LINK "lost" is still a draft. Publish it or take the link out.`,
			`orgs/acme/org.yaml:6:12 E LINK "lost" is still a draft. Publish it or take the link out.`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := edited(t, tt.file, tt.old, tt.new)
			said(t, fsys, Input{Public: true}) // which has fewer pages, and more to look for
			got := said(t, fsys, Input{})
			if tt.name == "fact of nothing" {
				got, tt.want = got[1:], tt.want[1:]
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// A number in English words answers to digits in Japanese.
func TestNumberInWords(t *testing.T) {
	for en, want := range map[string]int{"Do it within ten days.": 0, "Do it within eleven days.": 1} {
		fsys := edited(t, "content/runbooks/lost.en.md", "Do.", en)
		ja := fsys["content/runbooks/lost.ja.md"]
		ja.Data = bytes.Replace(ja.Data, []byte("決めます。"), []byte("10日以内に決めます。"), 1)
		if got := said(t, fsys, Input{}); len(got) != want || want > 0 && !strings.Contains(got[0], `PARITY "10"`) {
			t.Errorf("%s: %q", en, got)
		}
	}
}

// beta is a second organisation, which has nothing to do.
const beta = "-- content/orgs/beta/org.yaml --\nname: Beta\npeople: {cid: {name: Cid}}\ncontacts: {desk: {name: Desk}}\nhandover: {to: cid, begins: 2026-11-01, date: 2027-04-01}\n"

func TestMissingFiles(t *testing.T) {
	for _, tt := range []struct {
		name, changes string
		want          []string
	}{
		{"no site.yaml", "-- content/site.yaml --\n-\n", []string{`site.yaml E YAML this file is missing. Run gen in the folder that holds content/, or name that folder with -C. To begin a site: gen new site.`}},
		{"no translation", "-- content/columns/keys.en.md --\n-\n", []string{`columns/keys.ja.md W TRAN there is no English version of this page. Until keys.en.md is written, readers in that language see the source text.`}},
		{"only a translation", "-- content/guides/start.ja.md --\n-\n", []string{`guides/start.en.md W TRAN there is no Japanese version of this page. Until start.ja.md is written, readers in that language see the source text.`}},
		{"the same page twice", "-- content/guides/start.md --\n---\ntitle: A\n---\n", []string{`guides/start.md E SLUG this is the same page in the same language as content/guides/start.ja.md. Keep one of them.`}},
		{"a broken page is not reported by those who refer to it", "-- content/runbooks/lost.ja.md --\n---\ntitel: A\n---\n", []string{
			`runbooks/lost.ja.md:2:1 E KEY contacts is missing. Add “contacts: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY review is missing. Add “review: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY severity is missing. Add “severity: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY there is no key "titel" here. Did you mean title?`,
			`runbooks/lost.ja.md:2:1 E KEY title is missing. Add “title: …”.`,
			`runbooks/lost.ja.md:2:1 E KEY trigger is missing. Add “trigger: …”.`}},
		{"Shift_JIS", "-- content/guides/start.ja.md --\n---\ntitle: \x8ew\x92\xe8\n---\n", []string{`guides/start.ja.md:2:8 E UTF8 this looks like Shift_JIS. Save it again with the encoding UTF-8.`}},
		{"UTF-16, the other way round", "-- content/links.yaml --\n\xfe\xff\x00a\n", []string{`links.yaml E UTF8 this looks like UTF-16. Save it again with the encoding UTF-8.`}},
		{"a NUL byte", "-- content/guides/start.ja.md --\n---\ntitle: A\x00B\n---\n", []string{`guides/start.ja.md:2:9 E UTF8 there is a NUL byte, which is no character. Delete it. Where there are many, save the file again with the encoding UTF-8.`}},
		{"a text that is too large", "-- content/guides/start.ja.md --\n---\ntitle: A\n---\n" + strings.Repeat("a", 4<<20) + "\n", []string{`guides/start.ja.md E LIMIT the file is larger than 4 MiB. Split the page.`}},
		{"a name that is too long", "-- content/static/" + strings.Repeat("a", 200) + ".pdf --\nx\n", []string{"static/" + strings.Repeat("a", 200) + ".pdf E SLUG the name is too long (204 bytes). A name of letters, digits and hyphens works everywhere, as in panel-01.png."}},
		{"a picture beside an organisation's runbook", "-- content/orgs/acme/runbooks/plan.svg --\n<svg viewBox=\"0 0 1 1\"/>\n-- content/orgs/acme/runbooks/own.ja.md --\n---\ntitle: A\ntrigger: T\nseverity: low\nreview: P1Y\ncontacts: [desk]\nchecklist: [{id: own-call, section: after, title: A}]\n---\n\n## 後 {#after}\n\n![図](plan.svg)\n-- content/orgs/acme/runbooks/own.en.md --\n---\ntitle: A\n---\n\n## After {#after}\n\n![Plan](plan.svg)\n", nil},
		{"UTF-16", "-- content/links.yaml --\n\xff\xfea\x00\n", []string{`links.yaml E UTF8 this looks like UTF-16. Save it again with the encoding UTF-8.`}},
		{"a translation of what cannot be read", "-- content/runbooks/lost.ja.md --\n---\ntitle: \x8ew\x92\xe8\n---\n", []string{`runbooks/lost.ja.md:2:8 E UTF8 this looks like Shift_JIS. Save it again with the encoding UTF-8.`}},
		{"an organisation that cannot be read", "-- content/orgs/acme/org.yaml --\nname: \x8ew\x92\xe8\n", []string{`orgs/acme/org.yaml:1:7 E UTF8 this looks like Shift_JIS. Save it again with the encoding UTF-8.`}},
		{"site.yaml cannot be read", "-- content/site.yaml --\n\xff\xfea\x00\n", []string{`site.yaml E UTF8 this looks like UTF-16. Save it again with the encoding UTF-8.`}},
		{"no site.yaml and something else", "-- content/site.yaml --\n-\n-- content/notes.md --\nx\n", []string{
			`notes.md E SLUG nothing reads a file of this name here. Pages stand in columns/, guides/ or runbooks/, an organisation in orgs/<id>/org.yaml, files to be copied in static/.`,
			`site.yaml E YAML this file is missing. Run gen in the folder that holds content/, or name that folder with -C. To begin a site: gen new site.`}},
		{"names that differ in case", "-- content/static/A.txt --\nx\n-- content/static/a.txt --\nx\n", []string{`static/a.txt E SLUG this differs from content/static/A.txt only in case or accents. Windows and macOS take the two for one file. Rename one.`}},
		{"a folder of no organisation", "-- content/orgs/beta/runbooks/form.pdf --\nx\n", []string{`orgs/beta/org.yaml W SLUG without this file nothing reads orgs/beta/. Write it if this is an organisation; else move the folder out of content/.`}},
		{"a contact that only this organisation lacks", "-- content/orgs/acme/org.yaml --\n" + strings.Replace(string(world("")["content/orgs/acme/org.yaml"].Data), "{desk:", "{deks:", 1) + beta, []string{`orgs/acme/org.yaml:4:12 E LINK no other organisation has a contact "deks", and "desk", which pages of all organisations name, is missing. Did you mean desk?`}},
		{"a contact that this organisation does not have at all", "-- content/orgs/acme/org.yaml --\n" + strings.Replace(string(world("")["content/orgs/acme/org.yaml"].Data), "contacts: {desk:", "contacts: {police:", 1) + beta, []string{`orgs/acme/org.yaml E LINK the contact "desk", which pages of all organisations name, is missing. Add it to contacts, as other organisations have it.`}},
		{"packet of a column without a checklist", "-- content/columns/news.ja.md --\n---\ntitle: A\n---\n-- content/columns/news.en.md --\n---\ntitle: A\n---\n-- content/site.yaml --\n" + strings.Replace(string(world("")["content/site.yaml"].Data), "org: acme", "org: acme\npacket: [keys, news]", 1), []string{`site.yaml:4:16 E LINK "news" has no checklist to hand over. Give it one, or remove it here.`}},
		{"a runbook without steps", "-- content/runbooks/idle.ja.md --\n---\ntitle: A\ntrigger: T\nseverity: low\nreview: P1Y\ncontacts: [desk]\n---\n\n## 後 {#after}\n\n待つ。\n-- content/runbooks/idle.en.md --\n---\ntitle: A\n---\n\n## After {#after}\n\nWait.\n", []string{`runbooks/idle.ja.md:1:1 E SECT the runbook has no checklist. Add one between the --- lines.`}},
		{"one of two numbers", "-- content/guides/start.ja.md --\n---\ntitle: はじめに\n---\n\n5台を30分で。\n-- content/guides/start.en.md --\n---\ntitle: Start\n---\n\n5 devices in 40 minutes.\n", []string{
			`guides/start.en.md:5:14 W PARITY "40" is not in the same section of content/guides/start.ja.md. See which of them is right, and make them agree.`,
			`guides/start.ja.md:5:4 W PARITY "30" is not in the same section of content/guides/start.en.md. See which of them is right, and make them agree.`}},
		{"one name for two kinds", "-- content/guides/keys.ja.md --\n---\ntitle: A\n---\n-- content/guides/keys.en.md --\n---\ntitle: A\n---\n", []string{`guides/keys.ja.md E SLUG content/columns/keys.ja.md has the same name. Choose another: on a page that joins both, their headings could not be told apart.`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := world(tt.changes)
			if got := said(t, fsys, Input{}); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			said(t, fsys, Input{Public: true}) // which has fewer pages, and more to look for
		})
	}
}

// Files that belong to an organisation, or stand beside runbooks, are not part of
// a public edition, nor of another organisation's.
func TestInternalFiles(t *testing.T) {
	files := beta + "-- content/orgs/acme/runbooks/plan.svg --\n<svg viewBox=\"0 0 1 1\"/>\n-- content/orgs/beta/runbooks/plan.svg --\n<svg viewBox=\"0 0 1 1\"/>\n-- content/runbooks/form.pdf --\nx\n-- content/orgs/beta/runbooks/own.ja.md --\n---\ntitle: A\ntrigger: T\nseverity: low\nreview: P1Y\ncontacts: [desk]\n---\n"
	fsys := world(files)
	column := string(fsys["content/columns/keys.ja.md"].Data)
	fsys["content/columns/keys.ja.md"].Data = []byte(strings.Replace(column, "はじめに。", "[様式](../runbooks/form.pdf) ![図](../orgs/acme/runbooks/plan.svg)", 1))
	public := build(t, new(Builder), Input{Project: fsys, Public: true})
	if got := said(t, fsys, Input{Public: true}); len(got) != 1 || !strings.HasPrefix(got[0], "columns/keys.ja.md:11:28 E INTERNAL") || len(public.files) > 0 {
		t.Errorf("public: %q, %d files", got, len(public.files))
	}
	fsys["content/columns/keys.ja.md"].Data = []byte(strings.Replace(column, "はじめに。", "[様式](../runbooks/form.pdf) [図](../orgs/acme/runbooks/plan.svg)", 1))
	if public = build(t, new(Builder), Input{Project: fsys, Public: true}); len(otherThanRecords(public.Problems)) > 0 {
		t.Errorf("public: %v", public.Problems)
	}
	for name, text := range public.files {
		if strings.HasPrefix(name, "media/") || strings.Contains(text, "plan.svg") || strings.Contains(text, "form.pdf") {
			t.Errorf("the public edition holds %s", name)
		}
	}
	if got := build(t, new(Builder), Input{Project: fsys}); got.files["media/runbooks/form.pdf"] == "" || got.files["media/orgs/acme/runbooks/plan.svg"] == "" {
		t.Errorf("the organisation's edition lacks its files: %v", got.Problems)
	}
	fsys["content/columns/keys.ja.md"].Data = []byte(strings.Replace(column, "はじめに。", "[図](../orgs/beta/runbooks/plan.svg)と[手順](runbook:own)", 1))
	want := []string{
		`columns/keys.ja.md:11:1 E LINK there is no file "../orgs/beta/runbooks/plan.svg". Write its path relative to this page.`,
		`columns/keys.ja.md:11:37 E LINK runbooks/own is another organisation's own. Put it in runbooks/ or in orgs/acme/runbooks/.`,
	}
	if got := said(t, fsys, Input{}); !slices.Equal(got, want) {
		t.Errorf("another organisation's: %q", got)
	}
}

// The line of a misplaced secret is never shown, nor is the secret said, whatever else
// is wrong with it.
func TestPrivateLines(t *testing.T) {
	for _, facts := range []string{
		`{secret: hunter2, ownr: x}`,
		`{secrt: hanako battery}`,
		`{sceret: hanako battery, ownr: x}`,
		"{owner: bob}\n  \"rules\": {secret: hanako battery}",
		`{secret: [hanako battery], ownr: x}`,
		`{secret: {ja: hanako}, ownr: x}`,
		`{secret: hanako: battery}`,
		`{secret: hanako, battery}`,
		`{secret：hanako, ownr: x}`,
		`{secret: "vault:hanako battery", ownr: x}`,
		"{secret: \"hanako\n       battery\", ownr: x}",
		"{secret: \"hanako\n battery\", ownr: x}",
		"\n    secret:\n    - hanako\n    - battery: x\n      battery: y",
		"\n    secret: >\n      hanako\n\n      battery\n\t battery",
		"\n    secret:\n      hanako #battery",
		"\n    ? secret\n    : hanako: battery",
	} {
		r := build(t, new(Builder), Input{Project: edited(t, "content/orgs/acme/org.yaml", "rules: {owner: bob}", "rules: "+facts)})
		if !r.Problems.HasErrors(true) {
			t.Errorf("%s: nothing is wrong", facts)
		}
		for _, p := range r.Problems {
			for _, said := range []string{p.Line, p.Sentence("en"), p.Sentence("ja")} {
				if strings.Contains(said, "hunter2") || strings.Contains(said, "hanako") || strings.Contains(said, "battery") {
					t.Errorf("%s: %s says %q", facts, p.Code, said)
				}
			}
		}
	}
	// Where a secret is kept may be seen, and so may what stands below one.
	for old, new := range map[string]string{"account: push": "acount: push", "rules: {owner": "rules: {secret: hunter2}\n  mail: {ownr"} {
		r := build(t, &Builder{}, Input{Project: edited(t, "content/orgs/acme/org.yaml", old, new)})
		if !slices.ContainsFunc(r.Problems, func(p diag.Diag) bool { return p.Code == diag.KEY && p.Line != "" }) {
			t.Errorf("%s: got %v", new, r.Problems)
		}
	}
	// Front matter is YAML as well.
	r := build(t, new(Builder), Input{Project: edited(t, "content/columns/keys.ja.md", "title: 鍵", "title: 鍵\nsecrets: hunter2")})
	if list := otherThanRecords(r.Problems); len(list) == 0 || strings.Contains(list[0].Line, "hunter2") {
		t.Errorf("got %v", list)
	}
	r = build(t, new(Builder), Input{Project: edited(t, "content/links.yaml", "https://portal.example/", "https://bob:hunter2@portal.example/")})
	if list := otherThanRecords(r.Problems); len(list) != 2 || strings.Contains(list[0].Line+list[1].Line, "hunter2") {
		t.Errorf("got %v", list)
	}
}

// A line separator above a mistake does not make another line pass for its own.
func TestLinesBelowSeparators(t *testing.T) {
	fsys := edited(t, "content/orgs/acme/org.yaml", "facts:", "# a\u2028# b\nfacts:\n  alpha: {ownr: x}\n  beta: {secret: hanakoneko}")
	r := build(t, new(Builder), Input{Project: fsys})
	if list := otherThanRecords(r.Problems); len(list) == 0 {
		t.Error("nothing is wrong")
	}
	for _, p := range r.Problems {
		if strings.Contains(p.Line, "hanakoneko") {
			t.Errorf("%s shows the secret", p.Code)
		}
	}
}

// Secrets are found in every file and edition; telephone numbers and foreign
// addresses only where everybody can read them.
func TestSecretsAndPrivacy(t *testing.T) {
	const secret = ` E SECRET this looks like a password. Take it out and write only where it is kept, such as vault:…. If it was shared, revoke it. An example is excused by “<!-- gen:allow SECRET reason -->” on the line before.`
	const telephone = " E PHONE there is a telephone number in a public page. Take it out, and put it into an organisation's contacts. A number that may be public is excused by “# gen:allow PHONE reason” on the line before."
	const foreign = " W MAIL there is an e-mail address in a public page that is not the site's own. See whether it may be public; if so, excuse it by “# gen:allow MAIL reason” on the line before."
	for _, tt := range []struct {
		name, file, old, new string
		public               bool
		want                 []string
	}{
		{"in a page", "content/columns/keys.ja.md", "はじめに。", "パスワードは「hunter2」です。", false, []string{"columns/keys.ja.md:11:8" + secret}},
		{"in a runbook, for the public edition too", "content/runbooks/lost.ja.md", "急ぎます。", "password: hunter2", true, []string{"runbooks/lost.ja.md:15:11" + secret}},
		{"in a table", "content/columns/keys.ja.md", "はじめに。", "| パスワード | Kx9#mP2qLs |", false, []string{"columns/keys.ja.md:11:11" + strings.Replace(secret, "on the line before", "in a cell of the same line", 1)}},
		{"number in another site's address", "content/links.yaml", "https://portal.example/", "https://portal.example/articles/08012345678", true, nil},
		{"in a comment of site.yaml", "content/site.yaml", "org: acme", "# password: hunter2\norg: acme", false, []string{"site.yaml:3:13" + strings.Replace(secret, "<!-- gen:allow SECRET reason -->", "# gen:allow SECRET reason", 1)}},
		{"in front matter, where a comment is another", "content/columns/keys.ja.md", "date: 2026-11-16", "# password: hunter2\ndate: 2026-11-16", false, []string{"columns/keys.ja.md:3:13" + strings.Replace(secret, "<!-- gen:allow SECRET reason -->", "# gen:allow SECRET reason", 1)}},
		{"telephone", "content/columns/keys.ja.md", "はじめに。", "03-0000-0001", true, []string{"columns/keys.ja.md:11:1 E PHONE there is a telephone number in a public page. Put it into an organisation's contacts and refer to it as [text](contact:id). A number that may be public is excused by “<!-- gen:allow PHONE reason -->” on the line before."}},
		{"telephone of an organisation's edition", "content/guides/start.ja.md", "から。", "から。 03-0000-0001", false, []string{`guides/start.ja.md:5:26 W PARITY "03-0000-0001" is not in the same section of content/guides/start.en.md. See which of them is right, and make them agree.`}},
		{"title of a link", "content/links.yaml", "en: Portal", "en: Portal 03-0000-0001 ann@acme.example", true, []string{"links.yaml:1:39" + telephone, "links.yaml:1:52" + foreign}},
		{"condition", "content/site.yaml", "en: you manage iOS", "en: you manage iOS (ask 090-0000-0001)", true, []string{"site.yaml:5:49" + telephone}},
		{"meaning of a word", "content/glossary.yaml", "commands reach a device", "commands reach 03-0000-0001", true, []string{"glossary.yaml:1:124" + telephone}},
		{"title of a link in an organisation's edition", "content/links.yaml", "en: Portal", "en: Portal 03-0000-0001", false, nil},
		{"address", "content/guides/start.en.md", "Begin with", "Ask ann@acme.example, begin with", true, []string{"guides/start.en.md:5:5 W MAIL there is an e-mail address in a public page that is not the site's own. See whether it may be public; if so, excuse it by “<!-- gen:allow MAIL reason -->” on the line before."}},
	} {
		got := slices.DeleteFunc(said(t, edited(t, tt.file, tt.old, tt.new), Input{Public: tt.public}), func(s string) bool {
			return tt.public && strings.Contains(s, " PARITY ")
		})
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got\n  %s\nwant\n  %s", tt.name, strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
		}
	}
}

// A draft of an organisation's own runbook leaves the generic one in place, and
// what is known of a draft column's items is no mistake.
func TestDraftsHideNothingElse(t *testing.T) {
	own := strings.Replace(string(world("")["content/runbooks/lost.ja.md"].Data), "title: 紛失", "title: 新版\ndraft: true", 1)
	fsys := world("-- content/orgs/acme/runbooks/lost.ja.md --\n" + own)
	if b := build(t, new(Builder), Input{Project: fsys}); len(otherThanRecords(b.Problems)) > 0 || !strings.Contains(b.files["ja/runbooks/lost/index.html"], "紛失") {
		t.Errorf("the generic runbook is gone: %v", b.Problems)
	}
	if b := build(t, new(Builder), Input{Project: fsys, Drafts: true}); !strings.Contains(b.files["ja/runbooks/lost/index.html"], "新版") {
		t.Error("--drafts does not show the new one")
	}
	got := said(t, edited(t, "content/columns/keys.ja.md", "title: 鍵", "title: 鍵\ndraft: true"), Input{})
	want := []string{
		`guides/start.en.md:5:12 E LINK "keys" is still a draft. Publish it or take the link out.`,
		`guides/start.ja.md:5:1 E LINK "keys" is still a draft. Publish it or take the link out.`,
		`runbooks/lost.ja.md:6:9 E LINK the page of the item "apns" is still a draft. Publish it or take the link out.`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
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

// The organisation that site.yaml names is looked for in every edition, of which others can
// be made without it.
func TestUsualOrg(t *testing.T) {
	fsys := edited(t, "content/site.yaml", "org: acme", "org: acne")
	want := []string{`site.yaml:3:6 W LINK there is no organisation "acne". Did you mean acme?`}
	for _, in := range []Input{{Public: true}, {Org: "acme"}} {
		if got := said(t, fsys, in); !slices.Equal(got, want) {
			t.Errorf("%+v: %q", in, got)
		}
	}
}

// Of a long line a message shows what is near the place, and no more is kept: where all
// of it was kept for each, a page of many mistakes took gigabytes.
func TestLinesOfManyMistakes(t *testing.T) {
	r := build(t, new(Builder), Input{Project: edited(t, "content/columns/keys.ja.md", "はじめに。", strings.Repeat("a@b.example ", 2000)), Public: true})
	kept := 0
	for _, p := range r.Problems {
		if kept += len(p.Line); utf8.RuneCountInString(p.Line) > 2*diag.Around+3 {
			t.Fatalf("%s keeps %d bytes of a line", p.Pos, len(p.Line))
		}
	}
	if kept < 2000 {
		t.Errorf("%d bytes of lines are kept", kept)
	}
}
