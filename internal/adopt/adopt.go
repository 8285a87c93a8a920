// Package adopt makes pages of Markdown that was written for another tool: for a
// generator such as Hugo or Docusaurus, in a wiki, in notes or by a word processor; and
// of the sheets of spreadsheets. It keeps every word. What it can say in
// our terms it converts (title, summary, date, author, language, notes, links between
// the pages, pictures); what it cannot it keeps as text, and says where.
//
// [Read] takes a folder and returns files of a content folder. Nothing is written. A file
// goes this way:
//
//   - list.go finds it, and tells its language (language.go); head.go takes off its front
//     matter and titles.go its title, or sheets.go reads its rows, and sheet_columns.go
//     tells whether they are a checklist;
//   - slugs.go gives its page a name;
//   - page.go converts it: first what takes whole lines (tables.go, boxes.go,
//     html_headings.go, html_lists.go, blocks.go), then what stands within them
//     (inline.go, html.go), line by line, so that every line keeps its number;
//     sheet_page.go writes what was rows;
//   - when all pages are known, links.go leads its links to them, and escape.go makes text
//     of what a page may not contain.
package adopt

import (
	"cmp"
	"io/fs"
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// A Result is what became of a folder.
type Result struct {
	Languages []string          // that the site has
	Files     map[string][]byte // of content/
	Pages     int
	Pictures  int
	origins   map[string]origin // by the path of a page in content/; tests look there for every line
	Findings  []Finding         // by place
}

// An origin is the file of which a page was made.
type origin struct {
	file  string
	shift int // a line of the page is that line of the file minus this
	more  int // lines that the page has and the file has not, for tables of one line
}

// A Finding is something that was not converted, or not as it was.
type Finding struct {
	File string // in the folder
	Line int    // 0: the file as a whole
	What diag.Text
}

// Options are what must be known of the site.
type Options struct {
	Languages []string                           // of the site, the first one first; none: there is no site yet
	Taken     map[content.Kind]map[string]string // names that pages of other kinds have, with their files
	Items     map[string]string                  // ids of items, with their files
	Links     map[string]string                  // ids of external pages, by address
}

// Read reads a folder. Where there is no site yet, one in the languages of the folder is
// assumed; a folder without any has no pages.
func Read(folder fs.FS, o Options) (*Result, error) {
	l, err := list(folder)
	if err != nil {
		return nil, err
	}
	if len(o.Languages) == 0 {
		o.Languages = l.languages()
	}
	if len(o.Languages) == 0 {
		return &Result{Findings: l.findings}, nil
	}
	r := &reading{
		listing: l, site: o, engine: markdown.New(),
		result: &Result{Languages: o.Languages, Files: map[string][]byte{}, origins: map[string]origin{}, Findings: l.findings},
		byFile: map[string]*page{}, byKey: map[string]*page{}, byNumber: map[string]*page{}, bySlug: map[string][]*page{},
		shown: map[string]string{}, refused: map[string]diag.Text{}, ids: map[string]string{},
	}
	r.place()
	r.number()
	r.pageNames, r.otherNames = namesOf(r.byFile), namesOf(l.other)
	for _, p := range r.pages {
		if p.sheet != nil {
			r.convertSheet(p)
		} else {
			r.convert(p)
		}
	}
	r.settle()
	slices.SortStableFunc(r.result.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return r.result, nil
}

// A reading is one call of Read.
type reading struct {
	listing  *listing
	site     Options
	engine   *markdown.Parser
	result   *Result
	pages    []*page // in languages that the site has
	byFile   map[string]*page
	byKey    map[string]*page
	byNumber map[string]*page // nil: several have it
	bySlug   map[string][]*page
	shown    map[string]string    // pictures: file in the folder → name beside the pages
	refused  map[string]diag.Text // pictures that cannot be shown, and why

	pageNames, otherNames names // of all files, for links by name

	ids map[string]string // of items and sections that were made, with their pages
}

// find adds what is found of a line of a page's text, of the page as a whole where it is 0.
func (r *reading) find(p *page, line int, ja, en string, args ...any) {
	at := 0
	if line > 0 && p.sheet == nil {
		before, _ := slices.BinarySearch(p.more, line)
		at = p.line + line - 1 - before
	}
	r.result.Findings = append(r.result.Findings, Finding{p.file, at, diag.Textf(ja, en, args...)})
}
