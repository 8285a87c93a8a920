package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/output"
	"hikitsugi/internal/serve"
)

// TestRebuilt holds what the terminal says: one line for each build, and why folders
// are not watched.
func TestRebuilt(t *testing.T) {
	site := serve.Site{Files: output.NewMemory(), Summary: "12 pages", Edition: "mihon"}
	took := 5300 * time.Microsecond
	for _, tt := range []struct {
		event    serve.Event
		out, err string
	}{
		{serve.Event{Changed: []string{"content/a.md"}, Site: site, Took: took}, "content/a.md: 12 pages, 5 ms\n", ""},
		{serve.Event{Changed: []string{"a.md", "b.md", "c.md"}, Site: site, Took: took}, "a.md and 2 more: 12 pages, 5 ms\n", ""},
		{serve.Event{Chosen: true, Site: site, Took: took}, "edition mihon: 12 pages, 5 ms\n", ""},
		{serve.Event{Changed: []string{"a.md"}, Chosen: true, Site: site, Took: took}, "a.md, edition mihon: 12 pages, 5 ms\n", ""},
		{serve.Event{Changed: []string{"a.md"}}, "a.md: there are problems to fix\n", ""},
		{serve.Event{Err: errors.New("the disk is on fire")}, "", "gen: the disk is on fire\n"},
		{serve.Event{Polling: fmt.Errorf("cannot watch x: %w", syscall.ENOSPC)}, "", "The system's limit of watched folders (fs.inotify.max_user_watches) is reached; checking for changes at regular intervals instead.\n"},
		{serve.Event{Polling: errors.New("no")}, "", "Folders cannot be watched (no); checking for changes at regular intervals instead.\n"},
	} {
		var out, errs strings.Builder
		v := &preview{program: &program{lang: "en", stdout: &out, stderr: &errs}, held: 1 << 60}
		v.rebuilt(tt.event)
		if out.String() != tt.out || errs.String() != tt.err {
			t.Errorf("%+v: %q, %q; want %q, %q", tt.event, &out, &errs, tt.out, tt.err)
		}
	}
}

// TestOpenQuestions holds that files with open questions are counted when they are
// more or fewer than they were.
func TestOpenQuestions(t *testing.T) {
	var out strings.Builder
	v := &preview{program: &program{lang: "en", stdout: &out, stderr: &out}, held: 1 << 60}
	for _, tt := range []struct {
		open  int
		files fs.FS
		told  bool
	}{{2, output.NewMemory(), true}, {2, output.NewMemory(), false}, {1, nil, false}, {1, output.NewMemory(), true}, {0, output.NewMemory(), false}, {1, output.NewMemory(), true}} {
		out.Reset()
		v.open = tt.open
		v.rebuilt(serve.Event{Site: serve.Site{Files: tt.files}})
		if told := strings.Contains(out.String(), fmt.Sprintf("Files with questions still open: %d.", tt.open)); told != tt.told {
			t.Errorf("of %d files it says %q", tt.open, &out)
		}
	}
}

// TestMemory holds that the memory in use is told at first and when it has doubled.
func TestMemory(t *testing.T) {
	v := &preview{program: &program{lang: "en"}}
	if said := v.memory(); !strings.HasSuffix(said, " MiB of memory") || v.held == 0 {
		t.Errorf("at first it says %q", said)
	}
	if said := v.memory(); said != "" {
		t.Errorf("then it says %q", said)
	}
	v.held = inUse() / 3
	if said := v.memory(); said == "" {
		t.Error("of three times as much it says nothing")
	}
}
