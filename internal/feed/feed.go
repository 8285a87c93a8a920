// Package feed makes what machines read of a site: Atom feeds, the sitemap and
// robots.txt. All addresses in them are absolute, so that they exist only when
// the site's address is known.
package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string      `xml:"xml:lang,attr"`
	Title     string      `xml:"title"`
	ID        string      `xml:"id"`
	Links     []atomLink  `xml:"link"`
	Updated   string      `xml:"updated"`
	Author    atomAuthor  `xml:"author"`
	Generator string      `xml:"generator"`
	Icon      string      `xml:"icon"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	Title   atomText   `xml:"title"`
	ID      string     `xml:"id"`
	Link    atomLink   `xml:"link"`
	Updated string     `xml:"updated"`
	Author  atomAuthor `xml:"author"`
	Summary *atomText  `xml:"summary"`
}

type atomText struct {
	Lang string `xml:"xml:lang,attr,omitempty"` // where it is not the feed's
	Text string `xml:",chardata"`
}

// Atom makes the feed of a language (RFC 4287), or nil when nothing is dated. A
// page's date is its time of change, at midnight UTC. A title or a summary in another
// language says so. base is the absolute URL of the site's root and ends in "/".
func Atom(s *site.Site, lang, base string) ([]byte, error) {
	pages := s.Dated()
	if len(pages) == 0 {
		return nil, nil
	}
	home := base + lang + "/"
	publisher := s.Config.Publisher
	if publisher.IsZero() {
		publisher = s.Config.Title
	}
	f := atomFeed{
		Lang:  lang,
		Title: s.Config.Title.In(lang),
		ID:    home,
		Links: []atomLink{
			{"self", "application/atom+xml", lang, home + "feed.xml"},
			{"alternate", "text/html", lang, home},
		},
		Updated:   midnight(pages[0].Source.Head.Date),
		Author:    atomAuthor{publisher.In(lang)},
		Generator: "gen",
		Icon:      base + "theme/icon.svg",
	}
	for _, p := range pages {
		author := p.Source.Head.Author
		if author.IsZero() {
			author = publisher
		}
		url := base + p.Path(lang)
		entry := atomEntry{
			Title:   atomText{p.TitleLang(lang), p.Title(lang)},
			ID:      url,
			Link:    atomLink{"alternate", "text/html", p.Text(lang).Lang, url},
			Updated: midnight(p.Source.Head.Date),
			Author:  atomAuthor{author.In(lang)},
		}
		if summary := p.Summary(lang); summary != "" {
			entry.Summary = &atomText{p.SummaryLang(lang), summary}
		}
		f.Entries = append(f.Entries, entry)
	}
	return document(f)
}

func midnight(d content.Date) string { return d.String() + "T00:00:00Z" }

// document writes v as an XML file.
func document(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("feed: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
