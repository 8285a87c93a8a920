//go:build !windows

package pdf

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// containment returns what makes the browser a process group of its own that is
// killed as a whole: often the program is a script and the browser its child.
// For root it also gives profile to nobody, as whom the browser then runs.
func containment(profile string) (func(*exec.Cmd), error) {
	attributes := &syscall.SysProcAttr{Setpgid: true}
	endWithParent(attributes)
	if os.Getuid() == 0 {
		uid, gid, err := nobody()
		if err != nil {
			return nil, err
		}
		if err := os.Chown(profile, int(uid), int(gid)); err != nil {
			return nil, fmt.Errorf("giving the browser its profile: %w", err)
		}
		attributes.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	return func(browser *exec.Cmd) {
		browser.SysProcAttr = attributes
		browser.Cancel = func() error { return syscall.Kill(-browser.Process.Pid, syscall.SIGKILL) }
	}, nil
}

// nobody returns the ids of the user without rights.
func nobody() (uid, gid uint32, err error) {
	account, err := user.Lookup("nobody")
	if err != nil {
		return 0, 0, fmt.Errorf("running the browser as nobody: %w", err)
	}
	u, errU := strconv.ParseInt(account.Uid, 10, 64)
	g, errG := strconv.ParseInt(account.Gid, 10, 64)
	if errU != nil || errG != nil {
		return 0, 0, fmt.Errorf("running the browser as nobody: ids %q and %q", account.Uid, account.Gid)
	}
	return uint32(u), uint32(g), nil // -2 on macOS
}

// environment is all that the browser learns of its surroundings. Nothing that
// could change the file is among it.
func environment(profile string) []string {
	return []string{
		"HOME=" + profile, "TMPDIR=" + profile,
		"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC",
	}
}
