package view

import (
	"cmp"
	"slices"
	"strings"

	"hikitsugi/internal/content"
)

// A Search is the page on which to search. Without scripts it offers the sections
// and the glossary instead. The field is the part search-box; the files find.js and
// search.js make it work, there and in the dialog that every other page holds as the
// template _search. A theme's own script may ask hikitsugiSearch.find.
type Search struct{ Frame }

// A Glossary is the page of words: in the order of the file in Japanese, in
// alphabetical order in English.
type Glossary struct {
	Frame
	Terms []Term
}

// A Term is one thing with what it is called.
type Term struct {
	ID          string // anchor
	Word        string
	WordLang    string // language of Word when it is not the page's; else empty
	Others      []Word // the same in the site's other languages
	Aliases     []string
	Meaning     string
	MeaningLang string // language of Meaning when it is not the page's; else empty
}

// A Word is what a thing is called in a language.
type Word struct {
	Lang string
	Text string
}

// Search makes the page on which to search.
func (m *Maker) Search() Search {
	p := m.at(m.lang() + "/search/")
	s := Search{p.frame("search/", "", m.words.section("search"), always)}
	s.About = "search"
	return s
}

// Glossary makes the page of words.
func (m *Maker) Glossary() Glossary {
	p := m.at(m.lang() + "/glossary/")
	g := Glossary{p.frame("glossary/", "", m.words.section("glossary"), always), p.terms()}
	g.About = "glossary"
	return g
}

func (p spot) terms() []Term {
	var list []Term
	for _, e := range p.site.Glossary {
		t := Term{ID: p.prefix + "_term-" + e.Key.ID, Word: string(e.Value.In(p.lang()))}
		for _, a := range e.Value.Aliases {
			t.Aliases = append(t.Aliases, string(a))
		}
		for _, lang := range p.site.Languages() {
			word := string(e.Value.In(lang))
			switch {
			case lang == p.lang() || word == "":
			case t.Word == "":
				t.Word, t.WordLang = word, lang
			case word != t.Word:
				t.Others = append(t.Others, Word{lang, word})
			}
		}
		if t.Word == "" {
			continue // only in a language that the site does not have
		}
		t.Meaning, t.MeaningLang = p.foreign(e.Value.Meaning)
		list = append(list, t)
	}
	if p.lang() == "en" {
		slices.SortStableFunc(list, func(a, b Term) int { return cmp.Compare(strings.ToLower(a.Word), strings.ToLower(b.Word)) })
	}
	return list
}

// foreign returns a text, and its language when it is not the page's.
func (p spot) foreign(t content.Text) (text, lang string) {
	switch {
	case p.lang() == "ja" && t.JA == "" && t.EN != "":
		lang = "en"
	case p.lang() == "en" && t.EN == "" && t.JA != "":
		lang = "ja"
	}
	return t.In(p.lang()), lang
}
