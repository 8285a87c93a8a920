package receipt

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/internal/source"
)

// A site is a folder with content and what was made of it.
type site struct {
	*testing.T
	dir string
}

func newSite(t *testing.T) site {
	s := site{t, t.TempDir()}
	s.write("content/a.md", "a")
	s.write("content/b/c.md", "c")
	s.write("themes/own/x.css", "x")
	s.write("out/a/index.html", "a")
	s.write("out/.gen", "{}")
	return s
}

func (s site) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s site) write(name, text string) {
	s.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// look begins a build at a time long after all that was written before, or at the
// same time.
func (s site) look(later time.Duration) *Visit {
	s.Helper()
	v, err := Look(disk.System(), os.DirFS(s.dir), []string{"content", "themes"}, time.Now().Add(later))
	s.must(err)
	return v
}

// unchanged looks again, that much later.
func (s site) unchanged(wish string, later time.Duration) *Receipt {
	s.Helper()
	v, wanted := s.look(later), Request{s.path("out"), s.path("out"), wish}
	if last := v.Last(wanted); v.Unchanged(wanted, last) {
		return last
	}
	return nil
}

// nextTime waits until what is written has another time than what was written before:
// a few milliseconds on most disks, a second or two on some.
func nextTime(t *testing.T) {
	t.Helper()
	clock := filepath.Join(t.TempDir(), "clock")
	write := func() time.Time {
		t.Helper()
		if err := os.WriteFile(clock, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(clock)
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}
	for began := write(); !write().After(began); {
		time.Sleep(time.Millisecond)
	}
}

// build leaves a receipt.
func (s site) build(v *Visit, folders ...string) error {
	s.Helper()
	files := map[string]*source.File{}
	for _, dir := range folders {
		list, _, err := source.Read(os.DirFS(s.dir), dir)
		s.must(err)
		for _, f := range list {
			files[f.Path] = f
		}
	}
	return v.Write(Request{s.path("out"), s.path("out"), "w"}, folders, files, s.stands(v.disk), []byte("said\n\"it\""))
}

// stands returns what stands in the output folder.
func (s site) stands(d disk.Disk) (now output.Stands) {
	s.Helper()
	out, err := d.Open(s.path("out"))
	s.must(err)
	defer out.Close()
	now.Taken = time.Unix(1, 2)
	for _, name := range []string{".", ".gen", "a", "a/index.html"} {
		stamp, _ := out.Stamp(name) // none where it has gone
		e := output.Standing{Name: name, Stamp: stamp}
		if now.Tree = append(now.Tree, e); fs.FileMode(stamp.Mode).IsDir() {
			now.Spare = append(now.Spare, e)
		}
	}
	return now
}

func TestReceipt(t *testing.T) {
	var keep os.FileInfo
	for _, tt := range []struct {
		name string
		edit func(s site)
		same bool
	}{
		{"nothing", func(s site) {}, true},
		{"a text", func(s site) { s.write("content/a.md", "b") }, false},
		{"a longer text", func(s site) { s.write("content/a.md", "aa") }, false},
		{"a text that is written again", func(s site) { s.write("content/a.md", "a") }, true},
		{"a text as old as before", func(s site) {
			s.write("content/a.md", "b")
			s.must(os.Chtimes(s.path("content/a.md"), keep.ModTime(), keep.ModTime()))
		}, false},
		{"another file of the same name", func(s site) {
			s.write("new", "b")
			s.must(os.Chtimes(s.path("new"), keep.ModTime(), keep.ModTime()))
			s.must(os.Rename(s.path("new"), s.path("content/a.md")))
		}, false},
		{"one more", func(s site) { s.write("content/b/d.md", "") }, false},
		{"one more, the last", func(s site) { s.write("themes/own/y.css", "") }, false},
		{"a hidden one more", func(s site) { s.write("content/.d.md", "") }, true},
		{"one less", func(s site) { s.must(os.Remove(s.path("content/b/c.md"))) }, false},
		{"one less, the last", func(s site) { s.must(os.Remove(s.path("themes/own/x.css"))) }, false},
		{"another name", func(s site) { s.must(os.Rename(s.path("content/b"), s.path("content/d"))) }, false},
		{"the theme", func(s site) { s.write("themes/own/x.css", "y") }, false},
		{"another theme", func(s site) { s.write("themes/other/x.css", "y") }, true},
		{"a page is lost", func(s site) { s.must(os.Remove(s.path("out/a/index.html"))) }, false},
		{"a page is another", func(s site) { s.write("out/a/index.html", "b") }, false},
		{"a page too many", func(s site) { s.write("out/a/b.html", "") }, false},
		{"no output", func(s site) { s.must(os.RemoveAll(s.path("out"))) }, false},
		{"no receipt", func(s site) { s.must(os.Remove(s.path(".gen-receipt-out"))) }, false},
		{"half a receipt", func(s site) { s.must(os.Truncate(s.path(".gen-receipt-out"), 200)) }, false},
		{"another word in the receipt", func(s site) {
			data, err := os.ReadFile(s.path(".gen-receipt-out"))
			s.must(err)
			s.must(os.WriteFile(s.path(".gen-receipt-out"), bytes.Replace(data, []byte("said"), []byte("sold"), 1), 0o600))
		}, false},
		{"an empty receipt", func(s site) { s.must(os.Truncate(s.path(".gen-receipt-out"), 0)) }, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, later := range []time.Duration{0, time.Hour} { // told by content, and by stamps
				s := newSite(t)
				var err error
				keep, err = os.Stat(s.path("content/a.md"))
				s.must(err)
				s.must(s.build(s.look(later), "content", "themes/own"))
				nextTime(s.T)
				tt.edit(s)
				for range 2 { // the first look may note how the files are now
					r := s.unchanged("w", 2*time.Hour)
					if (r != nil) != tt.same {
						t.Fatalf("looked %v later: unchanged %v, want %v", later, r != nil, tt.same)
					}
					if r != nil && string(r.Said) != "said\n\"it\"" {
						t.Errorf("it said %q", r.Said)
					}
				}
				if s.unchanged("another wish", later) != nil {
					t.Error("a receipt for something else is taken")
				}
			}
		})
	}
}

// What came, went or was lost while the build read has no receipt.
func TestNoReceipt(t *testing.T) {
	for name, edit := range map[string]func(s site){
		"came": func(s site) { s.write("content/d.md", "") },
		"went": func(s site) { s.must(os.Remove(s.path("content/a.md"))) },
		"lost": func(s site) { s.must(os.Remove(s.path("out/a/index.html"))) },
	} {
		s := newSite(t)
		v := s.look(time.Hour)
		edit(s)
		if s.build(v, "content") == nil || s.unchanged("w", time.Hour) != nil {
			t.Errorf("%s: there is a receipt", name)
		}
	}
}

// A text that changes after it was looked at and before it is read is the one that
// was read.
func TestChangedMeanwhile(t *testing.T) {
	s := newSite(t)
	v := s.look(time.Hour)
	nextTime(s.T)
	s.write("content/a.md", "b")
	s.must(s.build(v, "content"))
	if s.unchanged("w", time.Hour) == nil {
		t.Error("what was read is not known again")
	}
	nextTime(s.T)
	s.write("content/a.md", "a")
	if s.unchanged("w", time.Hour) != nil {
		t.Error("what was looked at is taken for what was read")
	}
}

// What stood in the output is told to the next build, which need not look at all of it.
func TestStood(t *testing.T) {
	s := newSite(t)
	s.must(s.build(s.look(time.Hour), "content"))
	v := s.look(time.Hour)
	got, want := v.Last(Request{s.path("out"), s.path("out"), "w"}).Stood(), s.stands(v.disk)
	if got == nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("there stood %v, want %v", got, want)
	}
	if v.Last(Request{s.path("out"), s.path("out"), "another wish"}).Stood() != nil {
		t.Error("something stood without a receipt")
	}
}

// Where the system does not tell when a file last changed, what was written is known by
// its content alone.
func TestTimesThatAnybodyCanSet(t *testing.T) {
	s := newSite(t)
	s.must(os.RemoveAll(s.path("out")))
	staged, err := output.Stage(disk.System(), s.path("out"), output.StageOptions{Edition: "public"})
	s.must(err)
	s.must(staged.Put("a/index.html", []byte("a")))
	s.must(staged.Commit())
	look := func() *Visit {
		v := s.look(time.Hour)
		v.disk = timeless{v.disk}
		return v
	}
	s.must(s.build(look(), "content"))
	page, wanted := s.path("out/a/index.html"), Request{s.path("out"), s.path("out"), "w"}
	info, err := os.Stat(page)
	s.must(err)
	for text, same := range map[string]bool{"a": true, "b": false} {
		s.write("out/a/index.html", text)
		s.must(os.Chtimes(page, info.ModTime(), info.ModTime()))
		if v := look(); v.Unchanged(wanted, v.Last(wanted)) != same {
			t.Errorf("a page that holds %q is taken to be as it was: %v", text, !same)
		}
	}
}

// A timeless disk does not tell when a file last changed, as that of Windows.
type timeless struct{ disk.Disk }

func (d timeless) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return timelessFolder{f}, err
}

type timelessFolder struct{ disk.Folder }

func (f timelessFolder) Stamp(name string) (disk.Stamp, error) {
	stamp, err := f.Folder.Stamp(name)
	stamp.Changed = 0
	return stamp, err
}

// What stands as it did is known by what it was; nothing else is.
func TestKnown(t *testing.T) {
	s := newSite(t)
	s.must(s.build(s.look(time.Hour), "content"))
	nextTime(s.T)
	s.write("content/b/c.md", "x")
	s.write("content/new.md", "x")
	v := s.look(time.Hour)
	known := s.known(v, v.Last(Request{s.path("out"), s.path("out"), "w"}))
	data, err := os.ReadFile(s.path("content/a.md"))
	s.must(err)
	size, sum, ok := known("content/a.md")
	if want := source.New("content/a.md", data); !ok || size != want.Size() || sum != want.Sum {
		t.Errorf("what has not changed is known as %d, %x, %v", size, sum, ok)
	}
	for _, name := range []string{"content/b/c.md", "content/new.md", "content/gone.md"} {
		if _, _, ok := known(name); ok {
			t.Errorf("%s is known", name)
		}
	}
	if _, _, ok := s.known(v, nil)("content/a.md"); ok {
		t.Error("something is known without a receipt")
	}
	// Of what was written just before it was read, the stamp does not tell.
	s.must(s.build(s.look(0), "content"))
	v = s.look(time.Hour)
	if _, _, ok := s.known(v, v.Last(Request{s.path("out"), s.path("out"), "w"}))("content/new.md"); ok {
		t.Error("what may have changed is known")
	}
}

// known returns what a visit knows of a file that it has seen.
func (s site) known(v *Visit, r *Receipt) func(name string) (int, [sha256.Size]byte, bool) {
	list := v.Seen("content", r)
	return func(name string) (int, [sha256.Size]byte, bool) {
		for _, f := range list {
			if f.Path == name {
				return f.Size, f.Sum, f.Known
			}
		}
		return 0, [sha256.Size]byte{}, false
	}
}

// What a link leads to may change while the link is as it was.
func TestKnownLink(t *testing.T) {
	s := newSite(t)
	s.write("behind.md", "x")
	if err := os.Symlink("../behind.md", s.path("content/link.md")); err != nil {
		t.Skip(err)
	}
	s.must(s.build(s.look(time.Hour), "content"))
	v := s.look(time.Hour)
	known := s.known(v, v.Last(Request{s.path("out"), s.path("out"), "w"}))
	if _, _, ok := known("content/link.md"); ok {
		t.Error("what a link leads to is known")
	}
	if _, _, ok := known("content/a.md"); !ok {
		t.Error("nothing is known")
	}
}
