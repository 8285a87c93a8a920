package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hikitsugi/internal/diag"
)

// usage is the help of a command. What holds for all stands in that of gen.
func (p *program) usage(c *cobra.Command) string {
	var b strings.Builder
	b.WriteString(p.say("使い方", "Usage") + ": ")
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "%s %s\n\n", c.CommandPath(), p.say("コマンド", "COMMAND"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&b, "  %-11s %s\n", sub.Name(), sub.Short)
			}
		}
	} else {
		b.WriteString(c.UseLine() + "\n")
	}
	if c.HasExample() {
		fmt.Fprintf(&b, "\n%s:\n%s\n", p.say("例", "Examples"), c.Example)
	}
	b.WriteString("\n" + flagLines(c.LocalFlags(), c.InheritedFlags()))
	if when := c.Annotations["status1"]; when != "" {
		fmt.Fprintf(&b, "\n%s: %s\n", p.say("終了ステータス 1", "Exit status 1"), when)
	}
	if !c.HasParent() {
		b.WriteString("\n" + p.common())
	}
	return b.String()
}

// flagLines lists flags, a line each. What they do begins in one column, counted as a
// terminal shows it: pflag counts bytes, of which a Japanese character has three.
func flagLines(sets ...*pflag.FlagSet) string {
	type line struct{ flag, does string }
	var lines []line
	room := 0
	for _, set := range sets {
		set.VisitAll(func(f *pflag.Flag) {
			value, does := pflag.UnquoteUsage(f)
			flag := "      --" + f.Name
			if f.Shorthand != "" {
				flag = "  -" + f.Shorthand + ", --" + f.Name
			}
			if value != "" {
				flag += " " + value
			}
			lines = append(lines, line{flag, does})
			room = max(room, diag.Cells(flag))
		})
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.flag + strings.Repeat(" ", room-diag.Cells(l.flag)+3) + l.does + "\n")
	}
	return b.String()
}

// status1 is the annotation of a command that can end with exitContent: when it does.
func status1(when string) map[string]string { return map[string]string{"status1": when} }

// common is what holds for all commands.
func (p *program) common() string {
	return p.say(
		`終了ステータス:
  0  終わった
  1  内容に修正が必要な箇所がある、または足りないものがある。check では期限切れも
  2  コマンドの書き方が正しくない
  3  ファイル、フォルダー、ネットワーク、ブラウザーが使えない。または中断した
  4  gen の不具合

出力は常にUTF-8で、色は付けません（NO_COLORの有無で変わりません）。結果は標準出力へ、
途中経過とうまくいかなかったことは標準エラーへ書きます。check、due、list orgs は --json で、
プログラムが読むための形で出力します。
`,
		`Exit status:
  0  done
  1  something in the content has to be fixed or is missing; with check, also when something is past due
  2  the command line cannot be understood
  3  a file, a folder, the network or the browser cannot be used, or gen was interrupted
  4  a bug in gen

All output is UTF-8 without colour, whether NO_COLOR is set or not. Results go to the
standard output, progress and problems to the standard error. With --json, check, due
and list orgs write JSON for other programs.
`)
}
