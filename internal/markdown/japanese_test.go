package markdown

import (
	"slices"
	"testing"
)

func TestEmphasis(t *testing.T) {
	for src, want := range map[string]string{
		"**「強調」**です":            "<strong>「強調」</strong>です",
		"これは**「強調」**です":         "これは<strong>「強調」</strong>です",
		"これは**強調。**です":          "これは<strong>強調。</strong>です",
		"**注意：**必ず確認":           "<strong>注意：</strong>必ず確認",
		"端末の**MDM（Intune）**を確認": "端末の<strong>MDM（Intune）</strong>を確認",
		"*「斜体」*です":              "<em>「斜体」</em>です",
		"***「両方」***です":          "<em><strong>「両方」</strong></em>です",
		"~~「取消」~~です":            "<del>「取消」</del>です",
		"これは~~（旧）手順~~です":        "これは<del>（旧）手順</del>です",
		"`code`**です。**次":        "<code>code</code><strong>です。</strong>次",
		"**[鍵](u)**です":          `<strong><a href="u">鍵</a></strong>です`,
		"実行は**`cmd`**を":         "実行は<strong><code>cmd</code></strong>を",
		"**この(文)**を":            "<strong>この(文)</strong>を",
		"これは**(A)**と":           "これは<strong>(A)</strong>と",
		"これは**“強調”**です":         "これは<strong>“強調”</strong>です",
		"**絵文字🎉**です":            "<strong>絵文字🎉</strong>です",
		"**テスト。**English":       "<strong>テスト。</strong>English",
		"English**「テスト」**word":  "English<strong>「テスト」</strong>word",
		"**안녕(hello)**은":        "<strong>안녕(hello)</strong>은",
		"**葛\U000E0100**（かつ）":   "<strong>葛\U000E0100</strong>（かつ）",
		"塚\uFE00**(つか)**":       "塚\uFE00<strong>(つか)</strong>",
		"**”\uFE01**b":          "<strong>”\uFE01</strong>b",
		"**太字**です":              "<strong>太字</strong>です",
		"5*3*2と5**3**2":         "5<em>3</em>2と5<strong>3</strong>2",

		// as in CommonMark
		"__「強調」__です":       "__「強調」__です",
		"snake_case_名前_です": "snake_case_名前_です",
		"価格は**\\*注*です":     "価格は***注*です",
		"a**(b)**c":        "a**(b)**c",
		"** 「強調」**です":      "** 「強調」**です",
		"**「強調」\u3000**です": "**「強調」\u3000**です",
		"あ~~取消~です":         "あ~~取消~です",
	} {
		if got := printed(src, "ja", here); got != "<p>"+want+"</p>\n" {
			t.Errorf("%q\n got %q\nwant %q", src, got, want)
		}
	}
}

func TestLineBreaks(t *testing.T) {
	for src, want := range map[string]string{
		"日本語の文\n次の行":            "日本語の文次の行",
		"「括弧」\n（括弧）":            "「括弧」（括弧）",
		"カナ\nｶﾅ":                "カナｶﾅ",
		"全角ＡＢＣ\n日本":             "全角ＡＢＣ日本",
		"葛\U000E0100\n飾":        "葛\U000E0100飾",
		"日本語です。\nGoで":           "日本語です。Goで",
		"ADE、\n**VPP**":         "ADE、<strong>VPP</strong>",
		"**太字**\n日本語":           "<strong>太字</strong>日本語",
		"日本語\n**太字**です":         "日本語<strong>太字</strong>です",
		"*日本\n~~語~~*\n文":        "<em>日本<del>語</del></em>文",
		"[リンク](x)\n日本語":         `<a href="x">リンク</a>日本語`,
		"日本\n[](x)の":            `日本<a href="x"></a>の`,
		"`日本`\n語":               "<code>日本</code>語",
		"「日本」<!-- 注 -->\n語":     "「日本」語",
		"日本語\n`code`":           "日本語\n<code>code</code>",
		"[Go](x)\n日本語":          "<a href=\"x\">Go</a>\n日本語",
		"Goで\nGo":               "Goで\nGo",
		"see 「設定」\nfor details": "see 「設定」\nfor details",
		"English\nwords":        "English\nwords",
		"**a**\n[b](x)":         "<strong>a</strong>\n<a href=\"x\">b</a>",
		"絵文字🎉\n日本語":             "絵文字🎉\n日本語",
		"한국어\n한국어":              "한국어\n한국어",
		"日本\n한국":                "日本\n한국",
		"日本語  \n改行":             "日本語<br>\n改行",
		"日本語\\\n改行":             "日本語<br>\n改行",
	} {
		if got := printed(src, "ja", here); got != "<p>"+want+"</p>\n" {
			t.Errorf("%q\n got %q\nwant %q", src, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	for src, want := range map[string][]string{
		"https://example.com。次":                     {"https://example.com"},
		"詳細はhttps://example.com/pathを参照":            {"https://example.com/path"},
		"詳細はhttps://example.com/を参照":                {"https://example.com/"},
		"詳細は https://example.com/日本語/パス を参照":        {"https://example.com/日本語/パス"},
		"（https://example.com/）と「http://a.example」": {"https://example.com/", "http://a.example"},
		"https://a.example、https://b.example":       {"https://a.example", "https://b.example"},
		"**https://a.example/**です":                  {"https://a.example/"},
		"(https://a.example/b).":                    {"https://a.example/b"},
		"https://a.example/b_(c)?":                  {"https://a.example/b_(c)"},
		"https://a.example:8080/?q=日本&x=1#章":        {"https://a.example:8080/?q=日本&x=1#章"},
		"|a|\n|-|\n|日本https://a.example/|":          {"https://a.example/"},
		"> [!NOTE] 詳細はhttps://a.example/":           {"https://a.example/"},
		"[https://a.example](https://b.example)":    {"https://b.example"},
		"<https://a.example/日本語>":                   {"https://a.example/日本語"},
		"連絡は admin@example.com まで":                  nil,
		"<admin@example.com>":                       {"mailto:admin@example.com"},
		"xhttps://a.example":                        nil,
		"https://user:pw@a.example/":                nil,
		"http://localhost:1313/":                    nil,
		"`https://a.example`":                       nil,
		"https:// a":                                nil,
		"ftp://a.example/":                          nil,
	} {
		links := New().Parse([]byte(src), "ja").Links
		var got []string
		for _, l := range links {
			got = append(got, l.Dest)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", src, got, want)
		}
	}
	const src = "詳細はhttps://example.com/手順 を参照"
	const want = `<p>詳細は<a href="https://example.com/%E6%89%8B%E9%A0%86">https://example.com/手順</a> を参照</p>` + "\n"
	if got := printed(src, "ja", here); got != want {
		t.Errorf("%q\n got %q\nwant %q", src, got, want)
	}
}

func TestHeadingIDs(t *testing.T) {
	const src = "## 証明書の更新\n## 証明書の更新\n## iOS 端末を紛失したとき\n## 更新手順 (2026年)\n## 更新 {#koushin}\n" +
		"## ＡＰＮｓ証明書\n## `gen serve` を使う\n## **太字** と [リンク](/x)\n# Setup: **MDM**! &amp; more\n## Koushin\n" +
		"## !!\n## が\n## か\u3099\n証明書の\n更新\n---\n## 証明書の更新-2\n"
	want := []string{
		"証明書の更新", "証明書の更新-2", "ios-端末を紛失したとき", "更新手順-2026年", "koushin",
		"apns証明書", "gen-serve-を使う", "太字-と-リンク", "setup-mdm-more", "koushin-2",
		"section", "が", "が-2", "証明書の更新-3", "証明書の更新-2-2",
	}
	var got []string
	for _, h := range New().Parse([]byte(src), "ja").Headings {
		got = append(got, h.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}
