package site

import (
	"slices"
	"sync"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// parity returns what [Parity] does, unless it is plain that there is nothing.
func (s *Site) parity(original, translation *content.Page) diag.List {
	originals := original.ByID()
	if !slices.ContainsFunc(translation.Sections, func(own content.Section) bool {
		theirs, ok := originals[own.ID]
		return ok && differ(theirs, own)
	}) {
		return nil
	}
	if s.sources.Parity != nil {
		return s.sources.Parity(original, translation)
	}
	return Parity(original, translation)
}

// differ reports whether two sections do not have the same values, or one lacks steps.
func differ(original, own content.Section) bool {
	return !own.SameValues(original) || own.Steps < original.Steps
}

// Parity compares the sections of a translation with those of its source: the same
// values in both, and no step less. What it finds depends on these two files alone, and
// has its lines.
func Parity(original, translation *content.Page) diag.List {
	var c comparison
	originals := original.ByID()
	theirs, ours := sync.OnceValue(original.Lines), sync.OnceValue(translation.Lines) // each is read once, if it is needed
	for _, own := range translation.Sections {
		was, ok := originals[own.ID]
		if !ok {
			continue
		}
		if !own.SameValues(was) {
			had, has := was.Values(theirs()), own.Values(ours())
			c.lacking(had, has, theirs(), translation)
			c.lacking(has, had, ours(), original)
		}
		if own.Steps < was.Steps {
			c.add(ours(), ours().Pos(own.From), diag.STEP,
				diag.Textf("原文の手順は%d個、ここでは%d個です", "the source has %d steps here, the translation %d", was.Steps, own.Steps),
				diag.Text{JA: "抜けている手順を書き足してください。", EN: "Add what is missing."})
		}
	}
	return c.found
}

// A comparison is what two texts do not have in common.
type comparison struct{ found diag.List }

// add reports something, with its line: who has the text at hand spares reading it once
// more for that.
func (c *comparison) add(lines source.Lines, pos diag.Pos, code diag.Code, what, do diag.Text) {
	c.found.Add(pos, code, what, do)
	lines.Show(&c.found[len(c.found)-1])
}

// lacking reports the values that one text, of these lines, has and the other lacks.
func (c *comparison) lacking(has, other []content.Value, lines source.Lines, where *content.Page) {
	others := map[string]bool{}
	for _, o := range other {
		others[o.Key] = true
	}
	for _, v := range has {
		if v.Text != "" && !others[v.Key] {
			c.add(lines, v.Pos, diag.PARITY,
				diag.Textf("%q が %s の同じ節にありません", "%q is not in the same section of %s", v.Text, where.Pos.File),
				diag.Text{JA: "どちらが正しいか確かめ、そろえてください。", EN: "See which of them is right, and make them agree."})
		}
	}
}
