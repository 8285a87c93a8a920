package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/check"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
)

func (p *program) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check",
		Short: p.say("内容・テーマ・期限を確かめる", "check the content, the theme, and what is due"),
		Long: p.say(
			"内容とテーマの誤りに加え、日付によって変わること（期限切れ、受け渡しの記録漏れなど）を調べます。\n版を指定しなければ、公開版とすべての組織を調べます。",
			"Report mistakes in the content and the theme, and what depends on the date: what has lapsed, what is not signed for.\nWithout an edition, the public one and all organisations are checked."),
		Example: `  gen check
  gen check --org mihon --today 2027-06-13
  gen check --departing maeda
  gen check --json > problems.json`,
		Annotations: status1(p.say("修正が必要な箇所か、期限切れがある（--strict では警告と予告も含む）。--departing では、修正が必要な箇所か、その人に代わりがいないものがある", "something has to be fixed or is past due, or there is a warning or notice with --strict; with --departing: something has to be fixed, or that person alone holds something")),
	}
	in := p.inputFlags(c)
	today := p.todayFlag(c)
	departing := c.Flags().String("departing", "", p.say("この`人`が去ると失われるものを調べる", "report what is lost when this `PERSON` leaves"))
	c.Flags().BoolVar(&in.drafts, "drafts", false, p.say("下書きも含める", "include drafts"))
	c.Flags().BoolVar(&in.strict, "strict", false, p.say("警告と予告でも失敗にする", "treat warnings and notices as errors"))
	asJSON := c.Flags().Bool("json", false, p.say("JSONで出力する", "write JSON"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if *departing != "" && in.public {
			return errUsage{errors.New(p.say("--departing は組織の版だけで使えます", "--departing works only with an organisation's edition"))}
		}
		if _, err := p.today(*today, "Asia/Tokyo"); err != nil { // in any zone: which edition asks for it is not known yet
			return err
		}
		checked, err := p.checkAll(cmd.Context(), in, *departing == "")
		if err != nil {
			return err
		}
		var problems diag.List
		if *departing != "" {
			problems, err = p.departing(checked, *departing)
		} else {
			problems, err = p.withGates(checked, *today)
		}
		if err != nil {
			return err
		}
		if *asJSON {
			err = problems.JSON(p.stdout)
		} else {
			err = problems.Print(p.stdout, p.lang)
		}
		if err != nil {
			return err
		}
		failed := problems.Fails(in.strict)
		goes := *departing != "" && !checked.problems.HasErrors(false) // with the person: nobody's mistake
		if goes && !in.strict {
			failed = slices.ContainsFunc(problems, func(d diag.Diag) bool { return d.Code == diag.SECOND })
		}
		switch {
		case *asJSON:
		case !goes:
			p.summary(problems)
			p.tellOthers(checked.others)
		case len(problems) == 0:
			fmt.Fprintf(p.stderr, p.say("記録では、%s とともに失われるものはありません\n", "by the records, nothing goes with %s\n"), *departing)
		}
		if failed {
			return errContent
		}
		return nil
	}
	return c
}

// A checked is the content as all the editions that were asked for see it.
type checked struct {
	sites    []*site.Site // of the editions without errors
	problems diag.List
	others   diag.List     // where one edition was asked for: of organisations that have nothing to do with it
	result   *build.Result // of the last edition
}

// checkAll checks one edition, or all, and where it is asked for, what is no content: the
// theme, and the fonts of the packet.
func (p *program) checkAll(ctx context.Context, in *inputFlags, around bool) (*checked, error) {
	input, done, err := p.open(in)
	if err != nil {
		return nil, err
	}
	defer done()
	b := p.builder()
	var all checked
	one := func(input build.Input) error {
		r, err := b.Check(ctx, input)
		if err != nil {
			return err
		}
		all.result = r
		all.problems = append(all.problems, r.Problems...)
		if r.Site == nil {
			return nil
		}
		all.sites = append(all.sites, r.Site)
		if around {
			problems, err := b.CheckTheme(input, r)
			all.problems = append(all.problems, problems...)
			return err
		}
		return nil
	}
	if in.named() {
		if err = one(input); err == nil {
			all.others = all.result.Others
		}
	} else {
		input.Public = true
		if err = one(input); err == nil {
			all.problems = append(all.problems, all.result.Others...) // some are of no organisation that there is
			input.Changed = []string{}                                // all editions are of the content that was read just now
			for _, org := range all.result.Orgs {
				input.Public, input.Org = false, org
				if err = one(input); err != nil {
					break
				}
			}
		}
	}
	if err == nil && around && len(all.sites) > 0 {
		var problems diag.List
		_, _, problems, err = p.ownFonts(in.dir, all.sites[0].Config.Fonts)
		all.problems = append(all.problems, all.result.WithLines(problems)...)
	}
	all.problems = once(all.problems).Sorted()
	return &all, err
}

// once returns the problems of several editions, each as the last one tells it: what could
// stand in a place is more in an organisation's edition than in the public one, which comes
// first.
func once(problems diag.List) diag.List {
	var list diag.List
	shown := seen{}
	for _, d := range slices.Backward(problems) {
		list = append(list, shown.fresh(diag.List{d})...)
	}
	return list
}

// withGates adds what is true on that day.
func (p *program) withGates(c *checked, today string) (diag.List, error) {
	problems := c.problems
	for _, s := range c.sites {
		day, err := p.today(today, s.Config.Timezone)
		if err != nil {
			return nil, err
		}
		problems = append(problems, c.result.WithLines(check.Gates(s, day))...)
	}
	return problems.Sorted(), nil
}

// departing returns what the organisations that a person works for lose.
func (p *program) departing(c *checked, person string) (diag.List, error) {
	if c.problems.HasErrors(false) {
		return c.problems, nil
	}
	var lost diag.List
	var known []string
	found := false
	for _, s := range c.sites {
		list, ok := check.Departing(s, person)
		found = found || ok
		lost = append(lost, c.result.WithLines(list)...)
		if s.Org != nil {
			known = append(known, s.Org.People.Keys()...)
		}
	}
	if len(known) == 0 {
		return nil, errLacks{errors.New(p.say("人がいません。組織の org.yaml の people に書いてください", "there are no people yet; list them under people in an organisation's org.yaml"))}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if !found {
		return nil, errUsage{fmt.Errorf(p.say("%q という人はいません。いるのは %s です", "there is nobody called %q; there are: %s"), person, strings.Join(known, ", "))}
	}
	return lost.Sorted(), nil
}

// summary prints how many problems of each severity there are.
func (p *program) summary(problems diag.List) {
	var parts []string
	for _, s := range []struct {
		severity diag.Severity
		ja, en   string
	}{
		{diag.Error, "修正が必要 %d件", "to fix: %d"},
		{diag.Warning, "警告 %d件", "warnings: %d"},
		{diag.Gate, "期限切れなど %d件", "past due: %d"},
		{diag.Notice, "予告 %d件", "notices: %d"},
	} {
		if n := problems.Count(s.severity); n > 0 {
			parts = append(parts, fmt.Sprintf(p.say(s.ja, s.en), n))
		}
	}
	if len(parts) == 0 {
		parts = []string{p.say("問題はありません", "no problems")}
	}
	fmt.Fprintln(p.stderr, strings.Join(parts, p.say("、", ", ")))
}
