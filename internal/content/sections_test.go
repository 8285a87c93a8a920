package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// parse returns the page of a text with a title, in Japanese unless it is a
// translation.
func parse(t *testing.T, text string, translation bool) (*Page, *source.File) {
	t.Helper()
	lang, original := "ja", ""
	if translation {
		lang, original = "en", "content/columns/a.ja.md"
	}
	f := source.New("content/columns/a."+lang+".md", []byte(text))
	p, list := ParsePage(f, Place{Kind: KindColumn, Slug: "a"}, lang, original, markdown.New())
	if len(list) > 0 {
		t.Fatal(list)
	}
	return p, f
}

func hashes(p *Page) []string {
	var list []string
	for _, s := range p.Sections {
		list = append(list, s.ID+" "+s.Hash)
	}
	return list
}

const sectioned = "---\ntitle: A\n---\n\nIntro.\n\n## One {#one}\n\nText.\n\n### Below\n\nMore.\n\n> ## Quoted {#quoted}\n\n日本語\n---\n\nEnd.\n"

func TestSections(t *testing.T) {
	p, _ := parse(t, sectioned, false)
	want := hashes(p)
	var ids []string
	for _, s := range p.Sections {
		ids = append(ids, s.ID)
	}
	if !slices.Equal(ids, []string{"intro", "one", "日本語"}) {
		t.Fatalf("sections %q", ids)
	}
	for name, text := range map[string]string{
		"line ends of Windows": strings.ReplaceAll(sectioned, "\n", "\r\n"),
		"byte-order mark":      "\ufeff" + sectioned,
		"spaces at line ends":  strings.ReplaceAll(sectioned, "Text.\n", "Text. \t\n"),
		"blank lines around":   strings.ReplaceAll(sectioned, "\n## One", "\n\n\n## One"),
		"front matter":         strings.ReplaceAll(sectioned, "title: A", "title: B\ndate: 2026-01-01"),
	} {
		if p, _ := parse(t, text, false); !slices.Equal(hashes(p), want) {
			t.Errorf("%s: %q, want %q", name, hashes(p), want)
		}
	}
	p, _ = parse(t, strings.Replace(sectioned, "More.", "Less.", 1), false)
	if got := hashes(p); got[0] != want[0] || got[1] == want[1] || got[2] != want[2] {
		t.Errorf("a word changed in one section: %q, were %q", got, want)
	}
	p, _ = parse(t, strings.Replace(sectioned, "Intro.", " \t", 1), false)
	if got := hashes(p); !slices.Equal(got, want[1:]) {
		t.Errorf("without an introduction: %q, want %q", got, want[1:])
	}
}

// What is recorded is found again, and every other byte stays.
func TestRecordIn(t *testing.T) {
	original, _ := parse(t, sectioned, false)
	var entries []string
	for _, s := range original.Sections {
		entries = append(entries, s.ID+": "+strconv.Quote(s.Hash))
	}
	record := "{" + strings.Join(entries, ", ") + "}"
	for name, front := range map[string]struct{ was, is string }{
		"no record":                 {"# first\ntitle: A # a\nsummary: B\n", "# first\ntitle: A # a\nsummary: B\ntranslated: RECORD\n"},
		"old record":                {"title: A\ntranslated: {intro: \"00000000\"}  # note\n# kept\nsummary: B\n", "title: A\ntranslated: RECORD  # note\n# kept\nsummary: B\n"},
		"old record, in a block":    {"title: A\ntranslated:\n  intro: 00000000\n  one: \"11111111\"\n\n# kept\nsummary: B\n", "title: A\ntranslated: RECORD\n\n# kept\nsummary: B\n"},
		"note above a block":        {"title: A\ntranslated: # note\n  intro: 00000000\n", "title: A\ntranslated: # note\n  RECORD\n"},
		"empty record":              {"title: A\ntranslated:\nsummary: B\n", "title: A\ntranslated: RECORD\nsummary: B\n"},
		"over several lines":        {"title: A\ntranslated: {intro: 00000000,\n  one: \"11111111\"}\nsummary: B\n", "title: A\ntranslated: RECORD\nsummary: B\n"},
		"last":                      {"title: A\nsummary: B\ntranslated: {intro: \"00000000\"}\n", "title: A\nsummary: B\ntranslated: RECORD\n"},
		"indented":                  {"  title: A\n  summary: B\n", "  title: A\n  summary: B\n  translated: RECORD\n"},
		"in braces":                 {"{title: A}\n", "{translated: RECORD, title: A}\n"},
		"in braces, recorded":       {"{title: A, translated: {}, summary: B}\n", "{title: A, translated: RECORD, summary: B}\n"},
		"tilde":                     {"title: A\ntranslated: ~ # none\n", "title: A\ntranslated: RECORD # none\n"},
		"quoted key":                {"title: A\n\"translated\":\n", "title: A\n\"translated\": RECORD\n"},
		"blank before the colon":    {"title: A\ntranslated :\n", "title: A\ntranslated : RECORD\n"},
		"brace in a comment":        {"title: A\ntranslated: {\n  a: \"12345678\", # c }\n  b: \"12345678\"} # }\n", "title: A\ntranslated: RECORD # }\n"},
		"question mark":             {"title: A\n? translated\n: {a: \"12345678\"}\n", "title: A\n? translated\n: RECORD\n"},
		"text over lines before it": {"title: A\nsummary: |+\n  B\n\n", "title: A\nsummary: |+\n  B\n\ntranslated: RECORD\n"},
	} {
		for ends, form := range map[string]func(front string) string{
			"":     func(front string) string { return "---\n" + front + "---\n\nIntro.\n\n## One {#one}\n" },
			"CRLF": func(front string) string { return strings.ReplaceAll("---\n"+front+"---\n\nIntro.\n", "\n", "\r\n") },
			"BOM":  func(front string) string { return "\ufeff---\n" + front + "---\n" },
		} {
			_, f := parse(t, form(front.was), true)
			data, wrong := RecordIn(f, original.Sections)
			if want := form(strings.ReplaceAll(front.is, "RECORD", record)); len(wrong) > 0 || string(data) != want {
				t.Errorf("%s %s: got %v\n%s\nwant\n%s", name, ends, wrong, data, want)
				continue
			}
			page, recorded := parse(t, string(data), true)
			for _, s := range Compare(original, page) {
				if s.State != Current {
					t.Errorf("%s %s: section %s is %s in\n%s", name, ends, s.ID, s.State, data)
				}
			}
			if again, wrong := RecordIn(recorded, original.Sections); len(wrong) > 0 || string(again) != string(data) {
				t.Errorf("%s %s: recording twice changes\n%s to\n%s", name, ends, data, again)
			}
		}
	}
}

// Where the record cannot be written without touching something else, an author is
// told what to write, and where.
func TestRecordByHand(t *testing.T) {
	original, _ := parse(t, "---\ntitle: A\n---\n\nIntro.\n", false)
	record := "intro: " + strconv.Quote(original.Sections[0].Hash)
	for front, pos := range map[string]string{
		"title: A\n...\n": "2:1",
		"title: A\ntranslated:\n  a: |-\n    12345678\n":                         "3:1",
		"title: A\ntranslated:\n  a: \"\\x312345678\"\n":                         "3:1",
		"title: A\ntranslated: {\n" + strings.Repeat("# }\n", maxBraces) + "}\n": "3:1",
	} {
		_, f := parse(t, "---\n"+front+"---\n\nIntro.\n", true)
		data, wrong := RecordIn(f, original.Sections)
		want := f.Path + ":" + pos + " gen cannot write the record here without changing something else. Write “translated: {" + record + "}” by hand."
		if data != nil || len(wrong) != 1 || wrong[0].Pos.String()+" "+wrong[0].Sentence("en") != want {
			t.Errorf("%q: got %q, %v", front, data, wrong)
		}
	}
}

// BenchmarkSections measures what it costs to find in a page what both languages
// must say alike.
func BenchmarkSections(b *testing.B) {
	var text strings.Builder
	text.WriteString("---\ntitle: A\n---\n\n")
	for i := range 6 {
		fmt.Fprintf(&text, "## 手引き %[1]d {#s%[1]d}\n\n%[2]s\n- one\n- two [](guide:g%[1]d)\n\n| a | b |\n|---|---|\n| 1 | %[1]d |\n\n", i,
			strings.Repeat("令和8年3月10日までに、**「鍵」**を30日以内に渡します。\n異動が決まると、まず説明から始めがちです。\n", 2))
	}
	f := source.New("content/guides/a.ja.md", []byte(text.String()))
	body := markdown.New().Parse(f.Data(), "ja")
	b.SetBytes(int64(len(f.Data())))
	for b.Loop() {
		sections(f, 0, body)
	}
}

// A heading that an address names may be written as browsers copy it.
func TestReferenceAsCopied(t *testing.T) {
	want := Reference{Scheme: "guide", ID: "a", Fragment: "見出し"}
	if got := ParseReference("guide:a#%E8%A6%8B%E5%87%BA%E3%81%97"); got != want {
		t.Errorf("got %+v", got)
	}
}

// A heading may have the id that otherwise stands for what is before the first one.
func TestHeadingIntro(t *testing.T) {
	original, _ := parse(t, "---\ntitle: A\n---\n\n前置き。\n\n## はじめに {#intro}\n\n本文。\n", false)
	f := source.New("content/columns/a.en.md", []byte("---\ntitle: A\n---\n\nBefore.\n\n## To begin {#intro}\n\nText.\n"))
	data, wrong := RecordIn(f, original.Sections)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	page, _ := parse(t, string(data), true)
	states := Compare(original, page)
	if len(states) != 2 || states[0].ID != "_intro" || states[1].ID != "intro" {
		t.Errorf("states %+v", states)
	}
	for _, s := range states {
		if s.State != Current {
			t.Errorf("%s is %s", s.ID, s.State)
		}
	}
	// One that has it of its words alone, in one language, keeps it as its anchor.
	plain, _ := parse(t, "---\ntitle: A\n---\n\nBefore.\n\n## Intro\n\nText.\n", false)
	if got := plain.Sections; len(got) != 2 || got[0].ID != "intro" || got[1].ID != "_intro" || plain.Body.Heading("intro") == nil {
		t.Errorf("sections %+v", got)
	}
}
