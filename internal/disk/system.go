package disk

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// System returns the machine's own disk.
func System() Disk { return system{} }

type system struct{}

// Resolve implements [Disk].
func (d system) Resolve(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, syscall.ENOTDIR) { // which does not say where
		err = &fs.PathError{Op: "resolve", Path: dir, Err: err}
	}
	if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(abs) == abs {
		return real, err
	}
	if _, err := os.Lstat(abs); err == nil { // it is a link to nowhere
		return "", &fs.PathError{Op: "resolve", Path: dir, Err: fs.ErrNotExist}
	}
	parent, err := d.Resolve(filepath.Dir(abs))
	return filepath.Join(parent, filepath.Base(abs)), err
}

// MkdirAll implements [Disk].
func (system) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o777) }

// Open implements [Disk].
func (system) Open(dir string) (Folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return folder{root}, nil
}

// Scratch implements [Disk].
func (system) Scratch() (Scratch, error) { return scratch() }

// A folder keeps to its place as os.Root does.
type folder struct{ root *os.Root }

func (f folder) FS() fs.FS                              { return f.root.FS() }
func (f folder) Lstat(name string) (fs.FileInfo, error) { return f.root.Lstat(name) }
func (f folder) ReadFile(name string) ([]byte, error)   { return f.root.ReadFile(name) }
func (f folder) Mkdir(name string) error                { return f.root.Mkdir(name, 0o777) }
func (f folder) MkdirAll(name string) error             { return f.root.MkdirAll(name, 0o777) }
func (f folder) MkdirPrivate(name string) error         { return f.root.Mkdir(name, 0o700) }
func (f folder) SetRights(name string, of Stamp) error  { return setRights(f.root, name, of) }
func (f folder) Rename(from, to string) error           { return f.root.Rename(from, to) }
func (f folder) Exchange(a, b string) error             { return exchange(f.root, a, b) }
func (f folder) Remove(name string) error               { return f.root.Remove(name) }
func (f folder) RemoveAll(name string) error            { return f.root.RemoveAll(name) }
func (f folder) Lock(name string) (func(), error)       { return lock(f.root, name) }
func (f folder) Flush() error                           { return flush(f.root) }
func (f folder) Close() error                           { return f.root.Close() }

func (f folder) Sub(name string) (Folder, error) {
	root, err := f.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return folder{root}, nil
}

func (f folder) Mounted(name string) bool {
	outer, err := f.root.Stat(".")
	if err != nil {
		return false
	}
	inner, err := f.root.Stat(name)
	return err == nil && inner.IsDir() && !sameDevice(outer, inner)
}

// path returns the name of a file for one call of the system: stepping down folder by
// folder costs several times as much.
func (f folder) path(name string) string {
	return filepath.Join(f.root.Name(), filepath.FromSlash(name))
}

// Stamp asks in one call: a stamp gives nothing away.
func (f folder) Stamp(name string) (Stamp, error) {
	info, err := os.Lstat(f.path(name))
	if err != nil {
		return Stamp{}, err
	}
	return StampOf(info), nil
}

// Link implements [Folder].
func (f folder) Link(name, second string) error {
	from, to := f.path(name), f.path(second)
	err := os.Link(from, to)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		err = os.Link(from, to)
	}
	return err
}

// ReadDir implements [Folder].
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(f.path(name)) }

// Append implements [Folder].
func (f folder) Append(name string, mode fs.FileMode) (io.WriteCloser, error) {
	return f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, mode)
}

func (f folder) Create(name string, data []byte) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	// Some file systems report a full disk only here.
	return errors.Join(err, file.Close())
}

func (f folder) CreateSafe(name string, data []byte, mode fs.FileMode) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, cmp.Or(mode, 0o666))
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if mode != 0 {
		err = errors.Join(err, file.Chmod(mode)) // whatever the mask
	}
	return errors.Join(err, file.Sync(), file.Close())
}
