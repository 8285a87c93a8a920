package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hikitsugi/internal/diag"
)

func (p *program) completionCommand() *cobra.Command {
	scripts := map[string]func(root *cobra.Command) error{
		"bash":       func(root *cobra.Command) error { return root.GenBashCompletionV2(p.stdout, true) },
		"zsh":        func(root *cobra.Command) error { return root.GenZshCompletion(p.stdout) },
		"fish":       func(root *cobra.Command) error { return root.GenFishCompletion(p.stdout, true) },
		"powershell": func(root *cobra.Command) error { return root.GenPowerShellCompletionWithDesc(p.stdout) },
	}
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: p.say("シェルに、コマンドやオプションを補完させる", "let a shell complete commands, flags and values"),
		Long: p.say(
			"シェルが読む補完の設定を出力します。組織のIDや診断コードも補完されます。配布ファイルの completions/ にも同じものがあります。\n書き出した後、新しいシェルを開くと使えます。",
			"Print what a shell reads to complete gen's commands, flags and values, ids of organisations and codes of rules among them. An archive of a release holds the same in completions/.\nOpen a new shell afterwards."),
		Example: `  gen completion bash > ~/.local/share/bash-completion/completions/gen
  gen completion zsh > "${fpath[1]}/_gen"
  gen completion fish > ~/.config/fish/completions/gen.fish
  gen completion powershell >> $PROFILE`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return errUsage{fmt.Errorf(p.say("シェルを指定してください: %s", "name a shell: %s"), strings.Join(shells, ", "))}
			case len(args) > 1:
				return errUsage{fmt.Errorf(p.say("余分な引数 %q があります", "unexpected argument %q"), args[1])}
			case scripts[args[0]] == nil:
				return errUsage{fmt.Errorf(p.say("%q は使えません。使えるのは %s です", "%q cannot be used; there are %s"), args[0], strings.Join(shells, ", "))}
			}
			return nil
		},
		ValidArgsFunction: first(shells...),
		RunE:              func(cmd *cobra.Command, args []string) error { return scripts[args[0]](cmd.Root()) },
	}
}

// first completes one argument, which is one of words.
func first(words ...string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlags lets a shell complete the values of a command's flags.
func (p *program) completeFlags(c *cobra.Command) error {
	values := map[string]cobra.CompletionFunc{
		"doc":       cobra.FixedCompletions([]string{"ja", "en", "ja+en"}, cobra.ShellCompDirectiveNoFileComp),
		"org":       p.completeOrgs,
		"dir":       folders,
		"output":    nil, // files and folders, which are what a shell completes by itself
		"browser":   nil,
		"languages": cobra.FixedCompletions([]string{"ja,en", "en,ja", "ja", "en"}, cobra.ShellCompDirectiveNoFileComp),
	}
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		complete, known := values[f.Name]
		if !known {
			complete = cobra.NoFileCompletions
		}
		if complete != nil {
			failed = errors.Join(failed, c.RegisterFlagCompletionFunc(f.Name, complete))
		}
	})
	return failed
}

func folders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeOrgs names the organisations of the site, as far as it can be read.
func (p *program) completeOrgs(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	input, done, err := p.open(&inputFlags{dir: cmd.Flag("dir").Value.String(), public: true})
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer done()
	b := p.builder()
	r, err := b.Check(cmd.Context(), input)
	if err != nil || r == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return r.Orgs, cobra.ShellCompDirectiveNoFileComp
}

// completeRules names the codes, each with its rule.
func (p *program) completeRules(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var codes []string
	for _, code := range diag.Codes() {
		e, _ := diag.Explain(code, p.lang)
		codes = append(codes, cobra.CompletionWithDesc(string(code), e.Rule))
	}
	slices.Sort(codes)
	return codes, cobra.ShellCompDirectiveNoFileComp
}
