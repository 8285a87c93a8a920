package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/parallel"
)

// StageOptions say what is about to be written.
type StageOptions struct {
	Edition    string // the organisation's id, or "public"; written into the marker
	AnyEdition bool   // replace whatever edition stands there: the user has named the new one

	// Stood, if it is known, is what stood there when a build had ended.
	Stood *Stands

	// Spare leaves a second tree of the same files beside the output folder, in which the
	// next build changes only what is another.
	Spare bool

	// Swapped, if there is one, is called when the new tree stands as a whole, with what
	// looks what stands now. No other build can replace it meanwhile. Who wants that for a
	// later build sets when it was taken.
	Swapped func(look func() (Stands, error))
}

// A Staged is a replacement of an output folder in the making.
type Staged struct {
	dir     string      // the output folder, as the caller named it
	base    string      // its real name
	parent  disk.Folder // the folder that holds it, and everything named .gen-*
	edition string
	swapped func(look func() (Stands, error))
	spare   bool
	unlock  func()
	staging disk.Folder
	begun   bool       // the staging folder began as a spare
	sure    []bool     // of the folders of the spare that was: what is in them is what was left there
	touched sync.Map   // folders of the staging folder in which something has come or gone since
	root    disk.Stamp // of the staging folder, as far as its rights go
	old     old

	marker     *manifest // that of the output folder, once it is read
	markerData []byte

	mu       sync.Mutex
	tree     tree[manifestFile]
	failed   error // the first Put that went wrong
	vacating sync.Mutex

	listed     []string        // folders of the old tree that were listed at the last look
	spared     bool            // the old tree is the spare now
	touchedOld map[string]bool // its folders in which something has come or gone for that

	mounted bool // a file system of its own, which has its own folder in it
	inPlace bool
	left    string // a tree that was replaced and could not be removed
	closed  bool
}

var (
	_ Sink = (*Memory)(nil)
	_ Sink = (*Staged)(nil)
)

// Stage begins a replacement of dir, which may be absent. A link to a folder is
// followed. It holds a lock until Commit or Discard, puts right what a killed
// build left, and returns a *[Refusal] when dir must not be replaced.
func Stage(d disk.Disk, dir string, o StageOptions) (_ *Staged, err error) {
	real, err := d.Resolve(dir)
	if err != nil {
		return nil, fmt.Errorf("output: cannot find %s: %w", dir, err)
	}
	if filepath.Dir(real) == real {
		return nil, notOurs(dir, real)
	}
	if err := d.MkdirAll(filepath.Dir(real)); errors.Is(err, fs.ErrNotExist) {
		return nil, closedAround(dir, filepath.Dir(real), err)
	} else if err != nil {
		return nil, fmt.Errorf("output: cannot make %s: %w", filepath.Dir(real), err)
	}
	s := &Staged{dir: dir, base: filepath.Base(real), edition: o.Edition, swapped: o.Swapped, spare: o.Spare, tree: newTree[manifestFile]()}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.parent, err = d.Open(filepath.Dir(real)); err != nil {
		return nil, fmt.Errorf("output: cannot open %s: %w", filepath.Dir(real), err)
	}
	if s.unlock, err = s.parent.Lock(s.lockName()); errors.Is(err, disk.ErrBusy) {
		return nil, busy(dir)
	} else if isClosed(err) || errors.Is(err, fs.ErrNotExist) { // of what is to be made: the system makes none there, as in /proc
		return nil, closedAround(dir, filepath.Dir(real), err)
	} else if err != nil {
		return nil, fmt.Errorf("output: cannot lock %s: %w", dir, err)
	}
	if err := s.recover(); err != nil {
		return nil, err
	}
	if s.stoodMarked(o.Stood) {
		s.old.stood = o.Stood
	}
	old, err := s.inspect(true)
	if err != nil {
		return nil, err
	}
	if old != nil && old.Edition != o.Edition && !o.AnyEdition {
		return nil, otherEdition(dir, old.Edition, o.Edition)
	}
	for _, leftover := range []string{s.oldName(), s.stagingName()} {
		if err := s.parent.RemoveAll(leftover); err != nil {
			return nil, s.leftover(leftover, err)
		}
	}
	s.old.fresh = sync.OnceValue(s.newStamp)
	if err := s.begin(); err != nil {
		_ = s.parent.RemoveAll(s.stagingName())
		return nil, err
	}
	return s, nil
}

// stoodMarked reports whether the marker is the one that stood: a build that was cut
// short may have left one of other files.
func (s *Staged) stoodMarked(stood *Stands) bool {
	if stood == nil {
		return false
	}
	now, err := s.parent.Stamp(path.Join(s.base, markerName))
	at := find(stood.Tree, markerName)
	return err == nil && at >= 0 && stood.Tree[at].Stamp == now
}

func (s *Staged) stagingName() string { return ".gen-staging-" + s.base }
func (s *Staged) oldName() string     { return ".gen-old-" + s.base }
func (s *Staged) lockName() string    { return ".gen-lock-" + s.base }

// leftover says that something beside the output folder cannot be removed.
func (s *Staged) leftover(name string, err error) error {
	return fmt.Errorf("output: cannot remove %s, which an earlier build left beside %s: %w", name, s.dir, err)
}

// inspect returns the manifest of what stands in the output folder, nil when
// nothing does, or a *Refusal when it is not all ours. The first time it looks which
// files are as they stood.
func (s *Staged) inspect(first bool) (*manifest, error) {
	s.listed = nil
	switch info, err := s.parent.Lstat(s.base); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("output: cannot look at %s: %w", s.dir, err)
	case !info.IsDir():
		return nil, notOurs(s.dir, s.base)
	}
	out, err := s.parent.Sub(s.base)
	if err != nil {
		return nil, fmt.Errorf("output: cannot open %s: %w", s.dir, err)
	}
	defer out.Close()

	var old *manifest
	known := s.old.stood != nil
	switch info, err := out.Lstat(markerName); {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, s.cannot("read", markerName, err)
	case err == nil && info.Mode().IsRegular():
		data, err := out.ReadFile(markerName)
		if err != nil {
			return nil, s.cannot("read", markerName, err)
		}
		if s.marker == nil || !bytes.Equal(s.markerData, data) {
			m, err := decodeManifest(data)
			if err != nil {
				return nil, unreadable(s.dir, err)
			}
			known = known && s.marker == nil // else somebody has replaced it meanwhile
			s.marker, s.markerData, s.old.files = &m, data, m.byName()
		}
		old = s.marker
	default:
		known = false
	}
	show := func(name string, d fs.DirEntry) (below bool, err error) { return s.inspectOne(name, d, old) }
	if !known {
		s.old.same = nil
		return old, s.walk(out, []string{"."}, show)
	}
	unsure, err := s.look(out, first)
	if err != nil {
		return nil, err
	}
	return old, s.walk(out, unsure, func(name string, d fs.DirEntry) (below bool, err error) {
		below, err = show(name, d)
		return below && find(s.old.stood.Tree, name) < 0, err // the others were looked at
	})
}

// walk shows all that is in folders of the output folder, and looks into those below of
// which it is told to. It notes which it has listed.
func (s *Staged) walk(folder disk.Folder, level []string, show func(name string, d fs.DirEntry) (below bool, err error)) error {
	type listing struct {
		entries []fs.DirEntry
		err     error
	}
	for len(level) > 0 {
		s.listed = append(s.listed, level...)
		lists, _ := parallel.Each(context.Background(), level, func(dir string) listing {
			entries, err := folder.ReadDir(dir)
			return listing{entries, err}
		})
		var next []string
		for i, l := range lists {
			if l.err != nil {
				return s.cannot("read", level[i], l.err)
			}
			for _, d := range l.entries {
				name := path.Join(level[i], d.Name())
				below, err := show(name, d)
				if err != nil {
					return err
				}
				if below {
					next = append(next, name)
				}
			}
		}
		level = next
	}
	return nil
}

// inspectOne looks at one file or folder of the output folder, of which old is the
// marker, and says whether to look into it.
func (s *Staged) inspectOne(name string, d fs.DirEntry, old *manifest) (below bool, err error) {
	if d.IsDir() && name == inPlaceTemp {
		return false, nil
	}
	if d.IsDir() && name == lostAndFound && s.parent.Mounted(s.base) {
		s.mounted = true
		return false, nil // which often may not even be read
	}
	_, ours := s.old.files[name]
	regular := d.Type().IsRegular()
	switch {
	case d.IsDir() && old != nil:
		return true, nil
	case regular && (ours || nobodys(name)):
		return false, nil
	case old == nil:
		return false, notOurs(s.dir, name)
	case name == markerName && regular:
		return false, nil
	}
	return false, notAllOurs(s.dir, name)
}

// lostAndFound is the folder that a file system makes for itself when it is made. What
// stands in it stays: such a site is replaced file by file.
const lostAndFound = "lost+found"

// nobodys reports whether a file may be lost without anyone missing it, or is
// dealt with elsewhere: file managers leave the former in any folder they show.
func nobodys(name string) bool {
	switch path.Base(name) {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	return name == gitkeepName
}

// cannot says which file of the output folder could not be read or written.
func (s *Staged) cannot(do, name string, err error) error { return cannot(do, s.dir, name, err) }

func cannot(do, dir, name string, err error) error {
	return fmt.Errorf("output: cannot %s %s: %w", do, path.Join(filepath.ToSlash(dir), name), err)
}

// Put implements [Sink]. After an error, Commit refuses.
func (s *Staged) Put(name string, data []byte) error {
	file := describe(name, data)
	err := s.claim(file)
	if err == nil && (s.old.files[name] != file || !s.take(file)) {
		err = s.write(name, data)
	}
	s.fail(err)
	return err
}

// fail notes an error of a file, if it is one.
func (s *Staged) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = cmp.Or(s.failed, err)
}

func (s *Staged) claim(file manifestFile) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("output: Put after Commit or Discard")
	}
	return s.tree.put(file.Name, file)
}

func (s *Staged) write(name string, data []byte) error {
	if err := s.vacate(name); err != nil {
		return s.cannot("write", name, err)
	}
	s.touch(name)
	err := s.staging.Create(name, data)
	if errors.Is(err, fs.ErrNotExist) {
		if err = s.staging.MkdirAll(path.Dir(name)); err == nil {
			err = s.staging.Create(name, data)
		}
	}
	if err != nil {
		return s.cannot("write", name, err)
	}
	return nil
}

// names returns the names of all that is in the folder after Commit.
func (s *Staged) names() []string {
	names := slices.Collect(maps.Keys(s.tree.files))
	names = slices.AppendSeq(names, maps.Keys(s.tree.folders))
	names = append(names, markerName)
	slices.Sort(names)
	return names
}

// Discard gives up the replacement and leaves the output folder as it is. It may
// be called more than once, and does nothing after a successful Commit.
func (s *Staged) Discard() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.staging.Close()
	err := s.parent.RemoveAll(s.stagingName())
	s.close()
	if err != nil {
		return fmt.Errorf("output: cannot remove %s: %w", s.stagingName(), err)
	}
	return nil
}

// close gives up what the process holds; s may be half made.
func (s *Staged) close() {
	s.closed = true
	if s.staging != nil {
		s.staging.Close()
	}
	if s.unlock != nil {
		s.unlock()
	}
	if s.parent != nil {
		s.parent.Close()
	}
}
