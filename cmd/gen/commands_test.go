package main

import (
	"context"
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

	"hikitsugi/internal/disk"
)

// commandWorld is what the commands of TestCommandsFail work on: a site in site, and
// pages of another generator in old.
const commandWorld = `
-- site/content/site.yaml --
title: {ja: ノート, en: Notes}
languages: [ja, en]
org: acme
traits: {}
-- site/content/links.yaml --
portal: {title: {ja: 窓口, en: Portal}, url: "https://a.example/"}
-- site/content/columns/keys.ja.md --
---
title: 鍵
date: 2026-11-16
checklist:
  - {id: apns, title: {ja: 証明書, en: Certificate}, give: [account], guides: [portal]}
---

はじめに。

## 証明書 {#apns}

本文。
-- site/content/columns/keys.en.md --
---
title: Keys
---

First.

## Certificate {#apns}

Text.
-- site/content/orgs/acme/org.yaml --
name: Acme
traits: []
people: {ann: {name: Ann}, bob: {name: Bob}}
contacts: {desk: {name: Desk, tel: 03-0000-0001}}
handover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}
facts: {apns: {owner: bob, second: ann, account: push, secret: "vault:apns", done: 2026-06-12}}
-- old/docs/one.md --
# One

Text of [the other](two.md).
-- old/docs/two.md --
# Two

Text.
-- print/mine.txt --
mine
`

// writers are the commands that write something else than a site. DIR is the folder
// of commandWorld.
var writers = []struct {
	args  string
	whole bool // all files or none; else each is the old one or the new one
	slow  bool // it prints, or makes several sites
}{
	{args: "new site DIR/fresh --languages ja,en --name Acme", whole: true},
	{args: "new runbook leaver -C DIR/site", whole: true},
	{args: "new org other -C DIR/site --name Other", whole: true},
	{args: "import DIR/old -C DIR/taken", whole: true},
	{args: "export --xlsx DIR/print/list.xlsx -C DIR/site", whole: true},
	{args: "schema --install -C DIR/site"},
	{args: "translate accept -C DIR/site content/columns/keys.en.md", whole: true},
	{args: "build --all -C DIR/site -o DIR/sites", slow: true},
	{args: "packet -C DIR/site --doc ja -o DIR/print --today 2026-11-22 --record", slow: true},
}

// Whichever call to the disk fails, or is the last of a process that is killed: every
// file is the old one or the new one, the message names a file, and the same command
// then does the rest and leaves nothing else.
func TestCommandsFail(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1795273200") // what is new has dates, and midnight may come
	killed, err := exec.LookPath("gen-killed")
	if err != nil {
		t.Fatal(err)
	}
	before := filepath.Join(t.TempDir(), "before")
	layOut(t, before, commandWorld)
	for _, w := range writers {
		t.Run(strings.Join(strings.Fields(w.args)[:2], " "), func(t *testing.T) {
			place := filepath.Join(t.TempDir(), "place") // always the same: outputs may name it
			args := strings.Fields(strings.ReplaceAll(w.args, "DIR", place))
			fresh := func() {
				err := os.RemoveAll(place)
				if err == nil {
					err = os.CopyFS(place, os.DirFS(before))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			run := func(d disk.Disk) (int, string) {
				var out strings.Builder
				p := &program{lang: "en", env: os.Getenv, disk: d, stdout: &out, stderr: &out}
				return p.run(context.Background(), args), out.String()
			}
			fresh()
			d := &faulty{under: disk.System(), swap: byExchange}
			if status, said := run(d); status != exitOK {
				t.Fatalf("status %d: %s", status, said)
			}
			after := filepath.Join(t.TempDir(), "after")
			if err := os.CopyFS(after, os.DirFS(place)); err != nil {
				t.Fatal(err)
			}
			old, new := filesOf(t, before), filesOf(t, after)

			// What has been read makes no difference to what is written.
			var calls []int
			for k, op := range d.ops {
				if *torture || slices.Contains([]string{"lock", "mkdir", "write", "rename", "exchange", "remove", "flush"}, op) {
					calls = append(calls, k+1)
				}
			}
			every := 1 + len(calls)/12
			if w.slow {
				every = len(calls)
			}
			if *torture && !w.slow {
				every = 1 + len(calls)/100
			} else if *torture {
				every = 1 + len(calls)/20
			}
			for n := every / 2; n < len(calls); n += every {
				for _, kill := range []bool{false, true} {
					if kill && !*torture && (w.slow || n/every%4 != 0) {
						continue
					}
					fresh()
					what := fmt.Sprintf("call %d (%s)", calls[n], d.ops[calls[n]-1])
					if kill {
						c := exec.Command(killed, args...)
						c.Env = append(os.Environ(), "GEN_KILL="+strconv.Itoa(calls[n]), "GEN_SWAP="+string(byExchange))
						said, err := c.CombinedOutput()
						if what += ", killed"; err == nil {
							continue // its calls are not always as many
						}
						if status, ok := c.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
							t.Fatalf("%s: %v: %s", what, err, said)
						}
						tally.kills.Add(1)
					} else {
						f := &faulty{under: disk.System(), swap: byExchange, at: calls[n], errno: errnos[n%len(errnos)]}
						status, said := run(f)
						tally.faults.Add(1)
						if what += ", " + f.errno.Error(); f.hit == "" {
							continue
						}
						switch now := filesOf(t, place); {
						case status == exitOK && same(now, new), status == exitMachine && !w.whole, status == exitMachine && same(now, old):
						default:
							tally.lost.Add(1)
							t.Errorf("%s: status %d, and the files are neither as they were nor complete: %s", what, status, said)
						}
						if status == exitMachine && !strings.Contains(said, filepath.Base(place)) && !names(said, f.names) {
							t.Errorf("%s: the message names no file: %s", what, said)
						}
					}
					now := filesOf(t, place)
					for name, data := range now {
						if data != old[name] && data != new[name] {
							tally.lost.Add(1)
							t.Errorf("%s: %s is neither the old file nor the new one", what, name)
						}
					}
					for name := range old {
						if _, there := now[name]; !there {
							tally.lost.Add(1)
							t.Errorf("%s: %s is gone", what, name)
						}
					}
					if !same(now, new) {
						if status, said := run(&faulty{under: disk.System(), swap: byExchange}); status != exitOK || !same(filesOf(t, place), new) {
							t.Errorf("%s: again: status %d, and the files are not those of a run that nothing disturbs: %s", what, status, said)
						} else if left := leftovers(t, place); len(left) > 0 {
							t.Errorf("%s: %v is left", what, left)
						}
					}
				}
			}
		})
	}
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for name, data := range a {
		if there, ok := b[name]; !ok || there != data {
			return false
		}
	}
	return true
}

// filesOf returns the files below dir, without what gen keeps for itself.
func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(d.Name(), ".gen-"):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// leftovers returns what gen keeps for itself below dir while it runs, but not what it
// keeps for the next time.
func leftovers(t *testing.T, dir string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(d.Name(), ".gen-") && !keptForNext(d.Name()) {
			list = append(list, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A closed disk lets nothing be made, as a folder that may only be read.
type closedDisk struct{ disk.Disk }

func (closedDisk) MkdirAll(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	return &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.EACCES}
}

func (d closedDisk) Open(dir string) (disk.Folder, error) {
	folder, err := d.Disk.Open(dir)
	return closedFolder{folder}, err
}

type closedFolder struct{ disk.Folder }

func (closedFolder) Lock(name string) (func(), error) {
	return nil, &fs.PathError{Op: "openat", Path: name, Err: syscall.EACCES}
}

// A disk of which content/ lets nothing be made in it.
type closedContent struct{ disk.Disk }

func (d closedContent) Open(dir string) (disk.Folder, error) {
	folder, err := d.Disk.Open(dir)
	return contentFolder{folder}, err
}

type contentFolder struct{ disk.Folder }

func (f contentFolder) Rename(from, to string) error {
	if strings.HasPrefix(filepath.ToSlash(to), "content/") {
		return &os.LinkError{Op: "renameat", Old: from, New: to, Err: syscall.EACCES}
	}
	return f.Folder.Rename(from, to)
}

// Where new files cannot be put into a folder of the content, that folder is named.
func TestClosedContent(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, commandWorld)
	for args, folder := range map[string]string{
		"new guide first": "content", "new org other": "content/orgs", "import DIR/old": "content",
	} {
		var said strings.Builder
		p := &program{lang: "ja", env: func(string) string { return "" }, disk: closedContent{disk.System()}, stdout: &said, stderr: &said}
		status := p.run(t.Context(), strings.Fields(strings.ReplaceAll(args+" -C DIR/site", "DIR", dir)))
		want := "gen: " + filepath.ToSlash(filepath.Join(dir, "site", folder)) + "  OUT  このフォルダーに書き込めません（"
		if status != exitMachine || !strings.HasPrefix(said.String(), want) || strings.Contains(said.String(), "gen-adding") {
			t.Errorf("gen %s: status %d: %s\nwant %s", args, status, said.String(), want)
		}
	}
}

// Where nothing may be written, every command says so in the author's language.
func TestClosed(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, commandWorld)
	for _, args := range []string{
		"new guide first -C DIR/site", "new site DIR/site/more", "export --xlsx DIR/print/a.xlsx -C DIR/site",
		"import DIR/old -C DIR/site", "schema --install -C DIR/site", "build -C DIR/site -o DIR/print/out",
		"packet -C DIR/site -o DIR/print/more",
	} {
		var said strings.Builder
		p := &program{lang: "ja", env: func(string) string { return "" }, disk: closedDisk{disk.System()}, stdout: &said, stderr: &said}
		status := p.run(t.Context(), strings.Fields(strings.ReplaceAll(args, "DIR", dir)))
		if status != exitMachine || !strings.Contains(said.String(), "に書き込めません（") || strings.Contains(said.String(), "cannot") {
			t.Errorf("gen %s: status %d: %s", args, status, said.String())
		}
	}
}
