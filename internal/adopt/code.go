package adopt

import (
	"slices"
	"strings"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/pattern"
)

var fence = pattern.Of("^[ \t>]*(?:[-*+] |\\d+[.)] )?[ \t]*(`{3,}|~{3,})(.*)$")

// A fencing follows, line by line, which code stands between fences.
type fencing struct{ mark string }

// holds reports whether the next line is a fence or stands between two.
func (f *fencing) holds(text string) bool {
	m := fence.FindStringSubmatch(text)
	switch {
	case f.mark != "":
		if m != nil && strings.HasPrefix(m[1], f.mark) && strings.TrimSpace(m[2]) == "" {
			f.mark = ""
		}
		return true
	case m != nil && !(m[1][0] == '`' && strings.Contains(m[2], "`")):
		f.mark = m[1]
		return true
	}
	return false
}

var (
	fileOfFence = pattern.Of(`^([\w+#.-]*):([^\s{}:"']+)`)                                                // of Zenn and Qiita
	nameOfFence = pattern.Of(`\b(?:title|filename|file|name)=(?:"([^"]*)"|'([^']*)'|(\S+))|\[([^\]]+)\]`) // of Docusaurus, MkDocs and VitePress
	fromLine    = pattern.Of(`^([\w+#-]+)=\d*\+?$`)                                                       // of HackMD, which numbers the lines
	linesOfCode = pattern.Of(`^([\w+#-]+)(\{[\d,\s-]*\})`)
)

// fenced writes the line that begins code so that its language is known, and says what
// readers will not see: the name that others set above it.
func (r *reading) fenced(p *page, line int, text string) string {
	m := fence.FindStringSubmatchIndex(text)
	before, info := text[:m[4]], strings.TrimSpace(text[m[4]:m[5]])
	if f := fileOfFence.FindStringSubmatch(info); f != nil {
		info = strings.TrimSpace(f[1] + ` title="` + f[2] + `"` + info[len(f[0]):])
		text = before + info
	} else if m := fromLine.FindStringSubmatch(info); m != nil {
		text = before + m[1]
	} else if linesOfCode.MatchString(info) {
		text = before + linesOfCode.ReplaceAllString(info, "$1 $2")
	}
	if n := nameOfFence.FindStringSubmatch(info); n != nil {
		r.find(p, line, "コードの名前はページに表示されません。コードの前に書いてください: %s", "the name of this code is not shown on the page; write it before the code: %s", n[1]+n[2]+n[3]+n[4])
	}
	return text
}

// withoutCode returns a text without what stands between fences or their like of Jekyll
// and Hugo.
func withoutCode(text string) string {
	var b strings.Builder
	var fences fencing
	highlit := false
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case highlit:
			highlit = !highlightX.MatchString(line)
		case fences.holds(line):
		case highlight.MatchString(line):
			highlit = true
		default:
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// tabStop is how far apart the columns are to which a tab leads.
const tabStop = 4

// columns returns how far a line is indented.
func columns(s string) int {
	n, _ := indent(s, len(s)*tabStop)
	return n
}

// unindent takes as many columns of indent off a line, or all that it has.
func unindent(s string, width int) string {
	n, taken := indent(s, width)
	return strings.Repeat(" ", max(n-width, 0)) + s[taken:]
}

// indent returns how many columns a line is indented as far as it takes to reach width,
// and by how many bytes.
func indent(s string, width int) (columns, taken int) {
	for ; taken < len(s) && columns < width; taken++ {
		switch s[taken] {
		case ' ':
			columns++
		case '\t':
			columns += tabStop - columns%tabStop
		default:
			return columns, taken
		}
	}
	return columns, taken
}

// codeBlocks finds the code in a page's text, which most steps leave as it was.
func (r *reading) codeBlocks(p *page, text string) []markdown.CodeBlock {
	if p.searched != text {
		p.searched, p.code = text, r.engine.CodeBlocks([]byte(text))
	}
	return p.code
}

// indentedCode returns the lines of a page's text, counted from 0, that are code by their
// indent, which they are not in MDX.
func (r *reading) indentedCode(p *page, text string) map[int]bool {
	if p.mdx {
		return nil
	}
	return r.codeLines(p, text, false)
}

// codeLines returns the lines of a page's text, counted from 0, that are code by their
// indent, and those between fences if they are wanted too.
func (r *reading) codeLines(p *page, text string, fenced bool) map[int]bool {
	code := map[int]bool{}
	starts := lineStarts(text)
	for _, block := range r.codeBlocks(p, text) {
		for _, at := range block.Lines {
			if fenced || !block.Fenced {
				code[lineAt(starts, at)] = true
			}
		}
	}
	return code
}

// lineStarts returns the offsets at which the lines of a text begin.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func lineAt(starts []int, offset int) int {
	n, found := slices.BinarySearch(starts, offset)
	if !found {
		n--
	}
	return n
}

// outdent takes the indent off lines of which it would make code, but of those that
// were code before: within tags, and in MDX, an indent means nothing.
func (r *reading) outdent(p *page, text string, code map[int]bool) string {
	for range deepest {
		starts := lineStarts(text)
		cuts := map[int][2]int{} // by line
		for _, block := range r.codeBlocks(p, text) {
			if block.Fenced {
				continue
			}
			var wrong []int
			further := len(text)
			for _, at := range block.Lines {
				rest := firstLine(text[at:])
				if said := strings.TrimLeft(rest, " \t"); said != "" && !code[lineAt(starts, at)] {
					wrong = append(wrong, at)
					further = min(further, len(rest)-len(said))
				}
			}
			for _, at := range wrong {
				from := at
				for from > 0 && at-from < tabStop && (text[from-1] == ' ' || text[from-1] == '\t') {
					from--
				}
				cuts[lineAt(starts, at)] = [2]int{from, at + further}
			}
		}
		if len(cuts) == 0 {
			break
		}
		var b strings.Builder
		done := 0
		for n := range starts {
			if cut, ok := cuts[n]; ok {
				b.WriteString(text[done:cut[0]])
				done = cut[1]
			}
		}
		text = b.String() + text[done:]
	}
	return text
}

// inBackticks writes code that stands within a line.
func inBackticks(code string) string {
	mark := "`"
	if strings.Contains(code, mark) {
		mark = "``"
	}
	return mark + code + mark
}
