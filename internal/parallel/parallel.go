// Package parallel does one thing to many, on all processors.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls f on every element, on all processors, and returns the results in
// order. When ctx ends it stops and says why.
func Each[T, R any](ctx context.Context, in []T, f func(T) R) ([]R, error) {
	out := make([]R, len(in))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(in)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(in) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				out[i] = f(in[i])
			}
		})
	}
	workers.Wait()
	return out, context.Cause(ctx)
}
