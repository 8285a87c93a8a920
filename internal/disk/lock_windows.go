package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lock takes a lock that ends with the process, however it ends, and returns
// what gives it up. It returns ErrBusy when another holds it.
func lock(parent *os.Root, name string) (unlock func(), err error) {
	f, err := parent.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped)); err != nil {
		f.Close()
		if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
			err = ErrBusy
		}
		return nil, err
	}
	// The file stays: removing it while another opens it would make two locks.
	return func() { f.Close() }, nil
}
