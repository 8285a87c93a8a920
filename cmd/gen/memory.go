package main

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
)

// bound keeps the memory for a large site to 40 MiB and so many bytes a page, or to 40
// MiB and so many fifths more than is held, where pages are uncommonly long:
// collecting what is not needed must not take longer than making it. GOMEMLIMIT says
// otherwise.
func (p *program) bound(pages int, each, fifths int64) {
	if pages < 1000 || !p.bounded && debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	p.bounded = true
	debug.SetMemoryLimit(40<<20 + max(int64(pages)*each, int64(measured("/gc/heap/live:bytes"))*(5+fifths)/5))
}

// Bytes of memory that a build needs.
const (
	roomToBegin = 32 << 20 // in any case
	roomForPage = 20 << 10 // with a fifth less 2 × 10,000 pages took a third longer, and sometimes twice as long
)

// makeRoom prepares for the memory that a build of so many files needs, once.
func (p *program) makeRoom(files int) {
	if files >= 1000 && !p.roomy {
		p.roomy = true
		inLargePages(roomToBegin + files*roomForPage)
	}
}

// collectLess lets memory grow to three times what is needed before it is collected: most
// of what a build takes over from the last one it needs to its end. GOGC says otherwise.
func collectLess() {
	if was := debug.SetGCPercent(200); was != 100 {
		debug.SetGCPercent(was)
	}
}

// inUse returns how many bytes of memory the system has given to gen.
func inUse() uint64 {
	return measured("/memory/classes/total:bytes") - measured("/memory/classes/heap/released:bytes")
}

// measured returns one of the runtime's metrics.
func measured(name string) uint64 {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
