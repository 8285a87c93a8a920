package build

import (
	"maps"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

// What a text changes for other pages is seen in a model that is made from the last.
func TestRevisedModel(t *testing.T) {
	const (
		a = "---\ntitle: A\ndate: 2026-01-02\n---\n\n## One {#one}\n\n[](guide:b#two)\n"
		b = "---\ntitle: B\n---\n\n## Two {#two}\n\nText.\n\n## Three {#three}\n"
	)
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
	} {
		for _, public := range []bool{false, true} {
			fsys := world("-- content/guides/a.en.md --\n" + a + "-- content/guides/b.en.md --\n" + b)
			var warm Builder
			first := build(t, &warm, Input{Project: fsys, Public: public})
			edited := maps.Clone(fsys)
			name := "content/guides/" + tt.file + ".en.md"
			text := strings.Replace(string(fsys[name].Data), tt.old, tt.new, 1)
			if edited[name] = (&fstest.MapFile{Data: []byte(text)}); text == "-" {
				delete(edited, name)
			}
			for round, fsys := range []fstest.MapFS{edited, fsys} { // and back
				got, want := build(t, &warm, Input{Project: fsys, Public: public}), build(t, new(Builder), Input{Project: fsys, Public: public})
				if !maps.Equal(got.files, want.files) {
					t.Errorf("%s, public=%v, round %d: other files than a new builder makes", tt.name, public, round)
				}
				if !reflect.DeepEqual(got.Problems, want.Problems) {
					t.Errorf("%s, public=%v, round %d:\n%v\nwant\n%v", tt.name, public, round, got.Problems, want.Problems)
				}
				if changed := !maps.Equal(got.files, first.files); changed != (round == 0) {
					t.Errorf("%s, public=%v, round %d: something changed: %v", tt.name, public, round, changed)
				}
			}
		}
	}
}
