// Gen builds a bilingual site of columns and runbooks from Markdown, and the
// handover packet that is printed from it.
//
//	gen build    write the site to a folder
//	gen serve    show it while it is being written
//	gen packet   print the handover page as PDF
//
// Messages are in Japanese or English: --lang, else the locale.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
)

// The exit status of gen.
const (
	exitOK      = 0
	exitContent = 1 // the content has problems
	exitUsage   = 2 // the command line cannot be understood
	exitMachine = 3 // a file, a folder, the browser
	exitBug     = 4 // a mistake in gen
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// errContent is the error of a command whose problems are already printed.
var errContent = errors.New("the content has problems")

// errUsage wraps what is wrong with the command line.
type errUsage struct{ error }

// A program is one call of gen: what its commands share.
type program struct {
	lang   string // of messages
	env    func(name string) string
	stdout io.Writer
	stderr io.Writer
}

// run is main without the globals.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) (status int) {
	p := &program{lang: messageLanguage(args, env), env: env, stdout: stdout, stderr: stderr}
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(stderr, "gen: %s\n%v\n%s", p.say(
				"genの不具合です。入力は壊れていません。次の内容を添えてお知らせください。",
				"this is a bug in gen; nothing of yours is damaged. Please report it with what follows."), r, debug.Stack())
			status = exitBug
		}
	}()
	root := p.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return p.status(root.ExecuteContext(ctx))
}

// status prints what went wrong and returns the exit status for it.
func (p *program) status(err error) int {
	var usage errUsage
	var refusal *output.Refusal
	var missing *pdf.Error
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errContent):
		return exitContent
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "gen: "+p.say("中断しました", "interrupted"))
		return exitMachine
	case errors.As(err, &usage):
		fmt.Fprintf(p.stderr, "gen: %v\n%s\n", err, p.say("使い方は gen --help で表示されます。", "See gen --help."))
		return exitUsage
	case errors.As(err, &refusal):
		fmt.Fprintf(p.stderr, "gen: %s: %s\n", refusal.Diag.Pos, refusal.Diag.Sentence(p.lang))
	case errors.As(err, &missing):
		fmt.Fprintf(p.stderr, "gen: %s\n%s\n", missing.What.In(p.lang), missing.Do.In(p.lang))
	default:
		fmt.Fprintf(p.stderr, "gen: %v\n", err)
	}
	return exitMachine
}

// say returns ja or en, whichever the messages are in.
func (p *program) say(ja, en string) string { return diag.Text{JA: ja, EN: en}.In(p.lang) }

// messageLanguage returns "ja" or "en": what --lang says, else the locale.
func messageLanguage(args []string, env func(string) string) string {
	for i, a := range args {
		value, ok := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		if ok && (value == "ja" || value == "en") {
			return value
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if strings.HasPrefix(v, "ja") {
				return "ja"
			}
			return "en"
		}
	}
	return "en"
}

// root is the command gen with its subcommands.
func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "gen",
		Short:         p.say("引き継ぎのサイトと、印刷する引き継ぎ書を作る", "Build a handover site, and the packet that is printed from it"),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return errUsage{fmt.Errorf(p.say("%q というコマンドはありません", "there is no command %q"), args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().String("lang", "", p.say("メッセージの`言語`（ja か en。既定はロケール）", "`LANGUAGE` of messages, ja or en (default: the locale)"))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return errUsage{err} })
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetUsageTemplate(p.usageTemplate())
	root.InitDefaultHelpFlag()
	root.Flags().Lookup("help").Usage = p.say("この説明を表示する", "show this help")
	for _, c := range []*cobra.Command{p.buildCommand(), p.serveCommand(), p.packetCommand()} {
		c.Args = func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return errUsage{fmt.Errorf(p.say("%q は要りません", "%q does not belong here"), args[0])}
			}
			return nil
		}
		c.Flags().BoolP("help", "h", false, p.say("この説明を表示する", "show this help"))
		c.Flags().SortFlags = false
		root.AddCommand(c)
	}
	return root
}

func (p *program) usageTemplate() string {
	return `{{if .HasAvailableSubCommands}}` + p.say("使い方", "Usage") + `: gen ` + p.say("コマンド", "COMMAND") + `

{{range .Commands}}{{if .IsAvailableCommand}}  {{rpad .Name 8}} {{.Short}}
{{end}}{{end}}{{else}}` + p.say("使い方", "Usage") + `: {{.UseLine}}
{{end}}{{if .HasExample}}
` + p.say("例", "Example") + `:
{{.Example}}
{{end}}{{if .HasAvailableLocalFlags}}
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}`
}
