package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"hikitsugi/internal/output"
)

// patience is how long a build is quiet on a terminal.
const patience = time.Second

// widest is as wide as what is shown can be.
const widest = 40

// A progress is a sink that shows on a terminal how far a long build is.
type progress struct {
	output.Sink
	w      io.Writer // the terminal; nil: nothing is shown
	format string    // of a line not wider than widest
	pages  int

	mu    sync.Mutex
	done  int
	next  time.Time // of writing
	shown bool
}

// withProgress wraps sink for a build of that many pages.
func (p *program) withProgress(sink output.Sink, pages int) *progress {
	s := &progress{Sink: sink, pages: pages, next: time.Now().Add(patience), format: p.say("\r%d / %dページ", "\r%d of %d pages")}
	if f, ok := p.stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			s.w = f
		}
	}
	return s
}

// Put counts the files; those beside the pages are few.
func (s *progress) Put(name string, data []byte) error {
	err := s.Sink.Put(name, data)
	s.count()
	return err
}

// Keep counts them as well.
func (s *progress) Keep(name string, sum [sha256.Size]byte) bool {
	kept := s.Sink.Keep(name, sum)
	if kept {
		s.count()
	}
	return kept
}

func (s *progress) count() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = min(s.done+1, s.pages)
	if now := time.Now(); s.w != nil && now.After(s.next) {
		fmt.Fprintf(s.w, s.format, s.done, s.pages)
		s.next, s.shown = now.Add(patience/10), true
	}
}

// clear takes the line away.
func (s *progress) clear() {
	if s.shown {
		// Spaces, as not every console of Windows knows the sequence that clears a line.
		fmt.Fprintf(s.w, "\r%*s\r", widest, "")
	}
}
