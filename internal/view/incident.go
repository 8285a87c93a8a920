package view

// An Incident is a runbook in which an incident may be running. Whether one is, only
// the browser knows: ticks, notes and incidents are the reader's, so that no view
// holds them. A page says what can be ticked, in attributes that the built-in theme's
// scripts read:
//
//	data-store      on <html>: "gen", the path of the site on its host, and the edition,
//	                as in gen/notes:mihon, with which all that is kept begins: sites on
//	                one host share a browser's store
//	data-key        on a box: Item.Key, or in a text "<slug>/<section>/<n>"
//	data-revision   on a box: Item.Revision, or that of the text. A tick of another
//	                revision is none: the item is to be checked again
//	data-within     how many seconds after its beginning something is due: Item.Seconds
//	data-incident   around the boxes of a runbook: its slug. Their ticks belong to one
//	                incident, which somebody starts and ends
//
// A theme need not use any of it: without a script a list is to be ticked on paper.
type Incident struct {
	Slug  string
	Title string
	URL   string
}

func (p spot) incidents() []Incident {
	var list []Incident
	for _, page := range p.site.Runbooks {
		list = append(list, Incident{Slug: page.Slug, Title: page.Title(p.lang()), URL: p.pageURL(page, "")})
	}
	return list
}
