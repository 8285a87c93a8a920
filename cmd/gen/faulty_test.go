package main

import (
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
	"time"

	"hikitsugi/internal/disk"
)

// A swapping is what a system can do to put one folder in the place of another.
type swapping string

const (
	byExchange swapping = "exchange" // in one step
	byRenames  swapping = "renames"  // in two
	byFile     swapping = "files"    // not at all, as with a mount point
)

// A faulty disk counts what is done to the one under it. The call with the number
// at fails, or ends the process, with half of it done.
type faulty struct {
	under disk.Disk
	swap  swapping
	at    int
	errno syscall.Errno // what the call fails with; 0: the process is killed
	stays bool          // all calls after it fail as well
	act   func()        // instead of a failure, this happens before it

	mu    sync.Mutex
	calls int
	ops   []string // what each did
	hit   string   // what the call did that failed first
	names []string // to which file, and those of the calls that failed after it
}

// call counts, and returns the error with which the call fails.
func (f *faulty) call(op, name string, half func()) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	f.ops = append(f.ops, op)
	if f.at == 0 || f.calls < f.at || f.calls > f.at && !f.stays {
		return nil
	}
	if f.act != nil {
		f.hit = op
		f.act()
		return nil
	}
	if half != nil {
		half()
	}
	if f.errno == 0 {
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			_ = self.Kill()
		}
		time.Sleep(time.Minute) // until it arrives
	}
	if f.hit == "" {
		f.hit = op
	}
	f.names = append(f.names, path.Base(name))
	return &fs.PathError{Op: op, Path: name, Err: f.errno}
}

func (f *faulty) Resolve(dir string) (string, error) {
	if err := f.call("resolve", dir, nil); err != nil {
		return "", err
	}
	return f.under.Resolve(dir)
}

func (f *faulty) Scratch() (disk.Scratch, error) {
	if err := f.call("scratch", "", nil); err != nil {
		return nil, err
	}
	return f.under.Scratch()
}

func (f *faulty) MkdirAll(dir string) error {
	if err := f.call("mkdir", dir, nil); err != nil {
		return err
	}
	return f.under.MkdirAll(dir)
}

func (f *faulty) Open(dir string) (disk.Folder, error) {
	if err := f.call("open", dir, nil); err != nil {
		return nil, err
	}
	under, err := f.under.Open(dir)
	return faultyFolder{f, under}, err
}

type faultyFolder struct {
	faults *faulty
	disk.Folder
}

func (f faultyFolder) FS() fs.FS { return faultyFS{f.faults, f.Folder.FS()} }

func (f faultyFolder) Sub(name string) (disk.Folder, error) {
	if err := f.faults.call("open", name, nil); err != nil {
		return nil, err
	}
	under, err := f.Folder.Sub(name)
	if err != nil {
		return nil, err
	}
	return faultyFolder{f.faults, under}, nil
}

func (f faultyFolder) Lstat(name string) (fs.FileInfo, error) {
	if err := f.faults.call("lstat", name, nil); err != nil {
		return nil, err
	}
	return f.Folder.Lstat(name)
}

func (f faultyFolder) Stamp(name string) (disk.Stamp, error) {
	if err := f.faults.call("lstat", name, nil); err != nil {
		return disk.Stamp{}, err
	}
	return f.Folder.Stamp(name)
}

// CreateSafe waits for nothing, as Flush.
func (f faultyFolder) CreateSafe(name string, data []byte, _ fs.FileMode) error {
	return f.Create(name, data)
}

func (f faultyFolder) ReadFile(name string) ([]byte, error) {
	if err := f.faults.call("read", name, nil); err != nil {
		return nil, err
	}
	return f.Folder.ReadFile(name)
}

func (f faultyFolder) Create(name string, data []byte) error {
	if err := f.faults.call("write", name, func() { _ = f.Folder.Create(name, data[:len(data)/2]) }); err != nil {
		return err
	}
	return f.Folder.Create(name, data)
}

func (f faultyFolder) Mkdir(name string) error {
	if err := f.faults.call("mkdir", name, nil); err != nil {
		return err
	}
	return f.Folder.Mkdir(name)
}

func (f faultyFolder) MkdirAll(name string) error {
	if err := f.faults.call("mkdir", name, nil); err != nil {
		return err
	}
	return f.Folder.MkdirAll(name)
}

func (f faultyFolder) MkdirPrivate(name string) error {
	if err := f.faults.call("mkdir", name, nil); err != nil {
		return err
	}
	return f.Folder.MkdirPrivate(name)
}

func (f faultyFolder) SetRights(name string, of disk.Stamp) error {
	if err := f.faults.call("chmod", name, nil); err != nil {
		return err
	}
	return f.Folder.SetRights(name, of)
}

func (f faultyFolder) Rename(from, to string) error {
	if err := f.faults.call("rename", to, nil); err != nil {
		return err
	}
	if f.faults.swap == byFile && from == target {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: syscall.EBUSY}
	}
	return f.Folder.Rename(from, to)
}

func (f faultyFolder) Exchange(a, b string) error {
	if err := f.faults.call("exchange", b, nil); err != nil {
		return err
	}
	if f.faults.swap != byExchange {
		return &os.LinkError{Op: "renameat2", Old: a, New: b, Err: syscall.EINVAL}
	}
	return f.Folder.Exchange(a, b)
}

func (f faultyFolder) Remove(name string) error {
	if err := f.faults.call("remove", name, nil); err != nil {
		return err
	}
	return f.Folder.Remove(name)
}

// RemoveAll removes half of the tree before it fails.
func (f faultyFolder) RemoveAll(name string) error {
	if err := f.faults.call("remove", name, func() {
		var files []string
		_ = fs.WalkDir(f.Folder.FS(), name, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, name)
			}
			return nil
		})
		for _, file := range files[:len(files)/2] {
			_ = f.Folder.Remove(file)
		}
	}); err != nil {
		return err
	}
	return f.Folder.RemoveAll(name)
}

func (f faultyFolder) Link(name, second string) error {
	if err := f.faults.call("link", second, nil); err != nil {
		return err
	}
	return f.Folder.Link(name, second)
}

func (f faultyFolder) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.faults.call("readdir", name, nil); err != nil {
		return nil, err
	}
	return f.Folder.ReadDir(name)
}

func (f faultyFolder) Append(name string, mode fs.FileMode) (io.WriteCloser, error) {
	if err := f.faults.call("open", name, nil); err != nil {
		return nil, err
	}
	file, err := f.Folder.Append(name, mode)
	return faultyWriter{f.faults, name, file}, err
}

type faultyWriter struct {
	faults *faulty
	name   string
	io.WriteCloser
}

func (f faultyWriter) Write(data []byte) (int, error) {
	if err := f.faults.call("write", f.name, func() { _, _ = f.WriteCloser.Write(data[:len(data)/2]) }); err != nil {
		return 0, err
	}
	return f.WriteCloser.Write(data)
}

func (f faultyFolder) Lock(name string) (func(), error) {
	if err := f.faults.call("lock", name, nil); err != nil {
		return nil, err
	}
	return f.Folder.Lock(name)
}

// Flush waits for nothing: no power is cut here, and what else the machine writes
// would be waited for.
func (f faultyFolder) Flush() error { return f.faults.call("flush", ".", nil) }

// A faultyFS is a folder for reading.
type faultyFS struct {
	faults *faulty
	under  fs.FS
}

func (f faultyFS) Open(name string) (fs.File, error) {
	if err := f.faults.call("open", name, nil); err != nil {
		return nil, err
	}
	file, err := f.under.Open(name)
	if err != nil {
		return nil, err
	}
	return faultyFile{f.faults, name, file}, nil
}

// A faultyFile is a file that is open for reading.
type faultyFile struct {
	faults *faulty
	name   string
	fs.File
}

func (f faultyFile) Read(data []byte) (int, error) {
	if err := f.faults.call("read", f.name, nil); err != nil {
		return 0, err
	}
	return f.File.Read(data)
}

// ReadAt reads what the program put aside for itself.
func (f faultyFile) ReadAt(data []byte, at int64) (int, error) {
	if err := f.faults.call("read", f.name, nil); err != nil {
		return 0, err
	}
	return f.File.(io.ReaderAt).ReadAt(data, at)
}

func (f faultyFS) ReadFile(name string) ([]byte, error) {
	if err := f.faults.call("read", name, nil); err != nil {
		return nil, err
	}
	return fs.ReadFile(f.under, name)
}

func (f faultyFS) Stat(name string) (fs.FileInfo, error) {
	if err := f.faults.call("stat", name, nil); err != nil {
		return nil, err
	}
	return fs.Stat(f.under, name)
}

func (f faultyFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.faults.call("readdir", name, nil); err != nil {
		return nil, err
	}
	list, err := fs.ReadDir(f.under, name)
	for i, e := range list {
		list[i] = faultyEntry{f.faults, e}
	}
	return list, err
}

type faultyEntry struct {
	faults *faulty
	fs.DirEntry
}

func (e faultyEntry) Info() (fs.FileInfo, error) {
	if err := e.faults.call("lstat", e.Name(), nil); err != nil {
		return nil, err
	}
	return e.DirEntry.Info()
}
