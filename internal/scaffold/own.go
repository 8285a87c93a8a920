package scaffold

import (
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// copied adds an organisation's own copy of a runbook that all share, with links that lead
// to the same from where it stands. It returns false where there is none.
func (m maker) copied(files Files, p content.Place) bool {
	shared := content.Place{Kind: p.Kind, Slug: p.Slug}
	names := m.survey.files[shared]
	if p.Org == "" || len(names) == 0 {
		return false
	}
	engine := markdown.New()
	var original, moved *content.Page
	for _, lang := range m.survey.Languages {
		for _, name := range names {
			place, _ := content.Locate(name)
			if written := place.Lang; written != lang && (written != "" || lang != m.survey.Languages[0]) {
				continue
			}
			from := ""
			if original != nil {
				from = original.Pos.File
			}
			page, _ := content.ParsePage(source.New(name, m.survey.texts[name]), place, lang, from, engine)
			file := path.Join(folderOf(p), path.Base(name))
			text := relinked(m.survey.texts[name], page, path.Dir(name), folderOf(p))
			now, _ := content.ParsePage(source.New(file, text), p, lang, from, engine)
			if original == nil {
				original, moved = page, now
			} else if upToDate(original, page) && !upToDate(moved, now) { // only the links have changed
				if recorded, wrong := content.RecordIn(source.New(file, text), moved.Sections); !wrong.HasErrors(false) {
					text = recorded
				}
			}
			files[file] = text
		}
	}
	return true
}

// Replaces reports whether new files are an organisation's own page in place of one that
// all share.
func (s Survey) Replaces(files Files) bool {
	for name := range files {
		place, _ := content.Locate(name)
		if place.Org != "" && len(s.files[content.Place{Kind: place.Kind, Slug: place.Slug}]) > 0 {
			return true
		}
	}
	return false
}

// upToDate reports whether a translation is recorded as one of the original as it is.
func upToDate(original, translation *content.Page) bool {
	return !slices.ContainsFunc(content.Compare(original, translation), func(s content.SectionState) bool { return s.State != content.Current })
}

// relinked returns the text of a page with the links that it has in one folder written as
// they are in another. Pages beside it are the same from both.
func relinked(text []byte, page *content.Page, from, to string) []byte {
	if page.Body == nil {
		return text
	}
	written := map[int]destination{} // by where they stand
	for _, l := range page.Body.Links {
		r := content.ParseReference(l.Dest)
		if r.Scheme != "" || r.ID == "" || strings.HasPrefix(l.Dest, "/") || path.Base(r.ID) == r.ID && strings.HasSuffix(r.ID, ".md") {
			continue
		}
		dest, _, _ := strings.Cut(l.Dest, "#")
		there, err := filepath.Rel(filepath.FromSlash(to), filepath.FromSlash(path.Join(from, dest)))
		if err != nil {
			continue
		}
		moved := destination{len(dest), filepath.ToSlash(there)}
		behind := `\s*<?(` + regexp.QuoteMeta(dest) + `)(?:[)#>\s]|$)`
		if m := regexp.MustCompile(`\]\(` + behind).FindSubmatchIndex(text[l.Offset:]); m != nil {
			written[l.Offset+m[2]] = moved
		}
		for _, m := range regexp.MustCompile(`(?m)^ {0,3}\[[^\]]+\]:`+behind).FindAllSubmatchIndex(text, -1) {
			written[m[2]] = moved
		}
	}
	for _, at := range slices.Backward(slices.Sorted(maps.Keys(written))) {
		d := written[at]
		text = slices.Concat(text[:at], []byte(d.moved), text[at+d.length:])
	}
	return text
}

// A destination of a link, as it is written and as it is to be.
type destination struct {
	length int
	moved  string
}
