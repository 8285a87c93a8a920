package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
)

// New files are written all or not at all, whichever call to the disk fails, and what
// the author had stays.
func TestAddFails(t *testing.T) {
	files := map[string][]byte{
		"content/guides/a.ja.md": []byte("a"), "content/guides/b.ja.md": []byte("b"), "content/runbooks/c.ja.md": []byte("c"), "content/site.yaml": []byte("same"),
	}
	world := func() string {
		dir := t.TempDir()
		layOut(t, dir, "-- content/site.yaml --\n-- content/guides/mine.ja.md --\nmine\n")
		if err := os.WriteFile(filepath.Join(dir, "content/site.yaml"), []byte("same"), 0o644); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir := world()
	before := hashOf(t, dir)
	there, err := output.Add(disk.System(), dir, files)
	if err != nil || len(there) != 1 || there[0] != "content/site.yaml" {
		t.Fatalf("%v, %v", there, err)
	}
	after := hashOf(t, dir)
	for at := 1; ; at++ {
		d := &faulty{under: disk.System(), at: at, errno: syscall.ENOSPC}
		dir := world()
		_, err := output.Add(d, dir, files)
		if d.hit == "" {
			if at < 15 {
				t.Errorf("only %d calls", at)
			}
			break
		}
		switch now := hashOf(t, dir); {
		case err == nil && now == after:
		case err != nil && now == before:
		default:
			t.Errorf("call %d, %s: %v, and the folder is neither as it was nor complete", at, d.hit, err)
		}
		if there, err := output.Add(disk.System(), dir, files); err != nil || hashOf(t, dir) != after {
			t.Errorf("call %d, %s: again: %v, %v", at, d.hit, there, err)
		}
	}
}
