package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/parallel"
	"hikitsugi/internal/shelf"
)

// A Tree is a folder that is read again and again. What it returns is what [Read]
// would: when it is told which files may have changed, it reads no others. A file
// with the content that it had is the same *File. The zero Tree is ready to use.
type Tree struct {
	Aside *shelf.Shelf // where the data of files is kept

	// Seen, if there are any, are the files of the folder as they were just before it is
	// read for the first time, in the order of Read: they need not be listed again.
	Seen []Seen

	entries []*entry // in the order of Read
	files   Files    // those that could be read; never changed: a later reading has its own
	stale   []string // what was to be read when reading failed
	read    bool     // entries are those of a whole reading
}

// Files are files in the order of [Read].
type Files []*File

// At returns the file with a path, nil when there is none.
func (l Files) At(path string) *File {
	at, known := slices.BinarySearchFunc(l, path, func(f *File, path string) int { return inOrder(f.Path, path) })
	if !known {
		return nil
	}
	return l[at]
}

// An entry is what became of one file.
type entry struct {
	path  string
	file  *File // nil where problems say why
	diags diag.List
}

// A Seen file is one that was there just before its folder is read. With a Tree's Aside, a
// known one is not read before somebody asks; then it must still have its hash, or reading
// it is an error of Aside.
type Seen struct {
	Name
	Known bool              // to be as it was when it had what follows
	Size  int               // in bytes
	Sum   [sha256.Size]byte // of its data
}

// Read reads dir. changed are the paths of the file system of which something may
// have changed since the last call; nil says that anything may have. fsys and dir
// must be those of the last call, unless changed is nil. The list is not to be changed.
func (t *Tree) Read(fsys fs.FS, dir string, changed []string) (Files, diag.List, error) {
	names := slices.Concat(t.stale, changed)
	known, err := false, error(nil)
	if t.read && changed != nil {
		known, err = t.some(fsys, dir, names)
	}
	if !known && err == nil {
		err = t.whole(fsys, dir)
	}
	if err != nil {
		t.stale = names
		return nil, nil, err
	}
	t.stale = nil
	files := make(Files, 0, len(t.entries))
	var diags diag.List
	for _, e := range t.entries {
		if e.file != nil {
			files = append(files, e.file)
		}
		diags = append(diags, e.diags...)
	}
	t.files = files
	return files, diags, nil
}

// whole reads everything. What goes between listing and reading, as files do that
// programs make for a moment, is looked for once more.
func (t *Tree) whole(fsys fs.FS, dir string) error {
	err := t.wholeOnce(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		err = t.wholeOnce(fsys, dir)
	}
	return err
}

func (t *Tree) wholeOnce(fsys fs.FS, dir string) error {
	t.read = false
	list := t.Seen
	if t.Seen = nil; list == nil {
		names, err := Names(fsys, dir)
		if err != nil {
			return err
		}
		for _, n := range names {
			list = append(list, Seen{Name: n})
		}
	}
	type read struct {
		*entry
		err error
	}
	all, err := parallel.Each(context.Background(), list, func(n Seen) read {
		if n.Known && t.Aside != nil {
			data := t.Aside.In(unread{fsys, n.Path, n.Sum}, 0, n.Size)
			return read{&entry{path: n.Path, file: &File{Path: n.Path, Sum: n.Sum, data: data}}, nil}
		}
		e, err := t.entry(fsys, n.Path, n.DirEntry)
		return read{e, err}
	})
	entries := make([]*entry, len(all))
	for i, r := range all {
		err = cmp.Or(err, r.err)
		entries[i] = r.entry
	}
	if err == nil {
		t.entries, t.read = entries, true
	}
	return err
}

// some reads single files. It returns false where only a whole reading can tell
// what there is.
func (t *Tree) some(fsys fs.FS, dir string, names []string) (bool, error) {
	entries := slices.Clone(t.entries)
	for _, name := range names {
		if name == dir {
			return false, nil
		}
		if !strings.HasPrefix(name, dir+"/") || slices.ContainsFunc(strings.Split(name, "/"), Ignored) {
			continue
		}
		info, err := fs.Lstat(fsys, name)
		at, known := slices.BinarySearchFunc(entries, name, func(e *entry, name string) int { return inOrder(e.path, name) })
		switch {
		case errors.Is(err, fs.ErrNotExist) && known:
			entries = slices.Delete(entries, at, at+1)
		case err != nil, info.IsDir():
			return false, nil
		default:
			if parent, err := fs.Lstat(fsys, path.Dir(name)); err != nil || !parent.IsDir() {
				return false, nil // a link, which is not followed
			}
			e, err := t.entry(fsys, name, fs.FileInfoToDirEntry(info))
			if errors.Is(err, fs.ErrNotExist) {
				return false, nil
			}
			if err != nil {
				return false, err
			}
			if known {
				entries[at] = e
			} else {
				entries = slices.Insert(entries, at, e)
			}
		}
	}
	t.entries = entries
	return true, nil
}

// entry reads one file. It returns the *File that is known where nothing is new.
func (t *Tree) entry(fsys fs.FS, name string, d fs.DirEntry) (*entry, error) {
	f, diags, err := readFile(fsys, name, d)
	if err != nil {
		return nil, wrap(name, err)
	}
	switch old := t.files.At(name); {
	case f == nil:
	case old != nil && old.Sum == f.Sum:
		f = old
	default:
		f = f.aside(t.Aside)
	}
	return &entry{name, f, diags}, nil
}

// An unread file is read when somebody asks.
type unread struct {
	fsys fs.FS
	name string
	sum  [sha256.Size]byte
}

// ReadAt implements [io.ReaderAt].
func (u unread) ReadAt(b []byte, at int64) (int, error) {
	data, err := readWhole(u.fsys, u.name)
	if err == nil && New(u.name, data).Sum != u.sum {
		err = errChanged
	}
	if err != nil {
		return 0, wrap(u.name, err)
	}
	if n := copy(b, data[min(at, int64(len(data))):]); n < len(b) {
		return n, io.EOF
	}
	return len(b), nil
}

var errChanged = errors.New("it has been changed meanwhile")

// inOrder compares paths in the order of [fs.WalkDir]: name by name.
func inOrder(a, b string) int {
	for i := range min(len(a), len(b)) {
		switch x, y := a[i], b[i]; {
		case x == y:
		case x == '/':
			return -1
		case y == '/':
			return 1
		default:
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}
