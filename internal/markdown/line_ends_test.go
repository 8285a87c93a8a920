package markdown

import (
	"slices"
	"testing"
)

func TestLineEnds(t *testing.T) {
	const text = "a\nb  \nc *d\ne*\n\n# f\n\n> g\n> h\n\n- i\n  j\n- k\n\n```\nl\nm\n```\n\n    n\n    o\n\np `q\nr` s\\\nt\n"
	var got []string
	for _, end := range New().LineEnds([]byte(text)) {
		got = append(got, text[end-1:end+1])
	}
	if want := []string{"a\n", "d\n", "g\n", "i\n"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}
