package e2e

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
	"hikitsugi/themes"
)

// Where a canary may be seen.
type reach int

const (
	nowhere reach = iota // in no output at all
	inside               // in the organisation's edition
)

// A canary is a word of its own, put where nobody outside may read it.
type canary struct {
	word  string
	place string // what the word is in, for the message
	reach reach
}

// nest is the example with a canary in each kind of place.
type nest struct {
	files    fstest.MapFS
	canaries []canary
}

func newNest(t *testing.T) *nest {
	t.Helper()
	return &nest{files: copied(t)}
}

// word returns a new canary.
func (n *nest) word(place string, r reach) string {
	w := "kanaria" + string(rune('a'+len(n.canaries)/26)) + string(rune('a'+len(n.canaries)%26))
	n.canaries = append(n.canaries, canary{w, place, r})
	return w
}

// add writes a file.
func (n *nest) add(name, text string) { n.files[name] = mapFile(text) }

func mapFile(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// edit replaces old by new in a file.
func (n *nest) edit(t *testing.T, name, old, new string) {
	t.Helper()
	text := string(n.files[name].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	n.add(name, strings.Replace(text, old, new, 1))
}

// plant puts a canary into every kind of place.
func (n *nest) plant(t *testing.T) {
	const org, column, runbook = "content/orgs/mihon/org.yaml", "content/columns/admin-handover.ja.md", "content/runbooks/lost-device.ja.md"
	const text = "---\ntitle: %\nsummary: %\n---\n\n## % {#x}\n\n%\n"
	fill := func(format, place string, r reach) string {
		for strings.Contains(format, "%") {
			format = strings.Replace(format, "%", n.word(place, r), 1)
		}
		return format
	}

	// What is not published at all.
	n.add("content/columns/draft.ja.md", fill(strings.Replace(text, "---\n", "---\ndraft: true\n", 1), "a draft", nowhere))
	n.add("content/columns/draft.en.md", fill(text, "a draft's translation", nowhere))
	picture := func(word string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>` + word + "</text></svg>"
	}
	n.add("content/columns/"+n.word("an unused picture's name", nowhere)+".svg", picture(n.word("an unused picture", nowhere)))
	n.add("content/columns/admin-handover.ja.md~", n.word("an editor's backup", nowhere))
	n.add("content/columns/.admin-handover.ja.md.swp", n.word("an editor's swap file", nowhere))
	n.add("content/columns/#admin-handover.ja.md#", n.word("an editor's autosave", nowhere))
	n.add("content/.env", n.word("a dotfile", nowhere))
	n.add("content/static/.htpasswd", n.word("a dotfile in static/", nowhere))
	n.edit(t, column, "date: 2026", "# "+n.word("a comment in front matter", nowhere)+"\ndate: 2026")
	n.edit(t, column, "## 担当者情報", "<!-- "+n.word("a comment in Markdown", nowhere)+" -->\n\n## 担当者情報")
	n.edit(t, "content/site.yaml", "traits:", "# "+n.word("a comment in site.yaml", nowhere)+"\ntraits:")
	n.edit(t, "content/glossary.yaml", "apns:", "# "+n.word("a comment in glossary.yaml", nowhere)+"\napns:")
	n.edit(t, org, "people:", "# "+n.word("a comment in org.yaml", nowhere)+"\npeople:")
	other := strings.NewReplacer("みほん", n.word("another organisation's name", nowhere), "maeda:", "x"+n.word("another organisation's person", nowhere)+":", "from: maeda", "from: kimura", "by: maeda", "by: sato")
	n.add("content/orgs/beta/org.yaml", other.Replace(string(n.files[org].Data)))
	n.add("content/orgs/beta/runbooks/"+n.word("another organisation's runbook's name", nowhere)+".ja.md",
		fill(strings.Replace(text, "---\n", "---\ntrigger: %\nseverity: low\ncontacts: [helpdesk]\nreview: P1Y\nchecklist: [{id: beta-step, title: %, section: after}]\n", 1)+"\n## x {#after}\n", "another organisation's runbook", nowhere))

	// What only the organisation may read.
	n.edit(t, org, "{ja: 株式会社みほん, en: Mihon K.K.}", n.word("the organisation's name", inside))
	n.edit(t, org, "{ja: 社外秘, en: CONFIDENTIAL}", n.word("the marking", inside))
	n.edit(t, org, "{ja: 佐藤 健, en: Ken Sato}", n.word("a person's name", inside))
	n.edit(t, org, "{ja: 情報システム部 主任, en: IT lead}", n.word("a person's role", inside))
	n.edit(t, org, "{ja: ヘルプデスク, en: Help desk}", n.word("a contact's name", inside))
	n.edit(t, org, "{ja: 平日9–18時, en: weekdays 9–18}", n.word("a contact's hours", inside))
	n.edit(t, org, "tel: 03-0000-0001", "tel: 03-0000-0001/"+n.word("a contact's number", inside))
	n.edit(t, org, "what: {ja: 初版, en: First edition}", "what: "+n.word("a runbook's history", inside))
	n.edit(t, org, "account: sato@mihon.example", "account: "+n.word("an account", inside))
	n.edit(t, org, "vault:mdm/panel-admin", "vault:"+n.word("a secret's reference", inside))
	n.edit(t, org, "{ja: 申込書の控え（契約ファイル）, en: Copy of the form in the contract file}", n.word("a place", inside))
	n.edit(t, org, "house-rules:        {owner: sato,", "house-rules:        {owner: sato, note: "+n.word("a fact's note", inside)+",")
	n.edit(t, org, "android-enterprise: {owner: sato,", "android-enterprise: {na: "+n.word("a reason", inside)+", owner: sato,")
	n.edit(t, runbook, "summary: 会社が知って", "summary: "+n.word("a runbook's summary", inside)+"会社が知って")
	n.edit(t, runbook, "焦って初期化", n.word("a runbook's text", inside)+"焦って初期化")
	n.edit(t, runbook, "焦って初期化", "![図](plan.svg) 焦って初期化")
	n.add("content/runbooks/plan.svg", picture(n.word("a runbook's picture", inside)))
	name := n.word("a runbook's name", inside)
	n.add("content/runbooks/"+name+".ja.md", fill("---\ntitle: {ja: %, en: %}\ntrigger: x\nseverity: low\ncontacts: [helpdesk]\nreview: P1Y\nchecklist: [{id: nest-step, title: {ja: %, en: %}, section: after}]\n---\n\n## x {#after}\n", "a runbook's words", inside))
	n.edit(t, column, "runbooks: [lost-device, replacement]", "runbooks: [lost-device, replacement, "+name+"]")
}

// build makes an edition into memory.
func (n *nest) build(t *testing.T, in build.Input) *output.Memory {
	t.Helper()
	in.Project, in.Builtin = n.files, themes.Default()
	mem := output.NewMemory()
	r, err := new(build.Builder).Build(t.Context(), in, func(*build.Result) (output.Sink, error) { return mem, nil })
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	return mem
}

// everything returns the names and the bytes of an output, with the text of the
// packets that are printed from it.
func everything(t *testing.T, mem *output.Memory, engine *pdf.Engine) []byte {
	t.Helper()
	var all bytes.Buffer
	err := fs.WalkDir(mem, ".", func(name string, d fs.DirEntry, err error) error {
		all.WriteString(name + "\n")
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(mem, name)
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range languages {
		file, err := engine.Print(t.Context(), mem, lang+"/handover/index.html", pdf.PrintOptions{Date: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		all.Write(file)
		name := filepath.Join(t.TempDir(), "packet.pdf")
		if err := os.WriteFile(name, file, 0o600); err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.ReplaceAll(tool(t, "pdftotext", name, "-"), "\n", ""))
	}
	return all.Bytes()
}

// TestCanaries plants a word in each place that an edition must not show, and
// looks for it in every byte of what is published and printed.
func TestCanaries(t *testing.T) {
	n := newNest(t)
	n.plant(t)
	engine := startEngine(t)
	public := everything(t, n.build(t, build.Input{Public: true}), engine)
	own := everything(t, n.build(t, build.Input{Org: "mihon"}), engine)
	for _, c := range n.canaries {
		word := []byte(c.word)
		if bytes.Contains(public, word) {
			t.Errorf("the public edition shows %s", c.place)
		}
		switch found := bytes.Contains(own, word); {
		case c.reach == nowhere && found:
			t.Errorf("the organisation's edition shows %s", c.place)
		case c.reach == inside && !found:
			t.Errorf("the organisation's edition lacks %s: the canary proves nothing", c.place)
		}
	}
	if len(n.canaries) < 35 {
		t.Errorf("only %d canaries", len(n.canaries))
	}
}
