package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/content"
)

// manual is the folder of the manual's site.
const manual = "../../docs/manual"

// TestManualIsClean holds that nothing is wrong with the manual, in either language.
func TestManualIsClean(t *testing.T) {
	var stdout, stderr strings.Builder
	if status := run(t.Context(), []string{"check", "-C", manual, "--strict"}, func(string) string { return "" }, &stdout, &stderr); status != exitOK {
		t.Errorf("status %d\n%s%s", status, &stdout, &stderr)
	}
}

// A line of a block of code that calls gen.
var calls = regexp.MustCompile(`(?m)^(?:\s*- run: \./)?gen ([^|>\n]+)`)

// TestManualCommands holds that the commands and flags that the manual tells readers
// to type are there.
func TestManualCommands(t *testing.T) {
	files, err := filepath.Glob(manual + "/content/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	called := 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(string(data), "```") {
			if i%2 == 0 {
				continue // the text around
			}
			for _, call := range calls.FindAllStringSubmatch(block, -1) {
				called++
				p := &program{lang: "en", env: func(string) string { return "" }}
				command, rest, err := p.root().Find(strings.Fields(call[1]))
				if err == nil && command.HasSubCommands() && command.HasParent() {
					err = fmt.Errorf("which of the commands below %s?", command.Name())
				}
				if err == nil {
					command.InheritedFlags() // are added by this
					err = command.ParseFlags(rest)
				}
				if err != nil {
					t.Errorf("%s: gen %s: %v", name, call[1], err)
				}
			}
		}
	}
	if called < 100 {
		t.Errorf("only %d calls were found", called)
	}
}

// TestTutorial does what the first page of the manual tells, and builds.
func TestTutorial(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		text, err := os.ReadFile(manual + "/content/guides/begin-in-thirty-minutes." + lang + ".md")
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		gen := func(args ...string) string {
			var stdout, stderr strings.Builder
			if status := run(t.Context(), args, func(string) string { return "" }, &stdout, &stderr); status != exitOK {
				t.Fatalf("%s: gen %s: status %d\n%s%s", lang, args, status, &stdout, &stderr)
			}
			return stdout.String()
		}
		gen("new", "site", dir, "--languages", lang, "--traits", "ios", "--today", "2026-11-25")
		for _, named := range regexp.MustCompile("(?m)^\\| `([a-z].*?)`").FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(dir, content.Dir, filepath.FromSlash(named[1]))); err != nil {
				t.Error(err)
			}
		}
		name := filepath.Join(dir, content.Dir, "orgs", "mycompany", "org.yaml")
		org, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(org), "\n")
		for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(block[1]) {
				key, _, _ := strings.Cut(line, ":")
				at := slices.IndexFunc(lines, func(own string) bool { return strings.HasPrefix(own, key+":") })
				if at < 0 {
					t.Fatalf("%s: org.yaml has no %s to be replaced", lang, key)
				}
				lines[at] = strings.TrimSuffix(line, "\n")
			}
		}
		if err := os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		gen("build", "-C", dir, "-o", filepath.Join(dir, "public"))
		if said := gen("due", "-C", dir, "--today", "2026-12-01"); !strings.Contains(said, "2027-03-31") {
			t.Errorf("%s: nothing is due on the day of the handover:\n%s", lang, said)
		}
	}
}
