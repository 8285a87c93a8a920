package disk

import (
	"io/fs"
	"syscall"
)

// systemStamp returns when anything of a file last changed, its number and its owner.
func systemStamp(info fs.FileInfo) (changed, number, owner int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctimespec.Nano(), int64(s.Ino), int64(s.Uid)<<32 | int64(s.Gid)
	}
	return 0, 0, 0
}
