package serve

import (
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// choose takes what was chosen in the bar of a page: an edition, of those that are
// offered, or a day; an empty one is the day that it is. Every tab follows, as after a build.
func (p *preview) choose(w http.ResponseWriter, r *http.Request, s *state) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<10)
	if p.private || r.ParseForm() != nil || r.PostForm.Has("edition") && !s.offers(r.PostForm.Get("edition")) || !isDay(r.PostForm.Get("day")) {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.now
	c := old.choice
	if r.PostForm.Has("edition") {
		c.Edition = r.PostForm.Get("edition")
	}
	if r.PostForm.Has("day") {
		c.Day = r.PostForm.Get("day")
	}
	if c == old.choice {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	now := *old
	now.build, now.choice, now.replaced = old.build+1, c, make(chan struct{})
	if c.Day != old.choice.Day && old.good.Files != nil {
		now.shows = now.build // the same pages, seen on another day
	}
	p.now = &now
	close(old.replaced)
	if c.Edition != old.choice.Edition {
		select {
		case p.chosen <- struct{}{}:
		default: // that there is something to do is known
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

// offers reports whether an edition can be chosen.
func (s *state) offers(edition string) bool {
	return slices.ContainsFunc(s.editions, func(e Edition) bool { return e.ID == edition })
}

// isDay reports whether a text is a day of this century, or empty.
func isDay(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return text == "" || err == nil && day.Year() >= 2000 && day.Year() < 2100
}

// nearest returns the address of a page in a site: its own where there is one, else
// of the home in its language, else of the site's.
func nearest(files fs.FS, address string) string {
	name := strings.Trim(address, "/")
	first, _, _ := strings.Cut(name, "/")
	for _, folder := range []string{name, first} {
		file := path.Join(folder, "index.html")
		if isPage(folder) {
			file = folder
		}
		if folder == "" || !public(folder) {
			continue
		}
		if _, err := fs.Stat(files, file); err == nil {
			if folder == name {
				return address
			}
			return "/" + folder + "/"
		}
	}
	return "/"
}
