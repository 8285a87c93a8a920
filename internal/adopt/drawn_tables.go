package adopt

import (
	"slices"
	"strings"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
)

var (
	gridRule  = pattern.Of(`^([ \t]*)\+(?:[:=-]+\+)+[ \t]*$`)
	gridRow   = pattern.Of(`^[ \t]*\|.*\|[ \t]*$`)
	ruled     = pattern.Of(`^( *)-{2,}(?: +-{2,})+ *$`) // a rule below each column
	wholeRule = pattern.Of(`^( *)-{10,} *$`)
	ofTable   = pattern.Of(`^ *(?:Table)?: +(\S.*)$`)
)

// drawnTable reads the table that begins with the first line, drawn with characters as
// pandoc does; nil if there is none.
func drawnTable(lines []string) *table {
	switch {
	case gridRule.MatchString(lines[0]):
		return gridTable(lines)
	case wholeRule.MatchString(lines[0]):
		return tallTable(lines)
	case len(lines) > 1 && ruled.MatchString(lines[1]) && strings.TrimSpace(lines[0]) != "" && !ruled.MatchString(lines[0]):
		return simpleTable(lines, 1)
	case ruled.MatchString(lines[0]) && len(lines) > 1 && strings.TrimSpace(lines[1]) != "":
		return simpleTable(lines, 0)
	}
	return nil
}

// gridTable reads one of which all cells have frames. A frame around several has no
// counterpart.
func gridTable(lines []string) *table {
	rule := strings.TrimSpace(lines[0])
	t := &table{indent: gridRule.FindStringSubmatch(lines[0])[1]}
	columns := strings.Count(rule, "+") - 1
	parts := make([]string, columns)
	for t.lines = 1; t.lines < len(lines); t.lines++ {
		said := strings.TrimSpace(lines[t.lines])
		switch {
		case gridRule.MatchString(said) && strings.Count(said, "+") == columns+1:
			var row []string
			for n := range parts {
				row = append(row, cell(parts[n]))
				parts[n] = ""
			}
			t.rows = append(t.rows, row)
			continue
		case gridRow.MatchString(said):
			cells := strings.Split(said[1:len(said)-1], "|")
			if len(cells) != columns {
				return nil
			}
			for n := range cells {
				parts[n] += " " + strings.TrimSuffix(strings.TrimRight(cells[n], " "), `\`)
			}
			continue
		}
		break
	}
	if len(t.rows) == 0 || strings.TrimSpace(strings.Join(parts, "")) != "" {
		return nil
	}
	return t.titled(lines)
}

// simpleTable reads one of which each line is a row, and the columns are where the rule
// below its head is.
func simpleTable(lines []string, rule int) *table {
	t := &table{indent: indentOf(lines[rule])}
	starts := columnsOf(lines[rule])
	if rule > 0 {
		t.rows = append(t.rows, cut(lines[0], starts))
	}
	for t.lines = rule + 1; t.lines < len(lines); t.lines++ {
		said := lines[t.lines]
		if strings.TrimSpace(said) == "" {
			break
		}
		if ruled.MatchString(said) {
			t.lines++
			break
		}
		t.rows = append(t.rows, cut(said, starts))
	}
	if len(t.rows) < 1 || rule == 0 && !ruled.MatchString(lines[t.lines-1]) { // else two rules of a text
		return nil
	}
	return t.titled(lines)
}

// tallTable reads one between two rules, of which a row may take several lines.
func tallTable(lines []string) *table {
	const highest = 20 // the head of a table
	at := 1
	for at < min(len(lines), highest) && strings.TrimSpace(lines[at]) != "" && !ruled.MatchString(lines[at]) {
		at++
	}
	if at == len(lines) || !ruled.MatchString(lines[at]) {
		return nil
	}
	t := &table{indent: indentOf(lines[at])}
	starts := columnsOf(lines[at])
	row := make([]string, len(starts))
	said := false
	end := func() {
		if said {
			for n := range row {
				row[n] = cell(row[n])
			}
			t.rows = append(t.rows, slices.Clone(row))
			row, said = make([]string, len(starts)), false
		}
	}
	for t.lines = 1; t.lines < len(lines); t.lines++ {
		line := lines[t.lines]
		switch {
		case wholeRule.MatchString(line):
			if end(); len(t.rows) == 0 {
				return nil
			}
			t.lines++
			return t.titled(lines)
		case strings.TrimSpace(line) == "", t.lines == at:
			end()
			continue
		}
		for n, part := range cut(line, starts) {
			row[n] += " " + part
		}
		said = true
	}
	return nil
}

// titled takes the title that pandoc writes below a table.
func (t *table) titled(lines []string) *table {
	if t.lines+1 < len(lines) && strings.TrimSpace(lines[t.lines]) == "" {
		if m := ofTable.FindStringSubmatch(lines[t.lines+1]); m != nil {
			t.title = m[1]
			t.lines += 2
		}
	}
	return t
}

// indentOf returns the indent of a table by that of its rule, which pandoc puts two
// columns further in than the text.
func indentOf(rule string) string {
	return strings.Repeat(" ", max(len(rule)-len(strings.TrimLeft(rule, " "))-2, 0))
}

// columnsOf returns the columns at which the parts of a rule begin.
func columnsOf(rule string) []int {
	var starts []int
	for i := range rule {
		if rule[i] == '-' && (i == 0 || rule[i-1] == ' ') {
			starts = append(starts, i)
		}
	}
	return starts
}

// cut parts a line before the columns at which cells begin. A character of Japanese is
// two columns wide.
func cut(line string, starts []int) []string {
	cells := make([]string, len(starts))
	column, at := 0, 0
	for _, r := range line {
		for at+1 < len(starts) && column >= starts[at+1] {
			at++
		}
		cells[at] += string(r)
		column += diag.Cells(string(r))
	}
	for n := range cells {
		cells[n] = cell(cells[n])
	}
	return cells
}
