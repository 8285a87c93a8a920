package output

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

// A mount is a disk on which every folder is a file system of its own.
type mount struct{ disk.Disk }

func (m mount) Open(dir string) (disk.Folder, error) {
	f, err := m.Disk.Open(dir)
	return mountPoints{f}, err
}

type mountPoints struct{ disk.Folder }

func (mountPoints) Mounted(string) bool { return true }

// The folder that a new file system has of its own is no file of anybody's, cannot
// always be read, and stays; anywhere else it is like any other.
func TestLostAndFound(t *testing.T) {
	for _, holds := range []map[string]string{nil, {"lost+found/#12": "what was found"}} {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, holds)
		own := filepath.Join(dir, "lost+found")
		if err := os.MkdirAll(own, 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon"}); !errors.Is(err, ErrNotOurs) {
			t.Errorf("a folder that is no mount point: %v", err)
		}
		if err := os.Chmod(own, 0); err != nil {
			t.Fatal(err)
		}
		for _, files := range []map[string]string{first, second} {
			s, err := Stage(mount{disk.System()}, dir, StageOptions{Edition: "mihon"})
			if err != nil {
				t.Fatal(err)
			}
			put(t, s, files)
			if err := s.Commit(); err != nil {
				t.Fatal(err)
			}
			if !s.InPlace() {
				t.Error("the folder was swapped")
			}
		}
		if err := os.Chmod(own, 0o700); err != nil {
			t.Fatal(err)
		}
		for name, text := range holds {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != text {
				t.Errorf("%s is %q, %v", name, data, err)
			}
		}
		if err := os.RemoveAll(own); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, second)
	}
}

// Where names that differ in case alone are one, a file that has got another case is not
// removed as the old one, and has its new name.
func TestReplaceWithoutCase(t *testing.T) {
	for what, files := range map[string][2]map[string]string{
		"a file":              {{"static/Photo.png": "1"}, {"static/photo.png": "1"}},
		"a file that changes": {{"static/Photo.png": "1"}, {"static/photo.png": "2"}},
		"a folder":            {{"static/Img/a.png": "1", "static/Img/B.png": "1", "static/Img/c.png": "1"}, {"static/img/a.png": "1", "static/img/b.png": "2"}},
	} {
		dir := filepath.Join(t.TempDir(), "public")
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for i, files := range []map[string]string{files[0], files[1], files[1], files[0]} {
			s, err := Stage(caseless{disk.System()}, dir, StageOptions{Edition: "mihon"})
			if err != nil {
				t.Fatalf("%s, build %d: %v", what, i, err)
			}
			put(t, s, files)
			if err := s.Commit(); err != nil || !s.InPlace() {
				t.Errorf("%s, build %d: %v, replaced file by file: %v", what, i, err, s.InPlace())
			}
			wantFiles(t, dir, files)
		}
		wantAlone(t, dir)
	}
}

// On a caseless disk the output folder is a mount point in which names that differ in
// case alone are one; they keep the case that they were given.
type caseless struct{ disk.Disk }

func (d caseless) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return caselessParent{f, dir}, err
}

type caselessParent struct {
	disk.Folder
	dir string
}

func (caselessParent) Exchange(string, string) error { return syscall.EBUSY }

func (p caselessParent) Rename(from, to string) error {
	if from == "public" {
		return syscall.EBUSY
	}
	return p.Folder.Rename(from, to)
}

func (p caselessParent) Sub(name string) (disk.Folder, error) {
	f, err := p.Folder.Sub(name)
	if err != nil || name != "public" {
		return f, err
	}
	return caselessFolder{f}, nil
}

type caselessFolder struct{ disk.Folder }

// stands returns the name under which something stands, if it does.
func (c caselessFolder) stands(name string) string {
	at := "."
	for part := range strings.SplitSeq(name, "/") {
		entries, _ := c.Folder.ReadDir(at)
		for _, e := range entries {
			if strings.EqualFold(e.Name(), part) {
				part = e.Name()
			}
		}
		at = path.Join(at, part)
	}
	return at
}

func (c caselessFolder) ReadFile(n string) ([]byte, error)   { return c.Folder.ReadFile(c.stands(n)) }
func (c caselessFolder) Lstat(n string) (fs.FileInfo, error) { return c.Folder.Lstat(c.stands(n)) }
func (c caselessFolder) Create(n string, data []byte) error {
	return c.Folder.Create(c.stands(n), data)
}
func (c caselessFolder) MkdirAll(n string) error { return c.Folder.MkdirAll(c.stands(n)) }
func (c caselessFolder) Remove(n string) error   { return c.Folder.Remove(c.stands(n)) }

func (c caselessFolder) Rename(from, to string) error {
	from, stands := c.stands(from), c.stands(to)
	if from == stands { // another case
		stands = path.Join(path.Dir(stands), path.Base(to))
	}
	return c.Folder.Rename(from, stands)
}
