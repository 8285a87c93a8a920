package check_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/build"
	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

const org = "content/orgs/mihon/org.yaml"

// example returns the example site with old replaced by new in files of it.
func example(t *testing.T, edits ...string) *site.Site {
	t.Helper()
	files := fstest.MapFS{}
	repository := os.DirFS("../..")
	err := fs.WalkDir(repository, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(repository, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for edit := range slices.Chunk(edits, 3) {
		file, old, new := edit[0], edit[1], edit[2]
		text := string(files[file].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not hold %q", file, old)
		}
		files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
	r, err := new(build.Builder).Check(t.Context(), build.Input{Project: files})
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	return r.Site
}

func day(t *testing.T, s string) content.Date {
	t.Helper()
	d, ok := content.ParseDate(s)
	if !ok {
		t.Fatalf("%q is no day", s)
	}
	return d
}

// findings returns the gates of a day without those of links, as
// "severity CODE key-of-the-line".
func findings(t *testing.T, s *site.Site, today string) []string {
	t.Helper()
	var out []string
	for _, d := range check.Gates(s, day(t, today)).Sorted() {
		if d.Code != "LINK3" {
			out = append(out, string(d.Severity())+" "+string(d.Code)+" "+d.What.EN)
		}
	}
	return out
}

func TestGates(t *testing.T) {
	signed := []string{
		org, "given: 2026-11-12}", "given: 2026-11-12, received: 2026-11-13}",
		org, "secret: vault:mdm/abm}", "secret: vault:mdm/abm, given: 2026-11-12, received: 2026-11-13}",
		org, "secret: envelope:A-02, done: 2026-10-05}", "secret: envelope:A-02, done: 2026-10-05, given: 2026-11-12, received: 2026-11-13}",
	}
	const ade, vpp = "ADE server token must be made again because of the handover on 2027-04-01", "Content (VPP) token must be made again because of the handover on 2027-04-01"
	for _, tt := range []struct {
		name  string
		edits []string
		today string
		want  []string
	}{
		{"all signed, long before", signed, "2026-11-20", []string{"g REDO " + ade, "g REDO " + vpp}},
		{"the handover makes gates of notices", signed, "2027-04-01", []string{"G REDO " + ade, "G REDO " + vpp}},
		{"made again on the day", slices.Concat(signed, []string{
			org, "ade-token: {done: 2026-09-01, expires: 2027-09-01}", "ade-token: {done: 2027-04-01, expires: 2028-04-01}",
			org, "vpp-token: {done: 2026-09-01, expires: 2027-09-01}", "vpp-token: {done: 2027-04-01}",
		}), "2027-04-05", nil},
		{"nobody leaves", slices.Concat(signed, []string{org, "handover: {from: maeda, to: sato", "handover: {to: sato"}), "2026-11-20", nil},
		{"a sign-off from before the handover began", slices.Concat(signed, []string{org, "begins: 2026-11-01", "begins: 2026-11-13"}), "2026-11-20", []string{
			"g REDO " + ade, "g REDO " + vpp,
			"g SIGN Administrator of Apple Business (ABM) or Apple School Manager has not been given",
			"g SIGN House rules (lost devices, repair and replacement) has not been given and received",
			"g SIGN The Apple Account behind the MDM push certificate has not been given",
			"g SIGN The Google account that administers Android Enterprise has not been given",
			"g SIGN The named contract contact in the panel has not been given and received",
			"g SIGN The system administrator account has not been given and received"}},
		{"not applicable", slices.Concat(signed, []string{org, "traits: [ios, ade, vpp, android]", "traits: [ios]", org, "done: 2026-06-12, expires: 2027-06-12", "done: 2026-06-12"}), "2027-06-13", []string{
			"G NEEDS the runbook “Lost or stolen device” cannot work: The Apple Account behind the MDM push certificate lapsed on 2027-06-12",
			"G NEEDS the runbook “Repair, replacement and upgrade” cannot work: The Apple Account behind the MDM push certificate lapsed on 2027-06-12",
			"G OVERDUE The Apple Account behind the MDM push certificate lapsed on 2027-06-12",
			"G REVIEW the runbook “Lost or stolen device” was to be reviewed by 2027-04-10"}},
		{"expires wins over done", slices.Concat(signed, []string{org, "expires: 2027-06-12", "expires: 2027-06-20", org, "traits: [ios, ade, vpp, android]", "traits: [ios]", org, "on: 2026-10-10, by: maeda, ok: kimura, what: {ja: 初版, en: First edition}}]\n  replacement", "on: 2027-06-01, by: maeda, ok: kimura, what: {ja: 初版, en: First edition}}]\n  replacement"}), "2027-06-13", []string{
			"g DUE The Apple Account behind the MDM push certificate is due on 2027-06-20"}},
		{"dated after today", signed, "2026-11-12", []string{
			"G FUTURE 2026-11-13 has not come yet", "G FUTURE 2026-11-13 has not come yet", "G FUTURE 2026-11-13 has not come yet",
			"g REDO " + ade, "g REDO " + vpp}},
		{"a runbook that nobody reviewed", slices.Concat(signed, []string{org, "  replacement:\n    owner: sato\n    history: [{on: 2026-10-10, by: maeda, ok: kimura, what: {ja: 初版, en: First edition}}]\n", ""}), "2026-11-20", []string{
			"G REVIEW the runbook “Repair, replacement and upgrade” was never reviewed", "g REDO " + ade, "g REDO " + vpp}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := findings(t, example(t, tt.edits...), tt.today)
			slices.Sort(got)
			slices.Sort(tt.want)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// A link that somebody opened is trusted for a year.
func TestLinks(t *testing.T) {
	s := example(t, "content/links.yaml", "  url: https://identity.apple.com/pushcert/\n", "  url: https://identity.apple.com/pushcert/\n  checked: 2026-11-01\n")
	for today, want := range map[string]int{"2026-10-31": 12, "2026-11-01": 12, "2026-11-20": 12, "2027-11-01": 12, "2027-11-02": 13} {
		n, future := 0, false
		for _, d := range check.Gates(s, day(t, today)) {
			if d.Code == "LINK3" {
				n++
			}
			if d.Pos.File == "content/links.yaml" && d.Code == "FUTURE" {
				future = true
			}
		}
		if n != want || future != (today == "2026-10-31") {
			t.Errorf("on %s %d links ask to be checked, want %d; the day is to come: %v", today, n, want, future)
		}
	}
}
