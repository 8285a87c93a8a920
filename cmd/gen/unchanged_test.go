package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Whatever is done to the content, and to what was made of it, a build makes and
// says what one in an empty folder does.
func TestUnchanged(t *testing.T) {
	const steps = 40
	rng := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	layOut(t, dir, oldContent)
	out := filepath.Join(dir, "out")
	spared := 0
	gen := func(out string) (status int, said string) {
		var b bytes.Buffer
		status = run(context.Background(), []string{"build", "-C", dir, "-o", out, "--lang", "en"}, func(string) string { return "" }, &b, &b)
		if strings.Contains(b.String(), ": unchanged, ") {
			spared++
		}
		return status, regexp.MustCompile(`(?m)^.*: (unchanged, )?(\d+ pages.*), [^,]*$`).ReplaceAllString(b.String(), "$2")
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for step := range steps {
		did := ""
		do := func(what string) { did = what }
		switch rng.IntN(9) {
		case 0, 1:
			do("nothing")
		case 2:
			do("another text")
			write("content/guides/stays.md", fmt.Sprintf("---\ntitle: 残るページ\n---\n\n%d\n", rng.IntN(3)))
		case 3:
			do("a mistake")
			write("content/guides/stays.md", "---\ntitel: 残るページ\n---\n")
		case 4:
			do("a page more")
			write(fmt.Sprintf("content/guides/new%d.md", rng.IntN(2)), "---\ntitle: 新しいページ\n---\n\n[a](http://a.example/)\n")
		case 5:
			do("a page less")
			os.Remove(filepath.Join(dir, fmt.Sprintf("content/guides/new%d.md", rng.IntN(2))))
		case 6:
			do("other settings")
			write("content/site.yaml", fmt.Sprintf("title: {ja: ノート%d}\nlanguages: [ja]\ntraits: {}\n", rng.IntN(2)))
		case 7:
			do("the output is damaged")
			os.WriteFile(filepath.Join(out, "ja", "index.html"), []byte("damaged"), 0o644)
		case 8:
			do("another branch")
			os.RemoveAll(filepath.Join(dir, "content"))
			layOut(t, dir, oldContent)
		}
		status, said := gen(out)
		fresh := filepath.Join(t.TempDir(), "out")
		wantStatus, want := gen(fresh)
		if status != wantStatus || said != want {
			t.Fatalf("step %d, %s: status %d: %s\nin an empty folder: %d: %s", step, did, status, said, wantStatus, want)
		}
		if status == exitOK && hashOf(t, out) != hashOf(t, fresh) {
			t.Fatalf("step %d, %s: the site is another one in an empty folder", step, did)
		}
	}
	if spared == 0 {
		t.Error("no build was spared: the test shows nothing")
	}
}
