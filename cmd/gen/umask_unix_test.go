//go:build unix

package main

import "syscall"

// The tests say what new files allow, and run gen as somebody else; whoever runs them may allow less.
func init() { syscall.Umask(0o022) }
