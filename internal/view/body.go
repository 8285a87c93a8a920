package view

import (
	"strconv"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/site"
)

// A placed is a part of a page's text, or a list that stands between parts.
type placed struct {
	part      markdown.Part
	checklist []*site.Item
}

// blocks makes the body of a page: its text with its checklists. A list that no
// directive places stands at the end of its section, the bare one behind the
// introduction. Footnotes stay at the end.
func (p spot) blocks(page *site.Page, joined bool) []Block {
	text := page.Text(p.lang())
	list := withLists(page, text.Body.Render(p.placeOf(page, joined)))
	if joined {
		return p.blocksOf(page, list)
	}
	late := behind(page, text)
	var blocks []Block
	for _, x := range list {
		if x.checklist == nil && x.part.Directive == nil {
			blocks = append(blocks, p.headed(page, late, x.part)...)
		} else {
			blocks = append(blocks, p.blocksOf(page, []placed{x})...)
		}
	}
	return blocks
}

// withLists puts a page's lists between the parts of its text.
func withLists(page *site.Page, parts []markdown.Part) []placed {
	done := map[string]bool{}
	for _, part := range parts {
		if d := part.Directive; d != nil && d.Name == "checklist" {
			done[d.Arg] = true
		}
	}
	var out []placed
	put := func(section string) {
		if items := page.Section(section); len(items) > 0 && !done[section] {
			out = append(out, placed{checklist: items})
		}
		done[section] = true
	}
	open := []*markdown.Heading{} // the headings whose sections have not ended, outermost first
	close := func(level int) {
		for len(open) > 0 && open[len(open)-1].Level >= level {
			put(open[len(open)-1].ID)
			open = open[:len(open)-1]
		}
	}
	var current *markdown.Heading
	for _, part := range parts {
		switch {
		case part.Footnotes:
			put("")
			close(1)
		case part.Heading != nil && part.Heading != current:
			put("")
			close(part.Heading.Level)
			current = part.Heading
			open = append(open, current)
		}
		if d := part.Directive; d != nil && d.Name == "checklist" {
			out = append(out, placed{checklist: page.Section(d.Arg)})
		} else {
			out = append(out, placed{part: part})
		}
	}
	put("")
	close(1)
	return out
}

// placeOf says how a page's text is printed here.
func (p spot) placeOf(page *site.Page, joined bool) markdown.Place {
	place := markdown.Place{Resolve: p.resolver(page), Key: page.Slug, Prefix: p.prefix, Revision: page.BoxRevision}
	if joined {
		place.Prefix, place.Shift = p.prefix+page.Slug+"--", 1
	}
	return place
}

func (p spot) blocksOf(page *site.Page, list []placed) []Block {
	var blocks []Block
	logs := 0
	for _, x := range list {
		switch {
		case x.checklist != nil:
			c := p.checklist(page, x.checklist, false)
			blocks = append(blocks, Block{Checklist: &c})
		case x.part.Directive != nil:
			key := page.Slug + "/log"
			if logs++; logs > 1 {
				key += strconv.Itoa(logs)
			}
			log := newLog(key, logRows)
			blocks = append(blocks, Block{Log: &log})
		default:
			blocks = append(blocks, Block{HTML: x.part.HTML})
		}
	}
	return blocks
}

// newLog makes a blank evidence log.
func newLog(key string, rows int) Log {
	log := Log{Key: key}
	for row := range rows {
		log.Rows = append(log.Rows, row+1)
	}
	return log
}
