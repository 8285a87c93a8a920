package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/adopt"
	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/scaffold"
	"hikitsugi/internal/source"
	"hikitsugi/themes"
)

func (p *program) importCommand() *cobra.Command {
	folder := p.say("フォルダー", "FOLDER")
	c := &cobra.Command{
		Use:   "import " + folder,
		Short: p.say("ほかの道具で書いた文書や一覧表を取り込む", "import documents and lists made with another tool"),
		Long: p.say(
			`Notion、Wiki、Word、Hugo、DocusaurusなどのMarkdownを、content/guides/ のページにします。
Excel（.xlsx）とCSVの一覧は content/columns/ のチェックリストに、ほかの表はガイドの表にします。文章は一語も捨てません。
題名・要約・日付・著者・言語・注意書き・ページどうしのリンク・画像は、こちらの書き方に直します。
直せないものは文字のまま残し、元のファイルと行を一覧にします。元のフォルダーは変えません。
すべてを書き込むか、何も書き込まないかのどちらかです。すでにあるファイルは上書きしません。`,
			`Turn Markdown of Notion, wikis, Word, Hugo, Docusaurus and others into pages of content/guides/,
lists in Excel (.xlsx) and CSV into checklists of content/columns/, and other tables into guides. Every word is kept.
Titles, summaries, dates, authors, languages, notes, links between the pages, and pictures are converted.
What cannot be converted is kept as text and listed with its file and line. The folder itself is not changed.
Everything is written or nothing, and no existing file is overwritten.`),
		Example: `  gen import ../old-docs -C handbook
  gen import ../old-docs -C handbook > ` + p.say("残り.txt", "left.txt"),
		Annotations:       status1(p.say("取り込んだが、サイトを作る前に直すところがある。または content/site.yaml を読めず、何も取り込まなかった", "it is imported, but something has to be fixed before the site can be built; or content/site.yaml cannot be read, and nothing is imported")),
		ValidArgsFunction: folders,
		Args:              p.exactlyOne(p.say("取り込むフォルダーを指定してください", "name the folder to import")),
	}
	dir := p.dirFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return p.adopt(cmd.Context(), args[0], *dir)
	}
	return c
}

// adopt imports the folder from into the site at dir.
func (p *program) adopt(ctx context.Context, from, dir string) error {
	if info, err := os.Stat(from); err == nil && !info.IsDir() {
		if adopt.IsArchive(from) {
			return errUsage{fmt.Errorf(p.say("%s は圧縮されたファイルです。展開し、できたフォルダーを指定してください", "%s is an archive; unpack it, and name the folder that comes out of it"), from)}
		}
		return errUsage{fmt.Errorf(p.say("%s はファイルです。それを含むフォルダーを指定してください", "%s is a file; name the folder that holds it"), from)}
	}
	if err := p.folder(from); err != nil {
		return err
	}
	if site := filepath.Join(dir, content.Dir); within(from, site) || within(site, from) {
		return errUsage{fmt.Errorf(p.say("%s はこのサイト自身か、それを含むフォルダーです。元の文書のフォルダーを指定してください", "%s is the site itself, or holds it; name the folder of the old documents"), from)}
	}
	if err := p.place(dir); err != nil {
		return err
	}
	survey, err := scaffold.Take(os.DirFS(dir))
	if err != nil {
		return err
	}
	isNew := len(survey.Languages) == 0
	if isNew {
		if err := p.garbled(dir); err != nil {
			return err
		}
	}
	r, err := adopt.Read(os.DirFS(from), adopt.Options{
		Languages: survey.Languages, Items: survey.Taken, Links: survey.Addresses,
		Taken: map[content.Kind]map[string]string{content.KindGuide: survey.TakenFrom(content.KindGuide), content.KindColumn: survey.TakenFrom(content.KindColumn)},
	})
	if err != nil {
		return err
	}
	if len(r.Languages) == 0 {
		p.printFindings(from, r.Findings)
		return errUsage{fmt.Errorf(p.say("%s に、日本語か英語のMarkdownも、取り込める表もありません", "there is no Markdown in Japanese or English in %s, nor a spreadsheet that can be read"), from)}
	}
	files := scaffold.Files(r.Files)
	if isNew {
		files[content.Dir+"/site.yaml"] = []byte("title: " + strconv.Quote(siteName(from)) + "\nlanguages: [" + strings.Join(r.Languages, ", ") + "]\ntimezone: Asia/Tokyo\n")
	}
	if clash := survey.Clash(files); len(clash) > 0 {
		return p.taken(&output.TakenError{Names: clash})
	}
	left, err := p.leftToFix(ctx, dir, files)
	if err != nil {
		return err
	}
	there, err := p.addFiles(dir, files)
	if err != nil {
		return p.taken(err)
	}
	p.printFindings(from, r.Findings)
	if err := left.Print(p.stdout, p.lang); err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, p.say(
		"%[1]s: %[2]dページ、画像%[3]d点（すでにあるファイル %[4]d）。直せなかった・変えたところ %[5]d件\n",
		"%[1]s: %[6]s, %[7]s (files already there: %[4]d); not converted or changed: %[5]d\n"),
		filepath.Join(dir, content.Dir), r.Pages, r.Pictures, len(there), len(r.Findings), plural(r.Pages, "page"), plural(r.Pictures, "picture"))
	p.printUnprinted(survey, files)
	if n := left.Count(diag.Error); n > 0 {
		fmt.Fprintf(p.stderr, p.say("サイトを作る前に直すところ: %d。上の content/ で始まる行です。\n", "To fix before the site can be built: %d, the lines above that begin with content/.\n"), n)
		return errContent
	}
	if r.Pages == 0 {
		fmt.Fprint(p.stderr, p.say("取り込めたページはありません。理由は上にあります。site.yaml の languages にない言語のページは、そこに言語を足せば取り込めます。\n", "No page was imported; the reasons stand above. Pages in a language that is not in languages of site.yaml are imported once it is there.\n"))
		return nil
	}
	fmt.Fprintf(p.stderr, p.say("見るには gen serve%s --open\n", "To see them: gen serve%s --open\n"), inDir(dir))
	return nil
}

func (p *program) printFindings(from string, findings []adopt.Finding) {
	for _, f := range findings {
		at := diag.Pos{File: filepath.ToSlash(filepath.Join(from, filepath.FromSlash(f.File))), Line: f.Line}
		fmt.Fprintf(p.stdout, "%s  %s\n", at, diag.Visible(f.What.In(p.lang)))
	}
}

// within reports whether the folder inner is outer or stands in it, by whatever path.
func within(inner, outer string) bool {
	whole, err := os.Stat(outer)
	if err != nil {
		return false
	}
	at, err := filepath.Abs(inner)
	if err != nil {
		return false
	}
	for {
		if real, err := filepath.EvalSymlinks(at); err == nil {
			at = real
		}
		if info, err := os.Stat(at); err == nil && os.SameFile(info, whole) {
			return true
		}
		parent := filepath.Dir(at)
		if parent == at {
			return false
		}
		at = parent
	}
}

// plural is a number of things in English.
func plural(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
}

// taken says what to do where files are in the way.
func (p *program) taken(err error) error {
	var taken *output.TakenError
	if errors.As(err, &taken) {
		return p.then(err, "%s", p.say("取り込み直すには、それらを移すか、-C で別のフォルダーを指定してください。\n", "To import again, move them away or name another folder with -C.\n"))
	}
	return err
}

// leftToFix returns the errors that the new files would have in a build of the site: in
// the edition that it names and in the public one.
func (p *program) leftToFix(ctx context.Context, dir string, files scaffold.Files) (diag.List, error) {
	added := output.NewMemory()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := added.Put(name, files[name]); err != nil {
			return nil, err
		}
	}
	b := p.builder()
	var left diag.List
	for _, public := range []bool{false, true} {
		r, err := b.Check(ctx, build.Input{Project: source.Overlay(added, os.DirFS(dir)), Builtin: themes.Default(), Public: public})
		if err != nil {
			return nil, err
		}
		for _, d := range r.Problems {
			if _, ours := files[d.Pos.File]; ours && d.Severity() == diag.Error {
				left = append(left, d)
			}
		}
	}
	return left.Sorted(), nil
}

// siteName is the title of a site that is made of a folder.
func siteName(from string) string {
	if abs, err := filepath.Abs(from); err == nil {
		return filepath.Base(abs)
	}
	return from
}
