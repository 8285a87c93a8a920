package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// takesArgument holds the directives that there are, and whether they take an argument.
var takesArgument = map[string]bool{"checklist": true, "log": false}

// A directive is a block from ":::" to ":::".
type directive struct {
	ast.BaseBlock
	name, arg string
	depth     int // directives that are open, this one included
	content   []Problem
	problems  []Problem
}

var kindDirective = ast.NewNodeKind("Directive")

func (*directive) Kind() ast.NodeKind           { return kindDirective }
func (d *directive) Dump(src []byte, level int) { ast.DumpHelper(d, src, level, nil, nil) }
func (*directive) IsRaw() bool                  { return true }

type directiveParser struct{}

func (directiveParser) Trigger() []byte             { return []byte{':'} }
func (directiveParser) CanInterruptParagraph() bool { return true }
func (directiveParser) CanAcceptIndentedLine() bool { return false }

func (directiveParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	name, arg, at, ok := directiveLine(r)
	if !ok {
		return nil, parser.NoChildren
	}
	l := limitsOf(pc)
	if l.over != nil {
		return nil, parser.NoChildren
	}
	if l.places++; l.places > maxPlaces {
		l.exceed(LimitDirective, at)
		return nil, parser.NoChildren
	}
	r.AdvanceToEOL()
	d := &directive{name: name, arg: arg, depth: 1}
	takes, known := takesArgument[name]
	switch {
	case !known:
		d.problems = []Problem{{UnknownDirective, at, name}}
	case parent.Kind() != ast.KindDocument:
		d.problems = []Problem{{NestedDirective, at, name}}
	case arg != "" && (!takes || strings.ContainsAny(arg, " \t")):
		d.problems = []Problem{{DirectiveArgument, at, arg}}
	}
	return d, parser.NoChildren
}

func (directiveParser) Continue(node ast.Node, r text.Reader, _ parser.Context) parser.State {
	d := node.(*directive)
	if d.name == "" { // an end without a beginning
		d.depth = 0
		return parser.Close
	}
	name, _, at, ok := directiveLine(r)
	switch {
	case ok && name == "":
		d.depth--
	case ok:
		d.depth++
		d.content = append(d.content, Problem{NestedDirective, at, name})
	default:
		line, seg := r.PeekLine()
		if text := bytes.TrimSpace(line); len(text) > 0 && len(d.content) == 0 {
			d.content = []Problem{{DirectiveContent, seg.Start + bytes.Index(line, text), string(text)}}
		}
	}
	r.AdvanceToEOL()
	if d.depth == 0 {
		return parser.Close
	}
	return parser.Continue | parser.NoChildren
}

// Close reports what stands in the directive, or, as nobody knows what does
// when it has no end, only that.
func (directiveParser) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	d := node.(*directive)
	if d.depth > 0 && d.name != "" {
		d.problems = append(d.problems, Problem{UnclosedDirective, d.Pos(), d.name})
		return
	}
	d.problems = append(d.problems, d.content...)
}

// directiveLine reads the line at r as ":::" with a name and an argument, both
// of which an end lacks, and its offset.
func directiveLine(r text.Reader) (name, arg string, at int, ok bool) {
	line, seg := r.PeekLine()
	trimmed := bytes.TrimSpace(line)
	rest, ok := bytes.CutPrefix(trimmed, []byte(":::"))
	if !ok {
		return "", "", 0, false
	}
	name, arg, _ = strings.Cut(strings.TrimSpace(string(rest)), " ")
	return name, strings.TrimSpace(arg), seg.Start + bytes.Index(line, trimmed) - seg.Padding, true
}
