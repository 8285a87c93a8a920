package disk

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange swaps two names of a folder in one step. Not every file system can.
func exchange(parent *os.Root, a, b string) error {
	dir, err := parent.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	fd := int(dir.Fd())
	return unix.Renameat2(fd, a, fd, b, unix.RENAME_EXCHANGE)
}

// flush waits until everything written so far is on the disk that holds root:
// one call for the file system costs far less than one for each file.
func flush(root *os.Root) error {
	dir, err := root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	return os.NewSyscallError("syncfs", unix.Syncfs(int(dir.Fd())))
}
