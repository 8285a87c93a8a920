package adopt

import (
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/pattern"
)

// A table that is written in another way than ours, over several lines of a page.
type table struct {
	lines  int    // that it takes
	indent string // of all of them
	rows   [][]string
	title  string
}

// longestTable is how many lines a table may take.
const longestTable = 5000

// tables writes tables as Markdown has them: those of HTML, which wikis, mail and
// converters leave, and those that pandoc draws with characters. What follows a table
// keeps its line, unless the table takes more lines than it did.
func (r *reading) tables(p *page, text string) string {
	if !strings.Contains(text, "<t") && !strings.Contains(text, "--") {
		return text
	}
	code := r.indentedCode(p, text)
	lines := strings.Split(text, "\n")
	var out []string
	var fences fencing
	for at := 0; at < len(lines); {
		if fences.holds(lines[at]) || code[at] {
			out = append(out, lines[at])
			at++
			continue
		}
		rest := lines[at:min(at+longestTable, len(lines))]
		t := htmlTable(rest)
		if t == nil {
			t = drawnTable(rest)
		}
		if t == nil {
			out = append(out, lines[at])
			at++
			continue
		}
		written := t.markdown()
		if next := at + t.lines; next < len(lines) && strings.TrimSpace(lines[next]) != "" {
			written = append(written, "") // or it would be a row
		}
		for n := t.lines; n < len(written); n++ {
			p.more = append(p.more, len(out)+n)
		}
		written = append(written, make([]string, max(t.lines-len(written), 0))...)
		out = append(out, written...)
		at += t.lines
	}
	return strings.Join(out, "\n")
}

// markdown writes a table, and its title below it.
func (t *table) markdown() []string {
	width := 0
	for _, row := range t.rows {
		width = max(width, len(row))
	}
	var out []string
	for n, row := range t.rows {
		row = append(slices.Clip(row), make([]string, width-len(row))...)
		out = append(out, t.indent+"| "+strings.Join(row, " | ")+" |")
		if n == 0 {
			out = append(out, t.indent+"|"+strings.Repeat(" --- |", width))
		}
	}
	if t.title != "" {
		out = append(out, "", t.indent+t.title)
	}
	return out
}

// cell makes one line of what stands in a cell.
func cell(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	var b strings.Builder
	for i, r := range text {
		if r == '|' && (i == 0 || text[i-1] != '\\') {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var (
	tableOpens  = pattern.Of(`(?i)^([ \t]*)(?:</?(?:div|figure|p|center|section)\b[^<>]*>[ \t]*)*<table\b`)
	tableCloses = pattern.Of(`(?i)</table>`)
	onlyTags    = pattern.Of(`(?i)^(?:[ \t]|</?(?:div|figure|p|center|section)\b[^<>]*>)*$`)
)

// htmlTable reads the table of HTML that begins with the first line; nil if there is
// none, if something else stands in its lines, or another table in it.
func htmlTable(lines []string) *table {
	m := tableOpens.FindStringSubmatch(lines[0])
	if m == nil {
		return nil
	}
	t := &table{indent: m[1]}
	text := ""
	for t.lines < len(lines) && !tableCloses.MatchString(lines[t.lines]) {
		if t.lines++; t.lines < len(lines) && tableOpens.MatchString(lines[t.lines]) {
			return nil
		}
	}
	if t.lines++; t.lines > len(lines) {
		return nil
	}
	text = strings.Join(lines[:t.lines], "\n")
	end := tableCloses.FindStringIndex(text)
	begin := len(m[0]) - len("<table")
	if !onlyTags.MatchString(text[end[1]:]) || strings.Count(strings.ToLower(text), "<table") != 1 {
		return nil
	}
	t.read(text[begin:end[0]])
	if len(t.rows) == 0 {
		return nil
	}
	return t
}

// read fills the rows of a table of HTML. Tags within a cell that Markdown has marks for
// stay; others part what they stand between.
func (t *table) read(text string) {
	var said strings.Builder
	below := map[int]int{} // for how many rows more a column is taken
	down, across, inCell := 1, 1, false
	closeCell := func() {
		if !inCell {
			return
		}
		inCell = false
		row := &t.rows[len(t.rows)-1]
		for n := range across {
			for below[len(*row)] > 0 {
				below[len(*row)]--
				*row = append(*row, "")
			}
			below[len(*row)] = down - 1
			content := ""
			if n == 0 {
				content = cell(said.String())
			}
			*row = append(*row, content)
		}
	}
	for text != "" {
		m := element.FindStringSubmatch(text)
		if m == nil {
			n := strings.IndexByte(text[1:], '<') + 1
			if n == 0 {
				n = len(text)
			}
			said.WriteString(text[:n])
			text = text[n:]
			continue
		}
		text = text[len(m[0]):]
		switch closing, name := m[1] != "", strings.ToLower(m[2]); name {
		case "tr":
			if closeCell(); !closing {
				t.rows = append(t.rows, nil)
			}
			said.Reset()
		case "td", "th":
			if closeCell(); !closing {
				if len(t.rows) == 0 {
					t.rows = append(t.rows, nil)
				}
				a := attributes(m[3])
				down, across, inCell = spanned(a["rowspan"]), spanned(a["colspan"]), true
			}
			said.Reset()
		case "caption":
			if closing {
				t.title = strings.Join(strings.Fields(said.String()), " ")
			}
			said.Reset()
		case "table", "thead", "tbody", "tfoot", "colgroup", "col":
		case "li":
			if !closing {
				said.WriteString(" ・")
			}
		default:
			if marksOf[name] != "" || within[name] || entitled[name] || name == "sup" || name == "sub" {
				said.WriteString(m[0])
			} else {
				said.WriteByte(' ')
			}
		}
	}
	closeCell()
	t.rows = slices.DeleteFunc(t.rows, func(row []string) bool { return len(row) == 0 })
}

// spanned returns over how many columns or rows a cell reaches.
func spanned(said string) int {
	const most = 50
	n, _ := strconv.Atoi(said)
	return min(max(n, 1), most)
}
