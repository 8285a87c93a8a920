package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
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
	// Somebody may have put a file there since Stage looked.
	old, err := s.inspect()
	if err != nil {
		return err
	}
	if err := s.finish(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	s.staging.Close() // Windows does not rename a folder that is open
	if err := s.swap(old); err != nil {
		return fmt.Errorf("output: cannot replace %s: %w", s.dir, err)
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

// finish adds to the staging folder what is not part of the site, and sees to it
// that all of it is on the disk before it is swapped: a power cut must not leave
// new names with nothing in them.
func (s *Staged) finish() error {
	if keep, err := s.parent.ReadFile(path.Join(s.base, gitkeepName)); err == nil {
		if err := s.write(gitkeepName, keep); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	marker, err := newManifest(s.edition, s.tree.files).encode()
	if err != nil {
		return err
	}
	if err := s.write(markerName, marker); err != nil {
		return err
	}
	return flush(s.staging)
}

// swap makes the staging folder the output folder: in one step where the system
// can; else in two, which the next Stage completes or takes back; else file by
// file.
func (s *Staged) swap(old *manifest) error {
	staging := s.stagingName()
	if s.exchange(s.parent, staging, s.base) == nil {
		s.sweep(staging)
		return nil
	}
	err := s.rename(s.parent, s.base, s.oldName())
	switch {
	case err == nil:
		if err := s.rename(s.parent, staging, s.base); err != nil {
			return errors.Join(err, s.rename(s.parent, s.oldName(), s.base))
		}
		s.sweep(s.oldName())
		return nil
	case errors.Is(err, fs.ErrNotExist): // there is no old tree
		return s.rename(s.parent, staging, s.base)
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV): // a mount point, or a layer of one
		s.inPlace = true
		return s.replace(old)
	}
	return err
}

// sweep removes a tree that has been replaced. The new one stands, so a failure
// here is not one of the build; the next Stage tries again.
func (s *Staged) sweep(name string) { _ = s.parent.RemoveAll(name) }

// inPlaceTemp is where a file is written before it is renamed over an old one.
const inPlaceTemp = ".gen-tmp"

// replace makes the output folder equal to the staging folder one file at a
// time: pages after what they use, deletions last. The marker names the files of
// both trees meanwhile, so that a build after a broken one knows them as ours.
func (s *Staged) replace(old *manifest) error {
	from, err := s.parent.OpenRoot(s.stagingName())
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := s.parent.OpenRoot(s.base)
	if err != nil {
		return err
	}
	defer to.Close()

	gone := old.byName()
	both := maps.Clone(gone)
	maps.Copy(both, s.tree.files)
	marker, err := newManifest(s.edition, both).encode()
	if err != nil {
		return err
	}
	if err := overwrite(to, markerName, marker); err != nil {
		return err
	}
	maps.DeleteFunc(gone, func(name string, _ manifestFile) bool {
		_, stays := s.tree.files[name]
		return stays
	})
	for _, name := range slices.Sorted(maps.Keys(gone)) {
		if s.obstructs(name) {
			if err := remove(to, name); err != nil {
				return err
			}
			delete(gone, name)
		}
	}
	names := slices.SortedFunc(maps.Keys(s.tree.files), func(a, b string) int {
		if page := strings.HasSuffix(a, ".html"); page != strings.HasSuffix(b, ".html") {
			if page {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		if err := copyFile(to, from, name); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(gone)) {
		if err := remove(to, name); err != nil {
			return err
		}
	}
	if err := copyFile(to, from, markerName); err != nil {
		return err
	}
	s.sweep(s.stagingName())
	return nil
}

// obstructs reports whether an old file stands where the new tree has a folder,
// or in a folder where the new tree has a file.
func (s *Staged) obstructs(name string) bool {
	if _, folder := s.tree.folders[name]; folder {
		return true
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, file := s.tree.files[dir]; file {
			return true
		}
	}
	return false
}

func copyFile(to, from *os.Root, name string) error {
	data, err := from.ReadFile(name)
	if err != nil {
		return err
	}
	return overwrite(to, name, data)
}

// overwrite replaces a file so that a reader sees the old content or the new.
func overwrite(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	if err := root.WriteFile(inPlaceTemp, data, 0o644); err != nil {
		return errors.Join(err, root.Remove(inPlaceTemp))
	}
	return root.Rename(inPlaceTemp, name)
}

// remove deletes a file, which may be gone already, and the folders it leaves
// empty.
func remove(root *os.Root, name string) error {
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if root.Remove(dir) != nil { // not empty
			break
		}
	}
	return nil
}
