package markdown

import (
	"reflect"
	"testing"
)

func TestCodeBlocks(t *testing.T) {
	const text = "a\n\n    b\n\n      c\n\n> ```\n> d\n> ```\n\n- e\n\n    f\n\n      \tg\n\n<div>\n    h\n"
	var got []string
	for _, block := range New().CodeBlocks([]byte(text)) {
		for _, at := range block.Lines {
			got = append(got, map[bool]string{true: "```", false: ""}[block.Fenced]+text[at:at+1])
		}
	}
	if want := []string{"b", "\n", " ", "```d", "\t"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}
