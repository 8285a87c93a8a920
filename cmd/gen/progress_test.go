package main

import (
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/output"
)

func TestProgress(t *testing.T) {
	var b strings.Builder
	s := &progress{Sink: output.NewMemory(), w: &b, pages: 2, format: "\r%d of %d", next: time.Now().Add(time.Hour)}
	put := func(name string) {
		t.Helper()
		if err := s.Put(name, nil); err != nil {
			t.Fatal(err)
		}
	}
	put("a")
	if b.Len() > 0 {
		t.Errorf("a short build shows %q", b.String())
	}
	s.next = time.Now().Add(-time.Second)
	put("b")
	s.next = time.Now().Add(-time.Second)
	put("style.css")
	s.clear()
	if got, want := b.String(), "\r2 of 2\r2 of 2\r"+strings.Repeat(" ", widest)+"\r"; got != want {
		t.Errorf("shows %q, want %q", got, want)
	}
}
