package diag

import (
	"embed"
	"strings"
)

//go:embed rules/*.md
var texts embed.FS

// An Explanation tells an author what a rule asks for.
type Explanation struct {
	Rule  string // one or two sentences
	Why   string // what goes wrong without it
	Wrong string // lines as an author writes them, where <TAB> and <U+202E> stand for what cannot be seen
	Right string // the same lines as they should be
}

// Codes returns all codes, in the order of the table.
func Codes() []Code {
	var codes []Code
	for _, s := range sections("en") {
		name, _, _ := strings.Cut(s, "\n")
		codes = append(codes, Code(name))
	}
	return codes
}

// Explain returns what there is to say of c in lang ("ja" or "en"), and whether
// there is such a code.
func Explain(c Code, lang string) (Explanation, bool) {
	if lang != "ja" {
		lang = "en"
	}
	for _, s := range sections(lang) {
		if name, text, _ := strings.Cut(s, "\n"); Code(name) == c {
			prose, examples, _ := strings.Cut(text, "```wrong\n")
			rule, why, _ := strings.Cut(strings.TrimSpace(prose), "\n\n")
			wrong, rest, _ := strings.Cut(examples, "\n```\n")
			_, right, _ := strings.Cut(rest, "```right\n")
			right, _, _ = strings.Cut(right, "\n```")
			return Explanation{rule, why, wrong, right}, true
		}
	}
	return Explanation{}, false
}

// sections returns the sections of the rules in lang, each from its code on. A
// heading in an example has no empty line before it.
func sections(lang string) []string {
	data, err := texts.ReadFile("rules/" + lang + ".md")
	if err != nil {
		panic(err) // the files are part of the program
	}
	return strings.Split(strings.TrimPrefix(string(data), "## "), "\n\n## ")
}
