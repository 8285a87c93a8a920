package highlight

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
)

// tokens returns what l finds in a text, as far as that has an end.
func tokens(l chroma.Lexer, text string) (all []chroma.Token, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	next, err := l.Tokenise(nil, text)
	if err != nil {
		return nil, err
	}
	for empty := 0; empty < 2*maxEmpty; {
		token := next()
		if token == chroma.EOF {
			return all, nil
		}
		all = append(all, token)
		if empty++; token.Value != "" {
			empty = 0
		}
	}
	return nil, errEndless
}

// Every lexer finds in chroma's own examples what chroma finds.
func TestLexers(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/alecthomas/chroma/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	var examples []string
	for _, pattern := range []string{"*.actual", "*/*.actual"} {
		found, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "lexers", "testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		examples = append(examples, found...)
	}
	if len(examples) < 200 {
		t.Fatalf("%d examples", len(examples))
	}
	byLanguage, texts := lexersByLanguage(), map[string][]string{}
	for _, file := range examples {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, language := range []string{strings.TrimSuffix(filepath.Base(file), ".actual"), filepath.Base(filepath.Dir(file))} {
			if l := byLanguage[strings.ToLower(language)]; l != nil {
				name := l.Config().Name
				texts[name] = append(texts[name], string(text[:min(len(text), 8<<10)]))
			}
		}
	}
	read := 0
	for _, l := range registry().Lexers {
		ours, ok := l.(*lexer)
		if !ok {
			continue
		}
		name := l.Config().Name
		read += min(len(texts[name]), 1)
		for _, text := range append(texts[name], "a = \"b\" # c\n\n  <d>&e;</d> {{f}} $g @h 'i' 日本 \\j\n\tk: l") {
			want, theirs := tokens(ours.RegexLexer, text)
			got, err := tokens(ours, text)
			if (err == nil) != (theirs == nil) {
				t.Errorf("%s: %v, want %v", name, err, theirs)
			}
			if err == nil && !slices.Equal(got, want) {
				i := 0
				for i < min(len(got), len(want)) && got[i] == want[i] {
					i++
				}
				t.Errorf("%s: of %d tokens, want %d, number %d is\n got %q\nwant %q", name, len(got), len(want), i, got[i:min(i+3, len(got))], want[i:min(i+3, len(want))])
				break
			}
		}
	}
	if read < 150 {
		t.Errorf("there were examples for %d languages", read)
	}
}

// Some of chroma's rules lead in a circle. A build must end all the same.
func TestEndlessRules(t *testing.T) {
	h := New()
	const code = "a = \"b\" # c\n\n  <d>&e;</d> {{f}} $g @h 'i' 日本 \\j\n\tk: l"
	for _, language := range []string{"jsonata", "jungle"} {
		if got := h.HTML(language, code); got != escape(code) {
			t.Errorf("%s: %.200s", language, got)
		}
	}
}
