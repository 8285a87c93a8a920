package serve

import (
	"os"
	"path/filepath"
	"strings"

	"hikitsugi/internal/source"
)

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
