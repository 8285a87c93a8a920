package check

import (
	"regexp"
	"strings"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// An excuser reads a file line by line and knows what a comment excuses: one on the
// same line, or alone on the line before.
//
//	<!-- gen:allow SECRET this is a made-up example -->
//	# gen:allow SECRET this is a made-up example
type excuser struct {
	page         bool // rather than a file of YAML
	excuses      bool // some line may
	number       int  // of the line
	yaml         bool // it is in YAML: front matter is
	row          bool // it is one of a table, which a comment before it would end
	here, before string
	next         string
}

func newExcuser(f *source.File, text string) *excuser {
	page := !strings.HasSuffix(f.Path, ".yaml")
	return &excuser{page: page, excuses: mayExcuse(text), yaml: !page}
}

// read goes on to the next line.
func (e *excuser) read(line string) {
	e.number++
	if e.page && (e.number == 1 || e.yaml) && strings.TrimRight(line, " \t\r\n") == "---" {
		e.yaml = !e.yaml
	}
	e.row = e.page && !e.yaml && strings.HasPrefix(strings.TrimLeft(line, " "), "|")
	if e.before = e.next; e.excuses {
		e.here, e.next = excuse(line)
	}
}

// excused reports whether the line is excused from a rule.
func (e *excuser) excused(code string) bool { return e.here == code || e.before == code }

// comment returns the comment that excuses the line.
func (e *excuser) comment(code, reason string) string {
	if e.yaml {
		return "# gen:allow " + code + " " + reason
	}
	return "<!-- gen:allow " + code + " " + reason + " -->"
}

// place says where that comment is to stand.
func (e *excuser) place() diag.Text {
	if e.row {
		return diag.Text{JA: "同じ行のセルの中", EN: "in a cell of the same line"}
	}
	return diag.Text{JA: "前の行", EN: "on the line before"}
}

var allow = regexp.MustCompile(`gen:allow ([A-Z0-9]+)[ \t]+([^ \t>-][^>]*)`)

// excuse returns the code that a comment on the line excuses, and the same for the
// next line where the comment stands alone. Without a reason nothing is excused.
func excuse(line string) (here, next string) {
	if !mayExcuse(line) {
		return "", ""
	}
	m := allow.FindStringSubmatch(line)
	if m == nil {
		return "", ""
	}
	if alone := strings.TrimSpace(line); strings.HasPrefix(alone, "<!--") && strings.HasSuffix(alone, "-->") || strings.HasPrefix(alone, "#") {
		return m[1], m[1]
	}
	return m[1], ""
}

// mayExcuse reports whether a text can hold such a comment.
func mayExcuse(text string) bool { return strings.Contains(text, "gen:allow") }
