package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	handbook "hikitsugi/internal/bench"
	"hikitsugi/internal/disk"
)

// Whatever is changed, and with whatever flags a site is built again, it is what a
// build in an empty folder makes: what is kept beside it is used, makes no difference,
// and is ignored where it is damaged or gone.
func TestKept(t *testing.T) {
	const steps, pages = 30, 50
	rng := rand.New(rand.NewPCG(5, 6))
	dir := t.TempDir()
	if err := handbook.Corpus(dir, pages); err != nil {
		t.Fatal(err)
	}
	original := map[string]string{}
	for n := range pages {
		for _, lang := range handbook.Languages {
			name := handbook.At(n).File(lang)
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			original[name] = string(text)
		}
	}
	out := filepath.Join(dir, "out")
	kept := []string{".gen-texts-out", ".gen-pages-out"}
	sizes := func() (list [2]int64) {
		for i, name := range kept {
			if info, err := os.Stat(filepath.Join(dir, name)); err == nil {
				list[i] = info.Size()
			}
		}
		return list
	}
	flags := []string{}
	gen := func(out string) (status int, said string) {
		var b bytes.Buffer
		args := append([]string{"build", "-C", dir, "-o", out, "--lang", "en"}, flags...)
		status = run(context.Background(), args, func(string) string { return "" }, &b, &b)
		return status, regexp.MustCompile(`(?m)^.*: (unchanged, )?(\d+ pages.*), [^,]*$`).ReplaceAllString(b.String(), "$2")
	}
	page := func() (name, text string) {
		lang := []string{"ja", "en"}[rng.IntN(2)]
		name = handbook.At(rng.IntN(pages)).File(lang)
		return name, original[name]
	}
	var steady [2]int // builds in which each grew by little
	for step := range steps {
		before := sizes()
		did := ""
		switch rng.IntN(12) {
		case 0:
			did = "nothing"
		case 1, 2, 3:
			did = "a paragraph"
			name, text := page()
			layFile(t, dir, name, fmt.Sprintf("%s\nParagraph %d.\n", text, step))
		case 4:
			did = "a section with a link"
			name, text := page()
			layFile(t, dir, name, fmt.Sprintf("%s\n## New {#new%d}\n\n[](guide:%s)\n", text, step, handbook.At(step%pages).Slug))
		case 5:
			did = "a title"
			name, text := page()
			layFile(t, dir, name, strings.Replace(text, "title: ", fmt.Sprintf("title: %d ", step), 1))
		case 6:
			did = "a page less, or more"
			name, text := page()
			if os.Remove(filepath.Join(dir, filepath.FromSlash(name))) != nil {
				layFile(t, dir, name, text)
			}
		case 7:
			did = "a mistake"
			name, text := page()
			layFile(t, dir, name, strings.Replace(text, "title: ", "titel: ", 1))
			if status, _ := gen(out); status == exitOK {
				t.Fatal("no mistake")
			}
			layFile(t, dir, name, text)
		case 8:
			did = "other flags"
			flags = [][]string{{}, {"--drafts"}, {"--base-url", "https://a.example/b/"}}[rng.IntN(3)]
		case 9:
			did = "what is kept is damaged"
			name := kept[rng.IntN(2)]
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				data[rng.IntN(len(data))] ^= 1
				layFile(t, dir, name, string(data[:len(data)-rng.IntN(2)]))
			}
		case 10:
			did = "a page of the site is changed by hand"
			_ = os.WriteFile(filepath.Join(out, "ja", "index.html"), []byte(" "), 0o644)
		case 11:
			did = "the site, or what is beside it, is lost"
			_ = os.RemoveAll(filepath.Join(dir, append(kept, "out", ".gen-receipt-out")[rng.IntN(4)]))
		}
		status, said := gen(out)
		fresh := filepath.Join(t.TempDir(), "out")
		wantStatus, want := gen(fresh)
		if status != wantStatus || said != want {
			t.Fatalf("step %d, %s: status %d: %s\nin an empty folder: %d: %s", step, did, status, said, wantStatus, want)
		}
		if status != exitOK {
			for name, text := range original { // some led to what has gone
				layFile(t, dir, name, text)
			}
			continue
		}
		if hashOf(t, out) != hashOf(t, fresh) {
			t.Fatalf("step %d, %s: the site is another one in an empty folder", step, did)
		}
		for i, after := range sizes() {
			info, err := os.Stat(filepath.Join(dir, kept[i]))
			if err == nil && runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Fatalf("step %d, %s: others can read %s: %v", step, did, kept[i], info.Mode())
			}
			switch {
			case did == "nothing" && after < before[i]:
				t.Errorf("step %d: a build that is spared has forgotten something", step)
			case before[i] > 0 && after > before[i] && after < before[i]*3/2:
				steady[i]++
			}
		}
	}
	if min(steady[0], steady[1]) < 5 {
		t.Errorf("what is kept grew by little %d times: it is not used", steady)
	}
}

// layFile writes a file, which nobody else can read.
func layFile(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A build that is refused, or of which the content has mistakes, leaves nothing.
func TestNothingKept(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, oldContent)
	layFile(t, dir, "site/a.txt", "somebody's own")
	wantNone := func(what string) {
		t.Helper()
		if status := run(context.Background(), []string{"build", "-C", dir, "-o", filepath.Join(dir, "site")}, func(string) string { return "" }, io.Discard, io.Discard); status == exitOK {
			t.Errorf("%s: it was built", what)
		}
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
			t.Errorf("%s: %v, %v is left", what, entries, err)
		}
	}
	wantNone("somebody's own folder")
	layFile(t, dir, "content/site.yaml", "titel: x")
	wantNone("a mistake")
}

// builtHere makes a project, goes there and builds it. It returns where it is, and the
// file of the texts that the build has kept.
func builtHere(t *testing.T) (dir, texts string, kept []byte) {
	t.Helper()
	dir = t.TempDir()
	if err := handbook.Corpus(dir, 20); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	if status, said := buildOn(disk.System(), ".", "public"); status != exitOK {
		t.Fatalf("status %d: %s", status, said)
	}
	texts = filepath.Join(dir, ".gen-texts-public")
	kept, err := os.ReadFile(texts)
	if err != nil {
		t.Fatal(err)
	}
	return dir, texts, kept
}

// Other commands say the same, whether the last build has kept something or not, and
// look whether it has.
func TestKeptForOtherCommands(t *testing.T) {
	dir, texts, kept := builtHere(t)
	layFile(t, dir, handbook.At(3).File("ja"), "---\ntitle: 別\n---\n\n[無](none.ja.md)\n")
	for _, args := range [][]string{{"check", "--public"}, {"check", "--public", "--json"}, {"list", "orgs"}, {"translate", "status"}} {
		d := &looked{Disk: disk.System()}
		gen := func() (status int, said string) {
			var b bytes.Buffer
			p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &b, stderr: &b}
			return p.run(context.Background(), args), b.String()
		}
		status, said := gen()
		if !d.at(filepath.Base(texts)) {
			t.Errorf("%v: what is kept is not looked at", args)
		}
		if now, err := os.ReadFile(texts); err != nil || !bytes.Equal(now, kept) {
			t.Errorf("%v: what is kept has changed, %v", args, err)
		}
		if err := os.Remove(texts); err != nil {
			t.Fatal(err)
		}
		if again, without := gen(); again != status || without != said {
			t.Errorf("%v: status %d: %s\nwithout what is kept %d: %s", args, status, said, again, without)
		}
		if err := os.WriteFile(texts, kept, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// Where the system does not tell who may read a file, texts are kept only where the
// content lies as well: others may read what is beside a site on a share.
func TestKeptWithTheContent(t *testing.T) {
	content, share := t.TempDir(), t.TempDir()
	if err := handbook.Corpus(content, 5); err != nil {
		t.Fatal(err)
	}
	for _, untold := range []bool{true, false} {
		for folder, kept := range map[string]bool{
			content:                         true,
			filepath.Join(content, "sites"): true,
			share:                           !untold,
		} {
			name := fmt.Sprint("public-", untold)
			p := &program{lang: "en", env: func(string) string { return "" }, disk: disk.System(), stdout: io.Discard, stderr: io.Discard, untold: untold}
			if status := p.run(t.Context(), []string{"build", "-C", content, "-o", filepath.Join(folder, name)}); status != exitOK {
				t.Fatalf("status %d", status)
			}
			for _, kind := range []string{"texts", "pages"} {
				file := filepath.Join(folder, ".gen-"+kind+"-"+name)
				if _, err := os.Lstat(file); (err == nil) != kept {
					t.Errorf("rights are untold: %v; %s: %v", untold, file, err)
				}
			}
		}
	}
}

// What a build has left that was killed while it kept something goes with the next one,
// though that has nothing to do.
func TestKeptHalf(t *testing.T) {
	dir, texts, kept := builtHere(t)
	var halves []string
	for _, name := range []string{".gen-texts-public", ".gen-pages-public"} {
		for _, end := range []string{"-new", "-lock"} {
			halves = append(halves, filepath.Join(dir, name+end))
			layFile(t, dir, name+end, "half")
		}
	}
	status, said := buildOn(disk.System(), ".", "public")
	if status != exitOK || !strings.Contains(said, "unchanged") {
		t.Errorf("status %d: %s", status, said)
	}
	for _, name := range halves {
		if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) && !(runtime.GOOS == "windows" && strings.HasSuffix(name, "-lock")) {
			t.Errorf("%s is left", name)
		}
	}
	if now, err := os.ReadFile(texts); err != nil || !bytes.Equal(now, kept) {
		t.Errorf("what is kept has changed, %v", err)
	}
}

// What the last build has kept may be lost while another command reads it, or a preview
// shows it: they go on without.
func TestKeptIsLost(t *testing.T) {
	dir, texts, kept := builtHere(t)
	check := func(d disk.Disk) (status int, said string) {
		var b bytes.Buffer
		p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &b, stderr: &b}
		return p.run(context.Background(), []string{"check", "--public"}), b.String()
	}
	wantStatus, want := check(disk.System())
	lost := 0
	for at := 1; ; at++ {
		d := &looked{Disk: disk.System()}
		d.read = func() {
			if d.reads == at {
				if lost++; os.Truncate(texts, 0) != nil {
					t.Error("it cannot be lost")
				}
			}
		}
		if status, said := check(d); status != wantStatus || said != want {
			t.Errorf("lost before reading %d: status %d: %s", at, status, said)
		}
		if err := os.WriteFile(texts, kept, 0o600); err != nil {
			t.Fatal(err)
		}
		if d.reads < at {
			break
		}
	}
	if lost < 4 {
		t.Errorf("it was lost %d times", lost)
	}

	var b bytes.Buffer
	p := &program{lang: "en", env: func(string) string { return "" }, disk: disk.System(), stdout: &b, stderr: &b}
	input, done, err := p.open(&inputFlags{dir: ".", public: true})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	v := &preview{program: p, builder: p.builder(), input: input, dir: ".", place: "."}
	if _, err := v.build(context.Background(), "", nil); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(texts, 0); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		name := handbook.At(n).File("ja")
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		layFile(t, dir, name, string(text)+"\n\n新しい文\n")
		s, err := v.build(context.Background(), "", []string{name})
		if err != nil {
			t.Fatalf("after %d saves: %v", n+1, err)
		}
		for i := range 20 {
			page := "ja/" + strings.TrimSuffix(strings.TrimPrefix(handbook.At(i).File("ja"), "content/"), ".ja.md") + "/index.html"
			if data, err := fs.ReadFile(s.Files, page); err != nil || strings.Contains(string(data), "新しい文") != (i <= n) {
				t.Errorf("after %d saves: %s: %v", n+1, page, err)
			}
		}
	}
}

// A looked disk knows which files were opened in folders that were opened by name.
type looked struct {
	disk.Disk
	read func() // is called before one of them is read in the middle

	mu    sync.Mutex
	names []string
	reads int
}

func (l *looked) at(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Contains(l.names, name)
}

func (l *looked) Open(dir string) (disk.Folder, error) {
	under, err := l.Disk.Open(dir)
	return lookedFolder{under, l}, err
}

type lookedFolder struct {
	disk.Folder
	disk *looked
}

func (f lookedFolder) FS() fs.FS { return lookedFS{f.Folder.FS(), f.disk} }

type lookedFS struct {
	fs.FS
	disk *looked
}

func (f lookedFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.disk.names = append(f.disk.names, name)
	if file, ok := file.(middle); ok && f.disk.read != nil && strings.HasPrefix(name, ".gen-texts-") {
		return lookedFile{file, f.disk}, err
	}
	return file, err
}

type middle interface {
	fs.File
	io.ReaderAt
}

type lookedFile struct {
	middle
	disk *looked
}

func (f lookedFile) ReadAt(data []byte, at int64) (int, error) {
	f.disk.mu.Lock()
	f.disk.reads++
	f.disk.read()
	f.disk.mu.Unlock()
	return f.middle.ReadAt(data, at)
}
