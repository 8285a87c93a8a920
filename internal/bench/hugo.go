package bench

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// hugoVersion is the release of Hugo to measure beside: the newest that builds with
// the version of Go in go.mod.
const hugoVersion = "v0.165.0"

// Hugo returns the path of Hugo. It is built from source the first time, into the
// user's folder of caches.
func Hugo(ctx context.Context) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	folder := filepath.Join(cache, "hikitsugi-bench", "hugo-"+hugoVersion)
	for _, name := range []string{"hugo", "hugo.exe"} {
		if path := filepath.Join(folder, name); exec.CommandContext(ctx, path, "version").Run() == nil {
			return path, nil
		}
	}
	c := exec.CommandContext(ctx, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
	c.Dir = os.TempDir() // outside this module
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOBIN="+folder, "GOFLAGS=")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("Hugo %s cannot be had: %w: %s", hugoVersion, err, out)
	}
	return exec.LookPath(filepath.Join(folder, "hugo"))
}

// all: takes in _partials.
//
//go:embed all:hugo
var hugoFiles embed.FS

// ForHugo writes a corpus as a site of Hugo to dir, which must not exist: the same
// texts with the same checklists, links and highlighting, and plain layouts that
// show what a reader needs of each. The packet, the index and the checks have no
// counterpart there.
func ForHugo(corpus, dir string) error {
	if err := os.CopyFS(dir, must(fs.Sub(hugoFiles, "hugo"))); err != nil {
		return err
	}
	section := func(lang int, folder string, name phrase) error {
		return write(filepath.Join(dir, "content", Languages[lang], folder, "_index.md"), fmt.Sprintf("---\ntitle: %q\n---\n", name[lang]))
	}
	for n := 0; ; n++ {
		p := At(n)
		checklist := ""
		for lang := range Languages {
			data, err := os.ReadFile(filepath.Join(corpus, filepath.FromSlash(p.File(Languages[lang]))))
			if n > 0 && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			text := string(data)
			if lang == 0 {
				checklist = checklistOf.FindString(text)
			} else {
				text = strings.Replace(text, "\n---\n", "\n"+checklist+"---\n", 1)
			}
			if err := write(filepath.Join(dir, filepath.FromSlash(p.HugoFile(Languages[lang]))), forHugo(text, lang)); err != nil {
				return err
			}
			if n%perSystem == 0 {
				system := n / perSystem
				name := systemOf(n).name
				area := areas[system%len(areas)]
				if err := errors.Join(section(lang, area.id, area.name), section(lang, p.section(), name)); err != nil {
					return err
				}
			}
		}
	}
}

var (
	checklistOf  = regexp.MustCompile(`(?m)^checklist:\n(  .*\n)+`)
	translatedOf = regexp.MustCompile(`(?m)^translated: .*\n`)
	linkOf       = regexp.MustCompile(`\[([^\]]*)\]\(\w+:([\w-]+?-(\d+))\)`)
)

// forHugo writes a text of the corpus as Hugo has it. Its links do not take titles.
func forHugo(text string, lang int) string {
	text = translatedOf.ReplaceAllString(text, "")
	return linkOf.ReplaceAllStringFunc(text, func(link string) string {
		m := linkOf.FindStringSubmatch(link)
		name := m[1]
		if name == "" {
			var n int
			_, _ = fmt.Sscanf(m[3], "%d", &n)
			name = title(At(n), lang)
		}
		return "[" + name + "](" + m[2] + ".md)"
	})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
