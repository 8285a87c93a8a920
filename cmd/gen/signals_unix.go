//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// A limit on the size of files (ulimit -f) is a failure to write, to be told like
// any other, and no reason to crash.
func init() { signal.Ignore(syscall.SIGXFSZ) }
