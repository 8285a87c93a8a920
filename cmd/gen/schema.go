package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/content"
	"hikitsugi/internal/editor"
	"hikitsugi/internal/output"
)

func (p *program) schemaCommand() *cobra.Command {
	var names []string
	for _, k := range content.SchemaKinds {
		names = append(names, string(k.Kind))
	}
	c := &cobra.Command{
		Use:   "schema [" + strings.Join(names, "|") + "]",
		Short: p.say("エディターに、YAMLファイルの補完と検査をさせる", "let an editor complete and check the YAML files"),
		Long: p.say(
			"--install は、VS Codeの設定とJSON Schemaを .vscode/ に書きます。いまある設定とコメントはそのまま残ります。\nYAMLファイルは入力中に検査されます。Markdownの問題は、タスク「gen check」を実行すると各行に表示されます。\nほかのエディターには、名前を指定して出力したスキーマを設定してください。",
			"--install writes JSON Schemas and settings for VS Code to .vscode/; settings and comments that are there stay.\nYAML files are then checked while you type. The task “gen check” marks problems in Markdown files.\nFor another editor, print a schema by its name."),
		Example: `  gen schema --install
  gen schema org > org.schema.json`,
		ValidArgsFunction: first(names...),
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return errUsage{fmt.Errorf(p.say("余分な引数 %q があります", "unexpected argument %q"), args[1])}
			case len(args) == 1 && !slices.Contains(names, args[0]):
				return errUsage{fmt.Errorf(p.say("%q のスキーマはありません。あるのは %s です", "there is no schema %q, only %s"), args[0], strings.Join(names, ", "))}
			}
			return nil
		},
	}
	install := c.Flags().Bool("install", false, p.say("VS Codeの設定に組み込む", "add them to the settings of VS Code"))
	dir := p.dirFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		switch {
		case *install && len(args) > 0:
			return errUsage{errors.New(p.say("--install に名前は要りません", "--install takes no name"))}
		case *install:
			return p.installSchemas(*dir)
		case len(args) == 0:
			return errUsage{fmt.Errorf(p.say("--install か、%s のどれかを指定してください", "use --install, or one of %s"), strings.Join(names, ", "))}
		}
		_, err := p.stdout.Write(content.Schema(content.Kind(args[0])))
		return err
	}
	return c
}

// installSchemas writes the schemas and settings into the project at dir.
func (p *program) installSchemas(dir string) error {
	if info, err := os.Stat(filepath.Join(dir, content.Dir)); err != nil || !info.IsDir() {
		if err := p.below(dir); err != nil {
			return err
		}
		return errUsage{fmt.Errorf(p.say("%s に content/ がありません", "there is no content/ in %s"), dir)}
	}
	files, err := editor.Files(os.DirFS(dir))
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		disk := filepath.Join(dir, filepath.FromSlash(name))
		if err := p.disk.MkdirAll(filepath.Dir(disk)); err != nil {
			return output.Closed(dir, err)
		}
		if err := output.Overwrite(p.disk, disk, files[name]); err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, name)
	}
	if len(files) == 0 {
		fmt.Fprintln(p.stdout, p.say("設定はすでに最新です", "the settings are up to date"))
	}
	return nil
}
