package build

import (
	"cmp"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/themes"
)

// A placed example stands in small instead of the text old of a file. Without a
// file the example is the path of a page.
type placed struct {
	file, old string
	public    bool      // in the public edition
	today     string    // by default 2026-11-22
	before    [3]string // file, old, new: an edit that the example supposes
}

// Where the examples of gen explain belong.
var placedExamples = func() map[diag.Code]placed {
	const column, columnEN, org = "content/columns/keys.ja.md", "content/columns/keys.en.md", "content/orgs/acme/org.yaml"
	const contract = "- {id: contract, title: {ja: 契約, en: Contract}, give: [contract], guides: [portal]}"
	const rules = "- {id: rules, title: {ja: 規則, en: Rules}, give: [document], runbooks: [lost]}"
	const portal = `portal: {title: {ja: ポータル, en: Portal}, url: "https://portal.example/"}`
	const apns = `apns: {owner: bob, second: ann, secret: "vault:apns", account: push@acme.example, done: 2026-06-12}`
	const owner, text, renew = "contract: {owner: bob}", "はじめに。", "Renew it at the [portal](link:portal) and read [the rules](item:rules)."
	title := placed{file: column, old: "title: 鍵"}
	body := placed{file: column, old: text}
	public := placed{file: column, old: text, public: true}
	fact, key := placed{file: org, old: owner}, placed{file: org, old: apns}
	return map[diag.Code]placed{
		diag.YAML: title, diag.WIDE: title, diag.KEY: title, diag.DUP: title, diag.TYPE: title, diag.HASH: title, diag.BIDI: title,
		diag.TAB:   {file: "content/site.yaml", old: "traits:\n  ios: {ja: iOSを管理している, en: you manage iOS}"},
		diag.ID:    {file: column, old: contract},
		diag.ID2:   {file: column, old: contract},
		diag.DATE:  {file: column, old: "date: 2026-11-16"},
		diag.SPAN:  {file: column, old: "renew: P365D"},
		diag.TRAIT: {file: column, old: "when: ios"},
		diag.LINK:  body, diag.SCHEME: body, diag.HTML: body, diag.SECRET: body, diag.LIMIT: body, diag.MERGE: body, diag.ALT: body, diag.PROMPT: body,
		diag.WHO: fact, diag.FACT: fact, diag.SIGN: fact, diag.HIST: fact, diag.FUTURE: fact,
		diag.REF:    {file: org, old: `secret: "vault:apns"`},
		diag.URL:    {file: "content/links.yaml", old: portal},
		diag.LINK2:  {file: "content/links.yaml", old: portal},
		diag.LINK3:  {file: "content/links.yaml", old: portal},
		diag.TERM:   {file: "content/glossary.yaml", old: `apns: {ja: プッシュ証明書, en: push certificate, aliases: [APNs証明書], meaning: {ja: 端末に指示を届けるための証明書。, en: What lets commands reach a device.}}`},
		diag.SECT:   {file: "content/runbooks/lost.en.md", old: "## Decide {#decide}"},
		diag.ANCHOR: {file: "content/guides/start.ja.md", old: "[鍵](column:keys#apns)"},
		diag.STEP:   {file: columnEN, old: renew, before: [3]string{column, "で更新し", "で更新し\n\n1. 開く\n2. 更新する\n\n"}},
		diag.TRAN:   {file: columnEN, old: "## Certificate {#apns}"},
		diag.PARITY: {file: columnEN, old: renew, before: [3]string{column, "で更新し", "で30日以内に更新し"}},
		diag.ONCE:   {file: columnEN, old: "title: Keys"},
		diag.ITEM:   {file: column, old: rules},
		diag.SECOND: key, diag.DUE: key, diag.OVERDUE: key, diag.NEEDS: key,
		diag.REDO:   {file: org, old: apns, today: "2027-04-10", before: [3]string{column, "renew: P365D", "renew: {every: P365D, redo: [leaver]}"}},
		diag.REVIEW: {file: org, old: "runbooks: {lost: {owner: bob, history: [{on: 2026-10-10, by: ann, ok: bob, what: First}]}}"},
		diag.PHONE:  public, diag.MAIL: public, diag.INTERNAL: public,
		diag.SLUG: {},
	}
}()

// What no text of a file can show; the rule is tested where it is applied.
var unplacedExamples = map[diag.Code]string{
	diag.UTF8:    "is about bytes",
	diag.SYMLINK: "is about the disk",
	diag.IMAGE:   "is about bytes",
	diag.OUT:     "is about the command line",
	diag.THEME:   "is about templates, not content",
}

// The wrong example of a rule breaks it, the right one does not.
func TestExplainedExamples(t *testing.T) {
	var b Builder
	for _, code := range diag.Codes() {
		p, ok := placedExamples[code]
		if _, unplaced := unplacedExamples[code]; ok == unplaced {
			t.Errorf("%s: its example is placed: %v, and excused: %v", code, ok, unplaced)
		}
		if !ok {
			continue
		}
		for _, lang := range []string{"ja", "en"} {
			t.Run(string(code)+" "+lang, func(t *testing.T) {
				e, _ := diag.Explain(code, lang)
				wrong, right := p.broken(t, &b, code, e.Wrong), p.broken(t, &b, code, e.Right)
				// Other items of small may be unsigned as well: one less is right.
				if wrong == 0 || right >= wrong || right > 0 && code != diag.SIGN {
					t.Errorf("wrong raises it %d times, right %d times", wrong, right)
				}
			})
		}
	}
}

// broken returns how often an example breaks the rule.
func (p placed) broken(t *testing.T, b *Builder, code diag.Code, example string) int {
	t.Helper()
	example = strings.NewReplacer("<TAB>", "\t", "<U+202E>", "\u202e").Replace(example)
	fsys := world("")
	replace := func(file, old, new string) {
		text := string(fsys[file].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not hold %q", file, old)
		}
		fsys[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, new, 1))}
	}
	if e := p.before; e[0] != "" {
		replace(e[0], e[1], e[2])
	}
	if p.file == "" {
		fsys[example] = &fstest.MapFile{Data: []byte("---\ntitle: A\n---\n")}
	} else {
		replace(p.file, p.old, example)
	}
	r, err := b.Check(t.Context(), Input{Project: fsys, Builtin: themes.Default(), Public: p.public})
	if err != nil {
		t.Fatal(err)
	}
	problems := otherThanRecords(r.Problems)
	if r.Site != nil && r.Site.Org != nil {
		day := cmp.Or(p.today, "2026-11-22")
		today, ok := content.ParseDate(day)
		if !ok {
			t.Fatalf("%q is not a date", day)
		}
		problems = append(problems, check.Gates(r.Site, today)...)
	}
	n := 0
	for _, d := range problems {
		if d.Code == code {
			n++
		}
	}
	return n
}
