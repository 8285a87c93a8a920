//go:build unix

package output

import "syscall"

// The tests say what new files allow; whoever runs them may allow less.
func init() { syscall.Umask(0o022) }
