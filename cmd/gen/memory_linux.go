package main

import (
	"bytes"
	"math"
	"os"
	"runtime"
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// inLargePages asks the system to give so many bytes more in large pages, where it does so
// on request alone, unless GOMEMLIMIT says that memory is scarce. A page that is touched for
// the first time costs a way into the system, and on many virtual machines one out of it,
// which takes longer than all that is written to the page.
//
// Go's runtime does not ask. What is asked for memory stays with its addresses when the
// system has that memory back, and these are what the runtime uses first.
func inLargePages(size int) {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if err != nil || !bytes.Contains(mode, []byte("[madvise]")) || debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	const part = 4 << 20 // one that has been in use before is cleared, and so touched
	percent := debug.SetGCPercent(-1)
	var parts [][]byte
	for ; size > 0 && err == nil; size -= part {
		memory := make([]byte, part)
		err = unix.Madvise(memory, unix.MADV_HUGEPAGE)
		parts = append(parts, memory)
	}
	runtime.KeepAlive(parts)
	debug.SetGCPercent(percent)
	debug.FreeOSMemory()
}
