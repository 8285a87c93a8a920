package adopt

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"hikitsugi/internal/workbook"
)

// A grid is a sheet of a spreadsheet, or a file of values that commas part.
type grid struct {
	name string // of the sheet; empty where it is the only one
	rows []workbook.Row
}

// parted reads values that commas or tabs part. Whatever is wrong with it, nothing is
// lost; broken is the line of the first quotation mark that is out of place, 0 if there
// is none. It is not ok where there are so many values that nobody reads them.
func parted(text, ending string) (rows []workbook.Row, broken int, ok bool) {
	comma, above := ',', 0
	if declared, after, _ := strings.Cut(text, "\n"); len(declared) == len("sep=;") && strings.HasPrefix(strings.ToLower(declared), "sep=") {
		comma, text, above = rune(declared[len("sep=")]), after, 1
	} else if comma = parting(text); ending == ".tsv" {
		comma = '\t'
	}
	if comma == '"' || comma == '\r' || comma == '\n' || comma >= 0x80 {
		comma = ','
	}
	strict := newReader(text, comma)
	strict.ReuseRecord = true
	for {
		_, err := strict.Read()
		if err == io.EOF {
			break
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) && !errors.Is(err, csv.ErrBareQuote) { // which stands within a cell
			broken = above + wrong.StartLine
			break
		}
	}
	reader := newReader(text, comma)
	reader.LazyQuotes = true
	for cells := 0; ; {
		record, err := reader.Read()
		if cells += len(record); cells > mostCells {
			return nil, 0, false
		}
		if err != nil {
			break // there is no other error than the end, as quotation marks may stand anywhere
		}
		line, _ := reader.FieldPos(0)
		row := workbook.Row{Number: above + line}
		for _, field := range record {
			row.Cells = append(row.Cells, workbook.Cell{Text: field})
		}
		rows = append(rows, row)
	}
	return rows, broken, true
}

// mostCells is how many values are read of a file.
const mostCells = 500_000

func newReader(text string, comma rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma, -1
	return r
}

// parting returns what parts the values of a text: the mark that its first lines hold
// most often outside of quotation marks.
func parting(text string) rune {
	count := map[rune]int{}
	quoted, lines := false, 0
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			if lines++; lines == 10 {
				return most(count)
			}
		default:
			count[r]++
		}
	}
	return most(count)
}

func most(count map[rune]int) rune {
	best := ','
	for _, r := range "\t;" {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

// tidied returns the rows of a sheet that say something, without what nobody sees.
func tidied(rows []workbook.Row) []workbook.Row {
	var out []workbook.Row
	for _, row := range rows {
		cells := slices.Clone(row.Cells)
		for n := range cells {
			cells[n].Text, cells[n].Remark = seen(cells[n].Text), seen(cells[n].Remark)
			if cells[n].Text == "" && cells[n].URL != "" {
				cells[n].Text = seen(cells[n].URL)
			}
		}
		for len(cells) > 0 && blank(cells[len(cells)-1]) && !cells[len(cells)-1].Below {
			cells = cells[:len(cells)-1]
		}
		if slices.ContainsFunc(cells, func(c workbook.Cell) bool { return !blank(c) }) {
			out = append(out, workbook.Row{Number: row.Number, Cells: cells})
		}
	}
	return out
}

func blank(c workbook.Cell) bool { return c.Text == "" && c.Remark == "" }

// lineEnds are other ends of lines than ours.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ")

// seen returns a text without the characters that nobody sees and the space around it.
func seen(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200b, r == 0x200e, r == 0x200f, r == 0x061c, r == 0xfeff, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, lineEnds.Replace(strings.ToValidUTF8(text, "\ufffd")))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// oneLine makes one line of a text.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), " ")
}

// cellAt returns the cell of a row in a column; an empty one where the row has none.
func cellAt(row workbook.Row, column int) workbook.Cell {
	if column < 0 || column >= len(row.Cells) {
		return workbook.Cell{}
	}
	return row.Cells[column]
}

// text returns what stands in a column of a row.
func text(row workbook.Row, column int) string { return cellAt(row, column).Text }

// texts returns what stands in a column, but for its empty cells.
func texts(rows []workbook.Row, column int) []string {
	var list []string
	for _, row := range rows {
		if s := text(row, column); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// said returns the columns of a row that say something.
func said(row workbook.Row) []int {
	var list []int
	for n, c := range row.Cells {
		if !blank(c) {
			list = append(list, n)
		}
	}
	return list
}
