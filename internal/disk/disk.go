// Package disk is the machine's file system, as far as gen reads and writes it:
// a [Disk] opens a [Folder], and nothing outside that folder is reached through
// it. A test lays one of its own over them that fails at any call, or ends the
// process there.
package disk

import (
	"errors"
	"io"
	"io/fs"
)

// ErrBusy is the error of [Folder.Lock] when another process holds the lock.
var ErrBusy = errors.New("another process holds the lock")

// Private reports whether a file is an ordinary one that belongs to the user and that
// nobody else may read or write, as far as the system tells.
func Private(info fs.FileInfo) bool { return info.Mode().IsRegular() && own(info) }

// A Disk opens folders.
type Disk interface {
	// Resolve returns the real place of a folder that may be absent; links are
	// followed, but for one that leads nowhere.
	Resolve(dir string) (string, error)
	// MkdirAll makes a folder and those above it, where they are absent.
	MkdirAll(dir string) error
	// Open opens a folder.
	Open(dir string) (Folder, error)
	// Scratch makes a file for what need not be kept.
	Scratch() (Scratch, error)
}

// A Scratch is a file in the folder for temporary ones that has no name, or loses it
// with the process, however that ends.
type Scratch interface {
	io.ReaderAt
	io.WriterAt
}

// A Folder is an open folder. Names are slash-separated and relative to it, and
// a link that leads out of it is an error. Who may read and write what is made in it
// is the user's affair (umask), where nothing is said of it. It can be used by several
// goroutines at once.
type Folder interface {
	// FS returns the folder for reading.
	FS() fs.FS
	// Sub opens a folder in it.
	Sub(name string) (Folder, error)
	Lstat(name string) (fs.FileInfo, error)
	// Stamp returns the stamp of what has the name, which is not followed.
	Stamp(name string) (Stamp, error)
	// Mounted reports whether a folder in it is a file system of its own, as far as
	// the system tells.
	Mounted(name string) bool
	ReadFile(name string) ([]byte, error)
	// Create writes a file that is not there yet. The folder that holds it must be.
	Create(name string, data []byte) error
	// CreateSafe is like Create, and the file is safe from a power cut when it
	// returns. It has the permissions mode; 0: those of Create.
	CreateSafe(name string, data []byte, mode fs.FileMode) error
	// Append opens a file for writing at its end. Where it is not there it is made, with
	// the permissions mode.
	Append(name string, mode fs.FileMode) (io.WriteCloser, error)
	// Link gives a file a second name, in a folder that is made if it is not there. Links
	// to folders in either name are followed.
	Link(name, second string) error
	// ReadDir lists a folder in order of name. Links to folders in its name are followed.
	ReadDir(name string) ([]fs.DirEntry, error)
	Mkdir(name string) error
	MkdirAll(name string) error
	// MkdirPrivate makes a folder into which only the user can look.
	MkdirPrivate(name string) error
	// SetRights gives a folder the permissions and the group of a stamp and, where the
	// system lets the user, its owner. Where the group cannot be given but may read no
	// more than everybody, the folder keeps another, which may not write. Where the
	// system does not tell rights, it does nothing.
	SetRights(name string, of Stamp) error
	Rename(from, to string) error
	// Exchange swaps two names in one step. Not every system can.
	Exchange(a, b string) error
	Remove(name string) error
	RemoveAll(name string) error
	// Lock takes a lock that ends with the process, however it ends, and returns
	// what gives it up, or ErrBusy. A file of that name holds it.
	Lock(name string) (unlock func(), err error)
	// Flush waits until everything written so far is safe from a power cut, as far
	// as the system offers that for less than a call for each file.
	Flush() error
	Close() error
}
