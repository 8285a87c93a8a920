package search

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A File is a file to be published.
type File struct {
	Path  string
	Pages []*Page // all on which it depends, and their order; nil: on every page

	data func(b []byte) []byte
}

// Append appends the content of the file.
func (f File) Append(b []byte) []byte { return f.data(b) }

// Sizes in bytes, before the host compresses them.
const (
	wholeSize = 256 << 10 // up to here all of a site is one file
	shardSize = 24 << 10  // of one file of a larger site
)

// head is what every search needs.
type head struct {
	Words []string   `json:"words"` // the first gram of each file of them
	Pages []int      `json:"pages"` // the number of the first page of each file of them
	Count int        `json:"count"`
	Terms [][]string `json:"terms"` // of the glossary
}

// Name returns the path of the file of a language that every search needs.
func Name(lang string) string { return "search." + lang + ".js" }

// Folder returns the beginning of the paths of the others.
func Folder(lang string) string { return "search/" + lang + "/" }

func (x *Index) path(kind string, n int) string {
	return fmt.Sprintf("%s%s%02d.js", Folder(x.lang), kind, n)
}

// Files returns the files of the index.
func (x *Index) Files() []File {
	list := []File{{Path: Name(x.lang), data: x.appendMain}}
	if x.whole {
		return list
	}
	for i := range x.words {
		list = append(list, File{Path: x.path("w", i), data: func(b []byte) []byte { return x.appendWords(b, i) }})
	}
	for i, r := range x.texts {
		list = append(list, File{Path: x.path("p", i), Pages: x.pages[r.from:r.to], data: func(b []byte) []byte { return x.appendTexts(b, i) }})
	}
	return list
}

// File returns the data of one file of the index, nil if there is none of that name.
func (x *Index) File(name string) []byte {
	if name == Name(x.lang) {
		return x.appendMain(nil)
	}
	rest := strings.TrimSuffix(strings.TrimPrefix(name, Folder(x.lang)), ".js")
	if len(rest) < 2 || x.whole {
		return nil
	}
	kind := rest[:1]
	n, err := strconv.Atoi(rest[1:])
	switch {
	case err != nil || n < 0 || x.path(kind, n) != name:
	case kind == "w" && n < len(x.words):
		return x.appendWords(nil, n)
	case kind == "p" && n < len(x.texts):
		return x.appendTexts(nil, n)
	}
	return nil
}

// appendMain appends what every search needs, and all the rest of a small site.
func (x *Index) appendMain(b []byte) []byte {
	h := head{Words: []string{}, Pages: []int{}, Count: len(x.pages), Terms: [][]string{}}
	for _, r := range x.words {
		h.Words = append(h.Words, string(x.gram(r.from)))
	}
	for _, r := range x.texts {
		h.Pages = append(h.Pages, r.from)
	}
	for _, p := range x.pages {
		h.Terms = append(h.Terms, p.terms...)
	}
	data, err := json.Marshal(h)
	if err != nil {
		panic(fmt.Sprintf("search: %v", err)) // texts, lists and numbers only
	}
	b = append(append(x.begin(b, "head", 0), data...), end...)
	if x.whole {
		for i := range x.words {
			b = x.appendWords(b, i)
		}
		for i := range x.texts {
			b = x.appendTexts(b, i)
		}
	}
	return b
}

// appendWords appends a file of grams: a line for each, with the pages on which it is
// found, as one text of JSON. Of what stands in it nothing but the tabs and the ends of
// lines has to be escaped: grams are letters, digits and marks.
func (x *Index) appendWords(b []byte, n int) []byte {
	b = append(x.begin(b, "w", n), '"')
	for i := x.words[n].from; i < x.words[n].to; i++ {
		if i > x.words[n].from {
			b = append(b, `\n`...)
		}
		b = append(b, x.gram(i)...)
		b = append(b, `\t`...)
		b = append(b, x.postings(i)...)
	}
	b = append(b, '"')
	return append(b, end...)
}

// appendTexts appends a file of what pages say.
func (x *Index) appendTexts(b []byte, n int) []byte {
	b = append(x.begin(b, "p", n), '[')
	for i := x.texts[n].from; i < x.texts[n].to; i++ {
		if i > x.texts[n].from {
			b = append(b, ',')
		}
		b = append(b, x.pages[i].data().Bytes()...)
	}
	b = append(b, ']')
	return append(b, end...)
}

// begin appends the beginning of the script that hands a part of the index over, and
// end is its end.
func (x *Index) begin(b []byte, kind string, n int) []byte {
	return fmt.Appendf(b, "hikitsugiSearch(%q,%q,%d,", x.lang, kind, n)
}

const end = ");\n"
