package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// TestReference holds that the reference of the manual says what the code does.
// With -update it is written again.
func TestReference(t *testing.T) {
	for _, page := range referencePages {
		texts := map[string]string{}
		for _, lang := range []string{"ja", "en"} {
			texts[lang] = page.write(lang)
		}
		ja, en := page.file("ja"), page.file("en")
		original, wrong := content.ParsePage(source.New(ja, []byte(texts["ja"])), content.Place{Kind: content.KindGuide, Slug: page.slug}, "ja", "", markdown.New())
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", ja, wrong)
		}
		recorded, wrong := content.RecordIn(source.New(en, []byte(texts["en"])), original.Sections)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		for name, want := range map[string]string{ja: texts["ja"], en: string(recorded)} {
			name = filepath.Join(manual, filepath.FromSlash(name))
			if *update {
				if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			got, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if line, differs := firstDifference(string(got), want); differs {
				t.Errorf("%s is behind the code; write it again with -update. It should say\n%s", name, line)
			}
		}
	}
}

// firstDifference returns the first line of want that got has not, and whether
// they differ.
func firstDifference(got, want string) (string, bool) {
	had := strings.Split(strings.ReplaceAll(got, "\r\n", "\n"), "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(had) || had[i] != line {
			return line, true
		}
	}
	return "", len(had) != strings.Count(want, "\n")+1
}

// A referencePage is a page of the manual that is made of the code.
type referencePage struct {
	slug           string
	title, summary diag.Text
	intro          diag.Text
	body           func(w *strings.Builder, say func(ja, en string) string, lang string)
}

func (p *referencePage) file(lang string) string {
	return "content/guides/" + p.slug + "." + lang + ".md"
}

func (p *referencePage) write(lang string) string {
	say := func(ja, en string) string { return diag.Text{JA: ja, EN: en}.In(lang) }
	var w strings.Builder
	fmt.Fprintf(&w, "---\ntitle: %q\nsummary: %q\n---\n%s\n\n%s\n",
		p.title.In(lang), p.summary.In(lang),
		say("<!-- このページはコードから作られます。直すのはコードの側です。 -->", "<!-- This page is made of the code. Mend it there. -->"),
		p.intro.In(lang))
	p.body(&w, say, lang)
	return w.String()
}

var formsHint = diag.Text{
	JA: "＊の付いたキーは必ず書きます。文・期間・idなどの書き方は[値の書き方](guide:reference-writing#values)にあります。",
	EN: "A key marked \\* is required. How texts, spans, ids and the rest are written stands in [the forms of values](guide:reference-writing#values).",
}

func hinted(ja, en string) diag.Text {
	return diag.Text{JA: ja + formsHint.JA, EN: en + " " + formsHint.EN}
}

var referencePages = []*referencePage{
	{
		slug:    "reference-site",
		title:   diag.Text{JA: "site.yaml：サイトの設定のすべてのキー", EN: "site.yaml: every key of the site's settings"},
		summary: diag.Text{JA: "題、言語、URL、年度、条件（traits）、フォントなど、サイト全体の設定。", EN: "Title, languages, URL, fiscal year, traits, fonts: what holds for the whole site."},
		intro:   hinted("`content/site.yaml` には、すべてのページとすべての組織に共通のことを書きます。", "`content/site.yaml` says what holds for all pages and all organisations."),
		body:    keysOf("", content.KindSite),
	},
	{
		slug:    "reference-org",
		title:   diag.Text{JA: "org.yaml：組織の事実のすべてのキー", EN: "org.yaml: every key of the facts"},
		summary: diag.Text{JA: "人、連絡先、引き継ぎの日、配布した部、手順書の版、項目ごとの事実。", EN: "People, contacts, the handover, copies, the runbooks' revisions, and the facts of each item."},
		intro:   hinted("`content/orgs/<組織のid>/org.yaml` には、その組織の事実をすべて書きます。ほかの場所には書きません。", "`content/orgs/<organisation>/org.yaml` holds all facts of one organisation, and no other file does."),
		body: func(w *strings.Builder, say func(ja, en string) string, lang string) {
			keysOf("", content.KindOrg)(w, say, lang)
			fmt.Fprintf(w, "\n## packets.yaml {#packets}\n\n%s\n\n", say(
				"`org.yaml` の隣の `packets.yaml` は `gen packet --record` が書きます。手では書きません。",
				"`packets.yaml` beside `org.yaml` is written by `gen packet --record`, not by hand."))
			writeKeys(w, say, lang, content.KeysOf(content.KindPackets)[0])
		},
	},
	{
		slug:    "reference-pages",
		title:   diag.Text{JA: "ページの先頭に書くすべてのキー", EN: "Every key at the top of a page"},
		summary: diag.Text{JA: "コラム、ガイド、手順書の前付け（front matter）と、チェックリストの項目。", EN: "The front matter of columns, guides and runbooks, and the items of checklists."},
		intro:   hinted("ページの先頭の `---` と `---` の間に書くキーです。訳文が持つのは `title`、`summary`、`translated` だけです。", "These are the keys between `---` and `---` at the top of a page. A translation has only `title`, `summary` and `translated`."),
		body: func(w *strings.Builder, say func(ja, en string) string, lang string) {
			keysOf(say("すべてのページ", "All pages"), content.KindGuide)(w, say, lang)
			for i, b := range content.KeysOf(content.KindRunbook) {
				if i == 0 {
					fmt.Fprintf(w, "\n## %s {#runbook}\n\n%s\n\n", say("手順書だけのキー", "Only in runbooks"), say(
						"`severity` が high か critical の手順書は、どの言語でも "+codes(content.UrgentSections)+" の節を持ちます。ほかの手順書に要るのは `after` の節とチェックリストです。",
						"A runbook whose `severity` is high or critical has the sections "+codes(content.UrgentSections)+" in every language. Others need a section `after` and a checklist."))
					writeKeys(w, say, lang, b)
					continue
				}
				writeBlock(w, say, lang, b)
			}
		},
	},
	{
		slug:    "reference-lists",
		title:   diag.Text{JA: "links.yaml と glossary.yaml のすべてのキー", EN: "links.yaml and glossary.yaml: every key"},
		summary: diag.Text{JA: "外部のページの一覧と、用語集・検索語。", EN: "The list of external pages, and the glossary with its search words."},
		intro:   hinted("どちらも、idに続けて中身を書く一覧です。", "Both are lists: an id, and what belongs to it."),
		body: func(w *strings.Builder, say func(ja, en string) string, lang string) {
			for _, k := range []content.Kind{content.KindLinks, content.KindGlossary} {
				fmt.Fprintf(w, "\n## %s.yaml {#%s}\n\n", k, k)
				writeKeys(w, say, lang, content.KeysOf(k)[0])
			}
		},
	},
	{
		slug:    "reference-commands",
		title:   diag.Text{JA: "コマンドとオプションの一覧", EN: "Every command and flag"},
		summary: diag.Text{JA: "gen のすべてのコマンド、オプション、環境変数、終了ステータス。", EN: "All of gen's commands, flags, environment variables and exit statuses."},
		intro:   diag.Text{JA: "どのコマンドも `--help` で同じ説明を表示します。", EN: "Each command says the same with `--help`."},
		body:    writeCommands,
	},
	{
		slug:    "reference-diagnostics",
		title:   diag.Text{JA: "診断コードの一覧", EN: "Every diagnostic code"},
		summary: diag.Text{JA: "DATE、KEY、TRAN などのコードごとに、規則と理由と書き方の例。", EN: "For each code such as DATE, KEY or TRAN: the rule, its reason, and examples of wrong and of right."},
		intro: diag.Text{
			JA: "genのメッセージは「ファイル:行:桁  コード  何が誤りか。どうすればよいか。」の形です。`gen explain コード` でも同じ説明が読めます。E（エラー）は `gen build` と `gen check` を不合格にします。W（警告）が不合格になるのは `--strict` のときだけです。G（関門）はその日の状態を見るもので、`gen check` だけを不合格にします。g（予告）は `gen check --strict` のときだけです。例の `<TAB>` と `<U+202E>` は目に見えない文字の代わりです。",
			EN: "A message reads “file:line:column  CODE  what is wrong. What to do.” `gen explain CODE` says the same as this page. E, an error, fails `gen build` and `gen check`. W, a warning, fails them only with `--strict`. G, a gate, looks at the day and fails only `gen check`; g, a notice, only `gen check --strict`. In the examples `<TAB>` and `<U+202E>` stand for what cannot be seen.",
		},
		body: writeRules,
	},
}

func codes(words []string) string { return "`" + strings.Join(words, "` `") + "`" }

// keysOf writes all keys of a kind of file, under a heading if the file has one.
func keysOf(heading string, k content.Kind) func(*strings.Builder, func(ja, en string) string, string) {
	return func(w *strings.Builder, say func(ja, en string) string, lang string) {
		for i, b := range content.KeysOf(k) {
			switch {
			case i > 0:
				writeBlock(w, say, lang, b)
				continue
			case heading != "":
				fmt.Fprintf(w, "\n## %s {#file}\n\n", heading)
			default:
				fmt.Fprintf(w, "\n## %s.yaml {#file}\n\n", k)
			}
			writeKeys(w, say, lang, b)
		}
	}
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

func writeBlock(w *strings.Builder, say func(ja, en string) string, lang string, b content.Block) {
	id := strings.Trim(notInID.ReplaceAllString(strings.ReplaceAll(b.Path, ".ID", ""), "-"), "-")
	fmt.Fprintf(w, "\n## `%s` {#key-%s}\n\n", strings.ReplaceAll(b.Path, "ID", "<id>"), id)
	writeKeys(w, say, lang, b)
}

func writeKeys(w *strings.Builder, say func(ja, en string) string, lang string, b content.Block) {
	fmt.Fprintln(w, say("| キー | 書き方 | 意味 |\n|---|---|---|", "| key | form | meaning |\n|---|---|---|"))
	for _, k := range b.Keys {
		name := "`" + k.Name + "`"
		if k.Required {
			name += say("＊", " \\*")
		}
		form := prose(k.Form.In(lang))
		if len(k.Words) > 0 {
			form = codes(k.Words)
		}
		fmt.Fprintf(w, "| %s | %s | %s |\n", name, form, prose(k.About.In(lang)))
	}
}

// In a text of the program that is no Markdown, what would be taken for some is code.
var (
	asCode   = regexp.MustCompile(`gen (?:translate accept|(?:build|check|serve|packet)(?: --[a-z]+)?)\b|<!--.*?-->|# gen:allow [A-Z]+ (?:reason|理由)|\?\?[^? ][^?]*\?\?|\?\?|https?://|\{[^}]*\}|\[[^\]]*\]|[a-zA-Z./]*\*[/a-z.*]*|--[a-z][a-z-]*|[a-z][a-z0-9]*:(?:[a-z/0-9A-Z-]+|…)|:::(?: (?:checklist|log))?`)
	needsEsc = strings.NewReplacer("<", `\<`, "_", `\_`, "|", `\|`)
)

func prose(s string) string {
	var w strings.Builder
	from := 0
	for _, m := range asCode.FindAllStringIndex(s, -1) {
		w.WriteString(needsEsc.Replace(s[from:m[0]]))
		w.WriteString("`" + strings.ReplaceAll(strings.TrimRight(s[m[0]:m[1]], " "), "|", `\|`) + "`")
		if strings.HasSuffix(s[m[0]:m[1]], " ") {
			w.WriteString(" ")
		}
		from = m[1]
	}
	w.WriteString(needsEsc.Replace(s[from:]))
	return w.String()
}

func writeRules(w *strings.Builder, say func(ja, en string) string, lang string) {
	list := diag.Codes()
	slices.Sort(list)
	for _, c := range list {
		e, _ := diag.Explain(c, lang)
		fmt.Fprintf(w, "\n## %s {#%s}\n\n**%s** · %s\n\n%s\n\n%s\n\n%s\n\n%s\n\n%s\n",
			c, strings.ToLower(string(c)), diag.Diag{Code: c}.Severity(), prose(e.Rule), prose(e.Why),
			say("誤り：", "Wrong:"), shown(e.Wrong), say("正しい：", "Right:"), shown(e.Right))
	}
}

// shown returns an example as Markdown. What gen would refuse in a public page is
// excused, which a block of code cannot be.
func shown(text string) string {
	f := source.New("example", []byte(text))
	if wrong := append(check.Lint(f), check.Privacy(f, "")...); len(wrong) > 0 {
		lines := fmt.Sprintf("`%s` <!-- gen:allow %s made up -->", text, wrong[0].Code) // each has one line
		if last := wrong[len(wrong)-1].Code; last != wrong[0].Code {
			lines = fmt.Sprintf("<!-- gen:allow %s made up -->\n", last) + lines
		}
		return lines
	}
	return "````\n" + text + "\n````"
}

// statuses are the exit statuses of gen.
var statuses = []struct {
	status int
	about  diag.Text
}{
	{exitOK, diag.Text{JA: "問題なし。", EN: "All is well."}},
	{exitContent, diag.Text{JA: "書いたものに問題がある、または足りないものがある。メッセージに場所と直し方が出ている。gen check では期限切れも。", EN: "The content has problems, or lacks what is needed; the messages say where, and what to do. With gen check, or something is past due."}},
	{exitUsage, diag.Text{JA: "コマンドの書き方が違う。", EN: "The command line cannot be understood."}},
	{exitMachine, diag.Text{JA: "ファイル、フォルダー、ネットワーク、ブラウザーが使えない。または中断した。", EN: "A file, a folder, the network or the browser cannot be used, or gen was interrupted."}},
	{exitBug, diag.Text{JA: "genの不具合。書いたものは壊れていない。", EN: "A bug in gen. Nothing of yours is damaged."}},
}

// variables are the environment variables that gen reads.
var variables = map[string]diag.Text{
	"GEN_BROWSER":       {JA: "引き継ぎ書の印刷に使うブラウザー。", EN: "The browser to print the packet with."},
	"SOURCE_DATE_EPOCH": {JA: "今日として数える時刻（1970年からの秒数）。--today が優先します。", EN: "The time that counts as now, in seconds since 1970. --today wins over it."},
	"LC_ALL":            {JA: "メッセージの言語。LC_MESSAGES、LANG の順に続きます。", EN: "The language of messages, before LC_MESSAGES and LANG."},
	"LC_MESSAGES":       {JA: "メッセージの言語。", EN: "The language of messages."},
	"LANG":              {JA: "メッセージの言語。", EN: "The language of messages."},
	"WINDIR":            {JA: "Windowsでフォントを探す場所。", EN: "Where fonts are looked for on Windows."},
}

func writeCommands(w *strings.Builder, say func(ja, en string) string, lang string) {
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Hidden {
			return
		}
		if c.HasParent() && !c.HasSubCommands() {
			writeCommand(w, say, c)
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	p := &program{lang: lang, env: func(string) string { return "" }}
	root := p.root()
	walk(root)
	fmt.Fprintf(w, "\n## %s {#all}\n\n", say("どのコマンドにもあるオプション", "Flags of every command"))
	writeFlags(w, say, root.PersistentFlags())
	fmt.Fprintf(w, "| `-h, --help` | %s |\n", root.Flags().Lookup("help").Usage)
	fmt.Fprintf(w, "\n## %s {#status}\n\n%s\n", say("終了ステータス", "Exit status"), say("| 値 | 意味 |\n|---|---|", "| status | meaning |\n|---|---|"))
	for _, s := range statuses {
		fmt.Fprintf(w, "| `%d` | %s |\n", s.status, s.about.In(lang))
	}
	fmt.Fprintf(w, "\n## %s {#environment}\n\n%s\n", say("環境変数", "Environment variables"), say("| 名前 | 意味 |\n|---|---|", "| name | meaning |\n|---|---|"))
	for _, name := range readVariables() {
		fmt.Fprintf(w, "| `%s` | %s |\n", name, prose(variables[name].In(lang)))
	}
}

func writeCommand(w *strings.Builder, say func(ja, en string) string, c *cobra.Command) {
	about := c.Long
	if about == "" {
		first, size := utf8.DecodeRuneInString(c.Short)
		about = string(unicode.ToUpper(first)) + c.Short[size:] + say("。", ".")
	}
	id := strings.ReplaceAll(strings.TrimPrefix(c.CommandPath(), "gen "), " ", "-")
	fmt.Fprintf(w, "\n## %s {#%s}\n\n%s\n\n````\n%s\n````\n", c.CommandPath(), id, prose(strings.ReplaceAll(about, "\n", say("", " "))), c.UseLine())
	if c.Example != "" {
		var lines []string
		for line := range strings.Lines(c.Example) {
			lines = append(lines, strings.TrimSpace(line))
		}
		fmt.Fprintf(w, "\n%s\n\n````\n%s\n````\n", say("例：", "For example:"), strings.Join(lines, "\n"))
	}
	if when := c.Annotations["status1"]; when != "" {
		fmt.Fprintf(w, "\n%s%s%s\n", say("終了ステータス1：", "Exit status 1: "), prose(when), say("。", "."))
	}
	fmt.Fprintln(w)
	writeFlags(w, say, c.Flags())
}

func writeFlags(w *strings.Builder, say func(ja, en string) string, flags *pflag.FlagSet) {
	head := say("| オプション | 意味 |\n|---|---|", "| flag | meaning |\n|---|---|") + "\n"
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		w.WriteString(head)
		head = ""
		value, about := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if value != "" && f.Value.Type() != "bool" {
			name += " " + value
		}
		fmt.Fprintf(w, "| `%s` | %s |\n", name, prose(about))
	})
}

// readVariables returns the names of the environment variables that the program
// reads, by its source. One that is not explained is named all the same.
func readVariables() []string {
	read := regexp.MustCompile(`\b(?:p\.)?env\("([A-Z_]+)"\)|"(LC_[A-Z]+|LANG)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		panic(err)
	}
	var names []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		for _, m := range read.FindAllStringSubmatch(string(data), -1) {
			names = append(names, m[1]+m[2])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
