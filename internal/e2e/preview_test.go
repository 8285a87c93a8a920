package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/themes"
)

// TestPreview writes while a reader looks: a save appears by itself, a mistake is
// shown over the last good page, in the page's language, and goes when it is
// mended; ticks stay.
func TestPreview(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) {
		t.Helper()
		name := filepath.Join(dir, "content/columns/admin-handover.en.md")
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), old) {
			t.Fatalf("%s does not hold %q: %v", name, old, err)
		}
		if err := os.WriteFile(name, []byte(strings.Replace(string(text), old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	address := startPreview(t, dir)

	b := openTab(t, desktop)
	b.visit(address + "/en/columns/admin-handover/")
	b.press(`#_item-apns input`)
	edit("Six things", "Half a dozen things")
	b.wait(`document.body.innerText.includes("Half a dozen things")`)
	b.wait(`document.querySelector("#_item-apns input").checked`) // comes back with the script
	edit("title:", "titel:")
	b.wait(`!!document.querySelector("#gen-live") && document.querySelector("#gen-live").innerText.includes("Did you mean title?")`)
	if drawn := value[string](b, `["::before", "::after"].map(e => getComputedStyle(document.querySelector("#gen-live h2"), e).content).join()`); drawn != "none,none" && drawn != "normal,normal" {
		t.Errorf("the page's style reaches into what the preview shows: %s", drawn)
	}
	said := value[string](b, `document.querySelector("#gen-live").innerText`)
	for _, want := range []string{"content/columns/admin-handover.en.md:2:1", "KEY", "titel: Handing over"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page does not show %q:\n%s", want, said)
		}
	}
	if !value[bool](b, `document.body.innerText.includes("Half a dozen things")`) {
		t.Error("the last good page is gone")
	}
	edit("titel:", "title:")
	b.wait(`!document.querySelector("#gen-live") || !document.querySelector("#gen-live").innerText.includes("title?")`)
}

// TestPreviewInNineTabs opens more tabs than a browser makes connections to one
// host: all of them load, and all follow a save.
func TestPreviewInNineTabs(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	address := startPreview(t, dir)
	tabs := []*tab{openTab(t, desktop)}
	for len(tabs) < 9 {
		tabs = append(tabs, tabs[0].beside(desktop))
	}
	for _, b := range tabs {
		b.visit(address + "/en/columns/admin-handover/")
	}
	name := filepath.Join(dir, "content/columns/admin-handover.en.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), "Six things", "Half a dozen things", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, b := range tabs {
		b.wait(`document.body.innerText.includes("Half a dozen things")`)
	}
}

// TestPreviewBar shows where a page is written, with the line of the section that
// is read, and leads to its other language and to the print view, which prints. No
// build holds the bar.
func TestPreviewBar(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	address := startPreview(t, dir)
	b := openTab(t, desktop)
	b.visit(address + "/en/columns/admin-handover/")
	const source = "content/columns/admin-handover.en.md"
	b.wait(`document.querySelector("#gen-bar .source").textContent === "` + source + `"`)
	text, err := os.ReadFile(filepath.Join(dir, source))
	if err != nil {
		t.Fatal(err)
	}
	line := 1 + strings.Count(string(text[:strings.Index(string(text), "{#apns}")]), "\n")
	b.eval(`document.getElementById("apns").scrollIntoView({ behavior: "instant" })`)
	b.wait(fmt.Sprintf(`document.querySelector("#gen-bar .source").textContent === "%s:%d"`, source, line))
	links := value[string](b, `[...document.querySelectorAll("#gen-bar a")].map(a => a.getAttribute("href")).join(" ")`)
	if links != "/review/columns/admin-handover/ /en/handover/?print" {
		t.Errorf("the bar leads to %s", links)
	}
	b.visit(address + strings.Fields(links)[0])
	b.wait(`!!document.querySelector("main")`)
	files := output.NewMemory()
	in := build.Input{Project: os.DirFS(dir), Builtin: themes.Default()}
	if _, err := new(build.Builder).Build(t.Context(), in, func(*build.Result) (output.Sink, error) { return files, nil }); err != nil {
		t.Fatal(err)
	}
	made := 0
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		made++
		data, err := files.ReadFile(name)
		if bytes.Contains(data, []byte("gen-bar")) || bytes.Contains(data, []byte("gen-preview")) || bytes.Contains(data, []byte("/_gen/")) {
			t.Errorf("%s: the build holds what only a preview has", name)
		}
		return err
	})
	if err != nil || made < 50 {
		t.Errorf("%d files: %v", made, err)
	}
}

// startPreview serves the project in dir, as a writer does, until the test ends.
func startPreview(t *testing.T, dir string, more ...string) (address string) {
	t.Helper()
	program.build.Do(func() {
		program.path = filepath.Join(os.TempDir(), fmt.Sprintf("gen-e2e-%d", os.Getpid()))
		out, err := exec.Command("go", "build", "-o", program.path, "../../cmd/gen").CombinedOutput()
		if err != nil {
			program.err = fmt.Errorf("%w: %s", err, out)
		}
	})
	if program.err != nil {
		t.Fatal(program.err)
	}
	c := exec.Command(program.path, append([]string{"serve", "-C", dir, "--addr", "127.0.0.1:0", "--lang", "en"}, more...)...)
	c.Stderr = t.Output()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if said.Scan() {
		address = regexp.MustCompile(`http://[\d.:]+`).FindString(said.Text())
	}
	drained := make(chan struct{})
	go func() {
		for said.Scan() {
		}
		close(drained)
	}()
	t.Cleanup(func() {
		_ = c.Process.Signal(os.Interrupt)
		<-drained
		if err := c.Wait(); err != nil {
			t.Errorf("gen serve: %v", err)
		}
	})
	if address == "" {
		t.Fatalf("gen serve says %q", said.Text())
	}
	return address
}

// program is gen, built by the first test that runs it.
var program struct {
	build sync.Once
	path  string
	err   error
}
