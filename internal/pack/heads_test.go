package pack

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// Heads are what was put, wherever they stand in the file: over the edges of what is read
// at once, empty, and of values that were written later.
func TestHeads(t *testing.T) {
	file := filepath.Join(t.TempDir(), "memory")
	rng := rand.New(rand.NewPCG(1, 2))
	want := map[string]string{}
	for round := range 4 {
		p := open(file, "me")
		for name := range want {
			p.Keep(name)
		}
		for i := range 60 {
			name := fmt.Sprint("v", rng.IntN(200))
			head := strings.Repeat(fmt.Sprint(name, ","), rng.IntN(40000)*rng.IntN(2))
			body := strings.Repeat("b", rng.IntN(100000)*rng.IntN(2))
			if i == 0 {
				head = strings.Repeat("long", blockSize)
			}
			put(p, name, head, body)
			want[name] = head + "/" + body
		}
		save(t, p)
		p = open(file, "me")
		for name, value := range want {
			if got := get(p, name); got != value {
				t.Fatalf("round %d: %s has %d bytes, want %d", round, name, len(got), len(value))
			}
		}
		p.Close()
	}
}
