package adopt

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/language"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A listing is what a folder holds.
type listing struct {
	pages    []*page
	other    map[string]bool
	findings []Finding
}

// passedOver are folders that hold no documents of the author.
var passedOver = map[string]bool{"node_modules": true, "_site": true, "site-packages": true, "vendor": true}

// list finds the pages of a folder, their languages and their front matter.
func list(folder fs.FS) (*listing, error) {
	l := &listing{other: map[string]bool{}}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && (strings.HasPrefix(d.Name(), ".") || d.IsDir() && passedOver[d.Name()]):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !d.Type().IsRegular():
			return nil
		case !isMarkdown(name):
			l.other[name] = true
			return nil
		}
		note := func(ja, en string, args ...any) {
			l.findings = append(l.findings, Finding{File: name, What: diag.Textf(ja, en, args...)})
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > source.MaxSize {
			note("4 MiBを超えるので取り込みませんでした。分けてください", "not imported: it is larger than 4 MiB; cut it into several")
			return nil
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		text, from := decoded(data)
		if text == "" && len(bytes.TrimSpace(data)) > 0 {
			note("文字コードが分からないので取り込みませんでした。UTF-8で保存し直してください", "not imported: its encoding is unknown; save it again as UTF-8")
			return nil
		}
		if from != "" {
			note("文字コードを %s からUTF-8に変えました", "its encoding was %s and is UTF-8 now", from)
		}
		p := &page{file: name}
		var index bool
		p.key, p.lang, index = keyOf(name)
		if p.folder = p.key; !index {
			p.folder = path.Dir(p.key)
		}
		if err := p.readHead(text); err != nil {
			note("フロントマターを読めませんでした。コメントとして残しました: %v", "its front matter cannot be read, and was kept as a comment: %v", err)
		}
		if said := p.head.lang(); said != "" {
			p.lang = said
		}
		if p.lang == "" {
			p.lang = guess(p.head.title + p.text)
		}
		l.pages = append(l.pages, p)
		return nil
	})
	return l, err
}

func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".mdx" || ext == ".markdown"
}

// decoded returns a file as text with line ends as ours, without the marks of
// direction that nobody sees, and the encoding that it had
// if it was another than UTF-8.
func decoded(data []byte) (text, from string) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		for _, e := range []struct {
			name string
			encoding.Encoding
		}{{"Shift_JIS", japanese.ShiftJIS}, {"EUC-JP", japanese.EUCJP}} {
			if read, err := e.NewDecoder().Bytes(data); err == nil && !bytes.ContainsRune(read, utf8.RuneError) {
				data, from = read, e.name
				break
			}
		}
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", ""
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u200e", "", "\u200f", "", "\u061c", "", "\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "").Replace(string(data)), from
}

// plugin is the folder in which Docusaurus keeps translations.
var plugin = regexp.MustCompile(`(?:^|/)i18n/([^/]+)/docusaurus-plugin-content-(docs|blog|pages)/(?:current/)?`)

// keyOf returns what a file's translations share of its path, and the language that
// the path says: in the name of a folder or behind the name. An index stands for its
// folder.
func keyOf(name string) (key, lang string, index bool) {
	key = strings.TrimSuffix(name, path.Ext(name))
	if m := plugin.FindStringSubmatchIndex(key); m != nil {
		lang = languageOf(key[m[2]:m[3]])
		key = strings.TrimPrefix(key[:m[0]]+"/"+key[m[4]:m[5]]+"/"+key[m[1]:], "/")
	}
	parts := strings.Split(key, "/")
	last := len(parts) - 1
	if stem, suffix, ok := cutLast(parts[last], "."); ok && lang == "" && languageOf(suffix) != "" {
		parts[last], lang = stem, languageOf(suffix)
	}
	for i, part := range parts[:last] {
		if found := languageOf(part); found != "" {
			lang = cmp.Or(lang, found)
			parts = slices.Delete(parts, i, i+1)
			break
		}
	}
	switch parts[len(parts)-1] {
	case "index", "_index", "README", "readme":
		return cmp.Or(strings.Join(parts[:len(parts)-1], "/"), "."), lang, true
	}
	return strings.Join(parts, "/"), lang, false
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i > 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// tag is how generators name a language: ja, en-US, zh_TW, zh-hant.
var tag = regexp.MustCompile(`^([a-z]{2})(?:[-_](?:[A-Za-z]{2}|[A-Za-z]{4}))?$`)

// notLanguages are names of folders that are languages as well.
var notLanguages = map[string]bool{"io": true, "my": true, "to": true, "no": true, "as": true, "is": true, "so": true, "or": true, "am": true, "be": true, "he": true, "id": true, "an": true, "js": true, "cs": true, "qa": true, "ml": true, "sc": true, "sa": true, "se": true}

// languageOf returns the language that a name means, "" if none.
func languageOf(name string) string {
	name = strings.ToLower(name)
	if name == "jp" {
		return "ja"
	}
	m := tag.FindStringSubmatch(name)
	if m == nil || notLanguages[m[1]] {
		return ""
	}
	base, err := language.ParseBase(m[1])
	if err != nil {
		return ""
	}
	return base.String()
}

// guess tells by its kana in which language a text is.
func guess(text string) string {
	kana, latin := 0, 0
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case r < 0x80 && unicode.IsLetter(r):
			latin++
		}
	}
	if kana*20 > latin {
		return "ja"
	}
	return "en"
}

// commonFolder returns the folders in which all pages stand.
func commonFolder(pages []*page) string {
	var common []string
	for i, p := range pages {
		dir := strings.Split(p.folder, "/")
		if i == 0 {
			common = dir
		}
		for n := range common {
			if n == len(dir) || dir[n] != common[n] {
				common = common[:n]
				break
			}
		}
	}
	return strings.Join(common, "/")
}
