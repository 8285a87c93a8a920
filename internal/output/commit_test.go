package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

var (
	first  = map[string]string{"index.html": "1", "ja/index.html": "1", "ja/old/index.html": "1", "style.css": "1"}
	second = map[string]string{"index.html": "2", "ja/index.html": "2", "ja/new/index.html": "2", "style.css": "2"}
)

// A parent is the folder that holds an output folder, on a system that cannot do
// all that Linux can.
type parent struct {
	disk.Folder
	exchange error                       // nil: it can
	rename   func(from, to string) error // nil: it can; an error of nil: go on
}

func (p parent) Exchange(a, b string) error {
	if p.exchange != nil {
		return p.exchange
	}
	return p.Folder.Exchange(a, b)
}

func (p parent) Rename(from, to string) error {
	if p.rename != nil {
		if err := p.rename(from, to); err != nil {
			return err
		}
	}
	return p.Folder.Rename(from, to)
}

// Every way to swap gives the same tree.
func TestCommitReplaces(t *testing.T) {
	tests := []struct {
		name    string
		parent  func(disk.Folder) disk.Folder
		inPlace bool
	}{
		{"as the system can", func(f disk.Folder) disk.Folder { return f }, false},
		{"in two steps", func(f disk.Folder) disk.Folder { return parent{Folder: f, exchange: errors.ErrUnsupported} }, false},
		{"file by file", func(f disk.Folder) disk.Folder {
			return parent{f, errors.ErrUnsupported, func(from, _ string) error {
				return &os.LinkError{Op: "rename", Old: from, Err: syscall.EBUSY}
			}}
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			write(t, dir, map[string]string{".gitkeep": "kept"})
			for _, files := range []map[string]string{first, second, first} {
				s := stage(t, dir, "mihon")
				s.parent = tt.parent(s.parent)
				put(t, s, files)
				if err := s.Commit(); err != nil {
					t.Fatal(err)
				}
				if s.InPlace() != tt.inPlace {
					t.Errorf("InPlace() = %v", s.InPlace())
				}
				if err := s.Discard(); err != nil {
					t.Errorf("Discard after Commit: %v", err)
				}
				want := maps.Clone(files)
				want[".gitkeep"] = "kept"
				wantFiles(t, dir, want)
				wantAlone(t, dir)
			}
			if _, err := os.Stat(filepath.Join(dir, "ja", "new")); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("an empty folder is left: %v", err)
			}
		})
	}
}

func TestCommitIntoNewFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "public")
	build(t, dir, first)
	wantFiles(t, dir, first)
	wantAlone(t, dir)
}

func TestFileByFileTurnsFoldersIntoFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	trees := []map[string]string{{"a": "1", "b/c/d": "1"}, {"a/x/y": "2", "b": "2"}, {"a": "3", "b/c/d": "3"}}
	for _, files := range trees {
		s := stage(t, dir, "mihon")
		put(t, s, files)
		old, err := s.inspect(true)
		if err == nil {
			err = os.MkdirAll(dir, 0o755)
		}
		if err == nil {
			err = s.finish()
		}
		if err == nil {
			err = s.replace(old)
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Discard(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, files)
	}
}

// File by file, what pages use comes before them, and what is gone goes last; what stays
// as it is is not touched.
func TestFileByFileInOrder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	var done []string
	s, err := Stage(recording{disk.System(), &done}, dir, StageOptions{Edition: "mihon"})
	if err != nil {
		t.Fatal(err)
	}
	s.mounted = true
	put(t, s, map[string]string{"a.html": "2", "index.html": "2", "ja/index.html": "1", "style.css": "2", "z.js": "2"})
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	want := []string{markerName, "style.css", "z.js", "a.html", "index.html", "-ja/old/index.html", "-ja/old", markerName}
	if !slices.Equal(done, want) {
		t.Errorf("it did %q, want %q", done, want)
	}
}

// A recording disk notes what is given its place, and what is removed, in folders that
// are opened in others.
type recording struct {
	disk.Disk
	done *[]string
}

func (r recording) Open(dir string) (disk.Folder, error) {
	f, err := r.Disk.Open(dir)
	return recordingFolder{f, nil, r.done}, err
}

type recordingFolder struct {
	disk.Folder
	here, below *[]string
}

func (f recordingFolder) Sub(name string) (disk.Folder, error) {
	sub, err := f.Folder.Sub(name)
	return recordingFolder{sub, f.below, f.below}, err
}

func (f recordingFolder) Rename(from, to string) error {
	err := f.Folder.Rename(from, to)
	if f.here != nil && err == nil {
		*f.here = append(*f.here, to)
	}
	return err
}

func (f recordingFolder) Remove(name string) error {
	err := f.Folder.Remove(name)
	if f.here != nil && err == nil && name != inPlaceTemp {
		*f.here = append(*f.here, "-"+name)
	}
	return err
}

// Whatever fails, the old tree stands as it was.
func TestFailuresLeaveTheOldTree(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	fail := func(string, string) error { return full }
	tests := []struct {
		name  string
		doing func(*Staged)
	}{
		{"discarded", func(*Staged) {}},
		{"a file twice, then commit", func(s *Staged) {
			if s.Put("index.html", nil) == nil || s.Commit() == nil {
				t.Error("no error")
			}
		}},
		{"a folder where a file should be written", func(s *Staged) {
			_ = s.staging.Mkdir("late.html")
			if s.Put("late.html", nil) == nil || s.Commit() == nil {
				t.Error("no error")
			}
		}},
		{"no rename at all", func(s *Staged) {
			s.parent = parent{s.parent, full, fail}
			if err := s.Commit(); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("Commit: %v", err)
			}
		}},
		{"the second rename", func(s *Staged) {
			s.parent = parent{s.parent, full, func(from, _ string) error {
				if from == s.stagingName() {
					return full
				}
				return nil
			}}
			if err := s.Commit(); !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("Commit: %v", err)
			}
		}},
		{"a stranger's file since", func(s *Staged) {
			name := filepath.Join(s.dir, "CNAME")
			write(t, s.dir, map[string]string{"CNAME": "!"})
			defer os.Remove(name)
			if err := s.Commit(); !errors.Is(err, ErrNotOurs) {
				t.Errorf("Commit: %v", err)
			}
			if _, err := os.Stat(name); err != nil {
				t.Error(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			build(t, dir, first)
			before := snapshot(t, dir)
			s := stage(t, dir, "mihon")
			put(t, s, second)
			tt.doing(s)
			for range 2 {
				if err := s.Discard(); err != nil {
					t.Error(err)
				}
			}
			if got := snapshot(t, dir); !maps.Equal(got, before) {
				t.Errorf("the old tree changed: %q", slices.Sorted(maps.Keys(got)))
			}
			wantAlone(t, dir)
			if s.Put("late", nil) == nil || s.Commit() == nil {
				t.Error("a discarded tree can still be written")
			}
		})
	}
}

func TestLeftoversOfAKilledBuild(t *testing.T) {
	t.Run("while writing", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		write(t, filepath.Dir(dir), map[string]string{
			".gen-lock-public": "", ".gen-staging-public/a/b": "half", ".gen-old-public/c": "old",
		})
		build(t, dir, second)
		wantFiles(t, dir, second)
		wantAlone(t, dir)
	})
	t.Run("between two renames", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		before := snapshot(t, dir)
		if err := os.Rename(dir, filepath.Join(filepath.Dir(dir), ".gen-old-public")); err != nil {
			t.Fatal(err)
		}
		s := stage(t, dir, "mihon")
		if got := snapshot(t, dir); !maps.Equal(got, before) {
			t.Errorf("the old tree did not come back: %q", got)
		}
		put(t, s, second)
		if err := s.Commit(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, second)
		wantAlone(t, dir)
	})
	t.Run("between two renames, which cannot be put right", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		before := snapshot(t, dir)
		old := filepath.Join(filepath.Dir(dir), ".gen-old-public")
		if err := os.Rename(dir, old); err != nil {
			t.Fatal(err)
		}
		if _, err := Stage(unrenaming{disk.System()}, dir, StageOptions{Edition: "mihon"}); !errors.Is(err, syscall.EIO) {
			t.Errorf("Stage: %v", err)
		}
		if got := snapshot(t, old); !maps.Equal(got, before) {
			t.Errorf("of the old tree there is left: %q", got)
		}
	})
	t.Run("between two renames, told to make it good", func(t *testing.T) {
		for torn, tear := range map[string]func(staging string) error{
			"nothing": func(string) error { return nil },
			"a page": func(staging string) error {
				return os.WriteFile(filepath.Join(staging, "index.html"), []byte("torn"), 0o644)
			},
			"the marker":            func(staging string) error { return os.Truncate(filepath.Join(staging, markerName), 9) },
			"the marker, all of it": func(staging string) error { return os.Remove(filepath.Join(staging, markerName)) },
		} {
			dir := filepath.Join(t.TempDir(), "public")
			build(t, dir, first)
			killed := errors.New("killed")
			s := stage(t, dir, "mihon")
			put(t, s, second)
			s.parent = parent{s.parent, errors.ErrUnsupported, func(from, to string) error {
				if to == s.base {
					return killed
				}
				return nil
			}}
			if err := s.Commit(); !errors.Is(err, killed) {
				t.Fatal(err)
			}
			want := second
			if torn != "nothing" {
				want = first
			}
			if err := tear(filepath.Join(filepath.Dir(dir), s.stagingName())); err != nil {
				t.Fatal(err)
			}
			if err := Recover(disk.System(), dir); err != nil { // the lock is held, as it would be by another build
				t.Fatal(err)
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a build at work was disturbed: %v", err)
			}
			s.unlock()
			if err := Recover(disk.System(), dir); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, dir, want)
			s.unlock = func() {}
			_ = s.Discard()
			build(t, dir, first)
			wantAlone(t, dir)
		}
	})
	t.Run("file by file", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		s := stage(t, dir, "mihon")
		put(t, s, map[string]string{"a.html": "2", "new.css": "2"})
		// A folder where a page belongs stops it half way.
		write(t, dir, map[string]string{"a.html/stone": "!"})
		old, err := decodeManifest([]byte(snapshot(t, dir)[".gen"]))
		if err == nil {
			err = s.finish()
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.replace(&old) == nil {
			t.Fatal("nothing stopped it")
		}
		if err := s.Discard(); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(filepath.Join(dir, "a.html")); err != nil {
			t.Fatal(err)
		}
		build(t, dir, second) // everything in the mixture is known as ours
		wantFiles(t, dir, second)
	})
}

// On an unrenaming disk nothing gets another name.
type unrenaming struct{ disk.Disk }

func (u unrenaming) Open(dir string) (disk.Folder, error) {
	f, err := u.Disk.Open(dir)
	return parent{Folder: f, rename: func(from, to string) error {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EIO}
	}}, err
}

// Who is told of a new tree sees that tree: nobody can replace it meanwhile. What
// stands there is whole until a file of it is another.
func TestSwapped(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	var told []string
	s, err := Stage(disk.System(), dir, StageOptions{Edition: "public", Swapped: func(look func() (Stands, error)) {
		for _, e := range taken(t, look).Tree {
			told = append(told, e.Name)
		}
		if _, err := Stage(disk.System(), dir, StageOptions{Edition: "public"}); !errors.Is(err, ErrBusy) {
			t.Errorf("another build begins: %v", err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, first)
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	want := []string{".", markerName, "index.html", "ja", "ja/index.html", "ja/old", "ja/old/index.html", "style.css"}
	if !slices.Equal(told, want) {
		t.Errorf("told of %q, want %q", told, want)
	}
	if !Whole(disk.System(), dir) {
		t.Error("what was just made is not whole")
	}
	write(t, dir, map[string]string{"style.css": "2"})
	if Whole(disk.System(), dir) {
		t.Error("another file of the same size is not seen")
	}
}

// What somebody puts into the output folder while the new tree is brought to the disk is
// not lost.
func TestForeignFileDuringCommit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	s, err := Stage(flushing{disk.System(), func() { write(t, dir, map[string]string{"mine.txt": "precious"}) }}, dir, StageOptions{Edition: "mihon"})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, second)
	if err := s.Commit(); !errors.Is(err, ErrNotOurs) {
		t.Errorf("Commit: %v", err)
	}
	if err := s.Discard(); err != nil {
		t.Error(err)
	}
	want := maps.Clone(first)
	want["mine.txt"] = "precious"
	wantFiles(t, dir, want)
	wantAlone(t, dir)
}

// On a flushing disk something happens while what was written is brought to it.
type flushing struct {
	disk.Disk
	meanwhile func()
}

func (d flushing) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return flushingFolder{f, d.meanwhile}, err
}

type flushingFolder struct {
	disk.Folder
	meanwhile func()
}

func (f flushingFolder) Sub(name string) (disk.Folder, error) {
	sub, err := f.Folder.Sub(name)
	return flushingFolder{sub, f.meanwhile}, err
}

func (f flushingFolder) Flush() error {
	f.meanwhile()
	return f.Folder.Flush()
}
