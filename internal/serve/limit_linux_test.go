package serve

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// limited says that this process is the one in which the limit is reached.
const limited = "GEN_TEST_LIMITED"

// TestWatchLimit reaches the real limit of watches, in a user namespace of its own so
// that nothing else on the machine has fewer: the folders are then polled, that is
// said, and changes are seen all the same.
func TestWatchLimit(t *testing.T) {
	if os.Getenv(limited) != "" {
		reachLimit(t)
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^TestWatchLimit$", "-test.v")
	c.Env = append(os.Environ(), limited+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := c.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("this system lets nobody make a user namespace; TestNoMoreWatches does without")
	}
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestWatchLimit")) {
		t.Errorf("%v\n%s", err, out)
	}
}

func reachLimit(t *testing.T) {
	const watches = 4
	if err := os.WriteFile("/proc/sys/user/max_inotify_watches", []byte(fmt.Sprint(watches)), 0o644); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"index.txt": "one"}
	for i := range 2 * watches {
		files[fmt.Sprintf("d%d/page.txt", i)] = "one"
	}
	s := prepare(t, files)
	polling := make(chan error, 1)
	w, err := newWatcher([]string{s}, false, func(err error) { polling <- err })
	if err != nil {
		t.Fatal(err)
	}
	changes := make(chan []string)
	go w.run(t.Context(), changes)
	select {
	case err := <-polling:
		if !strings.Contains(err.Error(), s) || !strings.Contains(err.Error(), "no space left on device") {
			t.Errorf("it says %q", err)
		}
	default:
		t.Fatal("the limit was not reached")
	}
	last := filepath.Join(s, fmt.Sprintf("d%d/page.txt", 2*watches-1))
	if err := os.WriteFile(last, []byte("two"), 0o644); err != nil {
		t.Fatal(err)
	}
	select {
	case names := <-changes:
		if len(names) != 1 || names[0] != filepath.ToSlash(last) {
			t.Errorf("changed %q", names)
		}
	case <-time.After(soon):
		t.Fatal("the change was not seen")
	}
}
