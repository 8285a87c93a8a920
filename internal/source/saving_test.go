package source

import (
	"io/fs"
	"strings"
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
