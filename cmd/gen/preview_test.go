package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"runtime/debug"
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

// A large site has a bound, unless there is one already; a small one has none.
func TestBound(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	p := &program{}
	if p.bound(999, 8<<10, 2); limit() != math.MaxInt64 {
		t.Errorf("a small site is bound to %d bytes", limit())
	}
	const pages = 1 << 20 // of which the bound is more than any test holds
	if p.bound(pages, 8<<10, 1); limit() != 40<<20+pages<<13 {
		t.Errorf("a large site is bound to %d bytes", limit())
	}
	if p.bound(pages, 16<<10, 2); limit() != 40<<20+pages<<14 {
		t.Errorf("then to %d bytes", limit())
	}
	debug.SetMemoryLimit(1 << 40)
	if new(program).bound(pages, 8<<10, 2); limit() != 1<<40 {
		t.Errorf("another limit is now %d bytes", limit())
	}
	if p.bound(1000, 1, 2); limit() < int64(measured("/gc/heap/live:bytes"))*7/5 {
		t.Error("what is held does not fit")
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
