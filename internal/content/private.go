package content

import (
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/source"
)

var (
	// secretKey is a key that may be meant for a secret, with its colon, or behind the
	// question mark that YAML allows before a key.
	secretKey = regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}_])secr[\p{L}\p{N}_-]*["']?[ \t\x{3000}]*[:：]|\?[ \t]+["']?secr`)
	// kept is a value that says where a secret is, and nothing else.
	kept = regexp.MustCompile(`^[ \t]*["']?(?:` + strings.Join(secretForms, "|") + `)[^\s,}"']+["']?[ \t]*(?:[,}#]|$)`)
	// newKey is how a line begins at which a value from above has ended.
	newKey = regexp.MustCompile(`^[ \t]*["']?[\p{L}\p{N}_./-]+["']?[ \t]*:(?:[ \t]|$)`)
)

// PrivateLines returns which lines of the YAML in a file may hold a secret: those with
// a key for one, unless its value says where it is kept, and those that are told,
// each with the lines over which the value goes on. It knows nothing of the values: a
// file with mistakes may not be what it seems to be.
func PrivateLines(lines source.Lines, told map[int]bool) map[int]bool {
	from, to := 0, len(lines.Data())
	if path.Ext(lines.File().Path) != ".yaml" {
		from, to, _ = splitFrontMatter(source.New(lines.File().Path, lines.Data()))
	}
	private := map[int]bool{}
	number := lines.Pos(from).Line - 1
	open := -1 // how far the line is indented whose value may go on
	for line := range strings.Lines(string(lines.Data()[from:to])) {
		number++
		line = strings.TrimRight(line, "\r\n")
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		if indent <= open && newKey.MatchString(line) {
			open = -1
		}
		if told[number] || holdsSecret(line) {
			if open < 0 || indent < open {
				open = indent
			}
		}
		if open >= 0 {
			private[number] = true
		}
	}
	return private
}

// holdsSecret reports whether a line has a key for a secret, and more behind it than
// where that is kept.
func holdsSecret(line string) bool {
	for _, key := range secretKey.FindAllStringIndex(line, -1) {
		if !kept.MatchString(line[key[1]:]) {
			return true
		}
	}
	return false
}

// isForSecret reports whether a key may be meant for a secret.
func isForSecret(key *yaml.Node) bool {
	return strings.HasPrefix(strings.ToLower(key.Value), "secr")
}
