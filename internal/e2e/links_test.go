package e2e

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TestLinks follows every address of every file: inside the site it must lead to
// a file and to something on it, outside it must be safe.
func TestLinks(t *testing.T) {
	for edition, in := range withPlain(t) {
		t.Run(edition, func(t *testing.T) {
			site := buildExample(t, in)
			m := mapOf(t, site)
			for _, page := range site.pages(t) {
				for n := range site.page(t, page).Descendants() {
					for _, key := range []string{"href", "src", "poster", "data"} {
						if address, ok := attribute(n, key); ok {
							m.follow(t, page, address)
						}
					}
					if set, ok := attribute(n, "srcset"); ok {
						for candidate := range strings.SplitSeq(set, ",") {
							m.follow(t, page, strings.Fields(candidate)[0])
						}
					}
					if content, _ := attribute(n, "content"); n.DataAtom == atom.Meta && strings.HasPrefix(content, site.Base) {
						m.follow(t, page, content)
					}
				}
			}
			for name, data := range site.contents(t) {
				switch path.Ext(name) {
				case ".xml", ".txt", ".json":
					if strings.HasSuffix(name, ".schema.json") {
						continue // says what handover.json may hold, and leads nowhere
					}
					m.followAll(t, name, ofSite(site.Base, string(data)))
				case ".ics": // whose long lines go on after a space
					m.followAll(t, name, ofSite(site.Base, strings.ReplaceAll(string(data), "\r\n ", "")))
				case ".css":
					for _, found := range inStyles.FindAllStringSubmatch(string(data), -1) {
						m.follow(t, name, strings.Trim(found[1], `"'`))
					}
				}
			}
			if m.followed < 500 {
				t.Errorf("only %d links were followed", m.followed)
			}
		})
	}
}

// inStyles finds the addresses in styles.
var inStyles = regexp.MustCompile(`(?:url\(\s*|@import\s+)("[^"]*"|'[^']*'|[^"'\s)]+)`)

// ofSite returns the absolute addresses of the site in a text.
func ofSite(base, text string) []string {
	return regexp.MustCompile(regexp.QuoteMeta(base)+`[^\s"<&\\]*`).FindAllString(text, -1)
}

// A siteMap is where links can lead.
type siteMap struct {
	base     string
	ids      map[string][]string // by file; nil for what is no page
	followed int
}

func mapOf(t *testing.T, site example) *siteMap {
	m := &siteMap{site.Base, map[string][]string{}, 0}
	for name := range site.contents(t) {
		m.ids[name] = nil
	}
	for _, name := range site.pages(t) {
		for n := range site.page(t, name).Descendants() {
			if id, ok := attribute(n, "id"); ok {
				m.ids[name] = append(m.ids[name], id)
			}
		}
	}
	return m
}

// followAll resolves addresses that stand in a file, which must have some.
func (m *siteMap) followAll(t *testing.T, from string, addresses []string) {
	t.Helper()
	for _, address := range addresses {
		m.follow(t, from, address)
	}
	if len(addresses) == 0 && from != "robots.txt" {
		t.Errorf("%s names no address of the site", from)
	}
}

// follow resolves an address that stands in a file.
func (m *siteMap) follow(t *testing.T, from, address string) {
	t.Helper()
	m.followed++
	self, err := url.Parse(m.base + from)
	if err != nil {
		t.Fatal(err)
	}
	target, err := self.Parse(address)
	if err != nil {
		t.Errorf("%s: %q: %v", from, address, err)
		return
	}
	if strings.HasPrefix(address, "/") && from != "404.html" {
		t.Errorf("%s: %q does not work in a sub-folder", from, address)
	}
	inside, ok := strings.CutPrefix(target.String(), m.base)
	if !ok {
		if !slices.Contains([]string{"https", "mailto", "tel", "webcal"}, target.Scheme) {
			t.Errorf("%s: %q leads to %s", from, address, target)
		}
		return
	}
	name, _, _ := strings.Cut(inside, "#")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	ids, ok := m.ids[name]
	if !ok {
		t.Errorf("%s: %q leads to %s, which is not there", from, address, name)
	} else if target.Fragment != "" && !slices.Contains(ids, target.Fragment) {
		t.Errorf("%s: %q leads to nothing on %s", from, address, name)
	}
}

// TestPages holds what every page must have.
func TestPages(t *testing.T) {
	for edition, in := range withPlain(t) {
		site := buildExample(t, in)
		for _, name := range site.pages(t) {
			t.Run(edition+"/"+name, func(t *testing.T) {
				root := site.page(t, name)
				checkHead(t, root, name)
				checkIDs(t, root)
				checkSkip(t, root)
				if len(elements(root, atom.H1)) == 0 {
					t.Error("there is no h1")
				}
				if len(elements(root, atom.Main)) != 1 {
					t.Error("there is not one main")
				}
				for _, image := range elements(root, atom.Img) {
					if _, ok := attribute(image, "alt"); !ok {
						t.Errorf("an image has no alt: %v", image.Attr)
					}
				}
				for n := range root.Descendants() {
					if _, ok := attribute(n, "style"); ok || n.DataAtom == atom.Style {
						t.Errorf("<%s> has styles that the policy forbids", n.Data)
					}
					for _, a := range n.Attr {
						if strings.HasPrefix(a.Key, "on") {
							t.Errorf("<%s %s> is a script that the policy forbids", n.Data, a.Key)
						}
					}
				}
			})
		}
	}
}

// checkHead looks at the language and the title.
func checkHead(t *testing.T, root *html.Node, name string) {
	t.Helper()
	lang, _ := attribute(elements(root, atom.Html)[0], "lang")
	want, _, _ := strings.Cut(name, "/")
	if want != "en" {
		want = "ja" // also what belongs to no language
	}
	if lang != want {
		t.Errorf("html has lang %q, want %q", lang, want)
	}
	var titles []string
	for _, title := range elements(root, atom.Title) {
		if title.Namespace == "" {
			titles = append(titles, words(title))
		}
	}
	if len(titles) != 1 || titles[0] == "" {
		t.Errorf("the titles are %q, want one", titles)
	}
}

// checkIDs looks for ids that are there twice, and for what refers to none.
func checkIDs(t *testing.T, root *html.Node) {
	t.Helper()
	ids := map[string]int{}
	for n := range root.Descendants() {
		if id, ok := attribute(n, "id"); ok {
			ids[id]++
			if ids[id] == 2 {
				t.Errorf("the id %q is there twice", id)
			}
		}
	}
	for n := range root.Descendants() {
		for _, key := range []string{"aria-labelledby", "aria-describedby", "for", "headers", "data-target", "list"} {
			refs, _ := attribute(n, key)
			for id := range strings.FieldsSeq(refs) {
				if ids[id] == 0 {
					t.Errorf("<%s %s=%q> refers to nothing", n.Data, key, id)
				}
			}
		}
	}
}

// checkSkip: the first link of a page leads to its content, or is in it.
func checkSkip(t *testing.T, root *html.Node) {
	t.Helper()
	links := elements(root, atom.A, atom.Button, atom.Input)
	if len(links) == 0 {
		t.Fatal("there is no link")
	}
	main := elements(root, atom.Main)[0]
	href, _ := attribute(links[0], "href")
	id, _ := attribute(main, "id")
	if !slices.Contains(slices.Collect(main.Descendants()), links[0]) && (id == "" || href != "#"+id) {
		t.Errorf("the first link leads to %q and not to the content", href)
	}
}
