package content

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// randomDay returns a day between 1900 and 2199, leap days and month ends more
// often than they come.
func randomDay(rng *rand.Rand) Date {
	t := time.Date(1900+rng.IntN(300), time.Month(1+rng.IntN(12)), 1+rng.IntN(31), 0, 0, 0, 0, time.UTC)
	if rng.IntN(4) == 0 {
		t = time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// What holds for every day and span.
func TestAddProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		d, n := randomDay(rng), rng.IntN(2000)
		// Days are days, across months, years and leap days.
		if got := d.Add(Span{Days: n}).Time().Sub(d.Time()); got != time.Duration(n)*24*time.Hour {
			t.Fatalf("%s + %d days lies %v later", d, n, got)
		}
		// Months come to the same day of the month, or to its last.
		m := d.Add(Span{Months: n})
		if months := (m.Year*12 + int(m.Month)) - (d.Year*12 + int(d.Month)); months != n {
			t.Fatalf("%s + %d months is %s", d, n, m)
		}
		last := time.Date(m.Year, m.Month+1, 0, 0, 0, 0, 0, time.UTC).Day()
		if m.Day != min(d.Day, last) {
			t.Fatalf("%s + %d months is %s, and the month has %d days", d, n, m, last)
		}
		// A year is twelve months, and one of 365 days unless a leap day lies between.
		y := d.Add(Span{Years: 1})
		if y.Compare(d.Add(Span{Months: 12})) != 0 {
			t.Fatalf("%s: a year is not twelve months", d)
		}
		if gap := y.Time().Sub(d.Add(Span{Days: 365}).Time()).Hours() / 24; gap != 0 && gap != 1 {
			t.Fatalf("%s: P1Y and P365D are %v days apart", d, gap)
		}
		// What is written is read again, and order is the calendar's.
		if again, ok := ParseDate(d.String()); !ok || again != d {
			t.Fatalf("%s is read as %s", d, again)
		}
		if e := randomDay(rng); d.Compare(e) != d.Time().Compare(e.Time()) {
			t.Fatalf("%s and %s are not ordered as days", d, e)
		}
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"P365D", "P1Y", "P6M", "PT10M", "P1Y2M3DT4H5M", "P", "PT", "P0D", "P1M1Y", "１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		span, ok := ParseSpan(s)
		if !ok {
			return
		}
		if span.IsZero() || span.Years > maxSpanNumber || strings.ContainsAny(s, " -+.") {
			t.Errorf("%q is read as %+v", s, span)
		}
		d := Date{Year: 2024, Month: 2, Day: 29}
		if d.Add(span).Compare(d) < 0 {
			t.Errorf("%q leads back", s)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-02-28", "2026-02-30", "0000-01-01", "2026-2-3", "2026-04-01 ", "２０２６-04-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := ParseDate(s); ok && d.String() != s {
			t.Errorf("%q is read as %s", s, d)
		}
	})
}

// FuzzFrontMatter: no input makes reading panic, and a page that is not broken
// has a title and a body.
func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title: A\n", "title: {ja: あ, en: A}\nchecklist: [{id: a, title: A, renew: P1Y}]\n", "title：A\n", "\ttitle: A\n", "a: &x 1\nb: *x\n", "? [a]\n: b\n", "title: |\n  x\n---\n"} {
		f.Add(s)
	}
	engine := markdown.New()
	f.Fuzz(func(t *testing.T, s string) {
		file := source.New("content/columns/a.ja.md", []byte("---\n"+s+"---\n\ntext\n"))
		p, list := ParsePage(file, Place{Kind: KindColumn, Slug: "a"}, "ja", "", engine)
		if p.Broken != list.HasErrors(false) {
			t.Errorf("broken is %v with %v", p.Broken, list)
		}
		if !p.Broken && (p.Head.Title.IsZero() || p.Body == nil) {
			t.Errorf("a page without title or body passes: %q", s)
		}
		for _, d := range list {
			if d.Pos.Line < 0 || d.Pos.Col < 0 || d.What.JA == "" || d.What.EN == "" {
				t.Errorf("a problem without a place or words: %+v", d)
			}
		}
	})
}

// FuzzRecordIn: with its record a translation says what it said, and keeps its text;
// else an author is told of it.
func FuzzRecordIn(f *testing.F) {
	for _, s := range []string{"title: A\n", "{title: A}\n", "  title: A\n  summary: B\n", "title: A\ntranslated: ~\n", "title: A\n\"translated\":\n", "title: A\ntranslated :\n", "title: A\n...\n", "title: A\ntranslated: {\n  a: \"12345678\", # c }\n  b: \"12345678\"}\n", "title: A\ntranslated:\n  a: |-\n    12345678\n", "title: A\ntranslated:\n  a: \"\\x312345678\"\n", "title: A\n? translated\n: {a: \"12345678\"}\n", "title: \"a\u2028b\"\ntranslated: {}\n", "title: A\r\ntranslated: {}\r\n"} {
		f.Add(s)
	}
	engine := markdown.New()
	place := Place{Kind: KindColumn, Slug: "a"}
	original, _ := ParsePage(source.New("content/columns/a.ja.md", []byte("---\ntitle: A\n---\n\n前置き。\n\n## 一\n\n## Two {#two}\n")), place, "ja", "", engine)
	f.Fuzz(func(t *testing.T, s string) {
		const text = "---\n\ntext\n"
		file := source.New("content/columns/a.en.md", []byte("---\n"+s+text))
		before, list := ParsePage(file, place, "en", original.Pos.File, engine)
		if list.HasErrors(false) {
			return
		}
		data, wrong := RecordIn(file, original.Sections)
		if len(wrong) > 0 {
			if data != nil || wrong[0].Pos.Line == 0 {
				t.Errorf("%q is refused with %q: %+v", s, data, wrong)
			}
			return
		}
		after, list := ParsePage(source.New(file.Path, data), place, "en", original.Pos.File, engine)
		if list.HasErrors(false) {
			t.Fatalf("%q became %q: %v", s, data, list)
		}
		if after.Head.Title != before.Head.Title || after.Head.Summary != before.Head.Summary || !strings.HasSuffix(string(data), text) || !slices.Equal(hashes(after), hashes(before)) {
			t.Errorf("%q says something else as %q", s, data)
		}
		for _, state := range Compare(original, after) {
			if state.State != Current {
				t.Errorf("%q: %s is %s in %q", s, state.ID, state.State, data)
			}
		}
	})
}

// FuzzLooseKeys: no line of somebody else's front matter is lost, whatever ends it.
func FuzzLooseKeys(f *testing.F) {
	for _, s := range []string{"a: 1\nb: 2\n", "# c\r\na: 1 # d\r\n\r\nb:\r\n  - 2\r\n", "a: \"\u2028\u2028\u2028b\"\nfoo: x\nbar: y\n", "a: b\u0085c: d\ne: f\n", "a: \"\r\r\"\nb: 1\n", "{a: 1, b: 2,\n c: 3}\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		keys, err := LooseKeys(s)
		if err != nil || len(keys) == 0 {
			return
		}
		var kept strings.Builder
		for _, k := range keys {
			kept.WriteString(k.Lines + "\n")
		}
		for line := range strings.Lines(s) {
			if line = strings.TrimRight(line, " \t\r\n"); !strings.Contains(kept.String(), line) {
				t.Errorf("the line %q of %q is lost: %+v", line, s, keys)
			}
		}
	})
}

func FuzzSlug(f *testing.F) {
	for _, s := range []string{"columns/a.ja.md", "columns/../a.md", "orgs/x/org.yaml", "columns/con.md", "columns/A.md", "runbooks/.md", "columns/a.b.c.md"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, list := Locate("content/" + s)
		if p.Kind.IsPage() && (!isID(p.Slug) || len(list) > 0) {
			t.Errorf("%q is the page %+v with %v", s, p, list)
		}
		if (p.Kind == "") != (len(list) > 0) {
			t.Errorf("%q is %+v with %v", s, p, list)
		}
	})
}

// FuzzURL: what passes as an address is one of the web for browsers too, and
// names a host without anything that could end an attribute.
func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://a.example/", "HTTPS://A", "http://a", "javascript:alert(1)", "java\tscript:alert(1)", " https://a", "https:a", "https:/a", "//a", "https://u:p@a/", "https://a\"b/", "https://[::1]:8080/x?y#z", "https://鍵.example/", "https://a\\@b/", "data:,x", "https://a/\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if checkURL(s, diag.Pos{}).HasErrors(false) {
			return
		}
		rest, ok := strings.CutPrefix(strings.ToLower(s), "https://")
		if !ok {
			rest, ok = strings.CutPrefix(strings.ToLower(s), "http://")
		}
		host, _, _ := strings.Cut(rest, "/")
		host, _, _ = strings.Cut(host, "?")
		host, _, _ = strings.Cut(host, "#")
		if !ok || host == "" || strings.ContainsAny(host, "\"'<>@\\` \t\n") {
			t.Errorf("%q passes as an address of the web", s)
		}
		for _, r := range s {
			if r < ' ' || r == 0x7f {
				t.Errorf("%q passes with a control character", s)
			}
		}
	})
}
