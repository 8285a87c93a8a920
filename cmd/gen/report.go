package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// report prints the problems of a build. It returns errContent when they are
// such that nothing may be published.
func (p *program) report(problems diag.List, strict bool) error {
	return p.reportOf("", problems, tellingOf(strict))
}

// reportOf prints what the command has not told yet of the problems of a build: of that
// for one organisation of several, if one is named. What of the others is written is told
// elsewhere.
func (p *program) reportOf(org string, problems diag.List, t *telling) error {
	strict, open := t.Strict, 0
	problems = t.fresh(problems)
	if !strict {
		problems, open = questions(problems)
	}
	if err := t.Print(p.stderr, problems, p.lang, p.checking()); err != nil {
		return err
	}
	if open > 0 && !problems.HasErrors(false) {
		p.tellOpen(open)
	}
	if !problems.HasErrors(strict) {
		return nil
	}
	of, nothing := "", p.say("何も書き換えていません。", "Nothing was written.")
	switch {
	case org != "" && slices.ContainsFunc(problems, func(d diag.Diag) bool { return d.Severity() == diag.Error && ofAnother(d.Pos.File, org) }):
		nothing = p.say("直すまで、どの組織の分も書き出せません。", "Until then no organisation's edition can be written.")
	case org != "":
		of, nothing = org+": ", p.say("この組織の分は書き換えていません。", "Nothing of this organisation was written.")
	}
	if errs := problems.Count(diag.Error); errs > 0 {
		fmt.Fprintf(p.stderr, p.say("%s修正が必要な箇所が%d件あります。%s\n", "%s%d to fix. %s\n"), of, errs, nothing)
	} else {
		fmt.Fprintf(p.stderr, p.say("%s警告が%d件あります（--strict）。%s\n", "%sWarnings: %d (--strict). %s\n"), of, problems.Count(diag.Warning), nothing)
	}
	return errContent
}

// ofAnother reports whether a file is in the folder of an organisation that is not org.
func ofAnother(file, org string) bool {
	in, found := strings.CutPrefix(file, content.Dir+"/orgs/")
	return found && !strings.HasPrefix(in, org+"/")
}

// tellOpen says how many files hold questions that nobody has answered.
func (p *program) tellOpen(files int) {
	fmt.Fprintf(p.stdout, p.say("まだ答えていない問いのあるファイル: %d。%s で場所を表示します。\n", "Files with questions still open: %d. %s shows where.\n"), files, p.checking())
}

// questions takes out of problems the files with questions that nobody has answered,
// and counts them: a new site has many, and each save would list them all.
func questions(problems diag.List) (rest diag.List, files int) {
	for _, d := range problems {
		if d.Code == diag.PROMPT {
			files++
		} else {
			rest = append(rest, d)
		}
	}
	return rest, files
}

// checking is the command that tells all problems of the content that was read.
func (p *program) checking() string {
	command := "gen check" + inDir(cmp.Or(p.project, "."))
	if p.drafts {
		command += " --drafts"
	}
	return command
}

// A telling is what one command has told of problems: each once, and not so many of one
// kind that others drown.
type telling struct {
	seen
	diag.Brief
}

func tellingOf(strict bool) *telling { return &telling{seen{}, diag.Brief{Strict: strict}} }

// seen are the problems that have been told: those of the content that all editions
// share are told once.
type seen map[sight]bool

// A sight is what tells a problem from others.
type sight struct {
	pos  diag.Pos
	code diag.Code
	what diag.Text
}

// fresh returns the problems that were not seen yet.
func (s seen) fresh(problems diag.List) diag.List {
	var list diag.List
	for _, d := range problems {
		if at := (sight{d.Pos, d.Code, d.What}); !s[at] {
			s[at] = true
			list = append(list, d)
		}
	}
	return list
}
