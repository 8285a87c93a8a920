package build

import (
	"io/fs"
	"maps"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/themes"
)

// What a text changes for other pages is seen in a model that is made from the last.
func TestRevisedModel(t *testing.T) {
	const (
		a          = "---\ntitle: A\ndate: 2026-01-02\n---\n\n## One {#one}\n\n[](guide:b#two) [](item:apns)\n"
		keys, lost = "columns/keys.ja.md", "runbooks/lost.ja.md"
		b          = "---\ntitle: B\n---\n\n## Two {#two}\n\nText.\n\n## Three {#three}\n"
	)
	fsys := world("-- content/guides/a.en.md --\n" + a + "-- content/guides/b.en.md --\n" + b)
	warm, first := map[bool]*Builder{}, map[bool]built{} // by public; every case goes back to it
	after := map[bool]*successor{}
	for _, public := range []bool{false, true} {
		warm[public], after[public] = new(Builder), newSuccessor(t)
		after[public].build(t, Input{Project: fsys, Public: public})
		first[public] = build(t, warm[public], Input{Project: fsys, Public: public})
	}
	for _, tt := range []struct {
		name, file, old, new string
	}{
		{"a word", "b", "Text", "Words"},
		{"a title that others show", "b", "title: B", "title: Bee"},
		{"a summary that lists show", "b", "title: B", "title: B\nsummary: In short"},
		{"a heading that another links to", "b", "{#two}", "{#zwei}"},
		{"the text of such a heading", "b", "## Two", "## Deux"},
		{"a heading that moves into a quotation", "b", "## Two", "> ## Two"},
		{"a link less", "a", "[](guide:b#two)", "nothing"},
		{"a link more", "b", "Text", "[](guide:a#one)"},
		{"a link in another section", "b", "Text.\n\n## Three {#three}", "## Three {#three}\n\n[](guide:a)"},
		{"a link to what does not exist", "b", "Text", "[](guide:c)"},
		{"a draft", "b", "title: B", "title: B\ndraft: true"},
		{"a checklist", "b", "title: B", "title: B\nchecklist:\n  - {id: new, title: New, guides: [portal]}"},
		{"a mistake", "b", "title: B", "titel: B"},
		{"a page less", "b", b, "-"},
		{"a column's words", keys, "はじめに。", "まず読みます。"},
		{"a column's line more", keys, "title: 鍵", "title: 鍵\nsummary: 要点"},
		{"what explains an item", keys, "で更新し", "で作り直し"},
		{"an item's title", keys, "ja: 証明書, en: Certificate", "ja: 証書, en: Cert"},
		{"an item's note", keys, "id: rules,", "id: rules, note: {ja: 注, en: Note},"},
		{"an item's condition", keys, "when: ios", "when: android"},
		{"an item's renewal", keys, "P365D", "P30D"},
		{"an item's id", keys, "id: contract", "id: agreement"},
		{"an id twice", keys, "id: contract", "id: lost-call"},
		{"an item less", keys, "  - {id: android, title: Android, when: android, give: [account], guides: [portal]}\n", ""},
		{"a column's heading to which another leads", keys, "{#apns}\n", "{#apns2}\n"},
		{"a column's section more", keys, "## 証明書", "## 節\n\n[](guide:start)\n\n## 証明書"},
		{"a link of an item's explanation", keys, "[規則](item:rules)", "[最初](guide:start)"},
		{"a runbook's words", lost, "急ぎます", "落ち着きます"},
		{"a runbook's title", lost, "title: 紛失", "title: 盗難"},
		{"a runbook's trigger", lost, "ja: 無くした", "ja: 落とした"},
		{"a runbook's severity", lost, "severity: high", "severity: critical"},
		{"a runbook's heading", lost, "## 判断 {#decide}", "## 判断 {#choose}"},
		{"a step's title", lost, "ja: 電話する", "ja: 呼ぶ"},
		{"what a runbook needs", lost, "needs: [apns]\n", ""},
	} {
		for _, public := range []bool{false, true} {
			edited := maps.Clone(fsys)
			name := "content/guides/" + tt.file + ".en.md"
			if len(tt.file) > 1 {
				name = "content/" + tt.file
			}
			if !strings.Contains(string(fsys[name].Data), tt.old) {
				t.Fatalf("%s does not hold %q", name, tt.old)
			}
			text := strings.Replace(string(fsys[name].Data), tt.old, tt.new, 1)
			if edited[name] = (&fstest.MapFile{Data: []byte(text)}); text == "-" {
				delete(edited, name)
			}
			there, back := Input{Project: edited, Public: public}, Input{Project: fsys, Public: public}
			same := func(where string, got, want built) {
				if !maps.Equal(got.files, want.files) {
					t.Errorf("%s, public=%v, %s: other files than a new builder makes", tt.name, public, where)
				}
				if !reflect.DeepEqual(got.Problems, want.Problems) {
					t.Errorf("%s, public=%v, %s:\n%v\nwant\n%v", tt.name, public, where, got.Problems, want.Problems)
				}
			}
			got, want := build(t, warm[public], there), build(t, new(Builder), there)
			same("there", got, want)
			same("there, started again", after[public].build(t, there), want)
			findsSame(t, tt.name, warm[public], there, want)
			if changed := !maps.Equal(got.files, first[public].files); changed == (public && tt.file == lost) {
				t.Errorf("%s, public=%v: something changed: %v", tt.name, public, changed)
			}
			same("and back", build(t, warm[public], back), first[public])
			same("and back, started again", after[public].build(t, back), first[public])
			findsSame(t, tt.name+" and back", warm[public], back, first[public])
		}
	}
}

// findsSame looks whether in a preview by b is found what is found in a build.
func findsSame(t *testing.T, what string, b *Builder, in Input, want built) {
	t.Helper()
	in.Builtin = themes.Default()
	_, files, err := b.Open(t.Context(), in)
	if err != nil || (files == nil) != (want.Site == nil) {
		t.Fatalf("%s: %v", what, err)
	}
	for name, text := range want.files {
		if !strings.HasPrefix(name, "search") {
			continue
		}
		if data, err := fs.ReadFile(files, name); err != nil || string(data) != text {
			t.Errorf("%s: %s is another in the preview: %v", what, name, err)
		}
	}
}
