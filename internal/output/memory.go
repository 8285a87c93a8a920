package output

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"
)

// A Memory is a [Sink] that keeps the files, and a file system of them: opening
// one is a look-up, folders list in order of name, and no file has a time. It
// is safe for concurrent use.
type Memory struct {
	mu   sync.RWMutex
	tree tree[[]byte]
}

// NewMemory returns an empty Memory.
func NewMemory() *Memory { return &Memory{tree: newTree[[]byte]()} }

// Put implements [Sink].
func (m *Memory) Put(name string, data []byte) error {
	data = bytes.Clone(data)
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tree.put(name, data)
}

// Keep implements [Sink]: a Memory replaces nothing.
func (m *Memory) Keep(string, [sha256.Size]byte) bool { return false }

// Open implements [fs.FS].
func (m *Memory) Open(name string) (fs.File, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if data, ok := m.tree.files[name]; ok {
		return &openFile{fileInfo(name, data), bytes.NewReader(data)}, nil
	}
	if _, ok := m.tree.folders[name]; ok {
		return &openFolder{info: folderInfo(name), rest: m.list(name)}, nil
	}
	return nil, notFound("open", name)
}

// ReadFile implements [fs.ReadFileFS]; the caller may change what it returns.
func (m *Memory) ReadFile(name string) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	data, ok := m.tree.files[name]
	if !ok {
		return nil, notFound("readfile", name)
	}
	return append([]byte{}, data...), nil
}

// ReadDir implements [fs.ReadDirFS].
func (m *Memory) ReadDir(name string) ([]fs.DirEntry, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if _, ok := m.tree.folders[name]; !ok {
		return nil, notFound("readdir", name)
	}
	return m.list(name), nil
}

// list returns what is in a folder, in order of name.
func (m *Memory) list(folder string) []fs.DirEntry {
	children := m.tree.folders[folder]
	list := make([]fs.DirEntry, len(children))
	for i, base := range children {
		name := path.Join(folder, base)
		entry := folderInfo(name)
		if data, ok := m.tree.files[name]; ok {
			entry = fileInfo(name, data)
		}
		list[i] = fs.FileInfoToDirEntry(entry)
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return list
}

func notFound(op, name string) error {
	err := fs.ErrNotExist
	if !fs.ValidPath(name) {
		err = fs.ErrInvalid
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

// An info describes a file or folder in memory.
type info struct {
	name string
	size int64
	mode fs.FileMode
}

func fileInfo(name string, data []byte) info {
	return info{path.Base(name), int64(len(data)), 0o444}
}

func folderInfo(name string) info { return info{path.Base(name), 0, fs.ModeDir | 0o555} }

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// An openFile is a file being read. The reader makes it seekable.
type openFile struct {
	info info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// An openFolder is a folder being listed.
type openFolder struct {
	info info
	rest []fs.DirEntry
}

func (d *openFolder) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *openFolder) Close() error               { return nil }
func (d *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.name, Err: fs.ErrInvalid}
}

func (d *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.rest)
	} else if len(d.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.rest))
	list := d.rest[:n]
	d.rest = d.rest[n:]
	return list, nil
}
