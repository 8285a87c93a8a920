//go:build !windows && !linux

package pdf

import "syscall"

// endWithParent does nothing here: the browser ends when its pipe to gen closes.
func endWithParent(*syscall.SysProcAttr) {}
