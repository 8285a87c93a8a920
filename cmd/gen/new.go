package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/scaffold"
)

func (p *program) newCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "new",
		Short: p.say("サイト、ページ、組織を始める", "begin a site, a page or an organisation"),
		Example: `  gen new site handbook
  gen new runbook leaver -C handbook`,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(p.newSiteCommand(),
		p.newPageCommand(content.KindColumn, p.say("コラム（引き継ぐもの）を始める", "begin a column: what is handed over")),
		p.newPageCommand(content.KindGuide, p.say("ガイドを始める", "begin a guide")),
		p.newPageCommand(content.KindRunbook, p.say("手順書を始める", "begin a runbook")),
		p.newOrgCommand())
	return c
}

// beginning are the flags that say for whom something is begun.
type beginning struct {
	name   *string
	traits *[]string
}

func (p *program) beginFlags(c *cobra.Command) beginning {
	return beginning{
		c.Flags().String("name", "", p.say("組織の`名前`（既定は記入欄）", "`NAME` of the organisation (default: a blank)")),
		c.Flags().StringSlice("traits", nil, p.say("当てはまる`条件`（ios,ade,vpp,macos,android,windows など）", "`CONDITIONS` that apply to it, such as ios,ade,vpp,macos,android,windows")),
	}
}

// orgName returns the name of an organisation, in one line of what can be seen.
func (p *program) orgName(asked *asker, begin beginning) (string, error) {
	name, err := asked.text("name", *begin.name, p.say("組織の名前（空のままなら、後で org.yaml に書きます）", "Name of the organisation (leave it empty to write it in org.yaml later)"))
	if err == nil && (!utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) })) {
		err = errUsage{fmt.Errorf(p.say("--name の %s には、改行か目に見えない文字があります。1行の文字だけにしてください", "--name %s has a line break or a character that cannot be seen; write it in one line of text"), strconv.QuoteToGraphic(name))}
	}
	return name, err
}

// siteTraits are those that a new site words.
var siteTraits = []string{"ios", "ade", "vpp", "macos", "android", "windows"}

func (p *program) newSiteCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "site [" + p.say("フォルダー", "FOLDER") + "]",
		Short: p.say("そのまま作れて印刷できる小さなサイトを書く", "write a small site that builds and prints as it is"),
		Long: p.say(
			"フォルダー（既定は今いる場所）に content/ と、なければ .gitignore を書きます。ターミナルで実行すると、指定のないものだけを尋ねます。\nすでにあるファイルは上書きしません。",
			"Write content/ into FOLDER (default: here), and a .gitignore where there is none. On a terminal it asks for whatever no flag gives.\nNo existing file is overwritten."),
		Example: `  gen new site
  gen new site handbook --languages ja,en --name "` + p.say("株式会社みほん", "Mihon K.K.") + `" --traits ios,ade,android`,
		Args:              p.atMost(1),
		ValidArgsFunction: folders,
	}
	languages := c.Flags().StringSlice("languages", nil, p.say("サイトの`言語`。先に書く言語から（既定は ja,en）", "`LANGUAGES` of the site, the one you write in first (default: en,ja)"))
	begin := p.beginFlags(c)
	today := p.todayFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		dir := "."
		if len(args) > 0 {
			dir = args[0]
		}
		day, err := p.today(*today, "Asia/Tokyo")
		if err != nil {
			return err
		}
		asked := p.questionsAt(cmd)
		langs, err := asked.list("languages", *languages, p.defaultLanguages(), p.languages,
			p.say("サイトの言語（ja,en のように、先に書く言語から）", "Languages of the site, the one you write in first, as in en,ja"))
		if err != nil {
			return err
		}
		b := scaffold.Begin{Today: day}
		if b.Name, err = p.orgName(asked, begin); err != nil {
			return err
		}
		if b.Traits, err = asked.list("traits", *begin.traits, []string{"ios", "android"}, p.oneOfEach(siteTraits),
			p.say("管理しているもの（"+strings.Join(siteTraits, "、")+" から）", "What you manage (of "+strings.Join(siteTraits, ", ")+")")); err != nil {
			return err
		}
		files, err := scaffold.Site(langs, b)
		if err != nil {
			return err
		}
		if _, err := os.Lstat(filepath.Join(dir, ".gitignore")); errors.Is(err, fs.ErrNotExist) { // else its author knows what to leave out
			files[".gitignore"] = scaffold.Ignore(langs[0])
		}
		if err := p.addNew(dir, files); err != nil {
			var taken *output.TakenError
			switch isTaken := errors.As(err, &taken); {
			case isTaken && !slices.Contains(taken.Names, content.Dir+"/site.yaml"):
				return p.then(err, "%s", p.say("原稿はありますが、content/site.yaml がないのでサイトではありません。それらを移すか、別のフォルダーに gen new site フォルダー\n", "These files are not a site yet: there is no content/site.yaml. Move them away, or begin in another folder: gen new site FOLDER\n"))
			case isTaken:
				return p.then(err, p.say("ここにはサイトがあります。見るには gen serve%[1]s --open、新しいサイトは別のフォルダーに gen new site フォルダー\n", "There is a site. To see it: gen serve%[1]s --open. To begin another: gen new site FOLDER\n"), inDir(dir))
			}
			return err
		}
		fmt.Fprintf(p.stdout, p.say(`
次にすること
  gen serve%[1]s --open   サイトを見ながら書く
  gen packet%[1]s         引き継ぎ書を印刷する
  gen check%[1]s          まだ答えていない問い（??…??）と期限を調べる
  gen new runbook%[1]s 名前   手順書を足す（%[2]s、または自由な名前）
`, `
What to do next
  gen serve%[1]s --open   see the site while you write
  gen packet%[1]s         print the packet
  gen check%[1]s          see which questions (??…??) are open, and what is due
  gen new runbook%[1]s NAME   add a runbook (%[2]s, or a name of your own)
`), inDir(dir), strings.Join(scaffold.Runbooks(), ", "))
		return nil
	}
	return c
}

// defaultLanguages are those of a site: the author's first.
func (p *program) defaultLanguages() []string {
	if p.lang == "ja" {
		return []string{"ja", "en"}
	}
	return []string{"en", "ja"}
}

// languages checks the languages of a site.
func (p *program) languages(list []string) error {
	if err := p.oneOfEach(content.Languages)(list); err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New(p.say("言語が1つは要ります（ja か en）", "there must be a language, ja or en"))
	}
	return nil
}

// oneOfEach checks that a list holds some of the words, each once.
func (p *program) oneOfEach(words []string) func(list []string) error {
	return func(list []string) error {
		if len(list) > 0 && len(words) == 0 {
			return errors.New(p.say("このサイトにはまだ条件がありません。content/site.yaml の traits に書いてください", "the site has no conditions yet; write them as traits in content/site.yaml"))
		}
		for i, w := range list {
			if !slices.Contains(words, w) || slices.Contains(list[:i], w) {
				return fmt.Errorf(p.say("%q は使えません。使えるのは %s を1回ずつです", "%q cannot be used; there are %s, each once"), w, strings.Join(words, ", "))
			}
		}
		return nil
	}
}

func (p *program) newOrgCommand() *cobra.Command {
	c := &cobra.Command{
		Use:         "org ID",
		Short:       p.say("組織を始める", "begin an organisation"),
		Long:        p.say("IDはフォルダー名になります。半角の英小文字・数字・ハイフンで書きます。", "ID becomes the name of its folder: lower-case letters, digits and hyphens."),
		Example:     `  gen new org mihon --name "` + p.say("株式会社みほん", "Mihon K.K.") + `" --traits ios,android`,
		Annotations: status1(p.unreadable()),
		Args:        p.exactlyOne(p.say("組織のIDを指定してください", "give the organisation's id")),
	}
	dir := p.dirFlag(c)
	begin := p.beginFlags(c)
	today := p.todayFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		survey, err := p.survey(*dir)
		if err != nil {
			return err
		}
		day, err := p.today(*today, "Asia/Tokyo")
		if err != nil {
			return err
		}
		asked := p.questionsAt(cmd)
		b := scaffold.Begin{Today: day}
		if b.Name, err = p.orgName(asked, begin); err != nil {
			return err
		}
		if b.Traits, err = asked.list("traits", *begin.traits, nil, p.oneOfEach(survey.Traits),
			p.say("当てはまる条件（"+strings.Join(survey.Traits, "、")+" から）", "Conditions that apply to it (of "+strings.Join(survey.Traits, ", ")+")")); err != nil {
			return err
		}
		files, err := scaffold.Org(survey, args[0], b)
		if err == nil {
			err = p.addNew(*dir, files)
		}
		if err != nil {
			return p.nameError(err, "gen new org"+inDir(*dir)+" ")
		}
		fmt.Fprintf(p.stdout, p.say("この組織の版を作るには gen build%[1]s --org %[2]s\n", "To make its edition: gen build%[1]s --org %[2]s\n"), inDir(*dir), filepath.Base(filepath.Dir(slices.Collect(maps.Keys(files))[0])))
		return nil
	}
	return c
}

// unreadable is when that which belongs to a site cannot be begun.
func (p *program) unreadable() string {
	return p.say("content/site.yaml がないか、読めない", "content/site.yaml is missing or cannot be read")
}

// survey surveys the content in dir, which must have a site.yaml that can be read.
func (p *program) survey(dir string) (scaffold.Survey, error) {
	if err := p.folder(dir); err != nil {
		return scaffold.Survey{}, err
	}
	s, err := scaffold.Take(os.DirFS(dir))
	if err != nil || len(s.Languages) > 0 {
		return s, err
	}
	if err := cmp.Or(p.garbled(dir), p.below(dir)); err != nil {
		return s, err
	}
	return s, errLacks{fmt.Errorf(p.say("%s に content/site.yaml がありません。gen new site で始めるか、-C でサイトのフォルダーを指定してください", "there is no content/site.yaml in %s; begin with gen new site, or name the folder of a site with -C"), dir)}
}

// garbled says that the site.yaml in dir, in which no languages were found, is there all
// the same; nil where it is not.
func (p *program) garbled(dir string) error {
	if _, err := os.Lstat(filepath.Join(dir, content.Dir, "site.yaml")); err != nil {
		return nil // writing one tells what else is wrong
	}
	return errLacks{fmt.Errorf(p.say("%s の content/site.yaml を読めません。直すところは gen check%s で分かります", "content/site.yaml in %s cannot be read; gen check%s tells what to fix"), dir, inDir(dir))}
}

// addNew writes new files and says which.
func (p *program) addNew(dir string, files scaffold.Files) error {
	if err := p.place(dir); err != nil {
		return err
	}
	var taken []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
			taken = append(taken, name)
		}
	}
	if len(taken) > 0 {
		return &output.TakenError{Names: taken}
	}
	if _, err := p.addFiles(dir, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintln(p.stdout, filepath.Join(dir, filepath.FromSlash(name)))
	}
	return nil
}

// printUnprinted says which new columns nobody will find in the packet.
func (p *program) printUnprinted(s scaffold.Survey, files scaffold.Files) {
	if slugs := s.Unprinted(files); len(slugs) > 0 {
		fmt.Fprintf(p.stderr, p.say("引き継ぎ書には入りません: %s。入れるなら content/site.yaml の packet に書き足してください。\n", "Not in the packet: %s. To have it there, add it to packet in content/site.yaml.\n"), strings.Join(slugs, ", "))
	}
}

// addFiles writes new files into dir, as [output.Add] does, and says which folder in it
// cannot be written.
func (p *program) addFiles(dir string, files scaffold.Files) (there []string, err error) {
	if there, err = output.Add(p.disk, dir, files); err == nil || errors.As(err, new(*output.Refusal)) {
		return there, err
	}
	var moved *os.LinkError
	var made *fs.PathError
	switch {
	case errors.As(err, &moved) && filepath.IsLocal(moved.New):
		if closed := output.Closed(filepath.Join(dir, filepath.Dir(moved.New)), moved.Err); closed != moved.Err {
			return there, closed
		}
	case errors.As(err, &made) && filepath.IsLocal(made.Path):
		if closed := output.Closed(filepath.Join(dir, filepath.Dir(made.Path)), made.Err); closed != made.Err {
			return there, closed
		}
	}
	return there, err
}

// nameError says what to type where a name is taken or cannot be one.
func (p *program) nameError(err error, next string) error {
	var taken *output.TakenError
	var unfit *scaffold.NameError
	var broken *scaffold.BrokenError
	switch {
	case errors.As(err, &taken):
		return p.then(err, p.say("それを開いて書くか、別の名前にしてください: %s名前\n", "Open it and write, or choose another name: %sNAME\n"), next)
	case errors.As(err, &broken):
		return errLacks{fmt.Errorf(p.say("%s  %s\n直すまで、写しは作れません", "%s  %s\nUntil that is mended no copy can be made"), broken.Why.Pos, broken.Why.Sentence(p.lang))}
	case errors.As(err, &unfit):
		what := errors.New(unfit.Why.Sentence(p.lang))
		if unfit.Try != "" {
			what = fmt.Errorf(p.say("%w例: %s", "%w For instance: %s"), what, next+unfit.Try)
		}
		return errUsage{what}
	}
	return err
}

// then prints what went wrong, and behind it what to do next.
func (p *program) then(err error, next string, args ...any) error {
	status := p.status(err)
	fmt.Fprintf(p.stderr, next, args...)
	return errShown{status}
}

// inDir is how a command names dir.
func inDir(dir string) string {
	switch shown := diag.Visible(dir); {
	case dir == ".":
		return ""
	case strings.ContainsAny(dir, "$`\"!") && !strings.Contains(dir, "'"): // which means something between " and "
		return " -C '" + shown + "'"
	case strings.ContainsAny(dir, " \t&;|<>()*?[]{}'#~"):
		return ` -C "` + shown + `"`
	default:
		return " -C " + shown
	}
}

func (p *program) atMost(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return errUsage{fmt.Errorf(p.say("余分な引数 %q があります", "unexpected argument %q"), args[n])}
		}
		return nil
	}
}

func (p *program) exactlyOne(missing string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errUsage{errors.New(missing)}
		}
		return p.atMost(1)(cmd, args)
	}
}
