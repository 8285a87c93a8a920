package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestEach(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 31, 32, 33, 1000, 1023, 10_007} {
		in := make([]int, n)
		for i := range in {
			in[i] = i
		}
		var calls atomic.Int64
		out, err := Each(t.Context(), in, func(i int) int {
			calls.Add(1)
			return i + 1
		})
		if err != nil || len(out) != n || int(calls.Load()) != n {
			t.Fatalf("%d: %d calls, %d results, %v", n, calls.Load(), len(out), err)
		}
		for i, v := range out {
			if v != i+1 {
				t.Fatalf("%d: result %d is %d", n, i, v)
			}
		}
	}
}

func TestEachEnds(t *testing.T) {
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	var calls atomic.Int64
	if _, err := Each(ctx, make([]int, 1<<20), func(int) bool {
		calls.Add(1)
		cancel(why)
		return true
	}); err != why || calls.Load() == 1<<20 {
		t.Errorf("%d calls, %v", calls.Load(), err)
	}
}
