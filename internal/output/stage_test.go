package output

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/disk"
)

// stage begins a replacement that is discarded when the test ends.
func stage(t *testing.T, dir, edition string) *Staged {
	t.Helper()
	s, err := Stage(disk.System(), dir, StageOptions{Edition: edition})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Discard(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t *testing.T, s *Staged, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := s.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
}

// build replaces dir by files.
func build(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	s := stage(t, dir, "mihon")
	put(t, s, files)
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
}

// write makes files by hand.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// snapshot returns every file below dir.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func wantFiles(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := snapshot(t, dir)
	delete(got, markerName)
	if !maps.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

// wantAlone fails if anything but the output folder is left in its parent.
func wantAlone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("%s is left", e.Name())
		}
	}
}

func TestMarker(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, map[string]string{"b.html": "bb", "a/c.css": ""})
	got, err := os.ReadFile(filepath.Join(dir, ".gen"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{
 "format": 1,
 "edition": "mihon",
 "files": [
  {
   "name": "a/c.css",
   "size": 0,
   "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  },
  {
   "name": "b.html",
   "size": 2,
   "sha256": "3b64db95cb55c763391c707108489ae18b4112d783300de38e033b4c98c3deaf"
  }
 ]
}
`
	if string(got) != want {
		t.Errorf("marker is\n%s\nwant\n%s", got, want)
	}
}

func TestStageRefuses(t *testing.T) {
	marker := `{"format": 1, "edition": "mihon", "files": [{"name": "index.html"}]}`
	tests := []struct {
		name  string
		files map[string]string
		err   error
		says  string
	}{
		{"a foreign folder", map[string]string{"thesis.docx": "!"}, ErrNotOurs, "thesis.docx"},
		{"a hidden file", map[string]string{".env": "!"}, ErrNotOurs, ".env"},
		{"a repository", map[string]string{".git/config": "!", ".gitkeep": ""}, ErrNotOurs, ".git"},
		{"another's marker", map[string]string{".gen": "not JSON", "index.html": "!"}, ErrNotOurs, ".gen"},
		{"a marker from the future", map[string]string{".gen": `{"format": 2}`}, ErrNotOurs, "format 2"},
		{"a file beside ours", map[string]string{".gen": marker, "index.html": "", "CNAME": "!"}, ErrNotOurs, "CNAME"},
		{"another edition", map[string]string{".gen": strings.Replace(marker, "mihon", "other", 1), "index.html": "!"}, ErrEdition, "other"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			write(t, dir, tt.files)
			_, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon"})
			if !errors.Is(err, tt.err) {
				t.Fatalf("Stage: %v, want %v", err, tt.err)
			}
			var r *Refusal
			if !errors.As(err, &r) || r.Diag.Code != diag.OUT || r.Diag.Pos.File != filepath.ToSlash(dir) {
				t.Fatalf("not a refusal of the folder: %#v", err)
			}
			for _, lang := range []string{"ja", "en"} {
				if s := r.Diag.Sentence(lang); !strings.Contains(s, tt.says) {
					t.Errorf("%s: %q does not name %s", lang, s, tt.says)
				}
			}
			if got := snapshot(t, dir); !maps.Equal(got, tt.files) {
				t.Errorf("the folder was touched: %q", got)
			}
			wantAlone(t, dir)
		})
	}
}

func TestStageAccepts(t *testing.T) {
	marker := `{"format": 1, "edition": "other", "files": [{"name": "index.html"}]}`
	tests := []struct {
		name  string
		files map[string]string
	}{
		{"an empty folder", nil},
		{"a kept folder", map[string]string{".gitkeep": ""}},
		{"what file managers leave", map[string]string{".DS_Store": "", "Thumbs.db": ""}},
		{"another edition when asked to", map[string]string{".gen": marker, "index.html": "!"}},
	}
	for _, tt := range tests {
		dir := filepath.Join(t.TempDir(), "public")
		write(t, dir, tt.files)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		s, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon", AnyEdition: true})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if err := s.Commit(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestStageRefusesAFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	write(t, filepath.Dir(dir), map[string]string{"public": "a file"})
	if _, err := Stage(disk.System(), dir, StageOptions{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("Stage: %v", err)
	}
	if _, err := Stage(disk.System(), "/", StageOptions{}); !errors.Is(err, ErrNotOurs) {
		t.Errorf("Stage(/): %v", err)
	}
}

func TestStageFollowsALink(t *testing.T) {
	tmp := t.TempDir()
	build(t, filepath.Join(tmp, "real", "site"), first)
	link := filepath.Join(tmp, "public")
	if err := os.Symlink(filepath.Join("real", "site"), link); err != nil {
		t.Skip(err)
	}
	build(t, link, second)
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	wantFiles(t, filepath.Join(tmp, "real", "site"), second)

	if err := os.Symlink("nowhere", filepath.Join(tmp, "dangling")); err != nil {
		t.Fatal(err)
	}
	if _, err := Stage(disk.System(), filepath.Join(tmp, "dangling"), StageOptions{}); err == nil {
		t.Error("a link to nowhere was accepted")
	}
}

// A link that somebody put into the output is neither followed nor deleted, whatever
// its name.
func TestLinkInOutput(t *testing.T) {
	for name, to := range map[string]string{"link": "../precious", "ja": "../precious", "index.html": "../precious/file", "Thumbs.db": "../precious/file"} {
		tmp := t.TempDir()
		dir := filepath.Join(tmp, "public")
		build(t, dir, first)
		write(t, tmp, map[string]string{"precious/file": "!"})
		link := filepath.Join(dir, name)
		if err := os.RemoveAll(link); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
		if _, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon"}); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s: Stage: %v", name, err)
		}
		wantFiles(t, filepath.Join(tmp, "precious"), map[string]string{"file": "!"})
		if at, err := os.Readlink(link); err != nil || at != to {
			t.Errorf("%s leads to %q, %v", name, at, err)
		}
	}
}

func TestTwoBuildsAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	s := stage(t, dir, "mihon")
	put(t, s, first)
	if _, err := Stage(disk.System(), dir, StageOptions{Edition: "mihon"}); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Stage: %v", err)
	}
	other := stage(t, filepath.Join(filepath.Dir(dir), "other"), "mihon") // has a lock of its own
	if err := other.Discard(); err != nil {
		t.Error(err)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, dir, first)
	build(t, dir, second)
	wantAlone(t, dir)
}

// What cannot be looked at may be somebody's own: nothing is replaced, whether what stood
// there is known or not.
func TestWhatCannotBeRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	write(t, dir, map[string]string{"ja/mine.txt": "precious"})
	before := snapshot(t, dir)
	stood := standing(t, disk.System(), dir)
	stood.Taken = time.Time{} // no stamp tells what is in a folder
	for _, call := range []string{"lstat public", "open public", "lstat .gen", "read .gen", "list .", "list ja"} {
		for _, known := range []*Stands{nil, stood} {
			d := deaf{disk.System(), call}
			if s, err := Stage(d, dir, StageOptions{Edition: "mihon", Stood: known}); !errors.Is(err, syscall.EIO) {
				t.Errorf("%s: %v", call, err)
				if err == nil {
					s.Discard()
				}
			}
			if got := snapshot(t, dir); !maps.Equal(got, before) {
				t.Errorf("%s: the folder was touched: %q", call, got)
			}
			wantAlone(t, dir)
		}
	}
}

// A deaf disk does not answer one call.
type deaf struct {
	disk.Disk
	call string
}

func (d deaf) Open(dir string) (disk.Folder, error) {
	f, err := d.Disk.Open(dir)
	return deafFolder{f, d.call}, err
}

type deafFolder struct {
	disk.Folder
	call string
}

func (d deafFolder) answer(call, name string) error {
	if d.call == call+" "+name {
		return &fs.PathError{Op: call, Path: name, Err: syscall.EIO}
	}
	return nil
}

func (d deafFolder) Sub(name string) (disk.Folder, error) {
	if err := d.answer("open", name); err != nil {
		return nil, err
	}
	sub, err := d.Folder.Sub(name)
	return deafFolder{sub, d.call}, err
}

func (d deafFolder) Lstat(name string) (fs.FileInfo, error) {
	if err := d.answer("lstat", name); err != nil {
		return nil, err
	}
	return d.Folder.Lstat(name)
}

func (d deafFolder) ReadFile(name string) ([]byte, error) {
	if err := d.answer("read", name); err != nil {
		return nil, err
	}
	return d.Folder.ReadFile(name)
}

func (d deafFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.answer("list", name); err != nil {
		return nil, err
	}
	return d.Folder.ReadDir(name)
}

// What does not stand on the disk as it was put is not published.
func TestCommitVerifies(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	build(t, dir, first)
	for name, damage := range map[string]func(string) error{
		"truncated": func(name string) error { return os.Truncate(name, 0) },
		"other":     func(name string) error { return os.WriteFile(name, []byte("x"), 0o644) },
		"gone":      os.Remove,
	} {
		s := stage(t, dir, "mihon")
		put(t, s, second)
		if err := damage(filepath.Join(filepath.Dir(dir), ".gen-staging-public", "ja", "index.html")); err != nil {
			t.Fatal(err)
		}
		if err := s.Commit(); err == nil || !strings.Contains(err.Error(), "ja/index.html") {
			t.Errorf("%s: Commit: %v", name, err)
		}
		if err := s.Discard(); err != nil {
			t.Fatal(err)
		}
		wantFiles(t, dir, first)
		wantAlone(t, dir)
	}
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
