package adopt

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/diag"
)

// ofSheet adds what is found of a row of a sheet, or of the sheet as a whole.
func (r *reading) ofSheet(p *page, row int, ja, en string, args ...any) {
	r.result.Findings = append(r.result.Findings, Finding{p.file, row, p.sheet.named(diag.Textf(ja, en, args...))})
}

// convertSheet makes the body of a page of a sheet.
func (r *reading) convertSheet(p *page) {
	var b strings.Builder
	b.WriteString("\n")
	for _, text := range p.sheet.above {
		b.WriteString(literalLines(text, "") + "\n\n")
	}
	if p.sheet.isList() {
		r.writeList(p, &b)
	}
	for _, part := range p.sheet.parts {
		if part.list == nil {
			r.writeTable(p, part, &b)
		}
	}
	p.body = strings.TrimRight(b.String(), "\n") + "\n"
}

// writeTable writes a table as Markdown has it, and one of a single column as a list.
func (r *reading) writeTable(p *page, of part, b *strings.Builder) {
	if of.caption != "" {
		b.WriteString("## " + escaped(plain(of.caption), true) + "\n\n")
	}
	for _, text := range of.above {
		b.WriteString(literalLines(text, "") + "\n\n")
	}
	var columns []int // that say something
	for _, row := range of.rows {
		columns = append(columns, said(row)...)
	}
	slices.Sort(columns)
	columns = slices.Compact(columns)
	t := &table{}
	for _, row := range of.rows {
		var cells []string
		for _, n := range columns {
			c := cellAt(row, n)
			lines := strings.FieldsFunc(c.Text, func(r rune) bool { return r == '\n' })
			said := r.link(p, strings.Join(lines, " / "), c.URL)
			if c.Remark != "" {
				said = strings.TrimSpace(said + " " + literal("("+oneLine(c.Remark)+")"))
			}
			cells = append(cells, said)
		}
		t.rows = append(t.rows, cells)
	}
	if len(columns) == 1 {
		for _, row := range t.rows {
			b.WriteString("- " + row[0] + "\n")
		}
		b.WriteString("\n")
		return
	}
	b.WriteString(strings.Join(t.markdown(), "\n") + "\n\n")
}

// link writes what a cell says, and leads where it led.
func (r *reading) link(p *page, text, url string) string {
	switch {
	case strings.TrimSpace(text) == "" && url == "":
		return ""
	case url == "":
		if q := r.rowPage(p, text); q != nil {
			return "[" + escaped(text, true) + "](" + string(q.kind) + ":" + q.slug + ")"
		}
		return literal(text)
	case url == text && addressable(url), !addressable(url) && strings.Contains(text, url):
		return literal(text)
	case addressable(url) && !webAddress.MatchString(text) && !strings.ContainsAny(url, " <>\\"):
		if strings.ContainsAny(url, "()") {
			url = "<" + url + ">"
		}
		return "[" + escaped(oneLine(text), true) + "](" + url + ")"
	}
	return literal(strings.TrimSpace(oneLine(text) + " (" + url + ")"))
}

// rowPage returns the page that Notion has exported of the row called title.
func (r *reading) rowPage(p *page, title string) *page {
	if !isNotion(p.file) && p.sheet.alias == "" {
		return nil
	}
	stem := strings.TrimSuffix(withoutEnding(p.file), "_all")
	folders := []string{stem, path.Join(path.Dir(stem), unnumbered(path.Base(stem)))}
	for _, q := range r.pages {
		if q.sheet == nil && q.head.title == title && slices.Contains(folders, path.Dir(q.file)) {
			return q
		}
	}
	return nil
}

// mostSections is how many categories part a list.
const mostSections = 40

// writeList writes a checklist into the front matter of a page, and what explains its
// items below.
func (r *reading) writeList(p *page, b *strings.Builder) {
	l := p.sheet.entries(p.lang, r.site.Links)
	var sections []string
	for _, e := range l.entries {
		if e.section != "" && !slices.Contains(sections, e.section) {
			sections = append(sections, e.section)
		}
	}
	if len(sections) > mostSections {
		for _, e := range l.entries {
			if e.section != "" {
				e.more = append([]extra{{text: e.section}}, e.more...)
				l.above[""] = append(l.above[""], l.above[e.section]...)
				delete(l.above, e.section)
				e.section = ""
			}
		}
		sections = nil
	}
	ids := map[string]string{}
	for n, s := range sections {
		ids[s] = r.newID(p, s, "s", n+1)
	}
	items := make([]string, len(l.entries))
	for n, e := range l.entries {
		items[n] = r.newID(p, e.title, "", n+1)
	}
	var head strings.Builder
	head.WriteString("checklist:\n")
	for n, e := range l.entries {
		e.write(&head, items[n], ids[e.section])
	}
	p.head.checklist = head.String()
	for _, s := range append([]string{""}, sections...) {
		level := "## "
		if s != "" {
			b.WriteString("## " + escaped(s, true) + " {#" + ids[s] + "}\n\n")
			level = "### "
		}
		for _, text := range l.above[s] {
			b.WriteString(literalLines(text, "") + "\n\n")
		}
		if slices.ContainsFunc(l.entries, func(e *entry) bool { return e.section == s }) {
			b.WriteString(strings.TrimRight("::: checklist "+ids[s], " ") + "\n:::\n\n")
		}
		for n, e := range l.entries {
			if e.section == s {
				if body := r.explained(p, e); body != "" {
					b.WriteString(level + escaped(plain(oneLine(e.title)), true) + " {#" + items[n] + "}\n\n" + body + "\n")
				}
			}
		}
	}
	for _, text := range l.after {
		b.WriteString(literalLines(text, "") + "\n\n")
	}
	r.tellList(p, l, items)
}

// write writes an item as front matter does.
func (e *entry) write(b *strings.Builder, id, section string) {
	b.WriteString("  - id: " + id + "\n")
	for _, key := range []struct{ name, value string }{
		{"title", e.title}, {"section", section}, {"give", strings.Join(e.gives, ", ")}, {"guides", strings.Join(e.guides, ", ")},
		{"renew", e.every}, {"who", e.who}, {"risk", e.risk}, {"note", e.note},
	} {
		switch {
		case key.value == "":
		case key.name == "section" || key.name == "renew":
			b.WriteString("    " + key.name + ": " + key.value + "\n")
		case key.name == "give" || key.name == "guides":
			b.WriteString("    " + key.name + ": [" + key.value + "]\n")
		default:
			b.WriteString("    " + key.name + ": " + strconv.Quote(plain(oneLine(key.value))) + "\n")
		}
	}
}

// explained writes what explains an item.
func (r *reading) explained(p *page, e *entry) string {
	var b strings.Builder
	for _, text := range e.details {
		b.WriteString(paragraphs(text) + "\n\n")
	}
	if q := r.rowPage(p, e.title); q != nil {
		e.more = append([]extra{{text: e.title}}, e.more...)
	}
	colon := ": "
	if p.lang == "ja" {
		colon = "："
	}
	for _, m := range e.more {
		said := r.link(p, m.text, m.url)
		if strings.Contains(m.text, "\n") && m.url == "" {
			said = literalLines(m.text, "  ")
		}
		switch {
		case m.name == "":
		case strings.HasPrefix(said, `\`), blockMark.MatchString(m.text):
			said = escaped(m.name, true) + colon + `\` + "\n  " + said
		default:
			said = escaped(m.name, true) + colon + said
		}
		b.WriteString("- " + said + "\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// tellList says what became of a list.
func (r *reading) tellList(p *page, l *outcome, items []string) {
	gives := diag.Text{JA: "。渡すものがある項目に give を書き足すと、引き継ぎ書に渡した・受け取ったの欄が付きます", EN: ". Where something changes hands, add give to the item, and the packet has room to sign for it"}
	if slices.ContainsFunc(l.entries, func(e *entry) bool { return e.gives != nil }) {
		gives = diag.Text{}
	}
	r.ofSheet(p, 0, "%[1]d項目のチェックリストにしました: %[2]s%[3]s", "a checklist now, with items: %[1]d (%[2]s)%[4]s", len(l.entries), p.path(), gives.JA, gives.EN)
	if len(l.done.words) > 0 {
		var list []string
		for _, word := range l.done.words {
			list = append(list, word+" ("+listRows(l.done.rows[word])+")")
		}
		at := strings.Join(list, "; ")
		r.ofSheet(p, 0, "進み具合の印は入れていません。印は引き継ぐたびに付け直すものだからです（印と行: %s）", "how far somebody was is left out, as each handover ticks anew (marks and rows: %s)", at)
	}
	for n, e := range l.entries {
		if e.due.IsZero() {
			continue
		}
		all := len(slices.DeleteFunc(slices.Clone(l.entries), func(e *entry) bool { return e.due.IsZero() }))
		r.ofSheet(p, e.row, "「%[1]s」の日付（%[4]d件）は本文に残しました。繰り返す更新なら、項目の renew に間隔を、組織の org.yaml の facts に期限を書いてください（例：%[2]s: {expires: %[3]s}）", "dates under %[1]q (%[4]d) are kept in the text. Of what is renewed again and again, write how often as renew of the item, and the date under facts in org.yaml, as in %[2]s: {expires: %[3]s}", e.dueIs, items[n], e.due, all)
		break
	}
	for _, e := range l.entries {
		if e.who != "" {
			r.ofSheet(p, e.row, "担当は who に入れました。人の名前なら、公開版にも出るので、org.yaml の people と facts の owner に移してください", "who does it is who of the item now. Move names of people to people and, as owner, to facts of org.yaml: a public edition shows these")
			break
		}
	}
}
