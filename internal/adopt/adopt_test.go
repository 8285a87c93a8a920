package adopt

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/japanese"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// A sample is a file of another generator, and what becomes of its text.
type sample struct{ name, in, want string }

var samples = []sample{
	{"title.md", "# The **title** [here](other.md)\n\nText.\n", "title: \"The title here\"\n|Text."},
	{"hugo-yaml.md", "---\ntitle: 証明書の更新\ndescription: 要約\ndate: 2026-04-01T10:00:00+09:00\ndraft: true\ntags: [mdm, ios]\nweight: 3\n---\n本文\n", "title: \"証明書の更新\"\nsummary: \"要約\"\ndate: 2026-04-01\ndraft: true\n|tags: [mdm, ios]\nweight: 3 -->|本文"},
	{"hugo-toml.md", "+++\ntitle = \"Tokens\"\ndate = 2026-04-01\nauthors = [\"Ann\"]\n[params]\nx = 1\n+++\nBody\n", "title: \"Tokens\"\ndate: 2026-04-01\nauthor: \"Ann\"\n|params: {\"x\":1} -->|Body"},
	{"hugo-json.md", "{\"title\": \"JSON\", \"draft\": false}\nBody\n", "title: \"JSON\"\n|Body"},
	{"toml-numbers.md", "+++\ntitle = \"N\"\nweight = nan\nlist = [inf, 1]\nversion = 1.10\n[params]\na = \"<b>&\"\nb = -inf\nc = [{d = 0xFF}, 1_000, 6e3]\n+++\nBody\n", "title: \"N\"|list: [inf,1]\nparams: {\"a\":\"<b>&\",\"b\":-inf,\"c\":[{\"d\":0xFF},1_000,6e3]}\nversion: 1.10\nweight: nan -->|Body"},
	{"json-numbers.md", "{\"title\": \"N\", \"id\": 12345678901234567, \"version\": 1.10, \"by\": \"<b>&\", \"in\": {\"z\": 1e3}}\nBody\n", "title: \"N\"|by: \"<b>&\"\nid: 12345678901234567\nin: {\"z\":1e3}\nversion: 1.10 -->|Body"},
	{"broken.md", "---\ntitle: \"a\n---\nBody\n", "title: \"broken\"\n|title: \"a|Body"},
	{"same.md", "---\ntitle: Same\n---\n\n# Same\n\nBody\n", "|Body"},
	{"setext.md", "Title\n=====\nBody\n", "title: \"Title\"|Body"},
	{"parts.md", "---\ntitle: Handbook\n---\n# One\n\n## Two #\n\nThree\n=====\n\nFour\n----\n\n```\n# code\n```\n\n    # code\n\n- item\n---\n\n###### Six\n\nOf two\nlines\n===\n\n> quoted\n===\n\n[s]: https://a.example/\n===\n", "title: \"Handbook\"|-->\n\n## One\n\n### Two #\n\n## Three\n\n\n### Four\n\n\n```\n# code\n```\n\n    # code\n\n- item\n---\n\n###### Six\n\nOf two\nlines\n---\n\n> quoted\n===\n\n[s]: https://a.example/\n==="},
	{"docusaurus.mdx", "---\ntitle: D\n---\nimport Tabs from '@theme/Tabs';\n\n:::tip[My tip]\n\nUse **this**.\n\n:::\n\n<Tabs>\n<TabItem value=\"ios\" label=\"iOS\">\n\nOn iOS.\n\n</TabItem>\n</Tabs>\n\n{/* note */}\n<Unknown a={() => 1}>x</Unknown>\n",
		"<!-- import Tabs from '@theme/Tabs'; -->\n\n> [!TIP] My tip\n>\n> Use **this**.\n>\n\n\n\n**iOS**\n\nOn iOS.\n\n\n\n\n<!-- note -->\n<Unknown a={() => 1}>x\\</Unknown>"},
	{"mkdocs.md", "!!! danger \"Do not\"\n    One.\n\n    - Two\n\nAfter.\n\n??? note\n    Hidden.\n", "> [!CAUTION] Do not\n> One.\n>\n> - Two\n\nAfter.\n\n> [!NOTE]\n> Hidden."},
	{"slashes.md", "/// warning | Title\n\nText `/// x`.\n\n///\nAfter.\n", "> [!WARNING] Title\n>\n> Text `/// x`.\n>\n\nAfter."},
	{"hugo-codes.md", "{{< note >}}\nMind.\n{{< /note >}}\n\n{{% alert title=\"A\" color=\"warning\" %}}\nB.\n{{% /alert %}}\n\n[x]({{< ref \"title.md\" >}}) {{< youtube id >}}\n\n{{< figure src=\"gone.png\" caption=\"A plan\" >}}\n",
		"> [!NOTE]\n> Mind.\n\n\n> [!WARNING] A\n> B.\n\n\n[x](guide:title) `{{< youtube id >}}`\n\nA plan (`gone.png`)"},
	{"jekyll.md", "{% highlight ruby %}\na < b\n{% endhighlight %}\n\n{% include x.html %} {{ site.title }}\n", "```ruby\na < b\n```\n\n`{% include x.html %}` `{{ site.title }}`"},
	{"_posts/2026-03-05-second.md", "[a]({% link jekyll.md %}) [b]({{ site.url }}{{ site.baseurl }}/jekyll.html#top) ![c]({{ \"/p.png\" | relative_url }}) [d]({% post_url 2026-03-05-second %}) [e]({{ 'titled' | absolute_url }}) <a href=\"{{site.baseurl}}/title\">f</a>\n\n[g]: /2026/03/05/second.html\n\n[g] {{ 1 + 1 }} {% raw %}{{ site.x }}{% endraw %} {% comment %}why{% endcomment %}\n", "[a](guide:jekyll) [b](guide:jekyll) ![c](p.png) [d](guide:posts-2026-03-05-second) [e](guide:titled) [f](guide:title)\n\n[g]: guide:posts-2026-03-05-second\n\n[g] {{ 1 + 1 }} {{ site.x }} <!--why-->"},
	{"kramdown.md", "* TOC\n{:toc}\n\n## A\n{: #alpha .no_toc }\n\n## B {: #beta }\n\n{: .note }\nOne\ntwo.\n\n{: .warning-title }\n> Mind\n> three.\n\nPlain.\n{: title=\"Said\" }\n\n[a](#alpha){: .btn} [b](#beta){:target=\"_blank\" title=\"Seen\"} `c`{.x} f{x}\n\nWide.\n{: .wide}\n",
		"-->\n\n\n\n\n## A {#alpha}\n\n\n## B {#beta}\n\n> [!NOTE]\n> One\n> two.\n\n> [!WARNING]\n> Mind\n> three.\n\nPlain.\n<!-- {: title=\"Said\" } -->\n\n[a](#alpha) [b](#beta) (Seen) `c` f{x}\n\nWide.\n"},
	{"mkdocs-more.md", "Above.\n\n# Further down\n\n[TOC]\n\n![it](p.png){ width=\"300\" loading=lazy }\n\n*[MDM]: Mobile device management\n", "title: \"Further down\"|# Further down\n\n\n\n![it](p.png)\n\n*[MDM]: Mobile device management"},
	{"zenn.md", ":::message\n一\n:::\n\n::::details 折りたたみ\n:::message alert\n二\n:::\n::::\n\n![絵](p.png =250x)\n\n@[card](https://a.example/)\n\n```js:title.js\n1\n```\n", "> [!NOTE]\n> 一\n\n\n> [!NOTE] 折りたたみ\n> > [!WARNING]\n> > 二\n>\n\n\n![絵](p.png)\n\n<https://a.example/>\n\n```js title=\"title.js\"\n1\n```"},
	{"qiita.md", ":::note warn\n一\n:::\n\n:::note alert\n二\n:::\n\n:::note 題\n三\n:::\n", "> [!WARNING]\n> 一\n\n\n> [!CAUTION]\n> 二\n\n\n> [!NOTE] 題\n> 三"},
	{"vitepress.md", "::: tip\n::: code-group\n```sh{1} [npm]\nnpm\n```\n:::\nStill.\n:::\nAfter.\n\n[[toc]]\n\n<<< @/a.js\n", "> [!TIP]\n> \\::: code-group\n> ```sh {1} [npm]\n> npm\n> ```\n> \\:::\n> Still.\n\nAfter.\n\n\n\n`<<< @/a.js`"},
	{"hugo-themes.md", "{{% notice warning %}}\nA\n{{% /notice %}}\n\n{{% notice style=\"tip\" title=\"T\" %}}\nB\n{{% /notice %}}\n\n{{< hint danger >}}\nC\n{{< /hint >}}\n\n{{< callout type=\"info\" >}}\nD\n{{< /callout >}}\n\n{{< admonition tip \"E\" false >}}\nF\n{{< /admonition >}}\n\n{{% expand \"G\" %}}\nH\n{{% /expand %}}\n", "> [!WARNING]\n> A\n|> [!TIP] T\n> B\n|> [!CAUTION]\n> C\n|> [!NOTE]\n> D\n|> [!TIP] E\n> F\n|> [!NOTE] G\n> H"},
	{"required.mdx", "import plan from './p.png';\n\n<img src={plan} alt=\"One\" /> <img src={require('@site/p.png').default} alt=\"Two\" /> <img src={useBaseUrl(\"/p.png\")} alt=\"Three\" />\n", "![One](p.png) ![Two](p.png) ![Three](p.png)"},
	{"windows.md", "[a](.\\title.md) [b](drafts\\_drafts\\a.md) ![c](.\\p.png) [d](a\\_b.md)\n", "[a](guide:title) b ![c](p.png) [d](guide:a-b)"},
	{"a_b.md", "# Underlined\n", "Underlined"},
	{"obsidian.md", "[[Titled]] [[kramdown#alpha|the first]] [[no such page]] ![[p.png|200]] ![[title]] [[1]] [[2]](title.md) [[#here]] `[[title]]`\n\n## here\n", "[Titled](guide:titled) [the first](guide:kramdown#alpha) [[no such page]] ![p](p.png) !\\[[title]] [[1]] [[2]](guide:title) [here](#here) `[[title]]`"},
	{"marker.md", "これは==大事==です。==Two <b>words</b>== a==b and c==d, x = `==y==` == z ==\n", "これは**大事**です。**Two **words**** a==b and c==d, x = `==y==` == z =="},
	{"index.md", "Welcome.\n", "title: \"index\"|Welcome."},
	{"html.md", "<div class=\"a\">\n\nA<br>B <b>bold</b>, <kbd>Ctrl</kbd> <a href=\"https://a.example/\">link</a> <img src=\"p.png\" alt=\"A picture\"> <abbr title=\"long\">s</abbr>\n\n</div>\n\n`<div>` <https://auto.example/>\n\n    <pre>\n\n<script>alert(1)</script>\n\n<details><summary>More</summary>\n\nIn it.\n</details>\n",
		"A B **bold**, `Ctrl` [link](https://a.example/) ![A picture](p.png) s (long)|`<div>` <https://auto.example/>|\\<script>alert(1)\\</script>|**More**|In it."},
	{"links.md", "[a](title.md) [b](./title.md#here) [c](../gone.md) [d](#no) [e](ftp://x.example/) [f](https://u:p@x.example/) [g](/hugo-json/ \"T\") [`h`](html.md#x)\n\n[r]\n[s] [the\nwords][ S ] ![a *b*][s] [S][] \\[s] `[s]` [s](title.md) [t][r]\n\n[r]: title.md\n[s]: gone.md\n\n[![Badge](https://b.example/x.svg)](https://b.example/) ![](p.png)\n\n`[code](gone.md)`\n\n```\n[code](gone.md)\n```\n",
		"[a](guide:title) [b](guide:title) c (`../gone.md`) d (`#no`) e (`ftp://x.example/`) f (`https://u:p@x.example/`) [g](guide:hugo-json \"T\") [`h`](guide:html)\n\n[r]\ns (`gone.md`) the\nwords (`gone.md`) a *b* (`gone.md`) S (`gone.md`) \\[s] `[s]` [s](guide:title) [t][r]\n\n[r]: guide:title\n\n\n[Badge](https://b.example/) ![p](p.png)\n\n`[code](gone.md)`\n\n```\n[code](gone.md)\n```"},
	{"wide.md", "本当？？これ？？。\n\nWhat??is\nthis??\n", "本当？&#xFF1F;これ？？。\n\nWhat\\??is\nthis??"},
	{"marks.md", "What??really?? ::: x\n\n::: module.Name\n\n## A {#a}\n\n## B {#a}\n", "What\\??really?? ::: x\n\n\\::: module.Name\n\n## A {#a}\n\n## B"},
	{"日本語.md", "# 題\n\n本文\n", "title: \"題\"|本文"},
	{"a-very-long/path-that-leads/to-a-page-somewhere.md", "# Long\n\nText\n", "Text"},
	{"wide-colons.md", "---\ntitle：証明書の更新\nsummary：毎年の仕事\n---\n本文\n", "title: \"wide-colons\"\n|title：証明書の更新\nsummary：毎年の仕事|-->|本文"},
	{"rules.md", "---\n\nBetween two rules: <b>bold</b>.\n\n---\n\nAfter.\n", "-->\n\n---\n\nBetween two rules: **bold**.\n\n---\n\nAfter."},
	{"rule-title.md", "# Ruled\n---\nBetween <blink>two\n\n---\n", "title: \"Ruled\"|-->\n\n---\nBetween \\<blink>two\n\n---"},
	{"remarks.md", "---\n# above all\ntitle: Remarks # behind it\n# between\ntags: [a]\n---\nBody\n", "title: \"Remarks\"\n|# behind it\n# above all\n# between\ntags: [a] -->|Body"},
	{"only-remarks.md", "---\n# nothing but this\n---\nBody\n", "<!-- only-remarks.md\n# nothing but this -->\n\nBody"},
	{"toml-remarks.md", "+++\n# why\ntitle = \"T # 1\" # behind\n+++\nBody\n", "title: \"T # 1\"|# why\n# behind -->"},
	{"one-line.md", "---\n{tags: [lost], title: One line}\n---\nBody\n", "title: \"One line\"\n|lost|-->|Body"},
	{"captions.md", "{{< figure src=\"p.png\" alt=\"Rack\" caption=\"The spare key hangs behind the rack\" >}}\n\n{{< figure src=\"p.png\" caption=\"Seen\" link=\"https://a.example/\" >}}\n\n<img src=\"p.png\" alt=\"Rack\" title=\"Second floor, “east”\"> <a href=\"title.md\" title=\"Read &quot;first&quot;\">here</a> <a href=\"gone.md\" title=\"Missing\">there</a> <a id=\"x\" title=\"Named\">it</a>\n",
		"![Rack](p.png \"The spare key hangs behind the rack\")|[![Seen](p.png \"Seen\")](https://a.example/)|![Rack](p.png \"Second floor, “east”\") [here](guide:title \"Read ”first”\") there (Missing) (`gone.md`) it (Named)"},
	{"components.mdx", "<Figure src=\"x\" caption=\"Kept\" />\n\n<div title=\"Said\">Text</div> <b title=\"Bold\">text</b>\n", "\\<Figure src=\"x\" caption=\"Kept\" />|(Said)  Text  (Bold) **text**"},
	{"titled.md", ":::warning{title=\"電源を切らない\"}\n本文\n:::\n\n:::note[One]{#id title=\"two\"}\nA\n:::\n\n::: tip {braces}\nB\n:::\n\n{{< details \"Click me\" >}}\nC\n{{< /details >}}\n\n{{< alert \"danger\" >}}D{{< /alert >}}\n\n!!! note 重要な お知らせ\n    E\n\n!!! tip inline end \"F\"\n    G\n",
		"> [!WARNING] 電源を切らない\n> 本文\n|> [!NOTE] One two\n> A\n|> [!TIP] {braces}\n> B\n|> [!NOTE] Click me\n> C\n|> [!CAUTION] D\n|> [!NOTE] 重要な お知らせ\n> E\n|> [!TIP] F\n> G"},
	{"indented.md", "Run:\n\n    git clone <span>url</span> && echo '…?a??b??' {/* keep */}\n    # Call the <b>desk</b>\n\n    !!! note\n        [a](title.md)\n\n\tmake <i>all</i>\n\n1. Step <b>one</b>\n\n    and <b>more</b>, [a](title.md)\n\n        rm <file>\n\n!!! tip\n    Text <b>x</b>:\n\n        <b>y</b>\n",
		"    git clone <span>url</span> && echo '…?a??b??' {/* keep */}\n    # Call the <b>desk</b>\n\n    !!! note\n        [a](title.md)\n\n\tmake <i>all</i>\n\n1. Step **one**\n\n    and **more**, [a](guide:title)\n\n        rm <file>\n\n> [!TIP]\n> Text **x**:\n>\n>     <b>y</b>"},
	{"html-indent.md", "<div>\n    <p>Said</p>\n      <p>Further</p>\n</div>\n\n    code <b>b</b>\n", "\n\nSaid\n  Further\n\n\n    code <b>b</b>"},
	{"tabs.md", "=== \"Windows\"\n\n    Open <kbd>Win</kbd>.\n\n    ```sh\n    dir\n    ```\n\n===+ \"macOS\"\n\n    !!! warning \"Mind\"\n        Two deep\n\n            code <b>b</b>\n\nAfter.\n\n!!! warning \"Mind\"\n\tBy a tab.\n\n\t\tcode\n\nAfter.\n\n- In a list\n\n    === \"A\"\n\n        a\n",
		"**Windows**\n\nOpen `Win`.\n\n```sh\ndir\n```\n\n**macOS**\n\n> [!WARNING] Mind\n> Two deep\n>\n>     code <b>b</b>\n\nAfter.\n\n> [!WARNING] Mind\n> By a tab.\n>\n>     code\n\nAfter.\n\n- In a list\n\n    **A**\n\n    a"},
	{"nested.md", "!!! note\n    One\n\n    !!! tip \"Inner\"\n        Two\n\n    Three\n\nAfter.\n", "> [!NOTE]\n> One\n>\n> > [!TIP] Inner\n> > Two\n>\n> Three\n\nAfter."},
	{"jsx-indent.mdx", "import {\n  A,\n  B,\n} from 'x';\nexport const rows = [\n  {n: '<b>'},\n\n  {n: 'two'},\n];\n\n# Tabs in MDX\n\n<Tabs>\n  <TabItem value=\"w\" label=\"Windows\">\n\n    Open <b>it</b>.\n\n    1. one\n\n       ```sh\n       dir\n       ```\n\n    :::tip\n    In it.\n    :::\n\n  </TabItem>\n</Tabs>\n\n    <b>No code</b>\n",
		"title: \"Tabs in MDX\"|<!-- import {\n  A,\n  B,\n} from 'x';\nexport const rows = [\n  {n: '<b>'},\n\n  {n: 'two'},\n]; -->\n\n\n|\n\nOpen **it**.\n\n1. one\n\n   ```sh\n   dir\n   ```\n\n> [!TIP]\n> In it.\n|\n\n**No code**"},
	{"docusaurus.md", "import T from '@theme/T';\n\n# Imports\n\n<T>\n\n    Said\n\n</T>\n", "title: \"Imports\"|<!-- import T from '@theme/T'; -->|\nSaid\n"},
	{"highlight.md", "{{< highlight \"go\" \"linenos=true\" >}}\na <b>\n{{< /highlight >}}\n", "```go\na <b>\n```"},
	{"open-module.mdx", "export const a = {\n\nText after.\n", "<!-- export const a = { -->\n\nText after."},
	{"above.md", "<!-- markdownlint-disable -->\n<!-- of\n\ntwo -->\n\n# The heading\n\n[x](gone.md)\n", "title: \"The heading\"|<!-- markdownlint-disable -->\n<!-- of\n\ntwo -->\n\n\n\nx (`gone.md`)"},
	{"above.mdx", "import A from 'a';\n\n{/* why */}\n\nThe title\n===\n\nText\n", "title: \"The title\"|<!-- import A from 'a'; -->\n\n<!-- why -->\n\n\n\n\nText"},
	{"beside.md", "<!-- 担当: 総務 --> この節は**大事**です。\n\n<!-- 一\n\n二 -->続き <b>x</b>\n次の行\n\n- <!-- a --> <!-- b --> item\n\n> <!-- c\n> d --> quoted\n\n[x](gone.md)\n",
		"この節は**大事**です。 <!-- 担当: 総務 -->\n\n<!-- 一\n 二 -->\n続き **x**\n次の行\n\n- item <!-- a --> <!-- b -->\n\n> <!-- c d -->\n> quoted\n\nx (`gone.md`)"},
	{"drafts/_drafts/a.md", "# A draft\n", "title: \"A draft\"\ndraft: true"},
	{"drafts/upper.md", "---\ndraft: True\n---\nB\n", "draft: true\n---"},
	{"drafts/yes.md", "---\ndraft: \"yes\"\n---\nB\n", "draft: true\n---"},
	{"drafts/jekyll.md", "---\npublished: false\n---\nB\n", "draft: true\n---"},
	{"drafts/no.md", "---\ndraft: no\npublished: true\n---\nB\n", "title: \"no\"\n---"},
	{"drafts/odd.md", "---\ntitle: Odd\ndraft: maybe\n---\nB\n", "draft: true\n---|draft: maybe -->"},
	{"one-line-code.md", "{{< highlight bash >}}gen build --public{{< /highlight >}}\n\nAfter **it**.\n", "gen build --public|After **it**."},
	{"code-that-imports.md", "{{< highlight js >}}\nimport React from 'react';\n{{< /highlight >}}\n\nRun:\n\n    # stop <unit>\n", "```js\nimport React from 'react';\n```|    # stop <unit>"},
	{"japanese-keys.md", "---\n題: 証明書の更新\n担当: 総務\n---\n本文\n", "title: \"japanese-keys\"|題: 証明書の更新\n担当: 総務 -->|本文"},
	{"shortcodes.md", "{{< details \"Click me for the key\" open >}}\nA\n{{< /details >}}\n\n{{< alert icon=\"x\" text=\"The spare key is in room 3\" />}}\n\nPlain.\n\n{{< alert \"Call the desk first\" \"warning\" >}}B{{< /alert >}}\n", "> [!NOTE] Click me for the key\n> A\n|> [!NOTE] The spare key is in room 3\n\nPlain.|> [!WARNING] Call the desk first B"},
	{"two-lines.md", "[x](title.md\n\"t\")\nnext\n", "[x](guide:title \"t\"\n)\nnext"},
	{"reserved.md", "## A {#_a}\n\n## B {#b}\n\n## C {#b} <!-- {c} -->\n", "## A\n\n## B {#b}\n\n## C <!-- {c} -->"},
	{"quoted.md", "> [!note]- Small\n> A\n\n> [!danger] Do not\n> B\n\n> [!faq]+\n> C\n\n> [!メモ] D [a](title.md)\n\n> [!todo] E\n",
		"> [!note] Small\n> A\n\n> [!CAUTION] Do not\n> B\n\n> [!NOTE] faq\n> C\n\n> [!NOTE] メモ D [a](guide:title)\n\n> [!NOTE] todo E"},
	{"empty.md", "A\n\n## \n\n- [ ] \n\n## {#only}\n", "A\n\n\\##|- \\[ ]|\\## {#only}"},
	{"no-address.md", "See [the issue](`{{ issue }}`) and [it](https://a.example/`{{ v }}`/x).\n", "[the issue\\](`{{ issue }}`)|[it\\](https://a.example/`{{ v }}`/x)"},
	{"no-words.md", "\n", "title: \"no-words\""},
}

const onePixel = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

func folder() fstest.MapFS {
	f := fstest.MapFS{"p.gif": {Data: []byte(onePixel)}}
	for _, s := range samples {
		f[s.name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(s.in, "p.png", "p.gif"))}
	}
	return f
}

// Each sample becomes what it says, without anything that a page may not hold, and
// with every word that it had.
func TestSamples(t *testing.T) {
	r, err := Read(folder(), Options{Languages: []string{"en", "ja"}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Pages != len(samples) || r.Pictures != 1 {
		t.Errorf("%d pages, %d pictures", r.Pages, r.Pictures)
	}
	for name, origin := range r.origins {
		i := slices.IndexFunc(samples, func(s sample) bool { return s.name == origin.file })
		s, got := samples[i], string(r.Files[name])
		at := 0
		for want := range strings.SplitSeq(strings.ReplaceAll(s.want, "p.png", "p.gif"), "|") {
			n := strings.Index(got[at:], want)
			if n < 0 {
				t.Errorf("%s: no %q in\n%s", s.name, want, got)
				break
			}
			at += n
		}
		place, wrong := content.Locate(name)
		if len(wrong) == 0 {
			_, wrong = content.ParsePage(source.New(name, r.Files[name]), place, "", "", markdown.New())
		}
		if wrong.HasErrors(false) {
			t.Errorf("%s: %s in\n%s", s.name, wrong[0].What.EN, got)
		}
		if lost := lostWords(s.in, got); lost != "" {
			t.Errorf("%s: the word %q is lost in\n%s", s.name, lost, got)
		}
	}
	var said []string
	for _, f := range r.Findings {
		said = append(said, fmt.Sprintf("%s:%d %.24s", f.File, f.Line, f.What.EN))
	}
	for _, want := range []string{
		"broken.md:2 its front matter cannot", "docusaurus.mdx:4 a line of program; kept", "docusaurus.mdx:21 kept as text; remove it ",
		"html.md:11 kept as text; remove it ", "hugo-codes.md:9 a shortcode, kept", "links.md:1 it leads to nothing that", "links.md:8 it leads to nothing that",
		"links.md:10 a picture of another sit",
		"wide-colons.md:1 its front matter has no", "only-remarks.md:1 its front matter has no", "jsx-indent.mdx:1 a line of program; kept", "components.mdx:1 kept as text; remove it ",
		"drafts/odd.md:3 this value does not tell", "beside.md:13 it leads to nothing that", "above.md:8 it leads to nothing that", "links.md:10 the picture has no words", "marks.md:3 kept as text; remove it ", "marks.md:7 two headings have the id",
		"jekyll.md:5 a template, kept as text", "mkdocs-more.md:9 an abbreviation, kept as", "zenn.md:15 the name of this code is", "vitepress.md:2 kept as text; remove it ", "vitepress.md:3 the name of this code is", "vitepress.md:6 kept as text; remove it ", "obsidian.md:1 no page here has that na", "obsidian.md:1 this takes in another fi", "vitepress.md:13 this takes in another fi",
	} {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("no finding %q in\n%s", want, strings.Join(said, "\n"))
		}
	}
}

var (
	markupOnly = regexp.MustCompile(`(?s)<!--.*?-->|<\?.*?\?>|</?[A-Za-z][^<>]*>|https?://\S+|\]\([^)\n]*\)|\]\[[^\]\n]*\]|(?m)^\[\w+\]: .*$|\{#\w+\}`)
	oneWord    = regexp.MustCompile(`[\p{L}\p{N}]+`)
)

// lostWords returns the first word of a file that is not in the page that became of it,
// as often as it was: what marks up a text counts for nothing.
func lostWords(in, out string) string {
	had := map[string]int{}
	for _, w := range oneWord.FindAllString(out, -1) {
		had[strings.ToLower(w)]++
	}
	for _, w := range oneWord.FindAllString(markupOnly.ReplaceAllString(in, " "), -1) {
		w = strings.ToLower(w)
		if had[w]--; had[w] < 0 && !vocabulary[w] {
			return w
		}
	}
	return ""
}

// vocabulary are words of the markup that is converted.
var vocabulary = func() map[string]bool {
	v := map[string]bool{}
	for _, w := range strings.Fields("title description date draft false true tags weight authors 10 09 00 00t10 01t10 9 published yes true no linenos open icon text x go highlight endhighlight danger ref alert color figure src alt caption png link id inline end docusaurus toc no_toc btn wide loading lazy width 300 target _blank blank type warn style raw endraw comment endcomment post_url relative_url absolute_url baseurl site url 250x 200 card expand style require useBaseUrl default plan default _blank 2026 03 05 second html docusaurus md mdx same jekyll slashes html hugo") {
		v[w] = true
	}
	for k := range kinds {
		v[k] = true
	}
	return v
}()

// Languages are told by folder, by suffix, by what the front matter says and by kana;
// what belongs together has one name.
func TestLanguages(t *testing.T) {
	f := fstest.MapFS{}
	for name, text := range map[string]string{
		"docs/ja/docs/guide/start.md": "# 始める\n\n[次](next.md#a)\n", "docs/en/docs/guide/start.md": "---\ntitle: Start\ndate: 2026-01-02\n---\n[Next](next.md#a)\n",
		"docs/ja/docs/guide/next.md": "# 次\n\n## 見出し {#a}\n", "docs/en/docs/guide/next.md": "# Next\n\n## Heading {#a}\n",
		"docs/fr/docs/guide/start.md": "# Salut\n", "docs/en/docs/index.md": "# Home\n",
		"docs/en/docs/news.ja.md": "# お知らせ\n", "docs/en/docs/news.md": "# News\n",
		"docs/en/docs/said.md": "---\ntitle: Said\nlang: ja\n---\n",
	} {
		f[name] = &fstest.MapFile{Data: []byte(text)}
	}
	sjis, _ := japanese.ShiftJIS.NewEncoder().String("# 表\r\n\r\nシフトJISで書いた文\r\n")
	f["docs/en/docs/sjis.md"] = &fstest.MapFile{Data: []byte(sjis)}
	r, err := Read(f, Options{Languages: []string{"ja", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"guide-start.ja.md": "[次](guide:guide-next#a)", "guide-start.en.md": "date: 2026-01-02 -->\n\n[Next](guide:guide-next#a)",
		"guide-next.ja.md": "", "guide-next.en.md": "", "index.en.md": "Home", "news.ja.md": "お知らせ", "news.en.md": "News", "said.ja.md": "", "sjis.en.md": "シフトJISで書いた文\n",
	} {
		got, ok := r.Files["content/guides/"+name]
		if !ok || !strings.Contains(string(got), want) {
			t.Errorf("%s: %v\n%s", name, ok, got)
		}
	}
	if len(r.Files) != 9 || len(r.Findings) != 2 || r.Findings[1].What.JA != "言語 fr のページは取り込みませんでした。site.yaml の languages にない言語です" {
		t.Errorf("%d files, %+v", len(r.Files), r.Findings)
	}
	if r, err := Read(f, Options{}); err != nil || !slices.Equal(r.Languages, []string{"en", "ja"}) {
		t.Errorf("languages: %v, %v", r.Languages, err)
	}
	if key, lang, _ := (marked{}).keyOf("i18n/ja/docusaurus-plugin-content-docs/current/a/b.md"); key != "docs/a/b" || lang != "ja" {
		t.Errorf("Docusaurus: %s %s", key, lang)
	}
}

// Names of two letters are languages only beside ours, code says nothing of a text's
// language, and a translation that is a draft is listed.
func TestUsualFolders(t *testing.T) {
	plain := fstest.MapFS{}
	for name, text := range map[string]string{
		"docs/hr/leave.md": "# Leave\n\n[IT](../it/vpn.md)\n", "docs/it/vpn.md": "# VPN\n", "docs/it/server.os.md": "# Server\n", "docs/it-team/a.md": "# Team\n",
		"web/en/it/a.md": "---\ntitle: A\ndraft: true\n---\n", "web/ja/it/a.md": "# 甲\n", "web/pt-br/a.md": "# Olá\n", "web/notes.ja.md": "# 記\n", "web/notes.hr.md": "# Bilješke\n", "web/plain.md": "# Plain\n", "web/plain.fr.md": "# Simple\n",
		"docs/register.md": "# 端末台帳\n\n| No. | 部署 |\n|---|---|\n| A1 | 総務部 |\n",
		"docs/shell.md":    "# 手順\n\nつぎのとおり。\n\n```sh\n" + strings.Repeat("apt-get install --yes something-long\n", 12) + "```\n",
	} {
		plain[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := Read(plain, Options{Languages: []string{"ja", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"docs-hr-leave.en.md": "[IT](guide:docs-it-vpn)", "docs-it-vpn.en.md": "", "docs-it-server-os.en.md": "", "docs-it-team-a.en.md": "", "docs-shell.ja.md": "手順", "docs-register.ja.md": "総務部",
		"web-it-a.en.md": "draft: true -->", "web-it-a.ja.md": "", "web-notes.ja.md": "",
	} {
		if got, ok := r.Files["content/guides/"+name]; !ok || !strings.Contains(string(got), want) {
			t.Errorf("%s: %v\n%s", name, ok, got)
		}
	}
	var said []string
	for _, f := range r.Findings {
		said = append(said, f.File+" "+strings.Fields(f.What.EN)[1])
	}
	if want := []string{"web/en/it/a.md translation", "web/notes.hr.md imported:", "web/plain.fr.md imported:", "web/pt-br/a.md imported:"}; len(r.Files) != 10 || !slices.Equal(said, want) {
		t.Errorf("%d files, %q", len(r.Files), said)
	}
	if key, lang, _ := (marked{}).keyOf("site/io/js.min.md"); key != "site/io/js.min" || lang != "" {
		t.Errorf("no language: %s %s", key, lang)
	}
}
