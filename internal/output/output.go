// Package output is where finished files go: a [Sink]. There are two: a [Memory],
// which is also an [io/fs.FS] that can be served, printed or tested, and a
// [Staged] folder, which replaces an output folder on disk as a whole.
//
// A folder is replaced so that a reader, a killed program or a full disk leaves
// the old site or the new one, never a mixture:
//
//	s, err := output.Stage(disk.System(), "public", output.StageOptions{Edition: "mihon"})
//	if err != nil { … }
//	defer s.Discard()
//	… s.Put(name, data) for every file, from any number of goroutines …
//	err = s.Commit()
//
// Beside the output folder stand, while a build runs, .gen-staging-<name>,
// .gen-old-<name> and .gen-lock-<name>. What a killed build leaves there, the
// next one puts right. Between builds .gen-spare-<name> may stand there (spare.go). Who
// keeps what a build says of all that stands then spares the next one most of its looking
// (stands.go).
//
// The file .gen in the output folder says that gen made it, for which edition,
// and which files it made. Only such a folder is replaced (or one that is absent,
// empty, or holds nothing but .gitkeep), and only while it holds no file that gen
// did not make.
package output

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// A Sink is where finished files go.
type Sink interface {
	// Put adds a file. It is safe for concurrent use. The name is
	// slash-separated and relative, as [fs.ValidPath] has it; putting a name
	// twice, or a file where a folder is, is an error. The caller may change data
	// afterwards.
	Put(name string, data []byte) error

	// Keep adds a file as it stands in what is replaced, if its content has that hash
	// there. Where it has not, Put is still due. It is safe for concurrent use.
	Keep(name string, sum [sha256.Size]byte) bool
}

// Names at the top of an output folder that are not part of the site.
const (
	markerName  = ".gen"     // says that gen made the folder: a manifest
	gitkeepName = ".gitkeep" // keeps an empty folder in git; carried along
)

// Published reports whether dir is an output folder that gen made. Other programs have
// folders of the marker's name.
func Published(dir string) bool {
	info, err := os.Lstat(filepath.Join(dir, markerName))
	return err == nil && info.Mode().IsRegular()
}

// EditionOf returns the edition that stands in an output folder; empty where dir is none.
func EditionOf(dir string) string {
	data, err := os.ReadFile(filepath.Join(dir, markerName))
	if err != nil {
		return ""
	}
	m, err := decodeManifest(data)
	if err != nil {
		return ""
	}
	return m.Edition
}

// A tree is a set of files by name, with the folders that they imply.
type tree[F any] struct {
	files   map[string]F
	folders map[string][]string // base names of what is in each, in no order
}

func newTree[F any]() tree[F] {
	return tree[F]{files: map[string]F{}, folders: map[string][]string{".": nil}}
}

// put adds a file, or says why the tree cannot hold it.
func (t *tree[F]) put(name string, file F) error {
	if !fs.ValidPath(name) || name == "." || name == markerName || name == gitkeepName {
		return fmt.Errorf("output: %q cannot be the name of a file of the site", name)
	}
	if _, twice := t.files[name]; twice {
		return fmt.Errorf("output: %s is written twice", name)
	}
	if _, folder := t.folders[name]; folder {
		return fmt.Errorf("output: %s is a folder and a file", name)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if _, file := t.files[dir]; file {
			return fmt.Errorf("output: %s is a file and a folder", dir)
		}
	}
	t.files[name] = file
	for child, known := name, false; !known; {
		dir := path.Dir(child)
		_, known = t.folders[dir]
		t.folders[dir] = append(t.folders[dir], path.Base(child))
		child = dir
	}
	return nil
}
