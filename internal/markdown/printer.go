package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"hikitsugi/internal/highlight"
)

// A printer turns goldmark's tree into a Doc. It knows every kind of node, so
// that nothing reaches a page that is not written here.
type printer struct {
	doc   *Doc
	made  print // of doc
	src   []byte
	code  *highlight.Highlighter
	limit *limits
	out   buffer

	ids        *ids
	explicit   map[*ast.Heading]string // ids that the author gave
	section    section
	inLink     bool                 // what leads elsewhere cannot stand in a link
	behindLink []*east.FootnoteLink // references that stand in the words of a link, and are printed behind it

	linked  int            // bytes of destinations so far
	intro   string         // the name of what stands before the first section
	ticks   map[string]int // tick boxes so far, by section
	prompts map[string]int // prompts so far, by section
}

// A section is what a level-2 heading that stands by itself begins.
type section struct {
	name string // the same in every language
	n    int
}

// A buffer is the writer that goldmark asks for.
type buffer struct{ bytes.Buffer }

func (*buffer) Buffered() int { return 0 }
func (*buffer) Flush() error  { return nil }

func newPrinter(doc *Doc, src []byte, code *highlight.Highlighter, limit *limits) *printer {
	p := &printer{
		doc: doc, src: src, code: code, limit: limit,
		ids:      newIDs(),
		explicit: map[*ast.Heading]string{},
		ticks:    map[string]int{},
		prompts:  map[string]int{},
	}
	p.out.Grow(2 * len(src))
	return p
}

func (p *printer) print(root ast.Node) {
	p.collectIDs(root)
	p.directions(root)
	p.controls()
	p.children(root)
	p.made.html = p.out.String()
	p.made = p.made.readable()
	p.doc.Boxes = len(p.made.ticks) > 0
}

func (p *printer) problem(kind ProblemKind, offset int, detail string) {
	p.doc.Problems = append(p.doc.Problems, Problem{kind, offset, detail})
}

func (p *printer) hole(kind holeKind, i int) {
	p.made.holes = append(p.made.holes, hole{p.out.Len(), kind, i})
}

func (p *printer) write(parts ...string) {
	for _, s := range parts {
		p.out.WriteString(s)
	}
}

func (p *printer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.node(c)
	}
}

// element prints n's children between two tags.
func (p *printer) element(open string, n ast.Node, end string) {
	p.write(open)
	p.children(n)
	p.write(end)
}

// text prints n's children, the inline content of a block, between two tags.
func (p *printer) text(open string, n ast.Node, end string) {
	joinLines(n, p.src)
	p.element(open, n, end)
}

func (p *printer) node(n ast.Node) {
	switch n := n.(type) {
	// blocks
	case *ast.Heading:
		p.heading(n)
	case *ast.Paragraph:
		if image := captioned(n); image != nil {
			p.figure(image)
		} else if hasTick(n) {
			p.text("<p><label>", n, "</label></p>\n")
		} else {
			p.text("<p>", n, "</p>\n")
		}
	case *ast.TextBlock:
		p.textBlock(n)
	case *ast.Blockquote:
		p.quotation(n)
	case *ast.List:
		p.list(n)
	case *ast.ListItem:
		p.listItem(n)
	case *ast.ThematicBreak:
		p.write("<hr>\n")
	case *ast.CodeBlock:
		p.codeBlock(n, "")
	case *ast.FencedCodeBlock:
		p.codeBlock(n, unescape(n.Language(p.src)))
	case *ast.HTMLBlock:
		p.htmlBlock(n)
	case *directive:
		p.directive(n)
	case *east.DefinitionList:
		p.element("<dl>\n", n, "</dl>\n")
	case *east.DefinitionTerm:
		p.text("<dt>", n, "</dt>\n")
	case *east.DefinitionDescription:
		open := "<dd>"
		if !n.IsTight {
			open = "<dd>\n"
		}
		p.element(open, n, "</dd>\n")
	case *east.Table:
		p.table(n)
	case *east.FootnoteList:
		p.footnotes(n)
	case *east.Footnote:
		number := strconv.Itoa(n.Index)
		p.write(footnoteItem)
		p.hole(holePrefix, 0)
		p.element(footnoteID+number+`" value="`+number+"\">\n", n, "</li>\n")

	// inlines
	case *ast.Text:
		p.plainText(n)
	case *ast.CodeSpan:
		p.codeSpan(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			p.element("<strong>", n, "</strong>")
		} else {
			p.element("<em>", n, "</em>")
		}
	case *east.Strikethrough:
		p.element("<del>", n, "</del>")
	case *ast.Link:
		p.link(n)
	case *ast.AutoLink:
		p.autoLink(n)
	case *ast.Image:
		p.image(n)
	case *ast.RawHTML:
		p.rawHTML(n)
	case *east.TaskCheckBox:
		p.tick(n)
	case *prompt:
		p.prompt(n)
	case *east.FootnoteLink:
		p.footnoteLink(n)
	case *east.FootnoteBacklink:
		p.footnoteBacklink(n)
	}
}

func (p *printer) textBlock(n *ast.TextBlock) {
	if hasTick(n) {
		p.text("<label>", n, "</label>")
	} else {
		p.text("", n, "")
	}
	if n.NextSibling() != nil && n.HasChildren() {
		p.write("\n")
	}
}

func (p *printer) quotation(n *ast.Blockquote) {
	title, ok := n.FirstChild().(*noteTitle)
	if !ok {
		p.unknownMark(n)
		p.element("<blockquote>\n", n, "</blockquote>\n")
		return
	}
	p.write(`<div class="note note-`, title.kind, `" role="note">`, "\n")
	if title.HasChildren() {
		p.text(`<p class="note-title">`, title, "</p>\n")
	} else {
		p.write(`<p class="note-title">`, p.doc.words.notes[title.kind], "</p>\n")
	}
	for c := title.NextSibling(); c != nil; c = c.NextSibling() {
		p.node(c)
	}
	p.write("</div>\n")
}

func (p *printer) list(n *ast.List) {
	switch {
	case !n.IsOrdered():
		p.element("<ul>\n", n, "</ul>\n")
	case n.Start != 1:
		p.element(`<ol start="`+strconv.Itoa(n.Start)+"\">\n", n, "</ol>\n")
	default:
		p.element("<ol>\n", n, "</ol>\n")
	}
}

func (p *printer) listItem(n *ast.ListItem) {
	first := n.FirstChild()
	if first != nil && hasTick(first) {
		p.write(`<li class="task">`)
	} else {
		p.write("<li>")
	}
	if _, ok := first.(*ast.TextBlock); first != nil && !ok {
		p.write("\n")
	}
	p.element("", n, "</li>\n")
}

func (p *printer) codeBlock(n ast.Node, language string) {
	p.doc.Code = true
	var code bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		code.Write(line.Value(p.src))
	}
	p.write(`<pre class="chroma" tabindex="0"><code`)
	if language != "" {
		p.write(` class="language-`, escape(language), `"`)
	}
	p.write(">", p.code.HTML(language, Readable(strings.ReplaceAll(code.String(), "\r\n", "\n"))), "</code></pre>\n")
}

// table prints a table in a box of its own that scrolls, with a name, as
// everything that takes the keyboard's focus needs one.
func (p *printer) table(n *east.Table) {
	p.write(`<div class="table" role="group" tabindex="0" aria-label="`, p.doc.words.table, "\">\n<table>\n")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		tag, open, end := "td", "", ""
		if row.Kind() == east.KindTableHeader {
			tag, open, end = "th", "<thead>\n", "</thead>\n"
		} else if row.PreviousSibling() == n.FirstChild() {
			open = "<tbody>\n"
		}
		if row == n.LastChild() && row != n.FirstChild() {
			end = "</tbody>\n"
		}
		p.write(open, "<tr>\n")
		column := 0
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			p.text("<"+tag+alignments[n.Alignments[column]]+">", cell, "</"+tag+">\n")
			column++
		}
		p.write("</tr>\n", end)
	}
	p.write("</table>\n</div>\n")
}

// alignments are attributes and not styles, which a strict content security
// policy forbids.
var alignments = map[east.Alignment]string{
	east.AlignLeft:   ` class="left"`,
	east.AlignCenter: ` class="center"`,
	east.AlignRight:  ` class="right"`,
}
