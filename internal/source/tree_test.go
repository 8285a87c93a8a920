package source

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
)

// Whatever changes, a tree that is told of it returns what a reading of everything
// does, and the same *File where nothing is new.
func TestTreeEqualsRead(t *testing.T) {
	names := []string{"c/a.md", "c/a/b.md", "c/a.b/c.md", "c/a0.md", "c/b/d/e.yaml", "c/.hidden/x.md", "c/z.md~", "c/é.md", "other/x.md"}
	rng := rand.New(rand.NewPCG(3, 4))
	fsys := fstest.MapFS{}
	var tree Tree
	if _, _, err := tree.Read(fsys, "c", nil); err != nil {
		t.Fatal(err)
	}
	for step := range 400 {
		changed := []string{}
		for range 1 + rng.IntN(3) {
			name := names[rng.IntN(len(names))]
			changed = append(changed, name)
			switch rng.IntN(4) {
			case 0:
				delete(fsys, name)
			case 1:
				fsys[name] = &fstest.MapFile{Data: []byte("\xff not text")} // a problem
			case 2:
				fsys[name] = &fstest.MapFile{Mode: fs.ModeDevice}
			default:
				fsys[name] = &fstest.MapFile{Data: fmt.Append(nil, step/10)}
			}
		}
		before := tree.files
		got, gotDiags, err := tree.Read(fsys, "c", changed)
		if err != nil {
			t.Fatal(err)
		}
		want, wantDiags, err := Read(fsys, "c")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, want, func(a, b *File) bool { return reflect.DeepEqual(a, b) }) || !reflect.DeepEqual(gotDiags, wantDiags) {
			t.Fatalf("step %d, changed %q:\n%v %v\nwant\n%v %v", step, changed, paths(got), gotDiags, paths(want), wantDiags)
		}
		for _, f := range got {
			if got.At(f.Path) != f {
				t.Fatalf("step %d: %s is another by path", step, f.Path)
			}
			if old := before.At(f.Path); old != nil && old.Sum == f.Sum && old != f {
				t.Fatalf("step %d: %s was made anew", step, f.Path)
			}
		}
	}
}

func paths(files []*File) (list []string) {
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

// A file that could not be read is read again, though it is not named again.
func TestTreeReadsAgainAfterAFailure(t *testing.T) {
	fsys := &failing{MapFS: fstest.MapFS{"c/a.md": {Data: []byte("1")}, "c/b.md": {Data: []byte("1")}}}
	var tree Tree
	if _, _, err := tree.Read(fsys, "c", nil); err != nil {
		t.Fatal(err)
	}
	fsys.MapFS["c/a.md"] = &fstest.MapFile{Data: []byte("2")}
	fsys.bad = "c/a.md"
	if _, _, err := tree.Read(fsys, "c", []string{"c/a.md"}); err == nil {
		t.Fatal("no error")
	}
	fsys.bad = ""
	files, _, err := tree.Read(fsys, "c", []string{"c/b.md"})
	if err != nil || string(files[0].Data()) != "2" {
		t.Errorf("%v, %v", files, err)
	}
}

type failing struct {
	fstest.MapFS
	bad string
}

func (f *failing) Open(name string) (fs.File, error) {
	if name == f.bad {
		return nil, fmt.Errorf("open %s: broken", name)
	}
	return f.MapFS.Open(name)
}

func (f *failing) ReadFile(name string) ([]byte, error) {
	if name == f.bad {
		return nil, fmt.Errorf("read %s: broken", name)
	}
	return f.MapFS.ReadFile(name)
}

// On a disk a folder may take the place of a file, and a link of a folder.
func TestTreeOnADisk(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var tree Tree
	step := func(changed []string, do func(path func(string) string) error) {
		t.Helper()
		if err := do(func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }); err != nil {
			t.Fatal(err)
		}
		got, gotDiags, err := tree.Read(root.FS(), "c", changed)
		if err != nil {
			t.Fatal(err)
		}
		want, wantDiags, err := Read(root.FS(), "c")
		if err != nil || !slices.Equal(paths(got), paths(want)) || !reflect.DeepEqual(gotDiags, wantDiags) {
			t.Errorf("%q %v, want %q %v (%v)", paths(got), gotDiags, paths(want), wantDiags, err)
		}
	}
	step(nil, func(p func(string) string) error { return os.CopyFS(p("c"), fstest.MapFS{"a.md": {}, "d/b.md": {}}) })
	step([]string{"c/a.md", "c/a.md/x.md"}, func(p func(string) string) error {
		_ = os.Remove(p("c/a.md"))
		return os.CopyFS(p("c/a.md"), fstest.MapFS{"x.md": {}})
	})
	step([]string{"c/d/b.md", "c/d"}, func(p func(string) string) error {
		_ = os.Rename(p("c/d"), p("e"))
		return os.Symlink("../e", p("c/d"))
	})
	step([]string{"c/l.md"}, func(p func(string) string) error { return os.Symlink("../e/b.md", p("c/l.md")) })
	step([]string{"c/l.md", "c/d", "c/a.md/x.md"}, func(p func(string) string) error { return os.RemoveAll(p("c")) })
}
