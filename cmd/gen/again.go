package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/internal/receipt"
)

// A finding is what a build says when it has ended well: the same, when it is
// spared because nothing has changed.
type finding struct {
	Problems  diag.List
	Pages     int
	Languages int
	Org       string // of which it is the edition; empty: the public one
}

func findingOf(r *build.Result) finding {
	return finding{r.Problems, r.Pages, len(r.Site.Languages()), orgOf(r)}
}

// orgOf returns the organisation of which r is the edition, if it is one's.
func orgOf(r *build.Result) string {
	if r.Site.Public() {
		return ""
	}
	return r.Site.Org.ID
}

// look notes what is about to be read; nil where that cannot be known, and the build
// will say why.
func (p *program) look(input build.Input) *receipt.Visit {
	visit, err := receipt.Look(p.disk, input.Project, []string{content.Dir, "themes"}, time.Now())
	if err != nil {
		return nil
	}
	return visit
}

// request is what a build of input to out is asked for.
func request(input build.Input, out string) (r receipt.Request, ok bool) {
	self, err := os.Executable()
	if err != nil {
		return r, false
	}
	info, err := os.Stat(self)
	if err != nil {
		return r, false
	}
	return receipt.Request{
		Output: out,
		Wish:   fmt.Sprintf("%q %v, org %q, public %v, at %q, drafts %v", self, disk.StampOf(info), input.Org, input.Public, input.BaseURL, input.Drafts),
	}, true
}

// unchanged returns what the last build found, if it would be the same again.
func unchanged(visit *receipt.Visit, input build.Input, out string) (found finding, ok bool) {
	wanted, ok := request(input, out)
	if !ok || visit == nil {
		return found, false
	}
	last := visit.Unchanged(wanted)
	return found, last != nil && json.Unmarshal(last.Said, &found) == nil
}

// remember leaves a receipt of a build, where one can be left: else the next build
// does all of its work.
func remember(visit *receipt.Visit, input build.Input, out string, r *build.Result, staged *output.Staged) {
	wanted, ok := request(input, out)
	if !ok || visit == nil || staged.InPlace() {
		return
	}
	if said, err := json.Marshal(findingOf(r)); err == nil {
		files, folders := r.Inputs()
		_ = visit.Write(wanted, folders, files, staged.Names(), said)
	}
}
