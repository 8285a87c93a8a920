package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/output"
)

func TestEditIsSeen(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprintf("poll=%v", poll), func(t *testing.T) {
			s := start(t, poll, map[string]string{"index.txt": "one"})
			s.wantPage("/", "one")
			data := s.listen()
			wantData(t, data, "1")
			s.write("index.txt", "two")
			wantData(t, data, "2")
			s.wantPage("/", "two")
			want := []string{filepath.ToSlash(filepath.Join(s.dir, "index.txt"))}
			if e := s.event(); !slices.Equal(e.Changed, want) || e.Site.Summary != "done" || e.Took <= 0 {
				t.Errorf("event %+v", e)
			}
		})
	}
}

func TestPageIsServedAsBuilt(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "text"})
	_, body := s.get("/index.html")
	want := "<!doctype html><html lang=en><head><title>x</title>" +
		`<link rel="stylesheet" href="/_gen/live.css"><script src="/_gen/live.js" defer data-token="` + s.token() +
		`" data-shows="1" data-bar="{}"></script></head><body>text</body></html>`
	if body != want {
		t.Errorf("got  %s\nwant %s", body, want)
	}
}

func TestBrokenBuildKeepsTheLastGoodSite(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "good", "other.txt": "ODD"})
	v := s.problems()
	if v.Broken || v.Shows != "1" || v.Errors != 0 || v.Warnings != 1 {
		t.Errorf("with a warning: %+v", v)
	}

	s.write("index.txt", "a BROKEN <b>")
	if e := s.event(); e.Site.Files != nil || len(e.Site.Problems) != 2 {
		t.Errorf("event %+v", e)
	}
	s.wantPage("/", "good")
	v = s.problems()
	want := problem{Pos: "index.txt:1:3", Code: "KEY", Error: true, JA: "壊れています。直してください。", EN: "it is broken. Repair it.",
		Before: "a ", At: "B", After: "ROKEN <b>"}
	if !v.Broken || v.Shows != "1" || v.Errors != 1 || v.Warnings != 1 || v.Problems[0] != want {
		t.Errorf("broken: %+v", v)
	}

	s.write("index.txt", "FAIL")
	if e := s.event(); e.Err == nil {
		t.Errorf("event %+v", e)
	}
	s.wantPage("/", "good")
	if v = s.problems(); !v.Broken || v.Failure != "the disk is on fire" || v.Shows != "1" {
		t.Errorf("failed: %+v", v)
	}

	s.write("index.txt", "mended")
	s.until("/", 200, "mended")
	if v = s.problems(); v.Broken || v.Failure != "" || v.Errors != 0 {
		t.Errorf("mended: %+v", v)
	}
}

func TestBeforeTheFirstGoodBuild(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x <i>BROKEN</i>"})
	status, body := s.get("/any/page/")
	for _, want := range []string{`<html lang="en">`, "index.txt:1:3  KEY  it is broken. Repair it.", "&lt;i&gt;BROKEN", "/_gen/live.js"} {
		if status != http.StatusServiceUnavailable || !strings.Contains(body, want) {
			t.Errorf("%d without %q: %s", status, want, body)
		}
	}
	s.write("index.txt", "good")
	s.until("/", 200, "good")
}

// Among more warnings of one rule than a page lists, others are seen.
func TestManyWarnings(t *testing.T) {
	files := map[string]string{"index.txt": "good", "zeal.txt": "STRANGE"}
	for i := range maxProblems + 10 {
		files[fmt.Sprintf("odd%03d.txt", i)] = "ODD"
	}
	s := start(t, false, files)
	s.until("/", 200, "good")
	v := s.problems()
	if n := len(v.Problems); v.Warnings != maxProblems+11 || n != 4 || v.Problems[0].Code != "HASH" || v.Problems[n-1].Code != "TERM" {
		t.Errorf("%d warnings, of which %+v", v.Warnings, v.Problems)
	}

	if v.Checking != "gen check -C site" {
		t.Errorf("the command that shows all is %q", v.Checking)
	}

	files["index.txt"] = "BROKEN"
	_, body := start(t, false, files).get("/")
	for text, times := range map[string]int{"it is broken.": 1, "it is odd.": 3, "HASH  107 more, in 107 files. gen check -C site shows them all.": 1, "it is strange.": 1} {
		if strings.Count(body, text) != times {
			t.Errorf("not %d times %q: %s", times, text, body)
		}
	}
}

// A page that is asked for before the first build has ended waits for it.
func TestFirstRequestWaits(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go_, ended := make(chan bool), make(chan error)
	go func() {
		ended <- Run(ctx, Options{
			Listener: listener, Watch: []string{t.TempDir()}, Lang: "ja", Report: func(Event) {},
			Build: func(context.Context, string, []string) (Site, error) {
				<-go_
				m := output.NewMemory()
				return Site{Files: m}, m.Put("index.html", []byte("there"))
			},
		})
	}()
	time.AfterFunc(100*time.Millisecond, func() { close(go_) })
	resp, err := http.Get("http://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Error(resp.Status)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A change while a build runs ends it; what it returns is not shown.
func TestChangeCancelsABuild(t *testing.T) {
	dir := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	began, events, ended := make(chan int, 10), make(chan Event, 10), make(chan error, 1)
	builds := 0
	go func() {
		ended <- Run(ctx, Options{
			Listener: listener, Watch: []string{dir}, Lang: "ja", Report: func(e Event) { events <- e },
			Build: func(ctx context.Context, _ string, _ []string) (Site, error) {
				builds++
				began <- builds
				if builds < 3 {
					<-ctx.Done()
					return Site{Summary: "too late"}, ctx.Err()
				}
				return Site{Files: output.NewMemory(), Summary: "newest"}, nil
			},
		})
	}()
	for i, name := range []string{"a", "b"} {
		if n := <-began; n != i+1 {
			t.Fatalf("build %d", n)
		}
		if err := writeAtOnce(filepath.Join(dir, name), name); err != nil {
			t.Fatal(err)
		}
	}
	e := <-events
	if e.Site.Summary != "newest" || len(e.Changed) != 2 {
		t.Errorf("event %+v", e)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestShutdownEndsStreams(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x"})
	data := s.listen()
	wantData(t, data, "1")
	began := time.Now()
	if err := s.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took >= 2*time.Second {
		t.Errorf("the streams were waited for until they were cut off: %v", took)
	}
	select {
	case _, open := <-data:
		if open {
			t.Error("an event after the end")
		}
	case <-time.After(soon):
		t.Error("the stream is still open")
	}
}

func TestStreamsAreBounded(t *testing.T) {
	s := start(t, false, map[string]string{"index.txt": "x"})
	for range maxStreams {
		s.listen()
	}
	if status, _ := s.get("/_gen/events?token=" + s.token()); status != http.StatusServiceUnavailable {
		t.Errorf("one more stream: %d", status)
	}
}

func TestRunReportsAListenerThatFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	err = Run(t.Context(), Options{
		Listener: listener, Lang: "ja", Report: func(Event) {},
		Build: func(context.Context, string, []string) (Site, error) { return Site{}, nil },
	})
	if err == nil {
		t.Error("no error")
	}
}
