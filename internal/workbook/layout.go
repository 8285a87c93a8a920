package workbook

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hikitsugi/internal/site"
	"hikitsugi/internal/view"
)

// A book is a workbook in the making.
type book struct {
	file *excelize.File
	site *site.Site
	lang string

	title, note, head, text, day, link int // styles, in the language
	late, finished                     int // of what depends on a cell
}

const (
	titleRow = 1
	noteRow  = 2
	headRow  = 4
	textForm = 49 // the number format of text: what is typed there never becomes a formula
	lastForm = "yyyy-mm-dd"
	a4       = 9
)

// styles makes the styles of a language: its font is one that shows its characters.
func (b *book) styles() error {
	family := "Calibri"
	if b.lang == "ja" {
		family = "游ゴシック"
	}
	font := func(size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: family, Size: size, Bold: bold, Color: color}
	}
	var lines []excelize.Border
	for _, side := range []string{"left", "top", "right", "bottom"} {
		lines = append(lines, excelize.Border{Type: side, Color: "999999", Style: 1})
	}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	date := lastForm
	var err error
	style := func(s *excelize.Style) int {
		id, e := b.file.NewStyle(s)
		if err == nil {
			err = e
		}
		return id
	}
	b.title = style(&excelize.Style{Font: font(16, true, "000000"), NumFmt: textForm})
	b.note = style(&excelize.Style{Font: font(9, false, "555555"), NumFmt: textForm})
	b.head = style(&excelize.Style{Font: font(10, true, "FFFFFF"), NumFmt: textForm, Border: lines, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}}})
	b.text = style(&excelize.Style{Font: font(10, false, "000000"), NumFmt: textForm, Border: lines, Alignment: top})
	b.day = style(&excelize.Style{Font: font(10, false, "000000"), CustomNumFmt: &date, Border: lines, Alignment: top})
	b.link = style(&excelize.Style{Font: &excelize.Font{Family: family, Size: 10, Color: "0B57A4", Underline: "single"}, NumFmt: textForm, Border: lines, Alignment: top})
	conditional := func(s *excelize.Style) int {
		id, e := b.file.NewConditionalStyle(s)
		if err == nil {
			err = e
		}
		return id
	}
	b.late = conditional(&excelize.Style{Font: &excelize.Font{Color: "A61B1B", Bold: true}})
	b.finished = conditional(&excelize.Style{Font: &excelize.Font{Color: "666666"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}})
	return err
}

// add adds a sheet.
func (b *book) add(t sheet, h view.Handover) error {
	name := t.name.In(b.lang)
	if _, err := b.file.NewSheet(name); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(t.columns))
	if err != nil {
		return err
	}
	bottom := headRow + max(len(t.rows), 1)
	title := t.title.In(b.lang)
	if h.Cover.Organisation != "" {
		title += " — " + h.Cover.Organisation
	}
	steps := []func() error{
		func() error { return b.write(name, 1, titleRow, cell{text: title}, b.title) },
		func() error {
			return b.write(name, 1, noteRow, cell{text: record(b.site, h.PacketID).In(b.lang)}, b.note)
		},
		func() error { return b.rows(name, t) },
		func() error {
			return b.file.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: fmt.Sprintf("A%d", headRow+1), ActivePane: "bottomLeft"})
		},
		func() error {
			return b.file.AutoFilter(name, fmt.Sprintf("A%d:%s%d", headRow, last, bottom), nil)
		},
		func() error { return b.file.SetSheetDimension(name, fmt.Sprintf("A1:%s%d", last, bottom)) },
		func() error { return b.choices(name, t, bottom) },
		func() error { return b.colours(name, t, last, bottom) },
		func() error { return b.paper(name, h, last, bottom) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// rows writes the head and the table.
func (b *book) rows(name string, t sheet) error {
	for n, c := range t.columns {
		letter, err := excelize.ColumnNumberToName(n + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(name, letter, letter, c.width); err != nil {
			return err
		}
		if err := b.write(name, n+1, headRow, cell{text: c.head.In(b.lang)}, b.head); err != nil {
			return err
		}
	}
	for row, height := range map[int]float64{titleRow: 26, headRow: 32} {
		if err := b.file.SetRowHeight(name, row, height); err != nil {
			return err
		}
	}
	for r, row := range t.rows {
		lines := 1
		for n, c := range row {
			style := b.text
			switch {
			case c.url != "":
				style = b.link
			case t.columns[n].day:
				style = b.day
			}
			if err := b.write(name, n+1, headRow+1+r, c, style); err != nil {
				return err
			}
			lines = max(lines, linesOf(c.text, t.columns[n].width))
		}
		// Excel measures rows only when somebody types in them.
		if err := b.file.SetRowHeight(name, headRow+1+r, float64(min(lines, 20))*14+8); err != nil {
			return err
		}
	}
	return nil
}

// linesOf estimates how many lines a text takes in a column.
func linesOf(text string, width float64) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		cells := 0
		for _, r := range line {
			if cells++; r > 0x2e7f {
				cells++
			}
		}
		n += 1 + cells/max(int(width), 1)
	}
	return n
}

// write writes a cell: always as text, but for days.
func (b *book) write(name string, col, row int, c cell, style int) error {
	at, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	day, noDay := time.Parse(time.DateOnly, c.text)
	switch {
	case style == b.day && noDay == nil:
		err = b.file.SetCellValue(name, at, day)
	case c.text != "":
		err = b.file.SetCellStr(name, at, cut(c.text))
	}
	if err == nil && c.url != "" {
		err = b.file.SetCellHyperLink(name, at, c.url, "External")
	}
	if err != nil {
		return err
	}
	return b.file.SetCellStyle(name, at, at, style)
}

// cut keeps a text within what a cell holds.
func cut(s string) string {
	const most = 32767 // of Excel
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// choices gives a cell the words that it may hold.
func (b *book) choices(name string, t sheet, bottom int) error {
	for n, c := range t.columns {
		if len(c.list) == 0 {
			continue
		}
		letter, err := excelize.ColumnNumberToName(n + 1)
		if err != nil {
			return err
		}
		var words []string
		for _, w := range c.list {
			words = append(words, w.In(b.lang))
		}
		offer := excelize.NewDataValidation(true)
		offer.Sqref = fmt.Sprintf("%s%d:%s%d", letter, headRow+1, letter, bottom)
		if err := offer.SetDropList(words); err != nil {
			return err
		}
		if err := b.file.AddDataValidation(name, offer); err != nil {
			return err
		}
	}
	return nil
}

// colours greys what is finished and marks what is late; the spreadsheet knows the day.
func (b *book) colours(name string, t sheet, last string, bottom int) error {
	state, err := excelize.ColumnNumberToName(t.state + 1)
	if err != nil {
		return err
	}
	first := headRow + 1
	words := t.columns[t.state].list
	var formulas []excelize.ConditionalFormatOptions
	for _, w := range t.over {
		formulas = append(formulas, excelize.ConditionalFormatOptions{Type: "formula", Criteria: fmt.Sprintf(`$%s%d="%s"`, state, first, w.In(b.lang)), Format: &b.finished})
	}
	if t.due >= 0 {
		due, err := excelize.ColumnNumberToName(t.due + 1)
		if err != nil {
			return err
		}
		formulas = append(formulas, excelize.ConditionalFormatOptions{Type: "formula", Criteria: fmt.Sprintf(`AND($%[1]s%[2]d<>"",$%[1]s%[2]d<TODAY(),$%[3]s%[2]d="%[4]s")`, due, first, state, words[0].In(b.lang)), Format: &b.late})
	}
	return b.file.SetConditionalFormat(name, fmt.Sprintf("A%d:%s%d", first, last, bottom), formulas)
}

// heading returns a text as it stands at the top of printed pages, where an ampersand
// begins a code, cut to what fits there.
func heading(s string) string {
	const most = 250 // of the 255 UTF-16 units that Excel takes
	var b strings.Builder
	units := 0
	for _, r := range s {
		text := string(r)
		if r == '&' {
			text = "&&"
		}
		if units += len(utf16.Encode([]rune(text))); units > most {
			return b.String() + "…"
		}
		b.WriteString(text)
	}
	return b.String()
}

// paper lays a sheet out for printing: A4 across, as wide as the paper, the head on
// every page.
func (b *book) paper(name string, h view.Handover, last string, bottom int) error {
	size, across, wide, tall, fit := a4, "landscape", 1, 0, true
	if err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	side, high := 0.4, 0.6
	if err := b.file.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &high, Bottom: &high}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: "&R" + heading(h.Cover.Marking), OddFooter: "&C&P / &N"}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(name, "'", "''") + "'"
	for _, n := range []excelize.DefinedName{
		{Name: "_xlnm.Print_Titles", RefersTo: fmt.Sprintf("%s!$%d:$%d", quoted, headRow, headRow), Scope: name},
		{Name: "_xlnm.Print_Area", RefersTo: fmt.Sprintf("%s!$A$1:$%s$%d", quoted, last, bottom), Scope: name},
	} {
		if err := b.file.SetDefinedName(&n); err != nil {
			return err
		}
	}
	return nil
}
