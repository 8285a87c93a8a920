package build

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

// TestWindows holds that what an editor of Windows, or Git there, makes of the example
// (line ends, a mark at the beginning) is
// the same site to the byte: also what is stale, and the content IDs on paper.
func TestWindows(t *testing.T) {
	plain, windows := fstest.MapFS{}, fstest.MapFS{}
	root := os.DirFS("../../content")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, name)
		plain["content/"+name] = &fstest.MapFile{Data: data}
		switch path.Ext(name) {
		case ".md", ".yaml":
			data = []byte("\ufeff" + strings.ReplaceAll(string(data), "\n", "\r\n"))
		}
		windows["content/"+name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, public := range []bool{false, true} {
		want := build(t, new(Builder), Input{Project: plain, Public: public})
		got := build(t, new(Builder), Input{Project: windows, Public: public})
		if len(want.files) < 20 || !maps.Equal(got.files, want.files) {
			for name, text := range want.files {
				if got.files[name] != text {
					t.Errorf("public %v: %s is another", public, name)
				}
			}
		}
		if len(got.Problems) != len(want.Problems) {
			t.Errorf("public %v: %d problems, want %d", public, len(got.Problems), len(want.Problems))
		}
	}
}
