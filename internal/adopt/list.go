package adopt

import (
	"bytes"
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A listing is what a folder holds.
type listing struct {
	folder   fs.FS
	pages    []*page
	other    map[string]bool   // files that are no pages
	drawn    map[string][]byte // those of them that stood in the text of a page
	stored   map[string]string // names on the disk, by those that they have here
	wiki     bool
	marked   marked
	findings []Finding
}

// composed returns the name of a file as texts write it: systems of Apple store が as か
// and a mark, Azure DevOps stores - as %2D.
func (l *listing) composed(stored string) string {
	name := norm.NFC.String(legible(stored))
	if l.stored[name] != "" {
		name = stored
	}
	l.stored[name] = stored
	return name
}

// passedOver are folders that hold no documents of the author.
var passedOver = map[string]bool{"node_modules": true, "_site": true, "site-packages": true, "vendor": true}

// shownFrom are hidden folders that hold what pages show.
var shownFrom = map[string]bool{".attachments": true, ".gitbook": true}

// wikiPages are pages that only wikis have: where one of them is, a hyphen in the name of
// a page is a space.
var wikiPages = map[string]bool{"Home": true, "_Sidebar": true, "_Footer": true}

// list finds the pages of a folder, their languages and their front matter.
func list(folder fs.FS) (*listing, error) {
	l := &listing{folder: folder, other: map[string]bool{}, drawn: map[string][]byte{}, stored: map[string]string{}, marked: marked{}}
	var names, spread []string
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && (strings.HasPrefix(d.Name(), ".") && !(d.IsDir() && shownFrom[d.Name()]) || d.IsDir() && passedOver[d.Name()]):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !utf8.ValidString(name) && d.IsDir():
			l.note(name, "フォルダーの名前がUTF-8ではないので、中身を取り込みませんでした。名前を付け直してください", "not imported, nor what is in it: the name of this folder is not UTF-8; give it another")
			return fs.SkipDir
		case !utf8.ValidString(name):
			l.note(name, "ファイルの名前がUTF-8ではないので取り込みませんでした。名前を付け直してください", "not imported: the name of this file is not UTF-8; give it another")
		case d.IsDir() || !d.Type().IsRegular():
		case isMarkdown(name):
			name = l.composed(name)
			names = append(names, name)
			l.marked.add(name)
			l.wiki = l.wiki || wikiPages[withoutEnding(path.Base(name))]
		case isSpreadsheet(name):
			name = l.composed(name)
			spread = append(spread, name)
			l.marked.add(name)
		default:
			l.other[l.composed(name)] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if err := l.readPage(name); err != nil {
			return nil, err
		}
	}
	if err := l.readSpreadsheets(spread); err != nil {
		return nil, err
	}
	l.documents()
	return l, nil
}

// note says something of a file or folder as a whole.
func (l *listing) note(name, ja, en string, args ...any) {
	l.findings = append(l.findings, Finding{File: name, What: diag.Textf(ja, en, args...)})
}

// mostFile is how large a file may be, with the pictures that stand in it.
const mostFile = 64 << 20

// load returns what a file holds that is not too large.
func (l *listing) load(name string) (data []byte, large bool, err error) {
	info, err := fs.Stat(l.folder, l.stored[name])
	if err != nil || info.Size() > mostFile {
		return nil, err == nil, err
	}
	data, err = fs.ReadFile(l.folder, l.stored[name])
	return data, false, err
}

// readPage reads a file of Markdown.
func (l *listing) readPage(name string) error {
	data, large, err := l.load(name)
	if err != nil {
		return err
	}
	text, from := decoded(data)
	if text = l.takeOut(name, text); large || len(text) > source.MaxSize {
		l.note(name, "4 MiBを超えるので取り込みませんでした。分けてください", "not imported: it is larger than 4 MiB; cut it into several")
		return nil
	}
	if text == "" && len(bytes.TrimSpace(data)) > 0 {
		l.garbled(name)
		return nil
	}
	p := &page{file: name, wiki: l.wiki, kind: content.KindGuide}
	p.decodedFrom(from)
	if base := withoutEnding(path.Base(name)); base == "_Sidebar" || base == "_Footer" || base == "_Header" {
		p.note(0, "Wikiのメニューや上下の欄です。目次はサイトが作るので、要らなければ消してください", "a menu of the wiki, or what stands above or below its pages; the site makes its own, so remove this if it is not needed")
	}
	var index bool
	p.key, p.lang, index = l.marked.keyOf(name)
	if p.folder = p.key; !index {
		p.folder = path.Dir(p.key)
	}
	p.readHead(text)
	if p.lang = cmp.Or(p.head.lang, p.lang); p.lang == "" {
		p.lang = guess(p.head.title + withoutCode(p.text))
	}
	l.pages = append(l.pages, p)
	return nil
}

// garbled says that nobody knows which letters a file holds.
func (l *listing) garbled(name string) {
	l.note(name, "文字コードが分からないので取り込みませんでした。UTF-8で保存し直してください", "not imported: its encoding is unknown; save it again as UTF-8")
}

// decodedFrom says in which encoding the file was, if it was another than ours.
func (p *page) decodedFrom(encoding string) {
	if encoding != "" {
		p.note(0, "文字コードを %s からUTF-8に変えました", "its encoding was %s and is UTF-8 now", encoding)
	}
}

func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".mdx" || ext == ".markdown"
}

// languages returns the languages of ours in which the pages are, the one of most pages
// first.
func (l *listing) languages() []string {
	count := map[string]int{}
	for _, p := range l.pages {
		if isOurs(p.lang) {
			count[p.lang]++
		}
	}
	langs := slices.Sorted(maps.Keys(count))
	slices.SortStableFunc(langs, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return langs
}
