package check

import (
	"regexp"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// An excuser reads a file line by line and knows what comments excuse: those on the
// same line, and those that stand alone on the lines right before it. Before a fence,
// or the key of a text in several lines, they excuse all that it holds: a comment in
// there would be printed.
//
//	<!-- gen:allow SECRET this is a made-up example -->
//	# gen:allow SECRET this is a made-up example
type excuser struct {
	page    bool // rather than a file of YAML
	excuses bool // some line may
	number  int  // of the line
	yaml    bool // it is in YAML: front matter is
	row     bool // it is one of a table, which a comment before it would end

	fence  string // that the line stands in, as it was opened
	text   bool   // the line is part of a text of YAML in several lines
	indent int    // of the key of that text

	here, before, around, next []string
}

func newExcuser(f *source.File, text string) *excuser {
	page := !strings.HasSuffix(f.Path, ".yaml")
	return &excuser{page: page, excuses: mayExcuse(text), yaml: !page}
}

// read goes on to the next line.
func (e *excuser) read(line string) {
	e.number++
	line = strings.TrimRight(line, " \t\r\n")
	if e.page && (e.number == 1 || e.yaml) && line == "---" {
		e.yaml, e.text, e.around = !e.yaml, false, nil
	}
	e.before, e.here, e.next = e.next, nil, nil
	if e.yaml {
		e.readYAML(line)
	} else {
		e.readPage(line)
	}
}

// readYAML reads a line of YAML.
func (e *excuser) readYAML(line string) {
	if indent := len(line) - len(strings.TrimLeft(line, " ")); e.text && (line == "" || indent > e.indent) {
		return // where a comment is text
	}
	e.text, e.around = false, nil
	if e.excuses {
		e.take(excuses(line), strings.HasPrefix(strings.TrimLeft(line, " \t"), "#"))
	}
	if strings.ContainsAny(line, "|>") {
		if m := several.FindStringSubmatch(line); m != nil {
			e.text, e.around = true, slices.Concat(e.before, e.here)
			e.indent = len(m[1])
			if m[2] == "" { // it is an entry of a list itself
				e.indent = strings.LastIndexByte(m[1], '-')
			}
		}
	}
}

// several is a line behind which a text in several lines follows: its indentation, with
// the marks of lists, and its key.
var several = regexp.MustCompile(`^( *(?:- +)*)([^#]*?:[ \t]+)?[|>][-+0-9]*(?:[ \t]+#.*)?$`)

// readPage reads a line of Markdown.
func (e *excuser) readPage(line string) {
	inner := strings.TrimLeft(line, " \t>")
	mark := line[content.Containers(line):]
	e.row = strings.HasPrefix(inner, "|")
	switch run := source.FenceOf(mark); {
	case e.fence == "" && run != "":
		e.fence, e.around = run, e.before
	case e.fence != "" && run == inner && strings.HasPrefix(run, e.fence):
		e.fence, e.around = "", nil
	}
	if e.excuses {
		alone := e.fence == "" && strings.TrimSpace(comment.ReplaceAllString(mark, "")) == "" || strings.HasPrefix(inner, "#")
		e.take(excuses(line), alone)
	}
}

// take notes what the comments on a line excuse: where they stand alone the next line as
// well, with what comments before them do.
func (e *excuser) take(codes []string, alone bool) {
	if e.here = codes; alone && len(codes) > 0 {
		e.next = slices.Concat(e.before, codes)
	}
}

var comment = regexp.MustCompile(`<!--.*?-->`)

// excused reports whether the line is excused from a rule.
func (e *excuser) excused(code string) bool {
	return slices.Contains(e.here, code) || slices.Contains(e.before, code) || slices.Contains(e.around, code)
}

// comment returns the comment that excuses the line.
func (e *excuser) comment(code, reason string) string {
	if e.yaml {
		return "# gen:allow " + code + " " + reason
	}
	return "<!-- gen:allow " + code + " " + reason + " -->"
}

// place says where that comment is to stand.
func (e *excuser) place() diag.Text {
	switch {
	case e.text:
		return diag.Text{JA: "キーの前の行", EN: "on the line before the key"}
	case e.fence != "":
		return diag.Text{JA: "コードの囲みの前の行", EN: "on the line before the fence of the code"}
	case e.row:
		return diag.Text{JA: "同じ行のセルの中", EN: "in a cell of the same line"}
	}
	return diag.Text{JA: "前の行", EN: "on the line before"}
}

// excusedLines returns the lines of a file that are excused from a rule.
func excusedLines(f *source.File, code string) map[int]bool {
	text := string(f.Data())
	e, lines := newExcuser(f, text), map[int]bool{}
	for line := range strings.Lines(text) {
		if e.read(strings.TrimPrefix(line, "\ufeff")); e.excused(code) {
			lines[e.number] = true
		}
	}
	return lines
}

var allow = regexp.MustCompile(`gen:allow ([A-Z0-9]+)[ \t]+[^ \t>-]`)

// excuses returns the codes that the comments on a line excuse. Without a reason
// nothing is excused.
func excuses(line string) []string {
	if !mayExcuse(line) {
		return nil
	}
	var codes []string
	for _, m := range allow.FindAllStringSubmatch(line, -1) {
		codes = append(codes, m[1])
	}
	return codes
}

// mayExcuse reports whether a text can hold such a comment.
func mayExcuse(text string) bool { return strings.Contains(text, "gen:allow") }
