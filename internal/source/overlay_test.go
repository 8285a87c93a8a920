package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// What an earlier layer has but cannot give is not taken from a later one.
func TestOverlayHidesNoFailure(t *testing.T) {
	below := fstest.MapFS{"layouts/list.html": {Data: []byte("built in")}, "static/a.css": {Data: []byte("built in")}}
	own := &failing{MapFS: fstest.MapFS{"layouts/list.html": {Data: []byte("own")}}, bad: "layouts/list.html"}
	for _, bad := range []string{"layouts/list.html", "layouts"} {
		own.bad = bad
		if _, _, err := Read(Overlay(own, below), "."); err == nil || !strings.Contains(err.Error(), bad+": broken") {
			t.Errorf("%s: %v", bad, err)
		}
	}

	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "layouts"), 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	link := filepath.Join(dir, "layouts", "list.html")
	for _, to := range []string{os.DevNull, "nowhere.html"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err) // not every system lets its users
		}
		files, diags, err := Read(Overlay(root.FS(), below), ".")
		if err != nil || len(files) != 1 || len(diags) != 1 || diags[0].Code != "SYMLINK" || diags[0].Pos.File != "layouts/list.html" {
			t.Errorf("a link to %s: %v, %v, %v", to, paths(files), diags, err)
		}
		if _, err := fs.ReadFile(Overlay(root.FS(), below), "layouts/list.html"); err == nil {
			t.Errorf("a link to %s: the file below it is read", to)
		}
		if err := os.Remove(link); err != nil {
			t.Fatal(err)
		}
	}
}
