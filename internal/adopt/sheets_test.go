package adopt

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// tableSamples are spreadsheets, and what becomes of them, with ¦ where more stands between.
var tableSamples = []sample{
	{"several.csv", "Handover,,,\nContacts,,,\nName,Phone,Email,Notes\nHelp desk,ext. 4321,help@a.example,\n■ Tasks,,,\nWeekly and yearly ones,,,\nTask,Owner,Frequency,Status\nRenew certificate,Ann,Yearly,done\nCollect devices,Bob,,todo\nTask,Owner,Frequency,Status\nCheck backups,Bob,weekly,\nDevices,,,\nModel,Serial,Location,\niPad,X1,Box A,\n",
		"columns/several.en.md¦title: \"Handover\"\nchecklist:\n  - id: renew-certificate\n    title: \"Renew certificate\"\n    section: tasks-s1\n    renew: P1Y\n    who: \"Ann\"\n  - id: collect-devices\n¦  - id: check-backups\n    title: \"Check backups\"\n    section: tasks-s1\n    renew: P7D\n    who: \"Bob\"\n---¦## ■ Tasks {#tasks-s1}\n\nWeekly and yearly ones\n\n::: checklist tasks-s1\n:::\n\n## Contacts\n\n| Name | Phone | Email | Notes |\n| --- | --- | --- | --- |\n| Help desk | ext. 4321 | help@a.example |  |\n\n## Devices\n\n| Model | Serial | Location |\n| --- | --- | --- |\n| iPad | X1 | Box A |\n"},
	{"several-ja.csv", "引き継ぎ一覧,,,\n,,,\nアカウント,,,\nNo.,項目,担当,周期\n1,Apple Account,総務,年1回\n2,Googleアカウント,情シス,\n,,,\n連絡先,,,\n名前,電話,メール,備考\nヘルプデスク,内線4321,help@a.example,平日\nベンダー,内線99,,24時間\n,,,\n作業,,,\nNo.,項目,担当,期限\n1,証明書の更新,総務,2027-04-01\n2,端末の回収,情シス,2027-05-01\n",
		"columns/several-ja.ja.md¦title: \"引き継ぎ一覧\"\n¦    title: \"Apple Account\"\n    section: several-ja-s1\n    renew: P1Y\n    who: \"総務\"\n¦## アカウント {#several-ja-s1}\n¦## 作業 {#several-ja-s2}\n\n::: checklist several-ja-s2\n:::\n\n### 証明書の更新 {#several-ja-3}\n\n- 期限：2027-04-01\n¦## 連絡先\n\n| 名前 | 電話 | メール | 備考 |\n| --- | --- | --- | --- |\n| ヘルプデスク | 内線4321 | help@a.example | 平日 |\n| ベンダー | 内線99 |  | 24時間 |\n"},
	{"one-list.csv", "端末管理 引継書,,,\n作成者,佐藤,部署,情シス\n更新日,2026-04-01,担当,木村\n\n項目,担当,期限,備考\n証明書,総務,,毎年\n\n担当,総務,,備考\nアプリ,情シス,,\n",
		"columns/one-list.ja.md¦    title: \"担当\"\n    who: \"総務\"\n    note: \"備考\"\n¦作成者 佐藤 部署 情シス\n\n更新日 2026-04-01 担当 木村\n\n::: checklist\n:::\n"},
	{"list.csv", "\n端末の引き継ぎ一覧,,,\n作成,総務部\n\nNo.,分類,引き継ぎ事項,内容・手順,担当,期限,周期,リスク,完了,備考\n1,Apple,証明書の更新,\"1. 開く\n2. 更新する\",総務,令和8年11月30日,年1回,止まる,済,毎年\n2,,ABMの管理者,追加する,総務,,,,☐,\n3,Android,アカウント,,〃,,,,,\"一\n二\"\n※ 印刷して渡す,,,\n",
		"columns/list.ja.md¦title: \"端末の引き継ぎ一覧\"\nchecklist:\n  - id: list-1\n    title: \"証明書の更新\"\n    section: apple\n    renew: P1Y\n    who: \"総務\"\n    risk: \"止まる\"\n    note: \"毎年\"\n  - id: abm-2\n    title: \"ABMの管理者\"\n    section: apple\n¦  - id: list-3\n    title: \"アカウント\"\n    section: android\n    who: \"総務\"\n---¦作成 総務部\n\n## Apple {#apple}\n\n::: checklist apple\n:::\n\n### 証明書の更新 {#list-1}\n\n1. 開く\n2. 更新する\n\n- 期限：令和8年11月30日\n\n### ABMの管理者 {#abm-2}\n\n追加する\n\n## Android {#android}\n\n::: checklist android\n:::\n\n### アカウント {#list-3}\n\n- 備考：一\\\n  二\n\n※ 印刷して渡す"},
	{"english.csv", "Task,Owner,Due,Frequency,Done,Notes,Reference\n\"Say \"\"now\"\"\",Ann,30 Nov 2026,every 2 years,x,*Mind* <b> #3,https://a.example/b_c_d\nRepeat,,,sometimes,in progress,??who??,\n",
		"columns/english.en.md¦- id: say-now\n    title: \"Say \\\"now\\\"\"\n    renew: P2Y\n    who: \"Ann\"\n    note: \"*Mind* <b> #3\"\n  - id: repeat\n    title: \"Repeat\"\n    note: \"? ?who? ?\"¦::: checklist\n:::\n\n## Say \"now\" {#say-now}\n\n- Due: 30 Nov 2026\n- Reference: <https://a.example/b_c_d>\n\n## Repeat {#repeat}\n\n- Frequency: sometimes\n"},
	{"gives.csv", "Item,Type,Risk\nThe admin,\"account, password\",Locked out\nThe key,key,\n", "title: \"The admin\"\n    give: [account, password]\n    risk: \"Locked out\"¦give: [key]"},
	{"known.csv", "Task,URL\nA,https://known.example/x\n", "guides: [known]\n---"},
	{"formula.csv", "Task,Description\n\"=HYPERLINK(\"\"https://evil.example/\"\",\"\"x\"\")\",=1+1|- a\n+1,-2\n@a,\"# b\n    code\"\n", "title: \"=HYPERLINK(\\\"https://evil.example/\\\",\\\"x\\\")\"¦## \\=HYPERLINK(\"https://evil.example/\",\"x\") {#¦\n\n\\=1+1\\|- a\n¦\\-2¦\\# b\\\ncode"},
	{"headings.csv", "Task,Note\n■ First,\na,b\n■ Second,\nc,d\n", "section: first-s1¦section: second-s2¦## ■ First {#first-s1}¦## ■ Second {#second-s2}"},
	{"goes-on.csv", "Task,Detail,Date\na,one,\n,two,\nb,three,x\n", "## a {#goes-on-1}\n\none\n\ntwo\n\n## b {#goes-on-2}\n\nthree\n\n- Date: x"},
	{"again.csv", "Task,Detail\na b c,one\nTask,Detail\nx y z,two\n", "id: a-b-c¦id: x-y-z\n    title: \"x y z\"\n---"},
	{"only-heads.csv", "Task,Note\nTask,Note\n", "guides/only-heads.en.md¦Note"},
	{"table.csv", "Staff\n\nName,Room,\nAnn|a,\"1\n2\",\nBob,,*x*\n", "guides/table.en.md¦title: \"Staff\"¦| Name | Room |  |\n| --- | --- | --- |\n| Ann\\|a | 1 / 2 |  |\n| Bob |  | \\*x\\* |\n"},
	{"words.csv", "Alpha\nBeta - 1. x\n", "- Alpha\n- Beta - 1. x\n"},
	{"semi.csv", "Task;Note\na, b;c\n", "title: \"a, b\"\n    note: \"c\""},
	{"declared.csv", "sep=;\nTask;Note\none;two\n", "title: \"one\""},
	{"tabs.tsv", "Task\tNote\na, b, c\td\n", "title: \"a, b, c\""},
	{"bare.csv", "Task,Note\nthe 5\" screen,x\n", `title: "the 5\" screen"`},
	{"progress.csv", "Task,Predecessor,State\na,☑,on hold\n", "- State: on hold\n"},
	{"wide.csv", "項目,説明\n［!注］,：：： x\n｛＃a｝,？？b？？ ［c］（https://d.example/）\n", "&#xFF1A;：： x¦&#xFF1F;&#xFF1F;b&#xFF1F;&#xFF1F;"},
}

func tableFolder() fstest.MapFS {
	f := fstest.MapFS{}
	for _, s := range tableSamples {
		f[s.name] = &fstest.MapFile{Data: []byte(s.in)}
	}
	return f
}

func readTables(t testing.TB, f fstest.MapFS) *Result {
	r, err := Read(f, Options{Languages: []string{"en", "ja"}, Links: map[string]string{"https://known.example/x": "known"}, Items: map[string]string{"repeated": "x", "say-no": "y"}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// complaints are what is wrong with the pages that were made, but for what their authors
// have written.
func complaints(r *Result) []string {
	var list []string
	for name, data := range r.Files {
		place, wrong := content.Locate(name)
		if len(wrong) == 0 {
			_, wrong = content.ParsePage(source.New(name, data), place, "", "", markdown.New())
		}
		for _, d := range wrong {
			if d.Code == diag.URL {
				continue // an address is the author's
			}
			list = append(list, fmt.Sprintf("%s: %s %s in\n%s", d.Pos, d.Code, d.What.EN, data))
		}
	}
	return list
}

// Each table becomes what it says, without anything that a page may not hold, and with
// every word that it had but for the marks of progress.
func TestSpreadsheets(t *testing.T) {
	r := readTables(t, tableFolder())
	made := map[string]string{}
	for name, from := range r.origins {
		made[from.file] = name
	}
	for _, s := range tableSamples {
		got := "content/" + strings.TrimPrefix(made[s.name], "content/") + "\n" + string(r.Files[made[s.name]])
		at := 0
		for want := range strings.SplitSeq(s.want, "¦") {
			n := strings.Index(got[at:], want)
			if n < 0 {
				t.Errorf("%s: no %q in\n%s", s.name, want, got)
				break
			}
			at += n
		}
		for _, cell := range strings.FieldsFunc(s.in, func(r rune) bool { return strings.ContainsRune(",;|\t\n\" *_<>#?=？＃：!［］（）｛｝", r) }) {
			if !strings.Contains(got, cell) && !strings.Contains("No. 分類 引き継ぎ事項 内容・手順 担当 周期 リスク 完了 備考 済 ☐ ☑ 〃 1 2 3 年1回 Task Owner Frequency Done Notes x every years in progress Item Type Risk URL Note Detail Description https://known.example/x 項目 説明 sep State Predecessor Status Yearly done todo weekly 期限", cell) {
				t.Errorf("%s: %q is lost in\n%s", s.name, cell, got)
			}
		}
	}
	for _, wrong := range complaints(r) {
		t.Error(wrong)
	}
}

// What is no content, and what the author has to decide, is told at its row.
func TestSpreadsheetsTold(t *testing.T) {
	f := tableFolder()
	f["quote.csv"] = &fstest.MapFile{Data: []byte("Task,Note\na,b\nc,\"d\ne,f\n")}
	f["commas.csv"] = &fstest.MapFile{Data: []byte(strings.Repeat(",", mostCells))}
	f["empty.csv"] = &fstest.MapFile{}
	f["blank.csv"] = &fstest.MapFile{Data: []byte("\ufeff,,\n , \n")}
	f["long.csv"] = &fstest.MapFile{Data: []byte("Task,Note\n" + strings.Repeat("a,b\n", 20_000))}
	f["broken.xlsx"] = &fstest.MapFile{Data: []byte("PK\x03\x04")}
	f["locked.xlsx"] = &fstest.MapFile{Data: []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")}
	f["old.xls"] = &fstest.MapFile{Data: []byte("\xd0\xcf\x11\xe0")}
	f["~$open.xlsx"] = &fstest.MapFile{Data: []byte("x")}
	f["binary.csv"] = &fstest.MapFile{Data: []byte("a\x00b\x00\xff\xfe\xfd")}
	r := readTables(t, f)
	var said []string
	for _, finding := range r.Findings {
		said = append(said, fmt.Sprintf("%s:%d %s", finding.File, finding.Line, finding.What.EN))
	}
	for _, want := range []string{
		"list.csv:0 a checklist now, with items: 3 (content/columns/list.ja.md)",
		"list.csv:0 how far somebody was is left out, as each handover ticks anew (marks and rows: 済 (6); ☐ (8))",
		"list.csv:6 dates under \"期限\" (1) are kept in the text. Of what is renewed again and again, write how often as renew of the item, and the date under facts in org.yaml, as in list-1: {expires: 2026-11-30}",
		"list.csv:6 who does it is who of the item now",
		"english.csv:2 dates under \"Due\" (1)",
		"quote.csv:3 a quotation mark (\") is out of place",
		"empty.csv:0 not imported: there is nothing in it",
		"blank.csv:0 not imported: there is nothing in it",
		"long.csv:0 not imported: rows: 20000, columns: 2; more than",
		"commas.csv:0 not imported: it is too large",
		"broken.xlsx:0 not imported: it is damaged",
		"locked.xlsx:0 not imported: a password protects it",
		"old.xls:0 spreadsheets of this kind are not imported",
		"binary.csv:0 not imported: its encoding is unknown",
	} {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nothing says %q:\n%s", want, strings.Join(said, "\n"))
		}
	}
	for _, s := range said {
		if strings.Contains(s, "~$") || strings.HasPrefix(s, "bare.csv:2 a quotation") {
			t.Errorf("it says %q", s)
		}
	}
}

// The encodings in which Excel saves tables are read, and told.
func TestTableEncodings(t *testing.T) {
	const text = "項目,備考\r\n端末,①㈱髙橋\r\n"
	sjis, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ",", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	r := readTables(t, fstest.MapFS{"a.csv": {Data: []byte(sjis)}, "b.csv": {Data: []byte(wide)}, "c.csv": {Data: []byte("\ufeff" + text)}})
	for _, slug := range []string{"a", "b", "c"} {
		if page := string(r.Files["content/columns/"+slug+".ja.md"]); !strings.Contains(page, "title: \"端末\"\n    note: \"①㈱髙橋\"") {
			t.Errorf("%s: %q", slug, page)
		}
	}
}

// book makes a workbook.
func book(t testing.TB, fill func(f *excelize.File)) *fstest.MapFile {
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

// Each sheet that says something is a page; merged cells hold for all their rows, unless
// they are titles, which go on.
func TestWorkbook(t *testing.T) {
	f := fstest.MapFS{"引継.xlsx": book(t, func(f *excelize.File) {
		rows := func(sheet string, rows ...[]any) {
			for n, row := range rows {
				_ = f.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &row)
			}
		}
		_ = f.SetSheetName("Sheet1", "一覧")
		rows("一覧", []any{"引き継ぎリスト"}, []any{"区分", "項目", "内容", "担当", "期限", "済"}, []any{"鍵", "金庫", "開ける", "総務", time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), true}, []any{nil, nil, "閉める"}, []any{nil, "PIN", "PIN：4821#0937", nil}, []any{"機器", "予備機", "棚"})
		for _, merged := range [][2]string{{"A1", "F1"}, {"A3", "A5"}, {"B3", "B4"}, {"D3", "D5"}} {
			_ = f.MergeCell("一覧", merged[0], merged[1])
		}
		_ = f.SetCellHyperLink("一覧", "B6", "https://a.example/(x)", "External")
		_ = f.AddComment("一覧", excelize.Comment{Cell: "C6", Author: "x", Paragraph: []excelize.RichTextRun{{Text: "2台"}}})
		_, _ = f.NewSheet("連絡先")
		rows("連絡先", []any{"名称", "内線"}, []any{"窓口", "007"})
		_, _ = f.NewSheet("隠し")
		rows("隠し", []any{"x"})
		_ = f.SetSheetVisible("隠し", false)
		_, _ = f.NewSheet("空")
	})}
	r := readTables(t, f)
	var list, table string
	for name, data := range r.Files {
		if strings.Contains(name, "columns") {
			list = string(data)
		} else {
			table = string(data)
		}
	}
	for _, want := range []string{
		"title: \"引き継ぎリスト\"", "<!-- 引継.xlsx: 一覧 -->",
		"title: \"金庫\"\n    section: ", "who: \"総務\"\n  - id: pin\n    title: \"PIN\"\n    section: ", "who: \"総務\"\n  - id: ",
		"開ける\n\n閉める\n\n- 期限：2026-11-30\n", "PIN：4821#0937", "- [予備機](<https://a.example/(x)>)\n- コメント：2台\n",
	} {
		if !strings.Contains(list, want) {
			t.Errorf("no %q in\n%s", want, list)
		}
	}
	if !strings.Contains(table, "title: \"連絡先\"") || !strings.Contains(table, "| 窓口 | 007 |") {
		t.Error(table)
	}
	if r.Pages != 2 || !strings.Contains(fmt.Sprint(r.Findings), "「隠し」は取り込みませんでした") {
		t.Errorf("%d pages, %v", r.Pages, r.Findings)
	}
	for _, wrong := range complaints(r) {
		t.Error(wrong)
	}
}

// Of what Notion exports of a database, all rows are imported once, and lead to the pages
// of the rows; links to either file lead to the list.
func TestNotionDatabase(t *testing.T) {
	const number = " 0123456789abcdef0123456789abcdef"
	r := readTables(t, fstest.MapFS{
		"Tasks" + number + ".csv":     {Data: []byte("Name,Status\nOrder SIMs,Done\n")},
		"Tasks" + number + "_all.csv": {Data: []byte("Name,Status\nOrder SIMs,Done\nReturn phones,Not started\n")},
		"Tasks" + number + "/Order SIMs 11111111111111111111111111111111.md": {Data: []byte("# Order SIMs\n\nStatus: Done\n\nSee [all](../Tasks%200123456789abcdef0123456789abcdef.csv).\n")},
	})
	if got := string(r.Files["content/columns/tasks.en.md"]); !strings.Contains(got, "id: return-phones") || !strings.Contains(got, "- [Order SIMs](guide:tasks-order-sims)\n") {
		t.Error(got)
	}
	if got := string(r.Files["content/guides/tasks-order-sims.en.md"]); !strings.Contains(got, "[all](column:tasks)") {
		t.Error(got)
	}
	if r.Pages != 2 {
		t.Errorf("%d pages", r.Pages)
	}
}

// A table of the name of a page is another page, also in another language; and an item
// has no name that another page's has.
func TestTableNames(t *testing.T) {
	r, err := Read(fstest.MapFS{
		"a.md": {Data: []byte("# English\n\nText of a page.\n")}, "a.csv": {Data: []byte("項目,備考\nabc,端末の返却をする\n")}, "b.csv": {Data: []byte("Task,Note\nabc,Something to return\ntaken,else\nafter,else\n")},
	}, Options{Languages: []string{"en", "ja"}, Items: map[string]string{"taken": "content/runbooks/x.en.md"}, Taken: map[content.Kind]map[string]string{content.KindColumn: {"b": "content/guides/b.en.md"}}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"content/guides/a.en.md": "English", "content/columns/a-2.ja.md": "- id: abc\n", "content/columns/b-2.en.md": "- id: abc-1\n    title: \"abc\"\n    note: \"Something to return\"\n  - id: taken-2\n",
	} {
		if got := string(r.Files[name]); !strings.Contains(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if strings.Contains(string(r.Files["content/columns/b-2.en.md"]), "id: after\n") {
		t.Error("an item has the name of a section that runbooks have")
	}
}

// Periods are read as people write them, and nothing else.
func TestPeriods(t *testing.T) {
	for said, want := range map[string]string{
		"年1回": "P1Y", "年に一回": "P1Y", "毎年": "P1Y", "1年": "P1Y", "１年ごと": "P1Y", "三年ごと": "P3Y", "6か月": "P6M", "６ヶ月毎": "P6M", "半年": "P6M", "月次": "P1M", "365日": "P365D", "四半期ごと": "P3M",
		"半年ごと": "P6M", "半期毎": "P6M", "年2回": "P6M", "２回／年": "P6M", "1回/年": "P1Y", "年ごと": "P1Y", "毎年1回": "P1Y", "年１度": "P1Y", "四半期に一度": "P3M", "年4回": "P3M", "毎月一回": "P1M", "月毎": "P1M", "週1回": "P7D", "隔月": "P2M", "隔年": "P2Y", "2年に1度": "P2Y", "3年ごとに1回": "P3Y", "2ヶ月に1回": "P2M",
		"once every 3 years": "P3Y", "once per month": "P1M", "Once a year": "P1Y",
		"年3回": "", "1年おき": "", "毎年2回": "",
		"Yearly": "P1Y", "every 2 years": "P2Y", "12 months": "P12M", "Quarterly": "P3M",
		"随時": "", "": "", "0日": "", "as needed": "", "2026年": "", "毎年4月": "",
	} {
		if got := periodOf(said); got != want {
			t.Errorf("%q is %q, not %q", said, got, want)
		}
	}
}

// Dates of eras, and those in which the day comes first, are dates.
func TestDays(t *testing.T) {
	for said, want := range map[string]string{
		"令和8年11月30日": "2026-11-30", "令和元年5月1日": "2019-05-01", "平成31年4月30日": "2019-04-30", "R8.4.1": "2026-04-01", "昭和64年1月7日": "1989-01-07",
		"30 Nov 2026": "2026-11-30", "1 April 2027": "2027-04-01", "2026-11-30 10:00": "2026-11-30", "令和8年2月30日": "", "R8": "", "32 Nov 2026": "",
	} {
		day, ok := dayOf(said)
		if got := day.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%q is %q, %v", said, got, ok)
		}
	}
}

// FuzzTable holds that whatever stands in a table, a page becomes of it that can be read.
func FuzzTable(f *testing.F) {
	for _, s := range tableSamples {
		f.Add(s.in)
	}
	f.Add("Task,a\n\"&#x202e;&amp; {#a} [x]: y\n::: checklist\n```\n---\",\"<!-- x -->\n\n  - [ ] y\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4<<10 {
			return
		}
		for _, name := range []string{"a.csv", "a.tsv"} {
			for _, wrong := range complaints(readTables(t, fstest.MapFS{name: {Data: []byte(text)}})) {
				t.Errorf("%s\nof %q", wrong, text)
			}
		}
	})
}
