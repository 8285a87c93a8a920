package serve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// A checkout of 500 files is one rebuild, or two.
func TestCheckout(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "main"})
	for i := range 500 {
		s.write(fmt.Sprintf("d%d/f%d.txt", i%20, i), "main")
	}
	s.until("/d19/f499.html", 200, "main")
	s.settle()
	began, stalls, last := time.Now(), 0, time.Now()
	for i := range 500 { // as git does: unlink, write anew
		if time.Since(last) > calm/2 {
			stalls++ // of a machine that is busy elsewhere: it looks like the end
		}
		last = time.Now()
		path := filepath.Join(s.dir, fmt.Sprintf("d%d/f%d.txt", i%20, i))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("branch"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// A machine that is busy elsewhere takes longer than a writer's patience.
	most := 2 + int(time.Since(began)/patience) + stalls
	whole := func() bool {
		for i := range 500 {
			if _, page := s.get(fmt.Sprintf("/d%d/f%d.html", i%20, i)); !strings.Contains(page, "branch") {
				return false
			}
		}
		s.seen = s.builds.Load()
		return true
	}
	changed, rebuilds := map[string]bool{}, 0
	for len(changed) < 500 || !whole() {
		rebuilds++
		for _, name := range s.event().Changed {
			changed[name] = true
		}
	}
	s.silent()
	if rebuilds > most {
		t.Errorf("%d rebuilds, want at most %d", rebuilds, most)
	}
}

// While Git changes files, nothing is made of those that it has changed already; a lock
// that was left long ago holds nothing up.
func TestCheckoutTakesLong(t *testing.T) {
	for _, poll := range []bool{false, true} {
		s := start(t, poll, map[string]string{"a.txt": "main", "b.txt": "main", "../.git/index.lock": ""})
		lock := filepath.Join(s.dir, "../.git/index.lock")
		s.write("a.txt", "branch")
		select {
		case e := <-s.events:
			t.Errorf("poll %v: built after %q", poll, e.Changed)
		case <-time.After(2 * patience):
		}
		s.write("b.txt", "branch")
		if err := os.Remove(lock); err != nil {
			t.Fatal(err)
		}
		if e := s.event(); len(e.Changed) != 2 {
			t.Errorf("poll %v: changed %q", poll, e.Changed)
		}
		s.write("../.git/index.lock", "")
		before := time.Now().Add(-2 * longestCheckout)
		if err := os.Chtimes(lock, before, before); err != nil {
			t.Fatal(err)
		}
		s.write("a.txt", "main")
		s.until("/a.html", 200, "main")
	}
}

// withoutNotices watches a folder of which the system tells nothing, but what a test sends
// as a notice.
func withoutNotices(t *testing.T, dir string) (*watcher, <-chan []string) {
	t.Helper()
	w, err := newWatcher([]string{dir}, false, func(err error) { t.Error(err) })
	if err == nil {
		err = w.notices.Remove(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	changes := make(chan []string)
	go w.run(t.Context(), changes)
	return w, changes
}

// What Git has changed last is seen with the rest, also where its notice comes late, as on
// a machine that is busy; here it never comes.
func TestCheckoutWithoutNotice(t *testing.T) {
	for _, long := range []time.Duration{100 * time.Millisecond, time.Second, 10 * time.Second} { // until the watcher has seen the lock
		dir := filepath.Join(prepare(t, map[string]string{"content/a.txt": "main", "content/b.txt": "main", ".git/index.lock": ""}), "content")
		w, changes := withoutNotices(t, dir)
		for _, name := range []string{"a.txt", "b.txt"} {
			if err := writeAtOnce(filepath.Join(dir, name), "branch"); err != nil {
				t.Fatal(err)
			}
		}
		w.notices.Events <- fsnotify.Event{Name: filepath.Join(dir, "a.txt"), Op: fsnotify.Write}
		time.Sleep(long)
		if err := os.Remove(filepath.Join(dir, "../.git/index.lock")); err != nil {
			t.Fatal(err)
		}
		select {
		case names := <-changes:
			if len(names) == 2 {
				return
			}
		case <-time.After(soon):
			t.Fatal("the change was not seen")
		}
	}
	t.Error("of two files that Git has changed one is seen")
}

// A file that is still being written is not looked at, also where the notice of that comes
// late; here it never comes.
func TestWrittenWithoutNotice(t *testing.T) {
	dir := filepath.Join(prepare(t, map[string]string{"content/a.txt": "0"}), "content")
	w, changes := withoutNotices(t, dir)
	a := filepath.Join(dir, "a.txt")
	write := func(data string) {
		if err := os.WriteFile(a, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for n, tried := 0, 0; tried < 5; n++ {
		write(strconv.Itoa(n) + " half")
		noticed := time.Now()
		w.notices.Events <- fsnotify.Event{Name: a, Op: fsnotify.Write}
		time.Sleep(quiet / 2)
		write(strconv.Itoa(n) + " whole")
		info, err := os.Stat(a)
		if err != nil {
			t.Fatal(err)
		}
		late := time.Since(noticed) >= quiet // then it may have been looked at before
		select {
		case <-changes:
		case <-time.After(soon):
			t.Fatal("the change was not seen")
		}
		if late {
			continue
		}
		if tried++; time.Since(info.ModTime()) < quiet {
			t.Fatalf("it was looked at %v after it was written", time.Since(info.ModTime()))
		}
	}
}

// settle waits until nothing is rebuilt any more.
func (s *session) settle() {
	for {
		select {
		case <-s.events:
		case <-time.After(4 * patience):
			return
		}
	}
}

// However editors save, the reader sees the old text or the new, never a part.
func TestEditors(t *testing.T) {
	long := strings.Repeat("A line of the new text. ", 2000)
	for _, tt := range []struct {
		name string
		save func(dir, path string) error
	}{
		{"Vim", func(dir, path string) error { // :w with backupcopy=no
			return inTime(
				func() error { return os.WriteFile(filepath.Join(dir, "4913"), nil, 0o644) },
				func() error { return os.Remove(filepath.Join(dir, "4913")) },
				func() error { return os.Rename(path, path+"~") },
				func() error { return os.WriteFile(path, []byte(long), 0o644) },
				func() error { return os.Remove(path + "~") })
		}},
		{"Emacs", func(dir, path string) error { // a lock, a backup, a new file
			return inTime(
				func() error { return os.Symlink("me@here.1:1", filepath.Join(dir, ".#index.txt")) },
				func() error { return os.WriteFile(filepath.Join(dir, "#index.txt#"), []byte("auto"), 0o644) },
				func() error { return os.Rename(path, path+"~") },
				func() error { return os.WriteFile(path, []byte(long), 0o644) },
				func() error { return os.Remove(filepath.Join(dir, "#index.txt#")) },
				func() error { return os.Remove(filepath.Join(dir, ".#index.txt")) })
		}},
		{"VS Code", func(dir, path string) error { // truncated and written, in place
			last := time.Now()
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			time.Sleep(2 * quiet)
			for part := range 4 {
				if _, err := f.WriteString(long[part*len(long)/4 : (part+1)*len(long)/4]); err != nil {
					return err
				}
				if took := time.Since(last); part > 0 && took > 3*quiet/4 || took > doubt {
					err = errStalled
				}
				last = time.Now()
				time.Sleep(quiet / 3)
			}
			return err
		}},
		{"TextEdit", func(dir, path string) error { // a folder beside it, then a rename into place
			own := filepath.Join(dir, "index.txt.sb-1a2b3c4d-Xy12Za")
			return inTime(
				func() error { return os.Mkdir(own, 0o755) },
				func() error { return os.WriteFile(filepath.Join(own, "index.txt"), []byte(long), 0o644) },
				func() error { return os.Rename(filepath.Join(own, "index.txt"), path) },
				func() error { return os.Remove(own) })
		}},
		{"JetBrains", func(dir, path string) error {
			return inTime(
				func() error { return os.WriteFile(path+"___jb_tmp___", []byte(long), 0o644) },
				func() error { return os.Rename(path, path+"___jb_old___") },
				func() error { return os.Rename(path+"___jb_tmp___", path) },
				func() error { return os.Remove(path + "___jb_old___") })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for began := time.Now(); time.Since(began) < 2*soon; {
				if shownWhole(t, tt.save, long) {
					return
				}
				t.Log("the machine did not let the editor write in time")
			}
			t.Fatal("the machine never let the editor write in time")
		})
	}
}

// errStalled says that an editor took longer between two pieces of a file than any
// does on a machine that is not busy: nobody can tell such a file from a whole one.
var errStalled = errors.New("the machine is too busy")

// shownWhole saves a file and looks at it all the while: it is the old text or the
// new one. It returns false where that could not be tried.
func shownWhole(t *testing.T, save func(dir, path string) error, long string) bool {
	old := strings.Repeat("What was there before. ", 2000)
	s := start(t, false, map[string]string{"index.txt": old})
	saved := make(chan error, 1)
	go func() { saved <- save(s.dir, filepath.Join(s.dir, "index.txt")) }()
	for deadline := time.Now().Add(soon); ; {
		status, body := s.get("/")
		if strings.Contains(body, long) {
			break
		}
		if status != 200 || !strings.Contains(body, old) {
			if <-saved == errStalled {
				return false
			}
			t.Fatalf("%d: %d bytes, neither the old text nor the new", status, len(body))
		}
		if time.Now().After(deadline) {
			t.Fatal("the new text is never shown")
		}
	}
	if err := <-saved; err != nil && err != errStalled {
		t.Error(err)
	}
	return true
}

// inTime does as inOrder, and says when it took so long that what stands in between is
// taken for the end.
func inTime(steps ...func() error) error {
	began := time.Now()
	if err := inOrder(steps...); err != nil {
		return err
	}
	if time.Since(began) > doubt {
		return errStalled
	}
	return nil
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// When notices are lost, everything is looked at.
func TestLostNotices(t *testing.T) {
	dir := t.TempDir()
	w, err := newWatcher([]string{dir}, false, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	if err := w.notices.Remove(dir); err != nil { // nothing of it is told any more
		t.Fatal(err)
	}
	changes := make(chan []string)
	go w.run(t.Context(), changes)
	if err := os.WriteFile(filepath.Join(dir, "a"), []byte("a"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.notices.Errors <- fsnotify.ErrEventOverflow
	select {
	case names := <-changes:
		if len(names) != 1 {
			t.Errorf("changed %q", names)
		}
	case <-time.After(soon):
		t.Fatal("the change was not seen")
	}
}

// What a build writes beside the content, or below the folder of the project, is
// nothing that is watched.
func TestOutputBesideContentMakesNoLoop(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x"})
	out := filepath.Join(filepath.Dir(s.dir), "public")
	for i := range 20 {
		if err := os.MkdirAll(filepath.Join(out, fmt.Sprint(i)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(out, fmt.Sprint(i), "index.html"), []byte("made"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.silent()
}
