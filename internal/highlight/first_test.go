package highlight

import (
	"testing"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dlclark/regexp2/v2/syntax"
)

func TestFirst(t *testing.T) {
	const all = "ab0_ \n日"
	for pattern, want := range map[string]string{
		`a`: "a日", `abc`: "a日", `[^a]`: "b0_ \n日", `(?:a|b)c`: "ab日", `a?b`: "ab日", `a*`: all, `(a|)b?c`: "ab日",
		`(?i:A)`: "a日", `\d+`: "0日", `\bword`: "日", `(?=a)b`: "b日", `(?<=a)b`: "b日", `(?!a)[ab]`: "ab日",
		`(a)\1`: "a日", `\s*#`: " \n日", `(?m:^b)`: "b日", `.`: "ab0_ 日", `(?s:.)`: all, `(?(a)b|0)`: all, `(?>a|b)0`: "ab日",
	} {
		tree, err := syntax.Parse(`\G(?:`+pattern+`)`, syntax.ParseOptions{})
		if err != nil {
			t.Fatal(err)
		}
		first, got := firstIn(tree.Root), ""
		for _, c := range all {
			if first.has(c) {
				got += string(c)
			}
		}
		if got != want {
			t.Errorf("%s begins with %q, want %q", pattern, got, want)
		}
	}
}

// What matches has a first character that is told.
func FuzzFirst(f *testing.F) {
	f.Add(`(?i)(a|b)*?[^c]\b(?=d)`, "bad")
	f.Add(`(?m)^\s*(?:[k-z]+|\d{2,})$`, "\n 12")
	f.Add(`(?x) a{0,2} # b`, "a")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		tree, err := syntax.Parse(`\G(?:`+pattern+`)`, syntax.ParseOptions{})
		if err != nil {
			return
		}
		re, err := regexp2.Compile(`\G(?:` + pattern + `)`)
		if err != nil {
			return
		}
		re.MatchTimeout = 10 * time.Millisecond
		first := firstIn(tree.Root)
		runes := []rune(text)
		for i, c := range runes {
			m, err := re.FindRunesMatchStartingAt(runes, i)
			if err == nil && m != nil && m.RuneIndex == i && !first.has(c) {
				t.Fatalf("%q matches in %q at %d, and cannot begin with %q", pattern, text, i, c)
			}
		}
	})
}
