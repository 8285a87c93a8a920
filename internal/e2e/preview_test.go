package e2e

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hikitsugi/internal/build"
	"hikitsugi/internal/serve"
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

// startPreview serves the project in dir until the test ends.
func startPreview(t *testing.T, dir string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var builder build.Builder
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		done <- serve.Run(ctx, serve.Options{
			Listener: listener,
			Watch:    []string{filepath.Join(dir, "content")},
			Lang:     "en",
			Report:   func(serve.Event) {},
			Build: func(ctx context.Context, _ []string) (serve.Site, error) {
				r, files, err := builder.Open(ctx, build.Input{Project: os.DirFS(dir), Builtin: themes.Default()})
				switch {
				case err != nil:
					return serve.Site{}, err
				case files == nil:
					return serve.Site{Problems: r.Problems}, nil
				}
				return serve.Site{Files: files, Problems: r.Problems, Origin: func(name string) serve.Origin { return serve.Origin(files.Origin(name)) }}, nil
			},
		})
	}()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}
