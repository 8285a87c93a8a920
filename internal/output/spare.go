package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/parallel"
)

// A spare is a second tree of the files that stand in the output folder, each by a second
// name: where few of them change, a new tree is made of it with few calls. It lies in a
// folder into which only the user can look, as who may read a site may be a matter of its
// name. It may be deleted at any time.
func (s *Staged) spareName() string { return ".gen-spare-" + s.base }

// spareTree is the name of a spare in its folder.
const spareTree = "site"

// begin makes the staging folder: of the spare, if there is one that fits what stands in
// the output folder.
func (s *Staged) begin(old *manifest) (err error) {
	s.begun = s.useSpare(old)
	if err := s.parent.RemoveAll(s.spareName()); err != nil || s.begun {
		return err
	}
	if err := s.parent.RemoveAll(s.stagingName()); err != nil {
		return err
	}
	if err := s.parent.Mkdir(s.stagingName()); err != nil {
		return err
	}
	if s.staging, err = s.parent.Sub(s.stagingName()); err != nil {
		_ = s.parent.RemoveAll(s.stagingName())
	}
	return err
}

// useSpare makes the spare the staging folder and opens it, if it fits.
func (s *Staged) useSpare(old *manifest) bool {
	if !s.spare || old == nil || s.parent.Rename(path.Join(s.spareName(), spareTree), s.stagingName()) != nil {
		return false
	}
	staging, err := s.parent.Sub(s.stagingName())
	if err != nil {
		return false
	}
	if s.staging = staging; s.fits() {
		return true
	}
	staging.Close()
	s.staging = nil
	return false
}

var errSpare = errors.New("output: a spare is not as it was left")

// fits reports whether all files of the staging folder have names of files of the output
// folder, and all folders are as if they had just been made. What the files hold is
// looked at by take.
func (s *Staged) fits() bool {
	known := newTree[manifestFile]()
	for name, file := range s.old.files {
		if known.put(name, file) != nil {
			return false
		}
	}
	folders := []string{"."}
	if walk(s.staging, s.stagingName(), func(name string, d fs.DirEntry) (below bool, err error) {
		_, folder := known.folders[name]
		_, file := known.files[name]
		file = file || name == markerName || name == gitkeepName
		if d.IsDir() && folder {
			folders = append(folders, name)
			return true, nil
		}
		if d.Type().IsRegular() && file {
			return false, nil
		}
		return false, errSpare
	}) != nil {
		return false
	}
	fresh := s.stampOf(s.staging.Mkdir)
	same, err := parallel.Each(context.Background(), folders, func(name string) bool {
		stamp, err := s.staging.Stamp(name)
		return err == nil && stamp.Mode == fresh.Mode && stamp.Owner == fresh.Owner
	})
	return err == nil && !slices.Contains(same, false)
}

// vacate removes what stands in the staging folder where a file is about to be put.
func (s *Staged) vacate(name string) error {
	if !s.begun {
		return nil
	}
	err := s.staging.Remove(name)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := s.staging.Lstat(dir); err == nil && !info.IsDir() {
			return s.staging.RemoveAll(dir)
		}
	}
	return s.staging.RemoveAll(name)
}

// makeSpare makes a spare of a tree that has been replaced: equal to the new one, so that
// nothing is left of what was taken out of the site.
func (s *Staged) makeSpare(name string, old *manifest) error {
	marker, err := s.parent.Stamp(path.Join(s.base, markerName))
	if err != nil || !s.spare || old == nil || s.old.none.Load() || marker.Changed == 0 {
		return errors.Join(errSpare, err)
	}
	if err := s.parent.Flush(); err != nil {
		return err
	}
	tree, err := s.parent.Sub(name)
	if err != nil {
		return err
	}
	defer tree.Close()
	if _, err := tree.Lstat(strings.ToUpper(markerName)); err == nil {
		return errSpare // names differ in case alone: what has gone may be what has come
	}
	for _, name := range s.gone(old.byName()) {
		if err := remove(tree, name); err != nil {
			return err
		}
	}
	names := []string{markerName}
	if _, err := s.parent.Lstat(path.Join(s.base, gitkeepName)); err == nil {
		names = append(names, gitkeepName)
	}
	for name := range s.tree.files {
		if _, taken := s.old.taken.Load(name); !taken {
			names = append(names, name)
		}
	}
	failed, err := parallel.Each(context.Background(), names, func(file string) error {
		if err := tree.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return s.parent.Link(path.Join(s.base, file), path.Join(name, file))
	})
	if err := cmp.Or(err, cmp.Or(failed...)); err != nil {
		return fmt.Errorf("output: no spare of %s: %w", s.dir, err)
	}
	if err := s.parent.MkdirPrivate(s.spareName()); err != nil {
		return err
	}
	tree.Close() // Windows does not rename a folder that is open
	if err := s.parent.Rename(name, path.Join(s.spareName(), spareTree)); err != nil {
		_ = s.parent.RemoveAll(s.spareName())
		return err
	}
	return nil
}
