package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/parallel"
)

// A spare is a second tree of the files that stand in the output folder, each by a second
// name: where few of them change, a new tree is made of it with few calls. It lies in a
// folder into which only the user can look, as who may read a site may be a matter of its
// name. It may be deleted at any time; then the next build reads all files again that it
// keeps, as giving a name up changes their stamps.
func (s *Staged) spareName() string { return ".gen-spare-" + s.base }

// spareTree is the name of a spare in its folder.
const spareTree = "site"

// begin makes the staging folder: of the spare, if there is one that fits what stands in
// the output folder.
func (s *Staged) begin() error {
	s.begun = s.useSpare()
	if err := s.parent.RemoveAll(s.spareName()); errors.Is(err, fs.ErrPermission) {
		s.spare = false // it is another user's, into which only they can look
	} else if err != nil {
		return s.leftover(s.spareName(), err)
	}
	if s.begun {
		return nil
	}
	if err := s.parent.RemoveAll(s.stagingName()); err != nil {
		return s.leftover(s.stagingName(), err)
	}
	err := s.parent.Mkdir(s.stagingName())
	if err == nil {
		s.staging, err = s.parent.Sub(s.stagingName())
	}
	if err != nil {
		return fmt.Errorf("output: cannot write beside %s: %w", s.dir, err)
	}
	return s.keepRights()
}

// useSpare makes the spare the staging folder and opens it, if all its folders are as if
// they were made now. What else is in it is looked at later: files by take, and by tidy
// what is of no use.
func (s *Staged) useSpare() bool {
	if !s.spare || len(s.old.files) == 0 || s.parent.Rename(path.Join(s.spareName(), spareTree), s.stagingName()) != nil {
		return false
	}
	known := newTree[manifestFile]()
	for name, file := range s.old.files {
		if known.put(name, file) != nil {
			return false
		}
	}
	is, want, err := s.rights()
	if err != nil || !sameRights(is, want) {
		return false
	}
	if s.staging, err = s.parent.Sub(s.stagingName()); err != nil {
		return false
	}
	s.root = want
	if s.folder, err = s.newFolder(); err == nil && s.fresh(known.folders) {
		return true
	}
	s.staging.Close()
	s.staging = nil
	return false
}

// fresh reports whether those folders that there are in the staging folder are as if they
// were made now, and that one as it was.
func (s *Staged) fresh(folders map[string][]string) bool {
	same, err := parallel.Each(context.Background(), slices.Collect(maps.Keys(folders)), func(name string) bool {
		want := s.folder
		if name == "." {
			want = s.root
		}
		now, err := s.staging.Stamp(name)
		return errors.Is(err, fs.ErrNotExist) || err == nil && sameRights(now, want)
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
	s.vacating.Lock() // a file in the way of several is removed for the first of them
	defer s.vacating.Unlock()
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := s.staging.Lstat(dir); err == nil && !info.IsDir() {
			return s.staging.Remove(dir)
		}
	}
	return s.staging.RemoveAll(name)
}

// tidy removes from a staging folder that began as a spare what is not of the new tree:
// files that have gone, and what somebody has put there.
func (s *Staged) tidy() error {
	if !s.begun {
		return nil
	}
	if err := walk(s.staging, s.stagingName(), func(name string, d fs.DirEntry) (below bool, err error) {
		_, folder := s.tree.folders[name]
		_, file := s.tree.files[name]
		file = file || name == markerName || name == gitkeepName
		if d.IsDir() && folder {
			return true, nil
		}
		if d.Type().IsRegular() && file {
			return false, nil
		}
		if err := s.staging.RemoveAll(name); err != nil {
			return false, cannot("remove", s.stagingName(), name, err)
		}
		return false, nil
	}); err != nil {
		return err
	}
	if !s.fresh(s.tree.folders) {
		return fmt.Errorf("output: %s is left as it was: somebody has changed %s meanwhile", s.dir, s.stagingName())
	}
	return nil
}

var errSpare = errors.New("output: there can be no spare")

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
