package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: p.say("規則を、理由と例を添えて説明する", "explain a rule, with its reason and an example"),
		Long: p.say(
			"メッセージに出たコード（DATE など）の規則、その理由、誤りと正しい書き方の例を示します。\nコードを指定しなければ、すべての規則を並べます。\nE: エラー、W: 警告、G: 日付によって不合格、g: 予告",
			"Print the rule behind a code such as DATE, why it exists, and an example of what is wrong and what is right.\nWithout a code, list all rules.\nE: error, W: warning, G: failure that depends on the date, g: notice"),
		Example: `  gen explain DATE
  gen explain`,
		ValidArgsFunction: p.completeRules,
		Args:              p.atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				p.listRules()
				return nil
			}
			return p.explain(args[0])
		},
	}
}

// listRules prints all rules by severity, each on one line.
func (p *program) listRules() {
	codes := diag.Codes()
	slices.Sort(codes)
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Gate, diag.Notice} {
		for _, c := range codes {
			if (diag.Diag{Code: c}).Severity() == severity {
				e, _ := diag.Explain(c, p.lang)
				fmt.Fprintf(p.stdout, "%s  %-8s  %s\n", severity, c, e.Rule)
			}
		}
	}
}

// explain prints what there is to say of a code, which may be written in any case.
func (p *program) explain(name string) error {
	code := diag.Code(strings.ToUpper(name))
	e, ok := diag.Explain(code, p.lang)
	if !ok {
		var known []string
		for _, c := range diag.Codes() {
			known = append(known, string(c))
		}
		hint := content.DidYouMean(name, known, diag.Text{JA: "gen explain ですべての規則を表示します。", EN: "gen explain lists all rules."})
		return errUsage{fmt.Errorf(p.say("%q という規則はありません。%s", "there is no rule %q. %s"), name, hint.In(p.lang))}
	}
	fmt.Fprintf(p.stdout, "%s (%s)\n\n%s\n\n%s\n\n%s\n%s\n%s\n%s",
		code, diag.Diag{Code: code}.Severity(), e.Rule, e.Why,
		p.say("誤り", "Wrong"), indented(e.Wrong), p.say("正しい", "Right"), indented(e.Right))
	return nil
}

// indented returns text as a block of its own on a terminal.
func indented(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n"
}
