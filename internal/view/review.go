package view

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/site"
)

// A Review is one page with its languages side by side, section by section, for
// those who compare them. It knows no language of its own; words of the interface
// are in that of each side.
type Review struct {
	Frame
	Kind  string // "column", "guide" or "runbook"
	Sides []ReviewSide
	Rows  []ReviewRow
}

// A ReviewSide is a page in one language.
type ReviewSide struct {
	Lang    string
	Title   string
	Summary string
	URL     string // of the page
}

// A ReviewRow is one section in every language.
type ReviewRow struct {
	ID    string // anchor; that of the section in the source language; empty for the introduction
	State string // of the translation: "current", "changed", "unrecorded"; empty where that is not recorded at all
	Cells []ReviewCell
}

// A ReviewCell is a section in one language; it has no blocks where that language
// lacks the section.
type ReviewCell struct {
	Lang   string
	Blocks []Block
}

// ReviewPath returns where the languages of a page are published side by side:
// beside the languages, as the page belongs to none of them.
func ReviewPath(page *site.Page) string {
	return "review/" + page.Kind.Folder() + "/" + page.Slug + "/"
}

// inAll joins the titles that a page of no language has in each: by them it is told
// from the pages of one language.
func inAll(titles []string) string { return strings.Join(titles, " / ") }

// NewReview makes the page that shows all languages of page side by side.
func NewReview(s *site.Site, base string, page *site.Page) Review {
	path := ReviewPath(page)
	source := For(s, page.Source.Lang, base).at(path)
	name := page.Kind.Folder() + "/" + page.Slug + "/"
	r := Review{Frame: source.frame(name, page.Kind.Folder(), page.Title(page.Source.Lang), page.Translated), Kind: string(page.Kind)}
	r.Trail = append(r.Trail, Link{Title: r.Title, URL: source.pageURL(page, "")})
	if base != "" {
		r.Canonical = base + page.Path(page.Source.Lang)
	}
	var sides []spot
	var titles []string
	for _, text := range page.Texts {
		p := For(s, text.Lang, base).at(path)
		p.prefix = text.Lang + "-"
		sides = append(sides, p)
		titles = append(titles, page.Title(text.Lang))
		r.Sides = append(r.Sides, ReviewSide{
			Lang: text.Lang, Title: page.Title(text.Lang), Summary: page.Summary(text.Lang), URL: p.pageURL(page, ""),
		})
	}
	r.Title = inAll(titles)
	states := statesOf(page)
	bodies := make([][]stretch, len(sides))
	for i, p := range sides {
		bodies[i] = p.stretches(page)
	}
	for _, id := range sectionsOf(bodies) {
		row := ReviewRow{ID: id, State: states[page.Source.Body.Section(id)]}
		for i, p := range sides {
			cell := ReviewCell{Lang: p.lang()}
			for _, s := range bodies[i] {
				if s.id == id {
					cell.Blocks = append(cell.Blocks, p.blocksOf(page, s.parts)...)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}

// A stretch is what stands between two headings of level 2, with the lists there.
type stretch struct {
	id    string
	parts []placed
}

// stretches cuts a page in the spot's language into what a translation is made by.
func (p spot) stretches(page *site.Page) []stretch {
	list := []stretch{{}}
	var current *markdown.Heading
	for _, x := range withLists(page, page.Text(p.lang()).Body.Render(p.placeOf(page, false))) {
		if h := x.part.Heading; h != nil && h != current && h.Level <= 2 {
			current = h
			list = append(list, stretch{id: h.ID})
		}
		last := &list[len(list)-1]
		last.parts = append(last.parts, x)
	}
	if len(list[0].parts) == 0 {
		list = list[1:]
	}
	return list
}

// sectionsOf returns the ids of all sections: those of the source in its order,
// then what only a translation has.
func sectionsOf(bodies [][]stretch) []string {
	var ids []string
	for _, body := range bodies {
		for _, s := range body {
			if !slices.Contains(ids, s.id) {
				ids = append(ids, s.id)
			}
		}
	}
	return ids
}

// statesOf returns how the sections of a page's translations stand to their
// source, the worst of them where there are several.
func statesOf(page *site.Page) map[string]string {
	states := map[string]string{}
	for _, text := range page.Texts[1:] {
		if len(text.Head.Translated) == 0 {
			continue
		}
		for _, s := range content.Compare(page.Source, text) {
			if s.State != content.Gone && (states[s.ID] == "" || states[s.ID] == string(content.Current)) {
				states[s.ID] = string(s.State)
			}
		}
	}
	return states
}
