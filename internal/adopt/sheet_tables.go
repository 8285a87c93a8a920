package adopt

import (
	"slices"

	"hikitsugi/internal/workbook"
)

// A part is a table of a sheet.
type part struct {
	caption string         // above it, where the sheet has several
	above   []string       // paragraphs between the caption and the table
	list    *checklist     // nil: any other table
	rows    []workbook.Row // of a table that is no list, its head as well
}

// plainHeads are names of columns that say nothing of what is to be done.
var plainHeads = set("電話 電話番号 内線 連絡先 メール メールアドレス 会社 会社名 氏名 役割 役職 住所 型番 機種 シリアル シリアル番号 台数 数量 場所 保管場所 設置場所 置き場所 アドレス url os 用途 バージョン 金額 費用 契約番号 telephone phone phonenumber tel email mail mailaddress address company contact role model serial serialnumber quantity count location place version cost contractnumber")

// isTableHead reports whether a row is the head of a table: two thirds of it are names of
// columns, and a row follows that says several things; surely says that it is nothing but
// such names.
func isTableHead(rows []workbook.Row, n int) (is, surely bool) {
	cells := said(rows[n])
	if len(cells) < 2 || n+1 == len(rows) || len(said(rows[n+1])) < 2 {
		return false, false
	}
	known := 0
	for _, c := range cells {
		name := headed(rows[n].Cells[c].Text)
		of := roleOf(name)
		if titleColumns[name] > 0 || plainHeads[name] || of != asOther && of != asProgress {
			known++
		}
	}
	return known*3 >= len(cells)*2, known == len(cells)
}

// A spot is where in a sheet a table is, with what stands right above it.
type spot struct{ from, head int }

// tables finds the tables of a sheet, if there are several: what parts them is a row left
// free, or one with a caption, and the head of the next. list is the row with the head of
// a list of what is to be done, -1 if there is none.
func tables(rows []workbook.Row, list int) []spot {
	var spots []spot
	for n := range rows {
		is, surely := isTableHead(rows, n)
		if surely = surely || n == list; !is && !surely {
			continue
		}
		from := n
		for from > 0 && len(said(rows[from-1])) == 1 && rows[from].Number == rows[from-1].Number+1 {
			from--
		}
		if from == n && n > 0 && len(said(rows[n-1])) == 1 { // a caption with a row left free below it
			from--
		}
		switch {
		case len(spots) == 0:
			from = 0
		case slices.EqualFunc(rows[n].Cells, rows[spots[len(spots)-1].head].Cells, func(a, b workbook.Cell) bool { return a.Text == b.Text }):
			continue // the same again, as on the next page of paper
		case from == n && (!surely || rows[n].Number == rows[n-1].Number+1):
			continue
		}
		spots = append(spots, spot{from, n})
	}
	if len(spots) < 2 {
		return nil
	}
	return spots
}

// inParts reads the tables of a sheet which has several. It returns what stands above
// all of them.
func (s *sheet) inParts(spots []spot, about string) (above []workbook.Row) {
	for n, at := range spots {
		end := len(s.grid.rows)
		if n+1 < len(spots) {
			end = spots[n+1].from
		}
		var p part
		captions := s.grid.rows[at.from:at.head]
		if n == 0 {
			above = captions
			if last := len(captions) - 1; last > 0 && len(said(captions[last])) == 1 { // the first is the title
				above, captions = captions[:last], captions[last:]
			} else {
				captions = nil
			}
		}
		for k, row := range captions {
			if k == 0 {
				p.caption, about = oneLine(rowText(row)), rowText(row)
			} else {
				p.above = append(p.above, rowText(row))
			}
		}
		rows := s.grid.rows[at.head:end]
		if p.list = headIn(rows[0], rows[1:], about); p.list == nil {
			p.rows = rows
		}
		s.parts = append(s.parts, p)
	}
	return above
}
