// Package build is the program: it turns a folder of content and a theme into a
// finished site. Everything that gen does is one call of [Builder.Build] and a
// decision on where its output goes.
//
//	read     source.Read            files as values
//	parse    content.Parse…         one file, one value; remembered by content, and by the
//	                                next program in kept_texts.go
//	join     site.New               the checked model of one edition; always
//	show     view.…                 plain data, all that a template may see; always
//	render   theme.Theme.Render     one view, one page
//	index    search.Indexer, search.Files  what can be found of a page, with it; joined by language
//	put      output.Sink            or left there as it stands, by what kept_pages.go knows
//
// A mistake in the content is in [Result.Problems], and no sink is opened; a
// failure of the machine is an error.
package build

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/memo"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pack"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
	"hikitsugi/internal/theme"
)

// An Input is everything that a build depends on. There is nothing else: no
// environment, no clock, no globals.
type Input struct {
	Project fs.FS  // the folder that holds content/ and themes/
	Builtin fs.FS  // the theme over which the site's own is laid
	Org     string // make this organisation's edition
	Public  bool   // make the public edition; without either: the one that site.yaml names
	BaseURL string // instead of the address in site.yaml
	Drafts  bool   // show drafts as well

	// Changed are the files of Project that may have changed since the same Builder
	// was last called, nil when any may have. It spares reading; what is made does
	// not depend on it.
	Changed []string

	// Seen are the files of the content as they were just before, nil where nobody has
	// looked. It spares listing them, and reading those that are known.
	Seen []source.Seen
}

// A Result says what a build made.
type Result struct {
	Site     *site.Site // nil when the content has errors
	Base     string     // absolute URL of the site's root; empty when unknown
	Problems diag.List  // sorted
	Others   diag.List  // sorted; in the folders of organisations of which this edition shows nothing, and so without effect on it
	Orgs     []string   // the organisations that there are
	Pages    int
	Parsed   int // files that were parsed afresh; the rest was remembered

	files source.Files    // of the content
	theme source.Files    // of the theme, the built-in one under the site's own
	own   map[string]bool // which of these are the site's own
	in    Input
	names map[string]content.Text // of the organisations
}

// OrgName returns the name of an organisation in a language, or its id where it has
// none.
func (r *Result) OrgName(id, lang string) string { return cmp.Or(r.names[id].In(lang), id) }

// Edition returns the name of the edition: an organisation's id, or "public".
func (r *Result) Edition() string {
	if r.Site.Public() {
		return content.PublicEdition
	}
	return r.Site.Org.ID
}

// A Builder builds, and remembers results between builds. The zero Builder is
// ready to use, and a used one makes byte for byte what a new one would.
type Builder struct {
	// Aside is where what is large waits until it is needed: the texts, and the HTML
	// made of them. Without it that is memory.
	Aside *shelf.Shelf

	// Texts and Pages are what an earlier Builder of the same program has kept of the
	// content, and of the pages of the edition that is made next, and what is to be kept
	// for a later one. They have the same shelf, Aside. Each may be nil. Texts may be
	// one that is only read.
	Texts, Pages *pack.Pack

	engine    *markdown.Parser
	content   source.Tree
	theming   source.Tree
	themed    string // prefix of the theme that theming read, while it is as it was then
	catalogue *catalogue
	configs   series[unparsed, *parsed]
	assets    series[unparsed, *parsed]
	files     series[unparsed, *parsed]
	privacy   series[public, diag.List]
	shared    series[published, diag.List]
	recalled  atomic.Int64 // files that were not parsed as it was kept what they were parsed to
	surface   hash         // of the content, where pages are kept
	site      *site.Site
	routes    *routes
	layers    source.Files    // of the theme, as theming read them
	own       map[string]bool // which of these are the site's own
	themes    memo.Table[loaded]

	searching sync.Mutex
	indexers  map[string]*indexer // by language, once somebody has searched
}

// Check reads in and returns its model with all that is wrong with it: a build
// up to the point at which pages are made.
func (b *Builder) Check(ctx context.Context, in Input) (*Result, error) {
	if b.engine == nil {
		b.engine = markdown.New()
		b.engine.Aside, b.content.Aside = b.Aside, b.Aside
	}
	if in.Changed == nil || slices.ContainsFunc(in.Changed, func(name string) bool { return name == "themes" || strings.HasPrefix(name, "themes/") }) {
		b.themed = ""
	}
	b.Texts.Ahead()
	b.Pages.Ahead()
	b.content.Seen = in.Seen
	files, problems, err := b.content.Read(in.Project, content.Dir, in.Changed)
	if err != nil {
		return nil, err
	}
	r := &Result{Problems: problems, files: files}
	src, problems, parsed, err := b.parse(ctx, files, problems)
	if err != nil {
		return nil, err
	}
	r.Problems = append(r.Problems, problems...)
	r.Parsed = parsed - int(b.recalled.Swap(0))
	r.names = map[string]content.Text{}
	for _, o := range src.Orgs {
		r.Orgs, r.names[o.ID] = append(r.Orgs, o.ID), o.Name
	}
	if in.Org != "" && src.Config != nil && !slices.Contains(r.Orgs, in.Org) {
		return nil, &UnknownOrgError{ID: in.Org, Known: r.Orgs}
	}
	if src.Config != nil {
		r.Site, problems = site.Revise(b.site, src, edition(in, src.Config))
		b.site = r.Site
		r.Problems = append(r.Problems, problems...)
		if r.Site != nil && r.Site.Public() {
			private, err := b.private(ctx, r)
			if err != nil {
				return nil, err
			}
			r.Problems = append(r.Problems, private...)
		}
		r.Base = rootAddress(cmp.Or(in.BaseURL, src.Config.URL.URL))
	}
	r.Problems = WithLines(r.Problems.Sorted(), r.files)
	if r.Site != nil {
		r.Problems, r.Others = apart(r.Problems, edition(in, src.Config).Org)
	}
	b.Texts.Probe()
	if err := b.Aside.Err(); err != nil {
		return nil, err
	}
	if r.Problems.HasErrors(false) {
		r.Site = nil
	}
	return r, nil
}

// CheckTheme returns what is wrong with the files of the theme of a site that Check has
// found to be without errors. The built-in one has been tested, and loading it would take
// longer than most checks.
func (b *Builder) CheckTheme(in Input, r *Result) (diag.List, error) {
	if r.Site.Config.Theme.ID == "" {
		return nil, nil
	}
	_, problems, err := b.theme(in, r.Site.Config, r.files)
	return problems, err
}

// An UnknownOrgError says that the organisation asked for is not in the content.
type UnknownOrgError struct {
	ID    string
	Known []string // the organisations that there are
}

func (e *UnknownOrgError) Error() string {
	return fmt.Sprintf("there is no organisation %q; there are: %s", e.ID, strings.Join(e.Known, ", "))
}

// apart parts problems into those of an organisation's edition, or the public one, and
// those of files that are others' own.
func apart(problems diag.List, org string) (own, others diag.List) {
	for _, d := range problems {
		if of := content.OrgOf(d.Pos.File); of == "" || of == org {
			own = append(own, d)
		} else {
			others = append(others, d)
		}
	}
	return own, others
}

// edition returns the edition to make. It is never guessed from the content.
func edition(in Input, config *content.Site) site.Edition {
	e := site.Edition{Org: in.Org, Drafts: in.Drafts}
	if e.Org == "" && !in.Public {
		e.Org = config.Org.ID
	}
	return e
}

// Inputs returns everything that was read, by path, and the folders of which it is
// all.
func (r *Result) Inputs() (files map[string]*source.File, folders []string) {
	files = make(map[string]*source.File, len(r.files))
	for _, f := range r.files {
		files[f.Path] = f
	}
	id := r.Site.Config.Theme.ID
	if id == "" {
		return files, []string{content.Dir}
	}
	for _, f := range r.theme {
		if r.own[f.Path] {
			name := "themes/" + id + "/" + f.Path
			files[name] = source.New(name, f.Data())
		}
	}
	return files, []string{content.Dir, "themes/" + id}
}

// Files returns the files of the content.
func (r *Result) Files() source.Files { return r.files }

// Build makes the site that follows from in. Unless its content or its theme has
// errors, it asks open for the sink, with the model and the problems known, and
// puts every file there. Only then can be known what a theme of one's own cannot make
// of this content, and which links it has broken: such a Result has no Site either, and
// what the sink holds is not to be published.
func (b *Builder) Build(ctx context.Context, in Input, open func(*Result) (output.Sink, error)) (*Result, error) {
	r, files, err := b.plan(ctx, in)
	if err != nil || files == nil {
		return r, err
	}
	sink, err := open(r)
	if err != nil {
		return r, err
	}
	finished := &listed{Sink: sink, names: map[string]bool{}}
	outlines, problems, err := files.put(ctx, finished)
	if err == nil && len(problems) == 0 {
		problems, err = complain(files.routes.brokenLeads(outlines, finished.names), r.Site.Config)
	}
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		r.Problems = append(r.Problems, problems...).Sorted()
		r.Site = nil
		return r, nil
	}
	b.turn()
	return r, nil
}

// Open makes the same site as Build, but each of its files only when it is read: by
// the same function, so that it has the same bytes. Files is nil when there are
// errors.
func (b *Builder) Open(ctx context.Context, in Input) (*Result, *Files, error) {
	r, files, err := b.plan(ctx, in)
	if files != nil {
		b.turn() // what was read since the last turn is kept until the next
	}
	return r, files, err
}

// turn forgets what neither this build nor the one before needed. Only a finished
// build may call it: one that was cut short has not used everything.
func (b *Builder) turn() {
	b.themes.Turn()
}

// plan does everything but making files; it returns none when there are errors.
func (b *Builder) plan(ctx context.Context, in Input) (*Result, *Files, error) {
	r, err := b.Check(ctx, in)
	if err != nil || r.Site == nil {
		return r, nil, err
	}
	th, problems, err := b.theme(in, r.Site.Config, r.files)
	if err != nil {
		return nil, nil, err
	}
	if len(problems) > 0 {
		r.Problems = append(r.Problems, problems...).Sorted()
	}
	if th == nil {
		r.Site = nil
		return r, nil, nil
	}
	if !b.routes.fit(r.Site, r.Base) {
		b.routes = routesOf(r.Site, r.Base)
	}
	r.Pages = len(b.routes.pages)
	r.theme, r.own, r.in = b.layers, b.own, in
	return r, &Files{builder: b, result: r, theme: th, routes: b.routes}, nil
}

// loaded is what is remembered of a theme.
type loaded struct {
	theme    *theme.Theme
	problems diag.List
}

// theme loads the site's theme over the built-in one.
func (b *Builder) theme(in Input, config *content.Site, files source.Files) (*theme.Theme, diag.List, error) {
	layers, own := in.Builtin, fs.FS(nil)
	folder := ""
	if name := config.Theme.ID; name != "" {
		folder = "themes/" + name
		var err error
		if own, err = fs.Sub(in.Project, folder); err != nil {
			return nil, nil, err
		}
		if info, err := fs.Stat(own, "."); err != nil || !info.IsDir() {
			var problems diag.List
			problems.Add(config.Theme.Pos, diag.LINK,
				diag.Textf("テーマのフォルダー themes/%s がありません", "there is no folder themes/%s", name),
				diag.Text{JA: "フォルダー名を確かめるか、theme を消して標準のテーマにしてください。", EN: "Check its name, or remove theme to use the built-in one."})
			return nil, WithLines(problems, files), nil
		}
		layers = source.Overlay(own, in.Builtin)
	}
	var changed []string // anything
	if b.themed == folder+"/" {
		changed = []string{}
	}
	all, problems, err := b.theming.Read(layers, ".", changed)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", cmp.Or(folder, "the built-in theme"), err)
	}
	if changed == nil {
		b.own = ownFiles(own, all)
	}
	b.themed, b.layers = folder+"/", all
	if len(problems) == 0 {
		l := b.themes.Get(themeKey(all, b.own), func() loaded {
			th, problems := theme.Load(all, func(file string) bool { return b.own[file] })
			return loaded{th, problems}
		})
		return l.theme, inFolder(folder, l.problems), nil
	}
	return nil, inFolder(folder, problems), nil
}

// ownFiles returns which files of a theme are in its own folder, if it has one.
func ownFiles(folder fs.FS, all source.Files) map[string]bool {
	own := map[string]bool{}
	for _, f := range all {
		if folder == nil {
			break
		}
		if _, err := fs.Stat(folder, f.Path); err == nil {
			own[f.Path] = true
		}
	}
	return own
}

// themeKey is the key of what is remembered of a theme: its files, and where mistakes in
// it are told.
func themeKey(all source.Files, own map[string]bool) memo.Key {
	var parts []any
	for _, f := range all {
		parts = append(parts, f.Sum[:], own[f.Path])
	}
	return memo.KeyOf(parts...)
}

// inFolder returns problems of a theme with their places in the project.
func inFolder(folder string, problems diag.List) diag.List {
	problems = slices.Clone(problems)
	for i := range problems {
		problems[i].Pos.File = path.Join(folder, problems[i].Pos.File)
	}
	return problems
}
