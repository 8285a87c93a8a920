package build

import (
	"regexp"
	"strings"
	"testing"
)

// between returns what stands between two strings of a page, once each.
func between(t *testing.T, page, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, from)
	inside, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("there is nothing between %q and %q", from, to)
	}
	return inside
}

// A page that is not translated: its frame and the notice are in the reader's
// language, its text in its own, and it claims to be no translation.
func TestFallback(t *testing.T) {
	b := build(t, new(Builder), Input{
		Project: world("-- content/guides/start.en.md --\n-\n-- content/runbooks/lost.en.md --\n-\n-- content/guides/start.ja.md --\n---\ntitle: {ja: はじめに, en: First steps}\nsummary: 最初の一歩\n---\n\n[ポータル](link:portal)から。\n-- content/links.yaml --\nportal: {title: {ja: ポータル, en: Portal}, url: \"https://portal.example/\", lang: ja}\n"),
		BaseURL: "https://notes.example/",
	})
	page := b.files["en/guides/start/index.html"]
	head, body, _ := strings.Cut(page, "<article")
	for _, want := range []string{`<html lang="en"`, `<link rel="canonical" href="https://notes.example/ja/guides/start/">`, "This page is not available in English yet"} {
		if !strings.Contains(head, want) {
			t.Errorf("before the article the page lacks %s", want)
		}
	}
	for _, want := range []string{
		` class="article guide" lang="ja"`, `<h1 lang="en">First steps</h1>`, `<p class="lead">最初の一歩</p>`,
		`ポータル</a> <span class="by" lang="en">(Japanese)</span>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the article lacks %s", want)
		}
	}
	if regexp.MustCompile(`<link[^>]*hreflang`).MatchString(page) {
		t.Error("the page claims to be a translation")
	}
	if original := b.files["ja/guides/start/index.html"]; strings.Contains(original, `hreflang="en" href="https://`) || strings.Contains(original, `<h1 lang=`) {
		t.Error("the original claims to have a translation, or its title to be foreign")
	}
	list := b.files["en/guides/index.html"]
	if !strings.Contains(list, `/index.html">First steps</a>`) || !strings.Contains(list, `<p lang="ja">最初の一歩</p>`) {
		t.Errorf("the list does not say which of its texts are foreign:\n%s", between(t, list, `<ul class="entries">`, "</ul>"))
	}
	runbook := b.files["en/runbooks/lost/index.html"]
	if !strings.Contains(runbook, `<div class="checklist" role="group" lang="en"`) || !strings.Contains(b.files["en/runbooks/index.html"], `lang="ja">紛失</a>`) {
		t.Error("the runbook's list is not in the reader's language, or its title is not marked")
	}
}

// A translation without a summary borrows that of its source, in the source's language.
func TestBorrowedSummary(t *testing.T) {
	b := build(t, new(Builder), Input{
		Project: world("-- content/guides/start.ja.md --\n---\ntitle: はじめに\nsummary: 最初の一歩\n---\n\n文。\n-- content/guides/start.en.md --\n---\ntitle: First steps\n---\n\nText.\n"),
	})
	for page, want := range map[string]string{"en/guides/start/index.html": `<p class="lead" lang="ja">最初の一歩</p>`, "en/guides/index.html": `<p lang="ja">最初の一歩</p>`} {
		if !strings.Contains(b.files[page], want) {
			t.Errorf("%s lacks %s", page, want)
		}
	}
}

// Translations name each other, and only by whole addresses.
func TestAlternatesOfEveryPage(t *testing.T) {
	alternate := regexp.MustCompile(`<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">`)
	b := build(t, new(Builder), Input{Project: world("-- content/guides/start.en.md --\n-\n"), BaseURL: "https://notes.example/"})
	names := map[string]map[string]string{} // by file: language to address
	for name, page := range b.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		names[name] = map[string]string{}
		for _, m := range alternate.FindAllStringSubmatch(page, -1) {
			names[name][m[1]] = m[2]
		}
	}
	pairs := 0
	for name, others := range names {
		for lang, address := range others {
			if lang == "x-default" {
				if address != "https://notes.example/" {
					t.Errorf("%s: x-default is %s", name, address)
				}
				continue
			}
			twin := strings.TrimPrefix(address, "https://notes.example/") + "index.html"
			if twin != name && names[twin][name[:2]] != "https://notes.example/"+strings.TrimSuffix(name, "index.html") && name != "index.html" && name != "404.html" {
				t.Errorf("%s names %s, which does not name it: %q", name, twin, names[twin])
			}
			pairs++
		}
	}
	if pairs < 20 || len(names["en/guides/start/index.html"]) != 0 || len(names["review/columns/keys/index.html"]) != 0 {
		t.Errorf("%d alternates; the untranslated page has %q, the review %q", pairs, names["en/guides/start/index.html"], names["review/columns/keys/index.html"])
	}
	without := build(t, new(Builder), Input{Project: world("")})
	for name, page := range without.files {
		if alternate.MatchString(page) {
			t.Errorf("%s names alternates though the address is unknown", name)
		}
	}
}

// behindWorld is small with a translation whose section apns has been left behind.
const behindWorld = `
-- content/columns/keys.en.md --
---
title: Keys
translated: {intro: "00000000", apns: "11111111"}
---

Introduction.

## Certificate {#apns}

Renew it.
`

// A section that is behind says so at the top of its page, under its heading, and
// where the languages stand side by side.
func TestBehind(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world(behindWorld)})
	const said = "The original of this section has changed"
	page := b.files["en/columns/keys/index.html"]
	if notice := between(t, page, `class="notice"`, "</div>"); !strings.Contains(notice, `href="#apns"`) || !strings.Contains(notice, "Introduction") {
		t.Errorf("the notice names %s", notice)
	}
	if after := between(t, page, `<h2 id="apns">`, "Renew it"); !strings.Contains(after, said) {
		t.Errorf("under the heading stands %s", after)
	}
	if strings.Contains(b.files["ja/columns/keys/index.html"], "原文の変更がまだ反映されていません") {
		t.Error("the original says that it is behind")
	}
	review := b.files["review/columns/keys/index.html"]
	if n := strings.Count(review, said); n != 2 {
		t.Errorf("side by side %d sections are behind, want 2", n)
	}
	if row := between(t, review, `id="ja-apns"`, "</tr>"); !strings.Contains(row, `id="en-apns"`) || strings.Index(row, said) > strings.Index(row, `id="en-apns"`) {
		t.Errorf("the row of the section is %s", row)
	}
}

// Pages are compared by those who look after the content: not in a public site,
// unless drafts show, and not where there is nothing to compare.
func TestReview(t *testing.T) {
	const one, two = "review/columns/keys/index.html", "review/guides/start/index.html"
	missing := "-- content/guides/start.en.md --\n-\n-- content/guides/start.ja.md --\n---\ntitle: はじめに\n---\n\n始めます。\n-- content/columns/keys.en.md --\n---\ntitle: Keys\n---\n\n## More {#more}\n\nOnly here.\n"
	b := build(t, new(Builder), Input{Project: world(missing)})
	review := b.files[one]
	if review == "" || b.files[two] != "" {
		t.Fatal("pages are compared that are not written twice, or none is")
	}
	if !strings.Contains(b.files["en/columns/keys/index.html"], `href="../../../review/columns/keys/index.html"`) || strings.Contains(b.files["en/guides/start/index.html"], "/review/") {
		t.Error("the column does not lead to its comparison, or the guide does to none")
	}
	if n := strings.Count(review, "This section has not been written yet."); n != 1 {
		t.Errorf("%d sections are missing in English, want 1", n)
	}
	if n := strings.Count(review, "この節はまだ書かれていません。"); n != 1 {
		t.Errorf("%d sections are missing in Japanese, want 1", n)
	}
	if strings.Count(review, `<td lang="ja"`) != strings.Count(review, `<td lang="en"`) {
		t.Error("rows have different cells")
	}
	for _, want := range []string{`<html lang="ja"`, `hreflang="ja"`, `hreflang="en"`, "Only here.", `<li value="2"><p class="title">証明書</p>`, `<li value="2"><p class="title">Certificate</p>`} {
		if !strings.Contains(review, want) {
			t.Errorf("the comparison lacks %s", want)
		}
	}
	for _, in := range []Input{{Project: world(""), Public: true}, {Project: world(""), Public: true, Drafts: true}} {
		if got := build(t, new(Builder), in).files[one] != ""; got != in.Drafts {
			t.Errorf("drafts %v: a public edition with comparisons is %v", in.Drafts, got)
		}
	}
}

// What recurs has titles in both languages as well, where they are not those of the item.
func TestReviewOfRenewals(t *testing.T) {
	const page = "review/columns/keys/index.html"
	b := build(t, new(Builder), Input{Project: edited(t, "content/columns/keys.ja.md", "renew: P365D", "renew: {every: P365D, title: {ja: 作り直し, en: Reissue}}")})
	for _, want := range []string{"<p>作り直し 365日ごと</p>", "<p>Reissue every 365 days</p>"} {
		if strings.Count(b.files[page], want) != 1 {
			t.Errorf("the comparison has not %s once", want)
		}
	}
	if plain := build(t, new(Builder), Input{Project: world("")}).files[page]; strings.Contains(plain, "<p>証明書 ") || plain == "" {
		t.Error("the comparison says a title twice")
	}
}

// A link of a text to a guide in another language says so in the reader's.
func TestForeignLinks(t *testing.T) {
	b := build(t, new(Builder), Input{Project: edited(t, "content/links.yaml", `"https://portal.example/"`, `"https://portal.example/", lang: en`)})
	if page := b.files["ja/columns/keys/index.html"]; !strings.Contains(page, `ポータル</a><span class="by">（英語）</span>で更新し`) {
		t.Error("the Japanese text does not say that the portal is English")
	}
	if page := b.files["en/columns/keys/index.html"]; strings.Contains(page, "(Japanese)") || strings.Contains(page, "（英語）") {
		t.Error("the English text marks an English portal")
	}
}

// Each heading of a page's contents knows the same one in the other language: by
// its id, or by its place where both languages have the same headings.
func TestTwins(t *testing.T) {
	with := func(ja, en string) built {
		return build(t, new(Builder), Input{Project: world("-- content/guides/start.ja.md --\n---\ntitle: はじめに\n---\n\n始めます。\n\n" + ja + "\n-- content/guides/start.en.md --\n---\ntitle: Start\n---\n\nBegin.\n\n" + en + "\n")})
	}
	const page = "/guides/start/index.html"
	b := with("## 準備 {#prepare}\n\n### 道具\n\n## 実行\n", "## Preparing {#prepare}\n\n### Tools\n\n## Doing\n")
	for name, wants := range map[string][]string{
		"ja" + page: {`href="#prepare" data-twin="prepare"`, `data-twin="tools"`, `data-twin="doing"`},
		"en" + page: {`href="#prepare" data-twin="prepare"`, `href="#tools" data-twin="道具"`, `href="#doing" data-twin="実行"`},
	} {
		for _, want := range wants {
			if contents := between(t, b.files[name], `<nav class="contents"`, "</nav>"); !strings.Contains(contents, want) {
				t.Errorf("the contents of %s lack %s:\n%s", name, want, contents)
			}
		}
	}
	b = with("## 準備 {#prepare}\n\n### 道具\n\n## 実行\n", "## Preparing {#prepare}\n\n## Doing\n")
	if contents := between(t, b.files["en"+page], `<nav class="contents"`, "</nav>"); strings.Contains(contents, `data-twin="実行"`) || strings.Contains(contents, `data-twin="道具"`) {
		t.Errorf("where the headings differ a twin is guessed:\n%s", contents)
	}
}
