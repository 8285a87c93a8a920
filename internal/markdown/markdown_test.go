package markdown

import (
	"strings"
	"testing"
)

// here is a place that changes nothing but leaves the anchors out.
var here = Place{Key: "page", Prefix: "p-"}

// printed returns all HTML of a file.
func printed(src, lang string, place Place) string {
	var b strings.Builder
	for _, part := range New().Parse([]byte(src), lang).Render(place) {
		b.WriteString(string(part.HTML))
	}
	return b.String()
}

func TestSyntax(t *testing.T) {
	blank := func(number, question string) string {
		return `<span class="prompt" data-field="page/intro/blank-` + number + `" data-label="` + question + `"><span class="blank" role="img" aria-label="記入欄"></span><span class="prompt-text">（` + question + `）</span></span>`
	}
	tests := []struct{ name, src, want string }{
		{"strikethrough", "~~a~~ ~b~ ~~~c~~~", "<p><del>a</del> <del>b</del> ~~~c~~~</p>\n"},
		{"definition list", "証明書\n: 公開鍵を**証明**する\n: 二つ目",
			"<dl>\n<dt>証明書</dt>\n<dd>公開鍵を<strong>証明</strong>する</dd>\n<dd>二つ目</dd>\n</dl>\n"},
		{"table", "| a | b | c | d |\n|:--|--:|:-:|---|\n| 1 | 2 |\n| x\\|y | `z\\|` | [l](u) | e |",
			`<div class="table" role="group" tabindex="0" aria-label="表">` + "\n<table>\n<thead>\n<tr>\n" +
				`<th class="left">a</th>` + "\n" + `<th class="right">b</th>` + "\n" + `<th class="center">c</th>` + "\n<th>d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n" +
				`<td class="left">1</td>` + "\n" + `<td class="right">2</td>` + "\n" + `<td class="center"></td>` + "\n<td></td>\n</tr>\n<tr>\n" +
				`<td class="left">x|y</td>` + "\n" + `<td class="right"><code>z|</code></td>` + "\n" + `<td class="center"><a href="u">l</a></td>` + "\n<td>e</td>\n</tr>\n</tbody>\n</table>\n</div>\n"},
		{"table without rows", "|a|\n|-|", `<div class="table" role="group" tabindex="0" aria-label="表">` +
			"\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>\n</div>\n"},
		{"admonition", "> [!NOTE]\n> 本文",
			`<div class="note note-note" role="note">` + "\n" + `<p class="note-title">補足</p>` + "\n<p>本文</p>\n</div>\n"},
		{"admonition with a title", "> [!WARNING] **題** [a](b)\n> - c",
			`<div class="note note-warning" role="note">` + "\n" + `<p class="note-title"><strong>題</strong> <a href="b">a</a></p>` + "\n<ul>\n<li>c</li>\n</ul>\n</div>\n"},
		{"admonition in a list", "- > [!CAUTION]\n  > a",
			"<ul>\n<li>\n" + `<div class="note note-caution" role="note">` + "\n" + `<p class="note-title">注意</p>` + "\n<p>a</p>\n</div>\n</li>\n</ul>\n"},
		{"admonition in other letters", "> [!wArning]題\n> 本文",
			`<div class="note note-warning" role="note">` + "\n" + `<p class="note-title">題</p>` + "\n<p>本文</p>\n</div>\n"},
		{"unknown admonition", "> [!DANGER]\n> a", "<blockquote>\n<p>[!DANGER]\na</p>\n</blockquote>\n"},
		{"admonition that begins late", "> a\n> [!NOTE]", "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>\n"},
		{"tick boxes", "- [ ] **a** [l](u)\n- [x] b\n  - [ ] c\n- [　] d",
			"<ul>\n" + `<li class="task"><label><input type="checkbox" id="p-_tick-page/intro/1" data-key="page/intro/1"> <strong>a</strong> <a href="u">l</a></label></li>` + "\n" +
				`<li class="task"><label><input type="checkbox" id="p-_tick-page/intro/2" data-key="page/intro/2" checked> b</label>` + "\n" +
				"<ul>\n" + `<li class="task"><label><input type="checkbox" id="p-_tick-page/intro/3" data-key="page/intro/3"> c</label></li>` + "\n</ul>\n</li>\n" +
				"<li>[　] d</li>\n</ul>\n"},
		{"links that look like tick boxes", "- [X](https://x.example)\n- [x](guide:a)\n- [x][r]\n- [x]no\n\n1. [ ](guide:b)\n\n[r]: /r",
			"<ul>\n" + `<li><a href="https://x.example">X</a></li>` + "\n" + `<li><a href="guide:a">x</a></li>` + "\n" + `<li><a href="/r">x</a></li>` + "\n<li>[x]no</li>\n</ul>\n" +
				"<ol>\n" + `<li><a href="guide:b"></a></li>` + "\n</ol>\n"},
		{"tick boxes beside a heading that is called intro", "- [ ] a\n\n## b {#intro}\n\n- [ ] c",
			"<ul>\n" + `<li class="task"><label><input type="checkbox" id="p-_tick-page/_intro/1" data-key="page/_intro/1"> a</label></li>` + "\n</ul>\n" + `<h2 id="p-intro">b</h2>` + "\n<ul>\n" +
				`<li class="task"><label><input type="checkbox" id="p-_tick-page/intro/1" data-key="page/intro/1"> c</label></li>` + "\n</ul>\n"},
		{"tick box with paragraphs", "1. [ ] a\n\n   b",
			"<ol>\n" + `<li class="task">` + "\n" + `<p><label><input type="checkbox" id="p-_tick-page/intro/1" data-key="page/intro/1"> a</label></p>` + "\n<p>b</p>\n</li>\n</ol>\n"},
		{"footnotes", "a[^n]b[^n]\n\n[^n]: note\n[^unused]: x",
			`<p>a<sup id="p-fnref:1"><a class="footnote-ref" href="#p-fn:1" role="doc-noteref">1</a></sup>` +
				`b<sup id="p-fnref:1:2"><a class="footnote-ref" href="#p-fn:1" role="doc-noteref">1</a></sup></p>` + "\n" +
				`<section class="footnotes" role="doc-endnotes" aria-label="脚注">` + "\n<ol>\n" +
				`<li id="p-fn:1" value="1">` + "\n<p>note</p>\n</li>\n</ol>\n</section>\n"},
		{"attributes on headings", `## a {#id .b .c onclick="alert(1)" style="color:red" data-x=1}`, `<h2 id="p-id" class="b c">a</h2>` + "\n"},
		{"attributes before comments", "## a {#b} <!-- c -->\n\nd {#e .f}<!-- {g} --> <!-- h -->\n---\n\n## i `{#j}` <!-- k -->\n\n## l \\{#m} <!-- n -->",
			`<h2 id="p-b">a</h2>` + "\n" + `<h2 id="p-e" class="f">d</h2>` + "\n" + `<h2 id="p-i-j">i <code>{#j}</code> </h2>` + "\n" + `<h2 id="p-l-m">l {#m} </h2>` + "\n"},
		{"attributes elsewhere", "a {#id}", "<p>a {#id}</p>\n"},
		{"ids that cannot be", "# a {id=5}\n# b {id=\"x y\"}\n# c {id=\"\\\"><i>\"}",
			`<h1 id="p-a">a</h1>` + "\n" + `<h1 id="p-b">b</h1>` + "\n" + `<h1 id="p-&quot;&gt;&lt;i&gt;">c</h1>` + "\n"},
		{"images", `![*図* & "1"](a.png "題")`, `<figure><img src="a.png" alt="図 &amp; &quot;1&quot;" loading="lazy" decoding="async">` + "\n<figcaption>題</figcaption></figure>\n"},
		{"image in a sentence", `a ![図](a.png "題")`, `<p>a <img src="a.png" alt="図" title="題" loading="lazy" decoding="async"></p>` + "\n"},
		{"links in links", "[a <https://x.example> b[^1]*c[^1]*](d)\n\n[[^1]](e)\n\n[^1]: f <https://x.example>",
			`<p><a href="d">a https://x.example b<em>c</em></a><sup id="p-fnref:1"><a class="footnote-ref" href="#p-fn:1" role="doc-noteref">1</a></sup><sup id="p-fnref:1:2"><a class="footnote-ref" href="#p-fn:1" role="doc-noteref">1</a></sup></p>` + "\n" +
				`<p><a href="e"></a><sup id="p-fnref:1:3"><a class="footnote-ref" href="#p-fn:1" role="doc-noteref">1</a></sup></p>` + "\n" +
				`<section class="footnotes" role="doc-endnotes" aria-label="脚注">` + "\n<ol>\n" +
				`<li id="p-fn:1" value="1">` + "\n" + `<p>f <a href="https://x.example">https://x.example</a></p>` + "\n</li>\n</ol>\n</section>\n"},
		{"no typographer", `--flag "it's" ...`, "<p>--flag &quot;it's&quot; ...</p>\n"},
		{"prompts", "電話は??窓口の番号??へ。\n\n## 節 {#a.b}\n\n| ??1 <つ>?? |\n|-|",
			`<p>電話は<span class="prompt" data-field="page/intro/blank-1" data-label="窓口の番号"><span class="blank" role="img" aria-label="記入欄"></span><span class="prompt-text">（窓口の番号）</span></span>へ。</p>` + "\n" + `<h2 id="p-a.b">節</h2>` + "\n" +
				`<div class="table" role="group" tabindex="0" aria-label="表">` + "\n<table>\n<thead>\n<tr>\n" +
				`<th><span class="prompt" data-field="page/a_b/blank-1" data-label="1 &lt;つ&gt;"><span class="blank" role="img" aria-label="記入欄"></span><span class="prompt-text">（1 &lt;つ&gt;）</span></span></th>` + "\n</tr>\n</thead>\n</table>\n</div>\n"},
		{"no prompts", "Really?? Are you?? a ??? b ???? `a ??b?? c` \\??a?? x ??y\n\nz??", "<p>Really?? Are you?? a ??? b ???? <code>a ??b?? c</code> ??a?? x ??y</p>\n<p>z??</p>\n"},
		{"wrapped prompts", "Call ??the extension on the third\nfloor??, then wait.\n\n> 電話は？？三階の\n> 番号？？\n> へ。\n",
			`<p>Call ` + blank("1", "the extension on the third floor") + `, then wait.</p>` + "\n<blockquote>\n<p>電話は" + blank("2", "三階の番号") + "へ。</p>\n</blockquote>\n"},
		{"wide prompts", "電話：？？番号？？と**？？名前？？**、？？日？？。`？？a？？` 本当？？？ え？？ それ？？\n\n```\n？？b？？\n```\n",
			"<p>電話：" + blank("1", "番号") + "と<strong>" + blank("2", "名前") + "</strong>、" + blank("3", "日") + "。<code>？？a？？</code> 本当？？？ え？？ それ？？</p>\n<pre class=\"chroma\" tabindex=\"0\"><code>？？b？？\n</code></pre>\n"},
		{"comments", "<!-- a -->\nb <!-- c --> d\n\n<!-- e\n\nf -->\n", "<p>b  d</p>\n"},
		{"raw HTML", "<script>alert(1)</script>\n\na<b>c</b>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>a&lt;b&gt;c&lt;/b&gt;</p>\n"},
		{"scripts in links", "[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,x) ![d](vbscript:x) <javascript:x>",
			"<p>a b c d javascript:x</p>\n"},
		{"characters that HTML may not hold", "a&#8;b&#x1F;\x7f&#x80;&#xFFFE;\f\t`\x08`[c\x01](/d \"e&#8;\") ![f&#8;](g)??h\x02??&#0;\n\n    i\x1f",
			"<p>a\ufffdb\ufffd\ufffd\ufffd\ufffd\f\t<code>\ufffd</code>" + `<a href="/d" title="e` + "\ufffd" + `">c` + "\ufffd</a> " + `<img src="g" alt="f` + "\ufffd" + `" loading="lazy" decoding="async">` +
				`<span class="prompt" data-field="page/intro/blank-1" data-label="h` + "\ufffd" + `"><span class="blank" role="img" aria-label="記入欄"></span><span class="prompt-text">（h` + "\ufffd）</span></span>\ufffd</p>\n" +
				`<pre class="chroma" tabindex="0"><code>i` + "\ufffd\n</code></pre>\n"},
		{"indented code", "    a < b", `<pre class="chroma" tabindex="0"><code>a &lt; b` + "\n</code></pre>\n"},
		{"directives leave no text", "a\n::: log\n:::\nb", "<p>a</p>\n<p>b</p>\n"},
		{"definition and directive", "a\n: b\n\n::: log\n:::", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(tt.src, "ja", here); got != tt.want {
				t.Errorf("%q\n got %q\nwant %q", tt.src, got, tt.want)
			}
			// Line ends are the writer's business alone.
			if got := printed(strings.ReplaceAll(tt.src, "\n", "\r\n"), "ja", here); got != tt.want {
				t.Errorf("with CRLF: %q\n got %q\nwant %q", tt.src, got, tt.want)
			}
		})
	}
}

func TestWordsOfTheLanguage(t *testing.T) {
	src := "## A\n> [!TIP]\n\n|a|\n|-|\n\nb[^1]\n\n[^1]: c\n"
	for lang, want := range map[string][]string{
		"ja": {"ヒント", `aria-label="表"`, `aria-label="脚注"`, `aria-label="本文に戻る"`, `aria-label="この見出しへのリンク"`},
		"en": {"Tip", `aria-label="Table"`, `aria-label="Footnotes"`, `aria-label="Back to the text"`, `aria-label="Link to this section"`},
	} {
		got := printed(src, lang, Place{})
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %s in %s", lang, w, got)
			}
		}
	}
}

func TestFrontMatter(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"usual", "---\ntitle: x\n---\nbody", "<p>body</p>\n"},
		{"empty", "---\n---\nbody", "<p>body</p>\n"},
		{"Windows", "\ufeff---\r\ntitle: x\r\n---\r\nbody", "<p>body</p>\n"},
		{"byte-order mark", "\ufeff---\ntitle: x\n---\nbody", "<p>body</p>\n"},
		{"byte-order mark alone", "\ufeff# a", `<h1 id="p-a">a</h1>` + "\n"},
		{"spaces behind the marks", "--- \ntitle: x\n---\t\nbody", "<p>body</p>\n"},
		{"invalid YAML", "---\na: [\n\tb: {{\n---\nbody", "<p>body</p>\n"},
		{"hostile YAML", "---\na: !!int \"--><img src=x onerror=alert(1)>\"\nb: &b [*b, *b]\n---\nbody", "<p>body</p>\n"},
		{"dashes within", "---\na: |\n  ---\n  ----\n ---\n--\nb: c\n---\nbody", "<p>body</p>\n"},
		{"blank lines and text within", "---\n\n# a\n\n```\n\n---\nbody", "<p>body</p>\n"},
		{"unclosed", "---\ntitle: x\n\n# secret\n", ""},
		{"only the first line", "---", ""},
		{"not in the first line", "\n---\ntitle\n---\n", "<hr>\n" + `<h2 id="p-title">title</h2>` + "\n"},
		{"indented", " ---\na\n", "<hr>\n<p>a</p>\n"},
		{"more dashes are a rule", "----\na\n", "<hr>\n<p>a</p>\n"},
		{"a list", "-\n- a\n", "<ul>\n<li></li>\n<li>a</li>\n</ul>\n"},
		{"two dashes", "--\na\n", "<p>--\na</p>\n"},
		{"a later rule", "---\na: b\n---\nbody\n\n---\nend", "<p>body</p>\n<hr>\n<p>end</p>\n"},
		{"only front matter", "---\na: b\n---\n", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := printed(tt.src, "en", here); got != tt.want {
				t.Errorf("%q\n got %q\nwant %q", tt.src, got, tt.want)
			}
		})
	}
}
