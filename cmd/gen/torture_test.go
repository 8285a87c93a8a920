package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hikitsugi/internal/build"
	"hikitsugi/internal/disk"
	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// A disk of one megabyte, which is a mount point: too large a site leaves the old
// one, a small one is put in its place file by file.
func TestSmallDisk(t *testing.T) {
	if !*torture || runtime.GOOS != "linux" {
		return // needs a machine that lets us mount: make torture
	}
	b := newBench(t)
	out := filepath.Join(b.dir, target)
	if err := os.RemoveAll(out); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(out, 0o755); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", out).CombinedOutput(); err != nil {
		t.Fatalf("this machine does not let us mount a small disk; run it as root: %v: %s", err, said)
	}
	defer func() {
		if said, err := exec.Command("umount", out).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, said)
		}
	}()
	if err := os.Mkdir(filepath.Join(out, "lost+found"), 0); err != nil { // as a new file system has it
		t.Fatal(err)
	}
	status, said := b.build(disk.System())
	if status != exitOK || !strings.Contains(said, "one by one") || hashOf(t, out) != b.new {
		t.Fatalf("status %d: %s", status, said)
	}
	// The picture is not compressible, and the disk holds one of it, not two.
	random := make([]byte, 900<<10)
	rng := rand.NewChaCha8([32]byte{})
	_, _ = rng.Read(random)
	name := filepath.Join(b.dir, "content/guides/stays.md")
	text, err := os.ReadFile(name)
	if err == nil {
		err = os.WriteFile(name, append(text, "\n[x](x.bin)\n"...), 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, "content/guides/x.bin"), random, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	tally.faults.Add(1)
	status, said = b.build(disk.System())
	if status != exitMachine || !strings.Contains(said, "no space left") || !strings.Contains(said, out) {
		t.Errorf("status %d: %s", status, said)
	}
	if hashOf(t, out) != b.new {
		tally.lost.Add(1)
		t.Error("the old site is not what it was")
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if status, said = b.build(disk.System()); status != exitOK || hashOf(t, out) != b.new {
		t.Errorf("status %d: %s", status, said)
	}
}

// From no page at all to 50,000.
func TestManyPages(t *testing.T) {
	counts := []int{0, 1, 300}
	if *torture {
		counts = append(counts, 50_000)
	}
	for _, n := range counts {
		fsys := fstest.MapFS{"content/site.yaml": {Data: []byte("title: A\nlanguages: [en]\ntraits: {}\n")}}
		for i := range n {
			fsys[fmt.Sprintf("content/guides/p%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: Page %d\n---\n\nText of [the next](p%d.md).\n", i, (i+1)%n)}
		}
		var b build.Builder
		start := time.Now()
		site := made(t, &b, fmt.Sprint(n, " pages"), fsys)
		if site == nil {
			t.Fatalf("%d pages: refused", n)
		}
		list, err := fs.ReadDir(site, ".")
		if n > 0 {
			list, err = fs.ReadDir(site, "en/guides")
		}
		want := n + 1 // with the list
		if n > 100 {
			want++ // and the folder of its other pages
		}
		if err != nil || n > 0 && len(list) != want {
			t.Errorf("%d pages: %d are there, %v", n, len(list), err)
		}
		t.Logf("%d pages: %v", n, time.Since(start).Round(time.Millisecond))
	}
}

// Whatever the order in which a disk lists files, the place, zone, language, number
// of processors, mask and times: the same bytes.
func TestSameBytes(t *testing.T) {
	gen, err := exec.LookPath("gen")
	if err != nil {
		t.Fatal(err)
	}
	content, err := filepath.Abs("../../content")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	hashes := map[string]int{}
	builds := 4
	if *torture {
		builds = 20
	}
	for i := range builds {
		dir := filepath.Join(t.TempDir(), strings.Repeat("深い folder/", i%4))
		var files []string
		err := filepath.WalkDir(content, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, name)
			}
			return err
		})
		rng.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		for _, name := range files {
			rel, _ := filepath.Rel(content, name)
			to := filepath.Join(dir, "content", rel)
			var data []byte
			if data, err = os.ReadFile(name); err != nil {
				break
			}
			day := time.Unix(rng.Int64N(4e9), 0)
			if err = os.MkdirAll(filepath.Dir(to), 0o755); err == nil {
				err = os.WriteFile(to, data, 0o644)
			}
			if err == nil {
				err = os.Chtimes(to, day, day)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		pick := func(of ...string) string { return of[i%len(of)] }
		processors := strconv.Itoa(1 + i*63/max(builds-1, 1))
		c := exec.Command("/bin/sh", "-c", `umask "$1"; cd "$2"; exec "$0" build -C "$3" -o "$3/out"`,
			gen, pick("022", "077", "0", "027"), pick("/", dir, os.TempDir()), dir)
		c.Env = []string{"TZ=" + pick("Asia/Tokyo", "America/Los_Angeles", "UTC", "Pacific/Apia", "nowhere"), "LC_ALL=" + pick("C", "ja_JP.UTF-8", "tr_TR.UTF-8"), "GOMAXPROCS=" + processors}
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		tally.builds.Add(1)
		hashes[hashOf(t, filepath.Join(dir, "out"))]++
	}
	if len(hashes) != 1 {
		t.Errorf("%d builds made %d different sites", builds, len(hashes))
	}
}

// shuffled lists folders in an order of its own.
type shuffled struct {
	fstest.MapFS
	seed uint64
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := s.MapFS.ReadDir(name)
	rand.New(rand.NewPCG(s.seed, 1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list, err
}

// The same, for a file system that lists in no order: the site and what is wrong
// with it.
func TestSameBytesInAnyOrder(t *testing.T) {
	fsys := attack(nil)
	for i := range 9 {
		fsys[fmt.Sprintf("content/guides/g%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: G%d\n---\n\n[x](g%d.md) [y](https://a.example/)\n", i, (i+1)%9)}
		fsys[fmt.Sprintf("content/orgs/o%d/org.yaml", i)] = fsys["content/orgs/acme/org.yaml"]
	}
	var want string
	for seed := range uint64(20) {
		var b build.Builder
		mem := output.NewMemory()
		r, err := b.Build(t.Context(), build.Input{Project: shuffled{fsys, seed}, Builtin: themes.Default(), Org: "acme"}, func(*build.Result) (output.Sink, error) { return mem, nil })
		if err != nil {
			t.Fatal(err)
		}
		tally.builds.Add(1)
		var said strings.Builder
		if err := r.Problems.Print(&said, "ja"); err != nil {
			t.Fatal(err)
		}
		sum := sha256.New()
		fmt.Fprint(sum, said.String(), r.Orgs)
		var names []string
		_ = fs.WalkDir(mem, ".", func(name string, d fs.DirEntry, err error) error {
			if !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		slices.Sort(names)
		for _, name := range names {
			data, err := mem.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(sum, "%s\x00%d\x00%s", name, len(data), data)
		}
		if len(names) == 0 {
			t.Fatal(said.String())
		}
		got := fmt.Sprintf("%x, %d files, %d bytes of problems", sum.Sum(nil), len(names), said.Len())
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("order %d makes %s, not %s", seed, got, want)
		}
	}
	t.Log(want)
}
