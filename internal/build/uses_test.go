package build

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A page names the items and sections from which it is reached, each once: a heading in a
// list or a quotation is none.
func TestUses(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world(`
-- content/guides/other.ja.md --
---
title: 別の案内
---

[](guide:start)

> ### 引用
>
> [始め](guide:start)

## 節 {#part}

[始め](guide:start)

- ### 中

  [始め](guide:start)

### 細目 {#detail}

[始め](guide:start)と[鍵](column:keys)
`)})
	for page, want := range map[string][]string{
		"ja/guides/start":  {"guides/other/ 別の案内", "guides/other/#part 節", "guides/other/#detail 細目"},
		"en/guides/start":  {"guides/other/ 別の案内", "guides/other/#part 節", "guides/other/#detail 細目"},
		"en/columns/keys":  {"guides/other/#detail 細目", "guides/start/ Start"},
		"en/runbooks/lost": {"columns/keys/#_item-rules Rules"},
		"en/guides/other":  nil,
	} {
		_, uses, _ := strings.Cut(b.files[page+"/index.html"], `<nav class="uses"`)
		uses, _, _ = strings.Cut(uses, "</nav>")
		var got []string
		for _, m := range regexp.MustCompile(`<a href="(?:\.\./)*(?:ja|en)/([^"]*)index\.html(#?[^"]*)"[^>]*>(.*?)</a>`).FindAllStringSubmatch(uses, -1) {
			got = append(got, m[1]+m[2]+" "+m[3])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", page, got, want)
		}
	}
}

// Only an organisation has renewals, which each of its pages leads to.
func TestRenewalsInNavigation(t *testing.T) {
	for _, public := range []bool{false, true} {
		b := build(t, new(Builder), Input{Project: world(""), Public: public})
		for _, page := range []string{"en/index.html", "ja/columns/keys/index.html"} {
			nav, _, _ := strings.Cut(b.files[page], "<main")
			if got := strings.Contains(nav, `/renewals/index.html"`) || strings.Contains(nav, `"renewals/index.html"`); got == public {
				t.Errorf("public %v: %s leads to the renewals: %v", public, page, got)
			}
		}
	}
}
