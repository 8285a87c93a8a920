package e2e

import (
	"bytes"
	"encoding/csv"
	"path"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hikitsugi/internal/build"
	sources "hikitsugi/internal/source"
)

const runbook = "runbooks/lost-device/index.html"

// begin starts an incident that the organisation has known of for some minutes.
func (b *tab) begin(minutes string) {
	b.t.Helper()
	b.press(".incident-clock button")
	b.wait(`document.querySelector("#_start[open]") !== null`)
	b.fillIn("[name=who]", "佐藤")
	b.press("#_start button[value=yes]")
	b.wait(`document.querySelector(".incident-clock").classList.contains("running")`)
	b.eval(`{
		const name = "gen:mihon:incident:lost-device", incident = JSON.parse(localStorage.getItem(name));
		incident.start = new Date(Date.now() - (` + minutes + `) * 60000).toISOString();
		localStorage.setItem(name, JSON.stringify(incident));
	}`)
	b.do(chromedp.Reload())
}

// rest returns what the clock of a step says.
func (b *tab) rest(item string) string {
	b.t.Helper()
	return value[string](b, `document.querySelector("#_item-`+item+` .rest").textContent`)
}

// TestIncident goes through one from its start to the saved log.
func TestIncident(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		for _, s := range []screen{desktop, phone} {
			t.Run(path.Join(from.name, s.name), func(t *testing.T) { testIncident(t, openTab(t, s), from) })
		}
	}
}

func testIncident(t *testing.T, b *tab, from place) {
	next := b.downloads()
	b.setDay("2026-11-24")
	b.visit(from.address("ja/" + runbook))
	if got := value[int](b, `document.querySelectorAll("input:checked").length + document.querySelectorAll(".rest:not(:empty)").length`); got != 0 {
		t.Fatalf("before an incident %d things are ticked or counted", got)
	}

	// A tick starts nothing by itself.
	b.press("label:has([data-key=lost-call])")
	b.wait(`document.querySelector("#_start").open`)
	b.press("#_start button[formnovalidate]")
	b.wait(`!document.querySelector("#_start").open`)
	if value[bool](b, `document.querySelector("[data-key=lost-call]").checked || !!localStorage.getItem("gen:mihon:incident:lost-device")`) {
		t.Error("a tick that was taken back has started something")
	}

	b.begin("12")
	if got := b.rest("lost-details"); got != "7:00超過" {
		t.Errorf("five minutes after twelve say %q", got)
	}
	if got := b.rest("lost-end-sessions"); got != "あと3:00" {
		t.Errorf("fifteen minutes after twelve say %q", got)
	}
	if got := value[string](b, `document.querySelector(".at-a-glance .limit").innerText`); !strings.HasPrefix(got, "あと4日23時間 （") || !strings.HasSuffix(got, "まで）") {
		t.Errorf("five days say %q", got)
	}
	if got := value[string](b, `document.querySelector(".incident-clock").innerText`); !strings.Contains(got, "12:") || !strings.Contains(got, "次の期限 手順2") || !strings.Contains(got, "佐藤") {
		t.Errorf("the clock says %q", got)
	}
	b.eval(`window.heard = 0; new MutationObserver(() => heard++).observe(document.querySelector(".incident-clock [role=status]"), {childList: true, characterData: true, subtree: true})`)
	second := value[string](b, `document.querySelector(".incident-clock .clock").textContent`)
	b.eval(`ahead = 1000`)
	b.wait(`document.querySelector(".incident-clock .clock").textContent !== ` + jsonOf(second))
	if value[int](b, `heard`) != 0 {
		t.Error("the clock is read aloud as it goes")
	}

	b.tick("lost-call", true)
	b.tick("lost-lock", true)
	b.tick("lost-call", false)
	b.note("lost-lock", `=HYPERLINK("x"), "届いた"`)
	if said := b.said("lost-lock"); !strings.Contains(said, "佐藤") || !strings.Contains(said, "開始から12:") {
		t.Errorf("a step says %q", said)
	}
	if got := b.rest("lost-lock"); !strings.HasPrefix(got, "2:") || !strings.HasSuffix(got, "超過") {
		t.Errorf("a step that was done late says %q", got)
	}

	b.visit(from.address("en/index.html"))
	if got := value[string](b, `document.querySelector(".incidents").innerText`); !strings.Contains(got, "Incident running") || !strings.Contains(got, "Lost or stolen device") || !regexp.MustCompile(`since \d+ \w+, \d\d:\d\d`).MatchString(got) {
		t.Errorf("the home page says %q", got)
	}
	b.follow(func() { b.press(".incidents li:not([hidden]) a") })
	if !value[bool](b, `document.querySelector("[data-key=lost-lock]").checked && document.querySelector(".incident-clock").classList.contains("running")`) {
		t.Error("the notice does not lead to the running incident")
	}
	b.visit(from.address("ja/" + runbook))

	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string]bool{".incident-clock .since": true, "#_item-lost-lock .state": true, "#_item-lost-lock .rest": true, "#_item-lost-locate .rest": false, "#_item-lost-locate .until": true, ".incident-clock button": false} {
		if value[bool](b, `document.querySelector(`+jsonOf(selector)+`).checkVisibility()`) != want {
			t.Errorf("%s shows in print: want %v", selector, want)
		}
	}
	b.media("light")

	testFinish(t, b, next)
	b.visit(from.address("ja/index.html"))
	if value[bool](b, `document.querySelector(".incidents").checkVisibility()`) {
		t.Error("the home page still shows it")
	}
}

// testFinish saves the log and ends the incident.
func testFinish(t *testing.T, b *tab, next func(string) (string, []byte)) {
	b.press(".incident-clock button")
	b.wait(`document.querySelector("#_finish").open`)
	if !value[bool](b, `document.querySelector("#_finish .grave").disabled`) {
		t.Error("an incident can be cleared before its log is saved")
	}
	if got := value[string](b, `document.querySelector("#_finish .undone").innerText`); got != "まだ済んでいない手順が10件あります。" {
		t.Errorf("of what is left the dialog says %q", got)
	}
	b.press("[data-save]")
	name, file := next(".csv")
	if !strings.HasPrefix(name, "incident-mihon-lost-device-20") {
		t.Errorf("the file is named %q", name)
	}
	text, ok := strings.CutPrefix(string(file), "\ufeff")
	if !ok || strings.Count(text, "\r\n") != strings.Count(text, "\n") {
		t.Errorf("the file does not begin with a byte-order mark, or has other line ends than a spreadsheet's: %q", file)
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	table, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if table[0][0] != "端末の紛失・盗難" || table[0][1] != "mihon" || len(table[1]) != 8 {
		t.Errorf("the file begins %q", table[:2])
	}
	var events []string
	for _, line := range table[2:] {
		events = append(events, line[2]+" "+line[4]+" "+line[5])
		if revision := line[7]; line[2] != "" && line[4] != "メモ" && len(revision) != 8 {
			t.Errorf("a step has the revision %q", revision)
		}
	}
	want := []string{" 会社が知った 佐藤", " 対応開始 佐藤", "1 実施 佐藤", "3 実施 佐藤", "1 取り消し 佐藤", "3 メモ 佐藤"}
	for _, n := range []string{"1", "2", "4", "5", "6", "7", "8", "9", "10", "11"} {
		want = append(want, n+" 未実施 ")
	}
	want = append(want, " 対応終了 佐藤")
	if got := strings.Join(events, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the log is\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	note := table[7]
	if note[6] != `'=HYPERLINK("x"), "届いた"` || !strings.HasPrefix(note[1], "0:12:") || len(note[0]) != len("2026-11-24 22:10:00") || !strings.HasPrefix(note[3], "紛失モード") {
		t.Errorf("the line of the note is %q", note)
	}
	b.press("#_finish .grave")
	b.wait(`!document.querySelector(".incident-clock").classList.contains("running")`)
	if got := value[string](b, `document.querySelectorAll("input:checked, .rest:not(:empty), .state:not(:empty)").length + " " + Object.keys(localStorage).filter(k => k.includes("incident")).length`); got != "0 0" {
		t.Errorf("of the finished incident there is left: %s", got)
	}
}

// saysAdded is what a dialog says of an incident that has gone on since it was saved.
const saysAdded = `document.querySelector("#_finish").open && document.querySelector("#_finish .grave").disabled && document.querySelector("#_finish .undone").innerText.includes("別のタブで記録が加わりました")`

// TestFinishBesideAnotherTab: nothing is removed but what was saved.
func TestFinishBesideAnotherTab(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	next := b.downloads()
	b.visit(from.address("ja/" + runbook))
	b.begin("12")
	finish := func() {
		t.Helper()
		b.press(".incident-clock button")
		b.wait(`document.querySelector("#_finish").open`)
	}
	save := func() string {
		t.Helper()
		b.press("[data-save]")
		_, file := next(".csv")
		b.wait(`!document.querySelector("#_finish .grave").disabled`)
		return string(file)
	}
	ended := `!document.querySelector("dialog[open]") && !document.querySelector(".incident-clock").classList.contains("running")`

	finish()
	save()
	other := b.beside(desktop)
	other.visit(from.address("en/" + runbook))
	b.eval(`document.querySelector("#_finish .grave").focus()`)
	other.tick("lost-lock", true)
	b.wait(saysAdded)
	if got := value[string](b, `document.querySelector("#_finish .report").innerText + document.querySelector("#_finish .undone").innerText`); !strings.HasPrefix(got, "まだ済んでいない手順が10件あります。") {
		t.Errorf("the dialog says %q", got)
	}
	if !value[bool](b, `document.activeElement.matches("[data-save]")`) {
		t.Error("the keyboard is not where it goes on")
	}
	if log := save(); !strings.Contains(log, `"3"`) || !strings.Contains(log, `"実施"`) {
		t.Errorf("the log does not tell what was ticked in the other tab: %s", log)
	}
	if value[bool](b, `document.querySelector("#_finish .undone").innerText.includes("別のタブ")`) {
		t.Error("after saving, the dialog still speaks of the other tab")
	}

	// What the tab has not yet heard of is looked for once more.
	b.eval(`{
		const name = "gen:mihon:incident:lost-device", incident = JSON.parse(localStorage.getItem(name));
		incident.log.push({...incident.log.at(-1), item: "lost-call"});
		localStorage.setItem(name, JSON.stringify(incident));
	}`)
	b.press("#_finish .grave")
	b.wait(saysAdded)
	if got := value[int](b, `JSON.parse(localStorage.getItem("gen:mihon:incident:lost-device")).log.length`); got != 2 {
		t.Errorf("the log holds %d lines", got)
	}
	save()

	// A note that somebody is writing when it ends can still be copied.
	other.press("#_item-lost-call .note-button")
	other.fillIn("textarea", "Wiped by the carrier")
	b.press("#_finish .grave")
	b.wait(ended)
	other.wait(`!document.querySelector(".incident-clock").classList.contains("running")`)
	other.press("#_note button[value=yes]")
	other.wait(`document.querySelector("#_lost").open`)
	if got := value[string](other, `document.querySelector("#_lost textarea").value`); got != "Wiped by the carrier" {
		t.Errorf("of the note there is left %q", got)
	}
	other.press("#_lost button")
	b.begin("3")
	other.wait(`document.querySelector(".incident-clock").classList.contains("running")`)
	if got := value[int](other, `JSON.parse(localStorage.getItem("gen:mihon:incident:lost-device")).log.length`); got != 0 {
		t.Errorf("the next incident begins with %d lines", got)
	}

	// Nor does it come into the log of the next.
	other.press("#_item-lost-call .note-button")
	other.fillIn("textarea", "Found in a taxi")
	finish()
	save()
	b.press("#_finish .grave")
	b.wait(ended)
	b.begin("3")
	other.press("#_note button[value=yes]")
	other.wait(`document.querySelector("#_lost").open`)
	if got := value[int](other, `JSON.parse(localStorage.getItem("gen:mihon:incident:lost-device")).log.length`); got != 0 {
		t.Errorf("the log of the next incident has %d lines of the last", got)
	}
	other.press("#_lost button")

	// What was ended elsewhere needs no end here.
	finish()
	other.press(".incident-clock button")
	other.press("[data-save]")
	other.press("#_finish .grave")
	b.wait(ended)
}

// TestOneQuestionAtATime presses what needs incident.js before that has come.
func TestOneQuestionAtATime(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	come := make(chan struct{}, 1)
	address := site.gate(t, func(name string) bool {
		if name == "incident.js" {
			<-come
		}
		return true
	})
	t.Cleanup(func() { close(come) }) // before the server ends
	b := openTab(t, desktop)
	b.visit(address + "ja/runbooks/lost-device/")

	// A box twice: what was cancelled is cancelled.
	b.eval(`document.querySelector("[data-key=lost-call]").click()`)
	b.eval(`document.querySelector("[data-key=lost-call]").click()`)
	come <- struct{}{}
	b.wait(`document.querySelector("#_start")?.open`)
	b.press("#_start button[formnovalidate]")
	b.wait(`!document.querySelector("dialog[open]")`)
	b.press("label:has([data-key=lost-lock])")
	b.wait(`document.querySelector("#_start").open`)
	b.press("#_start button[value=yes]")
	b.wait(`document.querySelector("[data-key=lost-lock]").checked`)
	if value[bool](b, `document.querySelector("[data-key=lost-call]").checked`) {
		t.Error("a step is ticked that was cancelled")
	}
	if got := value[int](b, `JSON.parse(localStorage.getItem("gen:mihon:incident:lost-device")).log.length`); got != 1 {
		t.Errorf("the log has %d lines", got)
	}

	// Two notes of an incident that runs: the dialog is about the first.
	b.eval(`window.left = true; location.reload()`) // which is through only when the script has come
	b.wait(`!window.left && document.querySelector("#_item-lost-lock .note-button") !== null`)
	b.eval(`document.querySelector("#_item-lost-call .note-button").click()`)
	b.eval(`document.querySelector("#_item-lost-lock .note-button").click()`)
	come <- struct{}{}
	b.wait(`document.querySelector("#_note").open`)
	title := value[string](b, `document.querySelector("#_note .about").textContent`)
	b.fillIn("textarea", "電話した")
	b.press("#_note button[value=yes]")
	b.wait(`document.querySelector(".note-button.written") !== null`)
	if got := value[string](b, `(item => item.querySelector(".title").textContent.trim())(document.querySelector(".note-button.written").closest(".item"))`); strings.TrimSpace(title) != got {
		t.Errorf("the dialog is about %q, the note stands at %q", title, got)
	}
}

// TestIncidentStart: it begins at the moment that was shown, however long somebody
// thinks before it is started; and a clock that is set back makes no nonsense of the log.
func TestIncidentStart(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	next := b.downloads()
	b.setDay("2026-11-24")
	b.visit(from.address("ja/" + runbook))
	b.press(".incident-clock button")
	b.wait(`document.querySelector("#_start[open]") !== null`)
	b.eval(`ahead = 300000`)
	b.press("#_start button[value=yes]")
	b.wait(`document.querySelector(".incident-clock").classList.contains("running")`)
	const incident = `JSON.parse(localStorage.getItem("gen:mihon:incident:lost-device"))`
	if between := value[float64](b, `Date.parse(`+incident+`.at) - Date.parse(`+incident+`.start)`); between != 300000 {
		t.Errorf("it has begun %v ms before it was started, want what the field showed", between)
	}
	b.eval(`ahead = Date.parse(` + incident + `.start) - new Date(Date.now() - ahead).getTime() - 90500`)
	b.tick("lost-call", true)
	b.press(".incident-clock button")
	b.wait(`document.querySelector("#_finish").open`)
	b.press("[data-save]")
	if _, file := next(".csv"); !regexp.MustCompile(`"−0:01:(30|2\d)","1"`).Match(file) {
		t.Errorf("a minute and a half before the start is not said in %s", file)
	}
}

// TestIncidentOfAnotherTheme: what is not understood of an incident is neither shown
// nor lost, and every page says the same of it.
func TestIncidentOfAnotherTheme(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	const times = `"start":"2026-11-20T01:02:03.004Z","at":"2026-11-20T01:02:03.004Z"`
	const later = `{"kind":"later","item":"lost-call","level":2}`
	for _, tt := range []struct {
		name, kept string
		runs       bool
	}{
		{"an entry", `{` + times + `,"by":"佐藤","log":[` + later + `,null],"more":1}`, true},
		{"a name", `{` + times + `,"by":{"a":1},"log":[]}`, false},
		{"a log", `{` + times + `,"by":"佐藤","log":{}}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := openTab(t, desktop)
			next := b.downloads()
			b.visit(from.address("ja/index.html"))
			b.known("佐藤")
			b.eval(`localStorage.setItem("gen:mihon:incident:lost-device", ` + jsonOf(tt.kept) + `)`)
			b.do(chromedp.Reload())
			if shows := value[bool](b, `document.querySelector(".incidents").checkVisibility()`); shows != tt.runs {
				t.Errorf("the home page shows it: %v", shows)
			}
			b.visit(from.address("ja/" + runbook))
			if !tt.runs {
				b.begin("1")
				if kept := value[[]string](b, `Object.entries(localStorage).filter(([key]) => key.includes(":aside:lost-device:")).map(([, text]) => text)`); len(kept) != 1 || kept[0] != tt.kept {
					t.Errorf("of what was there is kept %q", kept)
				}
				return
			}
			b.wait(`document.querySelector(".incident-clock").classList.contains("running")`)
			b.tick("lost-lock", true)
			if kept := value[string](b, `localStorage.getItem("gen:mihon:incident:lost-device")`); !strings.Contains(kept, later+`,null,{"kind":"tick"`) || !strings.Contains(kept, `"more":1`) {
				t.Errorf("it is kept as %s", kept)
			}
			b.press(".incident-clock button")
			b.wait(`document.querySelector("#_finish").open`)
			b.press("[data-save]")
			if _, file := next(".csv"); !strings.Contains(string(file), `"?","",`+`"`+strings.ReplaceAll(later, `"`, `""`)+`"`) {
				t.Errorf("the log does not tell it: %s", file)
			}
		})
	}
}

// TestIncidentComesLater: what could not be loaded is said, and tried again.
func TestIncidentComesLater(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for lang, says := range map[string]string{"ja": "読み込めません。もう一度押してください。", "en": "Could not be loaded. Press again."} {
		t.Run(lang, func(t *testing.T) {
			var there atomic.Bool
			b := openTab(t, phone)
			b.excused = "incident.js"
			b.visit(site.gate(t, func(name string) bool { return name != "incident.js" || there.Load() }) + lang + "/runbooks/lost-device/")
			b.press(".incident-clock button")
			b.wait(`document.querySelector(".incident-clock .next").innerText === ` + jsonOf(says) + ` && document.querySelector(".incident-clock .sr").textContent === ` + jsonOf(says))
			b.press("label:has([data-key=lost-call])")
			b.wait(`document.querySelector("#_item-lost-call .state").innerText === ` + jsonOf(says) + ` && !document.querySelector("[data-key=lost-call]").checked`)
			if cut := value[bool](b, `(e => e.scrollWidth > e.clientWidth)(document.querySelector("#_item-lost-call .state"))`); cut {
				t.Error("what the step says is cut off")
			}
			there.Store(true)
			b.press("label:has([data-key=lost-call])")
			b.wait(`document.querySelector("#_start")?.open`)
			b.press("#_start button[value=yes]")
			b.wait(`document.querySelector("[data-key=lost-call]").checked && document.querySelector(".incident-clock").classList.contains("running")`)
		})
	}
}

// TestIncidentSaysOnlyWhatHappens: a minute before a step is due and when it is late.
func TestIncidentSaysOnlyWhatHappens(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, desktop)
	b.setDay("2026-11-24")
	b.visit(from.address("en/" + runbook))
	for minutes, want := range map[string]string{"6": "", "9 - 3/60": "Step 3: one minute left.", "5 - 3/60": "Step 2 is overdue."} {
		b.begin(minutes)
		shown := value[string](b, `document.querySelector(".incident-clock .clock").textContent`)
		b.eval(`ahead = 4000`)
		b.wait(`document.querySelector(".incident-clock .clock").textContent !== ` + jsonOf(shown))
		said := `document.querySelector(".incident-clock [role=status]").textContent`
		if want != "" {
			b.wait(said + ` === ` + jsonOf(want))
		} else if got := value[string](b, said); got != "" {
			t.Errorf("a minute and more before, it says %q", got)
		}
		b.eval(`localStorage.clear()`)
		b.do(chromedp.Reload())
	}
}

// TestIncidentByKeyboard starts by ticking, and keeps the place of the keyboard.
func TestIncidentByKeyboard(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	b := openTab(t, narrow)
	b.visit(from.address("ja/" + runbook))
	b.eval(`document.querySelector("[data-key=lost-call]").focus()`)
	b.key(" ")
	b.wait(`document.querySelector("#_start").open && document.activeElement.value === "yes"`)
	b.key(kb.Enter)
	b.wait(`document.querySelector("[data-key=lost-call]").checked`)
	if !value[bool](b, `document.activeElement.dataset.key === "lost-call"`) {
		t.Error("the keyboard is not back at the box")
	}
	b.eval(`document.querySelector(".incident-clock button").focus()`)
	b.key(kb.Enter)
	b.wait(`document.querySelector("#_finish").open && document.activeElement.dataset.save === ""`)
	b.key(kb.Escape)
	b.wait(`!document.querySelector("#_finish").open`)
	if !value[bool](b, `document.activeElement.closest(".incident-clock") && document.querySelector("[data-key=lost-call]").checked`) {
		t.Error("the keyboard is not back at the button, or the incident is gone")
	}
	// What the keyboard is at is never behind the clock.
	for range 40 {
		b.key(kb.Tab)
		if hidden := value[string](b, `(() => {
			const at = document.activeElement, clock = document.querySelector(".incident-clock");
			if (at === document.body || clock.contains(at)) return "";
			return at.getBoundingClientRect().bottom <= clock.getBoundingClientRect().bottom && at.getBoundingClientRect().top >= clock.getBoundingClientRect().top && clock.getBoundingClientRect().top <= 1 ? at.outerHTML : "";
		})()`); hidden != "" {
			t.Errorf("the clock hides %s", hidden)
		}
	}
}

// TestNothingMoves opens pages of a reader with ticks, notes and an incident: all of
// it finds its place kept.
func TestNothingMoves(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	for _, tt := range []struct {
		screen screen
		lang   string
	}{{desktop, "en"}, {phone, "ja"}, {narrow, "en"}} {
		t.Run(tt.screen.name, func(t *testing.T) {
			b := openTab(t, tt.screen)
			b.visit(from.address("ja/" + column))
			b.known("佐藤 健")
			b.tick("apns", true)
			b.note("apns", strings.Repeat("とても長いメモ。", 30))
			b.eval(`localStorage.setItem("gen:mihon:tick:system-admin", JSON.stringify({on: true, revision: "00000000", at: "2025-01-02T03:04:05.678Z", by: "前田 花子"}))`)
			stays := func(page string) {
				t.Helper()
				b.visit(from.address(tt.lang + "/" + page))
				is := value[map[string]float64](b, heights)
				b.eval(unfilled)
				was := value[map[string]float64](b, heights)
				if len(is) < 7 || len(is) != len(was) {
					t.Fatalf("%s: %d heights, then %d", page, len(is), len(was))
				}
				for name, height := range was {
					if diff := is[name] - height; diff > 1 || diff < -1 {
						t.Errorf("%s: %s is %v px high with what the reader has kept, %v without", page, name, is[name], height)
					}
				}
			}
			stays("index.html")
			stays(column)
			stays(runbook)
			b.visit(from.address("ja/" + runbook))
			b.begin("12")
			b.tick("lost-details", true)
			stays("index.html")
			stays(runbook)
		})
	}
}

// heights measures what holds something of the reader's.
const heights = `Object.fromEntries([...document.querySelectorAll(".progress, .item, .incident-clock, .at-a-glance, .home section")].map((e, i) => [i + " " + (e.id || e.classList[0]), e.offsetHeight]))`

// unfilled makes a page what it is before the scripts have filled it.
const unfilled = `
	for (const e of document.querySelectorAll(".memo, .rest, .until, .count, .to-check, .incident-clock .clock, .incident-clock .next")) e.replaceChildren();
	for (const e of document.querySelectorAll(".incident-clock .since")) e.textContent = document.querySelector("#_incident-kit").dataset.idle;
	for (const e of document.querySelectorAll(".progress, .incident-clock, .incidents")) e.hidden = true;
	for (const e of document.querySelectorAll(".again, .running")) e.classList.remove("again", "running");`

// TestStepFacts looks for what an organisation knows of a runbook's step, such as the
// account with which it is done: it stands with the step, on the page and in the packet,
// in both languages, and in no public edition.
func TestStepFacts(t *testing.T) {
	const org = "content/orgs/mihon/org.yaml"
	facts := string(copied(t)[org].Data) + `
  lost-lock: {owner: sato, second: kimura, account: lock@mihon.example, secret: vault:mdm/lock, where: {ja: 管理パネル, en: Panel}, note: {ja: 夜間も, en: At night too}}
`
	known := fstest.MapFS{org: {Data: []byte(facts)}}
	want := map[string]string{
		"ja": "責任者佐藤 健 副担当木村 誠 アカウントlock@mihon.example 秘密の置き場所vault:mdm/lock 置き場所管理パネル 備考夜間も",
		"en": "OwnerKen Sato Second holderMakoto Kimura Accountlock@mihon.example Secret kept atvault:mdm/lock LocationPanel NoteAt night too",
	}
	for edition, in := range withPlain(t) {
		in.Project = sources.Overlay(known, in.Project)
		site := buildSite(t, in)
		for _, lang := range languages {
			for _, page := range []string{"runbooks/lost-device", "handover"} {
				if edition == "public" {
					continue
				}
				line := lineOf(site.page(t, lang+"/"+page+"/index.html"), "lost-lock")
				if got := words(line); !strings.Contains(got, want[lang]) {
					t.Errorf("%s, %s/%s: the step says %q, and not %q", edition, lang, page, got, want[lang])
				}
			}
		}
		for name, data := range site.contents(t) {
			if edition == "public" && bytes.Contains(data, []byte("lock@mihon.example")) {
				t.Errorf("the public %s tells the account", name)
			}
		}
	}
}

// TestIncidentHidesNoHeading: while an incident is running, its clock stays at the top
// of the window, and what an address leads to stands below it.
func TestIncidentHidesNoHeading(t *testing.T) {
	from := buildExample(t, build.Input{Project: project}).places(t)[0]
	for _, s := range []screen{desktop, phone, narrow} {
		b := openTab(t, s)
		b.visit(from.address("ja/" + runbook))
		b.begin("0")
		for _, id := range []string{"decide", "report"} {
			b.eval(`location.hash = "` + id + `"`)
			b.wait(`document.getElementById("` + id + `").getBoundingClientRect().top < innerHeight / 2`)
			if under := value[float64](b, `document.querySelector(".incident-clock").getBoundingClientRect().bottom - document.getElementById("`+id+`").getBoundingClientRect().top`); under > 0 {
				t.Errorf("%s: the heading %s is %v px under the clock", s.name, id, under)
			}
		}
	}
}
