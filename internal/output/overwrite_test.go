package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

func TestOverwrite(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, strings.Repeat("長", 80)+".yaml") // as long as a name can be
	is := func(want string, mode os.FileMode) {
		t.Helper()
		data, err := os.ReadFile(file)
		if err != nil || string(data) != want {
			t.Errorf("it holds %q, %v", data, err)
		}
		if info, err := os.Lstat(file); err != nil || info.Mode() != mode {
			t.Errorf("it is %v, not %v", info.Mode(), mode)
		}
		if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
			t.Errorf("beside it is left %v", list)
		}
	}
	over := func(name, text string) {
		t.Helper()
		if err := Overwrite(disk.System(), name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	other := filepath.Join(t.TempDir(), "other")
	write(t, filepath.Dir(other), map[string]string{"other": ""})
	usual, err := os.Lstat(other)
	if err != nil {
		t.Fatal(err)
	}
	over(file, "new")
	is("new", usual.Mode())
	if err := os.Chmod(file, 0o606); err != nil {
		t.Fatal(err)
	}
	over(file, "newer")
	is("newer", 0o606)

	link := filepath.Join(t.TempDir(), "link.yaml")
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	over(link, "newest")
	is("newest", 0o606)
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Error("the link is gone")
	}

	var busy lockedDisk
	if err := Overwrite(busy, file, nil); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), file) {
		t.Errorf("while another writes it: %v", err)
	}
	if err := Overwrite(disk.System(), filepath.Join(dir, "none", "x"), nil); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("in a folder that is not there: %v", err)
	}
	is("newest", 0o606)
}

// Whatever fails, the old file stands as it was, with nothing beside it, and the error
// names it; and a new private one is nobody else's.
func TestOverwriteFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.yaml")
	for name, d := range map[string]disk.Disk{"a full disk": fullDisk{disk.System()}, "no rename": unrenaming{disk.System()}, "no look": deaf{disk.System(), "lstat a.yaml"}} {
		for _, old := range []string{"", "old"} {
			want := map[string]string{}
			if old != "" {
				write(t, dir, map[string]string{"a.yaml": old})
				want["a.yaml"] = old
			}
			if err := Overwrite(d, file, []byte("new text")); err == nil || !strings.Contains(err.Error(), file) {
				t.Errorf("%s: %v", name, err)
			}
			wantFiles(t, dir, want)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := OverwritePrivate(disk.System(), file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if mode := stampOf(t, file).Mode; runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("a private file has the permissions %o", mode)
	}
	wantFiles(t, dir, map[string]string{"a.yaml": "new"})
}

// A fullDisk has room for half of a file.
type fullDisk struct{ disk.Disk }

func (d fullDisk) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return fullFolder{f}, err
}

type fullFolder struct{ disk.Folder }

func (f fullFolder) CreateSafe(name string, data []byte, mode fs.FileMode) error {
	if err := f.Folder.CreateSafe(name, data[:len(data)/2], mode); err != nil {
		return err
	}
	return &fs.PathError{Op: "write", Path: name, Err: syscall.ENOSPC}
}

// A lockedDisk is one on which another holds every lock.
type lockedDisk struct{}

func (lockedDisk) Resolve(name string) (string, error) { return disk.System().Resolve(name) }
func (lockedDisk) MkdirAll(name string) error          { return disk.System().MkdirAll(name) }
func (lockedDisk) Scratch() (disk.Scratch, error)      { return disk.System().Scratch() }
func (lockedDisk) Open(name string) (disk.Folder, error) {
	f, err := disk.System().Open(name)
	return lockedFolder{f}, err
}

type lockedFolder struct{ disk.Folder }

func (lockedFolder) Lock(string) (func(), error) { return nil, disk.ErrBusy }
