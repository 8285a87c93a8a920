package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// The published tree of an organisation's edition, and of the public one.
func TestTree(t *testing.T) {
	org := build(t, new(Builder), Input{Project: world(""), BaseURL: "https://notes.example/it"})
	public := build(t, new(Builder), Input{Project: world(""), Public: true})
	both := []string{
		"404.html", "_headers",
		"en/columns/index.html", "en/columns/keys/index.html", "en/glossary/index.html", "en/guides/index.html", "en/guides/start/index.html", "en/handover/index.html", "en/index.html", "en/search/index.html",
		"handover/index.html", "index.html",
		"ja/columns/index.html", "ja/columns/keys/index.html", "ja/glossary/index.html", "ja/guides/index.html", "ja/guides/start/index.html", "ja/handover/index.html", "ja/index.html", "ja/search/index.html",
		"qr/link-portal.svg", "robots.txt", "search.en.js", "search.ja.js", "theme/chroma.css",
	}
	internal := []string{
		"handover.json", "handover.schema.json",
		"review/columns/keys/index.html", "review/guides/start/index.html", "review/runbooks/lost/index.html",
		"en/renewals.ics", "en/renewals/index.html", "en/runbooks/index.html", "en/runbooks/lost/index.html",
		"ja/renewals.ics", "ja/renewals/index.html", "ja/runbooks/index.html", "ja/runbooks/lost/index.html",
		"verify/index.html",
	}
	withAddress := []string{"en/feed.xml", "ja/feed.xml", "qr/verify.svg"}
	pages := func(b built) []string {
		return slices.DeleteFunc(slices.Sorted(maps.Keys(b.files)), func(name string) bool {
			return strings.HasPrefix(name, "theme/") && name != "theme/chroma.css"
		})
	}
	if got, want := pages(public), both; !slices.Equal(got, want) {
		t.Errorf("public: %q", got)
	}
	want := slices.Sorted(slices.Values(slices.Concat(both, internal, withAddress)))
	if got := pages(org); !slices.Equal(got, want) {
		t.Errorf("organisation: %q", got)
	}
	if org.Edition() != "acme" || public.Edition() != "public" || org.Base != "https://notes.example/it/" {
		t.Errorf("editions %q and %q, base %q", org.Edition(), public.Edition(), org.Base)
	}
}

// Items keep their numbers when others do not apply, and say why they do not.
func TestApplicability(t *testing.T) {
	for _, tt := range []struct {
		traits  string
		applies []bool
	}{
		{"[ios]", []bool{true, true, false, true}},
		{"[android]", []bool{true, false, true, true}},
		{"[]", []bool{true, false, false, true}},
	} {
		b := build(t, new(Builder), Input{Project: edited(t, "content/orgs/acme/org.yaml", "[ios]", tt.traits)})
		for i, item := range b.Site.Columns[0].Items {
			if item.Number != i+1 || item.Applies != tt.applies[i] {
				t.Errorf("%s: item %s has number %d, applies %v", tt.traits, item.ID.ID, item.Number, item.Applies)
			}
		}
	}
	b := build(t, new(Builder), Input{Project: world("")})
	for name, want := range map[string][]string{
		"ja/handover/index.html": {"※1", "iOSを管理している場合", "※2", "Androidを管理している場合", "対象外", "「Androidを管理している場合」に当たらないため"},
		"en/handover/index.html": {"If you manage iOS", "If you manage Android", "applies only if you manage Android"},
	} {
		for _, text := range want {
			if !strings.Contains(b.files[name], text) {
				t.Errorf("%s does not say %q", name, text)
			}
		}
	}
}

// The public edition holds nothing of any organisation, nor any runbook.
func TestPublicEditionIsPublic(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world(""), Public: true, BaseURL: "https://notes.example/"})
	for name, text := range b.files {
		for _, canary := range []string{"acme", "Acme", "Ann", "Bob", "vault:", "03-0000-0001", "lost-call", "runbooks/", "紛失", "2026-06-12"} {
			if strings.Contains(text, canary) || strings.Contains(name, canary) {
				t.Errorf("%s holds %q", name, canary)
			}
		}
	}
	if !strings.Contains(b.files["ja/handover/index.html"], "証明書") {
		t.Error("the blank packet does not list the items")
	}
}

// A page in one language only is shown in the other with a notice, and says in
// which language it is.
func TestUntranslated(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world("-- content/guides/start.en.md --\n-\n"), Public: true, BaseURL: "https://notes.example/"})
	page := b.files["en/guides/start/index.html"]
	for _, want := range []string{`<html lang="en"`, `lang="ja"`, `<link rel="canonical" href="https://notes.example/ja/guides/start/">`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "hreflang=\"en\" href=\"https://") {
		t.Error("the page claims to be a translation")
	}
	if strings.Contains(b.files["sitemap.xml"], "en/guides/start/") {
		t.Error("the sitemap lists a page that is not written")
	}
}

// An organisation's own runbook takes the place of the generic one, whole.
func TestRunbookOverride(t *testing.T) {
	own := strings.ReplaceAll(string(world("")["content/runbooks/lost.ja.md"].Data), "急ぎます", "走ります")
	b := build(t, new(Builder), Input{Project: world("-- content/orgs/acme/runbooks/lost.ja.md --\n" + own)})
	if page := b.files["ja/runbooks/lost/index.html"]; !strings.Contains(page, "走ります") || strings.Contains(page, "急ぎます") {
		t.Error("the organisation's own runbook does not replace the generic one")
	}
	if page := b.files["en/runbooks/lost/index.html"]; strings.Contains(page, "Hurry") {
		t.Error("the generic translation stands beside the organisation's own runbook")
	}
}

// A list that no directive places is printed at the end of its section.
func TestListsAreNeverLost(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world("")})
	page := b.files["ja/runbooks/lost/index.html"]
	hurry, call, decide := strings.Index(page, "急ぎます"), strings.Index(page, `id="_item-lost-call"`), strings.Index(page, `id="decide"`)
	if hurry < 0 || call < hurry || decide < call {
		t.Errorf("the list stands at %d, its section from %d to %d", call, hurry, decide)
	}
}

func TestDrafts(t *testing.T) {
	draft := edited(t, "content/guides/start.ja.md", "title: はじめに", "title: はじめに\ndraft: true")
	if b := build(t, new(Builder), Input{Project: draft}); b.files["ja/guides/start/index.html"] != "" || b.files["en/guides/start/index.html"] != "" {
		t.Error("a draft is published")
	}
	if b := build(t, new(Builder), Input{Project: draft, Drafts: true}); b.files["ja/guides/start/index.html"] == "" {
		t.Error("--drafts does not show the draft")
	}
}

// A theme replaces the built-in one file by file.
func TestTheme(t *testing.T) {
	mine := "org: acme\ntheme: mine"
	fsys := edited(t, "content/site.yaml", "org: acme", mine)
	fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("mine: {{.Title}}")}
	b := build(t, new(Builder), Input{Project: fsys})
	if got := b.files["en/guides/index.html"]; got != "mine: Guides" {
		t.Errorf("the layout makes %q", got)
	}
	if b.files["theme/style.css"] == "" || !strings.Contains(b.files["en/index.html"], "Notes") {
		t.Error("the built-in theme does not show through")
	}
	fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("\n{{.Titel}}")}
	b = build(t, new(Builder), Input{Project: fsys})
	if list := otherThanRecords(b.Problems); len(b.files) > 0 || len(list) != 1 || list[0].Pos.String() != "themes/mine/layouts/list.html:2:3" {
		t.Errorf("a misspelt field: %d files, %v", len(b.files), list)
	}
}

// A theme is read once for all editions that are checked, and what is wrong with it is
// told of each.
func TestCheckTheme(t *testing.T) {
	fsys := edited(t, "content/site.yaml", "org: acme", "org: acme\ntheme: mine")
	fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("\n{{.Titel}}")}
	builtin := &countingFS{FS: themes.Default()}
	b := new(Builder)
	in := Input{Project: fsys, Builtin: builtin}
	for _, in.Public = range []bool{true, false} {
		r, err := b.Check(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		list, err := b.CheckTheme(in, r)
		if err != nil || len(list) != 1 || list[0].Pos.String() != "themes/mine/layouts/list.html:2:3" {
			t.Errorf("public %v: %v, %v", in.Public, list, err)
		}
		in.Changed = []string{}
	}
	if builtin.opened != 1 {
		t.Errorf("a layout was read %d times", builtin.opened)
	}
}

// A countingFS counts how often a layout is opened.
type countingFS struct {
	fs.FS
	opened int
}

func (c *countingFS) Open(name string) (fs.File, error) {
	if name == "layouts/home.html" {
		c.opened++
	}
	return c.FS.Open(name)
}

// Whatever is edited, in whatever order, a warm build equals a cold one: the same
// files, the same problems; and so does what is made only when it is read, by a
// builder that is told which files changed, whatever edition is chosen in between.
func TestWarmEqualsCold(t *testing.T) {
	const own = "theme: mine\n"
	for _, public := range []bool{false, true} {
		rng := rand.New(rand.NewPCG(1, 2))
		original := world("")
		original["content/site.yaml"].Data = slices.Concat(original["content/site.yaml"].Data, []byte(own))
		original["content/static/a.svg"] = &fstest.MapFile{Data: []byte("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>")}
		original["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("mine: {{.Title}}{{range .Entries}} {{.Title}}{{end}}")}
		fsys := maps.Clone(original)
		var warm, lazy Builder
		after := newSuccessor(t)
		broken := 0
		var changed []string // nil at first
		const steps = 40
		for step := range steps {
			names := slices.Sorted(maps.Keys(original))
			name := names[rng.IntN(len(names))]
			set := func(name string, data []byte) {
				fsys[name] = &fstest.MapFile{Data: data}
				changed = append(changed, name)
			}
			switch rng.IntN(13) {
			case 12: // another edition is chosen
				public = !public
			case 0:
				delete(fsys, name)
				changed = append(changed, name)
			case 1, 2:
				set(name, original[name].Data)
			case 3: // another branch is checked out
				changed = append(changed, slices.Collect(maps.Keys(fsys))...)
				changed = append(changed, slices.Collect(maps.Keys(original))...)
				fsys = maps.Clone(original)
			case 4, 9, 10:
				slug := fmt.Sprintf("content/guides/new%d.%s.md", rng.IntN(3), []string{"ja", "en"}[rng.IntN(2)])
				set(slug, fmt.Appendf(nil, "---\ntitle: New %d\n---\n\n[](column:keys) [x](item:apns) [](guide:start)\n\n## H {#h%d}\n", step, rng.IntN(2)))
			case 5, 11:
				if f := fsys[name]; f != nil && strings.HasSuffix(name, ".md") {
					set(name, append(slices.Clone(f.Data), fmt.Sprintf("\nmore %d\n", step)...))
				}
			case 6:
				set("content/site.yaml", []byte(strings.Replace(string(original["content/site.yaml"].Data), "Notes", fmt.Sprintf("Notes %d", step%4), 1)))
			case 7: // renamed
				from, to := "content/guides/start.en.md", "content/guides/moved.en.md"
				if rng.IntN(2) == 0 {
					from, to = to, from
				}
				if f := fsys[from]; f != nil {
					set(to, f.Data)
					delete(fsys, from)
					changed = append(changed, from)
				}
			case 8:
				set("themes/mine/layouts/list.html", fmt.Appendf(nil, "mine %d: {{.Title}}{{.Titel%d}}", step, rng.IntN(2))[:20+rng.IntN(2)*9])
			}
			in := Input{Project: fsys, Public: public}
			got, want := build(t, &warm, in), build(t, new(Builder), in)
			if !maps.Equal(got.files, want.files) {
				t.Fatalf("step %d: a warm build makes other files than a cold one", step)
			}
			if !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
				t.Fatalf("step %d: a warm build says\n%v\na cold one\n%v", step, got.Problems, want.Problems)
			}
			if again := after.build(t, in); !maps.Equal(again.files, want.files) || !reflect.DeepEqual(again.Problems, want.Problems) || !reflect.DeepEqual(again.Others, want.Others) {
				t.Fatalf("step %d, changed %q: a program that is started again makes other files, or says\n%v\nnot\n%v", step, changed, again.Problems, want.Problems)
			}
			in.Builtin, in.Changed = themes.Default(), changed
			remember(t, &lazy, fsys)
			r, files, err := lazy.Open(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(r.Problems, want.Problems) || !reflect.DeepEqual(r.Others, want.Others) {
				t.Fatalf("step %d, changed %q: the preview says\n%v\na build\n%v", step, changed, r.Problems, want.Problems)
			}
			if (files == nil) != (want.Site == nil) {
				t.Fatalf("step %d: of the preview and a build one only makes a site", step)
			}
			for _, name := range slices.Sorted(maps.Keys(want.files)) {
				if data, err := fs.ReadFile(files, name); err != nil || string(data) != want.files[name] {
					t.Fatalf("step %d, changed %q: %s is another in the preview: %v", step, changed, name, err)
				}
			}
			changed = []string{}
			if want.Site == nil {
				broken++
			}
		}
		if broken == 0 || broken == steps {
			t.Errorf("%d of %d steps were broken: the edits show nothing", broken, steps)
		}
		if after.stood == 0 || after.made == 0 {
			t.Errorf("a program that is started again has left %d files and made %d", after.stood, after.made)
		}
	}
}

// A folder that leads elsewhere is named for all that is in it.
func TestWholeFoldersChanged(t *testing.T) {
	fsys := edited(t, "content/site.yaml", "org: acme", "org: acme\ntheme: mine")
	fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("one {{.Title}}")}
	b := new(Builder)
	build(t, b, Input{Project: fsys})
	fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("two {{.Title}}")}
	fsys["content/guides/start.en.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Anew\nsummary: Another text.\n---\nAnew.\n")}
	in := Input{Project: fsys, Changed: []string{"content", "themes"}}
	if got, want := build(t, b, in), build(t, new(Builder), in); !maps.Equal(got.files, want.files) || !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
		t.Errorf("a warm build makes other files than a cold one, or says\n%v\nnot\n%v", got.Problems, want.Problems)
	}
}

// An edit shows on few pages, and costs the reading of one file.
func TestWork(t *testing.T) {
	type work struct{ parsed, pages, searched int } // files; pages and languages that differ
	fsys := world("")
	const others = 4            // files that are no texts
	texts := len(fsys) - others // that changed
	edit := func(name, old, new string) {
		texts = strings.Count(name, ".md")
		text := string(fsys[name].Data)
		if !strings.Contains(text, old) {
			t.Fatalf("%s does not hold %q", name, old)
		}
		fsys[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, old, new))}
	}
	var b Builder
	after := newSuccessor(t)
	before := map[string]string{}
	for _, tt := range []struct {
		name string
		edit func()
		want work
	}{
		{"first build", func() {}, work{10, 29, 2}},
		{"nothing", func() { texts = 0 }, work{0, 0, 0}},
		{"a paragraph of a guide", func() { edit("content/guides/start.en.md", "Begin", "Start") }, work{1, 2, 1}},
		{"a comment", func() { edit("content/links.yaml", "portal:", "# x\nportal:") }, work{1, 0, 0}},
		{"a paragraph of an item's section", func() { edit("content/columns/keys.en.md", "Renew", "Redo") }, work{1, 6, 1}},
		{"the source of an item's section", func() { edit("content/columns/keys.ja.md", "更新し", "作り直し") }, work{1, 9, 1}},
		{"a guide's title", func() { edit("content/guides/start.en.md", "title: Start", "title: Begin") }, work{1, 5, 1}},
		{"a fact", func() { edit("content/orgs/acme/org.yaml", "vault:apns", "vault:push") }, work{1, 8, 0}},
		{"the site's title", func() { edit("content/site.yaml", "Notes", "Pages") }, work{1, 13, 1}},
	} {
		tt.edit()
		r := build(t, &b, Input{Project: fsys})
		got := work{parsed: r.Parsed}
		for name, text := range r.files {
			switch {
			case text == before[name]:
			case strings.HasSuffix(name, ".html"):
				got.pages++
			case strings.HasPrefix(name, "search."):
				got.searched++
			}
		}
		before = r.files
		if got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
		// A program that is started again has kept only what texts were parsed to.
		after.made = 0
		r = after.build(t, Input{Project: fsys})
		if r.Parsed != others+texts || after.made != tt.want.pages && after.made != tt.want.pages+1 { // two views may make one page
			t.Errorf("%s, started again: %d files were parsed, %d pages made, want %d, %d", tt.name, r.Parsed, after.made, others+texts, tt.want.pages)
		}
	}
}

// A broken page leaves nothing half-made: no sink is opened.
func TestBrokenContentOpensNoSink(t *testing.T) {
	_, err := new(Builder).Build(t.Context(), Input{Project: edited(t, "content/site.yaml", "title:", "titel:"), Builtin: themes.Default()},
		func(*Result) (output.Sink, error) { t.Error("the sink was opened"); return output.NewMemory(), nil })
	if err != nil {
		t.Error(err)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := new(Builder).Build(ctx, Input{Project: world(""), Builtin: themes.Default()},
		func(*Result) (output.Sink, error) { return output.NewMemory(), nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

// unreadable is a file system in which one file cannot be read.
type unreadable struct {
	fstest.MapFS
	name string
}

var errDisk = errors.New("input/output error")

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errDisk}
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadFile(name string) ([]byte, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errDisk}
	}
	return u.MapFS.ReadFile(name)
}

func TestUnreadableFileNamesItself(t *testing.T) {
	_, err := new(Builder).Build(t.Context(), Input{Project: unreadable{world(""), "content/links.yaml"}, Builtin: themes.Default()},
		func(*Result) (output.Sink, error) { return output.NewMemory(), nil })
	if !errors.Is(err, errDisk) || !strings.Contains(fmt.Sprint(err), "content/links.yaml") {
		t.Errorf("err = %v", err)
	}
}

// The first pages say what the site is for, to readers and to search engines.
func TestSummary(t *testing.T) {
	b := build(t, new(Builder), Input{Project: world("-- content/site.yaml --\ntitle: {ja: ノート, en: Notes}\nsummary: {ja: 渡すもの, en: What to pass on}\nlanguages: [ja, en]\norg: acme\ntraits:\n  ios: {ja: iOSを管理している, en: you manage iOS}\n  android: {ja: Androidを管理している, en: you manage Android}\n"), Public: true})
	for name, want := range map[string]string{
		"ja/index.html": `<p class="lead">渡すもの</p>`,
		"en/index.html": `<p class="lead">What to pass on</p>`,
		"index.html":    `<p>What to pass on</p>`,
	} {
		for _, want := range []string{want, `<meta name="description" content="`} {
			if !strings.Contains(b.files[name], want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
	}
}
