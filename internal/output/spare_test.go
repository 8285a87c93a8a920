package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/disk"
)

// spared replaces dir by files and leaves a spare, as a build does that knows what stands
// there. It returns what stands then: what changes later leaves marks.
func spared(t *testing.T, dir string, files map[string]string, stood *Stands) *Stands {
	t.Helper()
	var now Stands
	s, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood, Swapped: func(look func() (Stands, error)) { now = taken(t, look) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Discard()
	for name, text := range files {
		if !s.Keep(name, sha256.Sum256([]byte(text))) {
			put(t, s, map[string]string{name: text})
		}
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantStands(t, dir, now)
	return &now
}

// taken returns what stands now, as a build that takes it much later: what changes after it
// leaves marks.
func taken(t *testing.T, look func() (Stands, error)) Stands {
	t.Helper()
	now, err := look()
	if err != nil {
		t.Error(err)
	}
	now.Taken = time.Now().Add(time.Hour)
	return now
}

// wantStands fails unless that is what stands in an output folder and its spare.
func wantStands(t *testing.T, dir string, got Stands) {
	t.Helper()
	var want Stands
	stands := func(dir string, d fs.DirEntry, name string) Standing {
		return Standing{name, stampOf(t, filepath.Join(dir, filepath.FromSlash(name)))}
	}
	for _, err := range []error{
		fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if name != gitkeepName {
				want.Tree = append(want.Tree, stands(dir, d, name))
			}
			return err
		}),
		fs.WalkDir(os.DirFS(spareOf(dir)), ".", func(name string, d fs.DirEntry, err error) error {
			if d != nil && d.IsDir() {
				want.Spare = append(want.Spare, stands(spareOf(dir), d, name))
			}
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	byName := func(a, b Standing) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(want.Tree, byName)
	slices.SortFunc(want.Spare, byName)
	if !slices.Equal(got.Tree, want.Tree) {
		t.Fatalf("there stands\n%v\nnot\n%v", want.Tree, got.Tree)
	}
	if !slices.Equal(got.Spare, want.Spare) {
		t.Fatalf("in the spare stands\n%v\nnot\n%v", want.Spare, got.Spare)
	}
}

func stampOf(t *testing.T, name string) disk.Stamp {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return disk.StampOf(info)
}

// spareOf returns where the spare of an output folder lies.
func spareOf(dir string) string {
	return filepath.Join(filepath.Dir(dir), ".gen-spare-"+filepath.Base(dir), spareTree)
}

// wantSpare fails unless the spare holds the files that stand in the output folder.
func wantSpare(t *testing.T, dir string) {
	t.Helper()
	spare := spareOf(dir)
	if got, want := snapshot(t, spare), snapshot(t, dir); !maps.Equal(got, want) {
		t.Fatalf("the spare holds %q, want %q", got, want)
	}
	for name := range snapshot(t, dir) {
		if stampOf(t, filepath.Join(spare, name)) != stampOf(t, filepath.Join(dir, name)) {
			t.Errorf("%s of the spare is another file", name)
		}
	}
	if info, err := os.Stat(filepath.Dir(spare)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder of the spare: %v, %v", info, err)
	}
}

// numberOf returns the number of a folder, which no other is given until the test has
// ended; -1 where there is none.
func numberOf(t *testing.T, dir string) int64 {
	folder, err := os.Open(dir)
	if err != nil {
		return -1
	}
	t.Cleanup(func() { folder.Close() })
	return stampOf(t, dir).Number
}

func skipWithoutNumbers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("hard links are told apart by numbers that Windows does not give")
	}
}

// The folder that is published next is the spare, where it is as it was left. Whatever
// has become of it, what is published are the files that were put.
func TestSpare(t *testing.T) {
	skipWithoutNumbers(t)
	old := map[string]string{"a.html": "a", "ja/index.html": "ja", "ja/b/index.html": "b", "ja/c/index.html": "c"}
	next := map[string]string{"a.html": "a", "ja/index.html": "ja, another", "ja/b/index.html": "b", "en/index.html": "en"}
	in := func(dir, name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	for _, tt := range []struct {
		name string
		edit func(dir, spare string) error
		used bool
	}{
		{"nothing", func(_, _ string) error { return nil }, true},
		{"it is deleted", func(_, spare string) error { return os.RemoveAll(filepath.Dir(spare)) }, false},
		{"a file more", func(_, spare string) error { return os.WriteFile(in(spare, "ja/foreign.html"), []byte("x"), 0o644) }, true},
		{"a folder more", func(_, spare string) error { return os.Mkdir(in(spare, "ja/foreign"), 0o755) }, true},
		{"a link", func(dir, spare string) error {
			if err := os.Remove(in(spare, "a.html")); err != nil {
				return err
			}
			return os.Symlink(in(dir, "a.html"), in(spare, "a.html"))
		}, true},
		{"a link to a folder", func(dir, spare string) error {
			if err := os.RemoveAll(in(spare, "ja/b")); err != nil {
				return err
			}
			return os.Symlink(in(dir, "ja/b"), in(spare, "ja/b"))
		}, false},
		{"other permissions of a folder", func(_, spare string) error { return os.Chmod(in(spare, "ja/b"), 0o777) }, false},
		{"other permissions of all of it", func(_, spare string) error { return os.Chmod(spare, 0o777) }, false},
		{"a file less", func(_, spare string) error { return os.Remove(in(spare, "ja/b/index.html")) }, true},
		{"a folder less", func(_, spare string) error { return os.RemoveAll(in(spare, "ja")) }, true},
		{"a file of its own", func(_, spare string) error {
			if err := os.Remove(in(spare, "a.html")); err != nil {
				return err
			}
			return os.WriteFile(in(spare, "a.html"), []byte("x"), 0o644)
		}, true},
		{"a file of its own for the user alone", func(_, spare string) error {
			if err := os.Remove(in(spare, "a.html")); err != nil {
				return err
			}
			return os.WriteFile(in(spare, "a.html"), []byte("a"), 0o600)
		}, true},
		{"written into", func(_, spare string) error { return os.WriteFile(in(spare, "a.html"), []byte("x"), 0o644) }, true},
		{"written into what is published", func(dir, _ string) error { return os.WriteFile(in(dir, "a.html"), []byte("x"), 0o644) }, true},
		{"written into what is published, in a folder", func(dir, _ string) error { return os.WriteFile(in(dir, "ja/b/index.html"), []byte("x"), 0o644) }, true},
		{"a folder is lost", func(dir, _ string) error { return os.RemoveAll(in(dir, "ja/b")) }, true},
		{"a file is lost", func(dir, _ string) error { return os.Remove(in(dir, "a.html")) }, true},
		{"a file came to keep the folder in git", func(dir, _ string) error { return os.WriteFile(in(dir, ".gitkeep"), nil, 0o644) }, true},
		{"nothing is published", func(dir, _ string) error { return os.RemoveAll(dir) }, false},
	} {
		for _, known := range []string{"nothing", "stamps that do not tell", "stamps"} {
			dir := filepath.Join(t.TempDir(), "public")
			build(t, dir, old)
			stood := spared(t, dir, old, nil)
			wantSpare(t, dir)
			switch known {
			case "nothing":
				stood = nil
			case "stamps that do not tell":
				stood.Taken = time.Time{}
			}
			nextTime(t)
			if err := tt.edit(dir, spareOf(dir)); err != nil {
				t.Fatal(err)
			}
			number := numberOf(t, spareOf(dir))
			want := maps.Clone(next)
			_, err := os.Stat(dir)
			replaces := err == nil
			if _, err := os.Stat(in(dir, gitkeepName)); err == nil {
				want[gitkeepName] = ""
			}
			spared(t, dir, next, stood)
			wantFiles(t, dir, want)
			for name := range next {
				if mode := stampOf(t, in(dir, name)).Mode; mode != 0o644 {
					t.Errorf("%s has the permissions %o", name, mode)
				}
			}
			if used := stampOf(t, dir).Number == number; used != (tt.used && known != "nothing") {
				t.Errorf("the spare is used: %v", used)
			}
			if replaces {
				wantSpare(t, dir)
			}
			if t.Failed() {
				t.Fatalf("%s; %s is known", tt.name, known)
			}
		}
	}
}

// Files of a folder that are put at the same time where a file stood are all published.
func TestSpareFileBecomesFolder(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	for range 100 {
		old := map[string]string{"x": "x", "index.html": "i"}
		spared(t, dir, old, nil)
		s, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon", Spare: true, Stood: spared(t, dir, old, nil)})
		if err != nil {
			t.Fatal(err)
		}
		if !s.begun {
			t.Fatal("the spare is not used")
		}
		var writers sync.WaitGroup
		want := map[string]string{}
		for i := range 8 {
			name := fmt.Sprintf("x/%d.html", i)
			want[name] = "new"
			writers.Go(func() {
				if err := s.Put(name, []byte("new")); err != nil {
					t.Error(err)
				}
			})
		}
		writers.Wait()
		if err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, want)
	}
}

// A spare whose folders are not as they would be made now is not used.
func TestSpareOfOtherPermissions(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	stood := spared(t, dir, first, nil)
	if err := os.Chmod(dir, 0o755|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	spared(t, dir, first, stood)
	for _, name := range []string{".", "ja", "ja/old"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode()&os.ModeSetgid == 0 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

// Where names that differ in case alone are one, there is no spare: what goes may be
// what comes.
func TestNoSpareWithoutCase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	s, err := Stage(folding{disk.System()}, dir, StageOptions{Edition: "mihon", Spare: true})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, first)
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, first)
	wantAlone(t, dir)
}

// A folding disk takes names that differ in case alone for one, when it is asked for one
// in capitals.
type folding struct{ disk.Disk }

func (f folding) Open(dir string) (disk.Folder, error) {
	folder, err := f.Disk.Open(dir)
	return foldingFolder{folder}, err
}

type foldingFolder struct{ disk.Folder }

func (f foldingFolder) Sub(name string) (disk.Folder, error) {
	folder, err := f.Folder.Sub(name)
	return foldingFolder{folder}, err
}

func (f foldingFolder) Lstat(name string) (fs.FileInfo, error) {
	info, err := f.Folder.Lstat(name)
	if err != nil && name == strings.ToUpper(name) {
		return f.Folder.Lstat(strings.ToLower(name))
	}
	return info, err
}

// A file that is not needed any more to keep the folder in git is not published again.
func TestSpareGitkeep(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	write(t, dir, map[string]string{gitkeepName: ""})
	build(t, dir, first)
	stood := spared(t, dir, first, nil)
	wantSpare(t, dir)
	if err := os.Remove(filepath.Join(dir, gitkeepName)); err != nil {
		t.Fatal(err)
	}
	spared(t, dir, first, stood)
	wantFiles(t, dir, first)
}

// A build that leaves no spare leaves none of before either.
func TestSpareGoes(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	spared(t, dir, first, nil)
	wantSpare(t, dir)
	build(t, dir, first)
	wantAlone(t, dir)
}

// Files come and go, and take the places of folders: what is published is what was put,
// and the spare is the same.
func TestSparesInTurn(t *testing.T) {
	skipWithoutNumbers(t)
	rng := rand.New(rand.NewPCG(3, 4))
	names := []string{"a", "a/b", "a/b/c", "a/d", "e", "e/f", "e/f/g/h", "i.html", "j/index.html", "j"}
	dir := filepath.Join(t.TempDir(), "public")
	var stood *Stands
	used := 0
	for step := range 300 {
		tree := newTree[manifestFile]()
		files := map[string]string{"index.html": "always"}
		for _, i := range rng.Perm(len(names))[:rng.IntN(len(names))] {
			if name := names[i]; tree.put(name, manifestFile{}) == nil {
				files[name] = fmt.Sprint(rng.IntN(3))
			}
		}
		switch rng.IntN(10) {
		case 0:
			stood = nil
		case 1:
			stood.Taken = time.Time{}
		}
		number := numberOf(t, spareOf(dir))
		stood = spared(t, dir, files, stood)
		wantFiles(t, dir, files)
		if stampOf(t, dir).Number == number {
			used++
		}
		if step > 0 {
			wantSpare(t, dir)
		}
		var folders int
		if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if d.IsDir() {
				folders++
				if list, err := os.ReadDir(filepath.Join(dir, name)); err == nil && len(list) == 0 {
					t.Errorf("step %d: the folder %s is empty", step, name)
				}
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			t.Fatalf("step %d: %q", step, files)
		}
	}
	if used < 200 {
		t.Errorf("the spare was used %d times", used)
	}
}

// Nothing of others is lost, nor published with the site, where the stamps of folders are
// trusted.
func TestSpareAndForeignFiles(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	stood := spared(t, dir, first, spared(t, dir, first, nil))
	stage := func(d disk.Disk) (*Staged, error) {
		return Stage(d, dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood})
	}
	for _, name := range []string{"mine.txt", "ja/mine.txt", "ja/old/mine.txt", "mine/mine.txt"} {
		nextTime(t)
		write(t, dir, map[string]string{name: "precious"})
		if s, err := stage(disk.System()); !errors.Is(err, ErrNotOurs) {
			s.Discard()
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		s, err := stage(flushing{disk.System(), func() { write(t, dir, map[string]string{name: "precious"}) }})
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, first)
		if err := s.Commit(); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s while it is made: %v", name, err)
		}
		s.Discard()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for what, edit := range map[string]func(){
		"what nobody misses":  func() { write(t, dir, map[string]string{"ja/old/.DS_Store": "x", "ja/empty/Thumbs.db": "x"}) },
		"a file that is lost": func() { os.Remove(filepath.Join(dir, "ja/old/index.html")) },
		"another file in its place": func() {
			name := filepath.Join(dir, "ja/old/index.html")
			os.Remove(name)
			os.WriteFile(name, []byte("x"), 0o644)
		},
	} {
		for _, meanwhile := range []bool{false, true} {
			stood = spared(t, dir, first, spared(t, dir, first, stood))
			if !meanwhile {
				edit()
			}
			var once sync.Once
			s, err := Stage(flushing{disk.System(), func() {
				if meanwhile {
					once.Do(edit)
				}
			}}, dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood, Swapped: func(look func() (Stands, error)) { now := taken(t, look); stood = &now }})
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, first)
			if err := s.Commit(); err != nil {
				t.Fatal(err)
			}
			wantStands(t, dir, *stood)
			for range 3 {
				wantFiles(t, dir, first)
				wantSpare(t, dir)
				stood = spared(t, dir, first, stood)
			}
			if t.Failed() {
				t.Fatalf("%s, meanwhile: %v", what, meanwhile)
			}
		}
	}
}

// A disk may count time in steps so long that what comes into a folder leaves it no other
// stamp: where that was taken within such a step, it is not trusted.
func TestSpareOnCoarseDisk(t *testing.T) {
	skipWithoutNumbers(t)
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	d := coarse{disk.System(), at}
	dir := filepath.Join(t.TempDir(), "public")
	var stood *Stands
	stage := func(d disk.Disk) (*Staged, error) {
		return Stage(d, dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood, Swapped: func(look func() (Stands, error)) {
			now := taken(t, look)
			now.Taken = at.Add(time.Second)
			stood = &now
		}})
	}
	again := func() {
		t.Helper()
		s, err := stage(d)
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, first)
		if err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, first)
	}
	for range 3 {
		again()
	}
	wantSpare(t, dir)
	for _, name := range []string{"mine.txt", "ja/mine.txt", "ja/old/mine.txt"} {
		mine := filepath.Join(dir, filepath.FromSlash(name))
		write(t, dir, map[string]string{name: "precious"})
		if s, err := stage(d); !errors.Is(err, ErrNotOurs) {
			s.Discard()
			t.Errorf("%s: %v", name, err)
		}
		if err := os.Remove(mine); err != nil {
			t.Fatal(err)
		}
		again()
		s, err := stage(flushing{d, func() { write(t, dir, map[string]string{name: "precious"}) }})
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, first)
		if err := s.Commit(); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s while it is made: %v", name, err)
		}
		s.Discard()
		if err := os.Remove(mine); err != nil {
			t.Fatal(err)
		}
		again()
		again()
		write(t, spareOf(dir), map[string]string{name: "foreign"})
		again()
	}
	another := filepath.Join(spareOf(dir), "ja", "index.html")
	if err := errors.Join(os.Remove(another), os.WriteFile(another, []byte("x"), 0o644)); err != nil {
		t.Fatal(err)
	}
	again()
}

// What is foreign to a spare and cannot be taken out of it is not published.
func TestSpareThatCannotBeTidied(t *testing.T) {
	skipWithoutNumbers(t)
	for _, d := range []disk.Disk{clinging{disk.System()}, deaf{disk.System(), "list ja"}} {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		stood := spared(t, dir, first, nil)
		nextTime(t)
		write(t, spareOf(dir), map[string]string{"ja/foreign.html": "x"})
		s, err := Stage(d, dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood})
		if err != nil {
			t.Fatal(err)
		}
		put(t, s, first)
		if err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, first)
	}
}

// From a clinging disk nothing foreign can be removed but with the folder that holds it.
type clinging struct{ disk.Disk }

func (c clinging) Open(dir string) (disk.Folder, error) {
	folder, err := c.Disk.Open(dir)
	return clingingFolder{folder}, err
}

type clingingFolder struct{ disk.Folder }

func (c clingingFolder) Sub(name string) (disk.Folder, error) {
	folder, err := c.Folder.Sub(name)
	return clingingFolder{folder}, err
}

func (c clingingFolder) RemoveAll(name string) error {
	if strings.HasSuffix(name, "foreign.html") {
		return &fs.PathError{Op: "remove", Path: name, Err: syscall.EIO}
	}
	return c.Folder.RemoveAll(name)
}

// On a coarse disk it is always the same time.
type coarse struct {
	disk.Disk
	at time.Time
}

func (c coarse) Open(dir string) (disk.Folder, error) {
	folder, err := c.Disk.Open(dir)
	return coarseFolder{folder, c.at}, err
}

type coarseFolder struct {
	disk.Folder
	at time.Time
}

func (c coarseFolder) Sub(name string) (disk.Folder, error) {
	folder, err := c.Folder.Sub(name)
	return coarseFolder{folder, c.at}, err
}

func (c coarseFolder) Stamp(name string) (disk.Stamp, error) {
	stamp, err := c.Folder.Stamp(name)
	if err == nil {
		stamp.Modified, stamp.Changed = c.at.UnixNano(), c.at.UnixNano()
	}
	return stamp, err
}

// Where one page of many is another, no folder is listed but those in which something has
// changed, and no page that stays gets another name.
func TestSpareSparesCalls(t *testing.T) {
	skipWithoutNumbers(t)
	dir := filepath.Join(t.TempDir(), "public")
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("ja/%d/index.html", i)] = fmt.Sprint(i)
	}
	build(t, dir, files)
	stood := spared(t, dir, files, spared(t, dir, files, nil))
	files["ja/7/index.html"] = "another"
	var calls calls
	s, err := Stage(counting{disk.System(), &calls}, dir, StageOptions{Edition: "mihon", Spare: true, Stood: stood, Swapped: func(look func() (Stands, error)) { taken(t, look) }})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, files)
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, files)
	wantSpare(t, dir)
	// Of each page: twice whether its file is as it was; of the two folders and again of
	// that which is replaced.
	if stamps := calls.stamps.Load(); stamps > 5*100+50 {
		t.Errorf("%d stamps were asked for", stamps)
	}
	if lists, links := calls.lists.Load(), calls.links.Load(); lists > 10 || links > 3 {
		t.Errorf("%d folders were listed, %d files got a name", lists, links)
	}
}

type calls struct{ stamps, lists, links atomic.Int64 }

// A counting disk counts calls.
type counting struct {
	disk.Disk
	calls *calls
}

func (c counting) Open(dir string) (disk.Folder, error) {
	folder, err := c.Disk.Open(dir)
	return countingFolder{folder, c.calls}, err
}

type countingFolder struct {
	disk.Folder
	calls *calls
}

func (c countingFolder) Sub(name string) (disk.Folder, error) {
	folder, err := c.Folder.Sub(name)
	return countingFolder{folder, c.calls}, err
}

func (c countingFolder) Stamp(name string) (disk.Stamp, error) {
	c.calls.stamps.Add(1)
	return c.Folder.Stamp(name)
}

func (c countingFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	c.calls.lists.Add(1)
	return c.Folder.ReadDir(name)
}

func (c countingFolder) Link(name, second string) error {
	c.calls.links.Add(1)
	return c.Folder.Link(name, second)
}
