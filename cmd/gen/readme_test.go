package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A file of the README's tour: its name in bold, and the block that follows.
var tourFile = regexp.MustCompile("(?ms)^\\*\\*`(content/[^`]+)`\\*\\*.*?^```\\w+\\n(.*?)^```$")

// TestReadmeTour builds the site that the README's tour writes.
func TestReadmeTour(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := tourFile.FindAllStringSubmatch(string(readme), -1)
	if len(files) != 4 {
		t.Fatalf("the tour has %d files, want 4", len(files))
	}
	for _, f := range files {
		name := filepath.Join(dir, f[1])
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(f[2]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gen := func(args ...string) (status int, stdout, stderr string) {
		var out, errs strings.Builder
		status = run(t.Context(), args, func(string) string { return "" }, &out, &errs)
		return status, out.String(), errs.String()
	}
	status, stdout, stderr := gen("build", "-C", dir, "-o", filepath.Join(dir, "public"))
	if status != exitOK || !strings.Contains(stdout, "edition of mycompany") {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	// The one thing the tour leaves open is the English text.
	if n := strings.Count(stderr, "  TRAN  "); n != 2 || strings.Count(stderr, "content/") != 2 {
		t.Errorf("the tour's site has other problems than its missing translations:\n%s", stderr)
	}
	page, err := os.ReadFile(filepath.Join(dir, "public/en/handover/index.html"))
	if err != nil || !strings.Contains(string(page), "If you manage iOS devices") {
		t.Errorf("the packet lacks the note: %v", err)
	}

	// The mistake that the README shows.
	name := filepath.Join(dir, "content/columns/keys.ja.md")
	if err := os.WriteFile(name, []byte(strings.Replace(files[1][2], "when: ios", "wen: ios", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	_, _, stderr = gen("build", "-C", dir, "-o", filepath.Join(dir, "public"))
	shown := "content/columns/keys.ja.md:7:5  KEY  there is no key \"wen\" here. Did you mean when?\n        wen: ios\n        ^\n"
	if !strings.Contains(stderr, shown) || !strings.Contains(string(readme), shown) {
		t.Errorf("the README shows another message than\n%s", stderr)
	}
}
