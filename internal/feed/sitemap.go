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
// no sitemap.
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
