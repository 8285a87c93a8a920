// Package parallel does one thing to many, on all processors.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	longestRun = 16 // elements that one processor takes at a time
	shares     = 16 // runs for each processor, at least: some take longer than others
)

// Each calls f on every element, on all processors, and returns the results in
// order. When ctx ends it stops and says why.
//
// Where there are many, a processor takes a few neighbours at a time. These often need
// the same, as the languages of a text need the colours of the same code, and would
// wait for each other.
func Each[T, R any](ctx context.Context, in []T, f func(T) R) ([]R, error) {
	out := make([]R, len(in))
	processors := runtime.GOMAXPROCS(0)
	run := max(1, min(longestRun, len(in)/(shares*processors)))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(processors, len(in)) {
		workers.Go(func() {
			for {
				end := int(next.Add(int64(run)))
				if end-run >= len(in) {
					return
				}
				for i := end - run; i < min(end, len(in)); i++ {
					if ctx.Err() != nil {
						return
					}
					out[i] = f(in[i])
				}
			}
		})
	}
	workers.Wait()
	return out, context.Cause(ctx)
}
