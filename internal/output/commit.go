package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"syscall"

	"hikitsugi/internal/parallel"
)

// Commit puts the new tree in the place of the old one. After an error the old
// one stands, and Discard is still due; only where [Staged.InPlace] reports true
// may an error leave a mixture, which the next Commit puts right.
func (s *Staged) Commit() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errors.New("output: Commit after Commit or Discard")
	}
	if s.failed != nil {
		return fmt.Errorf("output: a file could not be written: %w", s.failed)
	}
	if err := s.finish(); err != nil {
		return err
	}
	// Somebody may have put a file there since Stage looked, and finish takes a while. What
	// comes between this look and the swap goes with the old tree: milliseconds.
	old, err := s.inspect(false)
	if err != nil {
		return err
	}
	s.staging.Close() // Windows does not rename a folder that is open
	if err := s.swap(old); err != nil {
		return fmt.Errorf("output: cannot replace %s: %w", s.dir, err)
	}
	if s.swapped != nil && !s.inPlace {
		s.swapped(s.stands)
	}
	s.close()
	return nil
}

// InPlace reports whether Commit could not swap whole folders, as with a mount
// point, and replaced file by file: a reader may have seen a mixture for a
// moment.
func (s *Staged) InPlace() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inPlace
}

// Left returns the name beside the output folder of a tree that was replaced and could
// not be removed; empty when there is none.
func (s *Staged) Left() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.left
}

// finish adds to the staging folder what is not part of the site, looks whether
// all of it stands there as it was put, and sees to it that it is on the disk
// before it is swapped: a power cut must not leave new names with nothing in them.
func (s *Staged) finish() error {
	if err := s.vacate(gitkeepName); err != nil { // it may have gone from the old tree
		return s.cannot("write", gitkeepName, err)
	}
	if keep, err := s.parent.ReadFile(path.Join(s.base, gitkeepName)); err == nil {
		if err := s.write(gitkeepName, keep); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return s.cannot("read", gitkeepName, err)
	}
	site := newManifest(s.edition, s.tree.files)
	marker, err := site.encode()
	if err != nil {
		return err
	}
	if err := s.write(markerName, marker); err != nil {
		return err
	}
	if err := s.tidy(); err != nil {
		return err
	}
	if err := verify(s.staging, site, s.still); err != nil {
		return fmt.Errorf("output: %s is left as it was: %w", s.dir, err)
	}
	if err := s.keepRights(); err != nil { // somebody may have changed those of the old tree
		return err
	}
	if err := s.staging.Flush(); err != nil {
		return fmt.Errorf("output: cannot write %s to the disk: %w", s.dir, err)
	}
	return nil
}

// swap makes the staging folder the output folder: in one step where the system
// can; else in two, which the next build completes or takes back; else file by
// file. What was replaced goes only when its replacement is sure to stay.
func (s *Staged) swap(old *manifest) error {
	if s.mounted {
		s.inPlace = true
		return s.replace(old)
	}
	staging := s.stagingName()
	if s.parent.Exchange(staging, s.base) == nil {
		s.retire(staging, old)
		return nil
	}
	err := s.parent.Rename(s.base, s.oldName())
	switch {
	case err == nil:
		if err := s.parent.Rename(staging, s.base); err != nil {
			return errors.Join(err, s.parent.Rename(s.oldName(), s.base))
		}
		s.retire(s.oldName(), old)
		return nil
	case errors.Is(err, fs.ErrNotExist): // there is no old tree
		return s.parent.Rename(staging, s.base)
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV): // a mount point, or a layer of one
		s.inPlace = true
		return s.replace(old)
	}
	return err
}

// retire makes a spare of a tree that has been replaced, or removes it. The new one
// stands, so a failure here is not one of the build; the next Stage tries again.
func (s *Staged) retire(name string, old *manifest) {
	_ = s.parent.SetRights(name, s.root) // nothing can be taken out of a tree that is only to be read
	if s.makeSpare(name, old) != nil {
		s.sweep(name)
	}
}

// sweep removes a tree that is of no use any more.
func (s *Staged) sweep(name string) {
	s.left = name
	if s.parent.Flush() != nil {
		return
	}
	var parts []string // of about the same size in a site of two languages
	tops, _ := s.parent.ReadDir(name)
	for _, top := range tops {
		if top.IsDir() {
			parts = append(parts, path.Join(name, top.Name()))
		}
	}
	_, _ = parallel.Each(context.Background(), parts, s.parent.RemoveAll)
	if s.parent.RemoveAll(name) == nil {
		s.left = ""
	}
}
