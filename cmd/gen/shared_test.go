//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Two people of one group build in turn in a folder that they share, whether the site is
// large enough for a spare or not: neither is in the other's way.
func TestTwoShareAFolder(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two people")
	}
	const group = 65533
	gen := forEveryone(t)
	buildAs := func(dir string, user, own uint32, umask string) (said string, ok bool) {
		c := exec.Command("/bin/sh", "-c", "umask "+umask+`; exec "$0" build --lang en`, gen)
		c.Dir, c.Env = dir, nil
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: own, Groups: []uint32{group}}}
		out, err := c.CombinedOutput()
		return string(out), err == nil
	}
	build := func(dir string, user uint32, umask string) (said string, ok bool) {
		return buildAs(dir, user, user, umask)
	}
	project := func(mode os.FileMode, pages int) string {
		dir := t.TempDir()
		layOut(t, dir, oldContent)
		for i := range pages {
			layOut(t, dir, fmt.Sprintf("-- content/guides/p%d.md --\n---\ntitle: 頁%d\n---\n", i, i))
		}
		err := os.Chmod(filepath.Dir(dir), 0o755)
		if err == nil {
			err = os.Chown(dir, 65531, group)
		}
		if err == nil {
			err = os.Chmod(dir, mode)
		}
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	for _, pages := range []int{0, 500} {
		dir := project(0o775|os.ModeSetgid, pages)
		for i, user := range []uint32{65531, 65532, 65532, 65531, 65532} {
			layOut(t, dir, fmt.Sprintf("-- content/guides/stays.md --\n---\ntitle: 残るページ\n---\n\n%d\n", i))
			said, ok := build(dir, user, "002")
			if !ok || strings.Contains(said, ".gen-") {
				t.Fatalf("%d pages, build %d, user %d: %s", pages, i, user, said)
			}
			if text, err := os.ReadFile(filepath.Join(dir, target, "ja/guides/stays/index.html")); err != nil || !strings.Contains(string(text), fmt.Sprintf("<p>%d</p>", i)) {
				t.Errorf("build %d is not what is published: %v", i, err)
			}
			for _, name := range []string{".gen-texts-" + target, ".gen-receipt-" + target} {
				if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s: %v, %v", name, info, err)
				}
			}
		}
	}

	// Where only one of them may write what the other has built, the other is told.
	dir := project(0o775|os.ModeSetgid, 0)
	if said, ok := build(dir, 65531, "022"); !ok {
		t.Fatal(said)
	}
	layOut(t, dir, newContent)
	if said, ok := build(dir, 65532, "022"); !ok || !strings.Contains(said, ".gen-staging-public, the site that was replaced, could not be removed and lies beside public.") {
		t.Errorf("status %v: %s", ok, said)
	}

	// In a container one may be in none of one's groups: whoever can read the site anyway
	// still can, and nobody writes it who could not before. What is left of another's lock
	// is no lock.
	dir = project(0o777, 0)
	if said, ok := build(dir, 65531, "002"); !ok {
		t.Fatal(said)
	}
	layOut(t, dir, newContent)
	if err := os.WriteFile(filepath.Join(dir, ".gen-lock-"+target), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if said, ok := buildAs(dir, 65531, 65530, "002"); !ok {
		t.Fatal(said)
	}
	if info, err := os.Stat(filepath.Join(dir, target)); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the site: %v, %v", info, err)
	}
	if err := os.Chmod(filepath.Join(dir, target), 0o750); err != nil {
		t.Fatal(err)
	}
	layOut(t, dir, oldContent)
	if said, ok := buildAs(dir, 65531, 65529, "002"); ok || !strings.Contains(said, "cannot be given its group and permissions") {
		t.Errorf("status %v: %s", ok, said)
	}
}
