package output

import (
	"errors"
	"os"
	"path/filepath"
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
