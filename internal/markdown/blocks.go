package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// collectIDs takes the ids that the author gave before any other is made.
func (p *printer) collectIDs(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		value, _ := h.AttributeString("id")
		id, _ := value.([]byte)
		if len(id) == 0 || bytes.ContainsAny(id, " \t\r\n\f") { // no id at all in HTML
			return ast.WalkSkipChildren, nil
		}
		switch {
		case id[0] == '_', bytes.HasPrefix(id, []byte(footnoteID)), bytes.HasPrefix(id, []byte(footnoteRefID)):
			p.problem(ReservedID, headingOffset(h), string(id))
		case p.ids.taken[string(id)]:
			p.problem(DuplicateID, headingOffset(h), string(id))
		}
		p.explicit[h] = p.ids.unique(string(id))
		return ast.WalkSkipChildren, nil
	})
	p.intro = intro(p.ids.taken[plainIntro])
	p.section.name = p.intro
}

// Section returns the name of a section in the records of a translation by the id of its
// heading, or by "" of what stands before the first: the id, or "intro". Where a heading
// is called that as well, it has the name if its author gave the id, and the other has
// another.
func (d *Doc) Section(id string) string {
	if id != "" && id != plainIntro {
		return id
	}
	given := slices.ContainsFunc(d.Headings, func(h Heading) bool { return h.Explicit && h.ID == plainIntro })
	return intro(given == (id == ""))
}

const plainIntro = "intro"

// intro returns the name of what stands before the first section, where a heading may
// have taken it.
func intro(taken bool) string {
	if taken {
		return "_" + plainIntro
	}
	return plainIntro
}

func (p *printer) heading(n *ast.Heading) {
	h := Heading{Level: n.Level, Offset: headingOffset(n), Nested: n.Parent().Kind() != ast.KindDocument}
	joinLines(n, p.src)
	if h.Text = p.textOf(n); saysNothing(h.Text) {
		p.problem(EmptyHeading, h.Offset, "")
	}
	if h.ID, h.Explicit = p.explicit[n]; !h.Explicit {
		h.ID = p.ids.unique(slug(h.Text))
	}
	class := ""
	if value, ok := n.AttributeString("class"); ok {
		if value, ok := value.([]byte); ok {
			class = string(value)
		}
	}
	if h.Level <= 2 && !h.Nested {
		p.beginSection(h)
	}
	p.doc.Headings = append(p.doc.Headings, h)
	p.made.classes = append(p.made.classes, class)
	i := len(p.doc.Headings) - 1
	p.hole(holeHeading, i)
	p.children(n)
	p.hole(holeHeadingEnd, i)
}

// beginSection notes in which section tick boxes stand. The name
// of a section by which its tick boxes are remembered has to be the same in every
// language, so it is the id or, as ids made of the text differ, the number.
func (p *printer) beginSection(h Heading) {
	if h.Level < 2 {
		p.section.name = p.intro
		return
	}
	p.section.n++
	p.section.name = strconv.Itoa(p.section.n)
	if h.Explicit {
		p.section.name = h.ID
	}
}

// headingOffset returns where a heading begins: its marks, or its text where
// the marks are the line below.
func headingOffset(n *ast.Heading) int {
	if n.Lines().Len() == 0 {
		return n.Pos()
	}
	return min(n.Pos(), n.Lines().At(0).Start)
}

func (p *printer) directive(n *directive) {
	for _, problem := range n.problems {
		p.problem(problem.Kind, problem.Offset, problem.Detail)
		if problem.Kind == UnknownDirective || problem.Offset == n.Pos() && problem.Kind == NestedDirective {
			return
		}
	}
	p.doc.Directives = append(p.doc.Directives, Directive{Name: n.name, Arg: n.arg, Offset: n.Pos()})
	p.hole(holeDirective, len(p.doc.Directives)-1)
}

// htmlBlock leaves comments out and prints the rest as text.
func (p *printer) htmlBlock(n *ast.HTMLBlock) {
	var block bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		block.Write(line.Value(p.src))
	}
	if n.HasClosure() {
		block.Write(n.ClosureLine.Value(p.src))
	}
	start := n.Pos()
	rest := block.String()
	for {
		rest = strings.TrimSpace(rest)
		if !strings.HasPrefix(rest, "<!--") {
			break
		}
		var ok bool
		// Of <!--> and <!---> the beginning is also the end.
		if _, rest, ok = strings.Cut(rest[len("<!"):], "-->"); !ok {
			p.problem(UnclosedComment, start, "")
			return
		}
	}
	if rest == "" {
		return
	}
	kind := RawHTML
	if rest[0] != '<' {
		kind = TextBehindComment
	}
	begins, _, _ := strings.Cut(rest, "\n")
	p.problem(kind, start, begins)
	p.write("<p>", escape(rest), "</p>\n")
}

func (p *printer) footnotes(n *east.FootnoteList) {
	p.doc.Footnotes = true
	p.hole(holeFootnotes, 0)
	p.element(`<section class="footnotes" role="doc-endnotes" aria-label="`+p.doc.words.footnotes+"\">\n<ol>\n",
		n, footnotesEnd)
}

// How a footnote begins, how their list ends, and how their ids and those of references
// to them begin.
const (
	footnoteItem = `<li id="`
	footnotesEnd = "</ol>\n</section>\n"

	footnoteID    = "fn:"
	footnoteRefID = "fnref:"
)
