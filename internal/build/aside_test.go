package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/internal/shelf"
	"hikitsugi/themes"
)

// large returns a world of which most has to be put aside.
func large() fstest.MapFS {
	fsys := world("")
	for i := range 60 {
		fsys[fmt.Sprintf("content/guides/large%02d.ja.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: 大%d\n---\n\n%s\n\n## 節 {#s}\n\n30個\n", i, strings.Repeat("長い文章を書きます。", 2500+i))}
		fsys[fmt.Sprintf("content/guides/large%02d.en.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Large %d\n---\n\nShort.\n\n## Section {#s}\n\n40 pieces\n", i)}
	}
	fsys["content/static/last.txt"] = &fstest.MapFile{Data: []byte(strings.Repeat("large\n", 1<<18))}
	return fsys
}

// A build makes the same of what is put aside as of what is in memory.
func TestAside(t *testing.T) {
	in := Input{Project: large(), Public: true}
	want, got := build(t, new(Builder), in), build(t, &Builder{Aside: shelf.On(disk.System())}, in)
	if want.Site == nil || !maps.Equal(got.files, want.files) {
		t.Errorf("other files: %d and %d", len(got.files), len(want.files))
	}
	if fmt.Sprint(got.Problems) != fmt.Sprint(want.Problems) {
		t.Errorf("it says\n%v\nwant\n%v", got.Problems, want.Problems)
	}
}

// What is put aside and cannot be read again is a failure of the machine, at whichever
// reading it happens.
func TestAsideIsUnreadable(t *testing.T) {
	project := large()
	try := func(from int64) (reads int64, err error) {
		d := &deaf{Disk: disk.System(), from: from}
		r, err := (&Builder{Aside: shelf.On(d)}).Build(t.Context(), Input{Project: project, Builtin: themes.Default(), Public: true},
			func(*Result) (output.Sink, error) { return output.NewMemory(), nil })
		if err == nil && r.Site == nil {
			t.Fatal(r.Problems)
		}
		return d.reads.Load(), err
	}
	all, err := try(1 << 60)
	if err != nil {
		t.Fatal(err)
	}
	failed := 0
	for at := int64(1); at <= all; at++ {
		if sampled := at%(all/10) == 1 || at > all-3; !sampled {
			continue
		}
		switch reads, err := try(at); {
		case errors.Is(err, errDisk):
			failed++
		case err != nil || reads >= at: // else there were fewer this time: what waits to be written is read in memory
			t.Errorf("reading %d of %d fails: %v", at, all, err)
		}
	}
	if failed < 10 {
		t.Errorf("%d readings failed", failed)
	}
}

// The same holds for a preview that is searched.
func TestAsideIsUnreadableInAPreview(t *testing.T) {
	d := &deaf{Disk: disk.System(), from: 1 << 60}
	b := &Builder{Aside: shelf.On(d)}
	_, files, err := b.Open(t.Context(), Input{Project: large(), Builtin: themes.Default(), Public: true})
	if err != nil {
		t.Fatal(err)
	}
	d.from = d.reads.Load() + 20
	if _, err := fs.ReadFile(files, "search.ja.js"); !errors.Is(err, errDisk) {
		t.Errorf("it says %v", err)
	}
}

// A deaf disk reads scratch files no more from one reading on.
type deaf struct {
	disk.Disk
	from  int64
	reads atomic.Int64
}

func (d *deaf) Scratch() (disk.Scratch, error) {
	s, err := d.Disk.Scratch()
	return deafScratch{s, d}, err
}

type deafScratch struct {
	disk.Scratch
	disk *deaf
}

func (s deafScratch) ReadAt(data []byte, at int64) (int, error) {
	if s.disk.reads.Add(1) >= s.disk.from {
		return 0, errDisk
	}
	return s.Scratch.ReadAt(data, at)
}
