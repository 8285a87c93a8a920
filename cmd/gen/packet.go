package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pdf"
	"hikitsugi/internal/view"
)

// packetFlags are the flags of gen packet.
type packetFlags struct {
	*inputFlags
	all        bool
	out        string
	doc        string
	today      *string
	copy       int
	record     bool
	encrypt    bool
	passwordFD int
	browser    string
	noSandbox  bool
}

func (p *program) packetCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "packet",
		Short: p.say("引き継ぎ書をPDFに印刷する", "print the handover packet as PDF"),
		Long: p.say(
			"引き継ぎ書のページを、言語ごとに handover-<組織>-<言語>.pdf として印刷します。",
			"Print the handover page of each language as handover-<organisation>-<language>.pdf."),
		Example: `  gen packet
  gen packet --org mihon --doc en -o mihon-en.pdf
  gen packet --copy 1 --record
  gen packet --all --encrypt -o packets`,
		Annotations: status1(p.say("修正が必要な箇所がある（--strict では警告も含む）。何も印刷しない", "something has to be fixed, or there is a warning with --strict; nothing is printed")),
	}
	f := &packetFlags{inputFlags: p.inputFlags(c)}
	flags := c.Flags()
	flags.BoolVar(&f.all, "all", false, p.say("すべての組織の版を印刷する", "print the editions of all organisations"))
	flags.StringVarP(&f.out, "output", "o", ".", p.say("書き出す`フォルダーかファイル`（既定は今いる場所）", "the `FOLDER or file` to write to (default: here)"))
	flags.StringVar(&f.doc, "doc", "", p.say("印刷する`言語`（ja、en、両方を並べる ja+en。既定は ja と en を別々に）", "the `LANGUAGE` to print: ja, en, or ja+en side by side (default: ja and en, each by itself)"))
	f.today = p.todayFlag(c)
	flags.IntVar(&f.copy, "copy", 0, p.say("表紙に印刷する部の`番号`（既定は手書きの空欄）", "`NUMBER` of the copy, for the cover (default: a blank to be filled in by hand)"))
	flags.BoolVar(&f.record, "record", false, p.say("印刷した内容を packets.yaml に記録する（verify/ のページで確かめられる）", "record what was printed in packets.yaml, so that the page verify/ can tell whether it is still true"))
	flags.BoolVar(&f.encrypt, "encrypt", false, p.say("パスワードで暗号化する（AES-256）", "encrypt with a password (AES-256)"))
	flags.IntVar(&f.passwordFD, "password-fd", -1, p.say("パスワードを読むファイル記述子の`番号`（既定はターミナルで尋ねる）", "`NUMBER` of the file descriptor to read the password from (default: ask at the terminal)"))
	flags.StringVar(&f.browser, "browser", "", p.say("使うブラウザーの`パス`（既定は環境変数 GEN_BROWSER、または自動検出）", "`PATH` of the browser to print with (default: GEN_BROWSER, else one is found)"))
	flags.BoolVar(&f.noSandbox, "no-sandbox", false, p.say("ブラウザーのサンドボックスを使わない（コンテナーなど、使えない環境だけ）", "run the browser without its sandbox, where it cannot work, as in some containers"))
	flags.BoolVar(&f.strict, "strict", false, p.say("警告があれば印刷しない", "treat warnings as errors"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := f.check(p); err != nil {
			return err
		}
		input, done, err := p.open(f.inputFlags)
		if err != nil {
			return err
		}
		defer done()
		return p.printPackets(cmd.Context(), f, input)
	}
	return c
}

// check says which flags do not go together.
func (f *packetFlags) check(p *program) error {
	switch {
	case f.all && f.named():
		return errUsage{errors.New(p.say("--all は --org や --public と同時に使えません", "--all cannot be used with --org or --public"))}
	case f.all && isPDF(f.out):
		return errUsage{errors.New(p.say("--all の -o にはフォルダーを指定してください", "with --all, -o must be a folder"))}
	case f.copy < 0:
		return errUsage{errors.New(p.say("--copy には1以上の番号を指定してください", "--copy must be 1 or more"))}
	case f.record && f.public:
		return errUsage{errors.New(p.say("--record は組織の版だけで使えます", "--record works only with an organisation's edition"))}
	case f.passwordFD >= 0 && !f.encrypt:
		return errUsage{errors.New(p.say("--password-fd は --encrypt とともに使います", "--password-fd goes with --encrypt"))}
	}
	return nil
}

// printPackets prints the packets of one edition, or of all organisations.
func (p *program) printPackets(ctx context.Context, f *packetFlags, input build.Input) error {
	b := p.builder()
	inputs, public := []build.Input{input}, new(build.Result)
	if f.all {
		var err error
		if inputs, public, err = p.everyOrg(ctx, b, input); err != nil {
			return err
		}
	}
	password := ""
	if f.encrypt {
		var err error
		if password, err = p.password(ctx, f.passwordFD); err != nil {
			return err
		}
	}
	r := &printing{p: p, ctx: ctx, password: password}
	r.begin()
	t := tellingOf(f.strict)
	r.failures = p.reportStrays(public, t)
	var records []record
	for _, in := range inputs {
		files := output.NewMemory()
		made, err := b.Build(ctx, in, func(*build.Result) (output.Sink, error) { return files, nil })
		var packets []packet
		if err == nil {
			packets, err = p.packetsOf(f, in.Org, made, files, t)
		}
		if err == nil && f.record {
			_, _, err = p.recorded(f, record{made.Site, packets})
		}
		if err != nil {
			if !f.all {
				return errors.Join(err, r.end())
			}
			r.fail(in.Org, err)
			continue
		}
		if !f.all {
			p.tellOthers(made.Others)
		}
		if r.start == nil {
			ja, en, problems, err := p.ownFonts(f.dir, made.Site.Config.Fonts) // of site.yaml, which all editions share
			if err == nil {
				err = p.reportOf("", made.WithLines(problems), t)
			}
			if err != nil {
				return errors.Join(err, r.end())
			}
			r.start = func() (*pdf.Engine, error) { return p.startEngine(ctx, f.browser, f.noSandbox, ja, en) }
			r.total = len(inputs) * len(packets)
		}
		for _, one := range packets {
			r.add(one)
		}
		if f.record {
			records = append(records, record{made.Site, packets})
		}
	}
	if err := r.end(); err != nil {
		return err
	}
	for _, one := range records {
		if err := p.record(f, one, r.failures); err != nil {
			return err
		}
	}
	return r.result()
}

// noOrg says that there is no organisation, and how to begin one.
func (p *program) noOrg() string {
	return fmt.Sprintf(p.say("組織がありません。始めるには gen new org%s ID を実行します", "there is no organisation; to begin one: gen new org%s ID"), inDir(cmp.Or(p.project, ".")))
}

// everyOrg returns the inputs for the editions of all organisations, and the public one,
// which is always there, as far as it was checked.
func (p *program) everyOrg(ctx context.Context, b *build.Builder, input build.Input) (inputs []build.Input, public *build.Result, err error) {
	input.Public = true
	r, err := b.Check(ctx, input)
	if err != nil {
		return nil, nil, err
	}
	if len(r.Orgs) == 0 {
		problems, _ := questions(slices.Concat(r.Problems, r.Others).Sorted()) // what they are is told where something is made
		if err := p.report(problems, false); err != nil {
			return nil, nil, err
		}
		return nil, nil, errLacks{errors.New(p.noOrg())}
	}
	input.Changed = []string{} // all editions are of the content that was read just now
	for _, org := range r.Orgs {
		input.Public, input.Org = false, org
		inputs = append(inputs, input)
	}
	return inputs, r, nil
}

// packetsOf returns the packets of an edition that is built.
func (p *program) packetsOf(f *packetFlags, org string, r *build.Result, files fs.FS, t *telling) ([]packet, error) {
	if !f.all {
		org = ""
	}
	if err := p.reportOf(org, r.Problems, t); err != nil {
		return nil, err
	}
	if r.Problems.HasErrors(f.strict) {
		return nil, errContent
	}
	if !r.Site.HasHandover() {
		return nil, errLacks{fmt.Errorf(p.say("印刷するものがありません。checklist のあるコラムがないためです。始めるには gen new column%s 名前 を実行します", "there is nothing to print: no column has a checklist; to begin one: gen new column%s NAME"), inDir(f.dir))}
	}
	day, err := p.today(*f.today, r.Site.Config.Timezone)
	if err != nil {
		return nil, err
	}
	docs := r.Site.Languages()
	both := strings.Join(docs, "+")
	switch asked := strings.Split(f.doc, "+"); {
	case f.doc == "":
	case slices.Contains(docs, f.doc):
		docs = asked
	case len(docs) > 1 && slices.Equal(slices.Sorted(slices.Values(asked)), slices.Sorted(slices.Values(docs))):
		docs = []string{both} // whichever is named first
	default:
		return nil, errUsage{fmt.Errorf(p.say("--doc の %q はこのサイトの言語ではありません", "--doc %q is not a language of this site"), f.doc)}
	}
	names, err := p.packetFiles(f.dir, f.out, r.Edition(), docs)
	if err != nil {
		return nil, err
	}
	if f.record && r.Site.Public() {
		return nil, errUsage{errors.New(p.say("--record は組織の版だけで使えます", "--record works only with an organisation's edition"))}
	}
	begins, err := midnight(day, r.Site.Config.Timezone)
	if err != nil {
		return nil, err
	}
	options := pdf.PrintOptions{Base: r.Base, Date: begins}
	if f.encrypt {
		options.Attachments = p.attachments(files)
	}
	var packets []packet
	for i, doc := range docs {
		page := doc + "/handover/index.html"
		if doc == both && doc != r.Site.Languages()[0] {
			page = "handover/index.html"
		}
		options := options
		options.Texts = map[string]string{"printed": view.DayText(day, doc, r.Site.Config.Eras)}
		if page == "handover/index.html" {
			options.Texts["printed"] = day.String() // for both languages
		}
		if f.copy > 0 {
			options.Texts["copy"] = strconv.Itoa(f.copy)
		}
		options.Warn = func(long pdf.TooLong) {
			fmt.Fprintf(p.stderr, p.say("%s: 「%s」が1ページに収まらず、%dページになりました\n", "%s: “%s” does not fit on one page and takes %d\n"), names[i], diag.Visible(long.Title), long.Pages)
		}
		packets = append(packets, packet{files, page, names[i], p.editionName(orgOf(r)), day, options})
	}
	return packets, nil
}

// attachments returns what goes into an encrypted packet: the handover in a form
// for programs. It holds every fact, so it goes into no other.
func (p *program) attachments(files fs.FS) []pdf.Attachment {
	const name = "handover.json"
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return nil // the site has none
	}
	return []pdf.Attachment{{
		Name: name, Type: "application/json", Data: data,
		Description: p.say("引き継ぎの内容（プログラム用）", "The handover, for programs"),
	}}
}

// packetFiles returns the file of each document of the site in project.
func (p *program) packetFiles(project, out, edition string, docs []string) ([]string, error) {
	dir := out
	var names []string
	if isPDF(out) {
		if len(docs) > 1 {
			return nil, errUsage{errors.New(p.say("1つのファイルに書くには --doc ja か --doc en を付けてください", "to write one file, add --doc ja or --doc en"))}
		}
		dir, names = filepath.Dir(out), []string{out}
	} else {
		for _, doc := range docs {
			names = append(names, filepath.Join(out, "handover-"+edition+"-"+doc+".pdf"))
		}
	}
	if err := p.outOfSight(project, dir); err != nil {
		return nil, err
	}
	if err := p.disk.MkdirAll(dir); err != nil {
		return nil, output.Closed(filepath.Dir(dir), err)
	}
	return names, nil
}

// isPDF reports whether a name is that of a PDF file rather than of a folder.
func isPDF(name string) bool { return strings.EqualFold(filepath.Ext(name), ".pdf") }

// outOfSight says why a file with facts cannot be written into a folder: it is published,
// or builds of the site in project read it and may publish what is in it.
func (p *program) outOfSight(project, folder string) error {
	if published, err := p.insideOutput(folder); err != nil {
		return err
	} else if published != "" {
		return errUsage{fmt.Errorf(p.say("%s は公開するフォルダーの中です。組織の事実を含むファイルは別の場所に書き出してください", "%s is in a folder that is published; write a file with facts elsewhere"), folder)}
	}
	if read, err := p.readFrom(project, folder); err != nil {
		return err
	} else if read != "" {
		return errUsage{fmt.Errorf(p.say("%s は %s の中です。原稿として読まれ、公開版にも載ってしまいます。外のフォルダーに書き出してください", "%s is in %s: what is written there is read as content, and published with the rest. Write to a folder outside"), folder, read)}
	}
	return nil
}

// insideOutput returns the output folder that dir is or stands in, links followed; empty
// when there is none.
func (p *program) insideOutput(dir string) (string, error) {
	real, err := p.disk.Resolve(dir)
	if err != nil {
		return "", err
	}
	for !output.Published(real) {
		parent := filepath.Dir(real)
		if parent == real {
			return "", nil
		}
		real = parent
	}
	return real, nil
}

func (p *program) startEngine(ctx context.Context, browser string, noSandbox bool, ja, en pdf.Font) (*pdf.Engine, error) {
	home, _ := os.UserHomeDir() // without one, only the system's places are looked at
	if browser == "" {
		browser = p.env("GEN_BROWSER")
	}
	path, err := pdf.FindBrowser(browser, runtime.GOOS, home, exec.LookPath)
	if err != nil {
		return nil, err
	}
	fonts, err := pdf.FindFonts(pdf.FontDirs(runtime.GOOS, home, p.env("WINDIR")))
	if err != nil && ja == (pdf.Font{}) {
		return nil, err
	}
	if ja != (pdf.Font{}) {
		fonts.Regular, fonts.Bold = ja, pdf.Font{}
	}
	if en != (pdf.Font{}) {
		fonts.Latin, fonts.LatinBold = en, pdf.Font{}
	}
	return pdf.Start(ctx, pdf.Options{Browser: path, Fonts: fonts, NoSandbox: noSandbox})
}
