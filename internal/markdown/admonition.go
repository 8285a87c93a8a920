package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A noteTitle is the first child of a quotation that is an admonition:
//
//	> [!WARNING] a title of its own
//	> text
//
// Without a title of its own it has no children.
type noteTitle struct {
	ast.BaseBlock
	kind string // note, tip, important, warning or caution
}

var kindNoteTitle = ast.NewNodeKind("NoteTitle")

func (*noteTitle) Kind() ast.NodeKind           { return kindNoteTitle }
func (t *noteTitle) Dump(src []byte, level int) { ast.DumpHelper(t, src, level, nil, nil) }

var (
	noteMark = regexp.MustCompile(`(?i)^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]`)
	anyMark  = regexp.MustCompile(`^\[!([\pL\pN_-]+)\]`)
)

// admonitions finds the mark while the quotation is still lines, so that the
// title is parsed like any other text.
type admonitions struct{}

func (admonitions) Transform(p *ast.Paragraph, r text.Reader, _ parser.Context) {
	quote, ok := p.Parent().(*ast.Blockquote)
	if !ok || quote.FirstChild() != p {
		return
	}
	first := p.Lines().At(0)
	mark := noteMark.FindSubmatch(first.Value(r.Source()))
	if mark == nil {
		return
	}
	title := &noteTitle{kind: strings.ToLower(string(mark[1]))}
	title.SetPos(p.Pos())
	rest := text.NewSegment(first.Start+len(mark[0]), first.Stop)
	rest = rest.TrimLeftSpace(r.Source())
	rest = rest.TrimRightSpace(r.Source())
	if !rest.IsEmpty() {
		title.Lines().Append(rest)
	}
	quote.InsertBefore(quote, p, title)
	p.Lines().SetSliced(1, p.Lines().Len())
	if p.Lines().Len() == 0 {
		quote.RemoveChild(quote, p)
	}
}

// unknownMark reports what begins a quotation like the mark of a note and is none, so
// that it stands there as text.
func (p *printer) unknownMark(n *ast.Blockquote) {
	paragraph, ok := n.FirstChild().(*ast.Paragraph)
	if !ok {
		return
	}
	first, ok := paragraph.FirstChild().(*ast.Text)
	if !ok {
		return
	}
	line := lineOf(p.src[first.Segment.Start:])
	if mark := anyMark.FindSubmatch(line); mark != nil {
		p.problem(UnknownNote, first.Segment.Start, string(mark[1]))
	}
}
