package disk

import "io/fs"

// sameDevice reports whether two folders are on one file system: where the system
// does not tell, they are.
func sameDevice(_, _ fs.FileInfo) bool { return true }
