package markdown

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// What is no markup, but was meant to be: printed as it is, nobody would find the page,
// picture or list that it stands for.
var (
	// The address of a link in full-width brackets. Text in such brackets is common in
	// Japanese, so it has to look like an address.
	wideAddress = regexp.MustCompile(`^（[ \t]*(?:#|\.{0,2}/|[a-z]+:)[^（）\n]*）?`)
	wideID      = regexp.MustCompile(`[｛{][#＃][^｛｝{}\n]*[｝}]`)
	wideOpening = regexp.MustCompile(`^(?:：{3}|［[!！])[^\r\n]*`)
	noTick      = regexp.MustCompile(`^\[(?:|　|[xX])\](?:[^\s(:\[][^\r\n]*| [^\r\n]+)|^\[ \][^\s(:\[][^\r\n]*`)
	noSpace     = regexp.MustCompile(`^#{2,6}[^#\s][^\r\n]*`)
)

// mistyped tells what in a text was meant as markup.
func (p *printer) mistyped(n *ast.Text) {
	from, text := n.Segment.Start, n.Segment.Value(p.src)
	if n.PreviousSibling() == nil && n.Parent().Kind() == ast.KindParagraph {
		line := lineAt(p.src, from) // of which the text may be the first part
		if m := wideOpening.Find(line); m != nil {
			p.problem(WideMark, from, string(m))
		}
		if m := noSpace.Find(line); m != nil {
			p.problem(HeadingSpace, from, string(m))
		}
	}
	if n.Parent().Kind() == ast.KindHeading {
		if m := wideID.FindIndex(text); m != nil {
			kind, id := WideMark, text[m[0]:m[1]]
			if id[0] == '{' && id[1] == '#' && id[len(id)-1] == '}' {
				kind = BrokenID
			}
			p.problem(kind, from+m[0], string(id))
		}
	}
	if item := n.Parent().Parent(); item != nil && item.Kind() == ast.KindListItem && n.PreviousSibling() == nil && n.Parent().PreviousSibling() == nil {
		if m := noTick.Find(lineAt(p.src, from)); m != nil {
			p.problem(BrokenTick, from, string(m))
		}
	}
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], ']')
		if i < 0 {
			return
		}
		at += i + 1
		rest := p.src[from+at:]
		if at > 1 && text[at-2] == '\\' {
			continue
		}
		if mark := footnoteMark(p.src[:from+at]); mark != nil {
			p.problem(NoFootnote, from+at-len(mark), string(mark))
		} else if bytes.HasPrefix(rest, []byte("(")) {
			p.problem(BrokenLink, from+at-1, string(rest[:addressEnd(rest)]))
		} else if m := wideAddress.Find(rest); m != nil {
			p.problem(WideMark, from+at, string(m))
		} else if start, name := undefined(p.src[:from+at], rest); name != nil {
			p.problem(NoDefinition, start, string(name))
		}
	}
}

// lineAt returns a text from an offset to the end of the line.
func lineAt(text []byte, from int) []byte {
	line, _, _ := bytes.Cut(text[from:], []byte("\n"))
	return line
}

// footnoteMark returns the mark of a footnote with which a text ends, nil if it ends with
// none.
func footnoteMark(text []byte) []byte {
	const longest = 100
	text = text[max(0, len(text)-longest):]
	open := bytes.LastIndexByte(text, '[')
	if open < 0 || open > 0 && text[open-1] == '\\' || !bytes.HasPrefix(text[open:], []byte("[^")) {
		return nil
	}
	mark := text[open:]
	if len(mark) == len("[^]") || bytes.ContainsAny(mark[2:], "^ \t\r\n") {
		return nil
	}
	return mark
}

var named = regexp.MustCompile(`^(\[[^\[\]\n]*\])(?:[^(\[]|$)`)

// undefined returns where a link such as [words][name] begins, of which the words end
// before and the name follows, and the name; nil where none does. In a[0][1] stands none.
func undefined(before, rest []byte) (start int, name []byte) {
	const longest = 300
	m := named.FindSubmatch(rest)
	if m == nil || bytes.HasPrefix(m[1], []byte("[^")) {
		return 0, nil
	}
	from := max(0, len(before)-longest, 1+bytes.LastIndexByte(before, '\n'))
	start = from + bytes.LastIndexByte(before[from:], '[')
	words := before[max(start, from):]
	if start < from || len(words) == len("[]") || bytes.HasPrefix(words, []byte("[^")) || bytes.IndexByte(words, ']') < len(words)-1 {
		return 0, nil
	}
	if last, _ := utf8.DecodeLastRune(before[:start]); start > 0 && (unicode.IsLetter(last) || unicode.IsNumber(last) || last == ']' || last == ')' || last == '\\') {
		return 0, nil
	}
	if name = m[1]; len(name) == len("[]") {
		name = words
	}
	return start, name
}

// addressEnd returns where what begins with a bracket ends: at the closing one, or with
// the line.
func addressEnd(text []byte) int {
	line := lineAt(text, 0)
	if i := bytes.IndexByte(line, ')'); i >= 0 {
		return i + 1
	}
	return len(bytes.TrimRight(line, "\r"))
}
