package serve

import (
	"os"
	"path/filepath"
	"time"
)

// longestCheckout is how old a lock of Git may be that still keeps the watcher waiting: one
// that a killed Git has left stays.
const longestCheckout = 10 * time.Second

// checkingOut reports whether Git is changing the files of a root, as when another branch
// is checked out: until it has ended, they are partly of one and partly of the other.
func (w *watcher) checkingOut() bool {
	for _, r := range w.roots {
		for dir := filepath.Dir(r.path); ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
				lock, err := os.Stat(filepath.Join(dir, ".git", "index.lock"))
				if err == nil && time.Since(lock.ModTime()).Abs() < longestCheckout {
					return true
				}
				break
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return false
}
