package content

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/diag"
)

// DidYouMean suggests the known word nearest to what was written, or says
// otherwise where none is near.
func DidYouMean(written string, known []string, otherwise diag.Text) diag.Text {
	if near := nearest(written, known); near != "" {
		return diag.Textf("%s のことですか。", "Did you mean %s?", near)
	}
	return otherwise
}

// nearest returns the known word that was probably meant by written, or "".
func nearest(written string, known []string) string {
	word := strings.ToLower(norm.NFKC.String(written))
	if len(word) > longestWord {
		return ""
	}
	best, least := "", len([]rune(word))/3+1
	for _, k := range slices.Sorted(slices.Values(known)) {
		if n := edits(word, strings.ToLower(k)); n < least || n == least && best == "" {
			best, least = k, n
		}
	}
	return best
}

const longestWord = 80 // bytes, beyond which nothing is a misspelling of anything

// edits counts the letters to insert, delete, replace or swap with a neighbour
// between a and b (the optimal string alignment distance).
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, last, row = last, row, make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(y)]
}
