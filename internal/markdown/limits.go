package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark cannot be stopped, and some input keeps it busy for minutes or fills
// the memory. So its parsers are asked only while a file is within limits; beyond
// them all is plain text, which is quick, and the file gets no HTML.
const (
	maxSize    = 4 << 20 // bytes
	maxNesting = 32      // quotations, lists, descriptions and footnotes within each other
	maxColumns = 100     // of a table
	maxPlaces  = 100     // directives of a file: each may print a page of rows
	spareCells = 1 << 16 // table cells beyond one per byte: short rows are filled up
	spareLinks = 1 << 20 // bytes of link destinations beyond those in the file: definitions are repeated
	maxWork    = 1 << 29 // bytes read again and again in search of the other end of a mark

	footnoteWork = 16 // what looking at one footnote costs, in bytes read
)

// limits is how much of them a file has used.
type limits struct {
	size   int // of the file
	over   *Problem
	cells  int
	pipes  int // escaped ones in tables
	notes  int // definitions of footnotes
	places int // directives
	work   int
}

var limitsKey = parser.NewContextKey()

func limitsOf(pc parser.Context) *limits { return pc.Get(limitsKey).(*limits) }

// exceed records the first limit that the file goes over.
func (l *limits) exceed(kind ProblemKind, offset int) {
	if l.over == nil {
		l.over = &Problem{Kind: kind, Offset: offset}
	}
}

// spend counts work and reports whether the file is within its limits.
func (l *limits) spend(work, offset int) bool {
	if l.work += work; l.work > maxWork {
		l.exceed(LimitMarkup, offset)
	}
	return l.over == nil
}

// container keeps blocks from nesting too deep.
type container struct{ parser.BlockParser }

func (c container) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	l := limitsOf(pc)
	if l.over != nil {
		return nil, parser.NoChildren
	}
	_, seg := r.Position()
	if nesting(parent) >= maxNesting {
		l.exceed(LimitNesting, seg.Start)
		return nil, parser.NoChildren
	}
	node, state := c.BlockParser.Open(parent, r, pc)
	if _, ok := node.(*east.Footnote); ok {
		l.notes++
	}
	return node, state
}

func nesting(n ast.Node) int {
	depth := 0
	for ; n != nil; n = n.Parent() {
		switch n.(type) {
		case *ast.Blockquote, *ast.ListItem, *east.DefinitionDescription, *east.Footnote:
			depth++
		}
	}
	return depth
}

// costly makes an inline parser pay for the block that it may read to the end,
// and for the footnotes that it may search.
type costly struct{ parser.InlineParser }

func (c costly) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	l := limitsOf(pc)
	line, seg := block.PeekLine()
	work := 0
	if lines := parent.Lines(); lines.Len() > 0 {
		work = lines.At(lines.Len()-1).Stop - lines.At(0).Start
	}
	if bytes.HasPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[^")) {
		work += l.notes * footnoteWork
	}
	if !l.spend(work, seg.Start) {
		return nil
	}
	return c.InlineParser.Parse(parent, block, pc)
}

func (c costly) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if p, ok := c.InlineParser.(parser.CloseBlocker); ok {
		p.CloseBlock(parent, block, pc)
	}
}

// definitions makes a paragraph pay for the link definitions that it may begin
// with: each is cut off from all lines that follow.
type definitions struct{ parser.ParagraphTransformer }

func (d definitions) Transform(p *ast.Paragraph, r text.Reader, pc parser.Context) {
	lines := p.Lines()
	first := lines.At(0)
	work := 0
	if bytes.HasPrefix(bytes.TrimLeft(first.Value(r.Source()), " "), []byte("[")) {
		work = lines.Len() * lines.Len()
	}
	if limitsOf(pc).spend(work, p.Pos()) {
		d.ParagraphTransformer.Transform(p, r, pc)
	}
}

// bounded keeps tables from having too many cells.
type bounded struct{ parser.ParagraphTransformer }

func (b bounded) Transform(p *ast.Paragraph, r text.Reader, pc parser.Context) {
	l := limitsOf(pc)
	lines := p.Lines()
	columns, pipes := 0, 0
	for i := range lines.Len() {
		seg := lines.At(i)
		line := seg.Value(r.Source())
		pipes += bytes.Count(line, []byte(`\|`))
		if i > 0 && len(bytes.Trim(line, "-|: \t\r\n")) == 0 { // it may be the line below the head
			line = bytes.TrimPrefix(bytes.TrimSuffix(bytes.TrimSpace(line), []byte{'|'}), []byte{'|'})
			columns = max(columns, bytes.Count(line, []byte{'|'})+1)
		}
	}
	if columns > 0 {
		l.cells += columns * lines.Len()
		l.pipes += pipes
		if columns > maxColumns || l.cells > l.size+spareCells {
			l.exceed(LimitTable, p.Pos())
		}
		l.spend(pipes*l.pipes, p.Pos())
	}
	if l.over == nil {
		b.ParagraphTransformer.Transform(p, r, pc)
	}
}
