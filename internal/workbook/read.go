package workbook

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"hikitsugi/internal/pattern"
)

// A Book is a spreadsheet of somebody else, as it is seen.
type Book struct {
	Sheets     []Sheet
	Pictures   int
	Unreckoned int // formulas of which the file does not hold the result
}

// A Sheet is one of its sheets.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   []Row
}

// A Row is one that says something.
type Row struct {
	Number int // in the sheet, from 1
	Cells  []Cell
}

// A Cell is what is shown of one. A day is shown as 2026-11-30, whatever its format.
type Cell struct {
	Text   string
	URL    string // where it leads
	Remark string // a comment on it
	Across int    // over how many columns it reaches, where there are several
	Below  bool   // a part of the cell above
}

// Why a spreadsheet is not read.
var (
	ErrEncrypted  = errors.New("the workbook is encrypted")
	ErrLarge      = errors.New("the workbook is too large")
	ErrUnreadable = errors.New("the workbook cannot be read")
)

// ole is how files of old versions of Office begin, and those that a password protects.
var ole = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}

// Read reads a workbook (.xlsx). Its file may be damaged, or made to do harm.
func Read(data []byte) (book *Book, err error) {
	defer func() {
		if recover() != nil { // excelize believes what a damaged file says of itself
			book, err = nil, ErrUnreadable
		}
	}()
	if bytes.HasPrefix(data, ole) {
		if bytes.Contains(data, wide("EncryptedPackage")) {
			return nil, ErrEncrypted
		}
		return nil, ErrUnreadable
	}
	c, err := contentsOf(data)
	if err != nil {
		return nil, err
	}
	// Of the two limits the second is that from which excelize makes files on the disk.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, ErrUnreadable
	}
	defer f.Close()
	book = &Book{Pictures: c.pictures, Unreckoned: c.unreckoned}
	r := reader{file: f, links: c.linking}
	if props, err := f.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		r.since1904 = *props.Date1904
	}
	for _, name := range f.GetSheetList() {
		s := Sheet{Name: name}
		if seen, err := f.GetSheetVisible(name); err == nil {
			s.Hidden = !seen
		}
		if s.Rows, err = r.rows(name); err != nil {
			return nil, err
		}
		book.Sheets = append(book.Sheets, s)
	}
	if len(book.Sheets) == 0 {
		return nil, ErrUnreadable
	}
	return book, nil
}

// wide returns a text as the directory of such a file writes it.
func wide(s string) []byte {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c), byte(c>>8))
	}
	return b
}

// A reader reads the sheets of one workbook.
type reader struct {
	file      *excelize.File
	since1904 bool
	links     bool // formulas may make links
	read      int  // bytes of text
}

// rows reads a sheet; one of charts has none.
func (r *reader) rows(sheet string) ([]Row, error) {
	list, err := r.file.Rows(sheet)
	if err != nil {
		return nil, nil
	}
	defer list.Close()
	var rows []Row
	for number := 1; list.Next(); number++ {
		texts, err := list.Columns()
		if err != nil {
			return nil, ErrUnreadable
		}
		row := Row{Number: number}
		for n, text := range texts {
			if r.read += len(text); r.read > maxText {
				return nil, ErrLarge
			}
			row.Cells = append(row.Cells, r.cell(sheet, number, n+1, text))
		}
		rows = append(rows, row)
	}
	if err := list.Error(); err != nil {
		return nil, ErrUnreadable
	}
	if len(rows) == 0 {
		return nil, nil
	}
	r.addLinks(sheet, rows)
	r.addRemarks(sheet, rows)
	if err := r.addMerged(sheet, rows); err != nil {
		return nil, err
	}
	var said []Row
	for _, row := range rows {
		for _, c := range row.Cells {
			if strings.TrimSpace(c.Text) != "" || c.Remark != "" || c.URL != "" {
				said = append(said, row)
				break
			}
		}
	}
	return said, nil
}

// hyperlink is a formula that makes a link, and its words.
var hyperlink = pattern.Of(`(?i)^=?\s*HYPERLINK\(\s*"([^"]+)"\s*(?:,\s*"([^"]*)"\s*)?\)$`)

// cell completes what excelize says that a cell shows.
func (r *reader) cell(sheet string, row, column int, text string) Cell {
	c := Cell{Text: text}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return c
	}
	if r.links {
		if formula, err := r.file.GetCellFormula(sheet, name); err == nil {
			if m := hyperlink.FindStringSubmatch(formula); m != nil {
				c.URL = m[1]
				if c.Text == "" {
					c.Text = m[2]
				}
			}
		}
	}
	if text == "" {
		return c
	}
	if style, err := r.file.GetCellStyle(sheet, name); err == nil && style > 0 && isDay(r.format(style)) {
		raw, err := r.file.GetCellValue(sheet, name, excelize.Options{RawCellValue: true})
		if day := r.day(raw); err == nil && day != "" {
			c.Text = day
		}
	}
	return c
}

// format returns the format of a style: its number among those that are built in, and
// what it says otherwise.
func (r *reader) format(style int) (builtin int, code string) {
	s := r.file.Styles
	if s == nil || s.CellXfs == nil || style >= len(s.CellXfs.Xf) || s.CellXfs.Xf[style].NumFmtID == nil {
		return 0, ""
	}
	builtin = *s.CellXfs.Xf[style].NumFmtID
	if s.NumFmts != nil {
		for _, f := range s.NumFmts.NumFmt {
			if f.NumFmtID == builtin {
				return builtin, f.FormatCode
			}
		}
	}
	return builtin, ""
}

// unsaid is what a format shows as it is, and the conditions and colours in brackets.
var unsaid = pattern.Of(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// isDay reports whether a format shows a day of the calendar.
func isDay(builtin int, code string) bool {
	if code == "" {
		return builtin >= 14 && builtin <= 17 || builtin == 22 || builtin >= 27 && builtin <= 31 || builtin == 36 || builtin >= 50 && builtin <= 58
	}
	code = strings.ToLower(unsaid.ReplaceAllString(code, ""))
	return strings.Contains(code, "d") || strings.Contains(code, "yy") || strings.Contains(code, "e") && strings.Contains(code, "m")
}

// day returns the day that a number counts, with its time if it has one; "" if it is none.
func (r *reader) day(raw string) string {
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil || number < 1 || number > 2958465 { // the last day of the year 9999
		return ""
	}
	t, err := excelize.ExcelDateToTime(number, r.since1904)
	if err != nil {
		return ""
	}
	if t.Hour()+t.Minute() == 0 {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02 15:04")
}

// at returns a cell of the rows, which begin with the first; nil if it says nothing.
func at(rows []Row, column, row int) *Cell {
	if row < 1 || row > len(rows) || column < 1 || column > maxColumn {
		return nil
	}
	cells := rows[row-1].Cells
	if column > len(cells) {
		return nil
	}
	return &cells[column-1]
}

// addLinks says where cells lead to other sites.
func (r *reader) addLinks(sheet string, rows []Row) {
	names, err := r.file.GetHyperLinkCells(sheet, "External")
	if err != nil {
		return
	}
	for _, name := range names {
		name, _, _ = strings.Cut(name, ":")
		column, row, err := excelize.CellNameToCoordinates(name)
		if err != nil {
			continue
		}
		if c := at(rows, column, row); c != nil {
			if there, url, err := r.file.GetCellHyperLink(sheet, name); err == nil && there {
				c.URL = url
			}
		}
	}
}

// addRemarks adds the comments on cells.
func (r *reader) addRemarks(sheet string, rows []Row) {
	remarks, err := r.file.GetComments(sheet)
	if err != nil {
		return
	}
	for _, m := range remarks {
		column, row, err := excelize.CellNameToCoordinates(m.Cell)
		if err != nil {
			continue
		}
		if c := at(rows, column, row); c != nil {
			c.Remark = m.Text
			for _, run := range m.Paragraph {
				c.Remark += run.Text
			}
			// Excel puts the name of whom it is by before it.
			c.Remark = strings.TrimSpace(strings.TrimPrefix(c.Remark, m.Author+":"))
		}
	}
}

// addMerged says which cells are one.
func (r *reader) addMerged(sheet string, rows []Row) error {
	merged, err := r.file.GetMergeCells(sheet, true)
	if err != nil {
		return ErrUnreadable
	}
	for _, m := range merged {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			continue
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			continue
		}
		first := at(rows, left, top)
		if first == nil {
			continue
		}
		if right > left {
			first.Across = right - left + 1
		}
		for row := top; row <= min(bottom, len(rows)); row++ {
			for column := left; column <= min(right, maxColumn); column++ {
				if row == top && column == left {
					continue
				}
				if column > len(rows[row-1].Cells) {
					if column > left || row == top {
						break // nothing stands there or right of it
					}
					rows[row-1].Cells = append(rows[row-1].Cells, make([]Cell, column-len(rows[row-1].Cells))...)
				}
				rows[row-1].Cells[column-1] = Cell{Below: row > top}
			}
		}
	}
	return nil
}
