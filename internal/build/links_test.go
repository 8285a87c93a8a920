package build

import (
	"net/url"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"hikitsugi/internal/qr"
)

// odd are pages that make joining hard: a column that is not in the packet, an
// item's section within another's, footnotes, one note on two lists, items of a
// guide, headings of one id on two pages.
const odd = `
-- content/columns/more.ja.md --
---
title: {ja: 続き, en: More}
checklist:
  - {id: vpp, title: VPP, when: ios, renew: P1Y, runbooks: [lost]}
---

[](item:apns) [](column:keys) [](column:keys#apns) [](item:lost-call) [](runbook:lost#decide) [上](#vpp)

## VPP {#vpp}

x
-- content/columns/keys.ja.md --
---
title: {ja: 鍵, en: Keys}
date: 2026-11-16
checklist:
  - {id: contract, title: {ja: 契約, en: Contract}, give: [contract], guides: [portal]}
  - {id: apns, title: {ja: 証明書, en: Certificate}, when: ios, give: [account, password], renew: P365D, guides: [portal]}
  - {id: android, title: Android, when: ios, give: [account], guides: [portal]}
  - {id: rules, title: {ja: 規則, en: Rules}, give: [document], runbooks: [lost]}
---

はじめに[^a]。[](item:vpp) [](item:step) [](column:more)

::: checklist
:::

## 証明書 {#apns}

外[^b]。[](item:vpp)と[](column:more)と[契約](#contract)と[前置き](#intro)と[](item:step)。

### 中 {#android}

中[^b]。

## 前置き {#intro}

## 契約 {#contract}

- [ ] 確かめる

[^a]: 一つ目
[^b]: 二つ目
-- content/columns/keys.en.md --
-
-- content/guides/start.ja.md --
---
title: {ja: はじめに, en: Start}
checklist:
  - {id: step, title: {ja: 一歩, en: Step}, when: ios, renew: P1Y, guides: [portal]}
---

## 一歩 {#step}

[鍵](column:keys#apns)、[](link:portal)、[相対](../columns/keys.ja.md#apns)。
-- content/guides/start.en.md --
-
-- content/runbooks/lost.ja.md --
---
title: {ja: 紛失, en: Lost}
trigger: {ja: 無くした, en: Lost}
severity: high
contacts: [desk]
needs: [apns, vpp]
review: P6M
checklist:
  - {id: lost-call, section: first-hour, when: ios, title: {ja: 電話する, en: Call}, contacts: [desk]}
  - {id: lost-end, section: after, when: ios, title: {ja: 振り返る, en: Look back}}
---

## 最初 {#first-hour}

## 判断 {#decide}

[](item:apns) [](item:vpp) [](item:step) [](contact:desk) [](column:more)

## 報告 {#report}

## 記録 {#evidence}

## 後 {#after}

- [ ] 終わり
-- content/runbooks/lost.en.md --
-
`

// Every link and anchor of an output resolves, and no id stands twice on a page.
func TestLinksResolve(t *testing.T) {
	for name, in := range map[string]Input{
		"organisation":        {Project: world("")},
		"public":              {Project: world(""), Public: true},
		"odd organisation":    {Project: world(odd + packet)},
		"odd, all in packet":  {Project: world(odd)},
		"one language":        {Project: oneLanguage(), BaseURL: "https://notes.example/docs/"},
		"odd under a subpath": {Project: world(odd), BaseURL: "https://notes.example/a/b"},
	} {
		t.Run(name, func(t *testing.T) {
			b := build(t, new(Builder), in)
			if b.Site == nil {
				t.Fatal(b.Problems)
			}
			pages := map[string]*linked{}
			for file, text := range b.files {
				if strings.HasSuffix(file, ".html") {
					pages[file] = linkedOf(t, file, text)
				}
			}
			for file, page := range pages {
				for _, ref := range page.links {
					if problem := resolve(b, pages, file, ref); problem != "" {
						t.Errorf("%s: %s %s", file, ref, problem)
					}
				}
			}
		})
	}
}

const packet = "-- content/site.yaml --\ntitle: {ja: ノート, en: Notes}\nlanguages: [ja, en]\norg: acme\npacket: [keys]\ntraits:\n  ios: {ja: iOSを管理している, en: you manage iOS}\n  android: {ja: Androidを管理している, en: you manage Android}\n"

// An address too long for a code on paper is printed without one, and stops nothing.
func TestCodes(t *testing.T) {
	for length, want := range map[int]bool{qr.Longest: true, qr.Longest + 1: false, 2439: false} {
		address := "https://portal.example/" + strings.Repeat("x", length-len("https://portal.example/"))
		b := build(t, new(Builder), Input{Project: edited(t, "content/links.yaml", "https://portal.example/", address), BaseURL: address})
		if len(otherThanRecords(b.Problems)) > 0 || b.Site == nil {
			t.Errorf("%d bytes: %v", length, b.Problems)
		}
		page := b.files["ja/handover/index.html"]
		if code := b.files["qr/link-portal.svg"] != ""; code != want || strings.Contains(page, "qr/link-portal.svg") != want || !strings.Contains(page, `<span class="address">`+address+`</span>`) {
			t.Errorf("%d bytes: a code: %v", length, code)
		}
		if b.files["qr/verify.svg"] != "" || strings.Contains(page, "qr/verify.svg") {
			t.Errorf("%d bytes: the cover has a code", length+len("/verify/#12345678"))
		}
	}
}

// oneLanguage is small in Japanese only.
func oneLanguage() fstest.MapFS {
	return world(strings.ReplaceAll(packet, "[ja, en]", "[ja]") +
		"-- content/columns/keys.en.md --\n-\n-- content/guides/start.en.md --\n-\n-- content/runbooks/lost.en.md --\n-\n")
}

// resolve says what is wrong with a link, or "".
func resolve(b built, pages map[string]*linked, file, ref string) string {
	u, err := url.Parse(ref)
	if err != nil {
		return err.Error()
	}
	if u.Scheme != "" {
		return ""
	}
	target := file
	switch {
	case strings.HasPrefix(u.Path, "/"): // the page for addresses that do not exist
		root := "/"
		if base, _ := url.Parse(b.Base); b.Base != "" {
			root = base.Path
		}
		rest, ok := strings.CutPrefix(u.Path, root)
		if !ok || file != "404.html" {
			return "does not begin at the site's root"
		}
		target = rest
	case u.Path != "":
		target = path.Join(path.Dir(file), u.Path)
		if strings.HasSuffix(u.Path, "/") {
			target += "/"
		}
	}
	target = strings.TrimPrefix(target, "./")
	if strings.HasSuffix(target, "/") || target == "" {
		target += "index.html"
	}
	if _, ok := b.files[target]; !ok {
		return "leads to " + target + ", which is not there"
	}
	if u.Fragment != "" && !pages[target].ids[u.Fragment] {
		return "leads to an anchor that is not there"
	}
	return ""
}

// A linked is what a page can be linked at, and where it links to.
type linked struct {
	ids   map[string]bool
	links []string
}

func linkedOf(t *testing.T, file, text string) *linked {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	o := &linked{ids: map[string]bool{}}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				if o.ids[a.Val] {
					t.Errorf("%s: the id %q stands twice", file, a.Val)
				}
				o.ids[a.Val] = true
			case a.Key == "src", a.Key == "href" && n.Data != "base":
				o.links = append(o.links, a.Val)
			case a.Key == "data-target":
				o.links = append(o.links, "#"+a.Val)
			}
		}
	}
	return o
}

// A page that is written in the second language only is the original of both.
func TestCanonical(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world("-- content/guides/start.ja.md --\n-\n"), BaseURL: "https://notes.example"})
	for _, name := range []string{"ja/guides/start/index.html", "en/guides/start/index.html"} {
		if !strings.Contains(b.files[name], `<link rel="canonical" href="https://notes.example/en/guides/start/">`) {
			t.Errorf("%s has another canonical address", name)
		}
	}
}
