package serve

import (
	"context"
	"crypto/sha256"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/output"
)

// Ways to save a file, each seen in an editor.
func TestSaves(t *testing.T) {
	rename := func(t *testing.T, from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	inPlace := func(t *testing.T, path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name string
		save func(t *testing.T, s *session, path string)
	}{
		{"write a copy and rename it", func(t *testing.T, s *session, path string) {
			s.write("index.txt.tmp", "new")
			rename(t, path+".tmp", path)
		}},
		{"rename the old one away first", func(t *testing.T, s *session, path string) {
			rename(t, path, path+"~")
			time.Sleep(quiet / 2)
			s.write("index.txt", "new")
		}},
		{"write over it", func(t *testing.T, s *session, path string) { inPlace(t, path, "new") }},
		{"empty it, then write", func(t *testing.T, s *session, path string) {
			inPlace(t, path, "")
			time.Sleep(3 * doubt / 2) // longer than a look waits
			inPlace(t, path, "new")
		}},
		{"same size, same time", func(t *testing.T, s *session, path string) {
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			inPlace(t, path, "new")
			if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, false, map[string]string{"index.txt": "old"})
			tt.save(t, s, filepath.Join(s.dir, "index.txt"))
			if e := s.event(); len(e.Changed) != 1 || !strings.HasSuffix(e.Changed[0], "/index.txt") {
				t.Errorf("changed %q", e.Changed)
			}
			s.until("/", 200, "new")
			s.silent()
		})
	}
}

func TestSnapshots(t *testing.T) {
	file := func(text string) stamp { return stamp{size: int64(len(text)), sum: sha256.Sum256([]byte(text))} }
	link := func(text, leads string) stamp {
		s := file(text)
		s.leads = leads
		return s
	}
	tests := []struct {
		name     string
		old, now snapshot
		changed  []string
		doubtful bool
	}{
		{"the same", snapshot{"a": file("1")}, snapshot{"a": file("1")}, nil, false},
		{"another content", snapshot{"a": file("1")}, snapshot{"a": file("2")}, []string{"a"}, false},
		{"a new file", nil, snapshot{"a": file("1")}, []string{"a"}, false},
		{"a new empty file", nil, snapshot{"a": file("")}, []string{"a"}, true},
		{"emptied", snapshot{"a": file("1")}, snapshot{"a": file("")}, []string{"a"}, true},
		{"still empty", snapshot{"a": file("")}, snapshot{"a": file("")}, nil, false},
		{"the same through a link", snapshot{"a": file("1")}, snapshot{"a": link("1", "/a")}, []string{"a"}, false},
		{"the same through another link", snapshot{"a": link("1", "/a")}, snapshot{"a": link("1", "/b")}, []string{"a"}, false},
		{"gone", snapshot{"a": file("1"), "b": file("2")}, snapshot{"b": file("2")}, []string{"a"}, true},
	}
	for _, tt := range tests {
		if got := tt.now.changed(tt.old); !slices.Equal(got, tt.changed) {
			t.Errorf("%s: changed %q", tt.name, got)
		}
		if got := tt.now.doubtful(tt.old); got != tt.doubtful {
			t.Errorf("%s: doubtful = %v", tt.name, got)
		}
	}
}

func TestWhatIsNoChange(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x"})
	for _, name := range []string{".index.txt.swp", "index.txt~", "#index.txt#", ".#index.txt", "4913", ".git/index", "~$book.xlsx", "a.tmp"} {
		s.write(name, "!")
	}
	s.write("index.txt", "x") // the same again
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(filepath.Join(s.dir, "index.txt"), later, later); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "..", "beside.txt"), []byte("!"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.silent()
}

func TestFoldersComeAndGo(t *testing.T) {
	for _, poll := range []bool{false, true} {
		s := start(t, poll, map[string]string{"index.txt": "x"})
		s.write("new/deep/page.txt", "one")
		s.until("/new/deep/page.html", 200, "one")
		s.write("new/deep/page.txt", "two")
		s.until("/new/deep/page.html", 200, "two")

		// Another folder of the same name takes its place.
		other := filepath.Join(filepath.Dir(s.dir), "other")
		if err := os.MkdirAll(filepath.Join(other, "deep"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(other, "deep", "page.txt"), []byte("three"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(s.dir, "new"), filepath.Join(filepath.Dir(s.dir), "away")); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(other, filepath.Join(s.dir, "new")); err != nil {
			t.Fatal(err)
		}
		s.until("/new/deep/page.html", 200, "three")
		s.write("new/deep/page.txt", "four")
		s.until("/new/deep/page.html", 200, "four")

		if err := os.RemoveAll(filepath.Join(s.dir, "new")); err != nil {
			t.Fatal(err)
		}
		s.until("/new/deep/page.html", 404, "")
	}
}

// The watched folder itself may go, and come back.
func TestRootComesAndGoes(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "one"})
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.event()
	s.write("index.txt", "two")
	s.until("/", 200, "two")
	s.write("index.txt", "three")
	s.until("/", 200, "three")
}

// It may become a link to a folder that is watched by no other name.
func TestRootBecomesALink(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "one"})
	away := filepath.Join(filepath.Dir(s.dir), "away")
	if err := os.Rename(s.dir, away); err != nil {
		t.Fatal(err)
	}
	s.until("/", 404, "")
	for _, to := range []string{away, filepath.Join(filepath.Dir(s.dir), "another")} {
		s.write("../another/index.txt", "another")
		link := s.dir + ".tmp"
		if err := inOrder(
			func() error { return os.Symlink(to, link) },
			func() error { return os.Rename(link, s.dir) }); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"two", "three"} {
			s.write("../"+filepath.Base(to)+"/index.txt", text)
			s.until("/", 200, text)
		}
	}
}

// A file that is reached by a link may lie where nothing is watched.
func TestLinkedFile(t *testing.T) {
	for _, poll := range []bool{false, true} {
		s := start(t, poll, map[string]string{"index.txt": "x", "../elsewhere/a.txt": "one"})
		link := func(name string) {
			t.Helper()
			if err := os.Symlink(filepath.Join("..", "elsewhere", name), filepath.Join(s.dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		link("a.txt")
		s.until("/a.html", 200, "one")
		for _, text := range []string{"two", "three", "two and a half"} {
			s.write("../elsewhere/a.txt", text)
			s.until("/a.html", 200, text)
		}
		if err := os.Rename(filepath.Join(s.dir, "../elsewhere/a.txt"), filepath.Join(s.dir, "../elsewhere/b.txt")); err != nil {
			t.Fatal(err)
		}
		s.until("/a.html", 404, "")
		s.write("../elsewhere/a.txt", "again")
		s.until("/a.html", 200, "again")

		// A file is moved away, and a link put in its place.
		if err := os.Rename(filepath.Join(s.dir, "index.txt"), filepath.Join(s.dir, "../elsewhere/index.txt")); err != nil {
			t.Fatal(err)
		}
		link("index.txt")
		time.Sleep(2 * pollEvery)
		s.write("../elsewhere/index.txt", "moved")
		s.until("/", 200, "moved")
	}
}

// A folder of a root may be a link to one beside the root, as that of a theme; one that
// leads out of the project is not looked into.
func TestLinkedFolder(t *testing.T) {
	for _, poll := range []bool{false, true} {
		s := start(t, poll, map[string]string{"index.txt": "x", "../common/parts/a.txt": "one", "../../outside/b.txt": "one"})
		want := func(changed string) {
			t.Helper()
			if e := s.event(); len(e.Changed) != 1 || !strings.HasSuffix(e.Changed[0], changed) {
				t.Errorf("poll %v: changed %q, want %s", poll, e.Changed, changed)
			}
		}
		if err := os.Symlink(filepath.Join("..", "common"), filepath.Join(s.dir, "mine")); err != nil {
			t.Fatal(err)
		}
		if e := s.event(); len(e.Changed) == 0 {
			t.Errorf("poll %v: the link is not seen", poll)
		}
		s.settle()
		s.write("../common/parts/a.txt", "two")
		want("/content/mine/parts/a.txt")
		s.write("../common/new/c.txt", "new")
		want("/content/mine/new/c.txt")
		if err := os.RemoveAll(filepath.Join(s.dir, "../common/new")); err != nil {
			t.Fatal(err)
		}
		want("/content/mine/new/c.txt")
		if err := os.Symlink(filepath.Join("..", "..", "outside"), filepath.Join(s.dir, "away")); err != nil {
			t.Fatal(err)
		}
		want("/content/away")
		s.write("../../outside/b.txt", "two")
		s.write("index.txt", "x")
		s.silent()
	}
}

// Where a link leads decides whether a build follows it, whatever stands there.
func TestLinkLeadsElsewhere(t *testing.T) {
	for _, poll := range []bool{false, true} {
		s := start(t, poll, map[string]string{"index.txt": "x", "../a/index.txt": "x", "../b/index.txt": "x"})
		above := filepath.Dir(s.dir)
		same := time.Now()
		for _, folder := range []string{"content", "a", "b"} {
			if err := os.Chtimes(filepath.Join(above, folder, "index.txt"), same, same); err != nil {
				t.Fatal(err)
			}
		}
		link := func(name, to string) {
			t.Helper()
			made := filepath.Join(above, "made")
			if err := inOrder(
				func() error { return os.Symlink(to, made) },
				func() error { return os.Rename(made, filepath.Join(above, name)) }); err != nil {
				t.Fatal(err)
			}
		}
		want := func(changed string) {
			t.Helper()
			if e := s.event(); len(e.Changed) != 1 || !strings.HasSuffix(e.Changed[0], changed) {
				t.Errorf("poll %v: changed %q, want %s", poll, e.Changed, changed)
			}
		}
		link("content/index.txt", "../a/index.txt")
		want("/content/index.txt")
		link("content/index.txt", "../b/index.txt")
		want("/content/index.txt")
		link("way", "b")
		link("content/index.txt", "../way/index.txt")
		link("way", "a")
		want("/content/index.txt")

		if err := os.Rename(s.dir, filepath.Join(above, "c")); err != nil {
			t.Fatal(err)
		}
		want("/content/index.txt")
		link("content", "a")
		s.until("/", 200, "x")
		link("content", "b")
		want("/content")
		link("content", "way")
		want("/content")
		link("way", "b")
		want("/content")
		s.silent()
	}
}

func TestManyFilesAtOnce(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x"})
	for _, name := range strings.Fields("a b c d e f g h") {
		s.write(name+".txt", name)
	}
	var changed []string
	for len(changed) < 8 {
		changed = union(changed, s.event().Changed)
	}
	s.silent()
}

// Where the system has no more watches to give, the folders are polled.
func TestNoMoreWatches(t *testing.T) {
	dir := t.TempDir()
	var why error
	w, err := newWatcher([]string{dir}, false, func(err error) { why = err })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.notices.Close(); err != nil { // every Add fails from now on
		t.Fatal(err)
	}
	changes := make(chan []string)
	go w.run(t.Context(), changes)
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	select {
	case names := <-changes:
		if len(names) != 1 || why == nil || errors.Is(why, os.ErrNotExist) {
			t.Errorf("changed %q, told %v", names, why)
		}
	case <-time.After(soon):
		t.Fatal("the change was not seen")
	}
}

// What a build writes into the folder that is watched is looked at once, and is then
// as it was: no loop.
func TestOutputInsideTheWatchedFolder(t *testing.T) {
	dir := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	events, ended := make(chan Event, 100), make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{
			Listener: listener, Watch: []string{dir}, Lang: "en", Report: func(e Event) { events <- e },
			Build: func(context.Context, string, []string) (Site, error) {
				// As gen build does: a new folder beside, swapped with the old.
				staged := filepath.Join(dir, ".gen-stage")
				err := inOrder(
					func() error { return os.MkdirAll(filepath.Join(staged, "ja"), 0o755) },
					func() error { return os.WriteFile(filepath.Join(staged, "ja/index.html"), []byte("page"), 0o644) },
					func() error { return os.RemoveAll(filepath.Join(dir, "public")) },
					func() error { return os.Rename(staged, filepath.Join(dir, "public")) })
				return Site{Files: output.NewMemory(), Summary: "done"}, err
			},
		})
	}()
	n := 0
	settle := func() {
		t.Helper()
		for rest := soon; ; rest = 2 * patience {
			select {
			case <-events:
				n++
			case <-time.After(rest):
				if rest == soon {
					t.Fatal("nothing is built")
				}
				return
			}
			if n > 4 {
				return
			}
		}
	}
	settle()
	if err := writeAtOnce(filepath.Join(dir, "text"), "a save"); err != nil {
		t.Fatal(err)
	}
	settle()
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if n += len(events); n < 2 || n > 4 {
		t.Errorf("a first build and a save are %d builds", n)
	}
}
