// Package adopt makes pages of Markdown that was written for another tool: for a
// generator such as Hugo or Docusaurus, in a wiki, in notes or by a word processor; and
// of the sheets of spreadsheets. It keeps every word. What it can say in
// our terms it converts (title, summary, date, author, language, notes, links between
// the pages, pictures); what it cannot it keeps as text, and says where.
//
// [Read] takes a folder and returns files of a content folder. Nothing is written.
package adopt

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/pattern"
	"hikitsugi/internal/picture"
	"hikitsugi/internal/source"
)

// A Result is what became of a folder.
type Result struct {
	Files    map[string][]byte // of content/
	Pages    int
	Pictures int
	From     map[string]Origin // by the path of a page in content/
	Findings []Finding         // by place
}

// An Origin is the file of which a page was made.
type Origin struct {
	File  string
	Shift int // a line of the page is that line of the file minus this
	More  int // lines that the page has and the file has not, for tables of one line
}

// A Finding is something that was not converted, or not as it was.
type Finding struct {
	File string // in the folder
	Line int    // 0: the file as a whole
	What diag.Text
}

// Options are what must be known of the site.
type Options struct {
	Languages []string                           // of the site, the first one first
	Taken     map[content.Kind]map[string]string // names that pages of other kinds have, with their files
	Items     map[string]string                  // ids of items, with their files
	Links     map[string]string                  // ids of external pages, by address
}

// Languages returns the languages of ours in which the files of a folder are, the
// one of most files first, and what was found of those that cannot be read.
func Languages(folder fs.FS) ([]string, []Finding, error) {
	l, err := list(folder)
	if err != nil {
		return nil, nil, err
	}
	count := map[string]int{}
	for _, p := range l.pages {
		if isOurs(p.lang) {
			count[p.lang]++
		}
	}
	langs := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(langs, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return langs, l.findings, nil
}

// Read reads a folder.
func Read(folder fs.FS, o Options) (*Result, error) {
	l, err := list(folder)
	if err != nil {
		return nil, err
	}
	r := &reading{
		listing: l, site: o, engine: markdown.New(),
		result: &Result{Files: map[string][]byte{}, From: map[string]Origin{}, Findings: l.findings},
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

// A page is a file on its way.
type page struct {
	file   string // in the folder
	key    string // what its translations share: its path without the language
	folder string // in which it stands, without the language
	lang   string
	text   string // without front matter, line ends as ours
	line   int    // of the file, at which text begins
	more   []int  // lines of text, from 0, that the file does not have
	mdx    bool
	wiki   bool // of the pages of one
	kind   content.Kind
	sheet  *sheet // nil: a file of Markdown
	head   head

	findings []Finding // of its front matter

	slug string
	body string // converted, line by line as text

	searched string               // the text in which code was looked for last
	code     []markdown.CodeBlock // that was there

	headings []string        // their ids
	linked   map[string]bool // where the links lead
}

func (p *page) path() string {
	return content.Dir + "/" + p.kind.Folder() + "/" + p.slug + "." + p.lang + ".md"
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

func (r *reading) find(p *page, line int, ja, en string, args ...any) {
	at := 0
	if line > 0 && p.sheet == nil {
		before, _ := slices.BinarySearch(p.more, line)
		at = p.line + line - 1 - before
	}
	r.result.Findings = append(r.result.Findings, Finding{p.file, at, diag.Textf(ja, en, args...)})
}

// place gives each page its slug, and leaves out those in languages that the site
// does not have.
func (r *reading) place() {
	prefix := commonFolder(r.listing.pages)
	readable := readableSlugs(r.listing.pages, prefix, r.site.Languages)
	for _, p := range r.listing.pages {
		if !slices.Contains(r.site.Languages, p.lang) {
			r.find(p, 0, "言語 %s のページは取り込みませんでした。site.yaml の languages にない言語です", "not imported: it is in %s, which is not in languages of site.yaml", p.lang)
			continue
		}
		r.result.Findings = append(r.result.Findings, p.findings...)
		short := shortName(p, prefix)
		slug := cmp.Or(readable[p.key], slugOf(short))
		taken := r.site.Taken[p.kind]
		for n := 2; taken[slug] != "" || slices.ContainsFunc(r.bySlug[slug], func(q *page) bool { return !p.translates(q) }); n++ {
			if other := taken[slug]; other != "" {
				r.find(p, 0, "名前 %[1]q は %[2]s と重なるので、番号を付けました", "the name %[1]q is that of %[2]s; this page now has a number after it", slug, other)
			}
			slug = slugOf(cmp.Or(readable[p.key], short) + "-" + strconv.Itoa(n))
		}
		p.slug = slug
		r.bySlug[slug] = append(r.bySlug[slug], p)
		if r.byFile[p.file] == nil {
			r.byFile[p.file] = p
		}
		if p.sheet != nil {
			for _, same := range p.sheet.aliases {
				r.byFile[same] = p
			}
		}
		if r.byKey[p.key] == nil {
			r.byKey[p.key] = p
		}
		r.pages = append(r.pages, p)
	}
	for _, same := range r.bySlug {
		slices.SortFunc(same, func(a, b *page) int {
			return cmp.Compare(slices.Index(r.site.Languages, a.lang), slices.Index(r.site.Languages, b.lang))
		})
	}
}

// translates reports whether two pages are one in two languages.
func (p *page) translates(q *page) bool {
	return p.key == q.key && p.lang != q.lang && p.sheet == nil && q.sheet == nil
}

// isSource reports whether the page declares what its translations may not.
func (r *reading) isSource(p *page) bool { return r.bySlug[p.slug][0] == p }

// isDraft reports whether the page, which is one as its source is, is not published yet.
func (r *reading) isDraft(p *page) bool { return r.bySlug[p.slug][0].head.draft }

// settle makes files of the pages: once all of them are known, links lead to them,
// and what a page still may not contain becomes text.
func (r *reading) settle() {
	for _, p := range r.pages {
		doc := r.escape(p)
		for _, h := range doc.Headings {
			p.headings = append(p.headings, h.ID)
		}
		p.linked = map[string]bool{}
		for _, l := range doc.Links {
			p.linked[l.Dest] = true
		}
	}
	for _, p := range r.pages {
		if p.head.draft && !r.isDraft(p) {
			r.find(p, 0, "訳だけを下書きにすることはできません。原文と一緒に公開されます", "a translation cannot be a draft by itself; it is published with its source")
		}
		if p.sheet == nil {
			r.links(p)
			r.escape(p)
			r.ticks(p)
		}
		text := p.head.write(r.isSource(p)) + p.body
		r.result.Files[p.path()] = []byte(text)
		r.result.From[p.path()] = Origin{p.file, strings.Count(text[:len(text)-len(p.body)], "\n") - p.line + 1, len(p.more)}
		r.result.Pages++
	}
}

// escape makes text of what would be refused: HTML that nothing else was made of, and
// ids of headings that are not free. It returns what the page is then.
func (r *reading) escape(p *page) *markdown.Doc {
	doc := r.engine.Parse([]byte(p.body), p.lang)
	for range 50 {
		var cuts []markdown.Problem
		for _, problem := range doc.Problems {
			switch problem.Kind {
			case markdown.RawHTML, markdown.TextBehindComment, markdown.UnclosedComment, markdown.UnknownDirective, markdown.NestedDirective,
				markdown.UnclosedDirective, markdown.DirectiveArgument, markdown.DirectiveContent, markdown.EmptyHeading, markdown.EmptyTick, markdown.UnknownNote, markdown.BrokenLink, markdown.DuplicateID, markdown.ReservedID:
				cuts = append(cuts, problem)
			}
		}
		if len(cuts) == 0 {
			break
		}
		done := len(p.body) + 1
		for _, c := range slices.Backward(cuts) {
			if c.Offset >= done {
				continue
			}
			done = c.Offset
			line := strings.Count(p.body[:c.Offset], "\n") + 1
			rest := p.body[c.Offset:]
			if c.Kind == markdown.DuplicateID || c.Kind == markdown.ReservedID {
				first, after, _ := strings.Cut(rest, "\n")
				if m := headingID.FindStringSubmatchIndex(first); m != nil {
					p.body = p.body[:c.Offset] + first[:m[0]] + first[m[2]:] + "\n" + after
					if c.Kind == markdown.ReservedID {
						r.find(p, line, "見出しのid %q は画面の部品が使うので、外しました", "pages keep the id %q for their own parts; the heading has lost it", c.Detail)
					} else {
						r.find(p, line, "見出しのid %q が2回あるので、後のほうを外しました", "two headings have the id %q; the second has lost it", c.Detail)
					}
				}
				continue
			}
			if c.Kind == markdown.BrokenLink {
				p.body = p.body[:c.Offset] + `\` + rest
				r.find(p, line, "行き先がここにないので、文字にしました: %s", "it leads to nothing that is here, and is text now: %s", strings.Trim(c.Detail, "()"))
				continue
			}
			if c.Kind == markdown.UnknownNote {
				after := strings.TrimPrefix(rest, "[!"+c.Detail+"]")
				title := firstLine(after)
				after = after[len(title):]
				if kinds[strings.ToLower(c.Detail)] == "" {
					title = c.Detail + " " + title
				}
				p.body = p.body[:c.Offset] + noteTitle(c.Detail, title) + after
				continue
			}
			lead := len(rest) - len(strings.TrimLeft(rest, " \t>"))
			if apart, n := besideComment(rest[lead:]); n > 0 {
				p.body = p.body[:c.Offset+lead] + apart + rest[lead+n:]
				continue
			}
			p.body = p.body[:c.Offset+lead] + `\` + rest[lead:]
			r.find(p, line, "文字のまま残しました。要らなければ消してください: %s", "kept as text; remove it if it means nothing here: %s", excerpt(rest[lead:]))
		}
		doc = r.engine.Parse([]byte(p.body), p.lang)
	}
	return doc
}

// headingID is the end of a heading with an id, and the comments behind it.
var headingID = pattern.Of(`[ \t]*\{[^{}]*\}((?:[ \t]*<!--.*?-->)*)[ \t]*$`)

// besideComment parts what s begins with, comments and text behind them in their last
// line, which would be HTML there: the text goes before comments of one line, and into a
// line that comments of several can do without, so that every line keeps its number. It
// returns how much of s that is, 0 if there is no such text.
func besideComment(s string) (apart string, n int) {
	end := 0
	for {
		rest := strings.TrimLeft(s[end:], " \t")
		close := strings.Index(rest, "-->")
		if !strings.HasPrefix(rest, "<!--") || close < 0 {
			break
		}
		end = len(s) - len(rest) + close + len("-->")
	}
	said := strings.TrimRight(firstLine(s[end:]), " \t") // two spaces at its end would break the line
	n = end + len(said)
	if said = strings.TrimLeft(said, " \t"); end == 0 || said == "" {
		return "", 0
	}
	comments := s[:end]
	last := strings.LastIndex(comments, "\n")
	if last < 0 {
		return said + " " + comments, n
	}
	line := comments[last+1:]
	text := strings.TrimLeft(line, " \t>")
	return comments[:last] + " " + text + "\n" + line[:len(line)-len(text)] + said, n
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// excerpt is the beginning of a text, for a finding.
func excerpt(s string) string {
	s = firstLine(s)
	if runes := []rune(s); len(runes) > 60 {
		s = string(runes[:60]) + "…"
	}
	return strings.TrimSpace(s)
}

// picture returns the name beside the pages of a picture in the folder, which it takes
// over; "" if there is none that a page can show.
func (r *reading) picture(name string) string {
	if known, ok := r.shown[name]; ok {
		return known
	}
	r.shown[name] = ""
	if !r.listing.other[name] || !picture.Is(name) {
		return ""
	}
	data := r.listing.drawn[name]
	if data == nil {
		f, wrong, err := source.ReadFile(r.listing.folder, r.listing.stored[name])
		if err != nil {
			return ""
		}
		if f == nil {
			r.refused[name] = wrong[0].What
			return ""
		}
		data = f.Data()
	}
	ext := strings.ToLower(path.Ext(name))
	short := slugOf(unnumbered(strings.TrimSuffix(name, path.Ext(name)))) + ext
	if _, wrong := content.ParseAsset(source.New(content.Dir+"/guides/"+short, data)); wrong.HasErrors(false) {
		r.refused[name] = wrong[0].What
		return ""
	}
	r.result.Files[content.Dir+"/guides/"+short] = data
	r.result.Pictures++
	r.shown[name] = short
	return short
}
