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

const (
	promptMark = "??"
	maxPrompt  = 400 // bytes of a question: what is longer is no question
)

// CutPrompt finds the first prompt in a text: what stands before it, what it asks
// and what follows.
func CutPrompt(s string) (before, question, after string, found bool) {
	for from := 0; ; {
		i := strings.Index(s[from:], promptMark)
		if i < 0 {
			return s, "", "", false
		}
		at := from + i
		if n := promptLength(s[at:]); n > 0 {
			return s[:at], s[at+len(promptMark) : at+n-len(promptMark)], s[at+n:], true
		}
		from = at + len(promptMark)
	}
}

// promptLength returns the length of the prompt that s begins with, 0 if there is
// none. It asks something, within a line, without space at its ends: "Really?? Are
// you??" is none.
func promptLength(s string) int {
	rest, ok := strings.CutPrefix(s, promptMark)
	if !ok {
		return 0
	}
	question, _, _ := strings.Cut(rest[:min(len(rest), maxPrompt)], "\n")
	question, _, ok = strings.Cut(question, promptMark)
	first, _ := utf8.DecodeRuneInString(question)
	last, _ := utf8.DecodeLastRuneInString(question)
	if !ok || question == "" || first == '?' || unicode.IsSpace(first) || unicode.IsSpace(last) || strings.ContainsRune(question, 0) {
		return 0
	}
	return len(question) + 2*len(promptMark)
}

type promptParser struct{}

func (promptParser) Trigger() []byte { return []byte{'?'} }

func (promptParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if !bytes.HasPrefix(line, []byte(promptMark)) {
		return nil
	}
	n := promptLength(string(line[:min(len(line), maxPrompt+2*len(promptMark))]))
	if n == 0 {
		return nil
	}
	block.Advance(n)
	p := &prompt{question: string(line[len(promptMark) : n-len(promptMark)])}
	p.SetPos(seg.Start)
	return p
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
