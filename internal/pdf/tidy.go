package pdf

import (
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Chromium makes a NonStruct of every box and of every run of text, and leaves
// what is in an item of a list beside its label. tidy makes a tree of it in which
// each element says something, in the kinds and the order that PDF/UA-1 asks for.

// kinds of elements that hold only other elements.
var grouping = kindSet("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR", "Aside")

// kinds of elements that hold lines or blocks.
var flowing = kindSet("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "LI", "LBody", "TH", "TD", "Caption", "Note", "Aside", nonStruct)

// kinds of elements that stand in a line.
var inline = kindSet("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Form", "Ruby", "RB", "RT", "RP", "Strong", "Em", "Formula")

// kinds that stay, though they hold nothing: a cell keeps its place in a row.
var mayBeEmpty = kindSet("TH", "TD", "TR", "Document")

const nonStruct = "NonStruct"

func kindSet(kinds ...string) map[string]bool {
	set := map[string]bool{}
	for _, kind := range kinds {
		set[kind] = true
	}
	return set
}

// tidy rewrites e and everything below it.
func tidy(e *element) {
	openFigures(e)
	dropEmpty(e)
	tidyKids(e)
	shape(e)
}

// openFigures makes groups of the figures of HTML, which hold a picture and what is
// said about it: to a PDF a figure is the picture alone.
func openFigures(e *element) {
	paints := func(k kid) bool { return k.child == nil }
	if e.kind == "Figure" && !speaks(e) && len(e.kids) > 0 && !slices.ContainsFunc(e.kids, paints) {
		e.kind = "Div"
		for _, k := range e.kids {
			if k.child.kind == "Caption" {
				k.child.kind = "Div"
			}
		}
	}
	for _, k := range e.kids {
		if !paints(k) {
			openFigures(k.child)
		}
	}
}

// dropEmpty removes elements that hold nothing.
func dropEmpty(e *element) {
	var kept []kid
	for _, k := range e.kids {
		if k.child != nil {
			dropEmpty(k.child)
			if len(k.child.kids) == 0 && !mayBeEmpty[k.child.kind] && k.child.attributes["Alt"] == nil {
				continue
			}
		}
		kept = append(kept, k)
	}
	e.kids = kept
}

// tidyKids replaces the NonStructs below e.
func tidyKids(e *element) {
	if isLine(e) || !flowing[e.kind] && !grouping[e.kind] {
		e.kids = spliced(e.kids)
		for _, k := range e.kids {
			if k.child != nil {
				tidyKids(k.child)
			}
		}
		if e.kind != nonStruct && grouping[e.kind] {
			e.kids = gathered(e.kids, func(kind string) bool { return !inline[kind] }, "P")
		}
		return
	}
	var kids []kid
	for _, k := range e.kids {
		if k.child == nil || k.child.kind != nonStruct {
			if k.child != nil {
				tidyKids(k.child)
			}
			kids = append(kids, k)
			continue
		}
		line := isLine(k.child)
		tidyKids(k.child)
		switch {
		case line:
			k.child.kind = "P"
			kids = append(kids, k)
		case speaks(k.child):
			k.child.kind = "Div"
			kids = append(kids, k)
		default:
			kids = append(kids, k.child.kids...)
		}
	}
	e.kids = kids
}

// isLine reports whether e holds text or what stands in a line with text, rather
// than blocks.
func isLine(e *element) bool {
	for _, k := range e.kids {
		if k.child == nil || inline[k.child.kind] || k.child.kind == nonStruct && isRun(k.child) {
			return true
		}
	}
	return false
}

// isRun reports whether e is a run of text.
func isRun(e *element) bool {
	for _, k := range e.kids {
		if k.child == nil {
			return true
		}
	}
	return false
}

// speaks reports whether something is said of e that its kids do not say.
func speaks(e *element) bool {
	for _, key := range []string{"Alt", "ActualText", "E", "Lang"} {
		if e.attributes[key] != nil {
			return true
		}
	}
	return false
}

// spliced replaces the NonStructs among kids by what they hold.
func spliced(kids []kid) []kid {
	var flat []kid
	for _, k := range kids {
		switch {
		case k.child == nil || k.child.kind != nonStruct:
			flat = append(flat, k)
		case speaks(k.child):
			k.child.kind = "Span"
			flat = append(flat, k)
		default:
			flat = append(flat, spliced(k.child.kids)...)
		}
	}
	return flat
}

// gathered puts runs of kids that cannot stand by themselves, such as text, into elements
// of a kind.
func gathered(kids []kid, stands func(kind string) bool, kind string) []kid {
	var all []kid
	var run *element
	for _, k := range kids {
		if k.child != nil && stands(k.child.kind) {
			all, run = append(all, k), nil
			continue
		}
		if run == nil {
			run = newElement(kind)
			all = append(all, kid{child: run})
		}
		run.kids = append(run.kids, k)
	}
	return all
}

func newElement(kind string, kids ...kid) *element {
	return &element{kind: kind, attributes: types.Dict{}, kids: kids}
}

// shape gives lists and tables the parts that they must have.
func shape(e *element) {
	holds := func(other string, kinds ...string) {
		e.kids = gathered(e.kids, func(kind string) bool { return slices.Contains(kinds, kind) }, other)
	}
	switch e.kind {
	case "L":
		holds("LI", "LI", "Caption")
	case "LI":
		holds("LBody", "Lbl", "LBody")
	case "TR":
		holds("TD", "TH", "TD")
	case "Table":
		holds("Caption", "TR", "THead", "TBody", "TFoot", "Caption")
	}
	for _, k := range e.kids {
		if k.child != nil {
			shape(k.child)
		}
	}
}
