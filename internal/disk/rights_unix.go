//go:build linux || darwin

package disk

import (
	"errors"
	"io/fs"
	"os"
)

var errRights = errors.New("the system does not give it the same group and permissions")

// setRights makes what has the name readable and writable to those of whom a stamp tells.
func setRights(root *os.Root, name string, of Stamp) error {
	mode := fs.FileMode(of.Mode)
	err := root.Lchown(name, int(of.Owner>>32), int(uint32(of.Owner)))
	if errors.Is(err, fs.ErrPermission) { // only root gives anything to another user
		err = root.Lchown(name, -1, int(uint32(of.Owner)))
	}
	inherits := mode&fs.ModeSetgid != 0
	if group, others := mode>>3&7, mode&7; err != nil && (group != others || inherits) {
		return err
	}
	if err := root.Chmod(name, mode); err != nil {
		return err
	}
	// Where the group is none of the user's, the system takes a bit away without a word.
	if info, err := root.Lstat(name); err != nil || info.Mode() != mode {
		return errors.Join(errRights, err)
	}
	return nil
}
