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
	if len(w.links) > 0 {
		t := time.NewTicker(pollEvery)
		defer t.Stop()
		elsewhere = t.C
	}
	for {
		select {
		case e := <-w.notices.Events:
			if !w.concerns(e.Name) {
				continue
			}
			if w.noticed != nil {
				w.noticed[e.Name] = true
			}
		case <-w.notices.Errors: // notices were lost; look at everything
			w.noticed = nil
		case <-elsewhere:
			if !w.noticeLinks() {
				continue
			}
		case <-still:
			if !w.checkingOut() {
				return true
			}
		case <-enough:
			if !w.checkingOut() {
				return true
			}
			enough = nil
		case <-ctx.Done():
			return false
		}
		still = time.After(quiet)
		if w.noticed == nil || len(w.noticed) > many {
			still = time.After(calm)
		}
		if enough == nil {
			enough = time.After(patience)
		}
	}
}

// noticeLinks notices the links whose files have changed, or that lead elsewhere by way
// of another, and reports whether any has.
func (w *watcher) noticeLinks() bool {
	any := false
	for path := range w.links {
		now := stamp{leads: leadsTo(path)}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			now.size, now.modified = info.Size(), info.ModTime()
		}
		if was := w.files[path]; now.size == was.size && now.modified.Equal(was.modified) && now.leads == was.leads && !w.changedIn(path) {
			continue
		}
		if any = true; w.noticed != nil {
			w.noticed[path] = true
		}
	}
	return any
}

// changedIn reports whether a file has changed in a folder that is reached by a link, and
// then has everything looked at.
func (w *watcher) changedIn(link string) bool {
	if !w.reaches(link) {
		return false
	}
	now, known := snapshot{}, 0
	w.visitLinked(link, now, w.files)
	for path := range w.files {
		if strings.HasPrefix(path, link+string(filepath.Separator)) {
			known++
		}
	}
	for path, seen := range now {
		was, there := w.files[path]
		if known--; !there || seen.size != was.size || !seen.modified.Equal(was.modified) || seen.leads != was.leads {
			known = -1
			break
		}
	}
	if known != 0 {
		w.noticed = nil
	}
	return known != 0
}

// reaches reports whether a link is one that builds follow to a folder: it stands in a
// root and leads to a folder beside it, such as that of a theme of which several sites
// have one copy. What leads further is neither read nor looked at.
func (w *watcher) reaches(link string) bool {
	for _, r := range w.roots {
		if filepath.Dir(link) != r.path {
			continue
		}
		project, err := filepath.EvalSymlinks(filepath.Dir(r.path))
		if err != nil {
			return false
		}
		end, err := filepath.EvalSymlinks(link)
		if err != nil || !strings.HasPrefix(end, project+string(filepath.Separator)) || strings.HasPrefix(r.path+string(filepath.Separator), end+string(filepath.Separator)) {
			return false
		}
		info, err := os.Stat(end)
		return err == nil && info.IsDir()
	}
	return false
}

// visitLinked looks at what is in a folder that is reached by a link. It asks for no
// notices: the system gives them only one name of the folder, which may have another.
func (w *watcher) visitLinked(folder string, seen, last snapshot) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case source.Ignored(e.Name()):
		case e.IsDir():
			w.visitLinked(path, seen, last)
		default:
			seen.add(path, e, last)
		}
	}
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

func (w *watcher) isRoot(path string) bool {
	return slices.ContainsFunc(w.roots, func(r root) bool { return r.path == path })
}

// look returns what is in the roots now, and has every folder in them watched.
func (w *watcher) look(last snapshot) snapshot {
	folders := map[string]bool{}
	seen := snapshot{}
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
