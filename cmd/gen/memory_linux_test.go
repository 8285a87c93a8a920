package main

import (
	"math"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// Memory that is needed next is in large pages where the system gives them on request, and
// no other is asked for where somebody has said how much there may be.
func TestInLargePages(t *testing.T) {
	asked := func() (bytes int) {
		t.Helper()
		list, err := os.ReadFile("/proc/self/smaps")
		if err != nil {
			t.Fatal(err)
		}
		size := 0
		for line := range strings.Lines(string(list)) {
			switch words := strings.Fields(line); words[0] {
			case "Size:":
				if size, err = strconv.Atoi(words[1]); err != nil {
					t.Fatal(err)
				}
				size <<= 10
			case "VmFlags:":
				if strings.Contains(line, " hg") {
					bytes += size
				}
			}
		}
		return bytes
	}
	const size = 256 << 20 // more than other tests leave behind
	before := debug.SetMemoryLimit(1 << 40)
	defer debug.SetMemoryLimit(before)
	was := asked()
	if inLargePages(size); asked() > was {
		t.Error("large pages are asked for beside a limit")
	}
	debug.SetMemoryLimit(math.MaxInt64)
	percent := debug.SetGCPercent(150)
	inLargePages(size)
	if now := debug.SetGCPercent(percent); now != 150 {
		t.Errorf("then memory is collected as %d says, not as 150", now)
	}
	mode, _ := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	if got := asked(); (got >= size/2) != strings.Contains(string(mode), "[madvise]") {
		t.Errorf("%d bytes are in large pages, where the system gives them %q", got, mode)
	}
}
