// Release makes what is given to people: a static gen for each system, with licences,
// completions and manual pages, and the checksums of the archives. The same commit and
// the same Go make the same bytes.
//
//	release -version 1.2.3 -o dist    write the archives and SHA256SUMS
//	release notice                    print the licences of all that is in them
//
// The time of the files is SOURCE_DATE_EPOCH, else the beginning of 1980.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A target is a system that gen runs on.
type target struct{ os, arch string }

var targets = []target{
	{"linux", "amd64"}, {"linux", "arm64"},
	{"darwin", "amd64"}, {"darwin", "arm64"},
	{"windows", "amd64"}, {"windows", "arm64"},
}

func main() {
	version := flag.String("version", "dev", "what gen version says")
	sbom := flag.String("sbom", "", "path of cyclonedx-gomod, to tell what each program is made of")
	out := flag.String("o", "dist", "the folder to write to")
	flag.Parse()
	var err error
	if flag.Arg(0) == "notice" {
		var text []byte
		if text, err = notice("."); err == nil {
			_, err = os.Stdout.Write(text)
		}
	} else {
		err = release(*version, *out, *sbom)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// plain is a version that can stand in the name of a file and in a linker's flag.
var plain = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z.+-]*$`)

// release writes the archives of all targets to the folder out.
func release(version, out, sbom string) error {
	if !plain.MatchString(version) {
		return fmt.Errorf("%q cannot be a version", version)
	}
	stamp, err := modified(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	common, err := texts(version, work)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var sums bytes.Buffer
	for _, t := range targets {
		program := file{name: "gen", mode: 0o755}
		if t.os == "windows" {
			program.name += ".exe"
		}
		built := filepath.Join(work, t.os+"-"+t.arch)
		if err := build(version, built, "GOOS="+t.os, "GOARCH="+t.arch); err != nil {
			return err
		}
		if program.data, err = os.ReadFile(built); err != nil {
			return err
		}
		folder := "gen-" + version + "-" + t.os + "-" + t.arch
		name, archive, err := pack(t.os, folder, append([]file{program}, common...), stamp)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), archive, 0o644); err != nil {
			return err
		}
		sums.WriteString(sum(name, archive))
		if sbom != "" {
			name := folder + ".cdx.json"
			if err := list(sbom, version, built, filepath.Join(out, name)); err != nil {
				return err
			}
			data, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				return err
			}
			sums.WriteString(sum(name, data))
		}
		fmt.Printf("%s  %.1f MB\n", filepath.Join(out, name), float64(len(archive))/1e6)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644)
}

// modified returns the time of all files in an archive.
func modified(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), nil // before it a ZIP file has no time
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// build writes a static gen without anything of this machine in it.
func build(version, to string, env ...string) error {
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.version="+version, "-o", to, "./cmd/gen")
	c.Env = append(os.Environ(), append(env, "CGO_ENABLED=0", "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOEXPERIMENT=")...)
	c.Stderr = os.Stderr
	return c.Run()
}

// list writes which modules a program is linked with, and their licences.
func list(sbom, version, program, to string) error {
	c := exec.Command(sbom, "bin", "-json", "-licenses", "-std", "-noserial", "-notimestamp", "-version", version, "-output", to, program)
	c.Stderr = os.Stderr
	return c.Run()
}

// texts returns what every archive holds beside the program. The program itself, built
// for this machine, makes most of it.
func texts(version, work string) ([]file, error) {
	files, err := documents(".")
	if err != nil {
		return nil, err
	}
	gen := filepath.Join(work, "gen-here")
	if err := build(version, gen, "GOOS=", "GOARCH="); err != nil {
		return nil, err
	}
	for _, made := range []struct {
		name string
		args []string
	}{
		{"completions/gen.bash", []string{"completion", "bash"}},
		{"completions/_gen", []string{"completion", "zsh"}},
		{"completions/gen.fish", []string{"completion", "fish"}},
		{"completions/gen.ps1", []string{"completion", "powershell"}},
		{"man/man1/gen.1", []string{"man", "--lang", "en"}},
		{"man/ja/man1/gen.1", []string{"man", "--lang", "ja"}},
	} {
		c := exec.Command(gen, made.args...)
		c.Stderr = os.Stderr
		data, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", made.name, err)
		}
		files = append(files, file{made.name, 0o644, data})
	}
	return files, nil
}

// documents returns what there is to read of the source: what README.md leads to, and
// the themes, of which authors of one copy.
func documents(source string) ([]file, error) {
	root := os.DirFS(source)
	var files []file
	for _, top := range []string{"LICENSE", "NOTICE", "README.md", "CHANGELOG.md", "SECURITY.md", "docs", "themes"} {
		err := fs.WalkDir(root, top, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name == "docs/manual/public" || strings.HasPrefix(d.Name(), "."): // made, or no text
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			case d.IsDir() || strings.HasSuffix(name, ".go") || strings.HasPrefix(d.Name(), "go."):
				return nil
			}
			data, err := fs.ReadFile(root, name)
			files = append(files, file{name, 0o644, data})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}
