package adopt

import (
	"strings"

	"hikitsugi/internal/pattern"
)

// In MDX a paragraph that begins so is a program and no text.
var module = pattern.Of(`^(?:import\s+(?:["'{*]|[\w$]+\s*,|[\w$]+\s+from\b|type\s)|export\s+(?:const|let|var|default|function|async|class|type|interface|[{*]))`)

// imports is a line that is nothing else than an import, and never a sentence.
var imports = pattern.Of(`(?m)^import\s.*\sfrom\s+["'][^"']*["'];?[ \t]*$`)

// isMDX reports whether a file is MDX, by its name or, as Docusaurus takes .md for it as
// well, by its imports.
func isMDX(file, text string) bool {
	return strings.HasSuffix(strings.ToLower(file), ".mdx") || imports.MatchString(withoutCode(text))
}

// longestModule is how many lines a program may have that empty lines stand in.
const longestModule = 1000

// moduleLines returns how many lines the program has that begins with the first one, 0
// if there is none: it reaches to an empty line that is not within its brackets.
func moduleLines(lines []string) int {
	if len(lines) == 0 || !module.MatchString(lines[0]) {
		return 0
	}
	open, paragraph := 0, 0
	for n, text := range lines[:min(len(lines), longestModule)] {
		if strings.TrimSpace(text) == "" {
			if open <= 0 {
				return n
			}
			if paragraph == 0 {
				paragraph = n
			}
		}
		open += strings.Count(text, "{") + strings.Count(text, "(") + strings.Count(text, "[")
		open -= strings.Count(text, "}") + strings.Count(text, ")") + strings.Count(text, "]")
	}
	if open > 0 && paragraph > 0 { // never closed: what follows may be text
		return paragraph
	}
	return min(len(lines), longestModule)
}

// importedFile is a file that a page of MDX gives a name.
var importedFile = pattern.Of(`(?m)^import\s+(\w+)\s+from\s+["']([^"']+)["']`)

// imported returns the file that a name stands for on the page, or what is no name of one.
func (p *page) imported(name string) string {
	if !p.mdx {
		return name
	}
	for _, m := range importedFile.FindAllStringSubmatch(p.text, -1) {
		if m[1] == name {
			return m[2]
		}
	}
	return name
}
