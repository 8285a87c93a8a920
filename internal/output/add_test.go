package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hikitsugi/internal/disk"
)

// What an author has stays, whatever stands where a new file is to be put, and whenever
// that came; then none of the new ones is.
func TestAdd(t *testing.T) {
	files := map[string][]byte{"content/guides/a.md": []byte("a"), "content/guides/b.md": []byte("b"), "content/orgs/c/org.yaml": []byte("c")}
	mine := map[string]string{"content/guides/mine.md": "mine", "content/guides/b.md": "b"}
	var taken *TakenError
	var blocked *BlockedError
	for name, tt := range map[string]struct {
		before, meanwhile map[string]string
		refused           func(error) bool // nil: it is not
	}{
		"nothing": {},
		"another text": {before: map[string]string{"content/guides/a.md": "mine"}, refused: func(err error) bool {
			return errors.As(err, &taken) && slices.Equal(taken.Names, []string{"content/guides/a.md"})
		}},
		"a file for a folder":       {before: map[string]string{"content/orgs": "mine"}, refused: func(err error) bool { return errors.As(err, &blocked) && blocked.Name == "content/orgs" }},
		"another text meanwhile":    {meanwhile: map[string]string{"content/guides/a.md": "mine"}, refused: func(err error) bool { return errors.Is(err, fs.ErrExist) }},
		"a late text meanwhile":     {meanwhile: map[string]string{"content/orgs/c/org.yaml": "mine"}, refused: func(err error) bool { return errors.Is(err, fs.ErrExist) }},
		"a text beside meanwhile":   {meanwhile: map[string]string{"content/orgs/c/other.md": "mine"}},
		"a file for a folder later": {meanwhile: map[string]string{"content/orgs": "mine"}, refused: func(err error) bool { return errors.Is(err, fs.ErrExist) }},
	} {
		dir := t.TempDir()
		write(t, dir, mine)
		write(t, dir, tt.before)
		there, err := Add(flushing{disk.System(), func() { write(t, dir, tt.meanwhile) }}, dir, files)
		want := maps.Clone(mine)
		maps.Copy(want, tt.before)
		maps.Copy(want, tt.meanwhile)
		if tt.refused == nil {
			for file, data := range files {
				want[file] = string(data)
			}
			if err != nil || !slices.Equal(there, []string{"content/guides/b.md"}) {
				t.Errorf("%s: %q was there, %v", name, there, err)
			}
		} else if err == nil || !tt.refused(err) {
			t.Errorf("%s: %v", name, err)
		}
		wantFiles(t, dir, want)
		if _, err := os.Lstat(filepath.Join(dir, addStaging)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: something is left: %v", name, err)
		}
	}
}

// A folder may be a link to another one in the same place.
func TestAddThroughALink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"texts/guides/mine.md": "mine"})
	if err := os.Symlink("texts", filepath.Join(dir, "content")); err != nil {
		t.Skip(err)
	}
	if _, err := Add(disk.System(), dir, map[string][]byte{"content/guides/a.md": []byte("a")}); err != nil {
		t.Fatal(err)
	}
	got := snapshot(t, filepath.Join(dir, "texts"))
	if want := map[string]string{"guides/mine.md": "mine", "guides/a.md": "a"}; !maps.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "texts", "guides", "b.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := Add(disk.System(), dir, map[string][]byte{"content/guides/b.md": []byte("b")}); err == nil {
		t.Error("a link to nowhere is replaced")
	}
	if at, err := os.Readlink(filepath.Join(dir, "texts", "guides", "b.md")); err != nil || at != "nowhere" {
		t.Errorf("it leads to %q, %v", at, err)
	}
}
