//go:build unix

package disk

import (
	"io/fs"
	"os"
	"syscall"
)

// TellsRights reports whether the system tells of a file who may read and write it.
const TellsRights = true

// own reports whether a file belongs to the user, and to nobody else.
func own(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(s.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
