package build

import (
	"context"
	"runtime"
	"sync"
)

// each calls f on every element, on all processors, and returns the results in
// order. When ctx ends it stops and says why.
func each[T, R any](ctx context.Context, in []T, f func(T) R) ([]R, error) {
	out := make([]R, len(in))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(in)) {
		workers.Go(func() {
			for i := range next {
				out[i] = f(in[i])
			}
		})
	}
	err := func() error {
		defer close(next)
		for i := range in {
			select {
			case next <- i:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		return nil
	}()
	workers.Wait()
	return out, err
}
