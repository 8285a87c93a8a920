package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// StageOptions say what is about to be written.
type StageOptions struct {
	Edition    string // the organisation's id, or "public"; written into the marker
	AnyEdition bool   // replace whatever edition stands there: the user has named the new one
}

// A Staged is a replacement of an output folder in the making.
type Staged struct {
	dir     string   // the output folder, as the caller named it
	base    string   // its real name
	parent  *os.Root // the folder that holds it, and everything named .gen-*
	edition string
	unlock  func()
	staging *os.Root

	// What a rename does; tests make it fail.
	exchange, rename func(parent *os.Root, from, to string) error

	mu      sync.Mutex
	tree    tree[manifestFile]
	failed  error // the first Put that went wrong
	inPlace bool
	closed  bool
}

var (
	_ Sink = (*Memory)(nil)
	_ Sink = (*Staged)(nil)
)

// Stage begins a replacement of dir, which may be absent. A link to a folder is
// followed. It holds a lock until Commit or Discard, clears away what a killed
// build left, and returns a *[Refusal] when dir must not be replaced.
func Stage(dir string, o StageOptions) (_ *Staged, err error) {
	real, err := resolve(dir)
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	if filepath.Dir(real) == real {
		return nil, notOurs(dir, real)
	}
	s := &Staged{
		dir: dir, base: filepath.Base(real), edition: o.Edition, tree: newTree[manifestFile](),
		exchange: exchange, rename: (*os.Root).Rename,
	}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if s.parent, err = os.OpenRoot(filepath.Dir(real)); err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	if s.unlock, err = lock(s.parent, ".gen-lock-"+s.base); errors.Is(err, ErrBusy) {
		return nil, busy(dir)
	} else if err != nil {
		return nil, fmt.Errorf("output: cannot lock %s: %w", dir, err)
	}
	if err := s.restore(); err != nil {
		return nil, err
	}
	old, err := s.inspect()
	if err != nil {
		return nil, err
	}
	if old != nil && old.Edition != o.Edition && !o.AnyEdition {
		return nil, otherEdition(dir, old.Edition, o.Edition)
	}
	for _, leftover := range []string{s.oldName(), s.stagingName()} {
		if err := s.parent.RemoveAll(leftover); err != nil {
			return nil, fmt.Errorf("output: cannot remove what an earlier build left: %w", err)
		}
	}
	if err := s.parent.Mkdir(s.stagingName(), 0o755); err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	if s.staging, err = s.parent.OpenRoot(s.stagingName()); err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	return s, nil
}

func (s *Staged) stagingName() string { return ".gen-staging-" + s.base }
func (s *Staged) oldName() string     { return ".gen-old-" + s.base }

// resolve returns the real place of dir, whose parent exists when it returns.
func resolve(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(abs); err == nil {
		return filepath.EvalSymlinks(abs)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return "", err
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}

// restore undoes the first half of a swap in two steps whose second half never
// came.
func (s *Staged) restore() error {
	if _, err := s.parent.Lstat(s.base); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err := s.parent.Rename(s.oldName(), s.base); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("output: cannot restore %s: %w", s.dir, err)
	}
	return nil
}

// inspect returns the manifest of what stands in the output folder, nil when
// nothing does, or a *Refusal when it is not all ours.
func (s *Staged) inspect() (*manifest, error) {
	switch info, err := s.parent.Lstat(s.base); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("output: %w", err)
	case !info.IsDir():
		return nil, notOurs(s.dir, s.base)
	}
	out, err := s.parent.OpenRoot(s.base)
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	defer out.Close()

	var old *manifest
	if info, err := out.Lstat(markerName); err == nil && info.Mode().IsRegular() {
		data, err := out.ReadFile(markerName)
		if err != nil {
			return nil, fmt.Errorf("output: %w", err)
		}
		m, err := decodeManifest(data)
		if err != nil {
			return nil, unreadable(s.dir, err)
		}
		old = &m
	}
	made := old.byName()
	err = fs.WalkDir(out.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("output: %w", err)
		}
		_, ours := made[name]
		regular := d.Type().IsRegular()
		switch {
		case name == ".", d.IsDir() && old != nil, regular && (ours || nobodys(name)):
			return nil
		case old == nil:
			return notOurs(s.dir, name)
		case name == markerName && regular:
			return nil
		}
		return notAllOurs(s.dir, name)
	})
	return old, err
}

// nobodys reports whether a file may be lost without anyone missing it, or is
// dealt with elsewhere: file managers leave the former in any folder they show.
func nobodys(name string) bool {
	switch path.Base(name) {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	return name == gitkeepName || name == inPlaceTemp
}

// Put implements [Sink]. After an error, Commit refuses.
func (s *Staged) Put(name string, data []byte) error {
	file := describe(name, data)
	err := s.claim(file)
	if err == nil {
		if err = s.write(name, data); err != nil {
			err = fmt.Errorf("output: %w", err)
		}
	}
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failed == nil {
			s.failed = err
		}
	}
	return err
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
	f, err := s.staging.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.staging.MkdirAll(path.Dir(name), 0o755); err != nil {
			return err
		}
		f, err = s.staging.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	// Some file systems report a full disk only here.
	return errors.Join(err, f.Close())
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
		return fmt.Errorf("output: %w", err)
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
