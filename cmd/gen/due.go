package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
)

func (p *program) dueCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "due",
		Short: p.say("期限のあるものを日付順に並べる", "list what is to be done, by date"),
		Long: p.say(
			"更新、引き継ぎに伴う作り直し、受け渡しの記録、手順書の見直しを日付順に並べます。",
			"List by date: renewals, what has to be made again because of the handover, sign-offs, and reviews of runbooks."),
		Example: `  gen due
  gen due --org mihon --within P60D
  gen due --json | jq '.[] | select(.days != null and .days < 30)'`,
		Annotations: status1(p.say("内容に修正が必要な箇所がある", "something in the content has to be fixed")),
	}
	in := p.inputFlags(c)
	today := p.todayFlag(c)
	within := c.Flags().String("within", "", p.say("この`期間`に期限が来るものだけ（例：P60D）。過ぎたものは常に含む", "only what is due within this `SPAN`, such as P60D; what is past is always listed"))
	asJSON := c.Flags().Bool("json", false, p.say("JSONで出力する", "write JSON"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		var span content.Span
		if *within != "" {
			var ok bool
			if span, ok = content.ParseSpan(*within); !ok {
				return errUsage{fmt.Errorf(p.say("--within の %q は期間ではありません（例：P60D）", "--within %q is not a span such as P60D"), *within)}
			}
		}
		all, err := p.checkAll(cmd.Context(), in, false)
		if err != nil {
			return err
		}
		var incomplete error
		if all.problems.HasErrors(false) {
			if incomplete = p.reportLacking(all); len(all.sites) == 0 {
				return incomplete
			}
		}
		p.tellOthers(all.others)
		duties := []duty{}
		for _, s := range all.sites {
			now, err := p.today(*today, s.Config.Timezone)
			if err != nil {
				return err
			}
			for _, d := range check.Duties(s) {
				if *within != "" && (d.By.IsZero() || d.By.Compare(now.Add(span)) > 0) {
					continue
				}
				who, _ := s.Org.People.Get(d.Owner.ID)
				duties = append(duties, newDuty(d, s.Org, who.Name, now))
			}
		}
		slices.SortStableFunc(duties, func(a, b duty) int {
			if (a.Days == nil) != (b.Days == nil) {
				return cmp.Compare(b.By, a.By) // what has no day comes last
			}
			return cmp.Compare(a.By, b.By)
		})
		if *asJSON {
			enc := json.NewEncoder(p.stdout)
			enc.SetIndent("", " ")
			enc.SetEscapeHTML(false)
			return cmp.Or(enc.Encode(duties), incomplete)
		}
		for _, d := range duties {
			p.printDuty(d)
		}
		return incomplete
	}
	return c
}

// reportLacking says what is wrong, and whose duties are not known for it.
func (p *program) reportLacking(c *checked) error {
	problems, err := p.tell(c.problems, tellingOf(false))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stderr, p.say("修正が必要な箇所が%d件あります。", "%d to fix."), problems.Count(diag.Error))
	switch lacking := c.lacking(); {
	case len(c.sites) == 0:
		fmt.Fprint(p.stderr, p.say("直すまで、何も並べられません。", " Until then nothing can be listed."))
	case len(lacking) > 0:
		fmt.Fprintf(p.stderr, p.say("直すまで、%s の分は並びません。", " Until then nothing of %s is listed."), strings.Join(lacking, p.say("、", ", ")))
	}
	fmt.Fprintln(p.stderr)
	return errContent
}

// lacking returns the organisations that have no site, and the folders that should be one's.
func (c *checked) lacking() []string {
	ids := slices.Clone(c.result.Orgs)
	for _, d := range c.problems.Of(diag.Error) {
		if id := content.OrgOf(d.Pos.File); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, diag.Visible(id))
		}
	}
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(c.sites, func(s *site.Site) bool { return s.Org != nil && s.Org.ID == id })
	})
}

// A duty is something to be done, as machines read it.
type duty struct {
	Org   string     `json:"org"`
	Kind  check.Kind `json:"kind"` // renewal, redo, sign-off, review
	Key   string     `json:"key"`  // item, item/renewal or runbook
	By    string     `json:"by"`   // 2027-06-12; empty when it is not known
	Days  *int       `json:"days"` // from today; negative: past; null when it is not known
	Owner string     `json:"owner"`
	Title dutyTitle  `json:"title"`

	name  content.Text // of the owner
	alone bool         // one person does everything: nothing is given to anybody
}

type dutyTitle struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

func newDuty(d check.Duty, org *content.Org, owner content.Text, today content.Date) duty {
	out := duty{Org: org.ID, Kind: d.Kind, Key: d.Key(), Owner: d.Owner.ID, name: owner, alone: org.Handover.Alone(), Title: dutyTitle{d.Title("ja"), d.Title("en")}}
	if !d.By.IsZero() {
		days := d.By.Since(today)
		out.By, out.Days = d.By.String(), &days
	}
	return out
}

var dutyWords = map[check.Kind]diag.Text{
	check.Renew:   {JA: "更新", EN: "renew"},
	check.Redo:    {JA: "作り直し", EN: "redo"},
	check.SignOff: {JA: "受け渡し", EN: "sign"},
	check.Review:  {JA: "見直し", EN: "review"},
}

// printDuty prints one line: when, how far away, what, who.
func (p *program) printDuty(d duty) {
	by, away := p.say("日付なし  ", "no date   "), ""
	if d.Days != nil {
		by = d.By
		switch n := *d.Days; {
		case n < 0:
			away = fmt.Sprintf(p.say("%[1]d日超過", "%[2]s late"), -n, plural(-n, "day"))
		case n == 0:
			away = p.say("今日", "today")
		default:
			away = fmt.Sprintf(p.say("あと%[1]d日", "in %[2]s"), n, plural(n, "day"))
		}
	}
	what := dutyWords[d.Kind]
	if d.alone && d.Kind == check.SignOff {
		what = diag.Text{JA: "確認", EN: "check"}
	}
	parts := []string{by, away, what.In(p.lang), diag.Text(d.Title).In(p.lang), d.name.In(p.lang), d.Org}
	fmt.Fprintln(p.stdout, diag.Visible(strings.TrimRight(strings.Join(parts, "  "), " ")))
}
