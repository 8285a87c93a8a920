package markdown

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	stdhtml "html"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

func (p *printer) plainText(n *ast.Text) {
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(&p.out, n.Segment.Value(p.src))
		return
	}
	p.mistyped(n)
	html.DefaultWriter.Write(&p.out, n.Segment.Value(p.src))
	switch {
	case n.HardLineBreak():
		p.write("<br>\n")
	case n.SoftLineBreak():
		p.write("\n")
	}
}

func (p *printer) codeSpan(n *ast.CodeSpan) {
	p.write("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		html.DefaultWriter.RawWrite(&p.out, spaced(c.(*ast.Text).Segment.Value(p.src)))
	}
	p.write("</code>")
}

// spaced returns a line of a code span, where a line end is a space.
func spaced(line []byte) []byte {
	if text, ok := bytes.CutSuffix(line, []byte("\n")); ok {
		return append(bytes.TrimSuffix(bytes.Clone(text), []byte("\r")), ' ')
	}
	return line
}

// addLink appends a link to the Doc and returns its index.
func (p *printer) addLink(l Link) int {
	if p.linked += len(l.Dest) + len(l.Title); p.linked > p.limit.size+spareLinks {
		p.limit.exceed(LimitLinkDefinition, l.Offset)
	}
	p.doc.Links = append(p.doc.Links, l)
	return len(p.doc.Links) - 1
}

func (p *printer) link(n *ast.Link) {
	if p.limit.over != nil {
		return
	}
	i := p.addLink(Link{
		Dest: unescape(n.Destination), Text: p.textOf(n), Offset: n.Pos(), Title: unescape(n.Title),
	})
	p.hole(holeLink, i)
	at := p.out.Len()
	holes := len(p.made.holes)
	p.inLink = true
	p.children(n)
	p.inLink = false
	if len(p.made.holes) == holes && saysNothing(p.doc.Links[i].Text) {
		p.out.Truncate(at)
		p.doc.Links[i].Empty = true
	}
	p.hole(holeLinkEnd, i)
	for _, reference := range p.behindLink {
		p.footnoteLink(reference)
	}
	p.behindLink = nil
}

func (p *printer) autoLink(n *ast.AutoLink) {
	label := string(n.Label(p.src))
	if p.inLink {
		p.write(escape(label))
		return
	}
	dest := label
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(label), "mailto:") {
		dest = "mailto:" + label
	}
	i := p.addLink(Link{Dest: dest, Text: label, Offset: n.Pos()})
	p.hole(holeLink, i)
	p.write(escape(label))
	p.hole(holeLinkEnd, i)
}

func (p *printer) image(n *ast.Image) {
	if p.limit.over != nil {
		return
	}
	i := p.addLink(Link{
		Dest: unescape(n.Destination), Text: p.textOf(n), Image: true, Offset: n.Pos(), Title: unescape(n.Title),
	})
	p.hole(holeImage, i)
}

// figure prints an image that has a paragraph and a title to itself: the title is
// its caption, which everybody can read.
func (p *printer) figure(n *ast.Image) {
	p.write("<figure>")
	p.image(n)
	if last := len(p.doc.Links) - 1; last >= 0 {
		p.doc.Links[last].Title = ""
	}
	p.write("\n<figcaption>", escape(unescape(n.Title)), "</figcaption></figure>\n")
}

// captioned returns the image that is all of a paragraph and has a title, or nil.
func captioned(n *ast.Paragraph) *ast.Image {
	image, ok := n.FirstChild().(*ast.Image)
	if !ok || image.NextSibling() != nil || len(image.Title) == 0 {
		return nil
	}
	return image
}

func (p *printer) rawHTML(n *ast.RawHTML) {
	var tag bytes.Buffer
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		tag.Write(segment.Value(p.src))
	}
	if bytes.HasPrefix(tag.Bytes(), []byte("<!--")) {
		return
	}
	p.problem(RawHTML, n.Segments.At(0).Start, tag.String())
	p.write(escape(tag.String()))
}

// tickBoxes parses what begins a list item and has white space behind it: "[x](a)" and
// "[x][a]" are links.
type tickBoxes struct{ parser.InlineParser }

var tickMark = regexp.MustCompile(`^\[[\sxX]\](?:\s|$)`)

func (t tickBoxes) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); !tickMark.Match(line) {
		return nil
	}
	return t.InlineParser.Parse(parent, block, pc)
}

// hasTick reports whether a block of a list item begins with a tick box.
func hasTick(block ast.Node) bool {
	first := block.FirstChild()
	return first != nil && first.Kind() == east.KindTaskCheckBox
}

func (p *printer) tick(n *east.TaskCheckBox) {
	p.ticks[p.section.name]++
	p.made.ticks = append(p.made.ticks, tick{p.section.name, p.ticks[p.section.name], n.IsChecked})
	p.hole(holeTick, len(p.made.ticks)-1)
	if block := n.Parent(); saysNothing(p.textOf(block)) {
		p.problem(EmptyTick, block.Lines().At(0).Start, "")
	}
	p.write(" ")
}

func (p *printer) footnoteLink(n *east.FootnoteLink) {
	if p.inLink {
		p.behindLink = append(p.behindLink, n)
		return
	}
	number := strconv.Itoa(n.Index)
	p.write(`<sup id="`)
	p.hole(holePrefix, 0)
	p.write(referenceID(n.Index, n.RefIndex), `"><a class="footnote-ref" href="#`)
	p.hole(holePrefix, 0)
	p.write(footnoteID, number, `" role="doc-noteref">`, number, "</a></sup>")
}

func (p *printer) footnoteBacklink(n *east.FootnoteBacklink) {
	p.made.backlinks = append(p.made.backlinks, referenceID(n.Index, n.RefIndex))
	p.hole(holeBacklink, len(p.made.backlinks)-1)
}

// referenceID returns the id of the n-th reference to a footnote.
func referenceID(footnote, n int) string {
	id := footnoteRefID + strconv.Itoa(footnote)
	if n > 0 {
		id += ":" + strconv.Itoa(n+1)
	}
	return id
}

// textOf returns what n says, without markup.
func (p *printer) textOf(n ast.Node) string {
	var b strings.Builder
	p.writeText(&b, n)
	return Readable(strings.TrimSpace(b.String()))
}

func (p *printer) writeText(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			if c.IsRaw() {
				b.Write(spaced(c.Segment.Value(p.src)))
			} else {
				b.WriteString(unescape(c.Segment.Value(p.src)))
			}
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(c.Label(p.src))
		case *prompt:
			b.WriteString(p.doc.words.brackets[0] + c.question + p.doc.words.brackets[1])
		default:
			p.writeText(b, c)
		}
	}
}

// unescape returns Markdown text with backslash escapes and entities resolved.
func unescape(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '&') < 0 {
		return string(text)
	}
	var b buffer
	html.DefaultWriter.Write(&b, text)
	return stdhtml.UnescapeString(b.String())
}
