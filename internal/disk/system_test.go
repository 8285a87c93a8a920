package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What is made is new: a file that has the name, which may have another one elsewhere,
// stays as it is, and so does what a link leads to.
func TestCreateIsNew(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.WriteFile(mine, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Link(mine, filepath.Join(dir, "second")), os.Symlink("mine", filepath.Join(dir, "link"))); err != nil {
		t.Skip(err)
	}
	f, err := System().Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range []string{"mine", "second", "link"} {
		for call, err := range map[string]error{
			"Create":     f.Create(name, []byte("new")),
			"CreateSafe": f.CreateSafe(name, []byte("new"), 0o600),
			"Link":       f.Link("mine", name),
		} {
			if !errors.Is(err, fs.ErrExist) {
				t.Errorf("%s of %s: %v", call, name, err)
			}
		}
	}
	if data, err := os.ReadFile(mine); err != nil || string(data) != "mine" {
		t.Errorf("it holds %q, %v", data, err)
	}
	if list, err := f.ReadDir("."); err != nil || len(list) != 3 {
		t.Errorf("there is %v, %v", list, err)
	}
}
