package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/scaffold"
)

func (p *program) newPageCommand(kind content.Kind, short string) *cobra.Command {
	name := p.say("名前", "NAME")
	c := &cobra.Command{
		Use:   string(kind) + " " + name,
		Short: short,
		Long:  p.say("名前はファイル名とURLになります。半角の英小文字・数字・ハイフンで書きます。", "NAME becomes the name of the file and part of the URL: lower-case letters, digits and hyphens."),
		Example: map[content.Kind]string{
			content.KindColumn: "  gen new column yearly-audit", content.KindGuide: "  gen new guide first-day", content.KindRunbook: "  gen new runbook leaver",
		}[kind],
		Annotations: status1(p.unreadable()),
		Args:        p.exactlyOne(p.say("名前を指定してください", "give it a name")),
	}
	if kind == content.KindRunbook {
		c.ValidArgsFunction = first(scaffold.Runbooks()...)
		c.Long += "\n" + p.say("次の名前なら、実際の手順から始まります: ", "These names begin with a procedure that is written: ") + strings.Join(scaffold.Runbooks(), ", ")
	}
	dir := p.dirFlag(c)
	org := new(string)
	if kind == content.KindRunbook {
		c.Example += "\n  gen new runbook lost-device --org mihon"
		org = c.Flags().String("org", "", p.say("この`ID`の組織だけの手順書にする。同じ名前の共通の手順書があれば、その写しから始まる", "for the organisation `ID` alone: begins as a copy of the runbook of that name that all share, if there is one"))
	}
	today := p.todayFlag(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		if c.Flags().Changed("org") && *org == "" {
			return p.emptyOrg()
		}
		survey, err := p.survey(*dir)
		if err != nil {
			return err
		}
		day, err := p.today(*today, "Asia/Tokyo")
		if err != nil {
			return err
		}
		next := "gen new " + string(kind) + inDir(*dir) + " "
		if *org != "" {
			if !slices.Contains(survey.Orgs, *org) {
				return &build.UnknownOrgError{ID: *org, Known: survey.Orgs}
			}
			next += "--org " + *org + " "
		}
		files, err := scaffold.Page(survey, kind, *org, args[0], day)
		if err == nil {
			err = p.addNew(*dir, files)
		}
		if err != nil {
			return p.nameError(err, next)
		}
		p.printUnprinted(survey, files)
		if survey.Replaces(files) {
			fmt.Fprintf(p.stdout, p.say("共通の手順書の写しです。%s の版では、こちらが代わりに使われます。\n", "This is a copy of the runbook that all share; it takes that one's place in the edition of %s.\n"), *org)
			return nil
		}
		fmt.Fprintf(p.stdout, p.say("??…?? を答えに置き換えてください。残りは gen check%s で分かります。\n", "Replace each ??…?? with its answer; gen check%s tells what is left.\n"), inDir(*dir))
		return nil
	}
	return c
}
