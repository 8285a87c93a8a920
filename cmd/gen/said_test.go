package main

import (
	"errors"
	"strings"
	"testing"
)

// A full takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// A command of which what it says is lost tells so, and fails.
func TestUnsaid(t *testing.T) {
	const project = "../.."
	for _, args := range []string{
		"--help", "version", "man", "completion bash", "explain", "explain DATE", "schema links",
		"list orgs -C " + project, "check -C " + project, "check --json -C " + project, "due -C " + project, "due --json -C " + project, "translate status -C " + project,
	} {
		var stderr strings.Builder
		status := run(t.Context(), strings.Fields(args), func(string) string { return "" }, full{}, &stderr)
		if want := "gen: cannot write to the standard output: no space left on device\n"; status != exitMachine || stderr.String() != want {
			t.Errorf("gen %s: status %d, %q", args, status, stderr.String())
		}
	}
}
