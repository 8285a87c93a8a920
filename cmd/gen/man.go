package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  p.say("マニュアルページを出力する", "print the manual page"),
		Hidden: true, // an archive of a release holds it
		Example: `  gen man | man -l -
  gen man --lang ja > gen.ja.1`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(p.stdout, p.man(cmd.Root()))
			return err
		},
	}
}

// man writes the manual page, which says what the help of all commands says.
func (p *program) man(root *cobra.Command) string {
	var m roff
	m.line(`.TH GEN 1 "" "gen ` + escaped(version) + `" "Hikitsugi"`)
	m.line(".ad l") // lines without spaces cannot be filled
	m.section(p.say("名前", "NAME"))
	m.line(`gen \- ` + escaped(root.Short))
	m.section(p.say("書式", "SYNOPSIS"))
	m.line(`.B gen`)
	m.line(escaped(p.say("コマンド [オプション]", "COMMAND [FLAGS]")))
	m.section(p.say("コマンド", "COMMANDS"))
	m.commands(p, root)
	m.section(p.say("共通のオプション", "FLAGS OF ALL COMMANDS"))
	m.flags(root.PersistentFlags())
	heading, rest, _ := strings.Cut(p.common(), ":\n")
	statuses, output, _ := strings.Cut(rest, "\n\n")
	m.section(strings.ToUpper(heading))
	m.lines(statuses)
	m.section(p.say("出力", "OUTPUT"))
	m.line(escaped(p.joined(output)))
	m.section(p.say("環境変数", "ENVIRONMENT"))
	m.item("LC_ALL, LC_MESSAGES, LANG", p.say("メッセージの言語。ja で始まれば日本語、ほかは英語", "the language of messages: Japanese when it begins with ja, else English"))
	m.item("GEN_BROWSER", p.say("印刷に使うブラウザーのパス", "path of the browser to print with"))
	m.section(p.say("ファイル", "FILES"))
	m.item("content/", p.say("書いたもの。-C で、それを含むフォルダーを指定する", "what you write; -C names the folder that holds it"))
	m.item("public/", p.say("できたサイト", "the site that was made"))
	return m.String()
}

// joined makes one paragraph of lines; Japanese has no spaces between them.
func (p *program) joined(text string) string {
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", p.say("", " "))
}

// A roff is a text in the language of manual pages.
type roff struct{ strings.Builder }

func (m *roff) line(text string) { m.WriteString(text + "\n") }

func (m *roff) section(title string) { m.line(`.SH "` + escaped(title) + `"`) }

// block is a paragraph that keeps its lines.
func (m *roff) block(text string) {
	m.line(".PP")
	m.lines(text)
}

func (m *roff) lines(text string) {
	m.line(".nf")
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		m.line(escaped(line))
	}
	m.line(".fi")
}

func (m *roff) item(term, text string) {
	m.line(".TP\n.B " + escaped(term))
	m.line(escaped(text))
}

// commands describes those that do something, below c.
func (m *roff) commands(p *program, c *cobra.Command) {
	for _, sub := range c.Commands() {
		switch {
		case sub.HasAvailableSubCommands():
			m.commands(p, sub)
			continue
		case !sub.IsAvailableCommand():
			continue
		}
		m.line(`.SS "` + escaped(sub.UseLine()) + `"`)
		m.line(escaped(sub.Short))
		if sub.Long != "" {
			m.line(".PP")
			m.line(strings.ReplaceAll(escaped(sub.Long), "\n", "\n.br\n"))
		}
		m.flags(sub.LocalNonPersistentFlags())
		if when := sub.Annotations["status1"]; when != "" {
			m.line(".PP")
			m.line(escaped(p.say("終了ステータス 1: ", "Exit status 1: ") + when))
		}
		m.block(sub.Example)
	}
}

// flags lists what a set of flags holds but for --help.
func (m *roff) flags(set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		m.item(strings.TrimSpace(term+" "+value), usage)
	})
}

// escaped is text that says itself in roff.
func escaped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, `"`, `\(dq`, "'", `\(aq`, "`", "\\`").Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
