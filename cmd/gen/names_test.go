//go:build unix

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hikitsugi/internal/disk"
)

// Files of any name and kind are read, or refused by name; none makes gen hang,
// write elsewhere, or publish what lies outside its folder.
func TestNames(t *testing.T) {
	const page = "---\ntitle: 頁\n---\n\n本文\n"
	long := strings.Repeat("a", 252) + ".md"
	outside := filepath.Join(t.TempDir(), "outside.md")
	if err := os.WriteFile(outside, []byte("---\ntitle: TOP SECRET\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	file := func(names ...string) func(string) error {
		return func(dir string) error {
			for _, name := range names {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(page), 0o644); err != nil {
					return err
				}
			}
			return nil
		}
	}
	link := func(to, name string) func(string) error {
		return func(dir string) error { return os.Symlink(to, filepath.Join(dir, name)) }
	}
	sparse := func(name string) func(string) error { // 8 TiB, of which the disk holds nothing
		return func(dir string) error {
			name := filepath.Join(dir, name)
			return errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, nil, 0o644), os.Truncate(name, 8<<40))
		}
	}
	body := func(text string) func(string) error {
		return func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "refers.md"), []byte(page+text+"\n"), 0o644)
		}
	}
	for _, tt := range []struct {
		name string
		lay  func(guides string) error
		says string // the code of the problem; empty: it is built
	}{
		{"an ordinary one", file("a.md"), ""},
		{"255 bytes", file(long), "SLUG"},
		{"reserved by Windows", file("con.md"), "SLUG"},
		{"reserved by Windows, upper case", file("CON.md"), "SLUG"},
		{"a trailing dot", file("a..md"), "SLUG"},
		{"two dots", file("...md"), ""}, // begins with a dot: no content
		{"dots within", file("a..b.md"), "SLUG"},
		{"a colon", file("a:b.md"), "SLUG"},
		{"a newline", file("a\nb.md"), "SLUG"},
		{"a tab", file("a\tb.md"), "SLUG"},
		{"a backslash", file(`a\b.md`), "SLUG"},
		{"a percent sign", file("a%2fb.md"), "SLUG"},
		{"a question mark", file("a?b.md"), "SLUG"},
		{"a number sign", file("a#b.md"), "SLUG"},
		{"markup", file(`<img src=x onerror=alert(1)>.md`), "SLUG"},
		{"spaces", file("a b.md"), "SLUG"},
		{"emoji", file("👩‍💻.md"), "SLUG"},
		{"direction controls", file("a\u202eb.md"), "SLUG"},
		{"not UTF-8", file("a\xff.md"), "SLUG"},
		{"Japanese", file("鍵.md"), "SLUG"},
		{"NFC and NFD", file("\u00e9.md", "e\u0301.md"), "SLUG"},
		{"case twins", file("twin.md", "Twin.md"), "SLUG"},
		{"a folder named as a page", func(dir string) error { return os.Mkdir(filepath.Join(dir, "a.md"), 0o755) }, ""},
		{"a link in", func(dir string) error {
			if err := file("a.md")(dir); err != nil {
				return err
			}
			return os.Symlink("a.md", filepath.Join(dir, "b.md"))
		}, ""},
		{"a link out", link(outside, "a.md"), "SYMLINK"},
		{"a link up and out", link("../../../outside.md", "a.md"), "SYMLINK"},
		{"a link to /etc/passwd", link("/etc/passwd", "a.md"), "SYMLINK"},
		{"a link to itself", link("a.md", "a.md"), "SYMLINK"},
		{"a link to nowhere", link("none.md", "a.md"), "SYMLINK"},
		{"a link to a folder", link(".", "a.md"), "SYMLINK"},
		{"a link to a folder outside", link(filepath.Dir(outside), "sub"), "SYMLINK"},
		{"a link to a device", link("/dev/zero", "a.md"), "SYMLINK"},
		{"a pipe", func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "a.md"), 0o644) }, "SYMLINK"},
		{"a socket", func(dir string) error {
			at, err := os.MkdirTemp("", "") // the name of a socket is short
			if err != nil {
				return err
			}
			defer os.RemoveAll(at)
			l, err := net.Listen("unix", filepath.Join(at, "s"))
			if err != nil {
				return err
			}
			l.(*net.UnixListener).SetUnlinkOnClose(false)
			defer l.Close()
			return os.Rename(filepath.Join(at, "s"), filepath.Join(dir, "a.md"))
		}, "SYMLINK"},
		{"over 4 MiB", func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.md"), make([]byte, 4<<20+1), 0o644) }, "LIMIT"},
		{"a picture beyond any memory", sparse("a.png"), "LIMIT"},
		{"a video beyond any memory", sparse("../static/a.mp4"), "LIMIT"},
		{"a link to a video beyond any memory", func(dir string) error {
			if err := sparse("../.a.mp4")(dir); err != nil {
				return err
			}
			return os.Symlink("../.a.mp4", filepath.Join(dir, "a.mp4"))
		}, "LIMIT"},
		{"4 MiB", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "a.md"), []byte(page+strings.Repeat("鍵\n", (4<<20-len(page))/4)), 0o644)
		}, ""},
		{"zero bytes", func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.md"), nil, 0o644) }, "YAML"},
		{"only NUL", func(dir string) error { return os.WriteFile(filepath.Join(dir, "a.md"), make([]byte, 100), 0o644) }, "UTF8"},
		{"a way up", body("[x](../../../../../../etc/passwd)"), "LINK"},
		{"an absolute way", body("[x](/etc/passwd)"), "LINK"},
		{"a picture from outside", body("![x](../../../../etc/passwd)"), "LINK"},
		{"a way up in percents", body("[x](%2e%2e/%2e%2e/site.yaml)"), "LINK"},
		{"a NUL in a way", body("[x](a%00.md)"), "LINK"},
		{"a Windows way", body(`[x](C:\Windows\win.ini)`), "SCHEME"},
		{"a server's way", body(`[x](\\server\share)`), "LINK"},
		{"the organisation's file", body("[x](../site.yaml)"), "LINK"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tally.inputs.Add(1)
			b := bench{dir: t.TempDir()}
			layOut(t, b.dir, oldContent)
			if err := tt.lay(filepath.Join(b.dir, "content", "guides")); err != nil {
				t.Fatal(err)
			}
			b.sources = hashNames(t, filepath.Join(b.dir, "content"))
			status, said := b.build(disk.System())
			switch {
			case tt.says == "" && status != exitOK:
				t.Errorf("status %d: %s", status, said)
			case tt.says != "" && (status != exitContent || !strings.Contains(said, "  "+tt.says+"  ")):
				t.Errorf("status %d, does not say %s: %s", status, tt.says, said)
			}
			if strings.ContainsRune(said, '\u202e') || strings.Contains(said, "SECRET") {
				t.Errorf("the message shows what it must not: %q", said)
			}
			if got := hashNames(t, filepath.Join(b.dir, "content")); got != b.sources {
				tally.lost.Add(1)
				t.Errorf("the sources have changed: %s, were %s", got, b.sources)
			}
			published, _ := os.ReadDir(b.dir)
			if status != exitOK && len(published) != 1 {
				tally.leaks.Add(1)
				t.Errorf("%v was written", published)
			}
			if status == exitOK {
				leaksNothing(t, filepath.Join(b.dir, target), "TOP SECRET", "root:x:")
			}
		})
	}
}

// hashNames describes a folder without reading what may never end.
func hashNames(t *testing.T, dir string) string {
	t.Helper()
	var list strings.Builder
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil {
			fmt.Fprintf(&list, "%q %s %d %s\n", name, info.Mode(), info.Size(), info.ModTime())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list.String()
}

// leaksNothing fails if a file below dir holds one of the texts.
func leaksNothing(t *testing.T, dir string, texts ...string) {
	t.Helper()
	err := filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		for _, text := range texts {
			if strings.Contains(string(data), text) {
				tally.leaks.Add(1)
				t.Errorf("%s holds %q", name, text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A command that a message names can be copied, whatever the folder is called.
func TestInDir(t *testing.T) {
	for dir, want := range map[string]string{
		".":             "",
		"handbook":      " -C handbook",
		"引き継ぎ":          " -C 引き継ぎ",
		`C:\docs`:       ` -C C:\docs`,
		"a b":           ` -C "a b"`,
		"R&D":           ` -C "R&D"`,
		"it's":          ` -C "it's"`,
		"案件(A社)":        ` -C "案件(A社)"`,
		"$HOME":         ` -C '$HOME'`,
		"a\nb":          ` -C a\nb`,
		"\xff":          ` -C \xff`,
		`say "hi" $you`: ` -C 'say "hi" $you'`,
	} {
		if got := inDir(dir); got != want {
			t.Errorf("%q: got %s, want %s", dir, got, want)
		}
	}
}
