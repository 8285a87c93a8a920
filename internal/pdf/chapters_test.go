package pdf

import (
	"slices"
	"strings"
	"testing"
)

// Four chapters: one that should take one page and takes two, one that begins on a
// right-hand page, which would be the sixth, one behind it without a title.
const testChapters = `<nav><a href="#night">夜</a> <a href="#next">次</a> <a href="#run">手順</a> <span class="page-number" data-target="run"></span></nav>
<div class="packet">
<header class="cover">表紙 <span data-fill="copy">空欄</span> <span data-fill="printed">空欄</span></header>
<section class="chapter" data-running="夜 “&lt;/style&gt;" data-single-page="next" aria-labelledby="night"><h2 id="night">夜</h2><p>一</p><p class="new">二</p></section>
<section class="chapter" data-running="次" aria-labelledby="next"><h2 id="next">次</h2><p class="new">三</p></section>
<section class="between">間</section>
<section class="chapter" data-running="手順" data-recto="白紙" aria-labelledby="run"><h2 id="run">手順</h2></section>
<section class="chapter" aria-labelledby="last"><h2 id="last">終わり</h2></section>
</div>`

const chapterTestStyles = `
@page { @top-left { content: attr(data-running); font: 8pt var(--print-font); } }
.chapter, .new, .blank-page { break-before: page; }
`

func TestChapters(t *testing.T) {
	site := sitePage(testChapters)
	site["theme/print.css"].Data = append(site["theme/print.css"].Data, chapterTestStyles...)
	site[testPage].Data = []byte(strings.Replace(string(site[testPage].Data), `<html lang="ja">`, `<html lang="ja" data-running="引継ぎ書">`, 1))
	var long []TooLong
	file, err := startEngine(t, testOptions(t)).Print(t.Context(), site, testPage, PrintOptions{
		Date: testDay, Texts: map[string]string{"copy": "部番号七"}, Warn: func(l TooLong) { long = append(long, l) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []TooLong{{"夜 “</style>", 2}}; !slices.Equal(long, want) {
		t.Errorf("too long: %v, want %v", long, want)
	}
	var pages []string
	for page := range strings.SplitSeq(strings.TrimSuffix(string(tool(t, file, "pdftotext", "-layout", "FILE", "-")), "\f"), "\f") {
		pages = append(pages, strings.Join(strings.Fields(page), ""))
	}
	want := []string{"手順7", "引継ぎ書夜“</style>", "引継ぎ書夜“</style>", "引継ぎ書次", "引継ぎ書次", "白紙", "引継ぎ書手順", "終わり"}
	if len(pages) != len(want) {
		t.Fatalf("%d pages: %q", len(pages), pages)
	}
	for i, want := range want {
		if !strings.Contains(pages[i], want) {
			t.Errorf("page %d lacks %q: %s", i+1, want, pages[i])
		}
	}
	if !strings.Contains(pages[0], "部番号七") || !strings.Contains(pages[0], "空欄") {
		t.Errorf("what is known is filled in, the rest stays blank: %s", pages[0])
	}
}

func TestBlanks(t *testing.T) {
	p := &preparedPage{rectos: []recto{{"c", ""}, {"a", ""}, {"b", ""}, {"d", ""}}}
	for _, tt := range []struct {
		pages map[string]int
		want  []string
	}{
		{map[string]int{"a": 3, "b": 5, "c": 7, "d": 9}, nil},
		{map[string]int{"a": 4, "b": 6, "c": 8, "d": 9}, []string{"a", "d"}},
		{map[string]int{"a": 4, "b": 7, "c": 9, "d": 10}, []string{"a", "b", "d"}},
	} {
		var got []string
		for _, r := range p.blanks(tt.pages) {
			got = append(got, r.id)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%v: blank before %q, want %q", tt.pages, got, tt.want)
		}
	}
}

func TestCutHead(t *testing.T) {
	for text, want := range map[string]string{
		"社外秘":                    "社外秘",
		strings.Repeat("秘", 60):  strings.Repeat("秘", 60),
		strings.Repeat("秘", 61):  strings.Repeat("秘", 59) + "…",
		strings.Repeat("a", 120): strings.Repeat("a", 120),
		strings.Repeat("a", 121): strings.Repeat("a", 118) + "…",
		strings.Repeat("a", 117) + " " + strings.Repeat("b", 9): strings.Repeat("a", 117) + "…",
	} {
		if got := cutHead(text); got != want {
			t.Errorf("%s is cut to %s, want %s", text, got, want)
		}
	}
}
