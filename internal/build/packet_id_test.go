package build

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/content"
)

// printable is small with what a packet prints besides: a second column that is handed
// over, one that is not and has a renewal, a picture, a footnote, and links whose words
// are those of their target.
const printable = `
-- content/site.yaml --
title: {ja: ノート, en: Notes}
languages: [ja, en]
org: acme
url: https://notes.example/
packet: [keys, doors]
fiscal: 4
eras: true
remind: [P30D]
traits:
  ios: {ja: iOSを管理している, en: you manage iOS}
  android: {ja: Androidを管理している, en: you manage Android}
-- content/links.yaml --
portal: {title: {ja: ポータル, en: Portal}, url: "https://portal.example/"}
report: {title: {ja: 報告, en: Report}, url: "https://report.example/", by: {ja: 委員会, en: Commission}}
-- content/columns/keys.ja.md --
---
title: 鍵
date: 2026-11-16
checklist:
  - {id: contract, title: {ja: 契約, en: Contract}, give: [contract], guides: [portal]}
  - {id: apns, title: {ja: 証明書, en: Certificate}, when: ios, give: [account, password], renew: P365D, guides: [portal]}
  - {id: android, title: Android, when: android, give: [account], guides: [portal]}
  - {id: rules, title: {ja: 規則, en: Rules}, give: [document], runbooks: [lost]}
---

はじめに。

## 証明書 {#apns}

[ポータル](link:portal)で更新し、[](guide:start)を読みます[^1]。[別の所][place]。

![画面](panel.svg)

## ほか

[^1]: 毎年です。

[place]: https://place.example/
-- content/columns/keys.en.md --
---
title: Keys
---

Introduction.

## Certificate {#apns}

Always renew it at the [portal](link:portal).
-- content/columns/panel.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>
-- content/columns/doors.ja.md --
---
title: 扉
date: 2026-11-17
checklist:
  - {id: door, title: {ja: 扉, en: Door}, give: [key]}
---

扉です。
-- content/columns/licences.ja.md --
---
title: 許可
date: 2026-11-18
checklist:
  - {id: licence, title: {ja: 許可, en: Licence}, give: [contract], guides: [report], renew: {every: P1Y}}
---

許可です。
-- content/runbooks/lost.ja.md --
---
title: 紛失
trigger: {ja: 無くした, en: Lost}
severity: low
contacts: [desk]
needs: [apns]
deadlines: [{within: P3D, what: {ja: 報告する, en: Report it}, guides: [report]}]
review: P6M
checklist:
  - {id: lost-call, section: after, within: PT5M, title: {ja: 電話する, en: Call}, contacts: [desk], guides: [portal]}
  - {id: lost-end, section: after, title: {ja: 振り返る, en: Look back}}
---

## 後 {#after}

[](link:report)へ。
-- content/runbooks/lost.en.md --
-
-- content/orgs/acme/org.yaml --
name: Acme
traits: [ios]
people: {ann: {name: Ann}, bob: {name: Bob}}
contacts: {desk: {name: {ja: 窓口, en: Desk}, tel: 03-0000-0001}, police: {name: Police}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
runbooks: {lost: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}
facts:
  contract: {owner: bob}
  apns: {owner: bob, second: ann, secret: "vault:apns", account: push@acme.example, done: 2026-06-12}
  licence: {owner: bob, done: 2026-03-31, expires: 2027-03-31}
  rules: {owner: bob}
`

// Where anything that is printed in any language is another, the content ID is another,
// and verify/ names what has changed; where nothing is, neither is the ID.
func TestPrintedIsIdentified(t *testing.T) {
	const packets = "content/orgs/acme/packets.yaml"
	made := func(fsys fstest.MapFS) (built, string) {
		t.Helper()
		b := build(t, new(Builder), Input{Project: fsys})
		if b.Problems.HasErrors(false) {
			t.Fatal(b.Problems)
		}
		id, printed := b.Site.PacketID(), ""
		for _, name := range slices.Sorted(maps.Keys(b.files)) {
			if strings.HasSuffix(name, "handover/index.html") || strings.HasPrefix(name, "qr/link-") || strings.HasPrefix(name, "media/") {
				printed += strings.ReplaceAll(b.files[name], id, "")
			}
		}
		return b, printed
	}
	first, before := made(world(printable))
	id := first.Site.PacketID()
	for name, c := range map[string]struct{ file, old, new, says string }{
		"the address of the site":              {"site.yaml", "https://notes.example/", "https://new.example/", "(site.yaml)</a>"},
		"the words of a condition":             {"site.yaml", "you manage iOS", "you look after iOS", "(site.yaml)</a>"},
		"Japanese eras":                        {"site.yaml", "eras: true", "eras: false", "(site.yaml)</a>"},
		"the fiscal year":                      {"site.yaml", "fiscal: 4", "fiscal: 1", "Renewals</a>"},
		"when to be reminded":                  {"site.yaml", "P30D", "P60D", "Renewals</a>"},
		"the order of columns":                 {"site.yaml", "[keys, doors]", "[doors, keys]", "Column “Keys”</a>"},
		"a renewal of another column":          {"orgs/acme/org.yaml", "expires: 2027-03-31", "expires: 2027-05-31", "Renewals</a>"},
		"the title of another's renewal":       {"columns/licences.ja.md", "en: Licence", "en: Permit", "Renewals</a>"},
		"the address of an item's guide":       {"links.yaml", "https://portal.example/", "https://portal.example/new", "item 1 Contract</a>"},
		"the title of an item's guide":         {"links.yaml", "en: Portal", "en: Gate", "item 2 Certificate</a>"},
		"the address of a deadline's":          {"links.yaml", "https://report.example/", "https://report.example/new", "Runbook “紛失”</a>"},
		"whose page a guide is":                {"links.yaml", "en: Commission", "en: Office", "Runbook “紛失”</a>"},
		"a column's title":                     {"columns/keys.ja.md", "title: 鍵", "title: 錠", "Column “Keys”</a>"},
		"a column's title in English":          {"columns/keys.en.md", "title: Keys", "title: Locks", "Column “Locks”</a>"},
		"a text in English":                    {"columns/keys.en.md", "Always renew", "Never renew", "item 2 Certificate</a>"},
		"a footnote in another section":        {"columns/keys.ja.md", "毎年です", "毎月です", "Column “Keys”</a>"},
		"an address in another section":        {"columns/keys.ja.md", "https://place.example/", "https://spot.example/", "item 2 Certificate</a>"},
		"the title of a guide linked to":       {"guides/start.ja.md", "title: はじめに", "title: 始め方", "item 2 Certificate</a>"},
		"a picture":                            {"columns/panel.svg", "M0 0h4v4z", "M0 0h3v3z", "item 2 Certificate</a>"},
		"the order of items":                   {"columns/keys.ja.md", apnsLine + androidLine, androidLine + apnsLine, "item 3 Certificate</a>"},
		"a telephone number":                   {"orgs/acme/org.yaml", "03-0000-0001", "03-0000-0009", "Contacts</a>"},
		"the end of a renewal of the list":     {"orgs/acme/org.yaml", "done: 2026-06-12", "done: 2026-06-13", "item 2 Certificate</a>"},
		"the name of the organisation":         {"orgs/acme/org.yaml", "name: Acme", "name: Acne", "The organisation</a>"},
		"its marking":                          {"orgs/acme/org.yaml", "name: Acme", "name: Acme\nmarking: Secret", "The organisation</a>"},
		"its traits":                           {"orgs/acme/org.yaml", "traits: [ios]", "traits: [ios, android]", "The organisation</a>"},
		"its devices":                          {"orgs/acme/org.yaml", "traits: [ios]", "traits: [ios]\ndevices: {ios: 3}", "The organisation</a>"},
		"a person's name":                      {"orgs/acme/org.yaml", "{name: Ann}", "{name: Anna}", "The organisation</a>"},
		"a person's role":                      {"orgs/acme/org.yaml", "{name: Ann}", "{name: Ann, role: IT}", "The organisation</a>"},
		"a person more":                        {"orgs/acme/org.yaml", "bob: {name: Bob}", "bob: {name: Bob}, eve: {name: Eve}", "The organisation</a>"},
		"who hands over":                       {"orgs/acme/org.yaml", "from: ann, ", "", "The organisation</a>"},
		"who takes over":                       {"orgs/acme/org.yaml", "{from: ann, to: bob", "{from: bob, to: ann", "The organisation</a>"},
		"the approver":                         {"orgs/acme/org.yaml", "to: bob,", "to: bob, approver: ann,", "The organisation</a>"},
		"the beginning of the handover":        {"orgs/acme/org.yaml", "begins: 2026-11-01", "begins: 2026-11-02", "The organisation</a>"},
		"its end":                              {"orgs/acme/org.yaml", "date: 2027-04-01", "date: 2027-04-02", "The organisation</a>"},
		"a copy":                               {"orgs/acme/org.yaml", "facts:", "copies: [{no: 1, holder: bob}]\nfacts:", "The organisation</a>"},
		"the name of a contact":                {"orgs/acme/org.yaml", "en: Desk", "en: Help", "Contacts</a>"},
		"the hours of a contact":               {"orgs/acme/org.yaml", "tel: 03-0000-0001", "tel: 03-0000-0001, hours: {ja: 平日, en: weekdays}", "Contacts</a>"},
		"a contact more":                       {"orgs/acme/org.yaml", "police: {name: Police}", "police: {name: Police}, doctor: {name: Doctor}", "Contacts</a>"},
		"a runbook's owner":                    {"orgs/acme/org.yaml", "lost: {owner: bob", "lost: {owner: ann", "Runbook “紛失”</a>"},
		"when it was revised":                  {"orgs/acme/org.yaml", "on: 2026-10-10", "on: 2026-10-11", "Runbook “紛失”</a>"},
		"who revised it":                       {"orgs/acme/org.yaml", "by: ann, ok", "by: bob, ok", "Runbook “紛失”</a>"},
		"who approved it":                      {"orgs/acme/org.yaml", "ok: bob", "ok: ann", "Runbook “紛失”</a>"},
		"what was revised":                     {"orgs/acme/org.yaml", "what: First", "what: Second", "Runbook “紛失”</a>"},
		"what a runbook is for":                {"runbooks/lost.ja.md", "en: Lost}", "en: Gone}", "Runbook “紛失”</a>"},
		"its severity":                         {"runbooks/lost.ja.md", "severity: low", "severity: medium", "Runbook “紛失”</a>"},
		"whom it calls":                        {"runbooks/lost.ja.md", "contacts: [desk]\n", "contacts: [desk, police]\n", "Runbook “紛失”</a>"},
		"what it needs":                        {"runbooks/lost.ja.md", "needs: [apns]", "needs: [licence]", "Runbook “紛失”</a>"},
		"a deadline":                           {"runbooks/lost.ja.md", "within: P3D", "within: P4D", "Runbook “紛失”</a>"},
		"what is due":                          {"runbooks/lost.ja.md", "en: Report it", "en: Tell it", "Runbook “紛失”</a>"},
		"when it is reviewed":                  {"runbooks/lost.ja.md", "review: P6M", "review: P7M", "Runbook “紛失”</a>"},
		"its title":                            {"runbooks/lost.ja.md", "title: 紛失", "title: 紛失したら", "Runbook “紛失したら”</a>"},
		"its summary":                          {"runbooks/lost.ja.md", "title: 紛失", "title: 紛失\nsummary: 要約", "Runbook “紛失”</a>"},
		"its text":                             {"runbooks/lost.ja.md", "へ。", "まで。", "Runbook “紛失”</a>"},
		"a step of it":                         {"runbooks/lost.ja.md", "en: Call}", "en: Ring}", "Runbook “紛失”</a>"},
		"how long a step takes":                {"runbooks/lost.ja.md", "within: PT5M", "within: PT6M", "Runbook “紛失”</a>"},
		"a term":                               {"glossary.yaml", "en: push certificate", "en: certificate of push", "Glossary</a>"},
		"another word of a term":               {"glossary.yaml", "aliases: [APNs証明書]", "aliases: [APNsの証明書]", "Glossary</a>"},
		"what a term means":                    {"glossary.yaml", "What lets commands reach", "What takes commands to", "Glossary</a>"},
		"what an item is called":               {"columns/keys.ja.md", "en: Contract}", "en: Agreement}", "item 1 Agreement</a>"},
		"a condition of an item":               {"columns/keys.ja.md", "when: android", "when: [ios, android]", "item 3 Android</a>"},
		"how often a renewal is due":           {"columns/keys.ja.md", "renew: P365D", "renew: P1Y", "item 2 Certificate</a>"},
		"what makes a renewal necessary":       {"columns/keys.ja.md", "renew: P365D", "renew: {every: P365D, redo: [leaver]}", "item 2 Certificate</a>"},
		"who owns an item":                     {"orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: ann}", "item 1 Contract</a>"},
		"who owns a renewal of another column": {"orgs/acme/org.yaml", "licence: {owner: bob", "licence: {owner: ann", "Renewals</a>"},
		"when that was done":                   {"orgs/acme/org.yaml", "done: 2026-03-31", "done: 2026-04-30", "Renewals</a>"},
		"what makes it necessary":              {"columns/licences.ja.md", "every: P1Y", "every: P1Y, redo: [leaver]", "Renewals</a>"},
		"how often it is due":                  {"columns/licences.ja.md", "every: P1Y", "every: P2Y", "Renewals</a>"},
		"a guide of another column's":          {"links.yaml", "en: Report}", "en: Reports}", "Runbook “紛失”</a>"},
		"what is given":                        {"columns/keys.ja.md", "give: [contract]", "give: [contract, document]", "item 1 Contract</a>"},
		"a risk":                               {"columns/keys.ja.md", "give: [contract]", "give: [contract], risk: A", "item 1 Contract</a>"},
		"a note":                               {"columns/keys.ja.md", "give: [contract]", "give: [contract], note: A", "item 1 Contract</a>"},
		"where something is":                   {"orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: bob, where: A}", "item 1 Contract</a>"},
		"a remark":                             {"orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: bob, note: A}", "item 1 Contract</a>"},
		"what does not apply":                  {"orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: bob, na: A}", "item 1 Contract</a>"},
		"nothing: an introduction":             {"guides/start.ja.md", "から。", "から始める。", ""},
		"nothing: another's text":              {"columns/licences.ja.md", "許可です。", "許可のことです。", ""},
	} {
		fsys := world(printable)
		text := string(fsys["content/"+c.file].Data)
		if !strings.Contains(text, c.old) {
			t.Fatalf("%s: %s does not hold %q", name, c.file, c.old)
		}
		fsys["content/"+c.file] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, c.old, c.new))}
		fsys[packets] = &fstest.MapFile{Data: recorded(first.Site, nil, "2026-11-22", 1)}
		after, printed := made(fsys)
		other := printed != before || c.file == "site.yaml" && strings.Contains(c.old, "https") // the code on the cover
		if other != (c.says != "") {
			t.Errorf("%s: the packet prints something else: %v", name, other)
		}
		if other == (after.Site.PacketID() == id) {
			t.Errorf("%s: the packet prints something else: %v, and has the content ID %s after %s", name, other, after.Site.PacketID(), id)
		}
		page := after.files["verify/index.html"]
		if old := strings.Contains(page, `<tr class="printed old" id="`+id+`">`); old != other || !strings.Contains(page, c.says) {
			t.Errorf("%s: the page does not say %q", name, c.says)
		}
	}
}

const (
	apnsLine = `  - {id: apns, title: {ja: 証明書, en: Certificate}, when: ios, give: [account, password], renew: P365D, guides: [portal]}
`
	androidLine = `  - {id: android, title: Android, when: android, give: [account], guides: [portal]}
`
)

// A record of an earlier version, which noted less, is never taken for a true one.
func TestEarlierRecord(t *testing.T) {
	fsys := world("")
	first := build(t, new(Builder), Input{Project: fsys})
	day, _ := content.ParseDate("2026-11-22")
	p := first.Site.PrintedPacket(day, 1)
	text := recorded(first.Site, nil, "2026-11-22", 1)
	text = []byte(strings.Replace(strings.Replace(string(text), string(p.ID), "0a1b2c3d", 1), "    site: \""+string(p.Parts[0].Value)+"\"\n", "", 1))
	if strings.Contains(string(text), "site:") {
		t.Fatalf("%s", text)
	}
	fsys["content/orgs/acme/packets.yaml"] = &fstest.MapFile{Data: text}
	page := build(t, new(Builder), Input{Project: fsys}).files["verify/index.html"]
	if !strings.Contains(page, `<tr class="printed untold" id="0a1b2c3d">`) || !strings.Contains(page, "so nobody can tell whether it is still true") {
		t.Error(page)
	}
}
