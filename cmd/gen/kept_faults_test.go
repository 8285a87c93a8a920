package main

import (
	"context"
	"fmt"
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

// On a disk that fails anywhere while what is kept is used and written, and whatever
// of it is left, the next build makes the site of an empty folder.
func TestKeptFaults(t *testing.T) {
	dir := t.TempDir()
	layOut(t, dir, oldContent)
	out := filepath.Join(dir, target)
	build := func(d disk.Disk, out string) (int, string) {
		var said strings.Builder
		p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &said, stderr: &said}
		return p.run(context.Background(), []string{"build", "-C", dir, "-o", out}), said.String()
	}
	mustBuild := func(out string) string {
		t.Helper()
		if status, said := build(&faulty{under: disk.System(), swap: byExchange}, out); status != exitOK {
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
		content := n / 12 % 2
		if err := os.RemoveAll(filepath.Join(dir, "content")); err != nil {
			t.Fatal(err)
		}
		layOut(t, dir, oldContent)
		layOut(t, dir, contents[content])
		d := &faulty{under: disk.System(), swap: []swapping{byFile, byExchange, byRenames}[n/12%3], at: n%250 + 1, errno: errnos[n%len(errnos)], stays: n%5 == 0}
		status, said := build(d, out)
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
	build := func(d disk.Disk, out string) (int, string) {
		var said strings.Builder
		p := &program{lang: "en", env: func(string) string { return "" }, disk: d, stdout: &said, stderr: &said}
		return p.run(context.Background(), []string{"build", "-C", dir, "-o", out}), said.String()
	}
	text := filepath.Join(dir, "content/guides/one.en.md")
	saved := 0
	for n := range 160 {
		if !some(n, 16) {
			continue
		}
		layOut(t, dir, warnedContent)
		layFile(t, dir, "content/site.yaml", fmt.Sprintf("title: {ja: ノート, en: Notes %d}\nlanguages: [ja, en]\ntraits: {}\n", n))
		time.Sleep(2100 * time.Millisecond) // or the receipt does not trust their times
		if status, said := build(disk.System(), out); status != exitOK {
			t.Fatalf("status %d: %s", status, said)
		}
		layFile(t, dir, "content/guides/two.ja.md", fmt.Sprintf("---\ntitle: 二\n---\n\n%d[一](one.ja.md)\n", n))
		before := filepath.Join(t.TempDir(), "out")
		build(disk.System(), before)
		d := &faulty{under: disk.System(), swap: byExchange, at: n + 1, act: func() {
			if err := os.WriteFile(text, []byte("---\ntitle: One\n---\n\n30 pieces or more\n"), 0o644); err != nil {
				t.Error(err)
			}
		}}
		status, said := build(d, out)
		after := filepath.Join(t.TempDir(), "out")
		build(disk.System(), after)
		if now := hashOf(t, out); status != exitOK || now != hashOf(t, before) && now != hashOf(t, after) {
			t.Errorf("saved at call %d (%s): status %d: %s", n+1, d.hit, status, said)
		}
		if d.hit != "" {
			saved++
		}
		if build(disk.System(), out); hashOf(t, out) != hashOf(t, after) {
			t.Errorf("saved at call %d (%s): the next build makes another site than one in an empty folder", n+1, d.hit)
		}
	}
	if saved < 5 {
		t.Errorf("it was saved %d times", saved)
	}
}
