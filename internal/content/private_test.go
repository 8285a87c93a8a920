package content

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/shelf"
	"hikitsugi/internal/source"
)

// A page that cannot be read from one reading on has no private lines, whichever
// reading that is, and ends nothing.
func TestPrivateLinesUnreadable(t *testing.T) {
	const name, text = "content/columns/a.ja.md", "---\ntitle: A\nsecret: x\n---\n\nText.\n"
	page := source.New(name, []byte(text))
	for left := range 8 {
		fsys := &fading{fstest.MapFS{name: {Data: []byte(text)}}, left}
		names, err := source.Names(fsys.MapFS, "content")
		if err != nil {
			t.Fatal(err)
		}
		tree := source.Tree{
			Aside: shelf.On(disk.System()),
			Seen:  []source.Seen{{Name: names[0], Known: true, Size: page.Size(), Sum: page.Sum}},
		}
		files, _, err := tree.Read(fsys, "content", nil)
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		if got := PrivateLines(files[0].Lines(), nil); len(got) > 0 && !got[3] {
			t.Errorf("%d readings: private are %v", left, got)
		}
	}
}

// fading is a file system whose files can be opened a few times more.
type fading struct {
	fstest.MapFS
	left int
}

func (f *fading) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(f.MapFS, name); err == nil && !info.IsDir() {
		if f.left--; f.left < 0 {
			return nil, errors.New("gone")
		}
	}
	return f.MapFS.Open(name)
}
