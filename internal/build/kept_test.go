package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/codec"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/internal/pack"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/site"
	"hikitsugi/themes"
)

// A successor builds as a program does that is started again each time: it has what
// the one before has kept, and the site that it has made.
type successor struct {
	file        string
	files       map[string]string
	count       sync.Mutex
	stood, made int // pages that were left as they stood, and others
}

func newSuccessor(t *testing.T) *successor {
	return &successor{file: filepath.Join(t.TempDir(), "memory")}
}

func (s *successor) build(t *testing.T, in Input) built {
	t.Helper()
	in.Builtin = themes.Default()
	b := &Builder{Aside: shelf.On(disk.System())}
	b.Texts = pack.At(disk.System(), s.file+"-texts", "a program", b.Aside)
	b.Pages = pack.At(disk.System(), s.file+"-pages", "a program", b.Aside)
	defer b.Texts.Close()
	defer b.Pages.Close()
	remember(t, b, in.Project)
	sink := &replacement{Memory: output.NewMemory(), successor: s}
	r, err := b.Build(t.Context(), in, func(*Result) (output.Sink, error) { return sink, nil })
	if err != nil {
		t.Fatal(err)
	}
	made := built{r, contents(t, sink)}
	if r.Site != nil {
		s.files = made.files
		if err := errors.Join(b.Texts.Save(), b.Pages.Save()); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

// A replacement is a sink that replaces what the successor made last.
type replacement struct {
	*output.Memory
	*successor
}

func (r *replacement) Keep(name string, sum [sha256.Size]byte) bool {
	stands, ok := r.files[name]
	if !ok || sha256.Sum256([]byte(stands)) != sum {
		return false
	}
	if strings.HasSuffix(name, ".html") {
		r.count.Lock()
		r.stood++
		r.count.Unlock()
	}
	return r.Memory.Put(name, []byte(stands)) == nil
}

func (r *replacement) Put(name string, data []byte) error {
	if strings.HasSuffix(name, ".html") {
		r.count.Lock()
		r.made++
		r.count.Unlock()
	}
	return r.Memory.Put(name, data)
}

// A program that makes no site takes up what is kept of the texts, and leaves it as it is.
func TestTextsOnlyRead(t *testing.T) {
	fsys := example(t)
	s := newSuccessor(t)
	s.build(t, Input{Project: fsys})
	b := &Builder{Aside: shelf.On(disk.System())}
	b.Texts = pack.At(disk.System(), s.file+"-texts", "a program", b.Aside).OnlyRead()
	defer b.Texts.Close()
	texts := 0
	for name := range fsys {
		if strings.HasSuffix(name, ".md") {
			texts++
		}
	}
	var fresh Builder
	for edits, edit := range []func(){
		func() {},
		func() {
			fsys["content/guides/new.ja.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 新\n---\n\n[無](none.ja.md)\n")}
		},
	} {
		edit()
		in := Input{Project: fsys, Builtin: themes.Default()}
		got, err := b.Check(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		want, err := fresh.Check(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
			t.Errorf("it says %v, want %v", got.Problems, want.Problems)
		}
		if edits == 0 && got.Parsed != want.Parsed-texts || edits == 1 && got.Parsed != 1 {
			t.Errorf("%d edits: %d files are parsed, %d without what is kept", edits, got.Parsed, want.Parsed)
		}
	}
}

// A page stands for its layout as well: where that is another, so is the page.
func TestKeptTheme(t *testing.T) {
	fsys := world("-- themes/mine/layouts/list.html --\n<html lang=\"{{.Lang}}\">one {{.Title}}\n")
	fsys["content/site.yaml"].Data = append(fsys["content/site.yaml"].Data, "theme: mine\n"...)
	s := newSuccessor(t)
	for _, layout := range []string{"one", "two", "three"} {
		fsys["themes/mine/layouts/list.html"] = &fstest.MapFile{Data: []byte("<html lang=\"{{.Lang}}\">" + layout + " {{.Title}}\n")}
		in := Input{Project: fsys, Public: true}
		want := build(t, new(Builder), in)
		if want.Site == nil {
			t.Fatal(want.Problems)
		}
		if got := s.build(t, in); !maps.Equal(got.files, want.files) {
			t.Errorf("with the layout %q it makes other files than a cold build", layout)
		}
	}
}

// A text whose name tells no language is in another one where the site is.
func TestKeptLanguage(t *testing.T) {
	fsys := fstest.MapFS{"content/guides/a.md": &fstest.MapFile{Data: []byte("---\ntitle: A\n---\n\nText.\n")}}
	s := newSuccessor(t)
	for _, lang := range []string{"ja", "en", "ja"} {
		fsys["content/site.yaml"] = &fstest.MapFile{Data: []byte("title: Notes\nlanguages: [" + lang + "]\ntraits: {}\n")}
		in := Input{Project: fsys}
		want := build(t, new(Builder), in)
		if want.Site == nil {
			t.Fatal(want.Problems)
		}
		if got := s.build(t, in); !maps.Equal(got.files, want.files) || !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
			t.Errorf("in %s it makes other files than a cold build, or says %v", lang, got.Problems)
		}
	}
}

// A warning about what may not be public is said again by each program, though the text
// is as it was; and whose address is the site's own is a matter of its settings.
func TestKeptPrivacy(t *testing.T) {
	fsys := world("-- content/guides/ann.ja.md --\n---\ntitle: 甲\n---\n\nann@own.test\n-- content/guides/bob.ja.md --\n---\ntitle: 乙\n---\n\nbob@other.test\n")
	config := string(fsys["content/site.yaml"].Data)
	s := newSuccessor(t)
	for n, contact := range []string{"help@own.test", "help@own.test", "help@other.test", "help@own.test"} {
		fsys["content/site.yaml"].Data = []byte(config + "contact: " + contact + "\n")
		fsys["content/guides/new.ja.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: 新%d\n---\n", n)}
		in := Input{Project: fsys, Public: true}
		got, want := s.build(t, in), build(t, new(Builder), in)
		mails := 0
		for _, p := range want.Problems {
			if p.Code == diag.MAIL {
				mails++
			}
		}
		if got.Site == nil || mails != 1 || !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
			t.Errorf("program %d says %v, want %v", n, got.Problems, want.Problems)
		}
	}
}

// What two texts do not have in common is known from the program before, and found again
// where either is another.
func TestKeptParity(t *testing.T) {
	fsys := world("")
	s := newSuccessor(t)
	for n, minutes := range [][2]int{{30, 40}, {30, 40}, {30, 50}, {60, 50}, {50, 50}, {50, 30}} {
		fsys["content/guides/start.ja.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: 始\n---\n\n%d分で。\n", minutes[0])}
		fsys["content/guides/start.en.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Start\n---\n\nIn %d minutes.\n", minutes[1])}
		fsys["content/guides/new.ja.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: 新%d\n---\n", n)}
		in := Input{Project: fsys}
		got, want := s.build(t, in), build(t, new(Builder), in)
		differ := 0
		for _, p := range want.Problems {
			if p.Code == diag.PARITY {
				differ++
			}
		}
		if (differ == 2) != (minutes[0] != minutes[1]) || !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
			t.Errorf("program %d says %v, want %v", n, got.Problems, want.Problems)
		}
		b := &Builder{Aside: shelf.On(disk.System())}
		b.Texts = pack.At(disk.System(), s.file+"-texts", "a program", b.Aside)
		if _, _, kept := b.Texts.Get("parity content/guides/start.en.md"); kept != (differ > 0) {
			t.Errorf("program %d has kept what differs: %v", n, kept)
		}
		b.Texts.Close()
	}
}

// A page that is gone is missed on pages that stay as they are, where the site's own
// theme leads to it.
func TestGonePage(t *testing.T) {
	fsys := world("-- themes/mine/layouts/list.html --\n<html lang=\"{{.Lang}}\"><a href=\"../guides/other/index.html\">other</a>\n-- content/guides/other.ja.md --\n---\ntitle: 別\n---\n")
	fsys["content/site.yaml"].Data = append(fsys["content/site.yaml"].Data, "theme: mine\n"...)
	s := newSuccessor(t)
	if r := s.build(t, Input{Project: fsys, Public: true}); r.Site == nil {
		t.Fatal(r.Problems)
	}
	fsys["content/guides/new.ja.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 新\n---\n")}
	s.made = 0
	if r := s.build(t, Input{Project: fsys, Public: true}); r.Site == nil || s.made > 8 {
		t.Errorf("a page more: %d pages are made, %v", s.made, r.Problems)
	}
	delete(fsys, "content/guides/other.ja.md")
	got, want := s.build(t, Input{Project: fsys, Public: true}), build(t, new(Builder), Input{Project: fsys, Public: true})
	if got.Site != nil || !reflect.DeepEqual(got.Problems, want.Problems) || !reflect.DeepEqual(got.Others, want.Others) {
		t.Errorf("it says %v, want %v", got.Problems, want.Problems)
	}
}

// Words that no page says any more are forgotten some day; until then, and then as
// well, it is the same site.
func TestForgottenWords(t *testing.T) {
	fsys := world("")
	rng := rand.New(rand.NewPCG(7, 8))
	s := newSuccessor(t)
	s.build(t, Input{Project: fsys})
	again := 0
	for range 5 {
		var text strings.Builder
		for range 6000 {
			text.WriteString(string([]rune{rune(0x4e00 + rng.IntN(0x5000)), rune(0x4e00 + rng.IntN(0x5000)), '\n'}))
		}
		fsys["content/guides/start.ja.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 始\n---\n\n" + text.String())}
		s.made = 0
		got, want := s.build(t, Input{Project: fsys}), build(t, new(Builder), Input{Project: fsys})
		if !maps.Equal(got.files, want.files) {
			t.Fatal("it is another site")
		}
		if s.made > 20 {
			again++
		}
	}
	if again == 0 || again == 5 {
		t.Errorf("all pages were made %d times of 5", again)
	}
}

// All that pages show of each other is in their faces: where only the words of one
// differ, the views of the others do not.
func TestFace(t *testing.T) {
	fsys := example(t)
	var b Builder
	views := func() (map[string]hash, *site.Site) {
		t.Helper()
		in := Input{Project: fsys, Builtin: themes.Default()}
		remember(t, &b, fsys)
		r, files, err := b.Open(t.Context(), in)
		if err != nil || r.Site == nil {
			return nil, nil
		}
		all := map[string]hash{}
		for _, p := range files.routes.pages {
			if p.own != nil {
				all[p.path] = sha256.Sum256(codec.AppendAny(nil, p.view(r.Site)))
			}
		}
		for _, o := range files.others() {
			if o.lists {
				data, err := o.make()
				if err != nil {
					t.Fatal(err)
				}
				all[o.name] = sha256.Sum256(data)
			}
		}
		return all, r.Site
	}
	before, first := views()
	if _, lists := before["ja/feed.xml"]; !lists {
		t.Fatal("there is no feed")
	}
	compared, differ, refused := 0, 0, 0
	for _, page := range first.Pages() {
		for n, text := range page.Texts {
			name := text.Pos.File
			was := fsys[name].Data
			head, body, _ := strings.Cut(string(was[4:]), "\n---\n")
			paragraphs := strings.Split(body, "\n\n")
			for i := range paragraphs {
				for what, edit := range map[string]func() []string{
					"a paragraph more": func() []string { return slices.Insert(slices.Clone(paragraphs), i, "Words.") },
					"two change places": func() []string {
						list := slices.Clone(paragraphs)
						j := (i + 1) % len(list)
						list[i], list[j] = list[j], list[i]
						return list
					},
				} {
					fsys[name].Data = fmt.Appendf(nil, "---\n%s\n---\n%s", head, strings.Join(edit(), "\n\n"))
					after, now := views()
					if now == nil {
						refused++
						continue
					}
					if now.Page(page.Kind, page.Slug).Texts[n].Face() != text.Face() {
						differ++
						continue
					}
					compared++
					for path, view := range after {
						if view != before[path] && !strings.Contains(path, "/"+page.Slug+"/") {
							t.Errorf("%s, %s at paragraph %d: another view of %s", name, what, i, path)
						}
					}
				}
			}
			fsys[name].Data = was
		}
	}
	if compared < 100 || differ == 0 {
		t.Errorf("%d edits were compared, %d show elsewhere, %d were refused", compared, differ, refused)
	}
}
