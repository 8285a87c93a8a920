package source

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/shelf"
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

func (f *failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == f.bad {
		return nil, fmt.Errorf("readdir %s: broken", name)
	}
	return f.MapFS.ReadDir(name)
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
	step([]string{"c"}, func(p func(string) string) error {
		_ = os.Rename(p("c"), p("f"))
		return os.Symlink("f", p("c"))
	})
	step([]string{"c/l.md", "c/d", "c/a.md/x.md"}, func(p func(string) string) error { return os.RemoveAll(p("c")) })
}

// A file that is known is not read before somebody asks, and then must be what it was
// known as.
func TestKnown(t *testing.T) {
	fsys := fstest.MapFS{"content/a.md": {Data: []byte("a")}, "content/b.md": {Data: []byte("b")}}
	a, b := New("content/a.md", []byte("a")), New("content/b.md", []byte("b"))
	for name, aside := range map[string]*shelf.Shelf{"on a shelf": shelf.On(disk.System()), "in memory": nil} {
		read := &counting{MapFS: fsys, opened: map[string]int{}}
		tree := Tree{Aside: aside, Seen: seen(t, fsys, a)}
		files, diags, err := tree.Read(read, "content", nil)
		if err != nil || len(diags) > 0 || len(files) != 2 || files[0].Sum != a.Sum || files[1].Sum != b.Sum || files[0].Size() != 1 {
			t.Fatalf("%s: %v, %v, %v", name, files, diags, err)
		}
		if aside != nil && (read.opened["content/a.md"] > 0 || read.opened["content/b.md"] == 0) {
			t.Errorf("%s: read %v", name, read.opened)
		}
		if string(files[0].Data()) != "a" || aside.Err() != nil {
			t.Errorf("%s: it holds %q, %v", name, files[0].Data(), aside.Err())
		}
	}
	for what, text := range map[string]string{"another text": "x", "less": "", "more": "ab"} {
		aside := shelf.On(disk.System())
		fsys := fstest.MapFS{"content/a.md": {Data: []byte(text)}}
		tree := Tree{Aside: aside, Seen: seen(t, fsys, a)}
		files, _, err := tree.Read(fsys, "content", nil)
		if err != nil {
			t.Fatal(err)
		}
		if data := files[0].Data(); len(data) > 0 || aside.Err() == nil || !strings.Contains(aside.Err().Error(), "content/a.md") {
			t.Errorf("%s: it holds %q, %v", what, data, aside.Err())
		}
	}
}

// What was seen before the first reading is not listed again; where some of it has gone
// meanwhile, and for later readings, it is.
func TestSeen(t *testing.T) {
	fsys := fstest.MapFS{"content/a.md": {Data: []byte("a")}, "content/b/c.md": {Data: []byte("c")}}
	for name, gone := range map[string]bool{"all there": false, "one gone": true} {
		read := &counting{MapFS: maps.Clone(fsys), opened: map[string]int{}}
		tree := Tree{Seen: seen(t, fsys)}
		want := []string{"content/a.md", "content/b/c.md"}
		if gone {
			delete(read.MapFS, "content/a.md")
			want = want[1:]
		}
		for again := range 2 {
			files, _, err := tree.Read(read, "content", nil)
			var got []string
			for _, f := range files {
				got = append(got, f.Path)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: read %v, %v", name, got, err)
			}
			if listed := read.opened["content"] + read.opened["content/b"]; (listed > 0) != (gone || again > 0) {
				t.Errorf("%s, reading %d: listed %d folders", name, again+1, listed)
			}
		}
	}
}

// seen returns what is seen in the folder content, and what is known of it.
func seen(t *testing.T, fsys fs.FS, known ...*File) (list []Seen) {
	t.Helper()
	names, err := Names(fsys, "content")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		s := Seen{Name: n}
		for _, f := range known {
			if f.Path == n.Path {
				s.Known, s.Size, s.Sum = true, f.Size(), f.Sum
			}
		}
		list = append(list, s)
	}
	return list
}

// counting counts how often a file is opened.
type counting struct {
	fstest.MapFS
	mu     sync.Mutex
	opened map[string]int
}

func (c *counting) Open(name string) (fs.File, error) {
	c.mu.Lock()
	c.opened[name]++
	c.mu.Unlock()
	return c.MapFS.Open(name)
}
