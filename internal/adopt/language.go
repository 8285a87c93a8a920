package adopt

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
)

// plugin is the folder in which Docusaurus keeps translations.
var plugin = pattern.Of(`(?:^|/)i18n/([^/]+)/docusaurus-plugin-content-(docs|blog|pages)/(?:current/)?`)

// marked are the places in which the name of a folder, or what stands behind the name
// of a file, says Japanese or English: "docs/" of docs/ja/, "docs/page." of
// docs/page.en.md. Only there does a name of two letters mean another language: hr and
// it are usual folders for those who have no pages in Croatian or Italian.
type marked map[string]bool

func (m marked) add(name string) {
	stem := withoutEnding(name)
	parts := strings.Split(stem, "/")
	for i, part := range parts[:len(parts)-1] {
		if isOurs(languageOf(part)) {
			m[strings.Join(parts[:i], "/")+"/"] = true
		}
	}
	m[stem+"."] = true // the language of the site needs none behind the name: page.fr.md beside page.md
	if before, suffix, ok := cutLast(stem, "."); ok && isOurs(languageOf(suffix)) {
		m[before+"."] = true
	}
}

// language returns the language that a name means at a place, "" if none.
func (m marked) language(place, name string) string {
	if lang := languageOf(name); isOurs(lang) || m[place] {
		return lang
	}
	return ""
}

func isOurs(lang string) bool { return slices.Contains(content.Languages, lang) }

// keyOf returns what a file's translations share of its path, and the language that
// the path says: in the name of a folder or behind the name. An index stands for its
// folder.
func (m marked) keyOf(name string) (key, lang string, index bool) {
	key = withoutEnding(name)
	if of := plugin.FindStringSubmatchIndex(key); of != nil {
		lang = languageOf(key[of[2]:of[3]])
		key = strings.TrimPrefix(key[:of[0]]+"/"+key[of[4]:of[5]]+"/"+key[of[1]:], "/")
	}
	if stem, suffix, ok := cutLast(key, "."); ok && lang == "" {
		if lang = m.language(stem+".", suffix); lang != "" {
			key = stem
		}
	}
	parts := strings.Split(key, "/")
	for i, part := range parts[:len(parts)-1] {
		if found := m.language(strings.Join(parts[:i], "/")+"/", part); found != "" {
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

// tag is how generators name a language: ja, en-US, zh_TW, zh-hant.
var tag = pattern.Of(`^[a-z]{2}(?:[-_](?:[a-z]{2}|[a-z]{4}))?$`)

// languageOf returns the language that a name means, "" if none.
func languageOf(name string) string {
	name = strings.ToLower(name)
	if name == "jp" {
		return "ja"
	}
	if !tag.MatchString(name) {
		return ""
	}
	parsed, err := language.Parse(name)
	if err != nil { // well formed, but no such country or script
		return ""
	}
	base, _ := parsed.Base()
	return base.String()
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i > 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// notProse is in no language: addresses, tags, code and attributes.
var notProse = pattern.Of("(?s)<[A-Za-z/!][^<>]*>|https?://[^\\s<>|)]+|\\]\\([^()\n]*\\)|`[^`\n]*`|\\{[^{}\n]*\\}")

// guess tells in which language a text is: by its kana or, as in a register of nothing but
// names has none, by its kanji.
func guess(text string) string {
	kana, kanji, latin := 0, 0, 0
	for _, r := range notProse.ReplaceAllString(text, "") {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			kanji++
		case r < 0x80 && unicode.IsLetter(r):
			latin++
		}
	}
	if kana == 0 {
		kana = kanji
	}
	if kana*20+kanji*2 > latin {
		return "ja"
	}
	return "en"
}
