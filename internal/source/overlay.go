package source

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// Overlay returns the union of layers: a file of an earlier layer hides the one
// of the same name in a later layer, also one that cannot be read. It is how a theme
// replaces parts of the built-in one.
func Overlay(layers ...fs.FS) fs.FS { return overlay(layers) }

type overlay []fs.FS

// Open implements [fs.FS]. Folders are those of all layers together, but are
// opened only to be listed.
func (o overlay) Open(name string) (fs.File, error) {
	var first error
	for _, layer := range o {
		f, err := layer.Open(name)
		if err == nil || !lacks(layer, name, err) {
			return f, err
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// ReadDir implements [fs.ReadDirFS].
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries := map[string]fs.DirEntry{}
	var first error
	found := false
	for _, layer := range o {
		list, err := fs.ReadDir(layer, name)
		if err != nil {
			if !lacks(layer, name, err) {
				return nil, err
			}
			if first == nil {
				first = err
			}
			continue
		}
		found = true
		for _, e := range list {
			if _, hidden := entries[e.Name()]; !hidden {
				entries[e.Name()] = e
			}
		}
	}
	if !found {
		return nil, first
	}
	list := make([]fs.DirEntry, 0, len(entries))
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		list = append(list, entries[name])
	}
	return list, nil
}

// lacks reports whether a layer has nothing of a name, of which opening it failed with
// err. A link to nowhere is something.
func lacks(layer fs.FS, name string, err error) bool {
	if !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	_, err = fs.Lstat(layer, name)
	return err != nil
}
