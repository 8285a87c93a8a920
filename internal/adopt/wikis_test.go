package adopt

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// imported reads a folder of a wiki or of a word processor, and returns what is said of
// it, a line for each finding.
func imported(t *testing.T, files map[string]string) (*Result, string) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := Read(folder, Options{Languages: []string{"ja", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&said, "%s:%d %s\n", f.File, f.Line, f.What.EN)
	}
	return r, said.String()
}

// holds tells which of the texts a page does not have.
func holds(t *testing.T, r *Result, name string, wants ...string) {
	t.Helper()
	got := string(r.Files["content/guides/"+name])
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", name, want, got)
		}
	}
}

// Pictures that stand in the text, as Google Docs and Word leave them, become files;
// they are no letters that tell a language, and nothing that is printed.
func TestEmbeddedPictures(t *testing.T) {
	picture := "data:image/gif;base64," + base64.StdEncoding.EncodeToString([]byte(onePixel))
	r, said := imported(t, map[string]string{
		"doc.md":    "# 引継書\n\n![][image1] ![図][image1]\n\n| a |\n|---|\n| ![](" + picture + ") |\n\n<img src=\"" + picture + "\" alt=\"絵\">\n\n```\n![](" + picture + ")\n```\n\n[image1]: <" + picture + ">\n",
		"short.md":  "# 短い\n\n![](data:image/png;base64...)\n\n端末の![図](data:image/png;base64...)\n",
		"doc-1.gif": onePixel,
	})
	holds(t, r, "doc.ja.md", "![doc-4][image1] ![図][image1]\n", "| ![doc-2](doc-2.gif) |", "![絵](doc-3.gif)", "```\n![]("+picture+")\n```", "[image1]: <doc-4.gif>\n")
	holds(t, r, "short.ja.md", "-->\n\n\n\n\n端末の図\n")
	if r.Pictures != 3 || string(r.Files["content/guides/doc-2.gif"]) != onePixel {
		t.Errorf("%d pictures", r.Pictures)
	}
	if want := "doc.md:3 the picture has no words; its file name stands for them. Say what it shows: doc-4\n"; !strings.Contains(said, want) || strings.Contains(said, "R0lGOD") || strings.Count(said, "take it out of the original") != 2 {
		t.Errorf("said\n%s", said)
	}
}

// What Windows and macOS make of a file's letters and of its name changes nothing: a
// link leads where it led.
func TestLettersAndNames(t *testing.T) {
	wide, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("# 証明書\r\n\r\n毎年３月\r\n")
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String("# 大\n\n[一覧](が一覧.md)\n")
	r, said := imported(t, map[string]string{
		"証明書.md":                        wide,
		"big.md":                        big,
		norm.NFD.String("が一覧") + ".md":  "# が一覧\n\n[証](証明書.md) ![図](ポスト.gif) [[が一覧]]\n",
		norm.NFD.String("ポスト") + ".gif": onePixel,
		"addresses.md":                  "# 端末\n\n[証](https://a.example/a-very-long-address/of-a-page) <img width=\"1920\" height=\"1080\" src=\"https://a.example/x.png\" alt=\"絵\"> `and some code that is long`\n\n<table class=\"a-class\"><tr><td>申請済</td></tr></table>\n",
	})
	list := slugOf("が一覧")
	holds(t, r, slugOf("証明書")+".ja.md", "毎年３月\n")
	holds(t, r, "big.ja.md", "[一覧](guide:"+list+")")
	holds(t, r, list+".ja.md", "[証](guide:"+slugOf("証明書")+") ![図]("+slugOf("ポスト")+".gif) [が一覧](guide:"+list+")")
	holds(t, r, "addresses.ja.md", "申請済")
	if strings.Count(said, "its encoding was UTF-16") != 2 || strings.Contains(said, "leads to nothing") {
		t.Errorf("said\n%s", said)
	}
}

// Tables of HTML, be they in one line, and tables that pandoc draws are tables; what
// follows them keeps its line for what is said of it.
func TestTables(t *testing.T) {
	r, said := imported(t, map[string]string{
		"html.md":  "# 連絡先の表\n\n<div class=\"table-wrap\"><table class=\"x\">\n<colgroup><col style=\"width: 50%\" /></colgroup>\n<thead>\n<tr>\n<th>会社</th><th colspan=\"2\"><p>電話 | 内線</p></th>\n</tr></thead>\n<tbody><tr><td rowspan=\"2\"><p><b>ABC</b></p>\n<p>本社</p></td><td><a href=\"https://a.example/\">表</a><o:p></o:p></td><td><ul><li>一</li><li>二</li></ul></td></tr>\n<tr><td>三</td></tr></tbody></table></div>\n続き [x](gone.md)\n",
		"one.md":   "- 表は次のとおり\n\n  <table><caption>一覧</caption><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>\n\n[x](gone.md)\n\n```\n<table><tr><td>a</td></tr></table>\n```\n\n<table><tr><td><table><tr><td>二重の表</td></tr></table></td></tr></table>\n",
		"grid.md":  "表\n\n+--------+--------+\n| 会社   | 電話\\  |\n|        | 内線   |\n+:=======+========+\n| A      |        |\n+--------+--------+\n\nTable: 連絡先\n\n[x](gone.md)\n",
		"drawn.md": "表は二つ\n\n  会社       電話\n  ---------- ------\n  あいうえ   1\n  b          2 3\n\n  : 一つ目\n\n  --------------------\n  項目       内容\n  ---------- ---------\n  ABM        一行目\n             二行目\n\n  Intune     MDM\n  --------------------\n\n表ではない\n----------\n\n-- --\n",
	})
	holds(t, r, "html.ja.md", "-->\n\n\n| 会社 | 電話 \\| 内線 |  |\n| --- | --- | --- |\n| **ABC** 本社 | [表](https://a.example/) | ・一 ・二 |\n|  | 三 |  |\n\n", "\n続き x (`gone.md`)")
	holds(t, r, "one.ja.md", "\n\n  | A | B |\n  | --- | --- |\n  | C |  |\n\n  一覧\n\nx (`gone.md`)", "```\n<table><tr><td>a</td></tr></table>\n```", "二重の表")
	holds(t, r, "grid.ja.md", "| 会社 | 電話 内線 |\n| --- | --- |\n| A |  |\n\n連絡先\n")
	holds(t, r, "drawn.ja.md", "| 会社 | 電話 |\n| --- | --- |\n| あいうえ | 1 |\n| b | 2 3 |\n\n一つ目\n", "| 項目 | 内容 |\n| --- | --- |\n| ABM | 一行目 二行目 |\n| Intune | MDM |\n", "表ではない\n----------\n\n-- --\n")
	for _, want := range []string{"html.md:12 it leads to nothing", "one.md:5 it leads to nothing", "grid.md:12 it leads to nothing", "one.md:11 a table in HTML"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
}

// An export of Notion: no page is named by 32 digits, what its columns held is a list,
// links by number lead to pages, and its boxes are notes.
func TestNotion(t *testing.T) {
	const a, b, c = "0f3a9c1b2d4e5f60718293a4b5c6d7e8", "1f3a9c1b2d4e5f60718293a4b5c6d7e9", "2f3a9c1b2d4e5f60718293a4b5c6d7e0"
	r, said := imported(t, map[string]string{
		"Handover " + a + ".md":                      "# Handover\n\nOwner: Ann\nCreated: April 1, 2025 9:30 AM\nLast edited time: Nov 2, 2026 6:05 PM\nRelated: Lost phone (Handover%20" + a + "/Lost%20phone%20" + b + ".md), Other (https://a.example/)\n\n<aside>\n⚠️\n\nAsk **first**.\n\n- One\n\n</aside>\n\n[Lost](https://www.notion.so/Lost-phone-" + b + "?pvs=21) https://www.notion.so/" + b + " [x](Gone%20" + c + ".csv)\n",
		"Handover " + a + "/Lost phone " + b + ".md": "# Lost phone\n\nNot: a column\nbut text.\n\n![](p.gif)\n",
		"Handover " + a + "/p.gif":                   onePixel,
		"Handover " + a + "/台帳 " + c + ".md":         "作成者: 田中\n最終更新日時: 2026年10月3日 10:12\n\n<aside>\n💡 台帳です\n</aside>\n",
	})
	holds(t, r, "handover.en.md", "title: \"Handover\"\ndate: 2026-11-02\n---", "\n- Owner: Ann\n- Created: April 1, 2025 9:30 AM\n", "- Related: [Lost phone](guide:handover-lost-phone), Other (https://a.example/)\n", "> [!WARNING]\n> ⚠️\n>\n> Ask **first**.\n>\n> - One\n>\n\n\n[Lost](guide:handover-lost-phone) [Lost phone](guide:handover-lost-phone) x (`Gone.csv`)\n")
	holds(t, r, "handover-lost-phone.en.md", "\nNot: a column\nbut text.\n\n![p](handover-p.gif)")
	holds(t, r, slugOf("Handover/台帳")+".ja.md", "title: \"台帳\"\ndate: 2026-10-03\nauthor: \"田中\"\n", "> [!TIP]\n> 💡 台帳です\n")
	if !strings.Contains(said, a+".md:17 it leads to nothing") {
		t.Errorf("said\n%s", said)
	}
}

// What wikis know a page by, when it was written and whether it is finished.
func TestNumbers(t *testing.T) {
	r, said := imported(t, map[string]string{
		"情シス/12 紛失対応.md":     "---\ntitle: 紛失対応\ncreated_at: '2024-04-01T09:30:00+09:00'\nupdated_at: '2026-10-03T10:12:00+09:00'\nnumber: 12\nwip: true\n---\n[証](/posts/15) https://acme.esa.io/posts/15 [外](https://blog.example/posts/15) [#15](https://acme.esa.io/posts/15#a)\n",
		"情シス/15 証明書.md":      "---\ntitle: 証明書\nnumber: 15\npublished_at: 2025-01-02 09:30:00 +0900\n---\n毎年 [紛失](/posts/99)\n",
		"IT/Lost_123457.md":  "# Lost\n\n[Here](/wiki/spaces/IT/pages/123458/Renew) [there](https://acme.atlassian.net/wiki/spaces/IT/pages/123458) [old](/pages/viewpage.action?pageId=123458)\n",
		"IT/Renew_123458.md": "# Renew\n\nText [two](/posts/7) [one](/pages/70001) [two](/pages/70002)\n",
		"a/7-one.md":         "---\npage_id: 70001\nnumber: 7\n---\n# One\n", "b/7-two.md": "---\nnumber: 7\npage_id: 70002\n---\n# Two\n",
	})
	of := slugOf("情シス/15 証明書")
	holds(t, r, slugOf("情シス/12 紛失対応")+".ja.md", "date: 2026-10-03\ndraft: true\n", "\ncreated_at: '2024-04-01T09:30:00+09:00'\nupdated_at: '2026", "[証](guide:"+of+") [証明書](guide:"+of+") [外](https://blog.example/posts/15) [#15](guide:"+of+")")
	holds(t, r, of+".ja.md", "date: 2025-01-02\n", "紛失 (`/posts/99`)")
	holds(t, r, "it-lost-123457.en.md", "[Here](guide:it-renew-123458) [there](guide:it-renew-123458) [old](guide:it-renew-123458)")
	holds(t, r, "it-renew-123458.en.md", "two (`/posts/7`) [one](guide:a-7-one) [two](guide:b-7-two)")
	if strings.Count(said, "leads to nothing") != 2 {
		t.Errorf("said\n%s", said)
	}
}

// Boxes of HTML are notes and quotations, and the marks of lists of paper are lists.
func TestBoxesAndMarks(t *testing.T) {
	r, said := imported(t, map[string]string{
		"box.md":  "箱\n\n<div class=\"alert alert-danger\">\n消さない\n</div>\n\n<div class=\"confluence-information-macro confluence-information-macro-warning\"><span class=\"aui-icon\"></span><div class=\"body\">\n\n確認\n\n</div></div>\n\n<blockquote>引用</blockquote>\n\n<blockquote>\n一\n</blockquote>\n二\n\n<div>\n地の文\n</div>\n\n```\n<aside>\n</aside>\n```\n\n<aside>\n閉じない\n",
		"mark.md": "手順\n\n１．一\n２．二\n\n・甲\n　・乙\n\n□ 丙\n☑ 丁\n✅ 絵\n\n1. ☐ 戊\n- ☒ 己\n\n・・・省略\n\n```\n・そのまま\n- [ ] これも\n```\n",
	})
	holds(t, r, "box.ja.md", "> [!CAUTION]\n> 消さない\n\n", "> [!WARNING]\n>\n> 確認\n>\n\n\n> 引用\n\n>\n> 一\n\n二\n\n\n地の文\n\n\n```\n<aside>\n</aside>\n```\n", "閉じない")
	holds(t, r, "mark.ja.md", "\n1. 一\n2. 二\n\n- 甲\n  - 乙\n\n- [ ] 丙\n- [x] 丁\\\n✅ 絵\n\n1. [ ] 戊\n- [x] 己\n\n・・・省略\n\n```\n・そのまま\n- [ ] これも\n```\n")
	if want := "mark.md:9 boxes to tick: 4. They"; strings.Count(said, "boxes") != 1 || !strings.Contains(said, want) {
		t.Errorf("said\n%s", said)
	}
}

// What wikis write between brackets leads where it led, whichever of name and words
// comes first; what they keep in hidden folders is there.
func TestWikis(t *testing.T) {
	r, said := imported(t, map[string]string{
		"Home.md":             "[[the words|Push-certificate]] [[Push certificate|words]] [[images/p.gif|alt=a panel]] [[gone|away]] ![image][q.gif] ![image][gone.gif]\n\n[gone.gif]: https://a.example/\n\n<br>\n\n- a<br>\n- b<br>\n\nc<br>\n**d**<br>\n#e\n\n> f<br>\n> g\n\n![](/.attachments/x.gif) [x](/Devices/A%2Db)\n",
		"Push-certificate.md": "Renew.\n",
		"_Sidebar.md":         "* [[Home]]\n",
		"images/p.gif":        onePixel,
		"q.gif":               onePixel,
		".attachments/x.gif":  onePixel,
		".git/config.md":      "# Not for you\n",
		"Devices/A%2Db.md":    "Text.\n",
		"情シス/端末.md":           "# 端末\n\n[[証明書>/情シス/証明書]] [/情シス/証明書] [/ない] [/情シス/証明書](https://a.example/) `[/情シス/証明書]`\n",
		"情シス/証明書.md":          "# 証明書\n\n- [ ] 確かめる\n",
	})
	of := slugOf("情シス/証明書")
	holds(t, r, "home.en.md", "title: \"Home\"", "[the words](guide:push-certificate) [words](guide:push-certificate) ![a panel](images-p.gif) [[gone|away]] ![image](q.gif) ![image][gone.gif]", "\n\n\n\n- a\n- b\n\nc\\\n**d**\\\n#e\n\n> f\\\n> g\n", "![x](attachments-x.gif) [x](guide:devices-a-b)")
	holds(t, r, "push-certificate.en.md", "title: \"Push certificate\"")
	holds(t, r, "devices-a-b.en.md", "title: \"A b\"")
	holds(t, r, slugOf("情シス/端末")+".ja.md", "[証明書](guide:"+of+") [証明書](guide:"+of+") [/ない] [/情シス/証明書](https://a.example/) `[/情シス/証明書]`")
	if len(r.Files) != 6+3 || strings.Contains(said, "leads to nothing") {
		t.Errorf("%d files, said\n%s", len(r.Files), said)
	}
}

// Word by way of pandoc: how something looks goes, chapters are no titles, and every line
// keeps its number.
func TestPandoc(t *testing.T) {
	r, said := imported(t, map[string]string{
		"引継書.md": "::: {custom-style=\"Body\"}\n本文\n:::\n\n[]{#_Toc1 .anchor}\n\n# 1. 概要 {#概要}\n\n[大事な\n点]{.underline}と[[太字]{.mark}]{#b .x} ![図](p.gif){width=\"5in\"\nheight=\"3in\"}\n\n# 2. 手順\n\n[x](gone.md) `[a]{.b}` [概要](#概要)\n",
		"one.md": "# 1. Only\n\nText\n",
		"p.gif":  onePixel,
	})
	holds(t, r, slugOf("引継書")+".ja.md", "title: \"引継書\"\n", "-->\n\n\n本文\n\n\n\n\n## 1. 概要 {#概要}\n\n大事な\\\n点と太字 ![図](p.gif)\n\n\n## 2. 手順\n\nx (`gone.md`) `[a]{.b}` [概要](#概要)\n")
	holds(t, r, "one.en.md", "title: \"1. Only\"\n")
	if want := "引継書.md:15 it leads to nothing that is here, and is text now: gone.md\n"; said != want {
		t.Errorf("said\n%s", said)
	}
}

// What is no Markdown is told once for each kind, with what to do; a link to such a file
// says that it is there.
func TestDocuments(t *testing.T) {
	r, said := imported(t, map[string]string{
		"a.md": "# A\n\n[the list](b.ods) [gone](c.csv)\n", "b.ods": "PK", "d/e.XLS": "PK", "f.docx": "PK", "g.zip": "PK", "h.txt": "x", "i.json": "{}",
	})
	holds(t, r, "a.en.md", "the list (`b.ods`) gone (`c.csv`)")
	for _, want := range []string{"a.md:3 files that are neither pages nor pictures are not imported", "a.md:3 it leads to nothing that is here", "b.ods:0 spreadsheets of this kind are not imported.", "(1 more of this kind)\n", "f.docx:0 it is no Markdown", "g.zip:0 what an archive holds"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Contains(said, "h.txt") || strings.Contains(said, "i.json") {
		t.Errorf("said\n%s", said)
	}
	if _, said := imported(t, map[string]string{"i.json": "{}", "j.html": "<p>"}); !strings.Contains(said, "such as Scrapbox") || !strings.Contains(said, "HTML is not imported") {
		t.Errorf("said\n%s", said)
	}
}

// A wiki in Japanese shows the ends of lines: those of short ones stay. What was wrapped,
// or ends as a sentence does, flows.
func TestLineEnds(t *testing.T) {
	r, _ := imported(t, map[string]string{
		"a.md": "# 連絡先\n\n会社：ABC　\n電話：03\n住所：千代田区。\n担当は\nTanaka\nSato\n\n[一つの\nリンク](b.md)\n\n> [!NOTE]\n> 一\n> 二\n\n- 項目\n  続き\n- 二\n\n長い段落を折り返したので、この改行に意味はなく、続けて読みま\nす。短い行\nつぎの語が長くて入らないので折り返されたものは、そのままつなげて読むもの\n\n```\nあ\nい\n```\n",
		"b.md": "# English\n\nShort\nlines\n",
	})
	holds(t, r, "a.ja.md", "会社：ABC\\\n電話：03\\\n住所：千代田区。\n担当は\\\nTanaka\nSato\n\n[一つの\nリンク](guide:b)\n\n> [!NOTE]\n> 一\\\n> 二\n\n- 項目\\\n  続き\n- 二\n", "読みま\nす。短い行\nつぎの", "```\nあ\nい\n```")
	holds(t, r, "b.en.md", "Short\nlines\n")
}

// What HackMD, GROWI, Backlog and DocBase write beside Markdown.
func TestDialects(t *testing.T) {
	r, said := imported(t, map[string]string{
		"hack.md":     "# 紛失\n\n###### tags: `MDM` `引継`\n\n:::spoiler 詳細\n隠す文\n:::\n\n```bash=\nlock\n```\n\n```js=101\nx\n```\n\n![図](p.gif =WxH) ![図](p.gif =300x)\n\n###### tags: not at the top\n",
		"growi.md":    "# 一覧\n\n$lsx(/情シス)\n\n- #image(a.png)\n\n&color(red) { 重要 }です\n\n`$lsx(a)`はその命令\n",
		"_Sidebar.md": "* One\n",
		"p.gif":       onePixel,
	})
	holds(t, r, "hack.ja.md", "tags: `MDM` `引継` -->\n\n\n\n\n> [!NOTE] 詳細\n> 隠す文\n\n\n```bash\nlock\n```\n\n```js\nx\n```\n\n![図](p.gif) ![図](p.gif)\n\n###### tags: not at the top\n")
	for _, want := range []string{"growi.md:3 a command to the wiki, kept as text; write what it shows, or remove it: $lsx(/情シス)\n", "growi.md:5 a command", "growi.md:7 a command", "_Sidebar.md:0 a menu of the wiki"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Count(said, "a command") != 3 {
		t.Errorf("said\n%s", said)
	}
}

// Lists of HTML, as mail and word processors leave them, are lists.
func TestListsOfHTML(t *testing.T) {
	r, _ := imported(t, map[string]string{
		"a.md": "手順は次のとおり\n\n<ol start=\"3\" type=\"1\">\n<li class=\"x\">ロック</li>\n<li>報告\n<ul><li>電話</li><li>メール</li></ul></li>\n<li>\n\n<p>続き</p>\n\n<p>もう一つ</p>\n\n</li>\n</ol>\n\n<ul>\n <li>A <b>b</b></li>\n <li>C\n  <ul>\n   <li>D</li>\n  </ul>\n </li>\n <li>E</li>\n</ul>\n\n<ul>\n{% for x in y %}\n<li>\n甲\n</li>\n{% endfor %}\n</ul>\n\n本文 <ul> [x](a.md)\n\n```\n<ul><li>a</li></ul>\n```\n",
	})
	holds(t, r, "a.ja.md", "\n\n\n3.  ロック\n4.  報告\n    -   電話 ・メール\n\n\n5.  続き\n\n    もう一つ\n\n\n\n\n\n-   A **b**\n-   C\n\n    -   D\n\n\n-   E\n\n\n\n`{% for x in y %}`\n\n-   甲\n\n    `{% endfor %}`\n\n\n本文   [x](guide:a)\n\n```\n<ul><li>a</li></ul>\n```\n")
}

// Headings of HTML, as WordPress leaves them, are headings where they have a line of their own.
func TestHeadingsOfHTML(t *testing.T) {
	r, _ := imported(t, map[string]string{
		"a.md": "---\ntitle: 題\n---\n\n<h2 class=\"wp-block-heading\" id=\"x\">見出し <strong>強</strong></h2>\n<ul>\n<li>一</li>\n</ul>\n<H3>次</H3>\n<p>文</p>\n\n- 項\n\n  <h4>中</h4>\n\n文 <h2>途中</h2> 文\n\n<h2>一</h2><h2>二</h2>\n\n<h2></h2>\n\n```\n<h2>そのまま</h2>\n```\n\n    <h2>これも</h2>\n",
	})
	holds(t, r, "a.ja.md", "\n## 見出し **強**\n\n-   一\n\n### 次\n 文", "\n  #### 中\n", "\n文 **途中** 文\n", "\n**一****二**\n", "```\n<h2>そのまま</h2>\n```\n\n    <h2>これも</h2>\n")
}

// Shortcodes of WordPress stay as they are, and are listed.
func TestShortcodesInBrackets(t *testing.T) {
	r, said := imported(t, map[string]string{
		"a.md": "# 題\n\n[caption id=\"a_1\" width=\"300\"]箱の写真[/caption]\n\n[注] と [gallery ids=\"1,2\"]\n\n`[x y=\"z\"]` と [x](a.md \"y\") と [x y=\"z\"](a.md)\n",
	})
	holds(t, r, "a.ja.md", "\n[caption id=\"a_1\" width=\"300\"]箱の写真[/caption]\n\n[注] と [gallery ids=\"1,2\"]\n")
	for _, want := range []string{"a.md:3 a shortcode, kept as text; write what it shows, or remove it: [caption id=\"a_1\" width=\"300\"]\n", "a.md:5 a shortcode, kept as text; write what it shows, or remove it: [gallery ids=\"1,2\"]\n"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Contains(said, "[x y") {
		t.Errorf("code or a link is listed:\n%s", said)
	}
}

// A link to a draft would keep the site from being built: its words stay, and it is said
// what to write when the draft is published. Drafts lead to each other.
func TestLinksToDrafts(t *testing.T) {
	r, said := imported(t, map[string]string{
		"start.md":    "# Start\n\n[the draft](plans.md#when) [](plans.md) [by name][p] [[Plans|wiki]] [fine](done.md)\n\n[p]: plans.md\n",
		"plans.md":    "---\ntitle: Plans\n---\n## When {#when}\n\n[next](next.md) [fine](done.md)\n",
		"next.md":     "---\ntitle: Next\nwip: true\n---\nText.\n",
		"done.md":     "# Done\n",
		"plans.ja.md": "---\ntitle: 計画\ndraft: true\n---\n本文\n",
	})
	holds(t, r, "start.en.md", "\nthe draft Plans by name ", " wiki [fine](guide:done)")
	holds(t, r, "plans.en.md", "[next](guide:next) [fine](guide:done)")
	if want := "start.md:3 it leads to a draft, and is text now. When that is published, link to it again as [words](guide:plans)\n"; !strings.Contains(said, want) || strings.Contains(said, "leads to nothing") {
		t.Errorf("said\n%s", said)
	}
}

// A page whose file has a name that Latin letters do not spell is called what its front
// matter calls it, else by the Latin words of its title; translations share that, and
// what files are called comes first.
func TestReadableSlugs(t *testing.T) {
	number := func(key string) string { return slugOf(key)[len(slugOf(key))-digits:] }
	r, _ := imported(t, map[string]string{
		"紛失.md":         "---\ntitle: 紛失\nslug: /lost-device\n---\n本文 [証](証明書.md)\n",
		"紛失.en.md":      "---\ntitle: Lost\nid: other\n---\nText\n",
		"証明書.md":        "# APNs証明書（MDM）の更新\n\n[無](紛失.md)\n",
		"証明書.en.md":     "# Renewing\n",
		"端末/12 一覧.md":   "# iPadの一覧\n",
		"端末/MDM設定.md":   "# Intuneの設定\n",
		"端末/鍵.md":       "---\nid: 8f14e45fceea167a5a36dedd4bea2543\nslug: keys\n---\n# 鍵\n",
		"端末/金庫.md":      "---\nid: 0a1b2c3d4e5f\n---\n# 金庫\n",
		"端末/規則.md":      "---\nslug: keys\n---\n# 規則\n",
		"端末/taken.md":   "# Taken\n",
		"端末/別.md":       "---\nslug: start\n---\n# 別\n",
		"start.md":      "# Start\n",
		"端末/長い.md":      "# A title of many Latin words, longer than a slug may be\n",
		"長い名前/第１章-a.md": "# 一\n",
	})
	for name, want := range map[string]string{
		"lost-device.ja.md":                                         "[証](guide:apns-mdm-" + number("証明書") + ")",
		"lost-device.en.md":                                         "Text",
		"apns-mdm-" + number("証明書") + ".ja.md":                      "[無](guide:lost-device)",
		"apns-mdm-" + number("証明書") + ".en.md":                      "title: \"Renewing\"",
		"12-ipad-" + number("端末/12 一覧") + ".ja.md":                  "一覧",
		"mdm-" + number("端末/MDM設定") + ".ja.md":                      "Intune",
		number("端末/金庫") + ".ja.md":                                  "金庫",
		number("端末/別") + ".ja.md":                                   "別",
		"a-title-of-many-latin-words-" + number("端末/長い") + ".en.md": "A title",
	} {
		holds(t, r, name, want)
	}
	if r.Files["content/guides/keys.ja.md"] == nil || r.Files["content/guides/keys-2.ja.md"] == nil {
		t.Error("two pages that ask for one slug have none of it")
	}
}
