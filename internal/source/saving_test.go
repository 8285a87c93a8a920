package source

import (
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// A file that is read while an editor writes it, in place, is read again.
func TestReadWhileItIsSaved(t *testing.T) {
	text := strings.Repeat("鍵を渡す\n", 1000)
	saved := &saving{MapFS: fstest.MapFS{"content/a.md": {Data: []byte(text)}}, states: []string{"", "", text[:300], text[:6000]}}
	files, diags, err := Read(saved, "content")
	if err != nil || len(diags) > 0 || len(files) != 1 || string(files[0].Data()) != text {
		t.Errorf("%d files, %v, %v", len(files), diags, err)
	}
	// What stays empty is.
	files, diags, err = Read(fstest.MapFS{"content/a.md": {}}, "content")
	if err != nil || len(diags) > 0 || len(files) != 1 || len(files[0].Data()) != 0 {
		t.Errorf("an empty file: %d files, %v, %v", len(files), diags, err)
	}
}

// A saving file system has, of its files, one state at each opening, and in the end
// what they hold.
type saving struct {
	fstest.MapFS
	states []string
}

func (s *saving) Open(name string) (fs.File, error) {
	f, err := s.MapFS.Open(name)
	if info, e := fs.Stat(s.MapFS, name); e == nil && !info.IsDir() && len(s.states) > 0 {
		now := fstest.MapFS{name: {Data: []byte(s.states[0])}}
		s.states = s.states[1:]
		half, err := now.Open(name)
		return growing{half, info}, err
	}
	return f, err
}

// A growing file is larger when it has been read.
type growing struct {
	fs.File
	later fs.FileInfo
}

func (g growing) Stat() (fs.FileInfo, error) { return g.later, nil }

// What grows beyond its limit while it is read is refused, as what was too large before.
func TestReadNoMoreThanTheLimit(t *testing.T) {
	const name = "content/a.png"
	large := strings.Repeat("x", MaxSize+1)
	for what, fsys := range map[string]fs.FS{
		"too large":         fstest.MapFS{name: {Data: []byte(large)}},
		"grown when opened": &saving{MapFS: fstest.MapFS{name: {Data: []byte("x")}}, states: []string{large}},
		"endless":           endless{fstest.MapFS{name: {Data: []byte("x")}}},
	} {
		files, diags, err := Read(fsys, "content")
		if err != nil || len(files) != 0 || len(diags) != 1 || diags[0].Code != "LIMIT" || diags[0].Pos.File != name {
			t.Errorf("%s: %d files, %v, %v", what, len(files), diags, err)
		}
	}
	files, diags, err := Read(fstest.MapFS{"content/a.mp4": {Data: []byte(large)}}, "content")
	if err != nil || len(files) != 1 || len(diags) != 0 {
		t.Errorf("%d files, %v, %v", len(files), diags, err)
	}
}

// An endless file system has files that do not end, whatever size they say.
type endless struct{ fstest.MapFS }

func (e endless) Open(name string) (fs.File, error) {
	f, err := e.MapFS.Open(name)
	if info, e := fs.Stat(e.MapFS, name); e == nil && !info.IsDir() {
		return endlessFile{f}, err
	}
	return f, err
}

type endlessFile struct{ fs.File }

func (endlessFile) Read(b []byte) (int, error) { return len(b), nil }

// A file that goes between listing and reading is none.
func TestReadWhileAFileGoes(t *testing.T) {
	const name = "content/a.md.saving"
	left := fstest.MapFS{"content/a.md": {Data: []byte("a")}}
	all := fstest.MapFS{"content/a.md": left["content/a.md"], name: {Data: []byte("half")}}
	files, diags, err := Read(&going{all: all, left: left, name: name}, "content")
	if err != nil || len(diags) > 0 || len(files) != 1 || files[0].Path != "content/a.md" {
		t.Errorf("%v, %v, %v", paths(files), diags, err)
	}
}

// In a going file system a file goes when it is opened.
type going struct {
	all, left fstest.MapFS // with the file, and without it
	name      string
	gone      atomic.Bool
}

func (g *going) Open(name string) (fs.File, error) {
	if name == g.name {
		g.gone.Store(true)
	}
	if g.gone.Load() {
		return g.left.Open(name)
	}
	return g.all.Open(name)
}
