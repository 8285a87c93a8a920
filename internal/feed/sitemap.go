package feed

import (
	"encoding/xml"
	"net/url"
	"strings"

	"hikitsugi/internal/site"
)

type urlSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc        string      `xml:"loc"`
	Changed    string      `xml:"lastmod,omitempty"`
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// Sitemap lists the pages that are written in their language, each with its
// translations and, for everybody else, the choice of languages, as the pages
// themselves do. Of a list of several pages it has the first: the others lead to nothing
// that is not in it. base is the absolute URL of the site's root and ends in "/".
func Sitemap(s *site.Site, base string) ([]byte, error) {
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml"}
	add := func(name, changed string, languages []string) {
		var alternates []alternate
		for _, lang := range languages {
			alternates = append(alternates, alternate{"alternate", lang, base + lang + "/" + name})
		}
		all := append(alternates, alternate{"alternate", "x-default", base})
		for _, a := range alternates {
			set.URLs = append(set.URLs, sitemapURL{a.Href, changed, all})
		}
		if name == "" {
			set.URLs = append(set.URLs, sitemapURL{base, "", all})
		}
	}
	add("", "", s.Languages())
	if s.HasHandover() && len(s.Languages()) > 1 {
		set.URLs = append(set.URLs, sitemapURL{Loc: base + "handover/"})
	}
	for _, section := range s.Sections() {
		add(section+"/", "", s.Languages())
	}
	add("search/", "", s.Languages())
	if len(s.Glossary) > 0 {
		add("glossary/", "", s.Languages())
	}
	for _, p := range s.Pages() {
		var written []string
		for _, t := range p.Texts {
			written = append(written, t.Lang)
		}
		changed := ""
		if date := p.Source.Head.Date; !date.IsZero() {
			changed = date.String()
		}
		add(p.Kind.Folder()+"/"+p.Slug+"/", changed, written)
	}
	return document(set)
}

// Robots makes robots.txt: an organisation's edition is for nobody's index, and has
// no sitemap. Below a path of a host nobody reads the file, which then says so, and holds
// what the one of the host may take over.
func Robots(s *site.Site, base string) []byte {
	root, robots := "/", ""
	if u, err := url.Parse(base); err == nil && strings.Trim(u.Path, "/") != "" {
		root = u.EscapedPath()
		host := u.Scheme + "://" + u.Host + "/robots.txt"
		if robots = "# Search engines read only " + host + ". Add these lines to it.\n"; s.Languages()[0] == "ja" {
			robots = "# 検索エンジンが読むのは " + host + " だけです。次の行をそこに加えてください。\n"
		}
	}
	robots += "User-agent: *\n"
	if !s.Public() {
		return []byte(robots + "Disallow: " + root + "\n")
	}
	robots += "Allow: " + root + "\n"
	if base != "" {
		robots += "Sitemap: " + base + "sitemap.xml\n"
	}
	return []byte(robots)
}
