package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
)

const soon = time.Minute // far longer than anything here takes, on a busy machine too

// A session is a preview running over a folder. Its build makes a page of every
// .txt file; BROKEN in one is an error, ODD a warning, and FAIL fails it.
type session struct {
	t      *testing.T
	dir    string
	url    string
	builds atomic.Int64 // that have begun
	events chan numbered
	seen   int64        // builds of which the result is known: their events are old
	stop   func() error // ends it and returns what Run did
}

// A numbered event is that of a build.
type numbered struct {
	Event
	build int64
}

func start(t *testing.T, poll bool, files map[string]string) *session {
	t.Helper()
	s := &session{t: t, dir: filepath.Join(t.TempDir(), "content"), events: make(chan numbered, 100)}
	for name, text := range files {
		s.write(name, text)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{
			Listener: listener, Watch: []string{s.dir}, Lang: "en", Poll: poll, Checking: "gen check -C site",
			Build: func(context.Context, string, []string) (Site, error) {
				s.builds.Add(1)
				return buildText(s.dir)
			},
			Report: func(e Event) { s.events <- numbered{e, s.builds.Load()} },
		})
	}()
	stopped := false
	s.stop = func() error {
		cancel()
		stopped = true
		select {
		case err := <-ended:
			return err
		case <-time.After(soon):
			return errors.New("Run did not return")
		}
	}
	t.Cleanup(func() {
		if !stopped {
			if err := s.stop(); err != nil {
				t.Error(err)
			}
		}
	})
	s.event()
	return s
}

func buildText(dir string) (Site, error) {
	memory := output.NewMemory()
	var problems diag.List
	var failed error
	// Behind a separator even a link is a folder.
	err := filepath.WalkDir(dir+string(filepath.Separator), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".txt" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil // gone
		}
		name, _ := filepath.Rel(dir, path)
		name = filepath.ToSlash(name)
		text := string(data)
		pos := diag.Pos{File: name, Line: 1, Col: 3}
		switch {
		case strings.Contains(text, "BROKEN"):
			problems = append(problems, diag.Diag{Pos: pos, Code: diag.KEY, Line: text, Caret: 2,
				What: diag.Text{JA: "壊れています", EN: "it is broken"}, Do: diag.Text{JA: "直してください。", EN: "Repair it."}})
		case strings.Contains(text, "ODD"):
			problems.Add(pos, diag.HASH, diag.Text{JA: "変です", EN: "it is odd"}, diag.Text{})
		case strings.Contains(text, "STRANGE"):
			problems.Add(pos, diag.TERM, diag.Text{JA: "妙です", EN: "it is strange"}, diag.Text{})
		case strings.Contains(text, "FAIL"):
			failed = errors.New("the disk is on fire")
		}
		page := "<!doctype html><html lang=en><head><title>x</title></head><body>" + text + "</body></html>"
		return memory.Put(strings.TrimSuffix(name, ".txt")+".html", []byte(page))
	})
	if err == nil {
		err = failed
	}
	if problems.HasErrors(false) {
		return Site{Problems: problems}, err
	}
	return Site{Files: memory, Problems: problems, Summary: "done"}, err
}

// write makes or changes a file below the watched folder, at once: however busy the
// machine is, nobody sees it empty.
func (s *session) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := writeAtOnce(path, text); err != nil {
		s.t.Fatal(err)
	}
}

func writeAtOnce(path, text string) error {
	return inOrder(
		func() error { return os.WriteFile(path+".tmp", []byte(text), 0o644) },
		func() error { return os.Rename(path+".tmp", path) })
}

// event returns the next event that is not old.
func (s *session) event() Event {
	s.t.Helper()
	for late := time.After(soon); ; {
		select {
		case e := <-s.events:
			if e.build > s.seen {
				return e.Event
			}
		case <-late:
			s.t.Fatal("no event")
		}
	}
}

// silent fails if something is built.
func (s *session) silent() {
	s.t.Helper()
	for enough := time.After(patience + 200*time.Millisecond); ; {
		select {
		case e := <-s.events:
			if e.build > s.seen {
				s.t.Errorf("built after %q", e.Changed)
				return
			}
		case <-enough:
			return
		}
	}
}

// get returns the status and body of a path.
func (s *session) get(path string) (int, string) {
	s.t.Helper()
	resp, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func (s *session) wantPage(path, text string) {
	s.t.Helper()
	if status, body := s.get(path); status != http.StatusOK || !strings.Contains(body, text) {
		s.t.Errorf("%s: %d, %q; want %q", path, status, body, text)
	}
}

// until waits for builds until a path has the status and its page the text. A page is
// shown before that is told.
func (s *session) until(path string, status int, text string) {
	s.t.Helper()
	for {
		got, body := s.get(path)
		if got == status && strings.Contains(body, text) {
			s.seen = s.builds.Load()
			return
		}
		s.event()
	}
}

var tokenOf = regexp.MustCompile(`data-token="(\w+)"`)

func (s *session) token() string {
	s.t.Helper()
	_, body := s.get("/")
	m := tokenOf.FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("no token in %q", body)
	}
	return m[1]
}

func (s *session) problems() verdict {
	s.t.Helper()
	_, body := s.get("/_gen/problems?token=" + s.token())
	var v verdict
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		s.t.Fatalf("%v in %q", err, body)
	}
	return v
}

// listen opens an event stream and returns the numbers it sends.
func (s *session) listen() <-chan string {
	s.t.Helper()
	resp, err := http.Get(s.url + "/_gen/events?token=" + s.token())
	if err != nil {
		s.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("stream: %s", resp.Status)
	}
	data := make(chan string, 100)
	go func() {
		defer close(data)
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if n, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				data <- n
			}
		}
	}()
	return data
}

func wantData(t *testing.T, data <-chan string, want string) {
	t.Helper()
	select {
	case got, open := <-data:
		if !open || got != want {
			t.Errorf("event %q (open: %v), want %q", got, open, want)
		}
	case <-time.After(soon):
		t.Errorf("no event %s", want)
	}
}

// prepare writes files to a folder and returns it.
func prepare(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
