// Package workbook makes a spreadsheet of what is handed over: the checklist, the
// renewals and the external pages, each as a sheet for every language of the site. It
// is laid out for printing and for working through. The record stays in org.yaml, and
// every sheet says so.
//
// Every cell is text, a day or a link that we made: nothing of the content becomes a
// formula, also when somebody edits the cell. The same site makes the same bytes.
//
// [Read] reads the spreadsheets of others, whatever they hold, as they are seen.
package workbook

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
	"hikitsugi/internal/view"
)

// A column of a sheet.
type column struct {
	head  diag.Text
	width float64
	list  []diag.Text // the words that the cells offer; none: any text
	day   bool        // the cells are days
}

// A cell is a text, or a link.
type cell struct {
	text string
	url  string
}

// A sheet is a table.
type sheet struct {
	name    diag.Text
	title   diag.Text
	columns []column
	rows    [][]cell
	state   int         // the column that says how far one is
	over    []diag.Text // the states in which nothing is left to do
	due     int         // the column with the day by which; -1: none
}

// The words for how far one is. The first is what nobody has begun.
var (
	todo      = diag.Text{JA: "未", EN: "To do"}
	done      = diag.Text{JA: "済", EN: "Done"}
	none      = diag.Text{JA: "対象外", EN: "Not applicable"}
	unopened  = diag.Text{JA: "未確認", EN: "Not opened"}
	opened    = diag.Text{JA: "開けた", EN: "Opened"}
	broken    = diag.Text{JA: "開けない", EN: "Broken"}
	states    = []diag.Text{todo, done, none}
	linkState = []diag.Text{unopened, opened, broken}
)

// Make makes the workbook of an edition; base is the absolute URL of the site's root,
// or empty.
func Make(s *site.Site, base string) ([]byte, error) {
	b := &book{file: excelize.NewFile(), site: s}
	defer b.file.Close()
	for _, lang := range s.Languages() {
		b.lang = lang
		if err := b.styles(); err != nil {
			return nil, err
		}
		h := view.For(s, lang, base).Handover()
		for _, t := range []sheet{checklist(h, lang), renewals(h, lang), links(h, s, lang)} {
			if err := b.add(t, h); err != nil {
				return nil, fmt.Errorf("workbook: %s: %w", t.name.In(lang), err)
			}
		}
	}
	if err := b.file.DeleteSheet("Sheet1"); err != nil {
		return nil, err
	}
	b.file.SetActiveSheet(0)
	made := "2000-01-01T00:00:00Z" // a workbook has to say one; no clock is asked
	if s.Org != nil {
		made = s.Org.Handover.Begins.Time().Format(time.RFC3339)
	}
	if err := b.file.SetDocProps(&excelize.DocProperties{
		Title: s.Config.Title.In(s.Languages()[0]), Creator: "gen", LastModifiedBy: "gen", Created: made, Modified: made, Language: s.Languages()[0],
	}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if _, err := b.file.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func checklist(h view.Handover, lang string) sheet {
	t := sheet{
		name: diag.Text{JA: "チェックリスト", EN: "Checklist"}, title: diag.Text{JA: "引き継ぎチェックリスト", EN: "Handover checklist"},
		columns: []column{
			{head: diag.Text{JA: "一覧", EN: "List"}, width: 16},
			{head: diag.Text{JA: "No.", EN: "No."}, width: 5},
			{head: diag.Text{JA: "引き継ぐもの", EN: "What is handed over"}, width: 30},
			{head: diag.Text{JA: "渡すもの", EN: "What changes hands"}, width: 18},
			{head: diag.Text{JA: "条件", EN: "Applies"}, width: 18},
			{head: diag.Text{JA: "責任者", EN: "Owner"}, width: 12},
			{head: diag.Text{JA: "副担当", EN: "Second"}, width: 12},
			{head: diag.Text{JA: "アカウント", EN: "Account"}, width: 22},
			{head: diag.Text{JA: "置き場所", EN: "Kept at"}, width: 20},
			{head: diag.Text{JA: "渡した日", EN: "Given"}, width: 13, day: true},
			{head: diag.Text{JA: "受け取った日", EN: "Received"}, width: 13, day: true},
			{head: diag.Text{JA: "状態", EN: "State"}, width: 10, list: states},
			{head: diag.Text{JA: "メモ", EN: "Notes"}, width: 24},
		},
		state: 11, over: []diag.Text{done, none}, due: -1,
	}
	for _, l := range h.Lists {
		for _, i := range l.Checklist.Items {
			state := todo
			switch f := i.Fact; {
			case !i.Applies:
				state = none
			case f.Received.ISO != "" && (f.Given.ISO != "" || h.Cover.Absent):
				state = done
			}
			applies := i.Note.Text
			if !i.Applies && i.Reason != "" {
				applies = i.Reason
			}
			t.rows = append(t.rows, texts(
				l.Checklist.Title, fmt.Sprint(i.Number), i.Title, strings.Join(i.Gives, separator(lang)), applies,
				i.Fact.Owner, i.Fact.Second, i.Fact.Account, inLines(i.Fact.Secret, i.Fact.Where), i.Fact.Given.ISO, i.Fact.Received.ISO,
				state.In(lang), inLines(i.Fact.Note, i.Remark)))
		}
	}
	if len(h.Lists) == 1 { // its name says nothing
		t.columns, t.state = t.columns[1:], t.state-1
		for n := range t.rows {
			t.rows[n] = t.rows[n][1:]
		}
	}
	return t
}

func renewals(h view.Handover, lang string) sheet {
	t := sheet{
		name: diag.Text{JA: "更新", EN: "Renewals"}, title: diag.Text{JA: "更新するもの", EN: "Renewals"},
		columns: []column{
			{head: diag.Text{JA: "期限", EN: "Due"}, width: 13, day: true},
			{head: diag.Text{JA: "更新するもの", EN: "What is renewed"}, width: 34},
			{head: diag.Text{JA: "項目", EN: "Item"}, width: 34},
			{head: diag.Text{JA: "間隔", EN: "Every"}, width: 14},
			{head: diag.Text{JA: "最後に更新した日", EN: "Last done"}, width: 13, day: true},
			{head: diag.Text{JA: "担当", EN: "Owner"}, width: 14},
			{head: diag.Text{JA: "早めるもの", EN: "Forced early by"}, width: 24},
			{head: diag.Text{JA: "手引き", EN: "Guide"}, width: 28},
			{head: diag.Text{JA: "状態", EN: "State"}, width: 10, list: states},
			{head: diag.Text{JA: "メモ", EN: "Notes"}, width: 26},
		},
		state: 8, over: []diag.Text{done, none}, due: 0,
	}
	for _, r := range h.Renewals {
		notes := []string{r.When, r.Fact.Account, r.Fact.Secret, r.Fact.Where, r.Fact.Note}
		if r.Fact.Second != "" {
			notes = append(notes, diag.Textf("副担当 %s", "Second: %s", r.Fact.Second).In(lang))
		}
		row := texts(r.Due.ISO, r.Title, r.Item, r.Every, r.Done.ISO, r.Owner, r.Redo, "", todo.In(lang), inLines(notes...))
		row[7] = guides(r.Guides)
		t.rows = append(t.rows, row)
	}
	return t
}

func links(h view.Handover, s *site.Site, lang string) sheet {
	t := sheet{
		name: diag.Text{JA: "リンク", EN: "Links"}, title: diag.Text{JA: "外部のページ", EN: "External pages"},
		columns: []column{
			{head: diag.Text{JA: "題名", EN: "Title"}, width: 40},
			{head: diag.Text{JA: "提供元", EN: "By"}, width: 16},
			{head: diag.Text{JA: "URL", EN: "URL"}, width: 50},
			{head: diag.Text{JA: "使っている項目", EN: "Used by"}, width: 24},
			{head: diag.Text{JA: "最後に開いた日", EN: "Last opened"}, width: 13, day: true},
			{head: diag.Text{JA: "状態", EN: "State"}, width: 12, list: linkState},
			{head: diag.Text{JA: "メモ", EN: "Notes"}, width: 26},
		},
		state: 5, over: []diag.Text{opened}, due: -1,
	}
	users := map[string][]string{}
	for _, g := range h.Guides {
		for _, i := range g.Items {
			users[g.Guide.URL] = append(users[g.Guide.URL], i.Title)
		}
	}
	for _, l := range s.Links {
		day := ""
		if !l.Value.Checked.IsZero() {
			day = l.Value.Checked.String()
		}
		row := texts(l.Value.Title.In(lang), l.Value.By.In(lang), "", strings.Join(users[l.Value.URL.URL], separator(lang)), day, unopened.In(lang), "")
		row[2] = cell{l.Value.URL.URL, l.Value.URL.URL}
		t.rows = append(t.rows, row)
	}
	return t
}

// guides returns a cell that leads to a guide. A cell has room for one link: of several
// guides it holds the addresses.
func guides(list []view.Guide) cell {
	if len(list) == 1 {
		return cell{list[0].Title, list[0].URL}
	}
	var lines []string
	for _, g := range list {
		lines = append(lines, g.Title+" "+g.URL)
	}
	return cell{text: inLines(lines...)}
}

func texts(list ...string) []cell {
	row := make([]cell, len(list))
	for i, s := range list {
		row[i].text = s
	}
	return row
}

func separator(lang string) string {
	if lang == "ja" {
		return "、"
	}
	return ", "
}

// inLines writes each of the texts that says something on a line of its own.
func inLines(list ...string) string {
	return strings.Join(slices.DeleteFunc(list, func(s string) bool { return s == "" }), "\n")
}

// record says, in every sheet, where the record is.
func record(s *site.Site, packet string) diag.Text {
	where := content.Dir + "/orgs/…/org.yaml"
	if s.Org != nil {
		where = content.Dir + "/orgs/" + s.Org.ID + "/org.yaml"
	}
	packet = cmp.Or(packet, "—")
	return diag.Textf(
		"この表は作業用の控えです。正式な記録は %[1]s だけです。済んだことはそちらに書いてください。内容番号 %[2]s",
		"These are working notes. The record is %[1]s alone: write there what is done. Content ID %[2]s", where, packet)
}
