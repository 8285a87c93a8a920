// Gen builds a bilingual site of columns and runbooks from Markdown, and the
// handover packet that is printed from it.
//
//	gen build    write the site to a folder
//	gen serve    show it while it is being written
//	gen packet   print the handover page as PDF
//	gen export   write the checklist as a spreadsheet
//	gen new      begin a site, a page or an organisation
//	gen import   take over pages of another generator
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
	_ "time/tzdata" // zones are the same on a machine that knows none

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hikitsugi/internal/build"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/editor"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
	"hikitsugi/internal/shelf"
)

// The exit status of gen.
const (
	exitOK      = 0
	exitContent = 1 // the content has problems
	exitUsage   = 2 // the command line cannot be understood
	exitMachine = 3 // a file, a folder, the browser
	exitBug     = 4 // a bug in gen
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := environment(os.Getenv)
	cobra.MousetrapHelpText = doubleClicked.In(messageLanguage(os.Args[1:], env)) + "\n"
	status := run(ctx, os.Args[1:], env, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// doubleClicked is what somebody reads who opens gen from the Explorer of Windows.
var doubleClicked = diag.Text{
	JA: "gen はターミナルで使います。スタートメニューから「ターミナル」を開き、gen --help と入力してください。",
	EN: "gen is used in a terminal. Open Terminal from the Start menu and type gen --help.",
}

// errContent is the error of a command whose problems are already printed.
var errContent = errors.New("the content has problems")

// errUsage wraps what is wrong with the command line.
type errUsage struct{ error }

// errLacks wraps what the content has to have before a command can do its work.
type errLacks struct{ error }

// errShown is the error of a command that has said what went wrong.
type errShown struct{ status int }

func (e errShown) Error() string { return "some of it failed" }

// A program is one call of gen: what its commands share.
type program struct {
	lang    string // of messages
	env     func(name string) string
	disk    disk.Disk
	stdout  io.Writer
	stderr  io.Writer
	command string // that runs, as it was typed: gen new column

	project string // the folder that holds content/; here where it is not known yet
	drafts  bool   // are read as well
	untold  bool   // the system does not tell who may read a file

	spareFrom int // pages of a site of which builds leave a spare tree for the next

	bounded bool // the memory is, by ourselves
	roomy   bool // there is memory for many files
	alone   bool // without what the last build has kept: it could not be read
}

// run is main without the globals.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	out := &said{Writer: stdout}
	p := &program{lang: messageLanguage(args, env), env: env, disk: disk.System(), stdout: out, stderr: stderr, untold: !disk.TellsRights, spareFrom: 500}
	status := p.run(ctx, args)
	if out.err != nil && status <= exitContent { // a command that looked for no error
		return p.status(out.err)
	}
	return status
}

func (p *program) run(ctx context.Context, args []string) (status int) {
	defer func() {
		if r := recover(); r != nil {
			status = p.bug(fmt.Sprintf("%v\n%s", r, debug.Stack()))
		}
	}()
	root := p.root()
	root.SetArgs(args)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	c, err := root.ExecuteContextC(ctx)
	p.command = c.CommandPath() // also where it did not begin
	if errors.Is(err, shelf.ErrOutside) && !p.alone {
		p.alone = true
		return p.run(ctx, args)
	}
	return p.status(err)
}

// bug says that gen is at fault, and what to report.
func (p *program) bug(what string) int {
	fmt.Fprintf(p.stderr, "gen: %s\n%s\n", p.say(
		"gen の不具合です。入力は壊れていません。次の内容を添えてお知らせください。",
		"this is a bug in gen; nothing of yours is damaged. Please report it with what follows."), strings.TrimSpace(what))
	return exitBug
}

// status prints what went wrong and returns the exit status for it.
func (p *program) status(err error) int {
	var usage errUsage
	var refusal *output.Refusal
	var missing *pdf.Error
	var noOrg *build.UnknownOrgError
	var shown errShown
	var lacks errLacks
	var link *build.LinkError
	var taken *output.TakenError
	var blocked *output.BlockedError
	var unfit *editor.Unfit
	var unsaid errUnsaid
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &taken):
		fmt.Fprintf(p.stderr, p.say("gen: すでにあるファイルです: %s\n上書きせず、何も書きませんでした。\n", "gen: already there: %s\nNothing was written, so as not to lose it.\n"), diag.Visible(strings.Join(taken.Names, ", ")))
	case errors.As(err, &blocked):
		fmt.Fprintf(p.stderr, p.say("gen: %s はフォルダーではないので、その中に書けません。移すか、名前を変えてください。\n何も書きませんでした。\n", "gen: %s is not a folder, so nothing can be written into it; move it away or rename it.\nNothing was written.\n"), diag.Visible(blocked.Name))
	case errors.As(err, &shown):
		return shown.status
	case errors.Is(err, errContent):
		return exitContent
	case errors.As(err, &lacks):
		fmt.Fprintf(p.stderr, "gen: %s\n", plainly(err))
		return exitContent
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "gen: "+p.say("中断しました", "interrupted"))
		return exitMachine
	case errors.As(err, &noOrg) && len(noOrg.Known) == 0:
		fmt.Fprintf(p.stderr, "gen: %s\n", p.noOrg())
		return exitUsage
	case errors.As(err, &noOrg):
		fmt.Fprintf(p.stderr, p.say("gen: 組織 %q がありません。あるのは %s です。\n", "gen: there is no organisation %q. There are: %s.\n"), noOrg.ID, strings.Join(noOrg.Known, ", "))
		return exitUsage
	case errors.As(err, &usage):
		fmt.Fprintf(p.stderr, "gen: %s\n%s\n", plainly(err), fmt.Sprintf(p.say("使い方は %s --help で表示されます。", "See %s --help."), p.command))
		return exitUsage
	case errors.As(err, &link):
		return p.bug(link.Error())
	case errors.As(err, &refusal):
		fmt.Fprintf(p.stderr, "gen: %s  %s  %s\n", refusal.Diag.Pos, refusal.Diag.Code, refusal.Diag.Sentence(p.lang))
	case errors.As(err, &unfit):
		fmt.Fprintf(p.stderr, "gen: %s  %s\n", unfit.Pos, unfit.Sentence(p.lang))
	case errors.As(err, &unsaid):
		fmt.Fprintf(p.stderr, p.say("gen: 標準出力に書き込めません: %v\n", "gen: cannot write to the standard output: %v\n"), unsaid)
		fmt.Fprint(p.stderr, p.reason(err))
	case errors.As(err, &missing):
		fmt.Fprintf(p.stderr, "gen: %s\n%s\n", missing.What.In(p.lang), missing.Do.In(p.lang))
	default:
		fmt.Fprintf(p.stderr, "gen: %s\n%s", plainly(err), p.reason(err))
	}
	return exitMachine
}

// plainly returns what an error says, which may name any file, as a terminal can show it:
// line by line, as several may be joined.
func plainly(err error) string {
	lines := strings.Split(err.Error(), "\n")
	for i, line := range lines {
		lines[i] = diag.Visible(line)
	}
	return strings.Join(lines, "\n")
}

// noneButItsOwn are the arguments of a command that consists of others.
func (p *program) noneButItsOwn(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return p.noCommand(c, args[0])
}

// noCommand says that parent has no command of that name, and which one may be meant.
func (p *program) noCommand(parent *cobra.Command, name string) error {
	_, path, _ := strings.Cut(parent.CommandPath()+" ", " ") // without gen
	parent.SuggestionsMinimumDistance = 2                    // letters to change
	like := parent.SuggestionsFor(name)
	if len(like) == 0 {
		return errUsage{fmt.Errorf(p.say("%q というコマンドはありません", "there is no command %q"), path+name)}
	}
	for i := range like {
		like[i] = path + like[i]
	}
	return errUsage{fmt.Errorf(p.say("%q というコマンドはありません。%s でしょうか", "there is no command %q; did you mean %s?"), path+name, strings.Join(like, p.say(" か ", " or ")))}
}

// flagError says what is wrong with a flag.
func (p *program) flagError(err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		dashes := "--"
		if unknown.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return fmt.Errorf(p.say("%s%s というオプションはありません", "there is no flag %s%s"), dashes, unknown.GetSpecifiedName())
	case errors.As(err, &value):
		return fmt.Errorf(p.say("--%s には値が要ります", "--%s needs a value"), value.GetFlag().Name)
	case errors.As(err, &invalid):
		return fmt.Errorf(p.say("--%s に %q は使えません", "--%s cannot be %q"), invalid.GetFlag().Name, invalid.GetValue())
	}
	return err
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
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			p.command = cmd.CommandPath()
			if lang := cmd.Flags().Lookup("lang").Value.String(); lang != "" && lang != "ja" && lang != "en" {
				return errUsage{fmt.Errorf(p.say("--lang の %q は使えません（ja か en）", "--lang %q is neither ja nor en"), lang)}
			}
			return nil
		},
		Args: p.noneButItsOwn,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().String("lang", "", p.say("メッセージの`言語`（ja か en。既定はロケール）", "`LANGUAGE` of messages, ja or en (default: the locale)"))
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return errUsage{p.flagError(err)} })
	help := &cobra.Command{
		Use:    p.say("help [コマンド]", "help [COMMAND]"),
		Short:  p.say("コマンドの説明を表示する", "show the help of a command"),
		Hidden: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			switch {
			case err != nil:
				return err
			case len(rest) > 0:
				return p.noCommand(about, rest[0])
			}
			return about.Help()
		},
	}
	help.Flags().BoolP("help", "h", false, p.say("この説明を表示する", "show this help"))
	help.DisableFlagsInUseLine = true
	root.SetHelpCommand(help)
	root.CompletionOptions.DisableDefaultCmd = true // ours speaks both languages
	root.InitDefaultHelpFlag()
	if err := root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"ja", "en"}, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err)
	}
	root.SetUsageFunc(func(c *cobra.Command) error {
		_, err := io.WriteString(c.OutOrStderr(), p.usage(c))
		return err
	})
	root.Flags().Lookup("help").Usage = p.say("この説明を表示する", "show this help")
	for _, c := range []*cobra.Command{p.buildCommand(), p.serveCommand(), p.packetCommand(), p.checkCommand(), p.dueCommand(), p.listCommand(), p.newCommand(), p.importCommand(), p.exportCommand(), p.translateCommand(), p.explainCommand(), p.schemaCommand(), p.completionCommand(), p.manCommand(), p.versionCommand()} {
		p.prepare(c)
		root.AddCommand(c)
	}
	return root
}

// prepare gives a command and those below it what all commands have in common.
func (p *program) prepare(c *cobra.Command) {
	if c.Args == nil {
		if c.Args = p.atMost(0); c.HasSubCommands() {
			c.Args = p.noneButItsOwn
		}
		c.ValidArgsFunction = cobra.NoFileCompletions
	}
	if err := p.completeFlags(c); err != nil {
		panic(err)
	}
	c.Flags().BoolP("help", "h", false, p.say("この説明を表示する", "show this help"))
	c.Flags().SortFlags = false
	c.DisableFlagsInUseLine = true
	c.Flags().VisitAll(func(f *pflag.Flag) { // the usage texts say what matters
		if f.DefValue = ""; f.Value.Type() == "int" {
			f.DefValue = "0"
		}
		if _, list := f.Value.(pflag.SliceValue); list {
			f.DefValue = "[]" // by which pflag knows that there is none
		}
	})
	for _, sub := range c.Commands() {
		p.prepare(sub)
	}
}
