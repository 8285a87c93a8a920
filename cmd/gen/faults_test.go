package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/tools/txtar"

	"hikitsugi/internal/build"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
)

// target is the output folder of a project.
const target = "public"

// oldContent is a site as it stands, newContent what the next build makes of it:
// a page changes, one goes, one comes.
const oldContent = `
-- content/site.yaml --
title: {ja: ノート}
languages: [ja]
traits: {}
-- content/guides/gone.md --
---
title: 消えるページ
---

[残るページ](stays.md)
-- content/guides/stays.md --
---
title: 残るページ
---

古い文
`

const newContent = `
-- content/guides/gone.md --
-
-- content/guides/comes.md --
---
title: 増えるページ
---

[残るページ](stays.md)
-- content/guides/stays.md --
---
title: 残るページ
---

新しい文
`

// A bench is a project on the disk with its old site, and what to expect of it.
type bench struct {
	dir      string // of the project
	old, new string // hashes of the output
	sources  string // hash of the content, that of the new site
	whole    bool   // it is built by the whole command, which keeps what it can
}

// layOut writes the files of a txtar text; "-" takes one out.
func layOut(t *testing.T, dir, text string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(text)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		var err error
		if strings.TrimSpace(string(f.Data)) == "-" {
			err = os.RemoveAll(name)
		} else if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = os.WriteFile(name, f.Data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// newBench makes the old site of a project and lays the new content beside it.
func newBench(t *testing.T) bench {
	t.Helper()
	b := bench{dir: t.TempDir()}
	layOut(t, b.dir, oldContent)
	b.mustBuild(t)
	b.old = hashOf(t, filepath.Join(b.dir, target))
	layOut(t, b.dir, newContent)
	other := t.TempDir()
	layOut(t, other, oldContent)
	layOut(t, other, newContent)
	bench{dir: other}.mustBuild(t)
	b.new = hashOf(t, filepath.Join(other, target))
	b.sources = hashOf(t, filepath.Join(b.dir, "content"))
	if b.old == b.new {
		t.Fatal("the old site is the new one")
	}
	return b
}

// reset puts the old site back, with a spare or without.
func (b bench) reset(t *testing.T, site string, spare bool) {
	t.Helper()
	entries, err := os.ReadDir(b.dir)
	for _, e := range entries {
		if e.Name() != "content" && err == nil {
			err = os.RemoveAll(filepath.Join(b.dir, e.Name()))
		}
	}
	out, second := filepath.Join(b.dir, target), filepath.Join(b.dir, ".gen-spare-"+target, "site")
	if err == nil {
		err = os.CopyFS(out, os.DirFS(site))
	}
	if err == nil && spare {
		err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return errors.Join(err, os.MkdirAll(filepath.Join(second, name), 0o755))
			}
			return os.Link(filepath.Join(out, name), filepath.Join(second, name))
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// remembering makes the builds of these tests quick: they are about disks.
var remembering build.Builder

// build runs gen build in the project on a disk.
func (b bench) build(d disk.Disk) (status int, said string) {
	if b.whole {
		return buildOn(d, b.dir, filepath.Join(b.dir, target))
	}
	var out strings.Builder
	p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &out, stderr: &out}
	defer func() { said = out.String() }()
	input, done, err := p.open(&inputFlags{dir: b.dir})
	if err != nil {
		return p.status(err), ""
	}
	defer done()
	return p.status(p.build(context.Background(), &remembering, p.look(input), input, request(input, filepath.Join(b.dir, target), false), tellingOf(false))), ""
}

func (b bench) mustBuild(t *testing.T) {
	t.Helper()
	if status, said := b.build(&faulty{under: disk.System(), swap: byExchange}); status != exitOK {
		t.Fatalf("status %d: %s", status, said)
	}
}

// hashOf returns one hash of all files below dir, "" when there is no such
// folder.
func hashOf(t *testing.T, dir string) string {
	t.Helper()
	if _, err := os.Lstat(dir); os.IsNotExist(err) {
		return ""
	}
	sum := sha256.New()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(sum, "%s\x00%d\x00%s", name, len(data), data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// holds fails unless the published folder is the old site or the new one, the
// sources are as they were, and the next good build leaves nothing but its site.
func (b bench) holds(t *testing.T, what string, swap swapping) (published string) {
	t.Helper()
	out := filepath.Join(b.dir, target)
	lost := func(format string, args ...any) {
		t.Helper()
		tally.lost.Add(1)
		t.Errorf("%s: "+format, append([]any{what}, args...)...)
	}
	published = hashOf(t, out)
	if published == "" && swap == byRenames {
		// Between its two renames a site is away; the next run puts it there first.
		if err := output.Recover(disk.System(), out); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		published = hashOf(t, out)
	}
	if published != b.old && published != b.new && swap != byFile {
		lost("the folder is neither the old site nor the new one")
	}
	if hashOf(t, filepath.Join(b.dir, "content")) != b.sources {
		lost("the sources have changed")
	}
	b.mustBuild(t)
	if hashOf(t, out) != b.new {
		lost("the next build does not make the new site")
	}
	entries, err := os.ReadDir(b.dir)
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return keptForNext(e.Name()) })
	if err != nil || len(entries) != 2 {
		lost("%v is left, %v", entries, err)
	}
	return published
}

// keptForNext reports whether a file is one that a build leaves beside its output for
// the next.
func keptForNext(name string) bool {
	return !strings.HasSuffix(name, "-new") && !strings.HasSuffix(name, "-lock") &&
		(strings.HasPrefix(name, ".gen-receipt-") || strings.HasPrefix(name, ".gen-texts-") || strings.HasPrefix(name, ".gen-pages-") || strings.HasPrefix(name, ".gen-spare-"))
}

// names reports whether a message holds one of the names.
func names(message string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(message, name) })
}

var errnos = []syscall.Errno{syscall.ENOSPC, syscall.EIO, syscall.EACCES, syscall.EROFS, syscall.EMFILE, syscall.EDQUOT}

// Whichever call to the disk fails, and however, the old site or the new one
// stands, and the message names the file.
func TestEveryCallFails(t *testing.T) {
	b := newBench(t)
	site := filepath.Join(t.TempDir(), "old")
	if err := os.CopyFS(site, os.DirFS(filepath.Join(b.dir, target))); err != nil {
		t.Fatal(err)
	}
	for s, swap := range []swapping{byExchange, byRenames, byFile} {
		for e, errno := range errnos {
			for o, stays := range []bool{false, true} {
				tried := 0
				for k, more := 1, true; more; k++ {
					if !some(k+5*e+13*s+29*o, 50) {
						more = k < 200
						continue
					}
					b.reset(t, site, (e+o)%2 == 0)
					d := &faulty{under: disk.System(), swap: swap, at: k, errno: errno, stays: stays}
					status, said := b.build(d)
					if more = d.hit != ""; !more {
						break
					}
					tried++
					tally.faults.Add(1)
					what := fmt.Sprintf("%s, call %d (%s %s) fails with %v, for ever %v", swap, k, d.hit, d.names[0], errno, stays)
					published := b.holds(t, what, swap)
					switch {
					case status == exitOK && published == b.new:
					case status != exitMachine:
						t.Errorf("%s: status %d: %s", what, status, said)
					case !strings.Contains(said, target) && !names(said, d.names):
						t.Errorf("%s: the message names no file: %s", what, said)
					case d.hit == "write" && swap != byFile && !names(said, d.names):
						t.Errorf("%s: the message does not name it: %s", what, said)
					}
				}
				if tried == 0 {
					t.Errorf("%s, %v, for ever %v: no call was tried", swap, errno, stays)
				}
			}
		}
	}
}

// killedMain is gen on a disk that ends the process at the call GEN_KILL.
func killedMain() {
	at, err := strconv.Atoi(os.Getenv("GEN_KILL"))
	if err != nil {
		panic(err)
	}
	d := &faulty{under: disk.System(), swap: swapping(os.Getenv("GEN_SWAP")), at: at}
	p := &program{lang: "en", env: os.Getenv, disk: d, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.run(context.Background(), os.Args[1:]))
}

// Killed at any call, with half of it done, gen leaves the old site or the new
// one; where files are replaced one by one, each is the old one or the new one.
func TestKilledAtEveryCall(t *testing.T) {
	b := newBench(t)
	site := filepath.Join(t.TempDir(), "old")
	if err := os.CopyFS(site, os.DirFS(filepath.Join(b.dir, target))); err != nil {
		t.Fatal(err)
	}
	fresh := bench{dir: t.TempDir()}
	layOut(t, fresh.dir, oldContent)
	layOut(t, fresh.dir, newContent)
	fresh.mustBuild(t)
	b.whole = true
	killed, err := exec.LookPath("gen-killed")
	if err != nil {
		t.Fatal(err)
	}
	for s, swap := range []swapping{byExchange, byRenames, byFile, byExchange, byRenames} {
		for k, more := 1, true; more; k++ {
			if !some(k+5*s, 25) {
				more = k < 200
				continue
			}
			b.reset(t, site, s > 2)
			c := exec.Command(killed, "build", "-C", b.dir, "-o", filepath.Join(b.dir, target))
			c.Env = append(os.Environ(), "GEN_KILL="+strconv.Itoa(k), "GEN_SWAP="+string(swap))
			said, err := c.CombinedOutput()
			if more = err != nil; !more {
				break
			}
			if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("%s, call %d: %v: %s", swap, k, err, said)
			}
			tally.kills.Add(1)
			what := fmt.Sprintf("%s, killed at call %d", swap, k)
			wantWhole(t, what, filepath.Join(b.dir, target), site, filepath.Join(fresh.dir, target))
			b.holds(t, what, swap)
		}
	}
}

// wantWhole fails if a file of dir is neither that of the old site nor that of the
// new one.
func wantWhole(t *testing.T, what, dir, old, new string) {
	t.Helper()
	_ = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if rel == ".gen" || strings.HasPrefix(rel, ".gen-tmp") {
			return nil
		}
		data, _ := os.ReadFile(name)
		was, errOld := os.ReadFile(filepath.Join(old, rel))
		will, errNew := os.ReadFile(filepath.Join(new, rel))
		if (errOld != nil || string(data) != string(was)) && (errNew != nil || string(data) != string(will)) {
			tally.lost.Add(1)
			t.Errorf("%s: %s is neither the old file nor the new one", what, rel)
		}
		return nil
	})
}
