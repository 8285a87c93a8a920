//go:build unix

package disk

import (
	"io/fs"
	"syscall"
)

// sameDevice reports whether two folders are on one file system.
func sameDevice(a, b fs.FileInfo) bool {
	x, ok := a.Sys().(*syscall.Stat_t)
	y, too := b.Sys().(*syscall.Stat_t)
	return !ok || !too || x.Dev == y.Dev
}
