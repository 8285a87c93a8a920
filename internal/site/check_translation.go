package site

import (
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// languages reports the languages in which a page is not written.
func (c *checker) languages(p *Page) {
	for _, lang := range c.site.Languages() {
		if !p.Translated(lang) {
			c.add(diag.Pos{File: p.Source.Pos.File}, diag.TRAN,
				diag.Textf("%[1]sのページがありません", "there is no %[2]s version of this page", languageNames[lang].JA, languageNames[lang].EN),
				diag.Textf("%s.%s.md を書くまで、その言語の読者には原文が表示されます。", "Until %s.%s.md is written, readers in that language see the source text.", p.Slug, lang))
		}
	}
	for _, t := range p.Texts[1:] {
		lacking := content.Lacking(p.Source, t)
		c.record(p, t, lacking)
		c.diags = append(c.diags, c.site.parity(p.Source, t)...)
		if own := p.Source.Head.Summary; t.Head.Summary.IsZero() && own.Plain {
			c.add(t.Pos, diag.TRAN,
				diag.Text{JA: "summary の訳がありません", EN: "the summary is not translated"},
				diag.Text{JA: "「summary: …」を書き足してください。", EN: "Add “summary: …”."})
		}
		var said []string // sections of which more is said elsewhere
		if p.Kind == content.KindRunbook {
			said = p.Source.Runbook.Sections()
		}
		for _, i := range p.Items {
			if i.Detail(p.Source.Lang) != "" && i.Detail(t.Lang) == "" {
				c.add(diag.Pos{File: t.Pos.File}, diag.TRAN,
					diag.Textf("項目 %[1]s を説明する節 {#%[1]s} がありません", "the section {#%[1]s}, which explains an item, is missing", i.ID.ID),
					diag.Textf("「## 見出し {#%s}」を書き足してください。", "Add “## … {#%s}”.", i.ID.ID))
				said = append(said, i.ID.ID)
			}
		}
		for _, id := range lacking {
			if slices.Contains(said, id) {
				continue
			}
			c.add(diag.Pos{File: t.Pos.File}, diag.TRAN,
				diag.Textf("原文の節 {#%[1]s} の訳がありません", "the section {#%[1]s} of the source is missing", id),
				diag.Textf("「## 見出し {#%[1]s}」を書き足してください。原文でもう要らないなら、原文から消してください。", "Add “## … {#%[1]s}”, or remove the section from the source if nobody needs it.", id))
		}
	}
}

var languageNames = map[string]diag.Text{
	"ja": {JA: "日本語", EN: "Japanese"},
	"en": {JA: "英語", EN: "English"},
}

// glossary reports the terms that have no word in a language of the site.
func (c *checker) glossary() {
	for _, e := range c.site.Glossary {
		if e.Value.JA == "" && e.Value.EN == "" {
			continue // which is told of its file
		}
		for _, lang := range c.site.Languages() {
			if e.Value.In(lang) == "" {
				c.add(e.Key.Pos, diag.TRAN,
					diag.Textf("用語 %[1]s に%[2]sの言葉がありません", "the term %[1]s has no word in %[3]s", e.Key.ID, languageNames[lang].JA, languageNames[lang].EN),
					diag.Textf("「%s: …」を書き足してください。", "Add “%s: …”.", lang))
			}
		}
	}
}

// record reports the sections of a translation that were not made from its source
// as it is, but for those that it lacks. Files' dates and histories do not matter: only
// what was recorded does.
func (c *checker) record(p *Page, t *content.Page, lacking []string) {
	accept := diag.Textf("訳を見直したら、gen translate accept %s を実行してください。", "Review it, then run gen translate accept %s.", t.Pos.File)
	if len(t.Head.Translated) == 0 {
		c.add(diag.Pos{File: t.Pos.File}, diag.TRAN,
			diag.Text{JA: "どの原文から訳したかの記録がありません", EN: "nothing says from which text this was translated"}, accept)
		return
	}
	for _, s := range content.Compare(p.Source, t) {
		pos := s.Name.Pos
		if pos.Line == 0 {
			pos = diag.Pos{File: t.Pos.File}
		}
		switch {
		case slices.Contains(lacking, s.ID):
		case s.State == content.Changed:
			c.add(pos, diag.TRAN, diag.Textf("訳した後に、原文の節 {#%s} が変わりました", "the source of the section {#%s} has changed since it was translated", s.ID), accept)
		case s.State == content.Unrecorded:
			c.add(pos, diag.TRAN, diag.Textf("節 {#%s} をどの原文から訳したかの記録がありません", "nothing says from which text the section {#%s} was translated", s.ID), accept)
		case s.State == content.Gone:
			c.add(pos, diag.TRAN, diag.Textf("原文に節 {#%s} はもうありません", "the source has no section {#%s} any more", s.ID), accept)
		}
	}
}
