package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	handbook "hikitsugi/internal/bench"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/receipt"
)

// Highlighted code that an earlier build has left is used, makes no difference, and is
// ignored where it is damaged, another gen's or gone.
func TestKeptCode(t *testing.T) {
	dir := t.TempDir()
	if err := handbook.Corpus(dir, 150); err != nil {
		t.Fatal(err)
	}
	out, file := filepath.Join(dir, "out"), filepath.Join(dir, ".gen-code-out")
	page := filepath.Join(dir, filepath.FromSlash(handbook.At(42).File("en")))
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	builds := 0
	build := func(out string) (hash string) {
		t.Helper()
		if status := run(context.Background(), []string{"build", "-C", dir, "-o", out}, func(string) string { return "" }, io.Discard, os.Stderr); status != exitOK {
			t.Fatalf("status %d", status)
		}
		return hashOf(t, out)
	}
	// changed changes a page, so that no build is spared.
	changed := func() {
		t.Helper()
		builds++
		if err := os.WriteFile(page, fmt.Appendf(text, "\n```go\nvar edit = %d\n```\n", builds), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "others", "site"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "others", "site", "a.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	refused := []string{"build", "-C", dir, "-o", filepath.Join(dir, "others", "site")}
	if status := run(context.Background(), refused, func(string) string { return "" }, io.Discard, io.Discard); status == exitOK {
		t.Fatal("somebody's own folder was replaced")
	}
	if _, err := os.Stat(filepath.Join(dir, "others", ".gen-code-site")); err == nil {
		t.Error("a build that is refused leaves something")
	}
	build(out)
	info, err := os.Stat(file)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v, %v", info, err)
	}
	code := receipt.KeptCode(disk.System(), out, whoami())
	if code == nil {
		t.Fatal("nothing is kept")
	}
	for what, spoil := range map[string]func(data []byte) []byte{
		"nothing":      func(data []byte) []byte { return data },
		"a byte":       func(data []byte) []byte { data[len(data)/2] ^= 1; return data },
		"nearly all":   func(data []byte) []byte { return data[:9] },
		"all":          func([]byte) []byte { return nil },
		"who wrote it": func(data []byte) []byte { data[20] ^= 1; return data },
	} {
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, spoil(data), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		changed()
		if got, want := build(out), build(filepath.Join(t.TempDir(), "out")); got != want {
			t.Errorf("damaged: %s: the site is another one in an empty folder", what)
		}
		if code := receipt.KeptCode(disk.System(), out, whoami()); !bytes.Contains(code, fmt.Appendf(nil, ">%d<", builds)) {
			t.Errorf("damaged: %s: the next build keeps nothing", what)
		}
	}

	odd := bytes.ReplaceAll(receipt.KeptCode(disk.System(), out, whoami()), []byte(`<span class="`), []byte(`<span xlass="`))
	receipt.KeepCode(disk.System(), out, whoami(), odd)
	changed()
	if build(out) == build(filepath.Join(t.TempDir(), "out")) {
		t.Error("what is kept is not used")
	}
}
