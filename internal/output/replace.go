package output

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/disk"
)

// inPlaceTemp is where, in an output folder that cannot be swapped, files are
// written before they are renamed over old ones.
const inPlaceTemp = ".gen-tmp"

// replace makes the output folder equal to the staging folder one file at a
// time. All that changes is first brought to the disk that holds the folder, so
// that a full one is found out while the old site stands; then follow renames,
// pages after what they use, and deletions last. The marker names the files of
// both trees meanwhile, so that a build after a broken one knows them as ours.
func (s *Staged) replace(old *manifest) error {
	from, err := s.parent.Sub(s.stagingName())
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := s.parent.Sub(s.base)
	if err != nil {
		return err
	}
	defer to.Close()
	if err := to.RemoveAll(inPlaceTemp); err != nil {
		return err
	}
	defer func() { _ = to.RemoveAll(inPlaceTemp) }() // the next build tries again
	if err := to.Mkdir(inPlaceTemp); err != nil {
		return err
	}

	both := old.byName()
	gone := s.gone(both)
	maps.Copy(both, s.tree.files)
	meanwhile, err := newManifest(s.edition, both).encode()
	if err != nil {
		return err
	}
	if err := to.Create(inPlaceTemp+"/"+markerName, meanwhile); err != nil {
		return err
	}
	changed, err := s.bring(to, from)
	if err != nil {
		return err
	}
	if err := to.Flush(); err != nil {
		return err
	}

	if err := to.Rename(inPlaceTemp+"/"+markerName, markerName); err != nil {
		return err
	}
	if gone, err = s.recase(to, gone); err != nil {
		return err
	}
	if err := s.removeGone(to, gone, true); err != nil {
		return err
	}
	for i, name := range changed {
		if name == markerName { // the last
			if err := s.removeGone(to, gone, false); err != nil {
				return err
			}
		}
		if err := to.MkdirAll(path.Dir(name)); err != nil {
			return err
		}
		if err := to.Rename(inPlaceTemp+"/"+strconv.Itoa(i), name); err != nil {
			return err
		}
	}
	s.sweep(s.stagingName())
	return nil
}

// recase returns those of the files to be removed that are not, where names that differ
// in case alone are one, files of the new tree as well. Of these only the names change.
func (s *Staged) recase(root disk.Folder, gone []string) ([]string, error) {
	if _, err := root.Lstat(strings.ToUpper(markerName)); errors.Is(err, fs.ErrNotExist) {
		return gone, nil
	} else if err != nil {
		return nil, err
	}
	stays := map[string]string{}
	for name := range s.tree.files {
		stays[strings.ToLower(name)] = name
	}
	var rest []string
	renamed := map[string]bool{} // files and folders
	for _, old := range gone {
		name, same := stays[strings.ToLower(old)]
		if !same {
			rest = append(rest, old)
			continue
		}
		was, is := strings.Split(old, "/"), strings.Split(name, "/")
		for i := range is {
			dir := path.Join(is[:i]...)
			from, to := path.Join(dir, was[i]), path.Join(dir, is[i])
			if from == to || renamed[from] {
				continue
			}
			if err := root.Rename(from, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			renamed[from] = true
		}
	}
	return rest, nil
}

// bring writes the files that differ beside those of the output folder, under
// their number in what it returns: pages after the others, the marker last.
func (s *Staged) bring(to, from disk.Folder) ([]string, error) {
	names := slices.SortedFunc(maps.Keys(s.tree.files), func(a, b string) int {
		if page := strings.HasSuffix(a, ".html"); page != strings.HasSuffix(b, ".html") {
			if page {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	var changed []string
	for _, name := range append(names, markerName) {
		data, err := from.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if name != markerName {
			if stands, err := to.ReadFile(name); err == nil && bytes.Equal(stands, data) {
				continue
			}
		}
		if err := to.Create(inPlaceTemp+"/"+strconv.Itoa(len(changed)), data); err != nil {
			return nil, s.cannot("write", name, err)
		}
		changed = append(changed, name)
	}
	return changed, nil
}

// gone returns the names of files that the new tree has not, in order.
func (s *Staged) gone(files map[string]manifestFile) []string {
	var names []string
	for name := range files {
		if _, stays := s.tree.files[name]; !stays {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// removeGone deletes such files, those that stand in the way of the new tree or the others.
func (s *Staged) removeGone(root disk.Folder, gone []string, inTheWay bool) error {
	for _, name := range gone {
		if s.obstructs(name) != inTheWay {
			continue
		}
		if err := remove(root, name); err != nil {
			return err
		}
	}
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

// remove deletes a file, which may be gone already, and the folders it leaves
// empty.
func remove(root disk.Folder, name string) error {
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
