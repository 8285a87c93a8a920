package markdown

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// delimiters parses the runs of one kind of mark. It stands in front of
// goldmark's own parsers, which take **「強調」**です for plain text, and follows
// the CommonMark CJK-friendly amendments (github.com/tats-u/markdown-cjk-friendly);
// without CJK characters both agree.
type delimiters struct {
	marks string
	max   int // length of a run; 0: any
	node  func(length int) ast.Node
	same  bool // an end is as long as its beginning
}

func newEmphasis() delimiters {
	return delimiters{marks: "*_", node: func(n int) ast.Node { return ast.NewEmphasis(n) }}
}

func newStrikethrough() delimiters {
	return delimiters{marks: "~", max: 2, same: true, node: func(int) ast.Node { return east.NewStrikethrough() }}
}

func (d delimiters) Trigger() []byte { return []byte(d.marks) }

func (d delimiters) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, seg := block.PeekLine()
	run := parser.ScanDelimiter(line, before, 1, d)
	if run == nil || d.max > 0 && (run.OriginalLength > d.max || before == rune(run.Char)) {
		return nil
	}
	after := ' '
	if run.OriginalLength < len(line) {
		after = util.ToRune(line, run.OriginalLength)
	}
	run.CanOpen, run.CanClose = flanks(run.Char, left(block.Source()[:seg.Start], before), right(after))
	run.Segment = seg.WithStop(seg.Start + run.OriginalLength)
	block.Advance(run.OriginalLength)
	pc.PushDelimiter(run)
	return run
}

func (d delimiters) IsDelimiter(c byte) bool { return c == d.marks[0] || c == d.marks[len(d.marks)-1] }

func (d delimiters) CanOpenCloser(open, end *parser.Delimiter) bool {
	return open.Char == end.Char && (!d.same || open.OriginalLength == end.OriginalLength)
}

func (d delimiters) OnMatch(length int) ast.Node { return d.node(length) }

// A side is what a run of marks has on one side.
type side struct{ space, punct, cjk bool }

// alien reports punctuation that is not CJK: the only kind that keeps a run
// from being the edge of a word.
func (s side) alien() bool { return s.punct && !s.cjk }

func right(after rune) side {
	return side{util.IsSpaceRune(after), util.IsPunctRune(after), isCJK(after)}
}

// left looks through a variation selector at the character that it modifies.
func left(text []byte, before rune) side {
	switch {
	case 0xE0100 <= before && before <= 0xE01EF: // only ideographs have these
		return side{cjk: true}
	case 0xFE00 <= before && before <= 0xFE0E:
		r, _ := utf8.DecodeLastRune(text[:len(text)-utf8.RuneLen(before)])
		s := right(r)
		s.cjk = s.cjk || before == 0xFE01 && (r == '‘' || r == '’' || r == '“' || r == '”') // full-width form
		return s
	}
	return right(before)
}

// flanks says whether a run of the mark can begin and end emphasis.
func flanks(mark byte, left, right side) (begin, end bool) {
	begin = !right.space && (!right.alien() || left.space || left.alien() || left.cjk)
	end = !left.space && (!left.alien() || right.space || right.alien() || right.cjk)
	if mark == '_' { // snake_case stays as it is
		return begin && (!end || left.punct), end && (!begin || right.punct)
	}
	return begin, end
}
