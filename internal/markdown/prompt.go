package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A Prompt asks the author for what only they know: "??the insurer's number??". It
// is printed as a rule to write on until it is replaced by its answer.
type Prompt struct {
	Text   string
	Offset int

	Section string // its name, the same in every language
	Number  int    // within the section, from 1
}

// promptMarks stand around a question; an input method for Japanese types the wide one.
var promptMarks = []string{"??", "？？"}

const maxPrompt = 400 // characters of a question: what is longer is no question

// promptMark returns the mark with which s begins, or "".
func promptMark(s string) string {
	for _, mark := range promptMarks {
		if strings.HasPrefix(s, mark) {
			return mark
		}
	}
	return ""
}

// CutPrompt finds the first prompt in a text: what stands before it, what it asks
// and what follows.
func CutPrompt(s string) (before, question, after string, found bool) {
	for at := 0; at < len(s); {
		i := strings.IndexAny(s[at:], "?？")
		if i < 0 {
			break
		}
		at += i
		if question, n := promptIn(s[at:]); n > 0 {
			return s[:at], question, s[at+n:], true
		}
		_, n := utf8.DecodeRuneInString(s[at:])
		at += max(len(promptMark(s[at:])), n)
	}
	return s, "", "", false
}

// promptIn returns what is asked by the prompt with which s begins, and its length, 0 if
// there is none. It asks something, within a paragraph, without space at its ends:
// "Really?? Are you??" is none.
func promptIn(s string) (question string, length int) {
	mark := promptMark(s)
	rest := s[len(mark):]
	if first, _ := utf8.DecodeRuneInString(rest); mark == "" || first == '?' || first == '？' || unicode.IsSpace(first) {
		return "", 0
	}
	characters := 0
	for i, r := range rest {
		if strings.HasPrefix(rest[i:], mark) {
			last, _ := utf8.DecodeLastRuneInString(rest[:i])
			if question, ok := oneLine(rest[:i]); ok && !unicode.IsSpace(last) {
				return question, len(mark) + i + len(mark)
			}
			break
		}
		if characters++; r == 0 || characters > maxPrompt {
			break
		}
	}
	return "", 0
}

// oneLine joins the lines over which a question is wrapped. An empty one ends it.
func oneLine(question string) (joined string, ok bool) {
	for line := range strings.SplitSeq(question, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			return "", false
		}
		if joined != "" {
			first, _ := utf8.DecodeRuneInString(line)
			if !joins(lastCharacter([]byte(joined)), first) {
				joined += " "
			}
		}
		joined += line
	}
	return joined, true
}

type promptParser struct{}

func (promptParser) Trigger() []byte { return []byte{'?'} }

func (promptParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if !bytes.HasPrefix(line, []byte(promptMarks[0])) {
		return nil
	}
	at, start := block.Position()
	lines := string(line[:min(len(line), longestPrompt)])
	question, n := promptIn(lines)
	for n == 0 && len(lines) < longestPrompt {
		block.AdvanceLine()
		if line, _ = block.PeekLine(); line == nil {
			break
		}
		lines += string(line[:min(len(line), longestPrompt)])
		question, n = promptIn(lines)
	}
	block.SetPosition(at, start)
	if n == 0 {
		return nil
	}
	for line, _ = block.PeekLine(); n > len(line); line, _ = block.PeekLine() {
		n -= len(line)
		block.AdvanceLine()
	}
	block.Advance(n)
	p := &prompt{question: question}
	p.SetPos(seg.Start)
	return p
}

// longestPrompt is how many bytes a prompt may take.
const longestPrompt = maxPrompt*utf8.UTFMax + 2*len("？？")

// widePrompts takes prompts out of texts that begin with a wide mark: goldmark asks
// inline parsers only at ASCII punctuation.
type widePrompts struct{}

func (widePrompts) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	src := reader.Source()
	if !bytes.Contains(src, []byte(promptMarks[1])) {
		return
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		for child := n.FirstChild(); entering && child != nil; child = child.NextSibling() {
			if t, ok := child.(*ast.Text); ok {
				cutWidePrompt(n, t, src)
			}
		}
		return ast.WalkContinue, nil
	})
}

// cutWidePrompt parts a text, a child of parent, at the first wide prompt that begins in
// it; what follows that is a text of its own.
func cutWidePrompt(parent ast.Node, t *ast.Text, src []byte) {
	from, value := 0, t.Segment.Value(src)
	for {
		i := bytes.Index(value[from:], []byte(promptMarks[1]))
		if i < 0 {
			return
		}
		from += i
		question, n := promptIn(textFrom(t, from, src))
		if n == 0 {
			from += len(promptMarks[1])
			continue
		}
		last, to := t, from+n
		for to > last.Segment.Len() { // the prompt goes on in the next line
			to -= last.Segment.Len() + len("\n")
			last = last.NextSibling().(*ast.Text)
		}
		rest := ast.NewTextSegment(last.Segment.WithStart(last.Segment.Start + to))
		rest.SetSoftLineBreak(last.SoftLineBreak())
		rest.SetHardLineBreak(last.HardLineBreak())
		for last != t {
			before := last.PreviousSibling().(*ast.Text)
			parent.RemoveChild(parent, last)
			last = before
		}
		p := &prompt{question: question}
		p.SetPos(t.Segment.Start + from)
		t.Segment = t.Segment.WithStop(t.Segment.Start + from)
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
		parent.InsertAfter(parent, t, p)
		parent.InsertAfter(parent, p, rest)
		return
	}
}

// textFrom returns what stands in a text from an offset on and in the lines that follow
// it, as far as a prompt may reach.
func textFrom(t *ast.Text, offset int, src []byte) string {
	value := t.Segment.Value(src)[offset:]
	s := string(value[:min(len(value), longestPrompt)])
	for len(s) < longestPrompt {
		next, ok := t.NextSibling().(*ast.Text)
		if !ok || !t.SoftLineBreak() {
			break
		}
		value = next.Segment.Value(src)
		s += "\n" + string(value[:min(len(value), longestPrompt)])
		t = next
	}
	return s
}

type prompt struct {
	ast.BaseInline
	question string
}

var kindPrompt = ast.NewNodeKind("Prompt")

func (*prompt) Kind() ast.NodeKind           { return kindPrompt }
func (p *prompt) Dump(src []byte, level int) { ast.DumpHelper(p, src, level, nil, nil) }

func (p *printer) prompt(n *prompt) {
	p.prompts[p.section.name]++
	p.doc.Prompts = append(p.doc.Prompts, Prompt{n.question, n.Pos(), p.section.name, p.prompts[p.section.name]})
	p.hole(holePrompt, len(p.doc.Prompts)-1)
}

// promptBlank prints a rule to write on, which the packet makes a field of, and
// what is asked behind it.
func promptBlank(b *bytes.Buffer, p Place, ask Prompt, w *words) {
	section := strings.Map(func(r rune) rune {
		if r == '.' || r == '/' {
			return '_' // names of fields are cut there
		}
		return r
	}, ask.Section)
	b.WriteString(`<span class="prompt" data-field="` + escape(p.Key+"/"+section+"/blank-"+strconv.Itoa(ask.Number)) + `" data-label="` + escape(ask.Text) + `">`)
	b.WriteString(`<span class="blank" role="img" aria-label="` + w.blank + `"></span>`)
	b.WriteString(`<span class="prompt-text">` + w.brackets[0] + escape(ask.Text) + w.brackets[1] + `</span></span>`)
}
