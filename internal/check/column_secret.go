package check

import "strings"

// A heading follows the lines of a text and knows, within a table, which of its columns
// are called as secrets are.
type heading struct {
	before string // the line before
	names  map[int]string
}

// secret reads the next line, and returns the offset of a secret in such a column, or -1.
func (h *heading) secret(line string) int {
	before := h.before
	h.before = line
	if strings.IndexByte(line, '|') < 0 {
		h.names = nil
		return -1
	}
	if h.names == nil {
		if strings.IndexByte(before, '|') < 0 || !underlines(line) {
			return -1
		}
		h.names = map[int]string{}
		for n, cell := range strings.Split(before, "|") {
			if namedIn(cell) {
				h.names[n] = cell
			}
		}
		return -1
	}
	if len(h.names) == 0 {
		return -1
	}
	at := 0
	for n, cell := range strings.Split(line, "|") {
		if name := h.names[n]; name != "" {
			// As in a table that has its names in the first column.
			if row := "|" + name + "|" + cell + "|"; named(row) && assigned(row) >= 0 {
				return at + len(cell) - len(strings.TrimLeft(cell, " "))
			}
		}
		at += len(cell) + len("|")
	}
	return -1
}

// underlines reports whether a line is the one below the head of a table.
func underlines(line string) bool {
	return strings.Contains(line, "-") && strings.Trim(line, "-:| \t>") == ""
}
