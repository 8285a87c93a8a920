package scaffold

import (
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// A BrokenError says that a runbook that all share cannot be copied.
type BrokenError struct {
	File string
	Why  diag.Diag
}

func (e *BrokenError) Error() string { return e.File + ": " + e.Why.Sentence("en") }

// copied adds an organisation's own copy of a runbook that all share, with links that lead
// to the same from where it stands. It returns false where there is none.
func (m maker) copied(files Files, p content.Place) (bool, error) {
	shared := content.Place{Kind: p.Kind, Slug: p.Slug}
	names := m.survey.files[shared]
	if p.Org == "" || len(names) == 0 {
		return false, nil
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
			page, wrong := content.ParsePage(source.New(name, m.survey.texts[name]), place, lang, from, engine)
			if wrong = wrong.Of(diag.Error).Sorted(); len(wrong) > 0 { // and its links may not be known
				return false, &BrokenError{name, wrong[0]}
			}
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
	return true, nil
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
		if r.Scheme != "" || r.ID == "" || strings.HasPrefix(l.Dest, "/") || !strings.Contains(path.Clean(r.ID), "/") && strings.HasSuffix(r.ID, ".md") {
			continue
		}
		dest, _, _ := strings.Cut(l.Dest, "#")
		there, err := filepath.Rel(filepath.FromSlash(to), filepath.FromSlash(path.Join(from, dest)))
		if err != nil {
			continue
		}
		behind := `\s*<?(` + escapable(dest) + `)(?:[)#>\s]|$)`
		if m := regexp.MustCompile(`\]\(` + behind).FindSubmatchIndex(text[l.Offset:]); m != nil {
			written[l.Offset+m[2]] = destination{l.Offset + m[3], filepath.ToSlash(there)}
		}
		for _, m := range regexp.MustCompile(`(?m)^[ \t>]*\[[^\]]+\]:`+behind).FindAllSubmatchIndex(text, -1) {
			written[m[2]] = destination{m[3], filepath.ToSlash(there)}
		}
	}
	for _, at := range slices.Backward(slices.Sorted(maps.Keys(written))) {
		d := written[at]
		text = slices.Concat(text[:at], []byte(d.moved), text[d.end:])
	}
	return text
}

// A destination of a link, as it is written and as it is to be.
type destination struct {
	end   int // where it ends
	moved string
}

// escapable returns a pattern for a text in which marks may be escaped.
func escapable(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 && unicode.In(r, unicode.Punct, unicode.Symbol) {
			b.WriteString(`\\?`)
		}
		b.WriteString(regexp.QuoteMeta(string(r)))
	}
	return b.String()
}
