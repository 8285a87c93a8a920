package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/disk"
)

// warnedContent is a site of which warnings quote the texts.
const warnedContent = `
-- content/site.yaml --
title: {ja: ノート, en: Notes}
languages: [ja, en]
traits: {}
-- content/guides/one.ja.md --
---
title: 一
---

10個
-- content/guides/one.en.md --
---
title: One
---

20 pieces
-- content/guides/two.ja.md --
---
title: 二
---

[一](one.ja.md)
`

// buildOn runs gen build on a disk.
func buildOn(d disk.Disk, dir, out string, flags ...string) (status int, said string) {
	var b strings.Builder
	p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &b, stderr: &b}
	return p.run(context.Background(), append([]string{"build", "-C", dir, "-o", out}, flags...)), b.String()
}

// On a disk that fails anywhere while what is kept is used and written, and whatever
// of it is left, the next build makes the site of an empty folder.
func TestKeptFaults(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, oldContent)
	out := filepath.Join(dir, target)
	mustBuild := func(out string) string {
		t.Helper()
		if status, said := buildOn(&faulty{under: disk.System(), swap: byExchange}, dir, out); status != exitOK {
			t.Fatalf("status %d: %s", status, said)
		}
		return hashOf(t, out)
	}
	contents := []string{oldContent, newContent}
	var want []string
	for _, content := range contents {
		layOut(t, dir, content)
		want = append(want, mustBuild(filepath.Join(t.TempDir(), "out")))
	}
	tried, failed := 0, 0
	for n := range 400 {
		if !some(n, 12) {
			continue
		}
		content := tried % 2 // another at each build, or it would be spared
		if err := os.RemoveAll(filepath.Join(dir, "content")); err != nil {
			t.Fatal(err)
		}
		layOut(t, dir, oldContent)
		layOut(t, dir, contents[content])
		d := &faulty{under: disk.System(), swap: []swapping{byFile, byExchange, byRenames}[tried%3], at: n%250 + 1, errno: errnos[n%len(errnos)], stays: n%5 == 0}
		status, said := buildOn(d, dir, out)
		what := fmt.Sprintf("%s, call %d (%s %q) fails with %v", d.swap, d.at, d.hit, d.names, d.errno)
		if tried++; d.hit != "" {
			failed++
		}
		if status == exitOK && hashOf(t, out) != want[content] {
			t.Errorf("%s: another site is made: %s", what, said)
		}
		if mustBuild(out) != want[content] {
			t.Errorf("%s: the next build makes another site", what)
		}
		entries, err := os.ReadDir(dir)
		entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return keptForNext(e.Name()) })
		if err != nil || len(entries) != 2 {
			t.Errorf("%s: %v is left, %v", what, entries, err)
		}
	}
	if tried < 30 || failed < tried/2 {
		t.Errorf("%d faults were tried, of which %d happened", tried, failed)
	}
}

// A text that is saved while a build goes on is as it was, or as it is: the build does
// not fail, though it did not read the text before.
func TestSavedMeanwhile(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, warnedContent)
	out := filepath.Join(dir, target)
	text := filepath.Join(dir, "content/guides/one.en.md")
	saved := 0
	for n := range 160 {
		if !some(n, 16) {
			continue
		}
		layOut(t, dir, warnedContent)
		layFile(t, dir, "content/site.yaml", fmt.Sprintf("title: {ja: ノート, en: Notes %d}\nlanguages: [ja, en]\ntraits: {}\n", n))
		for !stampIn(t, dir, "content/site.yaml").Tells(time.Now()) { // or the receipt does not trust their times
			time.Sleep(10 * time.Millisecond)
		}
		if status, said := buildOn(disk.System(), dir, out); status != exitOK {
			t.Fatalf("status %d: %s", status, said)
		}
		layFile(t, dir, "content/guides/two.ja.md", fmt.Sprintf("---\ntitle: 二\n---\n\n%d[一](one.ja.md)\n", n))
		before := filepath.Join(t.TempDir(), "out")
		buildOn(disk.System(), dir, before)
		d := &faulty{under: disk.System(), swap: byExchange, at: n + 1, act: func() {
			if err := os.WriteFile(text, []byte("---\ntitle: One\n---\n\n30 pieces or more\n"), 0o644); err != nil {
				t.Error(err)
			}
		}}
		status, said := buildOn(d, dir, out)
		after := filepath.Join(t.TempDir(), "out")
		buildOn(disk.System(), dir, after)
		if now := hashOf(t, out); status != exitOK || now != hashOf(t, before) && now != hashOf(t, after) {
			t.Errorf("saved at call %d (%s): status %d: %s", n+1, d.hit, status, said)
		}
		if d.hit != "" {
			saved++
		}
		if buildOn(disk.System(), dir, out); hashOf(t, out) != hashOf(t, after) {
			t.Errorf("saved at call %d (%s): the next build makes another site than one in an empty folder", n+1, d.hit)
		}
	}
	if saved < 5 {
		t.Errorf("it was saved %d times", saved)
	}
}

func stampIn(t *testing.T, dir, name string) disk.Stamp {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return disk.StampOf(info)
}

// Whatever becomes of some of the editions that are made at once, the others and the
// next run make what a run in an empty folder does: texts and words come and go while
// one of two organisations cannot be written.
func TestKeptOfAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	dir := t.TempDir()
	layOut(t, dir, oldContent)
	for _, org := range []string{"aa", "bb"} {
		layFile(t, dir, "content/orgs/"+org+"/org.yaml", "name: {ja: 組織"+org+"}\ntraits: []\npeople: {ann: {name: Ann}, bob: {name: Bob}}\nhandover: {from: ann, to: bob, begins: 2026-11-01, date: 2027-04-01}\n")
	}
	out := filepath.Join(dir, "sites")
	words := func() string {
		var b strings.Builder
		for range 3000 {
			b.WriteString(string([]rune{rune(0x4e00 + rng.IntN(0x5000)), rune(0x4e00 + rng.IntN(0x5000)), '\n'}))
		}
		return b.String()
	}
	foreign, refused, spared := filepath.Join(out, "aa", "foreign.txt"), 0, 0
	for step := range 24 {
		name := filepath.Join(dir, "content", "guides", fmt.Sprintf("long%d.md", rng.IntN(2)))
		switch rng.IntN(12) {
		case 0:
			_ = os.Remove(name)
		case 1: // nothing
		default:
			if err := os.WriteFile(name, []byte("---\ntitle: 長\n---\n\n"+words()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if step%3 == 1 {
			layFile(t, out, "aa/foreign.txt", "somebody's own")
			if status, _ := buildOn(disk.System(), dir, out, "--all"); status == exitOK {
				t.Fatal("a folder that holds somebody's own file is replaced")
			}
			refused++
			if err := os.Remove(foreign); err != nil {
				t.Fatal(err)
			}
		}
		status, said := buildOn(disk.System(), dir, out, "--all")
		if status != exitOK {
			t.Fatalf("step %d: status %d: %s", step, status, said)
		}
		spared += strings.Count(said, "unchanged, ")
		fresh := filepath.Join(t.TempDir(), "sites")
		if status, said := buildOn(disk.System(), dir, fresh, "--all"); status != exitOK {
			t.Fatalf("step %d: in an empty folder: status %d: %s", step, status, said)
		}
		if hashOf(t, out) != hashOf(t, fresh) {
			t.Fatalf("step %d: the sites are others in an empty folder", step)
		}
	}
	if refused == 0 || spared == 0 {
		t.Errorf("%d runs were refused, %d editions spared", refused, spared)
	}
}
