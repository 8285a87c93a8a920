package main

import (
	"math"
	"runtime/debug"
	"testing"
)

// A large site has a bound, unless there is one already; a small one has none.
func TestBound(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	limit := func() int64 { return debug.SetMemoryLimit(-1) }
	p := &program{}
	if p.bound(999, 8<<10, 2); limit() != math.MaxInt64 {
		t.Errorf("a small site is bound to %d bytes", limit())
	}
	const pages = 1 << 20 // of which the bound is more than any test holds
	if p.bound(pages, 8<<10, 1); limit() != 40<<20+pages<<13 {
		t.Errorf("a large site is bound to %d bytes", limit())
	}
	if p.bound(pages, 20<<10, 3); limit() != 40<<20+pages*20<<10 {
		t.Errorf("then to %d bytes", limit())
	}
	debug.SetMemoryLimit(1 << 40)
	if new(program).bound(pages, 8<<10, 2); limit() != 1<<40 {
		t.Errorf("another limit is now %d bytes", limit())
	}
	if p.bound(1000, 1, 2); limit() < int64(measured("/gc/heap/live:bytes"))*7/5 {
		t.Error("what is held does not fit")
	}
}

// Memory is collected less often, unless somebody has said how often.
func TestCollectLess(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	for was, want := range map[int]int{100: 200, 50: 50, -1: -1} {
		debug.SetGCPercent(was)
		collectLess()
		if now := debug.SetGCPercent(was); now != want {
			t.Errorf("where it was %d it is %d, want %d", was, now, want)
		}
	}
}
