package adopt

import (
	"regexp"
	"strings"
)

// kinds are the notes of other generators in our words.
var kinds = map[string]string{
	"note": "NOTE", "info": "NOTE", "abstract": "NOTE", "summary": "NOTE", "seealso": "NOTE", "details": "NOTE", "example": "NOTE", "question": "NOTE", "quote": "NOTE", "alert": "NOTE", "primary": "NOTE", "secondary": "NOTE",
	"tip": "TIP", "hint": "TIP", "success": "TIP", "check": "TIP",
	"important":  "IMPORTANT",
	"warning":    "WARNING",
	"attention":  "WARNING",
	"caution":    "CAUTION",
	"danger":     "CAUTION",
	"error":      "CAUTION",
	"failure":    "CAUTION",
	"bug":        "CAUTION",
	"deprecated": "WARNING",
}

var (
	fence      = regexp.MustCompile("^[ \t>]*(?:[-*+] |\\d+[.)] )?[ \t]*(`{3,}|~{3,})(.*)$")
	colons     = regexp.MustCompile(`^([ \t]*)(:{3,})[ \t]*([A-Za-z]+)[ \t]*(?:\[(.*)\]|\{[^}]*\}|(.*))[ \t]*$`)
	colonsEnd  = regexp.MustCompile(`^[ \t]*:{3,}[ \t]*$`)
	slashes    = regexp.MustCompile(`^([ \t]*)///+[ \t]*([A-Za-z]+)[ \t]*(?:\|[ \t]*(.*))?$`)
	slashesEnd = regexp.MustCompile(`^[ \t]*///+[ \t]*$`)
	marks      = regexp.MustCompile(`^([ \t]*)(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z]+)[^"]*(?:"(.*)")?[ \t]*$`)
	shortNote  = regexp.MustCompile(`^([ \t]*)\{\{[<%][ \t]*(note|alert|caution|warning|info|tip|important|details)\b(.*?)[%>]\}\}(.*)$`)
	shortEnd   = regexp.MustCompile(`^(.*?)\{\{[<%][ \t]*/[ \t]*(note|alert|caution|warning|info|tip|important|details)[ \t]*[%>]\}\}[ \t]*$`)
	attribute  = regexp.MustCompile(`([A-Za-z]+)="([^"]*)"`)
	module     = regexp.MustCompile(`^(import\s.*\sfrom\s+['"].*|import\s+['"].*|export\s+(const|default|function)\b.*)$`)
	highlight  = regexp.MustCompile(`^([ \t]*)\{%-?[ \t]*highlight[ \t]+(\S+).*%\}[ \t]*$`)
	highlightX = regexp.MustCompile(`^[ \t]*\{%-?[ \t]*endhighlight[ \t]*-?%\}[ \t]*$`)
	generated  = regexp.MustCompile(`^[ \t]*(?:\{\*.*\*\}|\{!.*!\}|-{1,2}8<-{1,2}.*|;-{2,}8<-{2,}.*)[ \t]*$`)
)

// A noted is a note that is open.
type noted struct {
	closed *regexp.Regexp // by a line of this form; nil: by a smaller indent
	indent string         // of the line that opened it
}

// deepest is how many notes may stand in one another.
const deepest = 8

// A line of a page, and whether it is code.
type line struct {
	text string
	code bool
}

// blocks converts what takes whole lines: notes become those of ours. Every line stays
// one line, so that places stay what they are.
func (r *reading) blocks(p *page) []line {
	var out []line
	var open []noted
	code := ""
	mdx := strings.HasSuffix(strings.ToLower(p.file), ".mdx")
	put := func(text string, isCode bool) {
		for i := len(open) - 1; i >= 0; i-- {
			n := open[i]
			if n.closed == nil {
				text = strings.TrimPrefix(strings.TrimPrefix(text, n.indent), "    ")
			} else {
				text = strings.TrimPrefix(text, n.indent)
			}
		}
		prefix := ""
		for _, n := range open {
			prefix += n.indent + "> "
		}
		out = append(out, line{strings.TrimRight(prefix, " ") + pad(prefix, text), isCode})
	}
	begin := func(n noted, kind, title string) {
		title = strings.TrimSpace(title)
		known := kinds[strings.ToLower(kind)]
		if known == "" {
			known = "NOTE"
			if title == "" {
				title = kind
			}
		}
		open = append(open, n)
		put(strings.TrimRight(n.indent+"[!"+known+"] "+title, " "), false)
	}
	end := func() {
		open = open[:len(open)-1]
		put("", false)
	}
	for number, text := range strings.Split(p.text, "\n") {
		if code == "" {
			for len(open) > 0 && open[len(open)-1].closed == nil && strings.TrimSpace(text) != "" && !strings.HasPrefix(text, open[len(open)-1].indent+"    ") {
				open = open[:len(open)-1]
				if last := &out[len(out)-1]; strings.Trim(last.text, " >") == "" {
					last.text = strings.TrimSuffix(strings.TrimRight(last.text, " "), ">")
				}
			}
		}
		switch f := fence.FindStringSubmatch(text); {
		case code != "":
			put(text, true)
			if strings.TrimLeft(strings.TrimSpace(text), "> ") != "" && f != nil && strings.HasPrefix(f[1], code) && strings.TrimSpace(f[2]) == "" || code == "%" && highlightX.MatchString(text) {
				if code == "%" {
					out[len(out)-1].text = strings.Replace(out[len(out)-1].text, strings.TrimSpace(text), "```", 1)
				}
				code = ""
			}
			continue
		case f != nil && !(f[1][0] == '`' && strings.Contains(f[2], "`")):
			code = f[1]
			put(text, true)
			continue
		}
		deep := len(open) >= deepest
		switch {
		case highlight.MatchString(text):
			m := highlight.FindStringSubmatch(text)
			code = "%"
			put(m[1]+"```"+m[2], true)
		case len(open) > 0 && open[len(open)-1].closed != nil && open[len(open)-1].closed != shortEnd && open[len(open)-1].closed.MatchString(text):
			end()
		case len(open) > 0 && open[len(open)-1].closed == shortEnd && shortEnd.MatchString(text):
			m := shortEnd.FindStringSubmatch(text)
			if strings.TrimSpace(m[1]) != "" {
				put(m[1], false)
				open = open[:len(open)-1]
			} else {
				end()
			}
		case deep:
			put(text, false)
		case slashes.MatchString(text):
			m := slashes.FindStringSubmatch(text)
			begin(noted{slashesEnd, m[1]}, m[2], m[3])
		case colons.MatchString(text) && kinds[strings.ToLower(colons.FindStringSubmatch(text)[3])] != "":
			m := colons.FindStringSubmatch(text)
			begin(noted{colonsEnd, m[1]}, m[3], m[4]+m[5])
		case marks.MatchString(text):
			m := marks.FindStringSubmatch(text)
			begin(noted{nil, m[1]}, m[2], m[3])
		case shortNote.MatchString(text):
			m := shortNote.FindStringSubmatch(text)
			title, kind := "", m[2]
			for _, a := range attribute.FindAllStringSubmatch(m[3], -1) {
				switch a[1] {
				case "title", "summary", "heading":
					title = a[2]
				case "color", "type":
					kind = a[2]
				}
			}
			if rest := strings.TrimSpace(m[4]); rest != "" {
				if e := shortEnd.FindStringSubmatch(rest); e != nil {
					out = append(out, line{m[1] + "> [!" + kinds[kind] + "] " + title, false})
					out[len(out)-1].text = strings.TrimRight(out[len(out)-1].text, " ") + " " + strings.TrimSpace(e[1])
					break
				}
				title = strings.TrimSpace(title + " " + rest)
			}
			begin(noted{shortEnd, m[1]}, kind, title)
		case mdx && module.MatchString(text):
			put("<!-- "+uncommented(text)+" -->", false)
			r.find(p, number+1, "プログラムの行なので、コメントにしました: %s", "a line of program; kept as a comment: %s", excerpt(text))
		case generated.MatchString(text):
			put(strings.Replace(text, strings.TrimSpace(text), "`"+strings.TrimSpace(text)+"`", 1), true)
			r.find(p, number+1, "ほかのファイルを読み込む行です。その中身を貼り付けてください: %s", "this takes in another file; paste in what it holds: %s", excerpt(text))
		default:
			put(text, false)
		}
	}
	return out
}

// pad joins the prefix of notes and a line.
func pad(prefix, text string) string {
	if prefix == "" || text == "" {
		return text
	}
	return " " + text
}
