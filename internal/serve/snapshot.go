package serve

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A snapshot is the files that were in some folders at one time, by path.
type snapshot map[string]stamp

// A stamp tells one content of a file from another. That of a link is of the file that
// it leads to.
type stamp struct {
	size     int64
	modified time.Time
	sum      [sha256.Size]byte
	open     bool   // a later look must read the file, whatever its size and time
	leads    string // where a link leads in the end, which decides whether it is followed
}

// grain is more than the coarsest step in which file systems keep time: within
// it, two contents of a file can have one time.
const grain = 3 * time.Second

// add looks at a file. It reads the content only where size and time do not show
// that it is the one last seen.
func (s snapshot) add(path string, entry fs.DirEntry, last snapshot) {
	info, err := entry.Info()
	if err != nil {
		return // gone since it was listed
	}
	leads := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		leads = leadsTo(path)
		info, err = os.Stat(path)
	}
	var now stamp
	switch {
	case err == nil && info.Mode().IsRegular():
		now = stamp{size: info.Size(), modified: info.ModTime(), leads: leads}
		old, known := last[path]
		if known && !old.open && old.size == now.size && old.modified.Equal(now.modified) {
			old.leads = leads
			s[path] = old
			return
		}
		now.sum, err = sumOf(path)
		now.open = err != nil || time.Since(now.modified) < grain
	case leads != "": // to nothing, say
		now = stamp{leads: leads}
	default:
		return // a pipe, say
	}
	s[path] = now
}

// leadsTo returns where a link leads in the end; what it names, when that is nowhere;
// and "" when it is none.
func leadsTo(path string) string {
	target, err := os.Readlink(path)
	if err != nil {
		return ""
	}
	if end, err := filepath.EvalSymlinks(path); err == nil {
		return end
	}
	return target
}

func sumOf(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// changed returns the files that are not as they were in old, in no order.
func (s snapshot) changed(old snapshot) []string {
	var paths []string
	for path, now := range s {
		if was, known := old[path]; !known || was.sum != now.sum || was.leads != now.leads {
			paths = append(paths, path)
		}
	}
	for path := range old {
		if _, still := s[path]; !still {
			paths = append(paths, path)
		}
	}
	return paths
}

// doubtful reports whether a file is gone, or has become empty or much shorter:
// perhaps an editor is about to write it.
func (s snapshot) doubtful(old snapshot) bool {
	for path, was := range old {
		if now, still := s[path]; !still || now.size < was.size/2 || now.size == 0 && was.size > 0 {
			return true
		}
	}
	for path, now := range s {
		if _, known := old[path]; !known && now.size == 0 {
			return true
		}
	}
	return false
}
