package e2e

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hikitsugi/internal/build"
)

// TestWays: a line of a checklist, the section that explains it, its renewals and
// its runbooks are one link apart, there and back.
func TestWays(t *testing.T) {
	e := buildExample(t, build.Input{Project: project})
	for _, lang := range languages {
		ways := waysOf(t, e, lang)
		followed := 0
		lead := func(from, to string) {
			t.Helper()
			followed++
			if !slices.Contains(ways[from], to) {
				t.Errorf("%s does not lead to %s", from, to)
			}
		}
		for _, page := range e.Site.Columns {
			for _, i := range page.Items {
				line := page.Path(lang) + "index.html#_item-" + i.ID.ID
				section := page.Path(lang) + "index.html#" + i.ID.ID
				lead(line, section)
				lead(section, line)
				for _, r := range i.Renewals {
					entry := lang + "/renewals/index.html#_renewal-" + r.Key
					lead(line, entry)
					lead(section, entry)
					lead(entry, section)
					lead(lang+"/index.html", entry)
				}
				for _, r := range i.Runbooks {
					runbook := lang + "/runbooks/" + r.ID + "/index.html"
					lead(line, runbook)
					lead(section, runbook)
					lead(runbook, line)
				}
				for _, g := range i.Guides {
					lead(line, e.Site.Link(g.ID).URL.URL)
				}
			}
		}
		for _, page := range e.Site.Runbooks {
			for _, r := range e.Site.Needs(page) {
				lead(page.Path(lang)+"index.html", lang+"/renewals/index.html#_renewal-"+r.Key)
				lead(page.Path(lang)+"index.html", r.Item.Page.Path(lang)+"index.html#"+r.Item.ID.ID)
			}
		}
		lead(lang+"/guides/training/index.html", lang+"/columns/admin-handover/index.html#first-time")
		if followed < 45 {
			t.Errorf("only %d ways were followed", followed)
		}
	}
}

// waysOf returns the addresses to which each page leads and, as page#id, each part
// of it: an element with an id or, of a heading, its section.
func waysOf(t *testing.T, e example, lang string) map[string][]string {
	ways := map[string][]string{}
	for _, page := range e.pages(t) {
		if !strings.HasPrefix(page, lang+"/") {
			continue
		}
		section := ""
		for n := range elements(e.page(t, page), atom.Main)[0].Descendants() {
			if id, ok := attribute(n, "id"); ok && (n.DataAtom == atom.H2 || n.DataAtom == atom.H3) {
				section = id
			}
			href, ok := attribute(n, "href")
			if !ok || n.DataAtom != atom.A {
				continue
			}
			to := target(t, page, href)
			ways[page] = append(ways[page], to)
			if section != "" {
				ways[page+"#"+section] = append(ways[page+"#"+section], to)
			}
			for up := n.Parent; up != nil; up = up.Parent {
				if id, ok := attribute(up, "id"); ok && up.Type == html.ElementNode {
					ways[page+"#"+id] = append(ways[page+"#"+id], to)
				}
			}
		}
	}
	return ways
}

// target returns where a link of a page leads: a file of the site, or an address.
func target(t *testing.T, page, href string) string {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil {
		t.Fatal(err)
	}
	if u.IsAbs() {
		return href
	}
	to := page
	if u.Path != "" {
		to = path.Join(path.Dir(page), u.Path)
	}
	if u.Fragment != "" {
		to += "#" + u.Fragment
	}
	return to
}

// TestOneLanguage: where there is one language, nobody is asked for it: the address of
// the site leads to its home, with a way back, and no page offers languages.
func TestOneLanguage(t *testing.T) {
	project := fstest.MapFS{
		"content/site.yaml":        {Data: []byte("title: 手引き\nlanguages: [ja]\ntimezone: Asia/Tokyo\n")},
		"content/guides/one.ja.md": {Data: []byte("---\ntitle: 鍵\n---\n鍵は棚。\n")},
	}
	site := buildSite(t, build.Input{Project: project, Public: true})
	for _, from := range site.places(t) {
		b := openTab(t, phone)
		b.visit(from.address("index.html"))
		b.wait(`location.href === ` + jsonOf(from.address("ja/index.html")) + ` || location.href === ` + jsonOf(from.address("ja/index.html")+"index.html"))
		if value[bool](b, `document.querySelector(".languages") !== null`) {
			t.Errorf("%s: there is a choice of one language", from.name)
		}
	}
	if _, lost, _ := strings.Cut(string(site.contents(t)["404.html"]), "refresh"); lost != "" {
		t.Error("the page for addresses that do not exist leads away before it is read")
	}
}
