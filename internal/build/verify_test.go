package build

import (
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// recorded returns the text of packets.yaml after a packet of s was printed.
func recorded(s *site.Site, before []byte, day string, copy int) []byte {
	on, _ := content.ParseDate(day)
	data, wrong := content.AppendPacket(source.New("content/orgs/acme/packets.yaml", before), s.PrintedPacket(on, copy))
	if len(wrong) > 0 {
		panic(wrong[0].Sentence("en"))
	}
	return data
}

// A recorded packet is known to be true, or what has changed since is named, in
// both languages; another one is not known.
func TestVerify(t *testing.T) {
	const packets = "content/orgs/acme/packets.yaml"
	fsys := world("")
	page := func() string {
		b := build(t, new(Builder), Input{Project: fsys})
		if list := otherThanRecords(b.Problems); len(list) > 0 {
			t.Fatal(list)
		}
		return b.files["verify/index.html"]
	}
	first := build(t, new(Builder), Input{Project: fsys})
	id := first.Site.PacketID()
	if text := page(); !strings.Contains(text, "No printing has been recorded yet.") || !strings.Contains(text, `data-now="`+id+`"`) || strings.Contains(text, "in the table below") || strings.Contains(text, "下の表から") {
		t.Errorf("nothing recorded: %s", text)
	}
	data := recorded(first.Site, nil, "2026-11-22", 1)
	fsys[packets] = &fstest.MapFile{Data: recorded(first.Site, data, "2026-11-23", 2)}
	if !strings.HasPrefix(string(fsys[packets].Data), string(data[:len(data)-1])) {
		t.Error("an old record was changed")
	}
	text := page()
	for _, want := range []string{`<tr class="printed" id="` + id + `">`, `<tr class="printed" id="en-` + id + `">`, "下の表から", "in the table below", "今の内容と同じです。", "It says what is true now.", "2026年11月23日", "Copy No. 1"} {
		if !strings.Contains(text, want) {
			t.Errorf("current: the page lacks %q", want)
		}
	}
	if strings.Count(text, `class="printed`) != 2 {
		t.Error("two printings of one content are not one line")
	}

	edit := func(name, old, new string) {
		t.Helper()
		before := string(fsys[name].Data)
		if !strings.Contains(before, old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(before, old, new))}
	}
	edit("content/orgs/acme/org.yaml", "contract: {owner: bob}", "contract: {owner: bob, given: 2026-11-20, received: 2026-11-21}")
	if text = page(); strings.Contains(text, "printed old") || strings.Contains(text, `data-now="`+id+`"`) {
		t.Error("signing makes a packet untrue, or leaves its content id")
	}
	for _, change := range []struct{ file, old, new, ja, en string }{
		{"content/orgs/acme/org.yaml", "account: push@acme.example", "account: mdm@acme.example", `../ja/columns/keys/index.html#apns">項目2　証明書</a>`, `#apns">item 2 Certificate</a>`},
		{"content/orgs/acme/org.yaml", "tel: 03-0000-0001", "tel: 03-0000-0009", "連絡先</a>", "Contacts</a>"},
		{"content/orgs/acme/org.yaml", "name: Acme", "name: Acme Ltd", "組織の概要</a>", "The organisation</a>"},
		{"content/runbooks/lost.ja.md", "急ぎます。", "落ち着いて急ぎます。", "手順書「紛失」</a>", "Runbook “Lost”</a>"},
	} {
		edit(change.file, change.old, change.new)
		text = page()
		if !strings.Contains(text, `<tr class="printed old" id="`+id+`">`) || !strings.Contains(text, change.ja) || !strings.Contains(text, change.en) {
			t.Errorf("%s: the page does not say that %s has changed", change.new, change.en)
		}
	}
	edit(packets, "items/rules:", "items/gone:")
	if text = page(); !strings.Contains(text, "No longer there: items/gone") || !strings.Contains(text, "item 4 Rules</a>") {
		t.Error("an item that is gone, or new, is not named")
	}

	public := build(t, new(Builder), Input{Project: fsys, Public: true})
	for name, text := range public.files {
		if strings.HasPrefix(name, "verify/") || strings.Contains(text, id) {
			t.Errorf("the public edition tells of printed packets in %s", name)
		}
	}
}

func TestPacketsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"- id: 1234\n  on: 2026-11-22\n  parts: {}\n":                               "TYPE",
		"- id: \"12345678\"\n  on: 2026-11-32\n  parts: {contacts: \"12345678\"}\n": "DATE",
		"- id: \"12345678\"\n  parts: {contacts: \"12345678\"}\n":                   "KEY",
		"id: \"12345678\"\n": "TYPE",
	} {
		got := said(t, world("-- content/orgs/acme/packets.yaml --\n"+text), Input{})
		if len(got) == 0 || !strings.Contains(got[0], "orgs/acme/packets.yaml:1:") && !strings.Contains(got[0], "orgs/acme/packets.yaml:2:") || !strings.Contains(got[0], " E "+want+" ") {
			t.Errorf("%q: %q", text, got)
		}
	}
}
