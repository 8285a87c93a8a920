package site

import (
	"slices"
	"strings"
	"testing"
)

// FuzzNotes: whatever the conditions of a page's items, notes are numbered from 1
// in the order in which they come, and items have the same one just when they have
// the same conditions.
func FuzzNotes(f *testing.F) {
	for _, s := range []string{"ios", "ios\nandroid\nios", "ios android\nandroid ios", "\nios\n\n", "ios ios\nios", "a b c\nc b a\nb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var p Page
		known := map[string]*Note{}
		numbers := map[string]int{}
		for line := range strings.SplitSeq(s, "\n") {
			traits := strings.Fields(line)
			set := slices.Compact(slices.Sorted(slices.Values(traits)))
			key := strings.Join(set, " ")
			n := p.note(traits, known)
			if (n == nil) != (len(traits) == 0) {
				t.Fatalf("%q has the note %v", traits, n)
			}
			if n == nil {
				continue
			}
			if _, known := numbers[key]; !known {
				numbers[key] = len(numbers) + 1
			}
			if n.Number != numbers[key] || p.Notes[n.Number-1] != n {
				t.Errorf("%q has note %d, want %d", traits, n.Number, numbers[key])
			}
		}
		if len(p.Notes) != len(numbers) {
			t.Errorf("%d notes for %d conditions", len(p.Notes), len(numbers))
		}
	})
}
