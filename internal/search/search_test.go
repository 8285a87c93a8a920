package search

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/view"
)

func TestFoldJapanese(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"プッシュ証明書", "プッシュ証明書"}, {"ﾌﾟｯｼｭ証明書", "プッシュ証明書"}, {"ぷっしゅ証明書", "プッシュ証明書"}, {"フ\u309Aッシュ", "プッシュ"},
		{"ＡＰＮｓ", "apns"}, {"①", "1"}, {" a\t　\nb ", "a b"},
		{"サーバー", "サーバ"}, {"サーバーの", "サーバノ"}, {"さーばー", "サーバ"}, {"ぱすわーど", "パスワード"}, {"いんすとーるの", "インストールノ"}, {"さーばーの", "サーバノ"}, {"さぽーと", "サポート"}, {"サーバーライト", "サーバーライト"}, {"キー", "キー"}, {"コピー機", "コピ機"},
		{"サーバー・クライアント", "サーバークライアント"}, {"故障・交換", "故障・交換"}, {"ゝゞ", "ヽヾ"},
		{"葛\U000E0100城", "葛城"}, {"soft\u00ADware", "software"}, {"İ", "i"}, {"ΣΑΣ", "σασ"}, {"", ""},
	} {
		if got := Fold(tt.text); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestGrams(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"証明書", []string{"証明", "明書", "書"}}, {"鍵", []string{"鍵"}}, {"apns証明書 2", []string{"apns", "証明", "明書", "書", "2"}},
		{"𠮟る", []string{"𠮟る", "る"}}, {"lost-device", []string{"lost", "device"}}, {"…", nil}, {"", nil},
		{strings.Repeat("x", 50), []string{strings.Repeat("x", 40)}},
	} {
		var got []string
		grams([]byte(tt.text), func(g []byte) { got = append(got, string(g)) })
		if !slices.Equal(got, tt.want) {
			t.Errorf("grams(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A page is taken apart where it can be linked to.
func TestParts(t *testing.T) {
	got := new(Indexer).article(view.Article{Summary: "要約", Body: []view.Block{
		{HTML: `<p>はじめに<sup id="r"><a href="#fn:1">1</a></sup>。</p>`},
		{Checklist: &view.Checklist{Items: []view.Item{
			{ID: "_item-a", Title: "鍵", Applies: true, Risk: "失う", Guides: []view.Guide{{Title: "手引き"}}},
			{ID: "_item-b", Title: "箱", Reason: "対象外", Risk: "隠れる"},
		}}},
		{HTML: `<p>続き。</p><h2 id="x">見出し<em>し</em> <a class="anchor" href="#x">#</a></h2><table><tr><td>a</td><td>b &amp; c</td></tr></table><p>一<strong>二</strong>三<br>四<img src="x" alt="図"></p>`},
	}})
	want := []Part{
		{"", Intro, "", "要約\nはじめに。\n続き。"},
		{"_item-a", Item, "鍵", "失う · 手引き"},
		{"_item-b", Item, "箱", "対象外"},
		{"x", Heading, "見出しし", "a\nb & c\n一二三\n四図"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

var calls = regexp.MustCompile(`(?m)^hikitsugiSearch\("ja","(\w+)",(\d+),(.*)\);$`)

// library makes n pages of text, found by words.
func library(words *Vocabulary, n int) []*Page {
	var pages []*Page
	for i := range n {
		text := fmt.Sprintf("第%d番の装置。", i) + strings.Repeat("異動や退職が決まると、まず日々の作業の説明から始めがちです。", 20)
		pages = append(pages, new(Indexer).Page(words, fmt.Sprintf("ja/guides/g%d/", i), view.Article{
			Frame: view.Frame{Title: fmt.Sprintf("手引き%d", i)}, Kind: "guide",
			Body: []view.Block{{HTML: template.HTML("<p>" + text + "</p>")}},
		}))
	}
	return pages
}

// What is handed over is all there, in the order in which the browser looks it up.
func TestFiles(t *testing.T) {
	words := new(Vocabulary)
	pages := append(library(words, 1000), new(Indexer).Page(words, "ja/glossary/", view.Glossary{Frame: view.Frame{Title: "用語集"}, Terms: []view.Term{
		{ID: "_term-a", Word: "山﨑", Others: []view.Word{{Lang: "en", Text: "𠮟る"}}, Aliases: []string{"ＡＢＣ", "abc"}},
	}}))
	index := words.Join("ja", pages)
	files := index.Files()
	var h head
	var grams []string
	var data []json.RawMessage
	for i, f := range files {
		for _, c := range calls.FindAllSubmatch(f.Append(nil), -1) {
			var line string
			var some []json.RawMessage
			v := map[string]any{"head": &h, "w": &line, "p": &some}[string(c[1])]
			if err := json.Unmarshal(c[3], v); err != nil {
				t.Fatal(err)
			}
			data = append(data, some...)
			if line != "" {
				grams = append(grams, strings.Split(line, "\n")...)
			}
		}
		if i > 0 && len(f.Append(nil)) > 2*shardSize {
			t.Errorf("%s has %d bytes", f.Path, len(f.Append(nil)))
		}
		if !bytes.Equal(index.File(f.Path), f.Append(nil)) {
			t.Errorf("%s alone is another", f.Path)
		}
	}
	if h.Count != len(pages) || len(data) != len(pages) || len(files) != 1+len(h.Words)+len(h.Pages) || len(files) < 10 {
		t.Errorf("%d files, %d of words, %d of pages; %d pages, %d counted", len(files), len(h.Words), len(h.Pages), len(data), h.Count)
	}
	if want := [][]string{{"山﨑", "abc", "𠮟ル"}}; !reflect.DeepEqual(h.Terms, want) {
		t.Errorf("the terms are %q", h.Terms)
	}
	if !slices.IsSortedFunc(grams, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a[:strings.Index(a, "\t")])), utf16.Encode([]rune(b[:strings.Index(b, "\t")])))
	}) {
		t.Error("the words are not in the order of JavaScript")
	}
	find := func(gram string) string {
		for _, w := range grams {
			if rest, ok := strings.CutPrefix(w, gram+"\t"); ok {
				return rest
			}
		}
		return ""
	}
	// Pages of that number, by their distance from the one before, with the level.
	for gram, want := range map[string]string{"装置": strings.Repeat("A", 1000), "999": number(999<<2 | int(title)), "手引": strings.Repeat("D", 1000), "abc": number(1000<<2 | int(said))} {
		if got := find(gram); got != want {
			t.Errorf("%s is found at %.40q, want %.40q", gram, got, want)
		}
	}
	for _, name := range []string{"", "search/ja/w.js", "search/ja/w0.js", "search/ja/p99.js", "search/ja/x00.js", "search/ja/p-1.js", "search/en/p00.js"} {
		if index.File(name) != nil {
			t.Errorf("there is a file %s", name)
		}
	}
	want := textsOf(index)
	if !reflect.DeepEqual(textsOf(words.Join("ja", pages)), want) {
		t.Error("the same pages make other files")
	}
	kept, again := new(Vocabulary), make([]*Page, len(pages))
	kept.Restore(words.Lexicon())
	for i, p := range pages {
		record, stored := p.Record()
		again[i] = record.Page(stored)
	}
	another := new(Indexer).Page(kept, "ja/new/", view.Article{Frame: view.Frame{Title: "龘靐"}})
	if !reflect.DeepEqual(textsOf(kept.Join("ja", again)), want) {
		t.Error("pages that were kept make other files")
	}
	if n := len(kept.Lexicon().Ends); n <= len(words.Lexicon().Ends) || reflect.DeepEqual(textsOf(kept.Join("ja", append(again, another))), want) {
		t.Errorf("nothing can be added to what was kept: %d grams", n)
	}
	if small := words.Join("ja", pages[:10]).Files(); len(small) != 1 || small[0].Path != "search.ja.js" {
		t.Errorf("ten pages make %d files", len(small))
	}
	if none := new(Vocabulary).Join("en", nil).Files(); len(none) != 1 {
		t.Errorf("no page makes %d files", len(none))
	}
}

// number returns a number as it stands in the postings.
func number(n int) string {
	b := make([]byte, lengthOf(n))
	if putNumber(b, n) != lengthOf(n) {
		panic("a number is of another length")
	}
	return string(b)
}

// textsOf returns what the files of an index hold.
func textsOf(x *Index) map[string]string {
	texts := map[string]string{}
	for _, f := range x.Files() {
		texts[f.Path] = string(f.Append(nil))
	}
	return texts
}

// BenchmarkFiles joins the pages of a large site, as every build does whose pages
// have changed.
func BenchmarkFiles(b *testing.B) {
	words := new(Vocabulary)
	pages := library(words, 1000)
	b.ReportAllocs()
	for b.Loop() {
		var data []byte
		for _, f := range words.Join("ja", pages).Files() {
			data = f.Append(data[:0])
		}
	}
}

// BenchmarkOf takes one page apart, as a build does for a page that has changed.
func BenchmarkOf(b *testing.B) {
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, "<h2 id=\"x%d\">見出し</h2><p>異動や退職が決まると、まず日々の作業の説明から始めがちです。<strong>「鍵」</strong>を先に渡します。</p>", i)
	}
	v := view.Article{Frame: view.Frame{Title: "手引き"}, Kind: "guide", Body: []view.Block{{HTML: template.HTML(text.String())}}}
	words := new(Vocabulary)
	var x Indexer
	b.ReportAllocs()
	for b.Loop() {
		x.Page(words, "ja/guides/a/", v)
	}
}

// What is taken to be written in one way is.
func TestPlain(t *testing.T) {
	for r := rune(1); r <= unicode.MaxRune; r++ {
		if s := string(r); plain(r) && (norm.NFKC.String(s) != s || visible(r) != r) {
			t.Errorf("%q", s)
		}
	}
}
