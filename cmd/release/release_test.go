package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestNotice holds that NOTICE has the licence of each module that any of the programs
// is linked with, in the version that it has.
func TestNotice(t *testing.T) {
	want, err := notice("../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("NOTICE is not what the modules say: make notice")
	}
	// One that is for Windows alone, a licence in a folder of its own, and Go itself.
	for _, whose := range []string{"\ngithub.com/inconshreveable/mousetrap v", ", pkg/pdfcpu/pkcs7\n", "\nThe Go standard library"} {
		if !bytes.Contains(got, []byte(whose)) {
			t.Errorf("NOTICE lacks %q", whose)
		}
	}
}

// TestDocuments holds that what README.md leads to is in every archive, but for what is
// only of use with the source.
func TestDocuments(t *testing.T) {
	files, err := documents("../..")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range files {
		if strings.HasSuffix(f.name, ".go") || strings.Contains(f.name, "/public/") {
			t.Errorf("%s is no text", f.name)
		}
		for name := f.name; name != "."; name = path.Dir(name) {
			names[name] = true
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`\]\(([^)#: ]+)\)`).FindAllSubmatch(readme, -1)
	if len(links) < 10 {
		t.Errorf("README.md has %d links", len(links))
	}
	for _, m := range links {
		if to := string(m[1]); !names[to] && to != "ARCHITECTURE.md" && !strings.HasPrefix(to, "internal/") {
			t.Errorf("README.md leads to %s, which is not there", to)
		}
	}
	if !names["themes/default/strings/en.json"] || !names["docs/hosting/nginx.en.md"] {
		t.Error("what authors copy is not there")
	}
}

func TestArchives(t *testing.T) {
	files := []file{{"gen", 0o755, []byte("program")}, {"man/man1/gen.1", 0o644, []byte("page")}}
	stamp, err := modified("1790000000")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := modified("yesterday"); err == nil {
		t.Error("a time that is none is taken")
	}
	if early, err := modified(""); err != nil || early.Year() != 1980 {
		t.Errorf("%v %v", early, err)
	}
	dir := t.TempDir()
	var sums strings.Builder
	for system, want := range map[string]string{"linux": "gen-1-linux-amd64.tar.gz", "windows": "gen-1-windows-amd64.zip"} {
		name, archive, err := pack(system, "gen-1-"+system+"-amd64", files, stamp)
		if err != nil || name != want {
			t.Fatalf("%s: %v", name, err)
		}
		if _, again, _ := pack(system, "gen-1-"+system+"-amd64", files, stamp); !bytes.Equal(again, archive) {
			t.Errorf("%s is another each time", name)
		}
		read := unpackTar
		if system == "windows" {
			read = unpackZip
		}
		got := read(t, archive, stamp)
		folder := strings.TrimSuffix(strings.TrimSuffix(name, ".tar.gz"), ".zip")
		if !slices.Equal(got, []string{folder + "/gen -rwxr-xr-x program", folder + "/man/man1/gen.1 -rw-r--r-- page"}) {
			t.Errorf("%s holds %q", name, got)
		}
		if err := os.WriteFile(filepath.Join(dir, name), archive, 0o644); err != nil {
			t.Fatal(err)
		}
		sums.WriteString(sum(name, archive))
	}
	check := exec.Command("sha256sum", "-c", "--strict")
	check.Dir, check.Stdin = dir, strings.NewReader(sums.String())
	if said, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

func unpackTar(t *testing.T, archive []byte, stamp time.Time) (found []string) {
	z, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil || !h.ModTime.Equal(stamp) || h.Uid != 0 || h.Uname != "" {
			t.Errorf("%+v %v", h, err)
		}
		found = append(found, h.Name+" "+fs.FileMode(h.Mode).String()+" "+string(data))
	}
}

func unpackZip(t *testing.T, archive []byte, stamp time.Time) (found []string) {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		data, err := fs.ReadFile(r, f.Name)
		if err != nil || !f.Modified.Equal(stamp) {
			t.Errorf("%+v %v", f, err)
		}
		found = append(found, f.Name+" "+f.Mode().String()+" "+string(data))
	}
	return found
}

// TestVersions holds what can be a version: it becomes a part of names and of a flag.
func TestVersions(t *testing.T) {
	for version, fits := range map[string]bool{"1.2.3": true, "v1.0.0-3-gabc123-dirty": true, "1.0.0+1": true, "": false, "../x": false, "1 -X main.a=b": false, "-s": false} {
		if plain.MatchString(version) != fits {
			t.Errorf("%q: %v", version, !fits)
		}
	}
}
