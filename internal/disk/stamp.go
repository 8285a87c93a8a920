package disk

import (
	"io/fs"
	"time"
)

// A Stamp tells whether a file is as it was, without reading it. The zero Stamp is
// that of no file.
type Stamp struct {
	Size     int64 // in bytes; of a folder 0
	Modified int64 // nanoseconds since 1970
	Changed  int64 // the same, of its name, its owner or its content, which nobody can set; 0 where the system does not tell
	Number   int64 // of the file on its disk; 0 where the system does not tell
	Mode     int64 // what kind of file it is, and who may do what with it: an fs.FileMode
	Owner    int64 // whose it is: numbers of a user and a group; 0 where the system does not tell
}

// StampOf returns the stamp of what fs.FileInfo describes.
func StampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano(), Mode: int64(info.Mode())}
	if info.IsDir() {
		s.Size = 0
	}
	s.Changed, s.Number, s.Owner = systemStamp(info)
	return s
}

// Tells reports whether what changes the file, or what is in a folder, after the stamp was
// taken leaves it another stamp. Where it had changed just before, it may have the same: most
// systems count in steps of up to ten milliseconds, some file systems know whole seconds
// only, or every other one.
func (s Stamp) Tells(taken time.Time) bool {
	step := 2 * time.Second
	if s.Changed%int64(time.Second) != 0 {
		step = 100 * time.Millisecond
	}
	latest := time.Unix(0, max(s.Modified, s.Changed))
	return s.Changed != 0 && latest.Add(step).Before(taken) // else anybody can set all of it
}
