package markdown

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func parse(src string) *Doc { return New().Parse([]byte(src), "en") }

// at returns the n-th (from 0) place of sub in src.
func at(t *testing.T, src, sub string, n int) int {
	t.Helper()
	offset := 0
	for {
		i := strings.Index(src[offset:], sub)
		if i < 0 {
			t.Fatalf("no %q in %q", sub, src)
		}
		if offset += i; n == 0 {
			return offset
		}
		n--
		offset += len(sub)
	}
}

func TestPositions(t *testing.T) {
	const src = "\ufeff---\ntitle: 題\n---\n\n日本[語](item:a)と![図](b.png)と<https://a.example>とhttps://b.example/を\n\n" +
		"> - **[c](d)**\n>   [e][f] 後\n\n| x |\n|---|\n| あ [g](h) |\n\n見出し\nの [i](j)\n----\n\n  ## 見出し {#k}\n\n" +
		"> [!NOTE] [l](m)\n\n::: checklist n\n:::\n\n[![o](p)](q)\n\n> ### r\n\n<b>\n\nあ<i>\n\n[f]: /f\n"
	for _, src := range []string{src, strings.ReplaceAll(src, "\n", "\r\n")} {
		d := parse(src)
		var links []int
		for _, l := range d.Links {
			links = append(links, l.Offset)
		}
		if want := []int{
			at(t, src, "[語]", 0), at(t, src, "![図]", 0), at(t, src, "<https", 0), at(t, src, "https://b", 0),
			at(t, src, "[c]", 0), at(t, src, "[e]", 0), at(t, src, "[g]", 0), at(t, src, "[i]", 0), at(t, src, "[l]", 0),
			at(t, src, "[![o]", 0), at(t, src, "![o]", 0),
		}; !slices.Equal(links, want) {
			t.Errorf("links at %d, want %d", links, want)
		}
		var headings []int
		for _, h := range d.Headings {
			headings = append(headings, h.Offset)
		}
		if want := []int{at(t, src, "見出し", 0), at(t, src, "## 見", 0), at(t, src, "### r", 0)}; !slices.Equal(headings, want) {
			t.Errorf("headings at %d, want %d", headings, want)
		}
		if want := at(t, src, "::: ch", 0); len(d.Directives) != 1 || d.Directives[0].Offset != want {
			t.Errorf("directives %+v, want one at %d", d.Directives, want)
		}
		if want := []Problem{{RawHTML, at(t, src, "<b>", 0), "<b>"}, {RawHTML, at(t, src, "<i>", 0), "<i>"}}; !slices.Equal(d.Problems, want) {
			t.Errorf("problems %+v, want %+v", d.Problems, want)
		}
	}
}

func TestLinks(t *testing.T) {
	got := parse("[a *b* `c` &amp; \\*](x\\_y&amp;z \"t\") ![d [e](f)](g) [](item:h) [ ](item:n) [![](i)](j) [k\nl](m)").Links
	for i := range got {
		got[i].Offset = 0 // TestPositions holds these
	}
	want := []Link{
		{Dest: "x_y&z", Text: "a b c & *", Title: "t"},
		{Dest: "g", Text: "d e", Image: true},
		{Dest: "item:h", Empty: true},
		{Dest: "item:n", Empty: true},
		{Dest: "j"},
		{Dest: "i", Image: true},
		{Dest: "m", Text: "k l"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func TestResolve(t *testing.T) {
	d := parse("[a](item:a \"t\") [](item:b) [c](gone) [](gone) ![d](d.png) ![e](gone) <https://x.example/?a&b> [f](js)")
	place := Place{Resolve: func(i int, l Link) Target {
		if d.Links[i] != l {
			t.Errorf("link %d is %+v, want %+v", i, l, d.Links[i])
		}
		switch {
		case l.Dest == "gone":
			return Target{URL: "x", Text: "<Gone>", Drop: true}
		case l.Dest == "js":
			return Target{URL: "javascript:alert(1)"}
		case strings.HasPrefix(l.Dest, "https:"):
			return Target{URL: l.Dest, External: true}
		case l.Image:
			return Target{URL: "../" + l.Dest}
		}
		return Target{URL: "../手 順/?a=1&b=\"#x", Text: "Title & more"}
	}}
	want := `<p><a href="../%E6%89%8B%20%E9%A0%86/?a=1&amp;b=%22#x" title="t">a</a> ` +
		`<a href="../%E6%89%8B%20%E9%A0%86/?a=1&amp;b=%22#x">Title &amp; more</a> c &lt;Gone&gt; ` +
		`<img src="../d.png" alt="d" loading="lazy" decoding="async"> e ` +
		`<a href="https://x.example/?a&amp;b" class="external" rel="noopener">https://x.example/?a&amp;b</a> f</p>` + "\n"
	parts := d.Render(place)
	if len(parts) != 1 || string(parts[0].HTML) != want {
		t.Errorf("\n got %+v\nwant %s", parts, want)
	}
}

const joined = `intro[^1]

::: checklist
:::

more

## One {#one}

- [ ] a

### Deeper

- [ ] b

::: log
:::

## Two

- [ ] c

> ## Quoted
> - [ ] d

# Three {#three}

- [ ] e

###### Six

[^1]: note
`

// outline writes parts down, one a line.
func outline(parts []Part) []string {
	var lines []string
	for _, p := range parts {
		line := "-"
		if p.Heading != nil {
			line = p.Heading.ID
		}
		switch {
		case p.Directive != nil:
			line += " directive " + p.Directive.Name
		case p.Footnotes:
			line += " footnotes"
		default:
			line += " " + strings.ReplaceAll(string(p.HTML), "\n", "")
		}
		lines = append(lines, line)
	}
	return lines
}

func TestParts(t *testing.T) {
	box := func(key string) string {
		return `<ul><li class="task"><label><input type="checkbox" id="j--_tick-pg/` + key + `" data-key="pg/` + key + `"> `
	}
	got := outline(parse(joined).Render(Place{Prefix: "j--", Shift: 2, Key: "pg"}))
	want := []string{
		`- <p>intro<sup id="j--fnref:1"><a class="footnote-ref" href="#j--fn:1" role="doc-noteref">1</a></sup></p>`,
		`- directive checklist`,
		`- <p>more</p>`,
		`one <h4 id="j--one">One</h4>` + box("one/1") + `a</label></li></ul>`,
		`deeper <h5 id="j--deeper">Deeper</h5>` + box("one/2") + `b</label></li></ul>`,
		`deeper directive log`,
		`two <h4 id="j--two">Two</h4>` + box("2/1") + `c</label></li></ul>` +
			`<blockquote><h4 id="j--quoted">Quoted</h4>` + box("2/2") + `d</label></li></ul></blockquote>`,
		`three <h3 id="j--three">Three</h3>` + box("intro/1") + `e</label></li></ul>`,
		`six <h6 id="j--six">Six</h6>`,
		`- footnotes`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

func TestAnchors(t *testing.T) {
	const want = `<h2 id="a-b">A &amp; <em>B</em> <a class="anchor" href="#a-b" aria-label="Link to this section">#</a></h2>` + "\n"
	if got := printed("## A & *B*", "en", Place{}); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// A tick box has no id that a heading can have.
func TestIDOfTickBoxBesideHeading(t *testing.T) {
	html := printed("- [ ] a\n\n## Page intro 1\n", "en", Place{Key: "page"})
	if ids := anyID.FindAllStringSubmatch(html, -1); len(ids) != 2 || ids[0][1] == ids[1][1] {
		t.Errorf("ids %q", ids)
	}
}

func TestSection(t *testing.T) {
	parts := parse(joined).Render(here)
	tests := []struct {
		id      string
		heading bool
		want    []string // what the parts begin with
	}{
		{"one", true, []string{"one <h2", "deeper <h3", "deeper directive"}},
		{"one", false, []string{"one <ul>", "deeper <h3", "deeper directive"}},
		{"deeper", false, []string{"deeper <ul>", "deeper directive"}},
		{"three", true, []string{"three <h1", "six <h6"}},
		{"six", false, nil},
		{"quoted", true, nil},
		{"none", true, nil},
		{"", true, nil},
	}
	for _, tt := range tests {
		got := outline(Section(parts, tt.id, tt.heading))
		if !slices.EqualFunc(got, tt.want, strings.HasPrefix) {
			t.Errorf("Section(%q, %v)\n got %q\nwant %q", tt.id, tt.heading, got, tt.want)
		}
	}
}

func TestProblems(t *testing.T) {
	tests := []struct {
		src        string
		want       []Problem
		directives int
	}{
		{"::: log\n:::\n::: checklist\n:::\n::: checklist a\n:::", nil, 3},
		{"  :::checklist   a  \n\n  :::  ", nil, 1},
		{"::: foo\n:::", []Problem{{UnknownDirective, 0, "foo"}}, 0},
		{"a\n\n:::", []Problem{{UnknownDirective, 3, ""}}, 0},
		{"::: log x\n:::", []Problem{{DirectiveArgument, 0, "x"}}, 1},
		{"::: checklist a b\n:::", []Problem{{DirectiveArgument, 0, "a b"}}, 1},
		{"::: log\n\n # a\n\nb\n:::\nc", []Problem{{DirectiveContent, 10, "# a"}}, 1},
		{"::: log\n::: checklist\n:::\n:::\nc", []Problem{{NestedDirective, 8, "checklist"}}, 1},
		{"::: log\n\ntext\n", []Problem{{UnclosedDirective, 0, "log"}}, 1},
		{"> ::: log\n> :::", []Problem{{NestedDirective, 2, "log"}}, 0},
		{"- a\n  ::: log\n  :::", []Problem{{NestedDirective, 6, "log"}}, 0},
		{"    ::: log", nil, 0}, // code
		{"> [!DANGER] a\n> b\n\n> [!メモ]\n\n> > [!info]- c", []Problem{{UnknownNote, 2, "DANGER"}, {UnknownNote, 21, "メモ"}, {UnknownNote, 36, "info"}}, 0},
		{"> [!a](b) [!c]\n\n> a\n> [!b]\n\n> \\[!c]\n\n> [!d][d]\n\n> **[!e]**\n\n[!f]\n\n[d]: /d", nil, 0},
		{"## \n\n## {#only}\n\n# <!-- a -->\n\n- [ ] \n- [x]\n  - [ ] a\n\n1. [ ]\n\n   a\n\n## &#8203;", []Problem{{EmptyHeading, 0, ""}, {EmptyHeading, 5, ""}, {EmptyHeading, 17, ""}, {EmptyTick, 33, ""}, {EmptyTick, 40, ""}, {EmptyTick, 58, ""}, {EmptyHeading, 69, ""}}, 0},
		{"## ![a](b)\n\n## ??c??\n\n- [ ] ![d](e)\n- [ ] ??f??\n- [ ] `g`", nil, 0},
		{"# a {#x}\n# b {#y}\n# c {#x}", []Problem{{DuplicateID, 18, "x"}}, 0},
		{"# x\n# a {#x}", nil, 0},
		{"# a {#_x}\n# b {#intro}\n# Intro", []Problem{{ReservedID, 0, "_x"}}, 0},
		{"# a {#fn:1}\n# b {#fnref:1}\n# c {#fn-1}", []Problem{{ReservedID, 0, "fn:1"}, {ReservedID, 12, "fnref:1"}}, 0},
		{"<!-- a --> b\n\n<!-- c\nd --> e\nf", []Problem{{TextBehindComment, 0, "b"}, {TextBehindComment, 14, "e"}}, 0},
		{"a <!-- b --> c\n\n<!-- d\n\ne --> <!-- f -->", nil, 0},
		{"<!-->\n\n<!---> <!--> <!---->\na\n\nb <!--> c <!---> d", nil, 0},
		{"<!--> a -->", []Problem{{TextBehindComment, 0, "a -->"}}, 0},
		{"a\n\n<!-- b\n\nc", []Problem{{UnclosedComment, 3, ""}}, 0},
		{"<!-- a --><b>\nc", []Problem{{RawHTML, 0, "<b>"}}, 0},
		{"<details>\n<summary>a</summary>\n</details>", []Problem{{RawHTML, 0, "<details>"}}, 0},
		{"a <br> b", []Problem{{RawHTML, 2, "<br>"}}, 0},
		{"a &#x202E;b **&rlm;** &#8238; &lrm; &#X061c;", []Problem{{Direction, 2, "&#x202E;"}, {Direction, 14, "&rlm;"}, {Direction, 22, "&#8238;"}, {Direction, 30, "&lrm;"}, {Direction, 36, "&#X061c;"}}, 0},
		{"# &#x2066;a\n\n- [ ] &#x2067;b\n\n> [!NOTE] &#x2068;\n\n|a|\n|-|\n|&#x2069;|", []Problem{{Direction, 2, "&#x2066;"}, {Direction, 19, "&#x2067;"}, {Direction, 40, "&#x2068;"}, {Direction, 59, "&#x2069;"}}, 0},
		{"a [b](c \"&#8206;\") ![&#8207;](d&#8234;)", []Problem{{Direction, 2, "&#8206;"}, {Direction, 19, "&#8234;"}, {Direction, 21, "&#8207;"}}, 0},
		{"`&#x202E;` \\&#x202E; &amp;#x202E; &#x41; &rlm &zwj;\n\n    &#x202E;\n\n```\n&#x202E;\n```\n\n<!-- &#x202E; -->", nil, 0},
		{"```a&#x202E;\na\n```", []Problem{{Direction, 4, "&#x202E;"}}, 0},
		{"a \\\\&#x202E;", []Problem{{Direction, 4, "&#x202E;"}}, 0},
		{"`<b>` \\<b> a < b > c &lt;b>", nil, 0},
		{"![a](b c 10.00.00.png)", []Problem{{BrokenLink, 3, "(b c 10.00.00.png)"}}, 0},
		{"- [a](guide: b), ![c](d.png =30x)", []Problem{{BrokenLink, 4, "(guide: b)"}, {BrokenLink, 20, "(d.png =30x)"}}, 0},
		{"| [a](b c |\n|---|\n| d |", []Problem{{BrokenLink, 4, "(b c |"}}, 0},
		{"[a](<b c> \"d\") [a](b) [a][b] [a]\\(b c) `[a](b c)` [a] (b c) \\[a\\](b c)\n\n[b]: c", nil, 0},
		{"前[a]（guide:b）後", []Problem{{WideMark, 6, "（guide:b）"}}, 0},
		{"前[a]（次のとおり）、[b]（）", nil, 0},
		{"：：： log\n\n> ［!NOTE］\n> a", []Problem{{WideMark, 0, "：：： log"}, {WideMark, 17, "［!NOTE］"}}, 0},
		{"a ：：： b ［!c］ ｛#d｝", nil, 0},
		{"## a ｛#b｝", []Problem{{WideMark, 5, "｛#b｝"}}, 0},
		{"a[^1] ![b[^2]](c)\n\n[^1]: one\n[^2]: two\n> [^3]: three[^4]\n\n[^4]: four", []Problem{{UnusedFootnote, 29, "[^2]"}, {UnusedFootnote, 41, "[^3]"}, {UnusedFootnote, 58, "[^4]"}}, 0},
		{"a[^1]\n\n[^1]: one[^2]\n[^1]: once more\n[^2]: two", []Problem{{SecondFootnote, 21, "[^1]"}}, 0},
		{"a [b][c] [d][] ![e][f], [g][h](i) [j][k] l[0][1] \\[m][n] `[o][p]`\n\n[k]: https://a.example/", []Problem{{NoDefinition, 2, "[c]"}, {NoDefinition, 9, "[d]"}, {NoDefinition, 16, "[f]"}}, 0},
		{"a [^b] [^注] \\[^c] `[^d]` [^ e] [^] [f^]\n\n- [^g]\n\n| [^h] |\n|-|", []Problem{{NoFootnote, 2, "[^b]"}, {NoFootnote, 7, "[^注]"}, {NoFootnote, 45, "[^g]"}, {NoFootnote, 53, "[^h]"}}, 0},
		{"a\x01b\x02\nc &#8; `\x7f`\n\n    \u0085", []Problem{{Control, 1, "U+0001"}, {Control, 7, "&#8;"}, {Control, 13, "U+007F"}, {Control, 21, "U+0085"}}, 0},
		{"## a {#b c}\n\n## d {#e} f", []Problem{{BrokenID, 5, "{#b c}"}, {BrokenID, 18, "{#e}"}}, 0},
		{"- [] a\n- [ ]b\n- [x]c\n- [　] d\n- [X] e\n- [x](f)\n- [x]\n\n1. []g\n\nh [] i", []Problem{{BrokenTick, 2, "[] a"}, {BrokenTick, 9, "[ ]b"}, {BrokenTick, 16, "[x]c"}, {BrokenTick, 23, "[　] d"}, {EmptyTick, 50, ""}, {BrokenTick, 58, "[]g"}}, 0},
		{"##a\n\n###b {#c}\n\n#d\n\na\n##e", []Problem{{HeadingSpace, 0, "##a"}, {HeadingSpace, 5, "###b {#c}"}}, 0},
	}
	for _, tt := range tests {
		d := parse(tt.src)
		if !slices.Equal(d.Problems, tt.want) || len(d.Directives) != tt.directives {
			t.Errorf("%q\n got %+v and %d directives\nwant %+v and %d", tt.src, d.Problems, len(d.Directives), tt.want, tt.directives)
		}
	}
}

// A page of its own leads from a footnote back to its references; where pages are
// joined, only the footnotes that are referred to are printed.
func TestFootnotesOf(t *testing.T) {
	doc := New().Parse([]byte("a[^x]\n\n## B {#b}\n\nb[^y]\n\n[^x]: first\n[^y]: second\n"), "en")
	own := doc.Render(Place{})
	if last := string(own[len(own)-1].HTML); !strings.Contains(last, `href="#fnref:2"`) {
		t.Errorf("no way back from the footnote: %s", last)
	}
	parts := doc.Render(Place{Prefix: "p--"})
	got := string(FootnotesOf(parts, Section(parts, "b", false)))
	want := `<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">` + "\n<ol>\n" + `<li id="p--fn:2" value="2">` + "\n<p>second</p>\n</li>\n</ol>\n</section>\n"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := FootnotesOf(parts, nil); got != "" {
		t.Errorf("footnotes of nothing: %s", got)
	}
	const nested = "a[^x]\n\n## B {#b}\n\nb[^y]\n\n[^x]: first\n[^y]: second[^z]\n[^z]: third[^y]\n"
	parts = parse(nested).Render(Place{Prefix: "p--"})
	got = string(FootnotesOf(parts, Section(parts, "b", false)))
	if strings.Contains(got, "first") || !strings.Contains(got, "second") || !strings.Contains(got, "third") {
		t.Errorf("footnotes that footnotes name: %s", got)
	}
}

var (
	anyID   = regexp.MustCompile(` id="([^"]*)"`)
	anyLead = regexp.MustCompile(` href="#([^"]*)"`)
)

// Every footnote is come to from the text, and leads back to where it is.
func TestFootnotesThatNothingShows(t *testing.T) {
	for _, tt := range []struct {
		src  string
		want []string // how the notes begin, in order
	}{
		{"a[^2]\n\n[^2]: two\n[^3]: unused[^2]\n", []string{"two"}},
		{"a[^2]\n\n[^3]: unused[^4]\n[^4]: four\n[^2]: two\n", []string{"two"}},
		{"![a[^1]](b.png)\n\n[^1]: one\n", nil},
		{"![a[^1]](b.png) c[^2]\n\n[^1]: one\n[^2]: two\n", []string{"two"}},
		{"a[^1]\n\n[^1]: one[^2]\n[^1]: once more[^2]\n[^2]: two\n", []string{"one", "two"}},
		{"[^1]: one[^3]\n[^2]: two\n[^3]: three[^3]\n\na[^2]b[^1]c[^1]\n", []string{"two", "one", "three"}},
		{"> ## a[^1]\n\n|b[^2]|\n|-|\n|c[^1]|\n\n[^1]: one\n\n    - d[^2]\n[^2]: two\n", []string{"one", "two"}},
		{"[^1]: unused[^1]\n", nil},
	} {
		html := printed(tt.src, "en", Place{})
		ids := map[string]bool{}
		for _, m := range anyID.FindAllStringSubmatch(html, -1) {
			if ids[m[1]] {
				t.Errorf("%q: id %q twice", tt.src, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range anyLead.FindAllStringSubmatch(html, -1) {
			if !ids[m[1]] {
				t.Errorf("%q: nothing is at %q: %s", tt.src, m[1], html)
			}
		}
		var notes []string
		for i, note := range strings.Split(html, footnoteItem)[1:] {
			text, _, _ := strings.Cut(strings.TrimPrefix(note, fmt.Sprintf("fn:%d\" value=\"%[1]d\">\n<p>", i+1)), "<")
			notes = append(notes, strings.TrimSpace(text))
		}
		if !slices.Equal(notes, tt.want) {
			t.Errorf("%q: footnotes %q, want %q: %s", tt.src, notes, tt.want, html)
		}
	}
}
