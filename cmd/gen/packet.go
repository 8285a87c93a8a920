package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
)

func (p *program) packetCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "packet",
		Short: p.say("引き継ぎ書をPDFに印刷する", "print the handover packet as PDF"),
		Long: p.say(
			"引き継ぎ書のページを、言語ごとに handover-<組織>-<言語>.pdf として印刷します。",
			"Print the handover page of each language as handover-<organisation>-<language>.pdf."),
		Example: `  gen packet
  gen packet --org mihon --doc en -o mihon-en.pdf`,
	}
	in := p.inputFlags(c)
	out := c.Flags().StringP("output", "o", ".", p.say("書き出す`フォルダーかファイル`（既定は今いる場所）", "the `FOLDER or file` to write to (default: here)"))
	doc := c.Flags().String("doc", "", p.say("印刷する`言語`（ja か en。既定はすべて）", "the `LANGUAGE` to print, ja or en (default: all)"))
	today := p.todayFlag(c)
	browser := c.Flags().String("browser", "", p.say("使うブラウザーの`パス`（既定は環境変数 GEN_BROWSER、または自動検出）", "`PATH` of the browser to print with (default: GEN_BROWSER, else one is found)"))
	noSandbox := c.Flags().Bool("no-sandbox", false, p.say("ブラウザーのサンドボックスを使わない（コンテナーなど、使えない環境だけ）", "run the browser without its sandbox, where there cannot be one, as in some containers"))
	c.Flags().BoolVar(&in.strict, "strict", false, p.say("警告があれば印刷しない", "let warnings fail the printing"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		files := output.NewMemory()
		r, err := new(build.Builder).Build(cmd.Context(), input, func(r *build.Result) (output.Sink, error) { return files, nil })
		if err != nil {
			return err
		}
		if err := p.report(r.Problems, in.strict); err != nil {
			return err
		}
		if !r.Site.HasHandover() {
			return errors.New(p.say("印刷するものがありません。checklist のあるコラムがありません", "there is nothing to print: no column has a checklist"))
		}
		day, err := p.today(*today, r.Site.Config.Timezone)
		if err != nil {
			return err
		}
		languages := r.Site.Languages()
		if *doc != "" {
			if !slices.Contains(languages, *doc) {
				return errUsage{fmt.Errorf(p.say("--doc の %q はこのサイトの言語ではありません", "--doc %q is not a language of this site"), *doc)}
			}
			languages = []string{*doc}
		}
		names, err := p.packetFiles(*out, r.Edition(), languages)
		if err != nil {
			return err
		}
		engine, err := p.startEngine(cmd.Context(), *browser, *noSandbox, in.dir, r.Site.Config.Fonts)
		if err != nil {
			return err
		}
		defer engine.Close()
		for i, lang := range languages {
			start := time.Now()
			file, err := engine.Print(cmd.Context(), files, lang+"/handover/index.html", pdf.PrintOptions{Base: r.Base, Date: day})
			if err != nil {
				return err
			}
			if err := writeFile(names[i], file); err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "%s: %d KB, %s, %s\n", names[i], (len(file)+1023)/1024, p.editionName(r), duration(time.Since(start)))
		}
		return engine.Close()
	}
	return c
}

// packetFiles returns the file of each language. A packet holds facts, and so
// never goes into a folder that is published.
func (p *program) packetFiles(out, edition string, languages []string) ([]string, error) {
	dir := out
	var names []string
	if filepath.Ext(out) == ".pdf" {
		if len(languages) > 1 {
			return nil, errUsage{errors.New(p.say("1つのファイルに書くには --doc ja か --doc en を付けてください", "to write one file, say --doc ja or --doc en"))}
		}
		dir, names = filepath.Dir(out), []string{out}
	} else {
		for _, lang := range languages {
			names = append(names, filepath.Join(out, "handover-"+edition+"-"+lang+".pdf"))
		}
	}
	if published, err := insideOutput(dir); err != nil {
		return nil, err
	} else if published {
		return nil, errUsage{fmt.Errorf(p.say("%s は公開するフォルダーの中です。引き継ぎ書は別の場所に書き出してください", "%s is in a folder that is published; write the packet elsewhere"), dir)}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return names, nil
}

// insideOutput reports whether dir is an output folder or stands in one.
func insideOutput(dir string) (bool, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false, err
	}
	for {
		if output.Published(abs) {
			return true, nil
		}
		parent := filepath.Dir(abs)
		if parent == abs {
			return false, nil
		}
		abs = parent
	}
}

func (p *program) startEngine(ctx context.Context, browser string, noSandbox bool, dir string, own content.Fonts) (*pdf.Engine, error) {
	home, _ := os.UserHomeDir() // without one, only the system's places are looked at
	if browser == "" {
		browser = p.env("GEN_BROWSER")
	}
	path, err := pdf.FindBrowser(browser, runtime.GOOS, home, exec.LookPath)
	if err != nil {
		return nil, err
	}
	fonts, err := pdf.FindFonts(pdf.FontDirs(runtime.GOOS, home, p.env("WINDIR")))
	if err != nil && own.JA == "" {
		return nil, err
	}
	if own.JA != "" {
		fonts.Regular, fonts.Bold = pdf.Font{Path: filepath.Join(dir, filepath.FromSlash(own.JA))}, pdf.Font{}
	}
	if own.EN != "" {
		fonts.Latin, fonts.LatinBold = pdf.Font{Path: filepath.Join(dir, filepath.FromSlash(own.EN))}, pdf.Font{}
	}
	return pdf.Start(ctx, pdf.Options{Browser: path, Fonts: fonts, NoSandbox: noSandbox})
}

// mode returns the permissions of the file name, or those of a new file.
func mode(name string) os.FileMode {
	if info, err := os.Stat(name); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

// writeFile replaces the file name, so that it is the old one or the new one
// whatever happens.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".gen-packet-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode(name)), f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", name, err)
	}
	return os.Rename(f.Name(), name)
}
