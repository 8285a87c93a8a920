package main

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// patterns are bodies that keep some Markdown parser busy for long, or make much
// of little: what stands before, what is repeated (№ is its number), what stands
// after.
var patterns = []struct{ name, before, repeated, after string }{
	{"letters", "", "a", ""},
	{"one line of Japanese", "", "鍵", ""},
	{"lines", "", "a\n", ""},
	{"paragraphs", "", "a\n\n", ""},
	{"spaces", "a", " ", "b"},
	{"hard breaks", "", "a  \n", ""},
	{"backslashes", "", "\\", "a"},
	{"escapes", "", "\\*", ""},
	{"entities", "", "&amp;", ""},
	{"unclosed entities", "", "&", ""},
	{"numbers for entities", "", "&#x10ffff;", ""},
	{"quotations", "", ">", "a"},
	{"quotations on lines", "", "> a\n>> b\n", ""},
	{"lists in one line", "", "- ", "a"},
	{"ordered lists in one line", "", "1. ", "a"},
	{"list items", "", "- a\n", ""},
	{"loose list items", "", "- a\n\n", ""},
	{"ordered list items", "", "№. a\n", ""},
	{"alternating lists", "", "- a\n* b\n", ""},
	{"quotations in lists", "", "- > ", "a"},
	{"tick boxes", "", "- [ ] a\n", ""},
	{"definitions of terms", "", "a\n: b\n\n", ""},
	{"opening stars", "", "*a ", ""},
	{"closing stars", "", "a* ", ""},
	{"opening pairs of stars", "", "**a", ""},
	{"stars", "", "*", ""},
	{"nested emphasis", "", "*a **a ", ""},
	{"underscores", "", "_a_", ""},
	{"Japanese emphasis", "", "**「鍵」**です", ""},
	{"tildes", "", "~~a", ""},
	{"single tildes", "", "~a~", ""},
	{"code spans", "", "`a`", ""},
	{"growing code spans", "", "`a``b```c", ""},
	{"unclosed code spans", "", "`a\n\n", ""},
	{"fences", "", "```\na\n", ""},
	{"long fences", "```", "`", "\na"},
	{"code of a language", "```go\n", "func f() {}\n", "```"},
	{"code of no language", "", "```zz№\na\n```\n\n", ""},
	{"indented code", "", "    a\n", ""},
	{"headings", "", "# a\n", ""},
	{"equal headings", "", "## 証明書\n", ""},
	{"headings with ids", "", "## a {#b№}\n", ""},
	{"headings by underlines", "", "a\n=\n", ""},
	{"lines of dashes", "", "---\n", ""},
	{"opening brackets", "", "[", ""},
	{"brackets", "", "[]", ""},
	{"nested brackets", "", "[a", "]"},
	{"unclosed links", "", "[a](", ""},
	{"unclosed links with titles", "", "[a](b \"", ""},
	{"links in links", "", "[a](<b>", ")"},
	{"pictures in pictures", "", "![", ""},
	{"parentheses in links", "[a](", "(", ""},
	{"references", "", "[a][b]\n", "\n[b]: https://a.example/"},
	{"references to nothing", "", "[a][b№]\n", ""},
	{"link definitions", "", "[a№]: https://a.example/\n", ""},
	{"equal link definitions", "", "[a]: b\n", ""},
	{"a long link definition", "[a]: https://a.example/", "x", "\n\n[a] [a] [a] [a]"},
	{"a link definition used often", "[a]: https://a.example/" + strings.Repeat("x", 900) + "\n\n", "[a] ", ""},
	{"footnotes", "", "[^№]\n\n[^№]: a\n\n", ""},
	{"one footnote often", "", "[^a] ", "\n\n[^a]: b"},
	{"footnotes in footnotes", "", "[^a]: ", "b"},
	{"unused footnotes", "", "[^№]: a\n\n", ""},
	{"autolinks", "", "<https://a.example/> ", ""},
	{"unclosed autolinks", "", "<a", ""},
	{"bare addresses", "", "https://a.example/ ", ""},
	{"addresses without ends", "https://a.example/", "(", ""},
	{"addresses in Japanese", "", "はhttps://a.example/鍵、", ""},
	{"at signs", "", "a@", ""},
	{"mail addresses", "", "a@b.example ", ""},
	{"tags", "", "<a>", ""},
	{"unclosed tags", "", "<a b=\"", ""},
	{"attributes", "<a", " b", ">"},
	{"comments", "", "<!-- a -->", ""},
	{"unclosed comments", "", "<!--", ""},
	{"declarations", "", "<!A", ""},
	{"instructions", "", "<?", ""},
	{"character data", "", "<![CDATA[", ""},
	{"rows of a table", "| a | b |\n|---|---|\n", "| c | d |\n", ""},
	{"columns of a table", "|", "a|", "\n"},
	{"a wide head over short rows", strings.Repeat("|a", 100) + "|\n" + strings.Repeat("|-", 100) + "|\n", "|b\n", ""},
	{"tables", "", "|a|\n|-|\n|b|\n\n", ""},
	{"escaped pipes", "|a|\n|-|\n", "|`\\|`|\n", ""},
	{"pipes", "", "|", ""},
	{"admonitions", "", "> [!NOTE]\n> a\n\n", ""},
	{"admonitions in admonitions", "", "> [!NOTE]\n> ", "a"},
	{"directives", "", "::: log\n:::\n", ""},
	{"unclosed directives", "", "::: log\n", ""},
	{"colons", "", ":", ""},
	{"attributes of headings", "# a {", "#b ", "}"},
	{"zero bytes that are none", "", "\ufffd", ""},
	{"combining marks", "a", "\u0301", ""},
	{"joined emoji", "", "👩\u200d", ""},
	{"direction controls", "", "\u202ea", ""},
	{"direction controls on lines", "", "a\u202e\n", ""},
	{"pictures without words", "", "![](a.svg)\n", ""},
	{"secrets on lines", "", "password: hunter№hunter\n", ""},
	{"telephone numbers", "", "03-0000-0001 ", ""},
	{"telephone numbers on lines", "", "03-0000-0001\n", ""},
	{"mail addresses on lines", "", "a№@b.example\n", ""},
	{"hashes", "", "#12 ", ""},
	{"line separators", "", "a\u2028", ""},
	{"carriage returns", "", "a\r", ""},
	{"tabs", "", "\t", "a"},
	{"tabs in lists", "", "-\ta\n\t", ""},
	{"no-break spaces", "", "\u00a0", "a"},
	{"full-width marks", "", "＊＊鍵＊＊", ""},
	{"references to pages", "", "[](column:keys) ", ""},
	{"references to nowhere", "", "[](item:none№) ", ""},
}

// What is looked for in every line costs what the text is long, not its square: a
// megabyte takes a moment.
func TestLongTexts(t *testing.T) {
	const size = 1 << 20
	page := func(body string) string { return "---\ntitle: 敵\n---\n\n" + body + "\n" }
	repeat := func(text string) string { return strings.Repeat(text, size/len(text)) }
	var b build.Builder
	check := func(text string, public bool) time.Duration {
		t.Helper()
		fsys := attack(nil)
		fsys["content/guides/long.md"] = &fstest.MapFile{Data: []byte(text)}
		fsys["content/guides/long.en.md"] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, "12 円", "13 yen"))}
		start := time.Now()
		if _, err := b.Check(t.Context(), build.Input{Project: fsys, Builtin: themes.Default(), Public: public}); err != nil {
			t.Errorf("%.40s: %v", text, err)
		}
		return time.Since(start)
	}
	// On a machine that does much else everything takes long, plain text as well.
	patience := 20*time.Second + 20*check(page(repeat("a plain text\n")), false)
	for _, tt := range []struct{ name, text string }{
		{"direction controls on lines", page(repeat("a\u202e\n"))},
		{"direction controls in a line", page(repeat("a\u202e"))},
		{"telephone numbers on lines", page(repeat("03-0000-0001\n"))},
		{"telephone numbers in a line", page(repeat("03-0000-0001 "))},
		{"digits", page(repeat("0"))},
		{"digits and dashes", page(repeat("0-"))},
		{"mail addresses on lines", page(repeat("a@b.example\n"))},
		{"mail addresses in a line", page(repeat("a@b.example "))},
		{"at signs", page(repeat("a@"))},
		{"dots before an at sign", page(repeat("a.") + "@")},
		{"secrets on lines", page(repeat("password: hunter2hunter\n"))},
		{"secrets in a line", page(repeat("password: hunter2hunter "))},
		{"a long secret", page("password: " + repeat("aB3"))},
		{"colons", page(repeat("a: "))},
		{"pictures without words", page(repeat("![](a.svg)\n"))},
		{"links to nowhere on lines", page(repeat("[a](nowhere.md)\n"))},
		{"links to nowhere in a line", page(repeat("[a](nowhere.md) "))},
		{"list items", page(repeat("- a\n"))},
		{"a value of one line", "---\ntitle: 敵\nsummary: \"" + repeat("a: b ") + "\"\n---\n"},
		{"a value of one line, with an escape", "---\ntitle: 敵\nsummary: \"" + repeat("\\t ") + "\"\n---\n"},
		{"a value of many lines", "---\ntitle: 敵\nsummary: |\n" + repeat("  a\n") + "---\n"},
		{"a list of one line", "---\ntitle: 敵\nnext: [" + repeat("a, ") + "a]\n---\n"},
		{"keys", "---\ntitle: 敵\n" + repeat("a: b\n") + "---\n"},
		{"wide colons", "---\ntitle: 敵\n" + repeat("a：b\n") + "---\n"},
		{"brackets", "---\ntitle: " + repeat("[") + "\n---\n"},
		{"questions", page(repeat("??a??\n\n"))},
		{"wide question marks", page(repeat("？？"))},
		{"sections", page(repeat("## 節\n\na\n\n"))},
		{"numbers", page(repeat("12 円、"))},
	} {
		for _, public := range []bool{false, true} {
			what := fmt.Sprintf("%s, public %v", tt.name, public)
			watchdog := time.AfterFunc(patience*6, func() { panic(what + ": no end") })
			tally.inputs.Add(1)
			took := check(tt.text, public)
			if took > patience {
				t.Errorf("%s: %v", what, took)
			}
			if took > time.Second {
				t.Logf("%s: %v", what, took)
			}
			watchdog.Stop()
		}
	}
}

// A hostile body has bounds, however it is made: on time (a generous watchdog), on
// memory, and on what comes out. Beyond them the file is refused, by name.
func TestHostileMarkdown(t *testing.T) {
	sizes := []int{1 << 8, 1 << 12, 1 << 14, 1 << 16}
	if *torture {
		sizes = []int{1 << 10, 1 << 14, 1 << 18, 4<<20 - 1<<10}
	}
	limits := 0
	var b build.Builder // the theme is loaded once
	for i, p := range patterns {
		for n, size := range sizes {
			if !*torture && (i+n)%len(sizes) != 0 {
				continue
			}
			var body strings.Builder
			body.WriteString(p.before)
			for k := 0; body.Len()+len(p.after) < size; k++ {
				body.WriteString(strings.ReplaceAll(p.repeated, "№", fmt.Sprint(k)))
			}
			body.WriteString(p.after)
			if limited(t, &b, fmt.Sprintf("%s, %d bytes", p.name, size), body.String()) {
				limits++
			}
		}
	}
	if *torture && limits == 0 {
		t.Error("nothing was beyond a limit")
	}
	t.Logf("%d patterns in %d sizes; %d beyond a limit", len(patterns), len(sizes), limits)
}

// limited builds a site with a body, and reports whether it was beyond a limit.
func limited(t *testing.T, b *build.Builder, what, body string) (beyond bool) {
	t.Helper()
	const patience = 10 * time.Minute // of a machine that does much else
	watchdog := time.AfterFunc(patience, func() { panic(what + ": no end") })
	defer watchdog.Stop()
	defer func() {
		if r := recover(); r != nil {
			tally.panics.Add(1)
			t.Errorf("%s: panic: %v", what, r)
		}
	}()
	tally.inputs.Add(1)
	fsys := attack(nil)
	fsys["content/guides/hostile.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 敵\n---\n\n" + body)}

	mem := output.NewMemory()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	r, err := b.Build(t.Context(), build.Input{Project: fsys, Builtin: themes.Default()}, func(*build.Result) (output.Sink, error) { return mem, nil })
	runtime.ReadMemStats(&after)
	if took := time.Since(start); *torture && took > 5*time.Second {
		t.Logf("%s: %v", what, took.Round(time.Second))
	}
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return false
	}
	if spent, most := after.TotalAlloc-before.TotalAlloc, uint64(256<<20+4000*len(body)); spent > most {
		t.Errorf("%s: %d MB of memory were asked for, more than %d", what, spent>>20, most>>20)
	}
	if r.Site == nil {
		named := false
		for _, p := range r.Problems {
			named = named || p.Pos.File == "content/guides/hostile.md"
			beyond = beyond || p.Code == diag.LIMIT
		}
		if !named {
			t.Errorf("%s: refused for another file: %v", what, r.Problems[0])
		}
		return beyond
	}
	page, err := mem.ReadFile("ja/guides/hostile/index.html")
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if most := 1<<20 + 100*len(body); len(page) > most {
		t.Errorf("%s: a page of %d KB, more than %d", what, len(page)>>10, most>>10)
	}
	return false
}
