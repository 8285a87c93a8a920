package pattern_test

import (
	"sync"
	"testing"

	"hikitsugi/internal/pattern"
)

// A pattern is compiled by whoever uses it first, and nobody before.
func TestOf(t *testing.T) {
	broken, digits := pattern.Of(`(`), pattern.Of(`\d+`)
	var users sync.WaitGroup
	for range 4 {
		users.Go(func() {
			if got := digits.FindString("a12b"); got != "12" {
				t.Errorf("found %q", got)
			}
		})
	}
	users.Wait()
	defer func() {
		if recover() == nil {
			t.Error("a broken expression was used")
		}
	}()
	broken.MatchString("(")
}
