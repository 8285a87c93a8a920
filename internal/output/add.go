package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hikitsugi/internal/disk"
)

// A TakenError says that files are there already, with another content. Nothing was
// written.
type TakenError struct{ Names []string }

func (e *TakenError) Error() string { return "already there: " + strings.Join(e.Names, ", ") }

// A BlockedError says that something else stands where a folder is needed. Nothing was
// written.
type BlockedError struct{ Name string }

func (e *BlockedError) Error() string { return e.Name + " is not a folder" }

const (
	addStaging = ".gen-adding"
	addLock    = ".gen-lock-adding"
)

// Add writes new files into dir, which may be absent: all of them or, with an error,
// none. It replaces nothing: when a name is taken by other bytes it returns a
// *[TakenError], when a file stands where a folder is needed a *[BlockedError]; files
// that are there byte for byte are left as they are, and returned as there. If the
// process is killed, the next Add says what was written, and writes the rest.
func Add(d disk.Disk, dir string, files map[string][]byte) (there []string, err error) {
	if err := d.MkdirAll(dir); isClosed(err) {
		return nil, Closed(filepath.Dir(dir), err)
	} else if err != nil {
		return nil, fmt.Errorf("cannot make %s: %w", dir, err)
	}
	root, err := d.Open(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s: %w", dir, err)
	}
	defer root.Close()
	a := adding{root: root, files: map[string][]byte{}}
	var taken []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		old, err := root.ReadFile(name)
		if err != nil {
			if file := blocking(root, name); file != "" {
				return nil, &BlockedError{file}
			}
		}
		switch {
		case err == nil && bytes.Equal(old, files[name]):
			there = append(there, name)
		case err == nil || !errors.Is(err, fs.ErrNotExist):
			taken = append(taken, name)
		default:
			a.files[name] = files[name]
		}
	}
	if len(taken) > 0 {
		return nil, &TakenError{taken}
	}
	if len(a.files) == 0 {
		return there, nil
	}
	unlock, err := root.Lock(addLock)
	if errors.Is(err, disk.ErrBusy) {
		return nil, busy(dir)
	} else if isClosed(err) {
		return nil, Closed(dir, err)
	} else if err != nil {
		return nil, fmt.Errorf("cannot lock %s: %w", dir, err)
	}
	defer func() {
		_ = root.RemoveAll(addStaging)
		unlock()
	}()
	if err := a.add(); err != nil {
		for _, name := range slices.Backward(a.moved) {
			err = errors.Join(err, root.RemoveAll(name))
		}
		return nil, fmt.Errorf("cannot write into %s: %w", dir, err)
	}
	return there, nil
}

// blocking returns what is no folder of those that name is to stand in, "" if nothing.
func blocking(root disk.Folder, name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if info, err := fs.Stat(root.FS(), dir); err == nil {
			if info.IsDir() {
				return ""
			}
			return dir
		}
	}
	return ""
}

// An adding is what is being added to a folder.
type adding struct {
	root  disk.Folder
	files map[string][]byte
	moved []string // into their places
}

func (a *adding) add() error {
	if err := a.root.RemoveAll(addStaging); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(a.files)) {
		staged := path.Join(addStaging, name)
		if err := a.root.MkdirAll(path.Dir(staged)); err != nil {
			return err
		}
		if err := a.root.Create(staged, a.files[name]); err != nil {
			return err
		}
	}
	if err := a.root.Flush(); err != nil {
		return err
	}
	return a.move(".")
}

// move moves what is staged for a folder that is there: new folders whole, in one
// step each.
func (a *adding) move(dir string) error {
	entries, err := fs.ReadDir(a.root.FS(), path.Join(addStaging, dir))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		info, err := a.root.Lstat(name)
		if err == nil && e.IsDir() && info.Mode()&fs.ModeSymlink != 0 {
			info, err = fs.Stat(a.root.FS(), name) // of the folder that it may lead to
			if err != nil {
				return err
			}
		}
		switch {
		case err == nil && e.IsDir() && info.IsDir():
			if err := a.move(name); err != nil {
				return err
			}
		case err == nil:
			return &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
		case !errors.Is(err, fs.ErrNotExist):
			return err
		default:
			if err := a.root.Rename(path.Join(addStaging, name), name); err != nil {
				return err
			}
			a.moved = append(a.moved, name)
		}
	}
	return nil
}
