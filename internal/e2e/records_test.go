package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"

	"hikitsugi/internal/build"
)

// downloads lets the browser save files, and returns what waits for one.
func (b *tab) downloads() (next func(end string) (name string, data []byte)) {
	b.t.Helper()
	dir := b.t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		b.t.Fatal(err)
	}
	params := cdpbrowser.SetDownloadBehaviorParams{
		Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID, DownloadPath: dir,
	}
	if _, err := chromedp.CallBrowser(b.ctx, cdpbrowser.SetDownloadBehavior, params); err != nil {
		b.t.Fatal(err)
	}
	return func(end string) (string, []byte) {
		b.t.Helper()
		for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
			names, _ := filepath.Glob(filepath.Join(dir, "*"+end))
			if len(names) == 0 {
				continue
			}
			data, err := os.ReadFile(names[0])
			if err == nil && len(data) > 0 {
				os.Remove(names[0])
				return filepath.Base(names[0]), data
			}
		}
		b.t.Fatalf("no file *%s was saved", end)
		return "", nil
	}
}

// take imports a file and returns the report.
func (b *tab) take(data string) string {
	b.t.Helper()
	name := filepath.Join(b.t.TempDir(), "file.json")
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		b.t.Fatal(err)
	}
	b.press("[data-records]")
	b.wait(`document.querySelector("#_records").open`)
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#_records [type=file]"), []string{name}))
	b.wait(`document.querySelector("#_records .report").textContent !== ""`)
	report := value[string](b, `document.querySelector("#_records .report").innerText`)
	b.press("#_records .answers button")
	return report
}

// TestRecordsComeLater: what could not be loaded is said beside the button, and tried
// again.
func TestRecordsComeLater(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	var there atomic.Bool
	b := openTab(t, phone)
	b.excused = "records.js"
	b.visit(site.gate(t, func(name string) bool { return name != "records.js" || there.Load() }) + "ja/" + column)
	b.press("[data-records]")
	b.wait(`document.querySelector(".progress [role=status]").innerText.endsWith("読み込めません。もう一度押してください。")`)
	if value[bool](b, `document.querySelector("#_records").open`) {
		t.Error("what can do nothing opens")
	}
	there.Store(true)
	b.press("[data-records]")
	b.wait(`document.querySelector("#_records").open && document.querySelector(".progress .to-check").textContent === ""`)
}

// TestOrganisations: two editions at one address know nothing of each other.
func TestOrganisations(t *testing.T) {
	address, change := serveTwo(t, buildExample(t, build.Input{Project: project, Org: "mihon"}), buildExample(t, build.Input{Project: project, Public: true}))
	b := openTab(t, desktop)
	next := b.downloads()
	b.visit(address + "ja/columns/admin-handover/")
	b.known("佐藤")
	b.tick("house-rules", true)
	b.press("[data-records]")
	b.press("[data-export]")
	_, file := next(".json")
	b.press("#_records .answers button")
	change()
	b.do(chromedp.Reload())
	if got := b.count(); got != "確認済み 0 / 6" {
		t.Errorf("in the other edition the progress is %q", got)
	}
	if report := b.take(string(file)); !strings.Contains(report, "別の組織（mihon）") {
		t.Errorf("the other edition takes the file: %q", report)
	}
	if got := b.count(); got != "確認済み 0 / 6" {
		t.Errorf("after the import the progress is %q", got)
	}
}

// TestPassOn exports, clears and imports, and so brings everything back.
func TestPassOn(t *testing.T) {
	for _, from := range buildExample(t, build.Input{Project: project}).places(t) {
		t.Run(from.name, func(t *testing.T) {
			b := openTab(t, desktop)
			next := b.downloads()
			b.visit(from.address("ja/" + column))
			b.known("佐藤")
			b.tick("apns", true)
			b.tick("house-rules", true)
			b.note("apns", "<b>番号</b>を替える")
			kept := `JSON.stringify(Object.entries(localStorage).filter(([k]) => /:(tick|note):/.test(k)).sort())`
			before := value[string](b, kept)
			b.press("[data-records]")
			b.press("[data-export]")
			name, file := next(".json")
			if !strings.HasPrefix(name, "checklist-mihon-20") {
				t.Errorf("the file is named %q", name)
			}
			var data struct {
				Format, Organisation, By string
				Version                  int
				Ticks, Notes             map[string]any
			}
			if err := json.Unmarshal(file, &data); err != nil || data.Format != "hikitsugi-checklist" || data.Version != 1 || data.Organisation != "mihon" || data.By != "佐藤" || len(data.Ticks) != 2 || len(data.Notes) != 1 {
				t.Errorf("the file holds %s (%v)", file, err)
			}
			b.press("[data-reset]")
			b.press("#_reset button[value='']")
			if got := b.count(); got != "確認済み 2 / 6" {
				t.Errorf("without a yes the progress is %q", got)
			}
			b.press("[data-reset]")
			b.press("#_reset button[value=yes]")
			b.wait(kept + ` === "[]"`)
			b.press("#_records .answers button")

			if report := b.take(string(file)); report != "3件を取り込みました。" {
				t.Errorf("the report is %q", report)
			}
			if got := value[string](b, kept); got != before {
				t.Errorf("brought back is %s, want %s", got, before)
			}
			if got := value[string](b, `document.querySelector("#_item-apns .note-button").innerHTML`); got != "&lt;b&gt;番号&lt;/b&gt;を替える" {
				t.Errorf("the note is %s", got)
			}

			// What is newer here stays.
			b.tick("apns", false)
			if report := b.take(string(file)); !strings.Contains(report, "0件を取り込みました。") || !strings.Contains(report, "3件は、こちらの記録のほうが新しいか同じ") {
				t.Errorf("the report is %q", report)
			}
			if got := b.count(); got != "確認済み 1 / 6" {
				t.Errorf("after an older file the progress is %q", got)
			}
		})
	}
}

// TestRefusedFiles: nothing of a file that is not right in every point is believed.
func TestRefusedFiles(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.visit(from.address("ja/" + column))
	b.known("佐藤")
	const right = `{"on":true,"revision":"0123abcd","at":"2026-11-20T01:02:03.004Z","by":"前田"}`
	file := func(tick string) string {
		return `{"format":"hikitsugi-checklist","version":1,"organisation":"mihon","at":"2026-11-20T01:02:03.004Z","by":"","ticks":{` + tick + `},"notes":{}}`
	}
	for _, tt := range []struct{ name, data, want string }{
		{"no JSON", "tick,apns", "書き出したファイルではありません"},
		{"a list", "[]", "書き出したファイルではありません"},
		{"another format", strings.Replace(file(""), "hikitsugi-", "other-", 1), "書き出したファイルではありません"},
		{"another version", strings.Replace(file(""), `"version":1`, `"version":2`, 1), "別のバージョン"},
		{"another organisation", strings.Replace(file(""), `"mihon"`, `"<b>beta</b>"`, 1), "別の組織（<b>beta</b>）"},
		{"an organisation that is none", strings.Replace(file(""), `"mihon"`, `{"a":1}`, 1), "書き出したファイルではありません"},
		{"no organisation", strings.Replace(file(""), `"mihon"`, `null`, 1), "書き出したファイルではありません"},
		{"an organisation that turns the line around", strings.Replace(file(""), `"mihon"`, `"\u202eb"`, 1), "書き出したファイルではありません"},
		{"one key too many", strings.Replace(file(""), `"by"`, `"x":1,"by"`, 1), "書き出したファイルではありません"},
		{"ticks are a list", strings.Replace(file(""), `"ticks":{}`, `"ticks":[]`, 1), "書き出したファイルではありません"},
		{"too large", file(`"apns":` + right + `,"x":"` + strings.Repeat("x", 2_000_000) + `"`), "書き出したファイルではありません"},
		{"a tick that is none", file(`"apns":true`), "1件は正しい形ではないので、取り込みませんでした: apns"},
		{"on is a text", file(`"apns":` + strings.Replace(right, "true", `"yes"`, 1)), "1件は正しい形ではない"},
		{"no such day", file(`"apns":` + strings.Replace(right, "11-20", "11-31", 1)), "1件は正しい形ではない"},
		{"a time of its own", file(`"apns":` + strings.Replace(right, "01:02:03.004Z", "1:02", 1)), "1件は正しい形ではない"},
		{"the future", file(`"apns":` + strings.Replace(right, "2026", "2999", 1)), "1件は正しい形ではない"},
		{"a revision that is none", file(`"apns":` + strings.Replace(right, "0123abcd", "0123ABCD", 1)), "1件は正しい形ではない"},
		{"a name without end", file(`"apns":` + strings.Replace(right, "前田", strings.Repeat("前", 81), 1)), "1件は正しい形ではない"},
		{"a name that turns the line around", file(`"apns":` + strings.Replace(right, "前田", `\u202e`, 1)), "1件は正しい形ではない"},
		{"one key of a tick too many", file(`"apns":` + strings.Replace(right, "{", `{"x":1,`, 1)), "1件は正しい形ではない"},
		{"a key that turns the line around", file(`"a\u202eb":` + right), "取り込みませんでした: ab"},
		{"a key that leads elsewhere", file(`"a:b":` + right), "1件は正しい形ではない"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &tab{t: t, ctx: b.ctx, touch: b.touch}
			if report := b.take(tt.data); !strings.Contains(report, tt.want) {
				t.Errorf("the report is %q, want %q", report, tt.want)
			}
			if kept := value[[]string](b, `Object.keys(localStorage).filter(key => /:(tick|note|incident):/.test(key))`); len(kept) > 0 {
				t.Errorf("it keeps %q", kept)
			}
		})
	}
	// What is right among it is taken, also under a name that means something to a script.
	report := b.take(file(`"apns":` + right + `,"__proto__":` + right + `,"rules":1`))
	if !strings.Contains(report, "2件を取り込みました。") || !strings.Contains(report, "1件は正しい形ではないので、取り込みませんでした: rules") {
		t.Errorf("the report is %q", report)
	}
	if said := b.said("apns"); !strings.HasPrefix(said, "要再確認") || !strings.Contains(said, "前田") {
		t.Errorf("the tick of another revision says %q", said)
	}
}
