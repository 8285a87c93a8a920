package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"hikitsugi/internal/source"
)

const (
	// quiet is how long nothing must happen before a saved file is looked at. A save
	// is several events, less than a millisecond apart.
	quiet = 6 * time.Millisecond
	// calm is the same while many files change, as when another branch is checked out.
	calm = 60 * time.Millisecond
	// many is how many files change at once when it is more than a save.
	many = 4
	// doubt is how long a file that became empty, much shorter or is gone has for
	// becoming what it is to be.
	doubt = 30 * time.Millisecond
	// patience is how long a change waits for quiet that never comes.
	patience = 500 * time.Millisecond
	// pollEvery is the interval between looks where nothing tells of changes.
	pollEvery = 300 * time.Millisecond
)

// A watcher finds out which files change. The system's notices only make it look
// again: what counts is what it then sees.
type watcher struct {
	roots   []root
	files   snapshot        // what it saw last
	folders map[string]bool // where it saw them
	links   map[string]bool // files, folders and roots that are links: nothing tells of changes where they lead
	noticed map[string]bool // what notices named since; nil: anything may have changed
	away    bool            // a folder that holds a root was not there
	notices *fsnotify.Watcher
	polling func(error) // told once, when notices cannot be had
}

// A root is a folder to watch.
type root struct{ path, name string } // absolute; as the caller has it

// newWatcher takes a first look, so that whatever changes from then on is found.
func newWatcher(folders []string, poll bool, polling func(error)) (*watcher, error) {
	w := &watcher{polling: polling, files: snapshot{}, links: map[string]bool{}}
	for _, name := range folders {
		path, err := filepath.Abs(name)
		if err != nil {
			return nil, err
		}
		w.roots = append(w.roots, root{path, name})
	}
	if !poll {
		notices, err := fsnotify.NewWatcher()
		if err != nil {
			polling(err)
		} else {
			w.notices = notices
		}
	}
	w.keep(nil, w.look(nil))
	return w, nil
}

// run sends the names of the files that changed, whenever some did, until ctx is
// done.
func (w *watcher) run(ctx context.Context, changes chan<- []string) {
	defer w.stop()
	for w.wait(ctx) {
		old, seen := w.see(w.files)
		if seen.doubtful(old) {
			if !pause(ctx, doubt) {
				return
			}
			old, seen = w.see(w.files)
		}
		changed := w.names(seen.changed(old))
		w.keep(old, seen)
		if len(changed) == 0 {
			continue
		}
		select {
		case changes <- changed:
		case <-ctx.Done():
		}
	}
}

// keep takes what was seen in place of what was there before.
func (w *watcher) keep(old, seen snapshot) {
	for path := range old {
		delete(w.files, path)
		delete(w.links, path)
	}
	maps.Copy(w.files, seen)
	for path, now := range seen {
		if now.leads != "" {
			w.links[path] = true
		}
	}
}

// see returns what it saw last and what is there now: of the noticed files where
// notices were only about files, else of all.
func (w *watcher) see(last snapshot) (old, seen snapshot) {
	old, seen = snapshot{}, snapshot{}
	for path := range w.noticed {
		if w.folders[path] || w.isRoot(path) { // which may have become a link to a folder
			w.noticed = nil
			break
		}
		if was, known := last[path]; known {
			old[path] = was
		}
		info, err := os.Lstat(path)
		switch {
		case err != nil: // gone
		case info.IsDir():
			w.noticed = nil
		default:
			seen.add(path, fs.FileInfoToDirEntry(info), last)
		}
	}
	if w.noticed == nil {
		return maps.Clone(last), w.look(last)
	}
	return old, seen
}

func (w *watcher) stop() {
	if w.notices != nil {
		_ = w.notices.Close()
		w.notices = nil
	}
}

// wait returns true when it is time to look, false when ctx is done.
func (w *watcher) wait(ctx context.Context) bool {
	if w.notices == nil {
		w.noticed = nil
		for pause(ctx, pollEvery) {
			if !w.checkingOut() {
				return true
			}
		}
		return false
	}
	w.noticed = map[string]bool{}
	var still, enough, elsewhere <-chan time.Time
	held := false // by Git
	if len(w.links) > 0 || w.away {
		t := time.NewTicker(pollEvery)
		defer t.Stop()
		elsewhere = t.C
	}
	for {
		rest := quiet
		select {
		case e := <-w.notices.Events:
			switch {
			case w.holds(e.Name) && e.Has(fsnotify.Rename|fsnotify.Remove): // another may come in its place
				w.noticed = nil
			case !w.concerns(e.Name):
				continue
			case w.noticed != nil:
				w.noticed[e.Name] = true
			}
		case <-w.notices.Errors: // notices were lost; look at everything
			w.noticed = nil
		case <-elsewhere:
			if w.away && w.together() {
				w.noticed = nil
			} else if !w.noticeLinks() {
				continue
			}
		case <-still:
			if w.written() {
				break // the notice of it is late, as on a machine that is busy
			}
			was := held
			if held = w.checkingOut(); !held && !was {
				return true
			}
			w.noticed = nil // its last notices may be on their way
		case <-enough:
			was := held
			if held = w.checkingOut(); !held && !was {
				return true
			}
			w.noticed, enough = nil, nil
		case <-ctx.Done():
			return false
		}
		if w.noticed == nil || len(w.noticed) > many {
			rest = calm
		}
		still = time.After(rest)
		if enough == nil {
			enough = time.After(patience)
		}
	}
}

// written reports whether a file that was noticed has been written to just now.
func (w *watcher) written() bool {
	for path := range w.noticed {
		info, err := os.Lstat(path)
		if err != nil {
			continue
		}
		if age := time.Since(info.ModTime()); age >= 0 && age < quiet { // else the clock is another's
			return true
		}
	}
	return false
}

// pause returns false when ctx is done first.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}

// concerns reports whether a notice is about something that look looks at. The
// folder that holds a root is watched too, since the root may come and go.
func (w *watcher) concerns(path string) bool {
	return w.isRoot(path) || w.folders[filepath.Dir(path)] && !source.Ignored(filepath.Base(path))
}

// holds reports whether a root stands in the folder.
func (w *watcher) holds(folder string) bool {
	return slices.ContainsFunc(w.roots, func(r root) bool { return filepath.Dir(r.path) == folder })
}

// together reports whether all folders are there that hold roots.
func (w *watcher) together() bool {
	return !slices.ContainsFunc(w.roots, func(r root) bool {
		_, err := os.Stat(filepath.Dir(r.path))
		return err != nil
	})
}

func (w *watcher) isRoot(path string) bool {
	return slices.ContainsFunc(w.roots, func(r root) bool { return r.path == path })
}

// look returns what is in the roots now, and has every folder in them watched.
func (w *watcher) look(last snapshot) snapshot {
	folders := map[string]bool{}
	seen := snapshot{}
	w.away = !w.together()
	for _, r := range w.roots {
		w.watch(filepath.Dir(r.path))
		if leads := leadsTo(r.path); leads != "" {
			seen[r.path] = stamp{leads: leads}
		}
		w.visit(r.path, folders, seen, last)
	}
	for path := range w.folders {
		if w.notices != nil && !folders[path] {
			_ = w.notices.Remove(path) // most often gone with the folder
		}
	}
	w.folders = folders
	return seen
}

func (w *watcher) visit(folder string, folders map[string]bool, seen, last snapshot) {
	// Watched before it is read, so that no change falls between.
	w.watch(folder)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	folders[folder] = true
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case source.Ignored(e.Name()):
		case e.IsDir():
			w.visit(path, folders, seen, last)
		default:
			if seen.add(path, e, last); seen[path].leads != "" && w.reaches(path) {
				w.visitLinked(path, seen, last)
			}
		}
	}
}

// watch asks for notices about a folder. It does so at every look: a folder that
// was replaced by another of the same name has none.
func (w *watcher) watch(folder string) {
	if w.notices == nil {
		return
	}
	err := w.notices.Add(folder)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
		return
	}
	w.stop()
	w.polling(fmt.Errorf("cannot watch %s: %w", folder, err))
}

// names returns roots and paths below them as the caller named these, sorted.
func (w *watcher) names(paths []string) []string {
	var names []string
	for _, path := range paths {
		for _, r := range w.roots {
			if rest, ok := strings.CutPrefix(path+string(filepath.Separator), r.path+string(filepath.Separator)); ok {
				names = append(names, filepath.ToSlash(filepath.Join(r.name, rest)))
				break
			}
		}
	}
	return union(nil, names)
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}
