package build

import (
	"cmp"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/themes"
)

// example returns the example site's content.
func example(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	disk := os.DirFS("../..")
	err := fs.WalkDir(disk, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// findings returns all that is wrong with a project on a day, without lines: a
// mutation may move them.
func findings(t *testing.T, b *Builder, fsys fstest.MapFS, public bool, day string) map[string]int {
	t.Helper()
	today, ok := content.ParseDate(cmp.Or(day, "2026-11-22"))
	if !ok {
		t.Fatalf("%q is not a date", day)
	}
	r, err := b.Check(t.Context(), Input{Project: fsys, Builtin: themes.Default(), Public: public})
	if err != nil {
		t.Fatal(err)
	}
	problems := r.Problems
	if r.Site != nil && r.Site.Org != nil {
		problems = append(problems, check.Gates(r.Site, today)...)
	}
	found := map[string]int{}
	for _, p := range problems {
		found[string(p.Code)+" "+p.Pos.File+" "+p.Sentence("en")]++
	}
	return found
}

// One mutation of the example for each rule adds that finding and no other.
func TestMutationsOfTheExample(t *testing.T) {
	const site, links, org = "content/site.yaml", "content/links.yaml", "content/orgs/mihon/org.yaml"
	const column, columnEN, runbook, runbookEN = "content/columns/admin-handover.ja.md", "content/columns/admin-handover.en.md", "content/runbooks/lost-device.ja.md", "content/runbooks/lost-device.en.md"
	const training = "content/guides/training.en.md"
	tried := map[diag.Code]bool{}
	var b Builder // a warm one finds what a cold one does
	for _, m := range []struct {
		code           diag.Code
		file, old, new string
		public         bool
		day            string
		steps          bool // the guide has two steps in both languages
	}{
		{code: diag.YAML, file: site, old: "languages: [ja, en]", new: "languages: [ja, en"},
		{code: diag.TAB, file: site, old: "  ios:     {", new: "\tios:     {"},
		{code: diag.WIDE, file: site, old: "timezone: ", new: "timezone： "},
		{code: diag.KEY, file: column, old: "when: ios", new: "wen: ios"},
		{code: diag.DUP, file: column, old: "when: ios", new: "when: ios\n    when: ios"},
		{code: diag.TYPE, file: site, old: "fiscal: 4 ", new: "fiscal: 13 "},
		{code: diag.HASH, file: column, old: "author: {ja: カスタマーサクセス, en: Customer Success}", new: "author: Team #12"},
		{code: diag.UTF8, file: org, old: "前田", new: "\x91\x4f\x93\x63"},
		{code: diag.BIDI, file: org, old: "Hanako", new: "Hana\u202eko"},
		{code: diag.MERGE, file: training, old: "\n---\n", new: "\n---\n\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> branch\n"},
		{code: diag.ID, file: org, old: "  kimura: {name", new: "  Kimura_M: {name: A}\n  kimura: {name"},
		{code: diag.ID2, file: column, old: "  - id: house-rules", new: "  - {id: apns, title: A, guides: [apns-portal]}\n  - id: house-rules"},
		{code: diag.DATE, file: column, old: "date: 2026-11-16", new: "date: 2026-11-31"},
		{code: diag.SPAN, file: column, old: "renew: P365D", new: "renew: 365"},
		{code: diag.TRAIT, file: column, old: "when: ios", new: "when: iso"},
		{code: diag.LINK, file: column, old: "guides: [clomo-mail]", new: "guides: [clomo-male]"},
		{code: diag.WHO, file: org, old: "approver: kimura", new: "approver: kimora"},
		{code: diag.REF, file: org, old: "secret: vault:mdm/apns", new: "secret: drawer"},
		{code: diag.URL, file: links, old: "https://identity.apple.com", new: "ftp://identity.apple.com"},
		{code: diag.SCHEME, file: columnEN, old: "](link:apns-portal)", new: "](smb:portal)"},
		{code: diag.HTML, file: columnEN, old: "::: checklist", new: "<b>All</b> of them\n\n::: checklist"},
		{code: diag.LINK2, file: links, old: "apns-portal:", new: "again: {title: A, url: \"https://identity.apple.com/pushcert/\", checked: 2026-11-20}\napns-portal:"},
		{code: diag.TERM, file: "content/glossary.yaml", old: "aliases: [DEPトークン,", new: "aliases: [MDM, DEPトークン,"},
		{code: diag.LINK3, file: links, old: "apns-portal:", new: "again: {title: A, url: \"https://a.example/\"}\napns-portal:"},
		{code: diag.SECT, file: runbookEN, old: "::: log\n:::", new: "::: log\n:::\n\n::: checklist evidence\n:::"},
		{code: diag.ANCHOR, file: training, old: "\n---\n", new: "\n---\n\nSee [the column](column:admin-handover#apple).\n"},
		{code: diag.STEP, file: training, old: "2. Two\n", new: "", steps: true},
		{code: diag.TRAN, file: runbookEN, old: `decide: "235a2bf7"`, new: `decide: "718c2510"`},
		{code: diag.PARITY, file: runbookEN, old: "less than 24 hours", new: "less than 42 hours"},
		{code: diag.ONCE, file: runbookEN, old: "translated:", new: "severity: high\ntranslated:"},
		{code: diag.ITEM, file: column, old: "checklist:\n", new: "checklist:\n  - {id: nowhere, title: A}\n"},
		{code: diag.FACT, file: org, old: "house-rules:        {owner: sato, ", new: "house-rules:        {"},
		{code: diag.SECOND, file: org, old: "apns:               {owner: sato, second: kimura", new: "apns:               {owner: sato"},
		{code: diag.SIGN, file: org, old: "given: 2026-11-10, received: 2026-11-11}\n  system-admin", new: "given: 2026-11-10}\n  system-admin"},
		{code: diag.DUE, file: org, old: "done: 2026-10-05", new: "expires: 2026-12-05"},
		{code: diag.OVERDUE, file: org, old: "done: 2026-10-05", new: "expires: 2026-11-05"},
		{code: diag.NEEDS, file: runbook, old: "needs: [apns] ", new: "needs: [apns, android-enterprise] ", day: "2028-01-01"},
		{code: diag.REDO, file: column, old: "renew: P365D", new: "renew: {every: P365D, redo: [leaver]}"},
		{code: diag.HIST, file: org, old: "given: 2026-11-10, received: 2026-11-11}\n  system-admin", new: "given: 2026-11-12, received: 2026-11-11}\n  system-admin"},
		{code: diag.REVIEW, file: runbook, old: "review: P6M", new: "review: P1M"},
		{code: diag.FUTURE, file: org, old: "done: 2026-10-05", new: "done: 2026-12-25"},
		{code: diag.SECRET, file: org, old: "marking:", new: "# password: hunter2\nmarking:"},
		{code: diag.PHONE, file: column, old: "author: {ja: カスタマーサクセス", new: "author: {ja: 03-0000-0009", public: true},
		{code: diag.MAIL, file: column, old: "author: {ja: カスタマーサクセス", new: "author: {ja: a@other.example", public: true},
		{code: diag.INTERNAL, file: training, old: "\n---\n", new: "\n---\n\nSee [](runbook:lost-device).\n", public: true},
		{code: diag.SLUG, file: "content/guides/con.md", new: "---\ntitle: A\n---\n"},
		{code: diag.ALT, file: columnEN, old: "![The predecessor hands the account, its password and the phone for the codes over to the successor. Both the successor and a second holder can open the place where the secrets are.]", new: "![]"},
		{code: diag.PROMPT, file: org, old: "tel: 03-0000-0001", new: "tel: ??number??"},
		{code: diag.LIMIT, file: training, old: "\n---\n", new: "\n---\n\n" + strings.Repeat("> ", 40) + "A\n"},
	} {
		tried[m.code] = true
		t.Run(string(m.code), func(t *testing.T) {
			fsys := example(t)
			if m.steps {
				const ja = "content/guides/training.ja.md"
				fsys[ja].Data = append(fsys[ja].Data, "\n1. 一\n2. 二\n"...)
				fsys[training].Data = append(fsys[training].Data, "\n1. One\n2. Two\n"...)
			}
			before := findings(t, &b, fsys, m.public, m.day)
			if f := fsys[m.file]; f == nil {
				fsys[m.file] = &fstest.MapFile{Data: []byte(m.new)}
			} else if text := string(f.Data); strings.Contains(text, m.old) {
				f.Data = []byte(strings.Replace(text, m.old, m.new, 1))
			} else {
				t.Fatalf("%s does not hold %q", m.file, m.old)
			}
			added := 0
			for finding, n := range findings(t, &b, fsys, m.public, m.day) {
				if n > before[finding] {
					added++
					if code, _, _ := strings.Cut(finding, " "); code != string(m.code) {
						t.Errorf("adds as well: %s", finding)
					}
				}
			}
			if added == 0 {
				t.Error("is not found")
			}
		})
	}
	for _, code := range diag.Codes() {
		if _, elsewhere := unplacedExamples[code]; !tried[code] && !elsewhere {
			t.Errorf("%s has no mutation", code)
		}
	}
}
