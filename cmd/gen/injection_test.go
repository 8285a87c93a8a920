package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/tools/txtar"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// attacked is a site with a mark at each place where text of an author appears.
const attacked = `
-- content/site.yaml --
title: {ja: ノート}
languages: [ja]
org: acme
traits: {}
-- content/links.yaml --
portal: {title: $link, url: $url}
-- content/columns/keys.md --
---
title: $title
summary: $title
date: 2026-11-16
author: $title
checklist:
  - {id: apns, title: $item, risk: $risk, give: [account], renew: P365D, guides: [portal]}
---

はじめに。

::: checklist
:::

## 証明書 {#apns}

[ポータル](link:portal)、[](column:keys#apns)、[](contact:desk)

$body
-- content/orgs/acme/org.yaml --
name: Acme
traits: []
people: {ann: {name: $contact}, bob: {name: Bob}}
contacts: {desk: {name: $contact, tel: 03-0000-0001}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
facts: {apns: {owner: bob, second: ann, account: $contact, secret: "vault:apns", done: 2026-06-12}}
`

// places are where text can be put, and what stands there otherwise.
var places = []string{"title", "item", "risk", "link", "contact", "url", "body"}

// attack returns the site with text at some of the places.
func attack(at map[string]string) fstest.MapFS {
	var marks []string
	for _, place := range places {
		text, there := at[place]
		switch {
		case place == "body":
			marks = append(marks, "$body", text)
			continue
		case place == "url" && !there:
			text = "https://a.example/"
		case !there:
			text = "ことば"
		}
		var quoted strings.Builder
		e := json.NewEncoder(&quoted)
		e.SetEscapeHTML(false)
		if err := e.Encode(text); err != nil {
			panic(err)
		}
		marks = append(marks, "$"+place, strings.TrimSpace(quoted.String()))
	}
	fsys := fstest.MapFS{}
	for _, f := range txtar.Parse([]byte(attacked)).Files {
		fsys[f.Name] = &fstest.MapFile{Data: []byte(strings.NewReplacer(marks...).Replace(string(f.Data)))}
	}
	return fsys
}

// lines returns the cases of a file of testdata/hostile.
func lines(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile(path.Join("testdata/hostile", name))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if text, err := strconv.Unquote(line); err == nil && strings.HasPrefix(line, `"`) {
			line = text
		} else if strings.HasPrefix(line, "# What ") {
			continue
		}
		list = append(list, line)
	}
	return list
}

// made builds a site into memory, and returns nothing when its content is refused.
func made(t *testing.T, b *build.Builder, what string, project fs.FS) *output.Memory {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			tally.panics.Add(1)
			t.Errorf("%s: panic: %v", what, r)
		}
	}()
	tally.inputs.Add(1)
	mem := output.NewMemory()
	r, err := b.Build(t.Context(), build.Input{Project: project, Builtin: themes.Default()}, func(*build.Result) (output.Sink, error) { return mem, nil })
	switch {
	case err != nil:
		t.Errorf("%s: %v", what, err)
	case r.Site == nil && !r.Problems.HasErrors(false):
		t.Errorf("%s: there is no site, and no reason", what)
	case r.Site != nil:
		return mem
	}
	return nil
}

// Whatever an author writes, and wherever: no page runs a script but ours, loads
// from another host, or has a style of its own.
func TestInjection(t *testing.T) {
	var b build.Builder
	plain := made(t, &b, "plain", attack(nil))
	if plain == nil {
		t.Fatal("the site without an attack is refused")
	}
	own := scriptsOf(t, plain)
	refused, passed := map[string]int{}, map[string]int{}
	try := func(vector string, at map[string]string) bool {
		what := fmt.Sprintf("%q at %v", vector, keys(at))
		site := made(t, &b, what, attack(at))
		for place := range at {
			if site == nil {
				refused[place]++
			} else {
				passed[place]++
			}
		}
		if site != nil {
			harmless(t, what, site, own)
		}
		return site != nil
	}
	vectors := lines(t, "scripts.txt")
	if len(vectors) < 80 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for i, v := range vectors {
		if !some(i, 5) {
			continue
		}
		texts := map[string]string{"title": v, "item": v, "risk": v, "link": v, "contact": v}
		if !try(v, texts) || *torture {
			for place := range texts {
				try(v, map[string]string{place: v})
			}
		}
		try(v, map[string]string{"url": v})
		try(v, map[string]string{"url": "https://a.example/" + v})
		for _, body := range []string{v, "ab " + v, "[x](" + v + ")", "[x](<" + v + ">)", "![x](" + v + ")", "[x][y]\n\n[y]: " + v, "<" + v + ">", "## " + v, "| a |\n|---|\n| " + v + " |", "`" + v + "`", "- [ ] " + v} {
			try(v, map[string]string{"body": body})
		}
	}
	for _, place := range places {
		t.Logf("%s: %d passed, %d refused", place, passed[place], refused[place])
		if passed[place] == 0 && place != "url" {
			t.Errorf("nothing passed at %s: the test tries nothing there", place)
		}
	}
}

func keys(m map[string]string) (list []string) {
	for _, place := range places {
		if _, ok := m[place]; ok {
			list = append(list, place)
		}
	}
	return list
}

// eachElement parses every page of a site.
func eachElement(t *testing.T, site *output.Memory, f func(page string, n *html.Node)) {
	t.Helper()
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		file, err := site.Open(name)
		if err != nil {
			return err
		}
		doc, err := html.Parse(file)
		if err != nil {
			return err
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode {
				f(name, n)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// scriptsOf returns the script files of a site.
func scriptsOf(t *testing.T, site *output.Memory) map[string]bool {
	t.Helper()
	own := map[string]bool{}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if path.Ext(name) == ".js" {
			own[name] = true
		}
		return err
	})
	if err != nil || len(own) == 0 {
		t.Fatal("no scripts", err)
	}
	return own
}

func attributeOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// harmless fails on everything in a page that runs, loads or styles.
func harmless(t *testing.T, what string, site *output.Memory, own map[string]bool) {
	t.Helper()
	eachElement(t, site, func(page string, n *html.Node) {
		fail := func(why string) {
			tally.leaks.Add(1)
			t.Errorf("%s: %s: <%s %v> %s", what, page, n.Data, n.Attr, why)
		}
		switch n.DataAtom {
		case atom.Script:
			if n.FirstChild != nil || !own[path.Join(path.Dir(page), attributeOf(n, "src"))] && !own[strings.TrimPrefix(attributeOf(n, "src"), "/")] {
				fail("is not ours")
			}
		case atom.Style, atom.Iframe, atom.Object, atom.Embed, atom.Base, atom.Applet, atom.Frame:
			fail("must not be there")
		case atom.Template:
			if !strings.HasPrefix(attributeOf(n, "id"), "_") {
				fail("is not ours")
			}
		case atom.Meta:
			// A site of one language leads from its address to its home.
			if strings.EqualFold(attributeOf(n, "http-equiv"), "refresh") && (page != "index.html" || attributeOf(n, "content") != "0; url=ja/index.html") {
				fail("leads away")
			}
		}
		for _, a := range n.Attr {
			key := strings.ToLower(a.Key)
			switch {
			case strings.HasPrefix(key, "on"):
				fail("runs a script")
			case key == "style":
				fail("has a style")
			case key == "srcdoc", key == "formaction", key == "background", key == "ping":
				fail("has " + key)
			case key == "href", key == "src", key == "action", key == "srcset", key == "poster", key == "data", key == "xlink:href":
				switch scheme, host := normalised(a.Val); {
				case scheme == "" && !host:
				case n.DataAtom == atom.A && (scheme == "https" || scheme == "http" || scheme == "mailto" || scheme == "tel" || scheme == "webcal" || scheme == "webcals"):
				default:
					fail("has the address " + a.Val)
				}
			}
		}
	})
}

// normalised returns the scheme of an address as a browser reads it, and whether
// it names a host without one.
func normalised(address string) (scheme string, host bool) {
	address = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return -1
		case r == '\\':
			return '/'
		}
		return unicode.ToLower(r)
	}, address)
	address = strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	if strings.HasPrefix(address, "//") {
		return "", true
	}
	before, _, found := strings.Cut(address, ":")
	if !found || strings.ContainsAny(before, "/?#") {
		return "", false
	}
	return before, false
}
