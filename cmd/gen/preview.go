package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/serve"
	"hikitsugi/internal/shelf"
)

// A preview makes what gen serve shows. All its editions are made by one Builder,
// one at a time.
type preview struct {
	*program
	builder *build.Builder
	input   build.Input
	dir     string // as it was named
	place   string // the same, absolute: who works in it may have put another in its place
	public  bool   // strangers look: no other edition is made
	pages   int    // of the last site that was made
	open    int    // files with questions that nobody has answered, which their pages ask
	told    int    // as open was last told
	held    uint64 // bytes of memory, as was last told
}

// build makes the site so that each page is made when somebody looks at it.
func (v *preview) build(ctx context.Context, edition string, changed []string) (serve.Site, error) {
	if v.replaced() {
		root, err := v.disk.Open(v.place)
		if err != nil {
			return serve.Site{}, cmp.Or(v.folder(v.place), err)
		}
		v.input.Project, v.builder, changed = root.FS(), v.newBuilder(), nil
	}
	input := v.input
	switch {
	case v.public, edition == content.PublicEdition:
		input.Org, input.Public = "", true
	case edition != "":
		input.Org, input.Public = edition, false
	}
	if changed != nil {
		input.Changed = []string{}
	}
	for _, name := range changed {
		file, err := v.inside(name)
		if err != nil {
			return serve.Site{}, err
		}
		input.Changed = append(input.Changed, file)
	}
	r, files, err := v.builder.Open(ctx, input)
	if errors.Is(err, shelf.ErrOutside) { // what the last build has kept cannot be read any more
		v.builder, input.Changed = v.newBuilder(), nil
		r, files, err = v.builder.Open(ctx, input)
	}
	var gone *build.UnknownOrgError
	switch {
	case errors.As(err, &gone):
		return serve.Site{}, fmt.Errorf(v.say("組織 %q がありません。別の版を選んでください", "there is no organisation %q; choose another edition"), gone.ID)
	case err != nil:
		return serve.Site{}, err
	}
	var s serve.Site
	problems := r.Problems
	if files != nil { // whoever writes for another organisation is told as well
		problems = slices.Concat(problems, r.Others).Sorted()
	}
	s.Problems, v.open = questions(problems)
	if !v.public {
		s.Editions = editions(r)
	}
	if files == nil {
		return s, nil
	}
	s.Files, s.Edition, v.pages = files, r.Edition(), r.Pages
	s.Mistakes = files.Mistakes
	s.Origin = func(name string) serve.Origin { return serve.Origin(files.Origin(name)) }
	v.gates(&s, r)
	s.Summary = fmt.Sprintf(v.say("%dページ", "%d pages"), r.Pages)
	return s, nil
}

// inside returns the path within the site of a file, as it is named where it is watched.
func (v *preview) inside(name string) (string, error) {
	file, err := filepath.Rel(v.dir, name)
	return filepath.ToSlash(file), err
}

// page is the path of a file without its language and the like: a translation is behind
// once its source is saved.
func page(file string) string {
	folder, name := path.Split(file)
	name, _, _ = strings.Cut(name, ".")
	return folder + name
}

// replaced reports whether the folder of the site is another than the one that is open,
// such as one that was cloned again; what is open is then nowhere any more.
func (v *preview) replaced() bool {
	open, err := fs.Stat(v.input.Project, ".")
	if err != nil || !os.SameFile(open, open) {
		return false
	}
	there, err := os.Stat(v.place)
	return err != nil || !os.SameFile(open, there)
}

// editions lists the editions of which one can be chosen.
func editions(r *build.Result) []serve.Edition {
	list := []serve.Edition{{ID: content.PublicEdition, Name: diag.Text{JA: "公開版", EN: "Public"}}}
	for _, id := range r.Orgs {
		list = append(list, serve.Edition{ID: id, Name: diag.Text{JA: r.OrgName(id, "ja"), EN: r.OrgName(id, "en")}})
	}
	return list
}

// gates gives a site what gen check says of it on a day, unless no clock knows the
// day where the site is read.
func (v *preview) gates(s *serve.Site, r *build.Result) {
	zone := r.Site.Config.Timezone
	if _, err := v.today("", zone); err != nil {
		return
	}
	s.Today = func() string {
		day, _ := v.today("", zone) // as above
		return day.String()
	}
	s.Gates = func(day string) diag.List {
		today, err := v.today(day, zone)
		if err != nil {
			return nil // it was not one
		}
		return check.Gates(r.Site, today).Sorted()
	}
}

// rebuilt prints one line for each build, with the memory in use at first and when
// it has doubled, how many questions are open when that is news, and what is wrong.
func (v *preview) rebuilt(e serve.Event) {
	switch {
	case errors.Is(e.Polling, syscall.ENOSPC): // inotify has no other word for it
		fmt.Fprintln(v.stderr, v.say(
			"監視できるフォルダーの数がシステムの上限（fs.inotify.max_user_watches）に達したため、一定間隔で変更を確かめます。",
			"The system's limit of watched folders (fs.inotify.max_user_watches) is reached; checking for changes at regular intervals instead."))
		return
	case e.Polling != nil:
		fmt.Fprintf(v.stderr, v.say("フォルダーを監視できないため（%v）、一定間隔で変更を確かめます。\n", "Folders cannot be watched (%v); checking for changes at regular intervals instead.\n"), e.Polling)
		return
	case len(e.Mistakes) > 0:
		v.print(e.Mistakes, nil)
		return
	case e.Err != nil:
		fmt.Fprintf(v.stderr, "gen: %s\n%s", plainly(e.Err), v.reason(e.Err))
		return
	}
	var cause []string
	if len(e.Changed) > 0 {
		what := e.Changed[0]
		if n := len(e.Changed) - 1; n > 0 {
			what += fmt.Sprintf(v.say(" ほか%d件", " and %d more"), n)
		}
		cause = append(cause, what)
	}
	if e.Chosen && e.Site.Edition != "" {
		cause = append(cause, fmt.Sprintf(v.say("%s の版", "edition %s"), e.Site.Edition))
	}
	if len(cause) > 0 {
		fmt.Fprint(v.stdout, strings.Join(cause, ", "), ": ")
	}
	if e.Site.Files != nil {
		fmt.Fprintf(v.stdout, "%s, %s%s\n", e.Site.Summary, duration(e.Took.Round(time.Millisecond)), v.memory())
	} else {
		fmt.Fprintln(v.stdout, v.say("修正が必要な箇所があります", "there are problems to fix"))
	}
	if e.Site.Files != nil && v.open != v.told {
		if v.told = v.open; v.open > 0 {
			v.tellOpen(v.open)
		}
	}
	v.print(e.Site.Problems, e.Changed)
}

// print tells problems, those of pages that have just been saved before others.
func (v *preview) print(problems diag.List, saved []string) {
	pages := map[string]bool{}
	for _, name := range saved {
		if file, err := v.inside(name); err == nil {
			pages[page(file)] = true
		}
	}
	brief := diag.Brief{Near: func(file string) bool { return pages[page(file)] }}
	if err := brief.Print(v.stderr, problems, v.lang, v.checking()); err != nil {
		fmt.Fprintf(v.stderr, "gen: %v\n", err)
	}
}

// memory says what the preview holds, when it is news.
func (v *preview) memory() string {
	if v.held == 0 {
		debug.FreeOSMemory()                           // what only the first build needed
		if set := debug.SetGCPercent(40); set != 100 { // a save makes little that is new
			debug.SetGCPercent(set) // GOGC says otherwise
		}
	}
	v.bound(v.pages, 8<<10, 1) // a save makes little that is new
	now := inUse()
	if now < 2*v.held {
		return ""
	}
	v.held = now
	return fmt.Sprintf(v.say("、メモリー %d MiB", ", %d MiB of memory"), (now+1<<19)>>20)
}
