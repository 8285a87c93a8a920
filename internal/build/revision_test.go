package build

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// revisable is small with every key that an item, a renewal and a fact can have.
const revisable = `
-- content/columns/keys.ja.md --
---
title: 鍵
checklist:
  - id: apns
    title: {ja: 証明書, en: Certificate}
    when: [ios, android]
    guides: [portal]
    runbooks: [lost]
    note: 覚え書き
    give: [account, password]
    risk: {ja: 止まる, en: It stops}
    renew:
      - {id: token, title: トークン, every: P365D, when: ios, redo: [leaver], guides: [portal]}
      - {id: second, title: 二つ目, every: P1Y}
  - {id: rules, title: 規則, give: [document], guides: [portal]}
---

はじめに。

- [ ] 最初の箱

## 証明書 {#apns}

更新します。

- [ ] 二番目の箱

## 番号の節

- [ ] 三番目の箱
-- content/columns/keys.en.md --
-
-- content/runbooks/lost.ja.md --
---
title: 紛失
trigger: 無くした
severity: low
contacts: [desk]
review: P6M
checklist:
  - {id: lost-call, section: after, within: PT5M, who: 本人, title: {ja: 電話する, en: Call}, contacts: [desk]}
---

## 後 {#after}

急ぎます。
-- content/runbooks/lost.en.md --
-
-- content/orgs/acme/org.yaml --
name: Acme
traits: [ios]
people: {ann: {name: Ann}, bob: {name: Bob}}
contacts: {desk: {name: 窓口, tel: 03-0000-0001}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
runbooks: {lost: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}
facts:
  apns: {owner: bob, second: ann, account: push@acme.example, secret: "vault:apns", where: 棚, note: 注記, given: 2026-11-02, received: 2026-11-03}
  apns/token: {owner: bob, done: 2026-06-12, expires: 2027-06-12}
  rules: {owner: bob}
`

// revisions returns those of all items and boxes.
func revisions(s *site.Site) map[string]string {
	list := map[string]string{}
	for _, p := range s.Pages() {
		for _, i := range p.Items {
			list[i.ID.ID] = i.Revision()
		}
		for _, box := range []string{"intro", "apns", "2"} {
			if p.Slug == "keys" {
				list["box "+box] = p.BoxRevision(box)
			}
		}
	}
	return list
}

// TestRevision edits one thing at a time and looks whose ticks are to be made again.
func TestRevision(t *testing.T) {
	const column, runbook, org = "content/columns/keys.ja.md", "content/runbooks/lost.ja.md", "content/orgs/acme/org.yaml"
	was := revisions(build(t, new(Builder), Input{Project: world(revisable)}).Site)
	// They stand in browsers and on paper: a later version of gen has the same.
	want := map[string]string{"apns": "6418c424", "lost-call": "64dd3404", "rules": "28b8a27b", "box intro": "86e40bbd", "box apns": "11799b47", "box 2": "3c8219f8"}
	if !maps.Equal(was, want) {
		t.Errorf("the revisions are %v, and were %v", was, want)
	}
	type edit struct {
		key            string // of Item, Renewal or Fact; else what it is
		file, old, new string
		want           string // whose revisions change
	}
	edits := []edit{
		{"Item.id", runbook, "id: lost-call", "id: lost-ring", "lost-call, lost-ring"},
		{"Item.title", column, "ja: 証明書,", "ja: 新しい証明書,", "apns"},
		{"the English title", column, "en: Certificate", "en: The certificate", "apns"},
		{"Item.when", column, "[ios, android]", "[android]", "apns"},
		{"the order of conditions", column, "[ios, android]", "[android, ios]", ""},
		{"Item.guides", column, "    guides: [portal]\n", "", "apns"},
		{"Item.runbooks", column, "    runbooks: [lost]\n", "", "apns"},
		{"Item.note", column, "覚え書き", "備考", "apns"},
		{"Item.give", column, "[account, password]", "[account]", "apns"},
		{"Item.risk", column, "It stops", "It ends", "apns"},
		{"Item.renew", column, "      - {id: second, title: 二つ目, every: P1Y}\n", "", "apns"},
		{"Renewal.id", column, "id: second", "id: third", "apns"},
		{"Renewal.title", column, "title: トークン", "title: 鍵束", "apns"},
		{"Renewal.every", column, "P365D", "P366D", "apns"},
		{"Renewal.when", column, "when: ios, redo", "when: android, redo", "apns"},
		{"Renewal.redo", column, "[leaver]", "[phone]", "apns"},
		{"Renewal.guides", column, "redo: [leaver], guides: [portal]", "redo: [leaver]", "apns"},
		{"Item.section", runbook, "section: after, within", "section: later, within", "lost-call"},
		{"Item.within", runbook, "PT5M", "PT6M", "lost-call"},
		{"Item.who", runbook, "本人", "管理者", "lost-call"},
		{"Item.contacts", runbook, "en: Call}, contacts: [desk]", "en: Call}", "lost-call"},

		{"Fact.owner", org, "apns: {owner: bob", "apns: {owner: ann", "apns"},
		{"Fact.second", org, ", second: ann", "", "apns"},
		{"Fact.account", org, "push@", "certificate@", "apns"},
		{"Fact.secret", org, "vault:apns", "vault:push", "apns"},
		{"Fact.where", org, "棚", "金庫", "apns"},
		{"Fact.note", org, "注記", "別の注記", "apns"},
		{"Fact.done", org, "done: 2026-06-12", "done: 2026-06-13", "apns"},
		{"Fact.expires", org, "expires: 2027-06-12", "expires: 2027-06-13", "apns"},
		{"Fact.na", org, "rules: {owner: bob", "rules: {na: ありません, owner: bob", "rules"},
		{"Fact.given", org, "given: 2026-11-02, received: 2026-11-03", "given: 2026-11-03, received: 2026-11-03", ""},
		{"Fact.received", org, ", received: 2026-11-03", "", ""},

		{"the section that explains it", column, "更新します", "作り直します", "apns, box apns"},
		{"white space at the end of a line", column, "更新します。", "更新します。  ", ""},
		{"another section's text", column, "- [ ] 三番目の箱", "- [ ] 三番目の大きな箱", "box 2"},
		{"the introduction", column, "はじめに。", "まず。", "box intro"},
		{"a text of a runbook around its steps", runbook, "急ぎます", "走ります", ""},
		{"a person's name", org, "{name: Bob}", "{name: Robert}", ""},
		{"a telephone number", org, "03-0000-0001", "03-0000-0002", ""},
		{"a guide's address", "content/links.yaml", "https://portal.example/", "https://portal.example/new", ""},
		{"the page's title", column, "title: 鍵\n", "title: 大切な鍵\n", ""},
	}
	for _, tt := range edits {
		t.Run(tt.key, func(t *testing.T) {
			fsys := world(revisable)
			text := string(fsys[tt.file].Data)
			if !strings.Contains(text, tt.old) {
				t.Fatalf("%s does not hold %q", tt.file, tt.old)
			}
			fsys[tt.file].Data = []byte(strings.Replace(text, tt.old, tt.new, 1))
			if tt.key == "Item.section" {
				fsys[tt.file].Data = append(fsys[tt.file].Data, "\n## 次 {#later}\n"...)
			}
			b := build(t, new(Builder), Input{Project: fsys})
			if b.Site == nil {
				t.Fatalf("it does not build: %v", b.Problems)
			}
			is := revisions(b.Site)
			changed := map[string]bool{}
			for _, id := range slices.Concat(slices.Collect(maps.Keys(was)), slices.Collect(maps.Keys(is))) {
				if is[id] != was[id] {
					changed[id] = true
				}
			}
			if got := strings.Join(slices.Sorted(maps.Keys(changed)), ", "); got != tt.want {
				t.Errorf("the revisions of %q change, want %q", got, tt.want)
			}
		})
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[content.Item](), reflect.TypeFor[content.Renewal](), reflect.TypeFor[content.Fact]()} {
		for f := range typ.Fields() {
			tag, ok := f.Tag.Lookup("key")
			name, _, _ := strings.Cut(tag, ",")
			if ok && !slices.ContainsFunc(edits, func(e edit) bool { return e.key == typ.Name()+"."+name }) {
				t.Errorf("nothing shows what a change of %s.%s means", typ.Name(), name)
			}
		}
	}
}
