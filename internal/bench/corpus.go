package bench

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// Corpus writes a project of that many pages in each language to dir, the same
// bytes each time. It is what an operations handbook is made of: pages of 5 KB
// with headings, lists, tables, quotes, footnotes and links to pages about the same
// system; a third hold code, of which some is the same on many pages; three of ten
// are columns with a checklist, and the first of these make the packet. There is
// nothing wrong with it, and every translation says what it was made from.
func Corpus(dir string, pages int) error {
	var packet []string
	for n := 0; n < pages && len(packet) < 5; n++ {
		if p := At(n); p.Kind == content.KindColumn {
			packet = append(packet, p.Slug)
		}
	}
	site := "title: {ja: 引き継ぎハンドブック, en: Handover handbook}\nurl: https://handbook.example/\nlanguages: [ja, en]\n"
	if packet != nil {
		site += "packet: [" + strings.Join(packet, ", ") + "]\n"
	}
	if err := write(filepath.Join(dir, content.Dir, "site.yaml"), site); err != nil {
		return err
	}
	engine := markdown.New()
	for n := range pages {
		p := At(n)
		texts := compose(p, pages)
		name := p.File("ja")
		place, _ := content.Locate(name)
		parsed, diags := content.ParsePage(source.New(name, []byte(texts[0])), place, "ja", "", engine)
		if len(diags) > 0 {
			return fmt.Errorf("bench: %v", diags[0])
		}
		var record []string
		for _, s := range parsed.Sections {
			record = append(record, fmt.Sprintf("%s: %q", s.ID, s.Hash))
		}
		texts[1] = strings.Replace(texts[1], "\n---\n", "\ntranslated: {"+strings.Join(record, ", ")+"}\n---\n", 1)
		for i, lang := range Languages {
			if err := write(filepath.Join(dir, filepath.FromSlash(p.File(lang))), texts[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func write(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// title returns the title of a page in the language with that index.
func title(p Page, lang int) string {
	kind := kinds[p.Number%len(kinds)].name[lang]
	if Languages[lang] == "ja" {
		return fmt.Sprintf("%s%04d：%s%05d", systemOf(p.Number).name[lang], p.Number/perSystem, kind, p.Number)
	}
	return fmt.Sprintf("%s %04d: %s %05d", systemOf(p.Number).name[lang], p.Number/perSystem, kind, p.Number)
}

// A writer writes a page in both languages at once: one is the translation of the
// other, with the same numbers in it.
type writer struct {
	*rand.Rand
	page  Page
	texts [2]strings.Builder
}

// compose returns the texts of a page in a corpus of so many pages.
func compose(p Page, pages int) [2]string {
	w := &writer{Rand: rand.New(rand.NewPCG(20261, uint64(p.Number))), page: p}
	chosen := pick(w, chapters, 4+w.IntN(4))
	items := 0
	if p.Kind == content.KindColumn {
		items = 2 + w.IntN(3)
	}
	w.head(items)
	w.paragraph(3)
	code := 0
	if p.Number%3 == 0 {
		code = 1 + w.IntN(4)
	}
	codes, links := w.spread(code, len(chosen)), w.spread(1+w.IntN(4), len(chosen))
	for i, c := range chosen {
		id := c.id
		if i < items {
			id = itemID(p, i)
		}
		w.say(phrase{"## " + c.name[0] + " {#" + id + "}\n\n", "## " + c.name[1] + " {#" + id + "}\n\n"})
		w.paragraph(2 + w.IntN(3))
		for range links[i] {
			w.link(pages)
		}
		w.block()
		for range codes[i] {
			w.code()
		}
		if w.Float64() < 0.35 {
			h := subchapters[w.IntN(len(subchapters))]
			w.say(phrase{"### " + h[0] + "\n\n", "### " + h[1] + "\n\n"})
			w.paragraph(1 + w.IntN(3))
		}
	}
	if w.Float64() < 0.15 {
		w.sentences(1)
		w.same("[^1]\n\n[^1]: ")
		w.paragraph(1)
	}
	return [2]string{w.texts[0].String(), w.texts[1].String()}
}

// itemID is the id of an item, and of the section that explains it.
func itemID(p Page, n int) string { return fmt.Sprintf("i%05d-%d", p.Number, n) }

// head writes the front matter. What is not text stands in the source alone.
func (w *writer) head(items int) {
	w.same("---\n")
	w.say(phrase{"title: " + strconv.Quote(title(w.page, 0)) + "\n", "title: " + strconv.Quote(title(w.page, 1)) + "\n"})
	plain := strings.NewReplacer("`", "", "*", "")
	s := w.fill(sentences[w.IntN(len(sentences))])
	w.say(phrase{"summary: " + strconv.Quote(plain.Replace(s[0])) + "\n", "summary: " + strconv.Quote(plain.Replace(s[1])) + "\n"})
	day := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, w.page.Number*7919%1600)
	head := "date: " + day.Format(time.DateOnly) + "\n"
	if items > 0 {
		head += "checklist:\n"
		for i, t := range pick(w, tasks, items) {
			head += fmt.Sprintf("  - {id: %s, title: {ja: %s, en: %s}}\n", itemID(w.page, i), t[0], t[1])
		}
	}
	w.texts[0].WriteString(head)
	w.same("---\n\n")
}

// spread says how many of n things come in each of some chapters.
func (w *writer) spread(n, chapters int) []int {
	at := make([]int, chapters)
	for range n {
		at[w.IntN(chapters)]++
	}
	return at
}

func (w *writer) paragraph(n int) {
	w.sentences(n)
	w.same("\n\n")
}

func (w *writer) sentences(n int) {
	for i, s := range pick(w, sentences, n) {
		if i > 0 {
			w.texts[1].WriteByte(' ')
		}
		w.say(w.fill(s))
	}
}

// link writes a link to a page about the same system, if the corpus has it. Half
// of them take the title of the page.
func (w *writer) link(pages int) {
	to := At(w.page.Number/perSystem*perSystem + w.IntN(perSystem))
	named := w.IntN(2) == 0
	if to.Number >= pages || to.Number == w.page.Number {
		return
	}
	var text phrase
	if named {
		text = phrase{title(to, 0), title(to, 1)}
	}
	target := string(to.Kind) + ":" + to.Slug
	w.say(phrase{"詳細は[" + text[0] + "](" + target + ")を参照してください。\n\n", "See [" + text[1] + "](" + target + ") for the details.\n\n"})
}

// block writes a list, a table, a quotation or nothing.
func (w *writer) block() {
	list := func(n int, mark func(i int) string) {
		for i, s := range pick(w, steps, n) {
			w.same(mark(i))
			w.say(w.fill(s))
			w.same("\n")
		}
		w.same("\n")
	}
	switch k := w.Float64(); {
	case k < 0.30:
		list(3+w.IntN(3), func(int) string { return "- " })
	case k < 0.50:
		list(3+w.IntN(4), func(i int) string { return strconv.Itoa(i+1) + ". " })
	case k < 0.62:
		list(3+w.IntN(3), func(int) string { return "- [ ] " })
	case k < 0.80:
		w.say(phrase{"| 項目 | 値 | 担当 |\n", "| Item | Value | Owner |\n"})
		w.same("| --- | ---: | --- |\n")
		for range 3 + w.IntN(5) {
			w.say(w.fill(phrase{"| `{key}` | {m} | {team} |\n", "| `{key}` | {m} | {team} |\n"}))
		}
		w.same("\n")
	case k < 0.88:
		w.same("> ")
		w.paragraph(1)
	}
}

// code writes a block of code. A fifth of them are copies of one of ten.
func (w *writer) code() {
	from := w
	if w.Float64() < 0.2 {
		from = &writer{Rand: rand.New(rand.NewPCG(20262, uint64(w.IntN(10)))), page: At(0)}
	}
	s := snippets[from.IntN(len(snippets))]
	w.same("```" + s[0] + "\n" + from.fill(phrase{s[1], s[1]})[1] + "```\n\n")
}

// fill puts names and numbers into a text.
func (w *writer) fill(p phrase) phrase {
	choose := func(from ...string) string { return from[w.IntN(len(from))] }
	number := func(from, to int) string { return strconv.Itoa(from + w.IntN(to-from)) }
	system, team := systemOf(w.page.Number), teams[w.IntN(len(teams))]
	s := system.id
	shared := []string{
		"{s}", s, "{host}", fmt.Sprintf("%s%02d.prod.example.com", s, 1+w.IntN(39)), "{tier}", choose("gold", "silver", "bronze"),
		"{chan}", choose("ops", "handover", "incident", "release"), "{n}", number(2, 45), "{m}", number(50, 900), "{h}", number(2, 20),
		"{port}", choose("80", "443", "5432", "8080", "9090"), "{key}", s + "." + choose("timeout", "pool.max", "retry", "batch.size", "heap"),
		"{KEY}", strings.ToUpper(s) + choose("_TIMEOUT", "_POOL_MAX", "_RETRY"), "{path}", "ops/" + s + choose("/prod", "/stg") + choose("/db", "/api", "/smtp"),
	}
	for i := range p {
		p[i] = strings.NewReplacer(append(shared, "{system}", system.name[i], "{team}", team[i])...).Replace(p[i])
	}
	return p
}

func (w *writer) say(p phrase) {
	for i, text := range p {
		w.texts[i].WriteString(text)
	}
}

func (w *writer) same(text string) { w.say(phrase{text, text}) }

// pick returns n different elements of a list.
func pick[T any](w *writer, from []T, n int) []T {
	var picked []T
	for _, i := range w.Perm(len(from))[:n] {
		picked = append(picked, from[i])
	}
	return picked
}
