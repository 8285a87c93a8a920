package output

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/parallel"
)

// A spare is a second tree of the files that stand in the output folder, each by a second
// name: where few of them change, a new tree is made of it with few calls. It is of use
// only to who knows what stood there ([Stands]). It lies in a folder into which only the
// user can look, as who may read a site may be a matter of its name. It may be deleted at
// any time; then the next build reads all files again that it keeps, as giving a name up
// changes their stamps.
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

// useSpare makes the spare the staging folder and opens it, if it is the one that the build
// has left which made what is published, and all its folders are as if they were made now.
func (s *Staged) useSpare() bool {
	stood := s.old.stood
	if !s.spare || s.old.same == nil || len(stood.Spare) == 0 || s.parent.Rename(path.Join(s.spareName(), spareTree), s.stagingName()) != nil {
		return false
	}
	is, want, err := s.rights()
	if err != nil || !sameRights(is, want) {
		return false
	}
	if s.staging, err = s.parent.Sub(s.stagingName()); err != nil {
		return false
	}
	s.root = want
	if s.checkSpare() {
		return true
	}
	s.staging.Close()
	s.staging = nil
	return false
}

// checkSpare notes in which folders of the staging folder, which was a spare, nothing has
// come or gone, and removes from the others what was not left there.
func (s *Staged) checkSpare() bool {
	stood := s.old.stood
	folder, err := s.newFolder()
	if err != nil {
		return false
	}
	now, err := parallel.Each(context.Background(), stood.Spare, func(e Standing) disk.Stamp {
		stamp, _ := s.staging.Stamp(e.Name)
		return stamp
	})
	if err != nil {
		return false
	}
	s.sure = make([]bool, len(now))
	var unsure []string
	for i, e := range stood.Spare {
		want := folder
		if e.Name == "." {
			want = s.root
		}
		switch {
		case now[i] == disk.Stamp{}: // it has gone, and what is above it has changed
		case !sameRights(now[i], want):
			return false
		case now[i] == e.Stamp && e.Stamp.Tells(stood.Taken):
			s.sure[i] = true
		default:
			unsure = append(unsure, e.Name)
		}
	}
	return reconcile(s.staging, s.stagingName(), unsure, func(name string, d fs.DirEntry) bool {
		return d.IsDir() && find(stood.Spare, name) >= 0 || isFile(name, d, s.old.files)
	}) == nil
}

// isFile reports whether something is one of the files of a tree, or of those that stand
// beside them at the top of an output folder.
func isFile(name string, d fs.DirEntry, files map[string]manifestFile) bool {
	_, file := files[name]
	return d.Type().IsRegular() && (file || name == markerName || name == gitkeepName)
}

// reconcile removes from folders of a tree what it is not to have in them.
func reconcile(tree disk.Folder, called string, folders []string, has func(name string, d fs.DirEntry) bool) error {
	failed, err := parallel.Each(context.Background(), folders, func(folder string) error {
		list, err := tree.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		} else if err != nil {
			return cannot("read", called, folder, err)
		}
		for _, d := range list {
			if name := path.Join(folder, d.Name()); !has(name, d) {
				if err := tree.RemoveAll(name); err != nil {
					return cannot("remove", called, name, err)
				}
			}
		}
		return nil
	})
	return errors.Join(err, errors.Join(failed...))
}

// held reports whether a folder of the staging folder holds all that the same folder of
// the old tree held when that was published: the same files.
func (s *Staged) held(folder string) bool {
	if !s.begun {
		return false
	}
	at := find(s.old.stood.Spare, folder)
	return at >= 0 && s.sure[at]
}

// touch notes that something comes into the staging folder, or goes: in the folders above
// a name.
func (s *Staged) touch(name string) {
	for s.begun && name != "." {
		name = path.Dir(name)
		if _, known := s.touched.LoadOrStore(name, true); known {
			return
		}
	}
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

// tidy removes from a staging folder that began as a spare the files that have gone.
func (s *Staged) tidy() error {
	if !s.begun {
		return nil
	}
	for _, name := range s.gone(s.old.files) {
		if s.obstructs(name) {
			continue // it made room when that came
		}
		s.touch(name)
		if err := remove(s.staging, name); err != nil {
			return cannot("remove", s.stagingName(), name, err)
		}
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
	s.touchedOld = map[string]bool{}
	touch := func(name string) {
		for name != "." {
			name = path.Dir(name)
			s.touchedOld[name] = true
		}
	}
	for _, name := range s.gone(s.old.files) {
		touch(name)
		if err := remove(tree, name); err != nil {
			return err
		}
	}
	if err := reconcile(tree, name, s.listed, func(name string, d fs.DirEntry) bool {
		return d.IsDir() && s.tree.folders[name] != nil || isFile(name, d, s.tree.files)
	}); err != nil {
		return err
	}
	names := s.others(tree)
	for _, name := range names {
		touch(name)
		s.old.taken.Delete(name) // its stamp changes with its names
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
	s.spared = true
	return nil
}

// others returns the names of files that are others in the new tree than in the old one.
func (s *Staged) others(tree disk.Folder) []string {
	others := []string{markerName}
	if _, err := s.parent.Lstat(path.Join(s.base, gitkeepName)); err == nil {
		others = append(others, gitkeepName)
	}
	var unsure []string
	listed := map[string]bool{}
	for _, folder := range s.listed {
		listed[folder] = true
	}
	for name := range s.tree.files {
		if _, taken := s.old.taken.Load(name); !taken {
			others = append(others, name)
		} else if listed[path.Dir(name)] { // somebody may have put another in its place
			unsure = append(unsure, name)
		}
	}
	same, _ := parallel.Each(context.Background(), unsure, func(name string) bool {
		was, _ := s.old.taken.Load(name)
		now, err := tree.Stamp(name)
		return err == nil && now == was
	})
	for i, name := range unsure {
		if !same[i] {
			others = append(others, name)
		}
	}
	return others
}
