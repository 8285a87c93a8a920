// Package serve shows a site while it is being written: it watches folders,
// builds when something in them changes, serves the last good result from memory,
// and tells the browser, which loads the page again where the reader was. What is
// wrong is shown over the last good page until it is right.
//
// Nothing but the files that a build made can be reached, and only by the people
// at this machine (or whoever the listener lets in): see the table of requests in
// the tests. A page is served as it was built, but for elements in its head: a style
// sheet and scripts from /_gen/, which no build contains.
//
//	/_gen/live.css, live.js   what a page needs to follow, and its bar
//	/_gen/day.js              the day that was chosen, for the page's scripts
//	/_gen/events              "look again", as server-sent events
//	/_gen/problems            what a page would show now, and what is wrong
//	/_gen/choose              takes what was chosen in the bar
//
// What is chosen holds for all pages of the preview until it ends: there is one
// site, and every tab shows it.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"sync"
	"time"

	"hikitsugi/internal/diag"
)

// A Site is the result of a build.
type Site struct {
	Files    fs.FS     // the finished site; nil when there are errors
	Problems diag.List // sorted; errors when Files is nil, and warnings
	Summary  string    // for the terminal, handed on in an [Event]
	Edition  string    // id of the edition; empty when there are errors
	Editions []Edition // that can be chosen instead
	// Gates returns what is true on a day, written as 2027-04-01, and Today the day that
	// it is. Both may be nil; then there is no day to choose.
	Gates func(day string) diag.List
	Today func() string
	// Mistakes returns what an author got wrong so that reading a file of Files has said
	// err; none where it is the machine that failed. It may be nil.
	Mistakes func(file string, err error) diag.List
	// Origin says of the page in a file what the bar below it links to; it may be nil.
	Origin func(file string) Origin
}

// An Edition is one that can be chosen.
type Edition struct {
	ID   string
	Name diag.Text
}

// A Choice is what was chosen in the bar of a page; what is empty was not.
type Choice struct {
	Edition string // id of one of [Site.Editions]
	Day     string // that counts as today, as 2027-04-01
}

// An Origin says where what a page shows is written, and where else it is shown.
// What there is not is empty.
type Origin struct {
	File   string         `json:",omitempty"` // that a writer edits
	Lines  map[string]int `json:",omitempty"` // in which the headings of the page stand there, by id
	Review string         `json:",omitempty"` // path of the page with all languages side by side
	Packet string         `json:",omitempty"` // path of the page that is printed
}

// Options are what Run needs. All but Poll must be set.
type Options struct {
	Listener net.Listener
	Watch    []string // folders on disk, looked at with all that is in them; they may be absent
	// Build makes the site from what is on the disk now. changed are the files that
	// may have changed since it last returned without error; nil when any may have. A
	// change on the disk cancels its context; what it returns then is ignored. It is
	// never called twice at a time. edition is the one that was chosen, empty when none
	// was. The error is one of the machine, not of the content.
	Build    func(ctx context.Context, edition string, changed []string) (Site, error)
	Checking string      // the command that tells all problems: gen check, of this project
	Lang     string      // "ja" or "en": of messages where there is no page to take it from
	Report   func(Event) // called once for each event, never twice at a time
	// Private keeps what is wrong from the pages, which others may see: it may quote
	// files that are not part of the site. Report still tells it. Nothing can be chosen.
	Private bool
	Poll    bool // look at regular intervals, where a disk tells of no changes
}

// An Event is what happened: a build ended; or, when Page is set, that page of the last
// good site could not be made for somebody who looked at it, for the reason in Mistakes or
// Err; or, when Polling is set, folders cannot be watched and are looked at regularly
// instead.
type Event struct {
	Changed  []string      // files, and folders of Options.Watch that are links, as it names them, sorted; none at first
	Chosen   bool          // another edition was chosen
	Took     time.Duration // of the build
	Site     Site
	Err      error     // the build's; Site is then empty
	Page     string    // a file
	Mistakes diag.List // of its author
	Polling  error     // why the system cannot watch
}

// Run serves until ctx is done, which is no error, or the listener fails. It
// closes the listener, and when it returns everything it started has ended.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	report := oneAtATime(o.Report)

	w, err := newWatcher(o.Watch, o.Poll, func(err error) { report(Event{Polling: err}) })
	if err != nil {
		return fmt.Errorf("serve: %w", errors.Join(err, o.Listener.Close()))
	}
	p := newPreview(o.Lang)
	p.private, p.report, p.checking = o.Private, report, o.Checking
	server := newServer(p, o.Lang)
	// Event streams end with ctx; Shutdown would wait for them.
	server.BaseContext = func(net.Listener) context.Context { return ctx }

	var running sync.WaitGroup
	changes := make(chan []string)
	failed := make(chan error, 1)
	running.Go(func() { w.run(ctx, changes) })
	running.Go(func() { follow(ctx, o.Build, changes, p, report) })
	running.Go(func() { failed <- server.Serve(o.Listener) })

	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	cancel()
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer stop()
	if server.Shutdown(last) != nil {
		_ = server.Close() // whoever reads that slowly is cut off
	}
	running.Wait()
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// newServer returns a server that neither slow nor greedy clients hold up.
func newServer(p *preview, lang string) *http.Server {
	return &http.Server{
		Handler:           guard(p, lang),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		// "OPTIONS *" is refused like any other method.
		DisableGeneralOptionsHandler: true,
	}
}

func oneAtATime(report func(Event)) func(Event) {
	var mu sync.Mutex
	return func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		report(e)
	}
}

// follow builds now and after every change or choice, until ctx is done. Either
// cancels a build: only the newest state matters.
func follow(ctx context.Context, build func(context.Context, string, []string) (Site, error), changes <-chan []string, p *preview, report func(Event)) {
	var changed, unread []string // since the last build that ended; since the last that succeeded
	chosen := false
	more := func(names []string) {
		changed = union(changed, names)
		if unread != nil {
			unread = union(unread, names)
		}
	}
	for {
		building, cancel := context.WithCancel(ctx)
		done := make(chan Event, 1)
		go func() {
			start := time.Now()
			site, err := build(building, p.state().choice.Edition, unread)
			if err != nil {
				site = Site{}
			}
			done <- Event{Site: site, Err: err, Took: time.Since(start)}
		}()
		select {
		case e := <-done:
			cancel()
			if ctx.Err() != nil {
				return
			}
			e.Changed, e.Chosen = changed, chosen
			p.show(e.Site, e.Err)
			report(e)
			changed, chosen = nil, false
			if e.Err == nil {
				unread = []string{} // nothing; nil would be anything
			}
			select {
			case names := <-changes:
				more(names)
			case <-p.chosen:
				chosen = true
			case <-ctx.Done():
				return
			}
		case names := <-changes:
			cancel()
			<-done
			more(names)
		case <-p.chosen:
			cancel()
			<-done
			chosen = true
		case <-ctx.Done():
			cancel()
			<-done
			return
		}
	}
}
