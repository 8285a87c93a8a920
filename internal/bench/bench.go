// Package bench holds what the benchmarks share and no program uses: a corpus of
// any size, and Hugo with the same corpus, to measure beside.
//
//	bench.Corpus(dir, 1000)   a project of 1,000 pages in each of two languages
//	bench.At(7)               the eighth of them: its files and addresses
//	bench.ForHugo(dir, to)    the same pages as a site of Hugo
//	bench.Hugo(ctx)           the program itself, built once and kept
package bench

import (
	"fmt"

	"hikitsugi/internal/content"
)

// Languages are those of the corpus, the language of the source first.
var Languages = [2]string{"ja", "en"}

// perSystem is how many pages are about one system. They link to each other, and
// are a section of Hugo's.
const perSystem = 40

// A Page names one page of a corpus, in all languages.
type Page struct {
	Number int
	Kind   content.Kind // columns have checklists, guides have none
	Slug   string
}

// At returns a page by its number. Page n is the same in a corpus of any size, but
// for links to pages that a small one lacks.
func At(n int) Page {
	kind := kinds[n%len(kinds)]
	p := Page{Number: n, Kind: content.KindGuide, Slug: fmt.Sprintf("%s-%04d-%s-%05d", systemOf(n).id, n/perSystem, kind.id, n)}
	if kind.items {
		p.Kind = content.KindColumn
	}
	return p
}

// File returns the path in a project of the page's text in a language.
func (p Page) File(lang string) string {
	return fmt.Sprintf("%s/%s/%s.%s.md", content.Dir, p.Kind.Folder(), p.Slug, lang)
}

// Address returns where a site shows the page in a language.
func (p Page) Address(lang string) string {
	return fmt.Sprintf("%s/%s/%s/", lang, p.Kind.Folder(), p.Slug)
}

// List returns where a site lists the page among all of its kind.
func (p Page) List(lang string) string {
	return fmt.Sprintf("%s/%s/", lang, p.Kind.Folder())
}

// HugoFile returns the path of the page's text in a site of Hugo.
func (p Page) HugoFile(lang string) string {
	return fmt.Sprintf("content/%s/%s%s.md", lang, p.section(), p.Slug)
}

// HugoAddress returns where Hugo shows the page.
func (p Page) HugoAddress(lang string) string {
	return fmt.Sprintf("%s/%s%s/", lang, p.section(), p.Slug)
}

// HugoList returns where Hugo lists the page: among the pages about its system. A
// list of all would burden every page of Hugo's, whose menus show a section.
func (p Page) HugoList(lang string) string {
	return fmt.Sprintf("%s/%s", lang, p.section())
}

// section is the folder of the page in a site of Hugo.
func (p Page) section() string {
	system := p.Number / perSystem
	return fmt.Sprintf("%s/%s-%04d/", areas[system%len(areas)].id, systemOf(p.Number).id, system)
}

func systemOf(n int) named { return systems[n/perSystem%len(systems)] }
