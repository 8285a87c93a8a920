package build

import (
	"context"
	"slices"

	"hikitsugi/internal/parallel"
)

// A series holds the results of one function over a list, of which few elements
// change from one build to the next. To find what is known costs a comparison for
// each element, where a table would hash it.
type series[K comparable, V any] struct {
	keys []K
	vals []V
}

// of returns the results for keys, in order, and how many were computed afresh. It
// remembers them, and what had been computed when ctx ended. The results are those of
// the series until it is called again, the keys remain the caller's.
func (s *series[K, V]) of(ctx context.Context, keys []K, f func(K) V) ([]V, int, error) {
	if fresh, done, err := s.few(ctx, keys, f); done {
		return s.vals, fresh, err
	}
	vals := make([]V, len(keys))
	var missing []int
	for i, k := range keys {
		if i < len(s.keys) && s.keys[i] == k {
			vals[i] = s.vals[i]
		} else {
			missing = append(missing, i)
		}
	}
	if len(missing) > 0 && len(s.keys) != len(keys) || len(missing) > most { // some may only have moved
		at := make(map[K]int, len(s.keys))
		for i, k := range s.keys {
			at[k] = i
		}
		moved := missing
		missing = nil
		for _, i := range moved {
			if old, known := at[keys[i]]; known {
				vals[i] = s.vals[old]
			} else {
				missing = append(missing, i)
			}
		}
	}
	type made struct {
		val  V
		done bool
	}
	fresh, err := parallel.Each(ctx, missing, func(i int) made { return made{f(keys[i]), true} })
	if err != nil {
		for n, m := range fresh {
			if m.done {
				s.keys, s.vals = append(s.keys, keys[missing[n]]), append(s.vals, m.val)
			}
		}
		return nil, 0, err
	}
	for n, i := range missing {
		vals[i] = fresh[n].val
	}
	s.keys, s.vals = slices.Clone(keys), vals
	return vals, len(missing), nil
}

// most is how many keys may be others for a list to be taken as the one it was.
const most = 8

// few does what of does where all but a few keys are as they were, in their places: it
// takes no memory for the rest. It returns false where that is not so.
func (s *series[K, V]) few(ctx context.Context, keys []K, f func(K) V) (fresh int, done bool, err error) {
	if len(keys) != len(s.keys) {
		return 0, false, nil
	}
	var missing []int
	for i, k := range keys {
		if s.keys[i] != k {
			if missing = append(missing, i); len(missing) > most {
				return 0, false, nil
			}
		}
	}
	for _, i := range missing {
		if err := ctx.Err(); err != nil {
			return 0, true, err
		}
		s.vals[i] = f(keys[i])
		s.keys[i] = keys[i]
	}
	return len(missing), true, nil
}
