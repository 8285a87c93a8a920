package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/internal/workbook"
)

func (p *program) exportCommand() *cobra.Command {
	file := p.say("ファイル", "FILE")
	c := &cobra.Command{
		Use:   "export --xlsx [" + file + "]",
		Short: p.say("チェックリスト・更新・リンクを表計算のファイルにする", "write the checklist, renewals and links as a spreadsheet"),
		Long: p.say(
			`チェックリスト、更新するもの、外部のページを、言語ごとのシートにします。A4で印刷でき、状態を選びながら作業できます。
ファイルの既定は handover-<組織>.xlsx です。表は作業用で、正式な記録は org.yaml だけです。
作業中の表を失わないよう、すでにあるファイルは上書きしません。`,
			`Write the checklist, the renewals and the external pages as sheets, for each language. They print on A4, and each row has a state to choose.
The default for FILE is handover-<organisation>.xlsx. The workbook is a working copy; the record is org.yaml alone.
An existing file is not overwritten: somebody may be working in it.`),
		Example: `  gen export --xlsx
  gen export --xlsx ` + p.say("引き継ぎ.xlsx", "handover.xlsx") + ` --org mihon`,
		Annotations: status1(p.say("内容に修正が必要な箇所がある", "something in the content has to be fixed")),
		Args:        p.atMost(1),
	}
	xlsx := c.Flags().Bool("xlsx", false, p.say("Excelなどで開けるファイルにする", "write a file for Excel and other spreadsheet programs"))
	in := p.inputFlags(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if !*xlsx {
			return errUsage{errors.New(p.say("--xlsx を付けてください", "add --xlsx"))}
		}
		name := ""
		if len(args) > 0 {
			if name = args[0]; !strings.EqualFold(filepath.Ext(name), ".xlsx") {
				return errUsage{fmt.Errorf(p.say("ファイル名の終わりは .xlsx にしてください: %[1]s.xlsx", "the name has to end in .xlsx: %[1]s.xlsx"), name)}
			}
		}
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		return p.export(cmd.Context(), input, in.dir, name)
	}
	return c
}

// export writes the workbook of an edition of the site in dir to the file name.
func (p *program) export(ctx context.Context, input build.Input, dir, name string) error {
	b := p.builder()
	r, err := b.Check(ctx, input)
	if err != nil {
		return err
	}
	if err := p.report(r.Problems, false); err != nil {
		return err
	}
	p.tellOthers(r.Others)
	if !r.Site.HasHandover() {
		return errLacks{fmt.Errorf(p.say("書き出すものがありません。checklist のあるコラムがないためです。始めるには gen new column%s 名前 を実行します", "there is nothing to export: no column has a checklist; to begin one: gen new column%s NAME"), inDir(dir))}
	}
	if name == "" {
		name = "handover-" + r.Edition() + ".xlsx"
	}
	if err := p.outOfSight(dir, filepath.Dir(name)); err != nil {
		return err
	}
	data, err := workbook.Make(r.Site, r.Base)
	if err != nil {
		return err
	}
	if _, err := output.Add(p.disk, filepath.Dir(name), map[string][]byte{filepath.Base(name): data}); err != nil {
		var taken *output.TakenError
		if errors.As(err, &taken) {
			return p.then(err, "%s", p.say("それを移すか、別の名前を指定してください: gen export --xlsx ファイル.xlsx\n", "Move it away, or give another name: gen export --xlsx FILE.xlsx\n"))
		}
		return err
	}
	fmt.Fprintf(p.stdout, "%s: %d KB, %s\n", name, (len(data)+1023)/1024, p.editionName(orgOf(r)))
	return nil
}
