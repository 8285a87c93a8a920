package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) listCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "list",
		Short:   p.say("ほかのプログラムのために一覧を出力する", "print lists for other programs"),
		Example: "  gen list orgs",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	orgs := &cobra.Command{
		Use:   "orgs",
		Short: p.say("組織のIDを1行に1つずつ並べる", "list the ids of the organisations, one per line"),
		Long: p.say(
			"build --org に渡せる組織のIDを、いつも同じ順に並べます。複数のマシンで手分けして作るときに使います（docs/fleet.md）。",
			"List the ids that build --org takes, always in the same order, so that several machines can share the work (docs/fleet.md)."),
		Example: `  gen list orgs
  gen list orgs | wc -l`,
		Annotations: status1(p.say("内容に修正が必要な箇所がある", "something in the content has to be fixed")),
	}
	dir := p.dirFlag(orgs)
	asJSON := orgs.Flags().Bool("json", false, p.say("JSONの配列として1行で出力する", "write an array of JSON, on one line"))
	orgs.RunE = func(cmd *cobra.Command, _ []string) error {
		input, done, err := p.open(&inputFlags{dir: *dir})
		if err != nil {
			return err
		}
		defer done()
		b := p.builder()
		inputs, _, err := p.everyOrg(cmd.Context(), b, input)
		if err != nil {
			return err
		}
		ids := make([]string, len(inputs))
		for i, in := range inputs {
			ids[i] = in.Org
		}
		if *asJSON {
			return json.NewEncoder(p.stdout).Encode(ids)
		}
		for _, id := range ids {
			if _, err := fmt.Fprintln(p.stdout, id); err != nil {
				return err
			}
		}
		return nil
	}
	c.AddCommand(orgs)
	return c
}
