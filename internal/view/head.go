package view

import "slices"

// A Head is what programs read of a page, beside what its reader sees.
type Head struct {
	Policy   string   // the content security policy, for a <meta>; see [Policy]
	Hidden   bool     // for nobody's index: an organisation's edition, a page for addresses that do not exist
	Type     string   // for Open Graph: "website", or "article" of a column, a guide or a runbook
	Locales  []string // for Open Graph: of the text, then of its translations, such as "ja_JP"
	Listings bool     // there is code on the page, whose colours are in theme/chroma.css
}

// Policy is the content security policy of every page: nothing inline, nothing
// from another host. A page states it itself, for where no server does (a disk, a
// share); _headers states it again, with what a page cannot say of itself.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"

// locales are the languages as Open Graph names them.
var locales = map[string]string{"ja": "ja_JP", "en": "en_GB"}

// head returns the head of a page whose text is written in the languages that
// translated accepts.
func (m *Maker) head(translated func(lang string) bool) Head {
	h := Head{Policy: Policy, Hidden: !m.site.Public(), Type: "website"}
	written := slices.Clone(m.site.Languages())
	written = slices.DeleteFunc(written, func(lang string) bool { return !translated(lang) })
	if i := slices.Index(written, m.lang()); i > 0 {
		written[0], written[i] = written[i], written[0]
	}
	for _, lang := range written {
		h.Locales = append(h.Locales, locales[lang])
	}
	return h
}
