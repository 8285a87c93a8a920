package output

import (
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
)

func TestMemoryIsAFileSystem(t *testing.T) {
	m := NewMemory()
	names := []string{"index.html", "ja/index.html", "ja/columns/a/index.html", "en/index.html", "static/style.css"}
	for _, name := range names {
		if err := m.Put(name, []byte("of "+name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := fstest.TestFS(m, names...); err != nil {
		t.Error(err)
	}
	var walked []string
	err := fs.WalkDir(m, ".", func(name string, _ fs.DirEntry, err error) error {
		walked = append(walked, name)
		return err
	})
	want := []string{".", "en", "en/index.html", "index.html", "ja", "ja/columns", "ja/columns/a",
		"ja/columns/a/index.html", "ja/index.html", "static", "static/style.css"}
	if err != nil || !slices.Equal(walked, want) {
		t.Errorf("walked %q, %v", walked, err)
	}
}

func TestMemoryEmpty(t *testing.T) {
	if err := fstest.TestFS(NewMemory()); err != nil {
		t.Error(err)
	}
}

func TestMemoryReadFileIsACopy(t *testing.T) {
	m := NewMemory()
	if err := m.Put("a", []byte("old")); err != nil {
		t.Fatal(err)
	}
	data, _ := m.ReadFile("a")
	data[0] = 'X'
	if again, _ := m.ReadFile("a"); string(again) != "old" {
		t.Errorf("a reader changed the file to %q", again)
	}
}

// Both sinks refuse the same names.
func TestPutRefuses(t *testing.T) {
	tests := []struct{ name, why string }{
		{"", "empty"},
		{".", "the root"},
		{"/a", "absolute"},
		{"../a", "outside"},
		{"a/../b", "not clean"},
		{"a//b", "not clean"},
		{"a/", "a folder's name"},
		{".gen", "the marker"},
		{".gitkeep", "git's"},
		{"dir/file", "twice"},
		{"dir", "a folder already"},
		{"dir/file/deeper", "below a file"},
	}
	sinks := map[string]func() Sink{
		"memory": func() Sink { return NewMemory() },
		"staged": func() Sink { return stage(t, t.TempDir()+"/public", "mihon") },
	}
	for kind, sink := range sinks {
		for _, tt := range tests {
			s := sink()
			if err := s.Put("dir/file", nil); err != nil {
				t.Fatal(err)
			}
			if s.Put(tt.name, nil) == nil {
				t.Errorf("%s: Put(%q) succeeded: %s", kind, tt.name, tt.why)
			}
		}
	}
}

func TestPutConcurrently(t *testing.T) {
	const workers, files = 8, 50
	staged := stage(t, t.TempDir()+"/public", "mihon")
	memory := NewMemory()
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for f := range files {
				name := fmt.Sprintf("%d/%d/index.html", f, w)
				for _, s := range []Sink{memory, staged} {
					if err := s.Put(name, []byte(name)); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	if err := staged.Commit(); err != nil {
		t.Fatal(err)
	}
	entries, err := memory.ReadDir(".")
	if err != nil || len(entries) != files {
		t.Errorf("%d folders in memory, %v", len(entries), err)
	}
	if got := len(snapshot(t, staged.dir)); got != workers*files+1 {
		t.Errorf("%d files on disk, want %d and the marker", got, workers*files)
	}
}
