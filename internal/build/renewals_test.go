package build

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"hikitsugi/internal/view"
)

// renewalsOf returns the renewals page of acme with changed facts.
func renewalsOf(t *testing.T, lang, facts string, more ...string) view.Renewals {
	t.Helper()
	fsys := edited(t, "content/orgs/acme/org.yaml", `account: push@acme.example, done: 2026-06-12}`, `account: push@acme.example, `+facts+`}`)
	for i := 0; i+2 < len(more); i += 3 {
		text := string(fsys[more[i]].Data)
		if !strings.Contains(text, more[i+1]) {
			t.Fatalf("%s does not hold %q", more[i], more[i+1])
		}
		fsys[more[i]].Data = []byte(strings.Replace(text, more[i+1], more[i+2], 1))
	}
	b := build(t, new(Builder), Input{Project: fsys, BaseURL: "https://notes.example/a"})
	if b.Site == nil {
		t.Fatal(b.Problems)
	}
	return view.For(b.Site, lang, b.Base).Renewals()
}

// drawn writes a chart as text: a line for each row, the months with marks.
func drawn(c view.Chart) []string {
	var lines []string
	for _, row := range c.Rows {
		line := row.Title + ":"
		if row.Open {
			line += " open"
		}
		for i, cell := range row.Cells {
			for _, m := range cell.Marks {
				line += " " + c.Months[i].Name + strconv.Itoa(m.Day) + m.Kind
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// The picture has the twelve months of the fiscal year that holds the handover,
// and a mark for everything that falls due in them.
func TestChart(t *testing.T) {
	const site, column = "content/site.yaml", "content/columns/keys.ja.md"
	april := []string{site, "org: acme", "org: acme\nfiscal: 4"}
	for _, tt := range []struct {
		name, facts string
		more        []string
		title       string
		first, last string
		want        []string
	}{
		{"calendar year", "done: 2026-06-12", nil, "2027年（2027年1月〜2027年12月）", "2027-01", "2027-12",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat", "証明書: 6月12due"}},
		{"fiscal year", "done: 2026-06-12", april, "2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat", "証明書: 6月12due"}},
		{"as the portal shows it", "done: 2026-06-12, expires: 2028-03-31", april, "2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat", "証明書: 3月31due"}},
		{"after the year", "expires: 2028-04-01", april, "2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat"}},
		{"before the year and again in it", "expires: 2026-12-31", april, "2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"証明書: 12月31repeat", "手順書「紛失」の見直し: 4月10due 10月10repeat"}},
		{"without a date", "note: x", april, "2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat", "証明書: open"}},
		{"forced by the handover", "done: 2026-06-12", append([]string{column, "renew: P365D", "renew: {every: P365D, redo: [leaver]}"}, april...),
			"2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"証明書: 4月1redo 6月12due", "手順書「紛失」の見直し: 4月10due 10月10repeat"}},
		{"at the end of each month", "expires: 2027-01-31", append([]string{column, "renew: P365D", "renew: P1M"}, april...),
			"2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"証明書: 4月30repeat 5月31repeat 6月30repeat 7月31repeat 8月31repeat 9月30repeat 10月31repeat 11月30repeat 12月31repeat 1月31repeat 2月29repeat 3月31repeat", "手順書「紛失」の見直し: 4月10due 10月10repeat"}},
		{"every fortnight", "done: 2027-04-12", append([]string{column, "renew: P365D", "renew: P14D"}, april...),
			"2027年度（2027年4月〜2028年3月）", "2027-04", "2028-03",
			[]string{"手順書「紛失」の見直し: 4月10due 10月10repeat", "証明書: 4月26due"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := renewalsOf(t, "ja", tt.facts, tt.more...).Chart
			if len(c.Months) != 12 || c.Title != tt.title || c.Months[0].ISO != tt.first || c.Months[11].ISO != tt.last {
				t.Errorf("%q with %d months: %+v", c.Title, len(c.Months), c.Months)
			}
			if got := drawn(c); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			for _, m := range c.Months {
				if (m.Handover.ISO == "2027-04-01") != (m.ISO == "2027-04") {
					t.Errorf("the handover is drawn in %s: %v", m.ISO, m.Handover)
				}
			}
		})
	}
}

// The text of the picture says every mark; the tables hold everything, by year,
// with what has no date apart.
func TestRenewalsPage(t *testing.T) {
	v := renewalsOf(t, "en", "done: 2026-06-12", "content/columns/keys.ja.md", "give: [account], guides", "give: [account], renew: P1Y, guides", "content/orgs/acme/org.yaml", "traits: [ios]", "traits: [ios, android]")
	if want := "2027 (January 2027 to December 2027), month by month: 10 April 2027 Review of the runbook: Lost; 10 October 2027 Review of the runbook: Lost (again); 12 June 2027 Certificate."; v.Chart.Text != want {
		t.Errorf("the picture says %q", v.Chart.Text)
	}
	if len(v.Open) != 1 || v.Open[0].Title != "Android" || len(v.Years) != 1 || len(v.Years[0].Duties) != 2 {
		t.Fatalf("open: %+v, years: %+v", v.Open, v.Years)
	}
	if d := v.Years[0].Duties[1]; d.Title != "Certificate" || d.Due.ISO != "2027-06-12" || d.Every != "every 365 days" || d.Owner != "Bob" || d.URL != "../../en/columns/keys/index.html#apns" || len(d.Guides) != 1 {
		t.Errorf("the certificate is %+v", d)
	}
	if v.Subscribe != "webcal://notes.example/a/en/renewals.ics" {
		t.Errorf("the address to subscribe to is %q", v.Subscribe)
	}
	b := build(t, new(Builder), Input{Project: world("")})
	page := b.files["en/renewals/index.html"]
	if strings.Contains(page, "webcal:") || !strings.Contains(page, `href="../../en/renewals.ics" download`) {
		t.Error("without an address there is still something to subscribe to, or no calendar")
	}
	idle := edited(t, "content/orgs/acme/org.yaml", ", done: 2026-06-12", "")
	org := idle["content/orgs/acme/org.yaml"]
	org.Data = []byte(strings.Replace(string(org.Data), "runbooks: {lost: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}\n", "", 1))
	b = build(t, new(Builder), Input{Project: idle, BaseURL: "https://notes.example/a"})
	if _, there := b.files["en/renewals.ics"]; there || strings.Contains(b.files["en/renewals/index.html"], "renewals.ics") {
		t.Error("there is a calendar without a day")
	}
	if !strings.Contains(page, `role="img" aria-label="2027 (January 2027 to December 2027), month by month: `) {
		t.Error("the picture has no text alternative")
	}
}
