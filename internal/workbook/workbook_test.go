package workbook

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// siteOf returns an edition of the example, of which some files are others.
func siteOf(t *testing.T, org string, files map[string]string) *site.Site {
	t.Helper()
	other := output.NewMemory()
	for name, text := range files {
		if err := other.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	var b build.Builder
	r, err := b.Check(t.Context(), build.Input{Project: source.Overlay(other, os.DirFS("../..")), Org: org, Public: org == ""})
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	return r.Site
}

func open(t *testing.T, s *site.Site) *excelize.File {
	t.Helper()
	data, err := Make(s, "https://notes.example/")
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(s, "https://notes.example/")
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same site makes other bytes: %v", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// The example's workbook has a sheet of each table for each language, with what is
// recorded, and is laid out for paper and for work.
func TestExample(t *testing.T) {
	f := open(t, siteOf(t, "mihon", nil))
	if got, want := f.GetSheetList(), []string{"チェックリスト", "更新", "リンク", "Checklist", "Renewals", "Links"}; !slices.Equal(got, want) {
		t.Errorf("sheets %q, want %q", got, want)
	}
	for at, want := range map[string]string{
		"チェックリスト!A1": "引き継ぎチェックリスト — 株式会社みほん", "Checklist!A1": "Handover checklist — Mihon K.K.",
		"チェックリスト!B7": "MDMプッシュ証明書を取得したApple Account", "チェックリスト!D7": "iOSデバイスを管理している場合", "チェックリスト!H7": "vault:mdm/apns",
		"チェックリスト!I5": "2026-11-10", "チェックリスト!K5": "済", "チェックリスト!K7": "未", "Checklist!K5": "Done",
		"更新!A5": "2027-06-12", "Renewals!B5": "The Apple Account behind the MDM push certificate", "Renewals!H6": "Link to an external device management service https://support.apple.com/guide/business/axm1c1be359d/web\nYearly renewals (push certificate, ADE, VPP) https://support.clomo.com/?page_id=2535",
		"Links!C6": "https://support.clomo.com/?page_id=33533", "Links!F6": "Not opened", "リンク!D5": "項目1、項目2",
	} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", at, got, err, want)
		}
	}
	for _, name := range f.GetSheetList() {
		note, _ := f.GetCellValue(name, "A2")
		if !strings.Contains(note, "content/orgs/mihon/org.yaml") {
			t.Errorf("%s does not say where the record is: %q", name, note)
		}
		layout, err := f.GetPageLayout(name)
		if err != nil || *layout.Size != a4 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: layout %+v, %v", name, layout, err)
		}
		if props, err := f.GetSheetProps(name); err != nil || !*props.FitToPage {
			t.Errorf("%s does not fit to the page: %v", name, err)
		}
		if panes, err := f.GetPanes(name); err != nil || !panes.Freeze || panes.YSplit != headRow {
			t.Errorf("%s: panes %+v, %v", name, panes, err)
		}
		if lists, err := f.GetDataValidations(name); err != nil || len(lists) != 1 || strings.Count(lists[0].Formula1, ",") != 2 {
			t.Errorf("%s: choices %+v, %v", name, lists, err)
		}
		if n := slices.IndexFunc(f.GetDefinedName(), func(d excelize.DefinedName) bool {
			return d.Name == "_xlnm.Print_Titles" && d.Scope == name && strings.HasSuffix(d.RefersTo, "!$4:$4")
		}); n < 0 {
			t.Errorf("%s does not repeat its head", name)
		}
	}
	if linked, url, err := f.GetCellHyperLink("Links", "C5"); err != nil || !linked || url != "https://faq.clomo.com/clomo-all/clomo-panel/271" {
		t.Errorf("link: %v %q %v", linked, url, err)
	}
}

// exampleWith returns the example's edition, of which org.yaml holds new instead of old.
func exampleWith(t *testing.T, old, new string) *site.Site {
	t.Helper()
	const org = "content/orgs/mihon/org.yaml"
	data, err := os.ReadFile("../../" + org)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", org, old)
	}
	return siteOf(t, "mihon", map[string]string{org: strings.Replace(string(data), old, new, 1)})
}

// What is known of a renewal by itself stands in its row.
func TestFactsOfARenewal(t *testing.T) {
	f := open(t, exampleWith(t, "ade-token: {", "ade-token: {owner: kimura, second: maeda, account: ade@mihon.example, secret: vault:mdm/ade, where: {ja: 金庫, en: Safe}, note: {ja: 九月, en: September}, "))
	for at, want := range map[string]string{
		"Renewals!F6": "Makoto Kimura", "Renewals!J6": "ade@mihon.example\nvault:mdm/ade\nSafe\nSeptember\nSecond: Hanako Maeda",
		"更新!J6": "ade@mihon.example\nvault:mdm/ade\n金庫\n九月\n副担当 前田 花子", "Renewals!J7": "",
	} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got, err := f.GetCellValue(sheet, cell); err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", at, got, err, want)
		}
	}
}

// What was handed over before this handover is to be handed over again.
func TestNextHandover(t *testing.T) {
	f := open(t, exampleWith(t, "begins: 2026-11-01, date: 2027-04-01", "begins: 2027-11-01, date: 2028-04-01"))
	for at, want := range map[string]string{"I5": "", "J5": "", "K5": "To do"} {
		if got, err := f.GetCellValue("Checklist", at); err != nil || got != want {
			t.Errorf("%s = %q (%v), want %q", at, got, err, want)
		}
	}
}

// What an author writes never becomes a formula, neither as it is opened nor as
// somebody edits the cell; a column that does not apply and a blank packet are told.
func TestFormulas(t *testing.T) {
	signs := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\u3000=1", "＝1", `=HYPERLINK("https://evil.example","x")`}
	var items strings.Builder
	for i, s := range signs {
		items.WriteString("  - {id: i-" + string(rune('a'+i)) + ", give: [document], title: '" + strings.ReplaceAll(s, "'", "''") + "'}\n")
	}
	s := siteOf(t, "", map[string]string{
		"content/columns/admin-handover.ja.md": "---\ntitle: 題\nchecklist:\n" + items.String() + "---\n",
		"content/columns/admin-handover.en.md": "---\ntitle: Title\n---\n",
		"content/columns/more.ja.md":           "---\ntitle: '@more'\nchecklist:\n  - {id: more-1, title: More}\n---\n",
	})
	f := open(t, s)
	for i, want := range append(signs, "More") {
		row := headRow + 1 + i
		at, _ := excelize.CoordinatesToCellName(3, row)
		got, _ := f.GetCellValue("Checklist", at)
		formula, _ := f.GetCellFormula("Checklist", at)
		kind, _ := f.GetCellType("Checklist", at)
		style, _ := f.GetCellStyle("Checklist", at)
		form, err := f.GetStyle(style)
		if got != strings.TrimSpace(want) && got != want || formula != "" || kind != excelize.CellTypeSharedString || err != nil || form.NumFmt != textForm {
			t.Errorf("%s = %q, formula %q, type %v, %+v, %v; want the text %q", at, got, formula, kind, form, err, want)
		}
	}
	if got, _ := f.GetCellValue("Checklist", "A12"); got != "@more" {
		t.Errorf("the list is called %q", got)
	}
	if note, _ := f.GetCellValue("リンク", "A2"); !strings.Contains(note, "content/orgs/…/org.yaml") {
		t.Errorf("the blank workbook says %q", note)
	}
}

// A renewal without guides leads to those of its item; of several each has its address.
// A marking that is longer than the top of a page takes is cut.
func TestGuidesAndMarking(t *testing.T) {
	org, err := os.ReadFile("../../content/orgs/mihon/org.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := open(t, siteOf(t, "mihon", map[string]string{
		"content/orgs/mihon/org.yaml": strings.Replace(string(org), "{ja: 社外秘, en: CONFIDENTIAL}", strings.Repeat("R&D 社外秘", 34), 1),
	}))
	rows, err := f.GetRows("Renewals")
	if err != nil {
		t.Fatal(err)
	}
	for n, row := range rows[4:] {
		if len(row) > 7 && row[7] == "" {
			t.Errorf("row %d has no guide: %q", n+5, row)
		}
	}
	if got, _ := f.GetCellValue("Renewals", "H5"); !strings.Contains(got, " https://identity.apple.com/pushcert/\n") || !strings.Contains(got, "axm6603d9206/web") {
		t.Errorf("of several guides the first alone is shown: %q", got)
	}
	top, err := f.GetHeaderFooter("Renewals")
	if err != nil || !strings.HasPrefix(top.OddHeader, "&RR&&D 社外秘") || !strings.HasSuffix(top.OddHeader, "…") {
		t.Errorf("the top of pages says %q (%v)", top.OddHeader, err)
	}
}
