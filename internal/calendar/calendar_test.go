package calendar_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"hikitsugi/internal/build"
	"hikitsugi/internal/calendar"
	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

const org = "content/orgs/mihon/org.yaml"

// example returns the example site with old replaced by new in org.yaml.
func example(t testing.TB, old, replacement string) *site.Site {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{
		"site.yaml", "links.yaml", "orgs/mihon/org.yaml",
		"columns/admin-handover.ja.md", "columns/admin-handover.en.md", "columns/key-holders.ja.svg", "columns/key-holders.en.svg", "guides/training.ja.md", "guides/training.en.md",
		"runbooks/lost-device.ja.md", "runbooks/lost-device.en.md", "runbooks/replacement.ja.md", "runbooks/replacement.en.md",
	} {
		data, err := os.ReadFile("../../content/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files["content/"+name] = &fstest.MapFile{Data: data}
	}
	text := string(files[org].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", org, old)
	}
	files[org] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, replacement, 1))}
	r, err := new(build.Builder).Check(t.Context(), build.Input{Project: files})
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	return r.Site
}

// read reads a calendar with another library than the one that wrote it.
func read(t *testing.T, data []byte) []ical.Event {
	t.Helper()
	cal, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatal(err)
	}
	return cal.Events()
}

func text(t *testing.T, e ical.Event, name string) string {
	t.Helper()
	s, err := e.Props.Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEvents(t *testing.T) {
	s := example(t, "traits:", "traits:")
	data := calendar.ICS(s, "ja", "https://notes.example/")
	for _, line := range []string{"METHOD:PUBLISH", "PRODID:-//hikitsugi//gen//JA", "X-WR-CALNAME:デバイス管理者ノート 株式会社みほん"} {
		if !bytes.Contains(data, []byte("\r\n"+line+"\r\n")) {
			t.Errorf("the calendar has no line %s", line)
		}
	}
	var got []string
	for _, e := range read(t, data) {
		start, end := e.Props.Get("DTSTART"), e.Props.Get("DTEND")
		if start.Params.Get("VALUE") != "DATE" || end.Params.Get("VALUE") != "DATE" {
			t.Errorf("%s is not an all-day event", text(t, e, "UID"))
		}
		if free := text(t, e, "TRANSP"); free != "TRANSPARENT" {
			t.Errorf("%s makes its day a busy one: %s", text(t, e, "UID"), free)
		}
		stamp, _, _ := strings.Cut(e.Props.Get("DTSTAMP").Value, "T")
		got = append(got, stamp+" "+start.Value+"-"+end.Value+" "+text(t, e, "UID")+" "+text(t, e, "SUMMARY"))
		var triggers []string
		for _, alarm := range e.Children {
			triggers = append(triggers, alarm.Props.Get("TRIGGER").Value)
			if said, err := alarm.Props.Text("DESCRIPTION"); said != text(t, e, "SUMMARY") || alarm.Props.Get("ACTION").Value != "DISPLAY" {
				t.Errorf("the reminder of %s says %q, %v", text(t, e, "UID"), said, err)
			}
		}
		if want := []string{"-P90D", "-P30D", "-P7D"}; !slices.Equal(triggers, want) {
			t.Errorf("reminders %v, want %v", triggers, want)
		}
	}
	want := []string{
		"20270401 20270401-20270402 redo/apple-business/ade-token@mihon.notes.example 引き継ぎに伴う作り直し：ADEサーバートークン",
		"20270401 20270401-20270402 redo/apple-business/vpp-token@mihon.notes.example 引き継ぎに伴う作り直し：コンテンツ（VPP）トークン",
		"20261010 20270410-20270411 review/lost-device@mihon.notes.example 手順書の見直し：端末の紛失・盗難",
		"20260612 20270612-20270613 apns@mihon.notes.example 期限：MDMプッシュ証明書を取得したApple Account",
		"20260901 20270901-20270902 apple-business/ade-token@mihon.notes.example 期限：ADEサーバートークン",
		"20260901 20270901-20270902 apple-business/vpp-token@mihon.notes.example 期限：コンテンツ（VPP）トークン",
		"20261005 20271005-20271006 android-enterprise@mihon.notes.example 期限：ログイン確認",
		"20261010 20271010-20271011 review/replacement@mihon.notes.example 手順書の見直し：故障・交換・機種変更",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// An event of the last day that can be written lasts that day, and no file names a later
// one.
func TestLastDay(t *testing.T) {
	s := example(t, "expires: 2027-06-12", "expires: 9999-12-31")
	data := calendar.ICS(s, "ja", "https://notes.example/")
	for _, e := range read(t, data) {
		if uid := text(t, e, "UID"); uid == "apns@mihon.notes.example" {
			if start, end := e.Props.Get("DTSTART"), e.Props.Get("DTEND"); start.Value != "99991231" || end != nil {
				t.Errorf("begins on %s, ends on %+v", start.Value, end)
			}
			return
		}
	}
	t.Errorf("no event in\n%s", data)
}

// What another parser reads is what was meant, however the lines were folded.
func TestDescriptions(t *testing.T) {
	const (
		item = "Administrator of Apple Business (ABM) or Apple School Manager\n" +
			"Automated enrolment and app distribution stop\n" +
			"Link to an external device management service https://support.apple.com/guide/business/axm1c1be359d/web\n" +
			"Yearly renewals (push certificate, ADE, VPP) https://support.clomo.com/?page_id=2535"
		column = "https://notes.example/en/columns/admin-handover/"
	)
	want := map[string][]string{
		"apple-business/ade-token":      {"Due: ADE server token", item, column},
		"redo/apple-business/ade-token": {"Make anew because of the handover: ADE server token", item, column},
		"review/lost-device":            {"Review the runbook: Lost or stolen device", "The first 60 minutes from when the organisation knows, then reporting and clean-up.", "https://notes.example/en/runbooks/lost-device/"},
	}
	for _, e := range read(t, calendar.ICS(example(t, "traits:", "traits:"), "en", "https://notes.example/")) {
		uid := strings.TrimSuffix(text(t, e, "UID"), "@mihon.notes.example")
		if want[uid] == nil {
			continue
		}
		if got := []string{text(t, e, "SUMMARY"), text(t, e, "DESCRIPTION"), e.Props.Get("URL").Value}; !slices.Equal(got, want[uid]) {
			t.Errorf("%s: got %q, want %q", uid, got, want[uid])
		}
		delete(want, uid)
	}
	for uid := range want {
		t.Errorf("the event %s is missing", uid)
	}
}

// Lines end as the standard has it, are at most 75 octets long and never cut a
// character.
func TestFolding(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		data := string(calendar.ICS(example(t, "{ja: 株式会社みほん, en: Mihon K.K.}", "{ja: "+strings.Repeat("株式会社みほん", 20)+", en: "+strings.Repeat("Mihon ", 40)+"K.K.}"), lang, ""))
		if strings.Contains(strings.ReplaceAll(data, "\r\n", ""), "\n") {
			t.Error("a line ends with a bare line feed")
		}
		for _, line := range strings.Split(data, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Errorf("%d octets, valid %v: %q", len(line), utf8.ValidString(line), line)
			}
		}
	}
}

// A calendar is passed around: no account, person, place of a secret or telephone
// number stands in it.
func TestNothingPrivate(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		data := strings.ReplaceAll(string(calendar.ICS(example(t, "traits:", "traits:"), lang, "")), "\r\n ", "")
		for _, private := range []string{"@mihon.example", "vault:", "envelope:", "佐藤", "Sato", "sato", "木村", "Kimura", "03-0000"} {
			if strings.Contains(data, private) {
				t.Errorf("the calendar holds %q", private)
			}
		}
	}
}

// An event keeps its name when dates and titles change.
func TestStableNames(t *testing.T) {
	uids := func(s *site.Site, lang string) []string {
		var list []string
		for _, e := range read(t, calendar.ICS(s, lang, "https://notes.example/")) {
			list = append(list, text(t, e, "UID"))
		}
		slices.Sort(list)
		return list
	}
	want := uids(example(t, "traits:", "traits:"), "ja")
	if got := uids(example(t, "expires: 2027-06-12", "expires: 2029-06-12"), "en"); !slices.Equal(got, want) || len(slices.Compact(got)) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// An event whose day moves on has a later stamp, or calendars that have it already keep
// the day that they know; one whose day stays has the same.
func TestStamps(t *testing.T) {
	stamps := func(s *site.Site) map[string]string {
		list := map[string]string{}
		for _, e := range read(t, calendar.ICS(s, "ja", "https://notes.example/")) {
			stamp := e.Props.Get("DTSTAMP").Value
			if changed := e.Props.Get("LAST-MODIFIED"); changed == nil || changed.Value != stamp || stamp < "2" {
				t.Errorf("%s: LAST-MODIFIED is %v, DTSTAMP %s", text(t, e, "UID"), changed, stamp)
			}
			list[strings.TrimSuffix(text(t, e, "UID"), "@mihon.notes.example")] = stamp
		}
		return list
	}
	const apns = "done: 2026-06-12, expires: 2027-06-12"
	for _, tt := range []struct{ uid, written, before, after string }{
		{"apns", apns, apns, "done: 2026-06-12, expires: 2027-07-01"}, // only the portal's day
		{"apns", apns, "expires: 2027-06-12", "expires: 2028-06-12"},
		{"apns", apns, "expires: 2027-06-12", "done: 2026-12-10"},                                        // for the first time, before the handover ends
		{"apns", apns, "done: 2026-06-12", "done: 2026-12-10"},                                           // and again
		{"review/lost-device", "2026-10-10", "2026-10-10", "2026-12-01"},                                 // the runbook is reviewed
		{"apns", apns, "done: 2026-01-12, expires: 2027-06-12", "done: 2026-08-12, expires: 2027-06-01"}, // and sooner than it seemed
		{"redo/apple-business/ade-token", "2027-04-01", "2027-04-01", "2027-05-01"},                      // the handover takes longer
	} {
		before := stamps(example(t, tt.written, tt.before))
		for uid, stamp := range stamps(example(t, tt.written, tt.after)) {
			moves := uid == tt.uid || strings.HasPrefix(tt.uid, "redo/") && strings.HasPrefix(uid, "redo/")
			if was := before[uid]; was == "" || moves != (stamp > was) || moves != (stamp != was) {
				t.Errorf("%s: stamp %s, was %s, where %q became %q", uid, stamp, was, tt.before, tt.after)
			}
		}
	}
}

// Whatever items and renewals are called, no two events have one name. A site without an
// address gives none, and one that says nothing of reminders has the usual ones.
func TestUniqueNames(t *testing.T) {
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"site.yaml": "title: T\nlanguages: [en]\n",
		"columns/keys.md": `---
title: Keys
checklist:
  - {id: ade, title: A, renew: {every: P1Y, redo: [leaver]}}
  - {id: redo, title: B, renew: {id: ade, every: P1Y, redo: [leaver]}}
  - {id: review, title: C, renew: {id: lost-device, every: P1Y}}
  - {id: renewal, title: D, renew: [{id: redo, every: P1Y}, {id: review, every: P1Y}]}
---
`,
		"runbooks/lost-device.md": "---\ntitle: L\ntrigger: T\nseverity: low\nreview: P1Y\ncontacts: [desk]\nchecklist: [{id: call, title: Call, section: after}]\n---\n\n## After {#after}\n",
		"orgs/acme/org.yaml": `name: Acme
people: {ann: {name: Ann}, bob: {name: Bob}}
contacts: {desk: {name: Desk}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
runbooks: {lost-device: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}
facts:
  ade: {done: 2026-06-12}
  redo/ade: {done: 2026-06-12}
  review/lost-device: {done: 2026-06-12}
  renewal/redo: {done: 2026-06-12}
  renewal/review: {done: 2026-06-12}
`,
	} {
		files["content/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := new(build.Builder).Check(t.Context(), build.Input{Project: files, Org: "acme"})
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	var got []string
	for _, e := range read(t, calendar.ICS(r.Site, "en", "")) {
		uid, ofSite := strings.CutSuffix(text(t, e, "UID"), "@acme.hikitsugi.invalid")
		got = append(got, uid)
		var triggers []string
		for _, alarm := range e.Children {
			triggers = append(triggers, alarm.Props.Get("TRIGGER").Value)
		}
		if !ofSite || e.Props.Get("URL") != nil || !slices.Equal(triggers, []string{"-P30D", "-P7D"}) {
			t.Errorf("%s: an address %v, reminders %v", text(t, e, "UID"), e.Props.Get("URL"), triggers)
		}
		if said := e.Props.Get("DESCRIPTION").Value; uid == "ade" && said != "" {
			t.Errorf("%s: the title says all, and the description %q", uid, said)
		}
	}
	slices.Sort(got)
	want := []string{"ade", "redo/ade", "redo/redo/ade", "renewal/redo", "renewal/redo/ade", "renewal/review", "renewal/review/lost-device", "review/lost-device"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzFolding: whatever is said in a title, lines are at most 75 octets long, cut
// no character, end as the standard has it, and hold it.
func FuzzFolding(f *testing.F) {
	for _, s := range []string{"証明書", strings.Repeat("鍵", 100), strings.Repeat("a", 73) + "鍵", "a\nb", "a\r\nATTACH:x", "a;b,c\\d:e", "👩\u200d💻" + strings.Repeat("e\u0301", 40), "\u2028", " a ", "BEGIN:VEVENT"} {
		f.Add(s)
	}
	s := example(f, "traits:", "traits:")
	f.Fuzz(func(t *testing.T, title string) {
		if !utf8.ValidString(title) || strings.ContainsFunc(title, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
			return // never gets through the front matter
		}
		for _, r := range s.Renewals {
			r.Item.Title = content.Text{JA: title, Plain: true}
		}
		data := string(calendar.ICS(s, "ja", ""))
		if strings.ContainsAny(strings.ReplaceAll(data, "\r\n", ""), "\r\n") {
			t.Fatalf("a bare line end: %q", data)
		}
		for line := range strings.SplitSeq(data, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("%d octets, valid %v: %q", len(line), utf8.ValidString(line), line)
			}
		}
		if n := strings.Count("\r\n"+data, "\r\nBEGIN:VEVENT"); n != strings.Count("\r\n"+data, "\r\nEND:VEVENT") || n != len(read(t, []byte(data))) {
			t.Fatalf("%d events: %q", n, data)
		}
	})
}
