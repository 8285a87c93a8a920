package bench_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"hikitsugi/internal/bench"
	"hikitsugi/internal/build"
	"hikitsugi/internal/content"
	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// TestCorpus holds what the benchmarks rely on: nothing is wrong with the corpus,
// its pages stand where they are said to, and the mix is that of a handbook.
func TestCorpus(t *testing.T) {
	const pages = 120
	dir := t.TempDir()
	if err := bench.Corpus(dir, pages); err != nil {
		t.Fatal(err)
	}
	files := output.NewMemory()
	r, err := new(build.Builder).Build(t.Context(), build.Input{Project: os.DirFS(dir), Builtin: themes.Default()},
		func(*build.Result) (output.Sink, error) { return files, nil })
	if err != nil || r.Site == nil || len(r.Problems) > 0 {
		t.Fatalf("%v %v", err, r.Problems)
	}
	size, code, columns, links := 0, 0, 0, 0
	for n := range pages {
		p := bench.At(n)
		for _, lang := range bench.Languages {
			text := read(t, filepath.Join(dir, p.File(lang)))
			size += len(text)
			if strings.Contains(text, "```") {
				code++
			}
			links += strings.Count(text, "](guide:") + strings.Count(text, "](column:")
			if p.Kind == content.KindColumn {
				columns++
			}
			title := regexp.MustCompile(`title: "(.*)"`).FindStringSubmatch(text)[1]
			for _, name := range []string{p.Address(lang), p.List(lang)} {
				if html, err := files.ReadFile(name + "index.html"); err != nil || !strings.Contains(string(html), title) {
					t.Fatalf("%s does not say %q: %v", name, title, err)
				}
			}
		}
	}
	all := 2 * pages
	if mean := size / all; mean < 4000 || mean > 5500 {
		t.Errorf("a page has %d bytes", mean)
	}
	if code != all/3 || columns != all*3/10 || links < all {
		t.Errorf("of %d pages %d have code, %d are columns; %d links", all, code, columns, links)
	}

	small := t.TempDir()
	if err := bench.Corpus(small, 40); err != nil {
		t.Fatal(err)
	}
	for _, lang := range bench.Languages {
		if name := bench.At(7).File(lang); read(t, filepath.Join(small, name)) != read(t, filepath.Join(dir, name)) {
			t.Errorf("%s is another in a small corpus", name)
		}
	}
}

// TestForHugo holds that Hugo is given the same pages, in its own notation, and,
// where it is at hand, that it makes them.
func TestForHugo(t *testing.T) {
	corpus, dir := t.TempDir(), filepath.Join(t.TempDir(), "site")
	if err := bench.Corpus(corpus, 45); err != nil {
		t.Fatal(err)
	}
	if err := bench.ForHugo(corpus, dir); err != nil {
		t.Fatal(err)
	}
	checklists := 0
	for n := range 45 {
		for _, lang := range bench.Languages {
			text := read(t, filepath.Join(dir, bench.At(n).HugoFile(lang)))
			for _, ours := range []string{"](guide:", "](column:", "[](", "translated:"} {
				if strings.Contains(text, ours) {
					t.Errorf("%s %s holds %q", bench.At(n).Slug, lang, ours)
				}
			}
			checklists += strings.Count(text, "\nchecklist:\n")
		}
	}
	if checklists != 2*(4*3+1) {
		t.Errorf("%d checklists", checklists)
	}
	hugo := built()
	if hugo == "" {
		return // make bench-serve builds it
	}
	if out, err := exec.Command(hugo, "--source", dir, "--panicOnWarning").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, lang := range bench.Languages {
		p := bench.At(1)
		html := read(t, filepath.Join(dir, "public", p.HugoAddress(lang), "index.html"))
		list := read(t, filepath.Join(dir, "public", p.HugoList(lang), "index.html"))
		if !strings.Contains(html, `<ol class="checklist"><li>`) || !strings.Contains(list, p.Slug) {
			t.Errorf("%s lacks what it should show", p.HugoAddress(lang))
		}
	}
}

// built returns the path of Hugo if it was built before.
func built() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	found, _ := filepath.Glob(filepath.Join(cache, "hikitsugi-bench", "hugo-*", "hugo*"))
	if len(found) == 0 {
		return ""
	}
	return found[0]
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
