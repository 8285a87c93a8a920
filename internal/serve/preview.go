package serve

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"hikitsugi/internal/diag"
)

// own are the files that a preview adds to a site.
//
//go:embed live.css live.js day.js
var own embed.FS

// A state is what there is to show after a build.
type state struct {
	build    int       // number of the build, or of the choice; 0 before the first
	good     Site      // of the last good build; without files when there was none
	shows    int       // number of the build that a page comes from
	choice   Choice    // what is asked for, and what the next build makes
	editions []Edition // from which to choose
	problems diag.List // of this build
	failure  string    // why this build was not even finished
	broken   bool      // this build made no site
	replaced chan struct{}
}

// A preview serves the newest state.
type preview struct {
	token    string // proves that a request for events or problems was made by a page of ours
	lang     string
	checking string        // the command that tells all problems
	private  bool          // problems are not shown
	streams  chan struct{} // one for each open event stream
	chosen   chan struct{} // another edition was chosen
	report   func(Event)

	mu   sync.Mutex
	now  *state
	told map[string]bool // pages of now of which was reported that they cannot be made
}

// maxStreams bounds the event streams. A browser needs one.
const maxStreams = 64

func newPreview(lang string) *preview {
	return &preview{
		token:   rand.Text(),
		lang:    lang,
		streams: make(chan struct{}, maxStreams),
		chosen:  make(chan struct{}, 1),
		now:     &state{replaced: make(chan struct{})},
		report:  func(Event) {},
	}
}

// show replaces the state by the result of a build. A build that made no site
// leaves the last good one.
func (p *preview) show(site Site, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.now
	s := &state{
		build:    old.build + 1,
		good:     site,
		choice:   old.choice,
		editions: site.Editions,
		problems: site.Problems,
		broken:   site.Files == nil,
		replaced: make(chan struct{}),
	}
	if err != nil {
		s.failure = err.Error()
	}
	if p.private {
		s.problems, s.editions = nil, nil
		if s.broken {
			s.failure = seeTerminal.In(p.lang)
		}
	}
	s.shows = s.build
	if s.broken && old.good.Files != nil {
		s.good, s.shows = old.good, old.shows
	}
	if s.broken && len(old.editions) > len(s.editions) {
		s.editions = old.editions // what is wrong keeps some from being known
	}
	p.now, p.told = s, map[string]bool{}
	close(old.replaced)
}

// today returns the day that counts as today.
func (s *state) today() string { return cmp.Or(s.choice.Day, s.good.Today()) }

func (p *preview) state() *state {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// built returns the state, waiting for the first build to end; nil if ctx is
// done before.
func (p *preview) built(ctx context.Context) *state {
	s := p.state()
	if s.build == 0 {
		select {
		case <-s.replaced:
		case <-ctx.Done():
			return nil
		}
		s = p.state()
	}
	return s
}

// ServeHTTP answers a request that the guard let through.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, ours := strings.CutPrefix(r.URL.Path, "/_gen/")
	switch {
	case !ours:
		if s := p.built(r.Context()); s != nil {
			p.page(w, r, s)
		}
	case path.Ext(name) != "":
		if data, err := own.ReadFile(name); err == nil {
			serve(w, r, name, data)
		} else {
			http.NotFound(w, r)
		}
	case name != "events" && name != "problems" && name != "choose":
		http.NotFound(w, r)
	case subtle.ConstantTimeCompare([]byte(r.URL.Query().Get("token")), []byte(p.token)) == 0:
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
	case (name == "choose") != (r.Method == http.MethodPost):
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
	case name == "events":
		p.events(w, r)
	default:
		s := p.built(r.Context())
		switch {
		case s == nil:
		case name == "choose":
			p.choose(w, r, s)
		default:
			p.writeProblems(w, r, s)
		}
	}
}

// page serves a file of the site, or says what there is instead.
func (p *preview) page(w http.ResponseWriter, r *http.Request, s *state) {
	if s.good.Files == nil {
		p.apology(w, s, diag.Text{JA: "まだ表示できるページがありません", EN: "There is no page to show yet"})
		return
	}
	name, folder := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if r.URL.Path == "/" {
		name, folder = ".", true
	}
	if !public(name) {
		p.notFound(w, s)
		return
	}
	file := name
	if folder {
		file = path.Join(name, "index.html")
	}
	data, err := fs.ReadFile(s.good.Files, file)
	switch {
	case err == nil:
		if isPage(file) {
			data = p.attach(data, s, file)
		}
		serve(w, r, file, data)
		return
	case !errors.Is(err, fs.ErrNotExist):
		p.failed(w, s, file, err)
		return
	}
	if info, err := fs.Stat(s.good.Files, path.Join(name, "index.html")); !folder && err == nil && info.Mode().IsRegular() {
		to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusFound)
		return
	}
	p.notFound(w, s)
}

// failed answers for a page that cannot be made, and reports it once.
func (p *preview) failed(w http.ResponseWriter, s *state, file string, err error) {
	broken := *s
	broken.problems, broken.failure = nil, err.Error()
	e := Event{Page: file, Err: err}
	if s.good.Mistakes != nil {
		if mistakes := s.good.Mistakes(file, err); len(mistakes) > 0 {
			broken.problems, broken.failure = mistakes, ""
			e = Event{Page: file, Mistakes: mistakes}
		}
	}
	if p.private {
		broken.problems, broken.failure = nil, seeTerminal.In(p.lang)
	}
	p.mu.Lock()
	again := p.now != s || p.told[file]
	p.told[file] = true
	p.mu.Unlock()
	if !again {
		p.report(e)
	}
	p.apology(w, &broken, diag.Text{JA: "このページを表示できません", EN: "This page cannot be shown"})
}

// seeTerminal is all that strangers are told of what went wrong.
var seeTerminal = diag.Text{JA: "理由はターミナルにあります。", EN: "The terminal says why."}

// public reports whether a name can be that of a file to show: one way to write
// it, and nothing hidden on the way.
func public(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	return name == "." || !strings.HasPrefix(name, ".") && !strings.Contains(name, "/.")
}

func (p *preview) notFound(w http.ResponseWriter, s *state) {
	data, err := fs.ReadFile(s.good.Files, "404.html")
	if err != nil {
		http.Error(w, "404", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentType("404.html"))
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(p.attach(data, s, "")) // a reader who has left is no error
}

// A bar is what the bar of a page shows, as its script reads it.
type bar struct {
	Origin
	Edition  string    `json:",omitempty"` // that is shown
	Editions []Edition `json:",omitempty"`
	Day      string    `json:",omitempty"` // that was chosen
	Today    string    `json:",omitempty"` // that counts as today; empty: it cannot be chosen
}

// attach adds to the page in a file what makes it follow the builds, and what its
// bar needs.
func (p *preview) attach(page []byte, s *state, file string) []byte {
	links := []byte(`<link rel="stylesheet" href="/_gen/live.css">`)
	b := bar{Edition: s.good.Edition, Editions: s.editions, Day: s.choice.Day}
	if s.good.Gates != nil {
		b.Today = s.today()
	}
	if s.good.Origin != nil && !p.private && file != "" {
		b.Origin = s.good.Origin(file)
	}
	if b.Day != "" {
		links = fmt.Appendf(links, `<script src="/_gen/day.js" data-day="%s"></script>`, b.Day)
	}
	links = fmt.Appendf(links, `<script src="/_gen/live.js" defer data-token="%s" data-shows="%d"`, p.token, s.shows)
	if data, err := json.Marshal(b); err == nil && !p.private {
		links = fmt.Appendf(links, ` data-bar="%s"`, html.EscapeString(string(data)))
	}
	links = append(links, "></script>"...)
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		at = len(page)
	}
	return bytes.Join([][]byte{page[:at], links, page[at:]}, nil)
}

// serve answers with data. There is no time to compare: every answer is new.
func serve(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

// events tells a page to look again: at once, for what it may have missed, and
// after every build.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	select {
	case p.streams <- struct{}{}:
		defer func() { <-p.streams }()
	default:
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	// The server's deadlines are for answers that end.
	err := control.SetReadDeadline(time.Time{})
	say := func(text string) {
		if err == nil {
			err = control.SetWriteDeadline(time.Now().Add(10 * time.Second))
		}
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err == nil {
			err = control.Flush()
		}
	}
	say("retry: 500\n\n")
	heartbeat := time.NewTicker(15 * time.Second) // finds out who has left
	defer heartbeat.Stop()
	for said := 0; err == nil; {
		s := p.state()
		if s.build != said {
			said = s.build
			say("data: " + strconv.Itoa(said) + "\n\n")
		}
		select {
		case <-s.replaced:
		case <-heartbeat.C:
			say(":\n\n")
		case <-r.Context().Done():
			return
		}
	}
}

func isPage(name string) bool { return path.Ext(name) == ".html" }

// contentTypes are those of what a site holds. The system's own list differs
// from one machine to the next, and is wrong about scripts on some.
var contentTypes = map[string]string{
	".atom":  "application/atom+xml",
	".avif":  "image/avif",
	".css":   "text/css; charset=utf-8",
	".gif":   "image/gif",
	".html":  "text/html; charset=utf-8",
	".ico":   "image/x-icon",
	".ics":   "text/calendar; charset=utf-8",
	".jpeg":  "image/jpeg",
	".jpg":   "image/jpeg",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".pdf":   "application/pdf",
	".png":   "image/png",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".webp":  "image/webp",
	".woff2": "font/woff2",
	".xml":   "application/xml",
}

func contentType(name string) string {
	if t := contentTypes[strings.ToLower(path.Ext(name))]; t != "" {
		return t
	}
	return "application/octet-stream"
}
