package adopt

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
	"hikitsugi/internal/source"
	"hikitsugi/internal/workbook"
)

// spreadsheets are the endings of those that are imported.
const spreadsheets = ".csv .tsv .xlsx .xlsm"

func isSpreadsheet(name string) bool {
	return !source.Ignored(path.Base(name)) && slices.Contains(strings.Fields(spreadsheets), strings.ToLower(path.Ext(name)))
}

// What a page can hold of a table, and be read.
const (
	mostRows    = 1000
	mostColumns = 30
)

// A sheet is what a page was made of that was a sheet of a spreadsheet.
type sheet struct {
	grid
	parts []part
	above []string // what stands above all of them
	alias string   // another file that holds some of the same; empty: none
}

// isList reports whether a sheet lists what is to be done.
func (s *sheet) isList() bool {
	return slices.ContainsFunc(s.parts, func(p part) bool { return p.list != nil })
}

// readSpreadsheets makes pages of the spreadsheets of a folder.
func (l *listing) readSpreadsheets(names []string) error {
	for _, name := range names {
		if whole := allOf(name); slices.Contains(names, whole) {
			l.note(name, "同じデータベースの全部の行が %s にあるので、そちらを取り込みました", "%s holds all rows of the same database, and was imported instead", path.Base(whole))
			continue
		}
		if err := l.readSpreadsheet(name); err != nil {
			return err
		}
	}
	return nil
}

// allOf returns the file in which Notion exports all rows of a database, of which the one
// called name holds those of a view.
func allOf(name string) string {
	if !strings.EqualFold(path.Ext(name), ".csv") || !isNotion(name) {
		return ""
	}
	return withoutEnding(name) + "_all" + path.Ext(name)
}

func (l *listing) readSpreadsheet(name string) error {
	data, large, err := l.load(name)
	if err != nil {
		return err
	}
	l.other[name] = true // until a page is made of it
	if large {
		l.tooLarge(name)
		return nil
	}
	ending := strings.ToLower(path.Ext(name))
	if ending == ".xlsx" || ending == ".xlsm" {
		l.book(name, data)
		return nil
	}
	text, from := decoded(data)
	switch rows, broken, ok := parted(text, ending); {
	case !ok:
		l.tooLarge(name)
	case text == "" && len(bytes.TrimSpace(data)) > len("\ufeff"):
		l.garbled(name)
	case len(tidied(rows)) == 0:
		l.empty(name)
	default:
		if broken > 0 {
			l.findings = append(l.findings, Finding{name, broken, diag.Text{
				JA: `引用符 " の位置が正しくありません。ここから先のセルの分かれ目が、元と違うかもしれません`,
				EN: `a quotation mark (") is out of place; from here on, cells may begin and end elsewhere than they did`,
			}})
		}
		if p := l.sheet(name, grid{rows: rows}); p != nil {
			p.decodedFrom(from)
		}
	}
	return nil
}

func (l *listing) tooLarge(name string) {
	l.note(name, "大きすぎるので取り込みませんでした。渡すものの行だけを新しいファイルに写し、もう一度取り込んでください", "not imported: it is too large. Copy the rows that are handed over to a new file, and import again")
}

func (l *listing) empty(name string) {
	l.note(name, "何も書かれていないので取り込みませんでした", "not imported: there is nothing in it")
}

// book makes pages of the sheets of a workbook.
func (l *listing) book(name string, data []byte) {
	book, err := workbook.Read(data)
	switch {
	case errors.Is(err, workbook.ErrEncrypted):
		l.note(name, "パスワードで保護されているので取り込みませんでした。保護を外したものを保存し、もう一度取り込んでください", "not imported: a password protects it. Save it without one, and import again")
		return
	case errors.Is(err, workbook.ErrLarge):
		l.tooLarge(name)
		return
	case err != nil:
		l.note(name, "壊れているか、Excelブックではないので取り込みませんでした。Excelなどで開き、「Excelブック（.xlsx）」で保存し直してください", "not imported: it is damaged, or no workbook. Open it, with Excel for instance, and save it again as a workbook (.xlsx)")
		return
	}
	var seen, hidden []workbook.Sheet
	for _, s := range book.Sheets {
		switch {
		case len(tidied(s.Rows)) == 0:
		case s.Hidden:
			hidden = append(hidden, s)
		default:
			seen = append(seen, s)
		}
	}
	if len(seen)+len(hidden) == 0 {
		l.empty(name)
		return
	}
	for _, s := range hidden {
		l.note(name, "隠されているシート「%s」は取り込みませんでした。渡すものなら、表示してから取り込んでください", "the sheet %q is hidden, and not imported. Show it first if it is to be handed over", s.Name)
	}
	if book.Pictures > 0 {
		l.note(name, "ブックの中の画像は取り込みません（%d点）。要るものは、ページの隣に置いてください", "pictures in a workbook are not imported (%d); put those that are needed beside the page", book.Pictures)
	}
	if book.Unreckoned > 0 {
		l.note(name, "計算結果が保存されていない数式が%d個あり、空になりました。Excelで開いて保存し直してから、もう一度取り込んでください", "formulas without a result: %d, now empty. Open it in Excel, save it, and import again", book.Unreckoned)
	}
	for _, s := range seen {
		g := grid{rows: s.Rows}
		if len(seen) > 1 {
			g.name = s.Name
		}
		l.sheet(name, g)
	}
}

// named says of which sheet something is found.
func (g grid) named(what diag.Text) diag.Text {
	if g.name == "" {
		return what
	}
	return diag.Text{JA: "シート「" + g.name + "」: " + what.JA, EN: "sheet " + strconv.Quote(g.name) + ": " + what.EN}
}

// generic are the names that sheets have before anybody names them.
var generic = pattern.Of(`(?i)^(?:sheet|シート|table|表) ?[0-9]*$`)

// sheet makes a page of a sheet that says something; nil if it has no room on one.
func (l *listing) sheet(name string, g grid) *page {
	g.rows = tidied(g.rows)
	p := &page{file: name, line: 1, kind: content.KindGuide, sheet: &sheet{grid: g}}
	p.key, p.lang, _ = l.marked.keyOf(name)
	p.folder = path.Dir(name)
	p.key = strings.TrimSuffix(p.key, "_all") // Notion
	p.head.title, p.head.from = p.fileTitle(), name
	if g.name != "" {
		if p.key += "/" + g.name; generic.MatchString(g.name) {
			p.head.title += " " + g.name
		} else {
			p.head.title = g.name
		}
		p.head.from += ": " + g.name
	}
	about := p.head.title + " " + p.fileTitle()
	list, head := asChecklist(g.rows, about), -1
	if list != nil {
		head = len(list.above)
	}
	var above []workbook.Row
	switch spots := tables(g.rows, head); {
	case spots != nil:
		above = p.sheet.inParts(spots, about)
	case list != nil:
		above, p.sheet.parts = list.above, []part{{list: list}}
	default:
		for len(above) < len(g.rows)-1 && len(said(g.rows[len(above)])) < 2 && widest(g.rows) > 1 {
			above = g.rows[:len(above)+1]
		}
		p.sheet.parts = []part{{rows: g.rows[len(above):]}}
	}
	if p.sheet.isList() {
		p.kind = content.KindColumn
	}
	for n, row := range above {
		if n == 0 && len(said(row)) == 1 && len([]rune(rowText(row))) <= 80 {
			p.head.title = oneLine(rowText(row))
			continue
		}
		p.sheet.above = append(p.sheet.above, rowText(row))
	}
	p.head.title = strings.TrimSpace(plain(p.head.title))
	rows, columns := 0, 0
	for _, part := range p.sheet.parts {
		of := part.rows
		if part.list != nil {
			of = part.list.rows
		}
		rows += len(of)
		for _, row := range of {
			columns = max(columns, len(said(row)))
		}
	}
	if rows > mostRows || columns > mostColumns {
		what := diag.Textf("%[1]d行・%[2]d列あり、1ページで読める大きさ（%[3]d行・%[4]d列）を超えるので取り込みませんでした。渡すものの行と列だけを新しいファイルに写してください", "not imported: rows: %[1]d, columns: %[2]d; more than can be read on a page (%[3]d and %[4]d). Copy what is handed over to a new file", rows, columns, mostRows, mostColumns)
		l.findings = append(l.findings, Finding{File: name, What: g.named(what)})
		return nil
	}
	if p.lang == "" {
		var words []string
		for _, row := range g.rows {
			words = append(words, rowText(row))
		}
		p.lang = guess(p.head.title + " " + strings.Join(words, " "))
	}
	if view, all := strings.CutSuffix(withoutEnding(name), "_all"); all {
		p.sheet.alias = view + path.Ext(name)
	}
	delete(l.other, name)
	l.pages = append(l.pages, p)
	return p
}

// listRows writes the numbers of rows, as far as anybody looks them up.
func listRows(rows []int) string {
	const shown = 20
	var list []string
	for _, n := range rows[:min(len(rows), shown)] {
		list = append(list, strconv.Itoa(n))
	}
	if len(rows) > shown {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}
