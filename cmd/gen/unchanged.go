package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/codec"
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
	Others    diag.List // errors only: the rest is told with their own editions
	Pages     int
	Languages int
	Org       string // of which it is the edition; empty: the public one
}

func findingOf(r *build.Result) finding {
	return finding{r.Problems, r.Others.Of(diag.Error), r.Pages, len(r.Site.Languages()), orgOf(r)}
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

// request is what a build of input to out is asked for. What holds the editions of
// all organisations may be published as a whole, so that their receipts lie beside
// that.
func request(input build.Input, out string, all bool) receipt.Request {
	beside := out
	if holder, err := filepath.Abs(filepath.Dir(out)); all && err == nil {
		beside = holder + "-" + filepath.Base(out)
	}
	return receipt.Request{
		Output: out,
		Beside: beside,
		Wish:   fmt.Sprintf("%s, org %q, public %v, at %q, drafts %v", whoami(), input.Org, input.Public, input.BaseURL, input.Drafts),
	}
}

// whoami tells this gen from any other. Where it cannot be told, it is none that
// was there before.
func whoami() string {
	self, err := os.Executable()
	if err == nil {
		var info os.FileInfo
		if info, err = os.Stat(self); err == nil {
			return fmt.Sprintf("%q %v", self, disk.StampOf(info))
		}
	}
	return fmt.Sprintf("%v at %v", err, time.Now())
}

// unchanged returns the receipt of the last build, and what that found, if it would be
// the same again.
func unchanged(visit *receipt.Visit, wanted receipt.Request) (last *receipt.Receipt, found finding, ok bool) {
	if visit == nil {
		return nil, found, false
	}
	last = visit.Last(wanted)
	return last, found, visit.Unchanged(wanted, last) && codec.Read(string(last.Said), &found) == nil
}

// remember leaves a receipt of a build, of which this stands in the output folder of
// wanted now, where one can be left: else the next build does all of its work.
func remember(visit *receipt.Visit, wanted receipt.Request, r *build.Result, now output.Stands) {
	if visit == nil {
		return
	}
	found := findingOf(r)
	files, folders := r.Inputs()
	_ = visit.Write(wanted, folders, files, now, codec.Append(nil, &found))
}
