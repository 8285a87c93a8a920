package build

import (
	"encoding/xml"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

const base = "https://notes.example/it/"

// withCode is a page with code, in Japanese only.
const withCode = "-- content/guides/shell.ja.md --\n---\ntitle: {ja: コマンド, en: Commands}\n---\n\n```sh\nls\n```\n"

// both builds small, with a page of code and an untranslated column, in both
// editions.
func both(t *testing.T) map[string]built {
	t.Helper()
	fsys := world(withCode + "-- content/columns/news.ja.md --\n---\ntitle: 知らせ\nsummary: {ja: 新しい, en: New}\ndate: 2026-11-20\nauthor: 株式会社A & B\n---\n\n文。\n")
	return map[string]built{
		"acme":   build(t, new(Builder), Input{Project: fsys, BaseURL: base}),
		"public": build(t, new(Builder), Input{Project: fsys, BaseURL: base, Public: true}),
	}
}

// A tag is an element of a page's head with its attributes.
type tag map[string]string

// headOf returns the links, metas and scripts of a page by the name of the element.
func headOf(t *testing.T, page string) map[string][]tag {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	tags := map[string][]tag{}
	for n := range doc.Descendants() {
		if n.Data == "link" || n.Data == "meta" || n.Data == "script" {
			attributes := tag{}
			for _, a := range n.Attr {
				attributes[a.Key] = a.Val
			}
			tags[n.Data] = append(tags[n.Data], attributes)
		}
	}
	return tags
}

// meta returns the contents of the metas with that name, property or http-equiv.
func meta(tags map[string][]tag, name string) (contents []string) {
	for _, m := range tags["meta"] {
		if m["name"] == name || m["property"] == name || m["http-equiv"] == name {
			contents = append(contents, m["content"])
		}
	}
	return contents
}

// What a host sends and what a page states are one policy; only what a page cannot
// say of itself is sent alone.
func TestPolicy(t *testing.T) {
	for edition, b := range both(t) {
		var sent string
		for line := range strings.Lines(b.files["_headers"]) {
			if value, ok := strings.CutPrefix(strings.TrimSpace(line), "Content-Security-Policy: "); ok {
				sent = value
			}
		}
		for name, page := range b.files {
			if path.Ext(name) != ".html" {
				continue
			}
			if stated := meta(headOf(t, page), "Content-Security-Policy"); len(stated) != 1 || stated[0]+"; frame-ancestors 'none'" != sent {
				t.Errorf("%s: %s states %q, the host sends %q", edition, name, stated, sent)
			}
		}
	}
}

// An organisation's edition is for nobody's index, whoever asks and however; the
// public one is open, but for the page of addresses that do not exist.
func TestIndexing(t *testing.T) {
	for edition, b := range both(t) {
		public := edition == "public"
		for name, page := range b.files {
			if path.Ext(name) != ".html" {
				continue
			}
			hidden := slices.Equal(meta(headOf(t, page), "robots"), []string{"noindex"})
			if hidden != (!public || name == "404.html") {
				t.Errorf("%s: %s is hidden: %v", edition, name, hidden)
			}
		}
		if sent := strings.Contains(b.files["_headers"], "\n  X-Robots-Tag: noindex\n"); sent == public {
			t.Errorf("%s: the host sends noindex: %v", edition, sent)
		}
		if kept := strings.Contains(b.files["_headers"], "Cache-Control: public"); kept != public {
			t.Errorf("%s: shared caches may keep it: %v", edition, kept)
		}
		const nobody = "# 検索エンジンが読むのは https://notes.example/robots.txt だけです。次の行をそこに加えてください。\n"
		want := nobody + "User-agent: *\nDisallow: /it/\n"
		if public {
			want = nobody + "User-agent: *\nAllow: /it/\nSitemap: " + base + "sitemap.xml\n"
		}
		if got := b.files["robots.txt"]; got != want {
			t.Errorf("%s: robots.txt says %q", edition, got)
		}
		if (b.files["sitemap.xml"] != "") != public {
			t.Errorf("%s: sitemap.xml: %q", edition, b.files["sitemap.xml"])
		}
	}
}

// The site of a whole host says nothing but what is to be read there.
func TestRobotsOfAHost(t *testing.T) {
	for _, at := range []string{"", "https://notes.example/"} {
		robots := build(t, new(Builder), Input{Project: world(""), BaseURL: at, Org: "acme"}).files["robots.txt"]
		if robots != "User-agent: *\nDisallow: /\n" {
			t.Errorf("%q: %q", at, robots)
		}
	}
}

// A page of the program's own words says of itself what it is, and of which site; one
// that somebody has described says that.
func TestDescriptions(t *testing.T) {
	for edition, b := range both(t) {
		seen := map[string]string{}
		for lang, title := range map[string]string{"ja": "ノート", "en": "Notes"} {
			for _, section := range []string{"columns", "guides", "runbooks", "renewals", "handover", "glossary", "search"} {
				name := lang + "/" + section + "/index.html"
				page, ok := b.files[name]
				if !ok && edition == "public" && (section == "renewals" || section == "runbooks") {
					continue
				}
				tags := headOf(t, page)
				said := meta(tags, "description")
				if len(said) != 1 || !strings.Contains(said[0], title) || seen[said[0]] != "" {
					t.Errorf("%s: %s says %q, as %q does", edition, name, said, seen[strings.Join(said, "")])
					continue
				}
				seen[said[0]] = name
				if shared := meta(tags, "og:description"); !slices.Equal(shared, said) {
					t.Errorf("%s: %s says %q where it is shared", edition, name, shared)
				}
			}
		}
		for name, want := range map[string][]string{"ja/columns/news/index.html": {"新しい"}, "ja/guides/start/index.html": nil} {
			if said := meta(headOf(t, b.files[name]), "description"); !slices.Equal(said, want) {
				t.Errorf("%s: %s says %q", edition, name, said)
			}
		}
	}
}

// Only pages with code load its colours.
func TestStylesheetOfCode(t *testing.T) {
	const code = `<pre class="chroma"`
	found := 0
	for edition, b := range both(t) {
		for name, page := range b.files {
			if path.Ext(name) != ".html" {
				continue
			}
			has := strings.Contains(page, code)
			if has {
				found++
			}
			loads := slices.ContainsFunc(headOf(t, page)["link"], func(l tag) bool { return strings.HasSuffix(l["href"], "theme/chroma.css") })
			if has != loads {
				t.Errorf("%s: %s has code: %v, loads its colours: %v", edition, name, has, loads)
			}
		}
	}
	if found != 4 {
		t.Errorf("%d pages with code", found)
	}
	for file, old := range map[string]string{"content/runbooks/lost.ja.md": "急ぎます。", "content/columns/keys.ja.md": "[ポータル](link:portal)で更新し、[規則](item:rules)を読みます。", "content/columns/keys.en.md": "Renew it at the [portal](link:portal) and read [the rules](item:rules)."} {
		b := build(t, new(Builder), Input{Project: edited(t, file, old, "```\nls\n```")})
		for _, name := range []string{strings.Split(file, ".")[1] + "/handover/index.html", "handover/index.html"} {
			if page := b.files[name]; !strings.Contains(page, code) || !strings.Contains(page, "theme/chroma.css") {
				t.Errorf("%s lacks the code of %s or its colours", name, file)
			}
		}
	}
}

// alternates returns a page's translations by language.
func alternates(links []tag) map[string]string {
	found := map[string]string{}
	for _, l := range links {
		if l["rel"] == "alternate" && l["hreflang"] != "" {
			found[l["hreflang"]] = l["href"]
		}
	}
	return found
}

// An address is written in one way, whoever writes it.
func TestAddresses(t *testing.T) {
	for given, want := range map[string]string{
		"https://h.example":                    "https://h.example/",
		"https://h.example:8443/a/":            "https://h.example:8443/a/",
		"https://h.example/日本 語":               "https://h.example/%E6%97%A5%E6%9C%AC%20%E8%AA%9E/",
		"https://h.example/%E6%97%A5%2fa/~b/":  "https://h.example/%E6%97%A5%2fa/~b/",
		"https://日本.example/it's (a)/":         "https://xn--wgv71a.example/it%27s%20%28a%29/",
		"http://[::1]:8080/a":                  "http://[::1]:8080/a/",
		"https://under_score.example/a[1]/<b>": "https://under_score.example/a%5B1%5D/%3Cb%3E/",
	} {
		if got := rootAddress(given); got != want || rootAddress(got) != got {
			t.Errorf("%s: %s, again %s, want %s", given, got, rootAddress(got), want)
		}
		fsys := world("-- content/columns/news.ja.md --\n---\ntitle: 知らせ\ndate: 2026-11-20\n---\n\n文。\n")
		for _, public := range []bool{true, false} {
			b := build(t, new(Builder), Input{Project: fsys, BaseURL: given, Public: public})
			writers := []string{"ja/index.html", "ja/feed.xml", "robots.txt", "sitemap.xml"}
			if !public {
				writers = []string{"ja/index.html", "ja/feed.xml", "ja/renewals.ics", "handover.json"}
			}
			for _, name := range writers {
				text := strings.ReplaceAll(b.files[name], "\r\n ", "")
				if !strings.Contains(text, want) || strings.TrimSuffix(given, "/")+"/" != want && strings.Contains(text, given) {
					t.Errorf("%s: %s does not write it as %s", given, name, want)
				}
			}
		}
	}
}

// Translations point at each other, in pages as in the sitemap, and nothing points
// at a page that only borrows its text.
func TestAlternates(t *testing.T) {
	b := both(t)["public"]
	pages := map[string]map[string]string{} // by address
	for name, page := range b.files {
		if strings.HasSuffix(name, "index.html") {
			pages[base+strings.TrimSuffix(name, "index.html")] = alternates(headOf(t, page)["link"])
		}
	}
	for address, others := range pages {
		for lang, other := range others {
			if lang != "x-default" && !maps.Equal(pages[other], others) {
				t.Errorf("%s names %s as its %s, which names %v", address, other, lang, pages[other])
			}
		}
	}
	if borrowed := pages[base+"en/columns/news/"]; len(borrowed) > 0 {
		t.Errorf("a page that borrows its text has the translations %v", borrowed)
	}
	var set struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
			Links   []struct {
				Rel  string `xml:"rel,attr"`
				Lang string `xml:"hreflang,attr"`
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(b.files["sitemap.xml"]), &set); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range set.URLs {
		own, ok := pages[u.Loc]
		if !ok || listed[u.Loc] {
			t.Errorf("%s is listed twice, or is no page", u.Loc)
		}
		listed[u.Loc] = true
		others := map[string]string{}
		for _, l := range u.Links {
			others[l.Lang] = l.Href
		}
		if !maps.Equal(own, others) {
			t.Errorf("%s: the page says %v, the sitemap %v", u.Loc, own, others)
		}
		if strings.HasSuffix(u.Loc, "columns/keys/") && u.Lastmod != "2026-11-16" {
			t.Errorf("%s was changed on %q", u.Loc, u.Lastmod)
		}
	}
	for address := range pages {
		borrows := address == base+"en/columns/news/" || address == base+"en/guides/shell/"
		if listed[address] == borrows {
			t.Errorf("%s is listed: %v", address, listed[address])
		}
	}
}

// A page says how it is shown where its address is shared, if it has one.
func TestOpenGraph(t *testing.T) {
	fsys := edited(t, "content/columns/keys.ja.md", "title: 鍵", "title: 鍵\nsummary: 6つの\"鍵\"")
	b := build(t, new(Builder), Input{Project: fsys, BaseURL: base, Public: true})
	for _, tt := range []struct{ page, property, want string }{
		{"ja/columns/keys/index.html", "og:title", "鍵"},
		{"ja/columns/keys/index.html", "og:description", "6つの\"鍵\""},
		{"ja/columns/keys/index.html", "og:type", "article"},
		{"ja/columns/keys/index.html", "og:url", base + "ja/columns/keys/"},
		{"ja/columns/keys/index.html", "og:site_name", "ノート"},
		{"ja/columns/keys/index.html", "og:locale", "ja_JP"},
		{"ja/columns/keys/index.html", "og:locale:alternate", "en_GB"},
		{"en/index.html", "og:title", "Notes"},
		{"en/index.html", "og:type", "website"},
		{"en/index.html", "og:locale", "en_GB"},
		{"en/index.html", "og:locale:alternate", "ja_JP"},
		{"index.html", "og:url", base},
		{"handover/index.html", "og:url", base + "handover/"},
	} {
		if got := meta(headOf(t, b.files[tt.page]), tt.property); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s: %s is %q, want %q", tt.page, tt.property, got, tt.want)
		}
	}
	borrowed := both(t)["public"].files["en/columns/news/index.html"]
	if got := meta(headOf(t, borrowed), "og:locale"); !slices.Equal(got, []string{"ja_JP"}) {
		t.Errorf("a page that borrows its text has the locale %q", got)
	}
	for name, page := range build(t, new(Builder), Input{Project: fsys}).files {
		if strings.Contains(page, `property="og:`) {
			t.Errorf("%s has no address and an Open Graph", name)
		}
	}
}

// The feeds are what RFC 4287 asks for.
func TestFeeds(t *testing.T) {
	type link struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Lang string `xml:"hreflang,attr"`
		Href string `xml:"href,attr"`
	}
	type text struct {
		Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		Text string `xml:",chardata"`
	}
	type common struct {
		Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
		ID      []string `xml:"http://www.w3.org/2005/Atom id"`
		Title   []text   `xml:"http://www.w3.org/2005/Atom title"`
		Updated []string `xml:"http://www.w3.org/2005/Atom updated"`
		Authors []string `xml:"http://www.w3.org/2005/Atom author>name"`
		Summary []text   `xml:"http://www.w3.org/2005/Atom summary"`
		Links   []link   `xml:"http://www.w3.org/2005/Atom link"`
	}
	check := func(where string, c common) {
		t.Helper()
		if len(c.ID) != 1 || len(c.Title) != 1 || len(c.Updated) != 1 || len(c.Authors) != 1 || len(c.Summary) > 1 {
			t.Fatalf("%s: %+v", where, c)
		}
		if u, err := url.Parse(c.ID[0]); err != nil || !u.IsAbs() || u.Host == "" || c.Title[0].Text == "" || c.Authors[0] == "" {
			t.Errorf("%s: %+v", where, c)
		}
		if _, err := time.Parse(time.RFC3339, c.Updated[0]); err != nil {
			t.Errorf("%s: %v", where, err)
		}
		seen := map[string]bool{}
		for _, l := range c.Links {
			if u, err := url.Parse(l.Href); err != nil || !u.IsAbs() || seen[l.Rel+l.Type+l.Lang] {
				t.Errorf("%s: the link %+v", where, l)
			}
			seen[l.Rel+l.Type+l.Lang] = true
		}
	}
	for edition, b := range both(t) {
		for _, lang := range []string{"ja", "en"} {
			where := edition + " " + lang
			var f struct {
				XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
				common
				Icon    []string `xml:"http://www.w3.org/2005/Atom icon"`
				Entries []common `xml:"http://www.w3.org/2005/Atom entry"`
			}
			if err := xml.Unmarshal([]byte(b.files[lang+"/feed.xml"]), &f); err != nil {
				t.Fatal(err)
			}
			check(where, f.common)
			if want := []link{{"self", "application/atom+xml", lang, base + lang + "/feed.xml"}, {"alternate", "text/html", lang, base + lang + "/"}}; !slices.Equal(f.Links, want) || f.Lang != lang {
				t.Errorf("%s: in %q, with the links %+v", where, f.Lang, f.Links)
			}
			if len(f.Entries) != 2 || f.Updated[0] != f.Entries[0].Updated[0] || f.Entries[0].Updated[0] < f.Entries[1].Updated[0] {
				t.Fatalf("%s: updated %q, entries %+v", where, f.Updated, f.Entries)
			}
			if icon := strings.TrimPrefix(f.Icon[0], base); b.files[icon] == "" {
				t.Errorf("%s: the icon is %q", where, f.Icon)
			}
			for _, e := range f.Entries {
				check(where, e)
				if len(e.Links) != 1 || e.Links[0].Rel != "alternate" || e.ID[0] == f.ID[0] {
					t.Errorf("%s: the entry %+v", where, e)
				}
				if page := strings.TrimPrefix(e.Links[0].Href, base) + "index.html"; b.files[page] == "" {
					t.Errorf("%s: the entry leads to %s", where, page)
				}
			}
			news := f.Entries[0]
			written := map[string]string{"ja": "", "en": "ja"}[lang]
			summary := map[string]string{"ja": "新しい", "en": "New"}[lang] // in the front matter of the Japanese page
			if news.Title[0] != (text{written, "知らせ"}) || news.Lang != "" || news.Authors[0] != "株式会社A & B" || news.Summary[0] != (text{"", summary}) || news.Links[0].Lang != "ja" {
				t.Errorf("%s: the news are %+v", where, news)
			}
		}
	}
}

// The sitemap lists pages that there are, each once, with no day but their own; what a
// site lacks is not in it.
func TestSitemap(t *testing.T) {
	const ja = "-- content/site.yaml --\ntitle: ノート\nlanguages: [ja]\ntraits: {ios: iOS, android: Android}\n-- content/columns/keys.en.md --\n-\n-- content/guides/start.en.md --\n-\n-- content/runbooks/lost.en.md --\n-\n-- content/orgs/acme/org.yaml --\n-\n"
	for name, c := range map[string]struct {
		changes string
		want    []string // behind the base
	}{
		"all":                  {"", []string{"ja/", "en/", "", "handover/", "ja/handover/", "en/handover/", "ja/columns/", "en/columns/", "ja/guides/", "en/guides/", "ja/search/", "en/search/", "ja/glossary/", "en/glossary/", "ja/columns/keys/ 2026-11-16", "en/columns/keys/ 2026-11-16", "ja/guides/start/", "en/guides/start/"}},
		"one language":         {ja, []string{"ja/", "", "ja/handover/", "ja/columns/", "ja/guides/", "ja/search/", "ja/glossary/", "ja/columns/keys/ 2026-11-16", "ja/guides/start/"}},
		"nothing to hand over": {ja + "-- content/columns/keys.ja.md --\n---\ntitle: 鍵\n---\n-- content/glossary.yaml --\n-\n-- content/guides/start.ja.md --\n---\ntitle: A\n---\n-- content/runbooks/lost.ja.md --\n-\n", []string{"ja/", "", "ja/columns/", "ja/guides/", "ja/search/", "ja/columns/keys/", "ja/guides/start/"}},
	} {
		b := build(t, new(Builder), Input{Project: world(c.changes), Public: true, BaseURL: base})
		var set struct {
			URLs []struct {
				Loc     string `xml:"loc"`
				Changed string `xml:"lastmod"`
			} `xml:"url"`
		}
		if err := xml.Unmarshal([]byte(b.files["sitemap.xml"]), &set); err != nil || !strings.HasPrefix(b.files["sitemap.xml"], xml.Header) {
			t.Fatalf("%s: %v in %q, %v", name, err, b.files["sitemap.xml"], b.Problems)
		}
		var got []string
		for _, u := range set.URLs {
			place := strings.TrimPrefix(u.Loc, base)
			if b.files[place+"index.html"] == "" {
				t.Errorf("%s: there is no page %q", name, u.Loc)
			}
			got = append(got, strings.TrimSpace(place+" "+u.Changed))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
