package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pack"
	"hikitsugi/internal/receipt"
	"hikitsugi/internal/shelf"
)

// usualOutput is the folder to which gen build writes unless it is told another.
const usualOutput = "public"

func (p *program) buildCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "build",
		Short: p.say("サイトをフォルダーに書き出す", "write the site to a folder"),
		Example: `  gen build
  gen build -C handbook -o /srv/www/handbook --public
  gen build --all -o sites`,
		Annotations: status1(p.say("修正が必要な箇所がある（--strict では警告も含む）。前に書き出したものはそのまま残る", "something has to be fixed, or there is a warning with --strict; what was there before stays as it was")),
	}
	in := p.inputFlags(c)
	out := c.Flags().StringP("output", "o", usualOutput, p.say("書き出す`フォルダー`（既定は public）", "the `FOLDER` to write to (default: public)"))
	c.Flags().StringVar(&in.baseURL, "base-url", "", p.say("公開先の`URL`（既定は site.yaml の url）", "the `URL` where it will be hosted (default: url of site.yaml)"))
	c.Flags().BoolVar(&in.drafts, "drafts", false, p.say("下書きも含める", "include drafts"))
	c.Flags().BoolVar(&in.strict, "strict", false, p.say("警告があれば書き出さない", "treat warnings as errors"))
	all := c.Flags().Bool("all", false, p.say("すべての組織の版を、それぞれ<フォルダー>/<組織>に書き出す", "write the editions of all organisations, each to FOLDER/ORGANISATION"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if *all && in.named() {
			return errUsage{errors.New(p.say("--all は --org や --public と同時に使えません", "--all cannot be used with --org or --public"))}
		}
		if folder, err := p.readFrom(in.dir, *out); err != nil {
			return err
		} else if folder != "" {
			return errUsage{fmt.Errorf(p.say("%s は %s の中にあります。書き出したものを原稿として読み返さないよう、外のフォルダーにしてください", "%s is in %s: what is written there would be read as content. Write to a folder outside"), *out, folder)}
		}
		input, done, err := p.open(in)
		if err != nil {
			return err
		}
		defer done()
		b := p.builder()
		b.Texts = p.kept("texts", *out, b)
		defer b.Texts.Close()
		visit := p.look(input) // before anything is read
		if *all {
			return p.buildAll(cmd.Context(), b, visit, input, *out, tellingOf(in.strict))
		}
		if err := p.build(cmd.Context(), b, visit, input, request(input, *out, false), tellingOf(in.strict)); err != nil {
			return err
		}
		_ = b.Texts.Save() // else the next build has more to do
		return nil
	}
	return c
}

// kept returns what the last build has kept beside a folder for a builder that puts
// aside what is large.
func (p *program) kept(kind, beside string, b *build.Builder) *pack.Pack {
	real, err := p.disk.Resolve(beside)
	if err != nil || b.Aside == nil || !p.secluded(filepath.Dir(real)) { // an error the build will tell
		return nil
	}
	return pack.At(p.disk, filepath.Join(filepath.Dir(real), ".gen-"+kind+"-"+filepath.Base(real)), whoami(), b.Aside)
}

// secluded reports whether texts can be kept in a folder without more people reading
// them, or slipping in others, than in the content: where a file's own rights keep
// them away, else only with the content.
func (p *program) secluded(folder string) bool {
	if !p.untold {
		return true
	}
	project, err := p.disk.Resolve(cmp.Or(p.project, "."))
	if err != nil {
		return false
	}
	inside, err := filepath.Rel(project, folder)
	return err == nil && filepath.IsLocal(inside)
}

// readFrom returns the folder of a project that a build reads and in which out is, by
// whatever names and links; empty when there is none.
func (p *program) readFrom(dir, out string) (string, error) {
	real, err := p.disk.Resolve(out)
	if err != nil {
		return "", err
	}
	folders := []string{filepath.Join(dir, content.Dir), filepath.Join(dir, "themes")}
	themes, _ := os.ReadDir(folders[1]) // each may be a link; where they cannot be listed, reading them says why
	for _, theme := range themes {
		folders = append(folders, filepath.Join(folders[1], theme.Name()))
	}
	for _, folder := range folders {
		place, err := p.disk.Resolve(folder)
		if err != nil {
			continue // reading it says why
		}
		from, absent := os.Stat(place)
		for at, above := "", real; at != above; above = filepath.Dir(at) {
			at = above
			info, err := os.Stat(at)
			// What is there may have several names, as on disks that know no case.
			if at == place || absent == nil && err == nil && os.SameFile(info, from) {
				return folder, nil
			}
		}
	}
	return "", nil
}

// buildAll writes the edition of each organisation to a folder of its own in out.
// One that fails does not stop the others.
func (p *program) buildAll(ctx context.Context, b *build.Builder, visit *receipt.Visit, input build.Input, out string, t *telling) error {
	inputs, public, err := p.everyOrg(ctx, b, input)
	if err != nil {
		return err
	}
	// Whoever may read a site may read all that is in its folder.
	if published, err := p.insideOutput(out); err != nil {
		return err
	} else if published != "" {
		return errUsage{fmt.Errorf(p.say("%s には1つの版のサイトがあります。--all では、-o sites のように別のフォルダーを指定してください", "%s holds the site of one edition; with --all, name another folder, as in -o sites"), out)}
	}
	if err := p.disk.MkdirAll(out); err != nil {
		return err
	}
	var failures []failure
	for _, in := range inputs {
		switch err := p.build(ctx, b, visit, in, request(in, filepath.Join(out, in.Org), true), t); {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			failures = append(failures, failure{in.Org, err})
		}
	}
	none := len(failures) == len(inputs)
	if !none {
		_ = b.Texts.Save()
	}
	failures = append(failures, p.reportStrays(public, t)...)
	if list := abandoned(out, inputs); len(list) > 0 {
		fmt.Fprintf(p.stderr, p.say(
			"この原稿にない組織の版があります: %s。なくなった組織のものなら、消してください。\n",
			"Editions of organisations that this content does not have: %s. If an organisation has gone, delete its folder.\n"), strings.Join(list, ", "))
	}
	return p.failed(failures, none, p.say("%d件を書き出せませんでした。\n", "Could not be written: %d.\n"))
}

// abandoned returns the folders in out that hold the edition of an organisation for which
// there is no input.
func abandoned(out string, inputs []build.Input) []string {
	var list []string
	entries, _ := os.ReadDir(out) // where it cannot be listed, nothing was written either
	for _, e := range entries {
		folder := filepath.Join(out, e.Name())
		edition := output.EditionOf(folder)
		if edition != "" && edition != content.PublicEdition && !slices.ContainsFunc(inputs, func(in build.Input) bool { return in.Org == edition }) {
			list = append(list, folder)
		}
	}
	return list
}

// apart says why a site cannot be written to a folder: it stands within another site, of
// whose readers it is not known that they may read this one, and what is kept beside it.
func (p *program) apart(out string) error {
	real, err := p.disk.Resolve(out)
	if err != nil {
		return err
	}
	published, err := p.insideOutput(filepath.Dir(real))
	if err == nil && published != "" {
		err = errUsage{fmt.Errorf(p.say(
			"%s は、サイトのフォルダー %s の中にあります。そのサイトを読める人に、この版と、隣に残す原稿まで見えてしまいます。外のフォルダーに書き出してください",
			"%s is in %s, the folder of another site: whoever reads that could read this edition too, and the texts that are kept beside it. Write to a folder outside"), out, published)}
	}
	return err
}

// build writes the edition of input to the output folder of wanted. Where what was
// noted of texts is no longer so, or what is kept cannot be read, it does without.
func (p *program) build(ctx context.Context, b *build.Builder, visit *receipt.Visit, input build.Input, wanted receipt.Request, t *telling) error {
	err := p.buildOnce(ctx, b, visit, input, wanted, t)
	if errors.Is(err, shelf.ErrOutside) {
		return p.buildOnce(ctx, p.newBuilder(), nil, input, wanted, t)
	}
	return err
}

func (p *program) buildOnce(ctx context.Context, b *build.Builder, visit *receipt.Visit, input build.Input, wanted receipt.Request, t *telling) error {
	start, out, of := time.Now(), wanted.Output, ""
	if wanted.Beside != out { // one organisation of several
		of = input.Org
	}
	if err := p.apart(out); err != nil {
		return err
	}
	if err := output.Recover(p.disk, out); err != nil {
		return err
	}
	last, found, same := unchanged(visit, wanted)
	if same && output.Settled(p.disk, out) {
		b.Texts.Tidy()
		p.kept("pages", wanted.Beside, b).Tidy()
		if err := p.reportOf(of, found.Problems, t); err != nil {
			return err
		}
		if of == "" {
			p.tellOthers(found.Others)
		}
		fmt.Fprintf(p.stdout, p.say("%s: 変更なし、%s、%s\n", "%s: unchanged, %s, %s\n"), out, p.madeOf(found), duration(time.Since(start)))
		return nil
	}
	p.makeRoom(visit.Files())
	if last != nil {
		collectLess()
	}
	if b.Pages = nil; visit != nil {
		if input.Changed == nil { // nothing has been read before
			input.Seen = visit.Seen(content.Dir, last)
		}
		b.Pages = p.kept("pages", wanted.Beside, b)
		defer b.Pages.Close()
	}
	var staged *output.Staged
	var bar *progress
	defer func() {
		if staged != nil {
			staged.Discard()
		}
	}()
	r, err := b.Build(ctx, input, func(r *build.Result) (_ output.Sink, err error) {
		if r.Problems.HasErrors(t.Strict) {
			return nil, errContent
		}
		if staged, err = output.Stage(p.disk, out, output.StageOptions{
			Edition:    r.Edition(),
			AnyEdition: input.Org != "" || input.Public,
			Stood:      last.Stood(),
			Spare:      r.Pages >= p.spareFrom && wanted.Beside == out, // else it may be published with the rest
			Swapped: func(look func() (output.Stands, error)) {
				taken := time.Now()
				if now, err := look(); err == nil {
					now.Taken = taken
					remember(visit, wanted, r, now)
				}
			},
		}); err != nil {
			return nil, err
		}
		p.bound(r.Pages, roomForPage, 3)
		bar = p.withProgress(staged, r.Pages)
		return bar, nil
	})
	if bar != nil {
		bar.clear()
	}
	if r != nil {
		if err := p.reportOf(of, r.Problems, t); err != nil {
			return err
		}
		if r.Problems.HasErrors(t.Strict) {
			return errContent
		}
	}
	if err != nil {
		return err
	}
	if err := staged.Commit(); err != nil {
		return err
	}
	_ = b.Pages.Save() // else the next build has more to do
	if of == "" {
		p.tellOthers(r.Others)
	}
	if staged.InPlace() {
		fmt.Fprintf(p.stderr, p.say(
			"%s は丸ごと入れ替えられない場所なので、ファイルごとに置き換えました。\n",
			"%s cannot be swapped as a whole here; its files were replaced one by one.\n"), out)
	}
	if left := staged.Left(); left != "" {
		fmt.Fprintf(p.stderr, p.say(
			"入れ替える前のサイト %s を消せず、%s の隣に残っています。次に書き出す前に消してください。\n",
			"%s, the site that was replaced, could not be removed and lies beside %s. Delete it before the next build.\n"), left, out)
	}
	fmt.Fprintf(p.stdout, p.say("%s: %s、%s\n", "%s: %s, %s\n"), out, p.madeOf(findingOf(r)), duration(time.Since(start)))
	return nil
}

// madeOf says how large a site is, and for whom.
func (p *program) madeOf(f finding) string {
	languages := "languages"
	if f.Languages == 1 {
		languages = "language"
	}
	return fmt.Sprintf(p.say("%[1]dページ（%[2]d言語）、%[4]s", "%[1]d pages in %[2]d %[3]s, %[4]s"), f.Pages, f.Languages, languages, p.editionName(f.Org))
}

// editionName says for whom a site was made: an organisation, or everyone.
func (p *program) editionName(org string) string {
	if org == "" {
		return p.say("公開版", "public edition")
	}
	return fmt.Sprintf(p.say("%s の版", "edition of %s"), org)
}

// duration rounds to what a person reads.
func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
