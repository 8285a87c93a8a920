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
	if err := give(root, name, int(of.Owner>>32), int(uint32(of.Owner))); err != nil {
		const read = 0o5 // to look into it
		if (mode>>3^mode)&read != 0 || mode&fs.ModeSetgid != 0 {
			return err
		}
		mode &^= 0o020 // another group reads what everybody may, and writes nothing
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

// give gives what has the name to a user, where the system lets one, and to a group.
func give(root *os.Root, name string, user, group int) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	is := StampOf(info).Owner
	if int(is>>32) != user { // only root gives anything to another user
		_ = root.Lchown(name, user, -1)
	}
	if int(uint32(is)) == group {
		return nil
	}
	return root.Lchown(name, -1, group)
}
