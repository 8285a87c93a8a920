package site

import (
	"strconv"
	"testing"
)

// A count of what is left out stands before Japanese words without a space, a name with one.
func TestSuggestion(t *testing.T) {
	var many []string
	for i := range mostNames + 144 {
		many = append(many, "name"+strconv.Itoa(i))
	}
	for _, tt := range []struct {
		known  []string
		ja, en string
	}{
		{[]string{"one", "two"}, "あるのは one、two です。", "There are: one, two."},
		{many, "あるのは name0、name1、name2、name3、name4、name5、name6、name7 ほか144件です。",
			"There are: name0, name1, name2, name3, name4, name5, name6, name7 and 144 more."},
	} {
		if got := suggestion("entirely-different", tt.known); got.JA != tt.ja || got.EN != tt.en {
			t.Errorf("%+v", got)
		}
	}
}
