package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
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
