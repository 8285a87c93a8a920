//go:build unix

package receipt

import (
	"os"
	"syscall"
	"testing"
	"time"
)

// A file that has become something else is another; nobody waits for what a pipe may say.
func TestNoWaitingForPipes(t *testing.T) {
	for _, linked := range []bool{false, true} {
		s := newSite(t)
		at := s.path("content/empty.css")
		if linked {
			s.must(os.Symlink("../behind", at))
			at = s.path("behind")
		}
		s.must(os.WriteFile(at, nil, 0o644))
		s.must(s.build(s.look(time.Hour), "content", "themes/own"))
		if s.unchanged("w", time.Hour) == nil {
			t.Fatal("there is no receipt")
		}
		s.must(os.Remove(at))
		s.must(syscall.Mkfifo(at, 0o644))
		said := make(chan bool, 1)
		go func() { said <- s.unchanged("w", time.Hour) != nil }()
		select {
		case unchanged := <-said:
			if unchanged {
				t.Errorf("by a link %v: it is taken to be as it was", linked)
			}
		case <-time.After(time.Minute):
			t.Fatalf("by a link %v: it waits", linked)
		}
	}
}
