package main

import (
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
)

// torture asks for every case: make torture. Without it the tests take a sample.
var torture = flag.Bool("torture", false, "try every input, fault and kill, and say how many there were")

// tally counts what was tried in all tests.
var tally struct {
	inputs, faults, kills, builds atomic.Int64
	lost, panics, leaks           atomic.Int64
}

// counted are tests that say what they tried.
type counted struct{ *testing.M }

func (c counted) Run() int {
	status := c.M.Run()
	if *torture {
		fmt.Fprintf(os.Stdout, "torture: %d inputs tried, %d faults injected, %d kills, %d builds compared\ntorture: %d lost, %d panics, %d leaks\n",
			tally.inputs.Load(), tally.faults.Load(), tally.kills.Load(), tally.builds.Load(),
			tally.lost.Load(), tally.panics.Load(), tally.leaks.Load())
		if status == 0 {
			fmt.Println("torture: passed")
		} else {
			fmt.Println("torture: FAILED; the lines above that begin with --- FAIL say what")
		}
	}
	return status
}

// some reports whether case i is tried: every one under torture, else one in n,
// and not the same ones of each list.
func some(i, n int) bool { return *torture || i%n == n/2 }
