//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/disk"
)

// What else happens on a disk while gen builds: at every call, somebody deletes the
// site, or what is to replace it, or writes to the sources.
func TestMeanwhile(t *testing.T) {
	b := newBench(t)
	site := filepath.Join(t.TempDir(), "old")
	if err := os.CopyFS(site, os.DirFS(filepath.Join(b.dir, target))); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(b.dir, "content/guides/stays.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for n, what := range []struct {
		name   string
		act    func() error
		absent bool // the site may be gone: it was deleted
	}{
		{"the site is deleted", func() error { return os.RemoveAll(filepath.Join(b.dir, target)) }, true},
		{"a page of the site is deleted", func() error { return os.Remove(filepath.Join(b.dir, target, "index.html")) }, true},
		{"the staging folder is deleted", func() error { return os.RemoveAll(filepath.Join(b.dir, ".gen-staging-"+target)) }, false},
		{"a source is emptied and written", func() error {
			if err := os.Truncate(page, 0); err != nil {
				return err
			}
			return os.WriteFile(page, text, 0o644)
		}, false},
		{"a source is replaced", func() error {
			if err := os.WriteFile(page+"~", text, 0o644); err != nil {
				return err
			}
			return os.Rename(page+"~", page)
		}, false},
	} {
		for k, more := 1, true; more; k++ {
			if !some(k+5*n, 25) {
				more = k < 200
				continue
			}
			b.reset(t, site, false)
			d := &faulty{under: disk.System(), swap: byExchange, at: k, act: func() { _ = what.act() }}
			status, said := b.build(d)
			if more = d.hit != ""; !more {
				break
			}
			tally.faults.Add(1)
			if status != exitOK && status != exitMachine || status == exitMachine && !strings.Contains(said, target) {
				t.Errorf("%s before call %d (%s): status %d: %s", what.name, k, d.hit, status, said)
			}
			if published := hashOf(t, filepath.Join(b.dir, target)); what.absent && published != b.new {
				b.mustBuild(t) // what was deleted is there again
			}
			b.holds(t, fmt.Sprintf("%s before call %d", what.name, k), byExchange)
		}
	}
}

// Readers of a site that is replaced again and again see a whole one every time.
func TestServedMeanwhile(t *testing.T) {
	b := newBench(t)
	name := filepath.Join(b.dir, target, "ja", "guides", "stays", "index.html")
	seen := map[string]bool{}
	done := make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			text, err := os.ReadFile(name)
			if err != nil || !strings.HasSuffix(strings.TrimSpace(string(text)), "</html>") {
				tally.lost.Add(1)
				t.Errorf("a reader found %d bytes, %v", len(text), err)
				return
			}
			seen[string(text)] = true
		}
	})
	builds := 20
	if *torture {
		builds = 200
	}
	for i := range builds {
		if i%2 == 0 {
			layOut(t, b.dir, newContent)
		} else {
			layOut(t, b.dir, oldContent)
			layOut(t, b.dir, "-- content/guides/comes.md --\n-\n")
		}
		b.mustBuild(t)
	}
	close(done)
	reader.Wait()
	if len(seen) > 2 {
		t.Errorf("readers saw %d different pages", len(seen))
	}
}

// Times on a disk mean nothing: those of the site may lie in the future, those of
// the content before any site.
func TestClockGoesBack(t *testing.T) {
	b := newBench(t)
	for dir, day := range map[string]time.Time{target: time.Now().AddDate(50, 0, 0), "content": time.Unix(0, 0)} {
		err := filepath.Walk(filepath.Join(b.dir, dir), func(name string, _ os.FileInfo, err error) error {
			if err != nil {
				return err
			}
			return os.Chtimes(name, day, day)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	b.mustBuild(t)
	if hashOf(t, filepath.Join(b.dir, target)) != b.new {
		t.Error("the new site was not made")
	}
}

// forEveryone returns a gen that any user of the machine can run.
func forEveryone(t *testing.T) string {
	t.Helper()
	mask := syscall.Umask(0o022) // whoever runs the tests may allow others less
	t.Cleanup(func() { syscall.Umask(mask) })
	gen, err := exec.LookPath("gen")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "gen")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	data, err := os.ReadFile(gen)
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	own := filepath.Join(dir, "gen")
	if err == nil {
		err = os.WriteFile(own, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// program runs the real gen in the project: with a shell's commands before it, in
// an environment, as a user who may not do everything.
func (b bench) program(t *testing.T, own, before string, env []string) (status int, said string) {
	t.Helper()
	c := exec.Command("/bin/sh", "-c", before+` exec "$0" build`, own)
	c.Dir, c.Env = b.dir, env
	if os.Getuid() == 0 { // who may read and write everything
		if err := exec.Command("chown", "-R", "65534:65534", b.dir).Run(); err != nil {
			t.Fatal(err)
		}
		for dir := filepath.Dir(b.dir); dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := c.CombinedOutput()
	if c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), string(out)
}

// A real machine that refuses.
func TestMachineRefuses(t *testing.T) {
	gen := forEveryone(t)
	for _, tt := range []struct {
		name   string
		before string // in the shell
		env    []string
		lay    func(dir string) error
		undo   func(dir string) error
		status int
		says   string
	}{
		{name: "no HOME, no environment", status: exitOK},
		{name: "a limit on files' sizes", before: "ulimit -f 1;", status: exitMachine, says: "file too large"},
		{name: "a limit on open files", before: "ulimit -n 12;", status: exitMachine, says: "too many open files"},
		{name: "a folder around the site that may not be written", status: exitMachine, says: "gen cannot write into the folder around it, ",
			lay:  func(dir string) error { return os.Chmod(dir, 0o555) },
			undo: func(dir string) error { return os.Chmod(dir, 0o755) }},
		{name: "a source that may not be read", status: exitMachine, says: "content/guides/stays.md",
			lay:  func(dir string) error { return os.Chmod(filepath.Join(dir, "content/guides/stays.md"), 0) },
			undo: func(dir string) error { return os.Chmod(filepath.Join(dir, "content/guides/stays.md"), 0o644) }},
		{name: "a folder of sources that may not be read", status: exitMachine, says: "content/guides",
			lay:  func(dir string) error { return os.Chmod(filepath.Join(dir, "content/guides"), 0) },
			undo: func(dir string) error { return os.Chmod(filepath.Join(dir, "content/guides"), 0o755) }},
		{name: "a layout that may not be read", status: exitMachine, says: "themes/mine: cannot read layouts/list.html",
			lay: func(dir string) error {
				layouts, site := filepath.Join(dir, "themes/mine/layouts"), filepath.Join(dir, "content/site.yaml")
				text, err := os.ReadFile(site)
				return errors.Join(err, os.MkdirAll(layouts, 0o755), os.WriteFile(filepath.Join(layouts, "list.html"), nil, 0),
					os.WriteFile(site, append([]byte("theme: mine\n"), text...), 0o644))
			},
			undo: func(dir string) error {
				site := filepath.Join(dir, "content/site.yaml")
				text, err := os.ReadFile(site)
				return errors.Join(err, os.RemoveAll(filepath.Join(dir, "themes")), os.WriteFile(site, text[len("theme: mine\n"):], 0o644))
			}},
		{name: "a site that may not be read", status: exitMachine, says: target,
			lay:  func(dir string) error { return os.Chmod(filepath.Join(dir, target), 0) },
			undo: func(dir string) error { return os.Chmod(filepath.Join(dir, target), 0o755) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tally.faults.Add(1)
			b := newBench(t)
			if tt.lay != nil {
				if err := tt.lay(b.dir); err != nil {
					t.Fatal(err)
				}
			}
			status, said := b.program(t, gen, tt.before, tt.env)
			if tt.undo != nil {
				if err := tt.undo(b.dir); err != nil {
					t.Fatal(err)
				}
			}
			if status != tt.status || !strings.Contains(said, tt.says) {
				t.Errorf("status %d: %.600s", status, said)
			}
			b.holds(t, tt.name, byExchange)
		})
	}
}
