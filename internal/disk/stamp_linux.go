package disk

import (
	"io/fs"
	"syscall"
)

// systemStamp returns when anything of a file last changed, and its number.
func systemStamp(info fs.FileInfo) (changed, number int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano(), int64(s.Ino)
	}
	return 0, 0
}
