package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A File is a file to be published.
type File struct {
	Path string
	Data []byte
}

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

// A posting is in which pages a gram is found.
type posting struct {
	gram  string
	last  int
	pages []byte
}

// Name returns the path of the file of a language that every search needs.
func Name(lang string) string { return "search." + lang + ".js" }

// Folder returns the beginning of the paths of the others.
func Folder(lang string) string { return "search/" + lang + "/" }

// Files returns the files in which pages of one language are searched. Pages that
// fit equally well are shown in the order in which they are given, but for kinds.
func Files(lang string, pages []*Page) []File {
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b *Page) int { return a.order - b.order })
	h := head{Words: []string{}, Pages: []int{}, Count: len(pages), Terms: [][]string{}}
	var data []string
	for _, p := range pages {
		data = append(data, p.data)
		h.Terms = append(h.Terms, p.terms...)
	}
	lines := join(pages)
	limit := shardSize
	if size(data)+size(lines) <= wholeSize {
		limit = wholeSize
	}
	var shards []File
	for i, r := range ranges(lines, limit) {
		gram, _, _ := strings.Cut(lines[r.from], "\t")
		h.Words = append(h.Words, gram)
		shards = append(shards, shard(lang, "w", i, strings.Join(lines[r.from:r.to], "\n")))
	}
	for i, r := range ranges(data, limit) {
		h.Pages = append(h.Pages, r.from)
		shards = append(shards, shard(lang, "p", i, json.RawMessage("["+strings.Join(data[r.from:r.to], ",")+"]")))
	}
	main := File{Name(lang), call(lang, "head", 0, h)}
	if limit == shardSize {
		return append([]File{main}, shards...)
	}
	for _, s := range shards {
		main.Data = append(main.Data, s.Data...)
	}
	return []File{main}
}

func size(texts []string) int {
	n := 0
	for _, s := range texts {
		n += len(s) + 1
	}
	return n
}

type span struct{ from, to int }

// ranges cuts a list into stretches of about limit bytes, none of them empty.
func ranges(texts []string, limit int) []span {
	var list []span
	from, n := 0, 0
	for i, s := range texts {
		if n > 0 && n+len(s) > limit {
			list = append(list, span{from, i})
			from, n = i, 0
		}
		n += len(s) + 1
	}
	if from < len(texts) {
		list = append(list, span{from, len(texts)})
	}
	return list
}

func shard(lang, kind string, n int, v any) File {
	return File{fmt.Sprintf("%s%s%02d.js", Folder(lang), kind, n), call(lang, kind, n, v)}
}

// call is the script that hands v over.
func call(lang, kind string, n int, v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("search: %v", err)) // texts, lists and what was JSON already
	}
	return fmt.Appendf(nil, "hikitsugiSearch(%q,%q,%s,%s);\n", lang, kind, strconv.Itoa(n), data)
}

// join makes a line for each gram of all pages: the gram, and in which pages it is
// found. The lines are in the order in which JavaScript compares texts.
func join(pages []*Page) []string {
	index := map[string]*posting{}
	for n, p := range pages {
		for rest := p.grams; rest != ""; {
			line, more, _ := strings.Cut(rest, "\n")
			rest = more
			entry := index[line[1:]]
			if entry == nil {
				entry = &posting{gram: line[1:], last: -1}
				index[entry.gram] = entry
			}
			entry.pages = appendNumber(entry.pages, (n-entry.last-1)<<2|int(line[0]-'0'))
			entry.last = n
		}
	}
	list := make([]*posting, 0, len(index))
	for _, e := range index {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b *posting) int { return compareUTF16(a.gram, b.gram) })
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.gram + "\t" + string(e.pages)
	}
	return lines
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// appendNumber writes a number in digits of five bits, the lowest first; the sixth
// says that more follow.
func appendNumber(b []byte, n int) []byte {
	for ; n >= 32; n >>= 5 {
		b = append(b, digits[n&31|32])
	}
	return append(b, digits[n])
}

// compareUTF16 compares texts as JavaScript does, by units of UTF-16.
func compareUTF16(a, b string) int {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y {
			return cmp.Compare(unit(x), unit(y))
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}

// unit orders characters: those beyond 16 bits begin with a surrogate. Of two that
// share it the code point decides.
func unit(r rune) int64 {
	if high, _ := utf16.EncodeRune(r); high != utf8.RuneError {
		return int64(high)<<32 | int64(r)
	}
	return int64(r) << 32
}
