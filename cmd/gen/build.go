package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
)

func (p *program) buildCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "build",
		Short: p.say("サイトをフォルダーに書き出す", "write the site to a folder"),
		Example: `  gen build
  gen build -C handbook -o /srv/www/handbook --public`,
	}
	in := p.inputFlags(c)
	out := c.Flags().StringP("output", "o", "public", p.say("書き出す`フォルダー`（既定は public）", "the `FOLDER` to write to (default: public)"))
	c.Flags().StringVar(&in.baseURL, "base-url", "", p.say("公開先の`URL`（既定は site.yaml の url）", "the `URL` where it will be hosted (default: url of site.yaml)"))
	c.Flags().BoolVar(&in.drafts, "drafts", false, p.say("下書きも含める", "include drafts"))
	c.Flags().BoolVar(&in.strict, "strict", false, p.say("警告があれば書き出さない", "let warnings fail the build"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		start := time.Now()
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		var staged *output.Staged
		var bar *progress
		defer func() {
			if staged != nil {
				staged.Discard()
			}
		}()
		r, err := new(build.Builder).Build(cmd.Context(), input, func(r *build.Result) (_ output.Sink, err error) {
			if r.Problems.HasErrors(in.strict) {
				return nil, errContent
			}
			if staged, err = output.Stage(*out, output.StageOptions{Edition: r.Edition(), AnyEdition: in.named()}); err != nil {
				return nil, err
			}
			bar = p.withProgress(staged, r.Pages)
			return bar, nil
		})
		if bar != nil {
			bar.clear()
		}
		if r != nil {
			if err := p.report(r.Problems, in.strict); err != nil {
				return err
			}
		}
		if err != nil {
			return err
		}
		if err := staged.Commit(); err != nil {
			return err
		}
		if staged.InPlace() {
			fmt.Fprintf(p.stderr, p.say(
				"%s は丸ごと入れ替えられない場所なので、ファイルごとに置き換えました。\n",
				"%s cannot be swapped as a whole here; its files were replaced one by one.\n"), *out)
		}
		fmt.Fprintf(p.stdout, p.say("%[1]s: %[2]dページ（%[3]d言語）、%[4]s、%[5]s\n", "%[1]s: %[2]d pages in %[3]d languages, %[4]s, %[5]s\n"),
			*out, r.Pages, len(r.Site.Languages()), p.editionName(r), duration(time.Since(start)))
		return nil
	}
	return c
}

// editionName says for whom a site was made.
func (p *program) editionName(r *build.Result) string {
	if r.Site.Public() {
		return p.say("公開版", "public edition")
	}
	return fmt.Sprintf(p.say("%s の版", "edition of %s"), r.Site.Org.ID)
}

// duration rounds to what a person reads.
func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
