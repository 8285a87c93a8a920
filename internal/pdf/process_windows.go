package pdf

import (
	"os"
	"os/exec"
	"strconv"
)

// containment returns what makes the browser end together with its children.
func containment(string) (func(*exec.Cmd), error) {
	return func(browser *exec.Cmd) {
		browser.Cancel = func() error {
			return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(browser.Process.Pid)).Run()
		}
	}, nil
}

// environment is the user's, since Windows programs rely on much of it, with a
// temporary folder inside the profile.
func environment(profile string) []string {
	return append(os.Environ(), "TEMP="+profile, "TMP="+profile)
}
