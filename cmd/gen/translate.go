package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

func (p *program) translateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "translate",
		Short:   p.say("訳文が原文に追いついているかを見る・記録する", "show and record whether translations are up to date"),
		Example: "  gen translate status\n  gen translate accept content/columns/admin-handover.en.md",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	status := &cobra.Command{
		Use:         "status",
		Short:       p.say("訳文ごとに、原文の変更が反映されていない節を示す", "show which sections of each translation are out of date"),
		Example:     "  gen translate status",
		Annotations: status1(p.say("内容に修正が必要な箇所がある", "something in the content has to be fixed")),
	}
	statusDir := p.dirFlag(status)
	status.RunE = func(cmd *cobra.Command, _ []string) error {
		pages, _, incomplete, err := p.translations(cmd, *statusDir)
		if err != nil {
			return err
		}
		for _, t := range pages {
			p.printState(t)
		}
		return incomplete
	}
	accept := &cobra.Command{
		Use:   "accept PAGE…",
		Short: p.say("訳文が今の原文に合っていると記録する", "record that a translation matches its source as it is now"),
		Long: p.say(
			"訳文を見直した後に実行します。指定したファイルの translated だけを書き換えます。",
			"Run it after you have looked at the translation. Only translated: is written, in the files that you name."),
		Example:     "  gen translate accept content/columns/admin-handover.en.md",
		Annotations: status1(p.say("内容に修正が必要な箇所がある", "something in the content has to be fixed")),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errUsage{errors.New(p.say("訳文のファイルを指定してください", "name the translation's file"))}
			}
			return nil
		},
	}
	acceptDir := p.dirFlag(accept)
	accept.RunE = func(cmd *cobra.Command, args []string) error {
		pages, files, incomplete, err := p.translations(cmd, *acceptDir)
		if err != nil {
			return err
		}
		var chosen []translation
		for _, name := range args {
			t, err := p.chosen(*acceptDir, name, pages)
			if err != nil {
				return cmp.Or(incomplete, err)
			}
			if !slices.Contains(chosen, t) { // one file may be named in several ways
				chosen = append(chosen, t)
			}
		}
		recorded := make([][]byte, len(chosen))
		var problems diag.List
		for i, t := range chosen {
			data, wrong := content.RecordIn(files.At(t.page.Pos.File).Loaded(), t.original.Sections)
			recorded[i], problems = data, append(problems, wrong...)
		}
		if err := p.report(build.WithLines(problems.Sorted(), files), false); err != nil {
			return err
		}
		for i, t := range chosen {
			if err := p.accept(*acceptDir, files.At(t.page.Pos.File), recorded[i]); err != nil {
				return err
			}
		}
		return nil
	}
	c.AddCommand(status, accept)
	return c
}

// dirFlag adds -C.
func (p *program) dirFlag(c *cobra.Command) *string {
	return c.Flags().StringP("dir", "C", ".", p.say("content/ を含む`フォルダー`（既定は今いる場所）", "the `FOLDER` that holds content/ (default: here)"))
}

// A translation is a page in another language than its source.
type translation struct{ original, page *content.Page }

// translations returns the translations of all organisations and of none, drafts
// included. Mistakes in the content are printed and end the command; those of one
// organisation alone are printed and returned apart.
func (p *program) translations(cmd *cobra.Command, dir string) (list []translation, files source.Files, incomplete, err error) {
	input, done, err := p.open(&inputFlags{dir: dir, public: true, drafts: true})
	if err != nil {
		return nil, nil, nil, err
	}
	defer done()
	b, t := p.builder(), tellingOf(false)
	seen := map[string]bool{}
	leaveOut := func(org string, problems diag.List) error {
		problems, err := p.tell(problems, t)
		if err != nil {
			return err
		}
		incomplete = errContent
		fmt.Fprintf(p.stderr, p.say("%s: 修正が必要な箇所が%d件あります。直すまで、この組織だけの訳文は対象になりません。\n", "%s: %d to fix. Until then its own translations are left out.\n"), diag.Visible(org), problems.Count(diag.Error))
		return nil
	}
	add := func() (*build.Result, error) {
		r, err := b.Check(cmd.Context(), input)
		switch {
		case err != nil:
			return nil, err
		case r.Site == nil && input.Org != "":
			return r, leaveOut(input.Org, r.Problems)
		case r.Site == nil:
			return nil, p.report(r.Problems, false)
		}
		for _, t := range translationsOf(r.Site) {
			if name := t.page.Pos.File; !seen[name] {
				seen[name] = true
				list = append(list, t)
			}
		}
		return r, nil
	}
	r, err := add()
	if err != nil {
		return nil, nil, nil, err
	}
	input.Public = false
	for _, input.Org = range r.Orgs {
		if _, err := add(); err != nil {
			return nil, nil, nil, err
		}
	}
	for org, problems := range strays(r) {
		if !problems.HasErrors(false) {
			continue
		}
		if err := leaveOut(org, problems); err != nil {
			return nil, nil, nil, err
		}
	}
	return list, r.Files(), incomplete, nil
}

func translationsOf(s *site.Site) []translation {
	var list []translation
	for _, page := range s.Pages() {
		for _, t := range page.Texts[1:] {
			list = append(list, translation{page.Source, t})
		}
	}
	return list
}

var stateWords = map[content.State]diag.Text{
	content.Changed:    {JA: "原文が変わった", EN: "source changed"},
	content.Unrecorded: {JA: "記録がない", EN: "not recorded"},
	content.Gone:       {JA: "原文にもうない", EN: "gone from the source"},
}

// printState prints one line for a translation.
func (p *program) printState(t translation) {
	var behind []string
	lacking := content.Lacking(t.original, t.page)
	for _, s := range content.Compare(t.original, t.page) {
		if s.State != content.Current && !slices.Contains(lacking, s.ID) {
			behind = append(behind, s.ID+" ("+stateWords[s.State].In(p.lang)+")")
		}
	}
	for _, id := range lacking {
		behind = append(behind, id+" ("+p.say("訳文にない", "not in the translation")+")")
	}
	state := p.say("最新", "up to date")
	if len(behind) > 0 {
		state = strings.Join(behind, ", ")
	}
	fmt.Fprintf(p.stdout, "%s  %s\n", t.page.Pos.File, diag.Visible(state))
}

// chosen returns the translation that was named: as seen from the project's folder dir,
// with or without content/, or from here, as a shell completes it.
func (p *program) chosen(dir, name string, pages []translation) (translation, error) {
	for _, candidate := range []string{name, content.Dir + "/" + name} {
		path := filepath.ToSlash(filepath.Clean(candidate))
		for _, t := range pages {
			if t.page.Pos.File == path {
				return t, nil
			}
		}
	}
	named, err := filepath.Abs(name)
	if err != nil {
		return translation{}, err
	}
	for _, t := range pages {
		if file, err := filepath.Abs(filepath.Join(dir, filepath.FromSlash(t.page.Pos.File))); err == nil && file == named {
			return t, nil
		}
	}
	return translation{}, errUsage{fmt.Errorf(p.say("%s は訳文のファイルではありません", "%s is not the file of a translation"), name)}
}

// accept replaces the file of a translation by one with its record.
func (p *program) accept(dir string, file *source.File, recorded []byte) error {
	disk := filepath.Join(dir, filepath.FromSlash(file.Path))
	if now, err := os.ReadFile(disk); err != nil {
		return err
	} else if !bytes.Equal(now, file.Data()) {
		return fmt.Errorf(p.say("%s が実行中に変わりました。もう一度実行してください", "%s was changed meanwhile; run this again"), file.Path)
	}
	if err := output.Overwrite(p.disk, disk, recorded); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, p.say("%s: 記録しました\n", "%s: recorded\n"), file.Path)
	return nil
}
