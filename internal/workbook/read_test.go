package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// made returns a workbook as others make them.
func made(t testing.TB, fill func(f *excelize.File)) []byte {
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func styled(f *excelize.File, cell, format string, value any) {
	id, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	_ = f.SetCellStyle("Sheet1", cell, cell, id)
	_ = f.SetCellValue("Sheet1", cell, value)
}

// A workbook is read as it is seen, but for days, which have one form.
func TestRead(t *testing.T) {
	day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	data := made(t, func(f *excelize.File) {
		set := func(cell string, v any) { _ = f.SetCellValue("Sheet1", cell, v) }
		set("A1", "引き継ぎ一覧")
		_ = f.MergeCell("Sheet1", "A1", "C1")
		set("A3", "Apple")
		_ = f.MergeCell("Sheet1", "A3", "A4")
		set("B3", "証明書")
		styled(f, "C3", `[$-411]ggge"年"m"月"d"日"`, day)
		styled(f, "D3", "0000", 42)
		styled(f, "E3", "0%", 0.5)
		styled(f, "F3", "yyyy/m/d h:mm", day.Add(90*time.Minute))
		styled(f, "G3", `0.0"d"`, 3)
		set("B4", "一\n二")
		set("C4", true)
		_ = f.SetCellHyperLink("Sheet1", "B4", "https://a.example/", "External")
		_ = f.SetCellFormula("Sheet1", "D4", `HYPERLINK("https://b.example/","見る")`)
		_ = f.SetCellFormula("Sheet1", "E4", `1+1`)
		_ = f.AddComment("Sheet1", excelize.Comment{Cell: "B3", Author: "山田", Paragraph: []excelize.RichTextRun{{Text: "山田:"}, {Text: "毎年"}}})
		_, _ = f.NewSheet("隠し")
		_ = f.SetCellValue("隠し", "A1", "x")
		_ = f.SetSheetVisible("隠し", false)
	})
	book, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, s := range book.Sheets {
		said = append(said, fmt.Sprintf("%s %v", s.Name, s.Hidden))
		for _, row := range s.Rows {
			said = append(said, fmt.Sprintf("%d %+v", row.Number, row.Cells))
		}
	}
	want := []string{
		"Sheet1 false",
		"1 [{Text:引き継ぎ一覧 URL: Remark: Across:3 Below:false}]",
		"3 [{Text:Apple URL: Remark: Across:0 Below:false} {Text:証明書 URL: Remark:毎年 Across:0 Below:false} {Text:2026-11-30 URL: Remark: Across:0 Below:false} {Text:0042 URL: Remark: Across:0 Below:false} {Text:50% URL: Remark: Across:0 Below:false} {Text:2026-11-30 01:30 URL: Remark: Across:0 Below:false} {Text:3.0d URL: Remark: Across:0 Below:false}]",
		"4 [{Text: URL: Remark: Across:0 Below:true} {Text:一\n二 URL:https://a.example/ Remark: Across:0 Below:false} {Text:TRUE URL: Remark: Across:0 Below:false} {Text:見る URL:https://b.example/ Remark: Across:0 Below:false} {Text: URL: Remark: Across:0 Below:false}]",
		"隠し true",
		"1 [{Text:x URL: Remark: Across:0 Below:false}]",
	}
	if !slices.Equal(said, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(said, "\n"), strings.Join(want, "\n"))
	}
	if book.Unreckoned != 1 {
		t.Errorf("%d formulas without a result", book.Unreckoned)
	}
}

// Days are counted from 1904 in workbooks of old Macs.
func TestRead1904(t *testing.T) {
	yes := true
	book, err := Read(made(t, func(f *excelize.File) {
		_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		styled(f, "A1", "yyyy-mm-dd", 1)
	}))
	if err != nil || book.Sheets[0].Rows[0].Cells[0].Text != "1904-01-02" {
		t.Errorf("%+v, %v", book, err)
	}
}

// zipped returns a workbook with one part in another form.
func zipped(t testing.TB, part, text string) []byte {
	whole := made(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "x") })
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range z.File {
		if entry.Name != part {
			if err := w.Copy(entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	f, _ := w.Create(part)
	_, _ = f.Write([]byte(text))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A file that is made to do harm is refused before anything is made of it.
func TestReadHostile(t *testing.T) {
	sheet := func(rows string) string {
		return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
	}
	const path = "xl/worksheets/sheet1.xml"
	for name, data := range map[string][]byte{
		"bomb":       zipped(t, "xl/media/image1.png", strings.Repeat("0", maxUnpacked)),
		"rows":       zipped(t, path, sheet(strings.Repeat("<row/>", maxRows+1))),
		"last row":   zipped(t, path, sheet(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)),
		"wide":       zipped(t, path, sheet(strings.Repeat(`<row><c r="XFD1" s="1"/></row>`, 9))),
		"cells":      zipped(t, path, sheet(strings.Repeat(`<row><c r="ALL1"/></row>`, 600))),
		"merged":     zipped(t, path, sheet("")+strings.Repeat(`<mergeCell ref="A1:B2"/>`, maxPairs+1)),
		"string":     zipped(t, "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat("x", maxString+1)),
		"inline":     zipped(t, path, sheet(`<row><c t="inlineStr"><is><t>`+strings.Repeat("x", maxString+1)+`</t></is></c></row>`)),
		"said often": zipped(t, path, sheet(strings.Repeat(`<row><c t="inlineStr"><is><t>`+strings.Repeat("x", maxString/2)+`</t></is></c></row>`, 80))),
	} {
		start := time.Now()
		if _, err := Read(data); !errors.Is(err, ErrLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	for name, data := range map[string][]byte{
		"empty": nil, "text": []byte("a,b\n"), "zip": []byte("PK\x03\x04"), "old": append(slices.Clone(ole), make([]byte, 600)...),
		"no sheet": zipped(t, "xl/workbook.xml", "<workbook/>"),
	} {
		if _, err := Read(data); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(slices.Concat(ole, make([]byte, 600), wide("EncryptedPackage"))); !errors.Is(err, ErrEncrypted) {
		t.Errorf("encrypted: %v", err)
	}
}

// Whatever is damaged in a part, it is an error or a workbook.
func TestReadDamaged(t *testing.T) {
	whole := made(t, func(f *excelize.File) {
		_ = f.SetCellValue("Sheet1", "A1", "項目")
		styled(f, "B1", "yyyy-mm-dd", 40000)
		_ = f.MergeCell("Sheet1", "A1", "A3")
		_ = f.SetCellHyperLink("Sheet1", "B1", "https://a.example/", "External")
	})
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, entry := range z.File {
		f, _ := entry.Open()
		var part bytes.Buffer
		_, _ = part.ReadFrom(f)
		for range 40 {
			text := slices.Clone(part.Bytes())
			for range 1 + r.IntN(3) {
				at := r.IntN(len(text))
				switch r.IntN(3) {
				case 0:
					text[at] = byte(r.IntN(256))
				case 1:
					text = text[:at+1]
				default:
					text = slices.Insert(text, at, []byte(`"<>=9-`)[r.IntN(6)])
				}
			}
			if book, err := Read(zipped(t, entry.Name, string(text))); (book == nil) == (err == nil) {
				t.Errorf("%s: %v, %v of %q", entry.Name, book, err, text)
			}
		}
	}
}
