package feed

import (
	"encoding/xml"

	"hikitsugi/internal/site"
)

type urlSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc        string      `xml:"loc"`
	Alternates []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// Sitemap lists the pages that are written in their language, each with its
// translations. base is the absolute URL of the site's root and ends in "/".
func Sitemap(s *site.Site, base string) ([]byte, error) {
	set := urlSet{XHTML: "http://www.w3.org/1999/xhtml", URLs: []sitemapURL{{Loc: base}}}
	add := func(name string, languages []string) {
		var alternates []alternate
		for _, lang := range languages {
			alternates = append(alternates, alternate{"alternate", lang, base + lang + "/" + name})
		}
		for _, a := range alternates {
			set.URLs = append(set.URLs, sitemapURL{a.Href, alternates})
		}
	}
	add("", s.Languages())
	for _, section := range s.Sections() {
		add(section+"/", s.Languages())
	}
	if len(s.Glossary) > 0 {
		add("glossary/", s.Languages())
	}
	for _, p := range s.Pages() {
		var written []string
		for _, t := range p.Texts {
			written = append(written, t.Lang)
		}
		add(p.Kind.Folder()+"/"+p.Slug+"/", written)
	}
	return document(set)
}

// Robots makes robots.txt: an organisation's edition is for nobody's index.
func Robots(s *site.Site, base string) []byte {
	if !s.Public() {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	robots := "User-agent: *\nAllow: /\n"
	if base != "" {
		robots += "Sitemap: " + base + "sitemap.xml\n"
	}
	return []byte(robots)
}
