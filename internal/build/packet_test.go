package build

import (
	"strings"
	"testing"
)

// A footnote may stand in one language alone.
func TestFootnoteOfOneLanguage(t *testing.T) {
	for _, lang := range []string{"ja", "en"} {
		fsys := world("")
		column := fsys["content/columns/keys."+lang+".md"]
		column.Data = append(column.Data, []byte("[^1]\n\n[^1]: Footnote.\n")...)
		b := build(t, new(Builder), Input{Project: fsys})
		for _, page := range []string{lang + "/handover/index.html", "handover/index.html"} {
			if n := strings.Count(b.files[page], "Footnote."); n != 1 {
				t.Errorf("%s: %s has it %d times: %v", lang, page, n, b.Problems)
			}
		}
	}
}
