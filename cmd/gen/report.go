package main

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// report prints the problems of a build. It returns errContent when they are
// such that nothing may be published.
func (p *program) report(problems diag.List, strict bool) error {
	return p.reportOf("", problems, tellingOf(strict))
}

// reportOf prints what the command has not told yet of the problems of a build: of that
// for one organisation of several, if one is named.
func (p *program) reportOf(org string, problems diag.List, t *telling) error {
	problems, err := p.tell(problems, t)
	if err != nil || !problems.HasErrors(t.Strict) {
		return err
	}
	of, nothing := "", p.say("何も書き換えていません。", "Nothing was written.")
	if org != "" {
		of, nothing = org+": ", p.say("この組織の分は書き換えていません。", "Nothing of this organisation was written.")
	}
	if errs := problems.Count(diag.Error); errs > 0 {
		fmt.Fprintf(p.stderr, p.say("%s修正が必要な箇所が%d件あります。%s\n", "%s%d to fix. %s\n"), of, errs, nothing)
	} else {
		fmt.Fprintf(p.stderr, p.say("%s警告が%d件あります（--strict）。%s\n", "%sWarnings: %d (--strict). %s\n"), of, problems.Count(diag.Warning), nothing)
	}
	return errContent
}

// tell prints problems that the command has not told yet, and returns them without the
// questions that nobody has answered.
func (p *program) tell(problems diag.List, t *telling) (diag.List, error) {
	problems, open := t.fresh(problems), 0
	if !t.Strict {
		problems, open = questions(problems)
	}
	if err := t.Print(p.stderr, problems, p.lang, p.checking()); err != nil {
		return nil, err
	}
	if open > 0 && !problems.HasErrors(false) {
		p.tellOpen(open)
	}
	return problems, nil
}

// tellOthers says in whose folders something is to be fixed that does not matter to the
// edition at hand.
func (p *program) tellOthers(others diag.List) {
	toFix := others.Of(diag.Error)
	if len(toFix) == 0 {
		return
	}
	var whose []string
	for _, d := range toFix {
		whose = append(whose, diag.Visible(content.OrgOf(d.Pos.File)))
	}
	whose = slices.Compact(whose) // they are sorted by file
	if more := len(whose) - 3; more > 1 {
		whose = append(whose[:3], fmt.Sprintf(p.say("ほか%d組織", "%d more"), more))
	}
	fmt.Fprintf(p.stderr, p.say(
		"この版に使わない組織のファイルに、修正が必要な箇所が%[1]d件あります（%[2]s）。%[3]s で場所を表示します。\n",
		"Not part of this edition, but to be fixed: %[1]d (%[2]s). %[3]s shows where.\n"),
		len(toFix), strings.Join(whose, p.say("、", ", ")), p.checking())
}

// strays yields what is wrong in each folder that should be an organisation's and is
// none's, in order.
func strays(r *build.Result) iter.Seq2[string, diag.List] {
	return func(yield func(string, diag.List) bool) {
		for rest := r.Others; len(rest) > 0; {
			id := content.OrgOf(rest[0].Pos.File)
			n := slices.IndexFunc(rest, func(d diag.Diag) bool { return content.OrgOf(d.Pos.File) != id })
			if n < 0 {
				n = len(rest)
			}
			if !slices.Contains(r.Orgs, id) && !yield(id, rest[:n]) {
				return
			}
			rest = rest[n:]
		}
	}
}

// reportStrays prints what is wrong in folders of which no edition can be made, and
// returns those that have to be mended.
func (p *program) reportStrays(r *build.Result, t *telling) (failures []failure) {
	for id, problems := range strays(r) {
		if err := p.reportOf(diag.Visible(id), problems, t); err != nil {
			failures = append(failures, failure{diag.Visible(id), err})
		}
	}
	return failures
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
