package output

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/disk"
)

// What stays as it is keeps its place on the disk, whether it is put again or kept; of
// what is another, or was changed by hand, nothing stays.
func TestKeep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("hard links are told apart by numbers that Windows does not give")
	}
	files := map[string]string{"a.html": "a", "ja/b/index.html": "b", "c.css": "c", "d.js": "d"}
	type identity struct{ number, modified int64 } // a number is given again
	of := func(dir, name string) identity {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		stamp := disk.StampOf(info)
		return identity{stamp.Number, stamp.Modified}
	}
	for _, tt := range []struct {
		name   string
		edit   func(dir string) error
		linked map[string]bool // of those that are kept or put with what they hold
	}{
		{"nothing", func(string) error { return nil }, map[string]bool{"a.html": true, "ja/b/index.html": true, "c.css": true}},
		{"another text of the same size and time", func(dir string) error {
			name := filepath.Join(dir, "a.html")
			info, err := os.Stat(name)
			if err == nil {
				err = os.WriteFile(name, []byte("x"), 0o644)
			}
			if err == nil {
				err = os.Chtimes(name, info.ModTime(), info.ModTime())
			}
			return err
		}, map[string]bool{"ja/b/index.html": true, "c.css": true}},
		{"other permissions", func(dir string) error { return os.Chmod(filepath.Join(dir, "c.css"), 0o600) }, map[string]bool{"a.html": true, "ja/b/index.html": true}},
		{"another group", func(dir string) error {
			if os.Geteuid() != 0 { // who can give it to any
				return os.Chmod(filepath.Join(dir, "c.css"), 0o600)
			}
			return os.Chown(filepath.Join(dir, "c.css"), -1, 65534)
		}, map[string]bool{"a.html": true, "ja/b/index.html": true}},
		{"a file is lost", func(dir string) error { return os.Remove(filepath.Join(dir, "c.css")) }, map[string]bool{"a.html": true, "ja/b/index.html": true}},
		{"written again", func(dir string) error { return os.WriteFile(filepath.Join(dir, "c.css"), []byte("c"), 0o644) }, map[string]bool{"a.html": true, "ja/b/index.html": true, "c.css": true}},
	} {
		for _, known := range []string{"nothing", "stamps", "times that anybody can set"} {
			d := disk.System()
			if known == "times that anybody can set" {
				d = timeless{d}
			}
			dir := filepath.Join(t.TempDir(), "public")
			s, err := Stage(d, dir, StageOptions{Edition: "mihon"})
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, files)
			if err := s.Commit(); err != nil {
				t.Fatal(err)
			}
			stood := standing(t, d, dir)
			nextTime(t)
			if err := tt.edit(dir); err != nil {
				t.Fatal(err)
			}
			before := map[string]identity{}
			for name := range files {
				if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil {
					before[name] = of(dir, name)
				}
			}
			nextTime(t)
			o := StageOptions{Edition: "mihon"}
			if known != "nothing" {
				o.Stood = stood
			}
			if s, err = Stage(d, dir, o); err != nil {
				t.Fatal(err)
			}
			want := map[string]string{"d.js": "another"}
			for _, name := range []string{"a.html", "ja/b/index.html"} {
				if s.Keep(name, sha256.Sum256([]byte("another"))) {
					t.Errorf("%s: %s is kept for what it does not hold", tt.name, name)
				}
				if kept := s.Keep(name, sha256.Sum256([]byte(files[name]))); kept != tt.linked[name] {
					t.Errorf("%s: %s is kept: %v", tt.name, name, kept)
				} else if !kept {
					put(t, s, map[string]string{name: files[name]})
				}
				want[name] = files[name]
			}
			put(t, s, map[string]string{"c.css": "c", "d.js": "another"})
			want["c.css"] = "c"
			if s.Keep("e.css", sha256.Sum256(nil)) {
				t.Errorf("%s: what is not there is kept", tt.name)
			}
			if err := s.Commit(); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, dir, want)
			wantAlone(t, dir)
			for name := range want {
				linked := of(dir, name) == before[name]
				if linked != tt.linked[name] {
					t.Errorf("%s, %s known: %s is the same file: %v", tt.name, known, name, linked)
				}
				info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
				if err != nil || info.Mode() != 0o644 {
					t.Errorf("%s: %s: %v, %v", tt.name, name, info.Mode(), err)
				}
			}
		}
	}
}

// A file that is kept and then changed, before the new site stands, is found out, though
// its times are set back.
func TestChangedAfterKept(t *testing.T) {
	for _, d := range []disk.Disk{disk.System(), timeless{disk.System()}} {
		dir := filepath.Join(t.TempDir(), "public")
		build(t, dir, first)
		s, err := Stage(d, dir, StageOptions{Edition: "mihon"})
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range first {
			if !s.Keep(name, sha256.Sum256([]byte(text))) {
				t.Fatalf("%s is not kept", name)
			}
		}
		nextTime(t)
		name := filepath.Join(dir, "index.html")
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		write(t, dir, map[string]string{"index.html": "2"})
		if err := os.Chtimes(name, info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
		if s.Commit() == nil {
			t.Error("a file that somebody changed is published")
		}
		if err := s.Discard(); err != nil {
			t.Error(err)
		}
	}
}

// What is kept and put again is written twice, which is a mistake.
func TestKeptTwice(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, map[string]string{"a.html": "a"})
	s := stage(t, dir, "mihon")
	if !s.Keep("a.html", sha256.Sum256([]byte("a"))) {
		t.Fatal("it is not kept")
	}
	if s.Put("a.html", []byte("b")) == nil || s.Commit() == nil {
		t.Error("it is put again")
	}
}

// Where the disk gives no file a second name, all are written.
func TestNoSecondName(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	d := &single{Disk: disk.System()}
	s, err := Stage(d, dir, StageOptions{Edition: "mihon"})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range first {
		if s.Keep(name, sha256.Sum256([]byte(text))) {
			t.Errorf("%s is kept", name)
		}
	}
	want := maps.Clone(first)
	want["new.html"] = "new"
	put(t, s, want)
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, want)
	if d.asked != 1 {
		t.Errorf("it was tried %d times", d.asked)
	}
}

// A single disk has one name for each file.
type single struct {
	disk.Disk
	asked int
}

func (s *single) Open(dir string) (disk.Folder, error) {
	f, err := s.Disk.Open(dir)
	return singleFolder{f, s}, err
}

type singleFolder struct {
	disk.Folder
	disk *single
}

func (f singleFolder) Link(name, second string) error {
	f.disk.asked++
	return &os.LinkError{Op: "link", Old: name, New: second, Err: syscall.EPERM}
}

// Where a build was cut short while it replaced file by file, the marker names files
// that do not stand there yet: what an earlier build has noted of them does not count.
func TestMarkerOfAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, map[string]string{"a.html": "old"})
	stood := standing(t, disk.System(), dir)
	nextTime(t)
	marker, err := newManifest("mihon", map[string]manifestFile{"a.html": describe("a.html", []byte("new"))}).encode()
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{markerName: string(marker)})
	s, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon", Stood: stood})
	if err != nil {
		t.Fatal(err)
	}
	if s.Keep("a.html", sha256.Sum256([]byte("new"))) {
		t.Error("the old file is kept for the new one")
	}
	put(t, s, map[string]string{"a.html": "new"})
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, map[string]string{"a.html": "new"})
}

// standing returns what stands in an output folder, as a build that takes it much later.
func standing(t *testing.T, d disk.Disk, dir string) *Stands {
	t.Helper()
	s := &Stands{Taken: time.Now().Add(time.Hour)}
	folder, err := d.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	err = fs.WalkDir(folder.FS(), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		stamp, err := folder.Stamp(name)
		s.Tree = append(s.Tree, Standing{name, stamp})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(s.Tree, func(a, b Standing) int { return strings.Compare(a.Name, b.Name) })
	return s
}

// A timeless disk tells neither when a file last changed nor its number, as that of Windows.
type timeless struct{ disk.Disk }

func (d timeless) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return timelessFolder{f}, err
}

type timelessFolder struct{ disk.Folder }

func (f timelessFolder) Sub(name string) (disk.Folder, error) {
	sub, err := f.Folder.Sub(name)
	return timelessFolder{sub}, err
}

func (f timelessFolder) Stamp(name string) (disk.Stamp, error) {
	stamp, err := f.Folder.Stamp(name)
	stamp.Changed, stamp.Number = 0, 0
	return stamp, err
}
