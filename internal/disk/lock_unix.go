//go:build unix

package disk

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// lock takes a lock that ends with the process, however it ends, and returns
// what gives it up. It returns ErrBusy when another holds it.
func lock(parent *os.Root, name string) (unlock func(), err error) {
	for {
		f, err := parent.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, fs.ErrPermission) { // perhaps another user's, which can be locked as well
			if theirs, failed := parent.OpenFile(name, os.O_RDONLY, 0); failed == nil {
				f, err = theirs, nil
			}
		}
		if err != nil {
			return nil, err
		}
		if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, unix.EWOULDBLOCK) {
				err = ErrBusy
			}
			return nil, err
		}
		// The one who held it before removes the file: the lock is ours only if
		// the file that we locked still has the name.
		locked, err := f.Stat()
		if err == nil {
			if named, err := parent.Lstat(name); err == nil && os.SameFile(locked, named) {
				return func() {
					_ = parent.Remove(name)
					f.Close()
				}, nil
			}
		}
		f.Close()
		if err != nil {
			return nil, err
		}
	}
}
