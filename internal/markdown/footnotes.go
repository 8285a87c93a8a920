package markdown

import (
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnotes stands around goldmark's list of footnotes, which also holds what only
// notes that nobody refers to, or the words of pictures, refer to, and ways back to
// there. It leaves what readers can come to, numbered as they come to it.
type footnotes struct{ parser.ASTTransformer }

func (f footnotes) Transform(doc *ast.Document, r text.Reader, pc parser.Context) {
	defined := definedIn(doc, pc)
	f.ASTTransformer.Transform(doc, r, pc)
	var reached []*east.Footnote
	if list, ok := doc.LastChild().(*east.FootnoteList); ok {
		reached = arrange(doc, list)
	}
	pc.Set(lostKey, lost(defined, reached))
}

// lostKey is where the problems are of footnotes that are not printed.
var lostKey = parser.NewContextKey()

// definedIn returns all footnotes that a text defines.
func definedIn(doc *ast.Document, pc parser.Context) (defined []*east.Footnote) {
	if limitsOf(pc).notes == 0 {
		return nil
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		list, ok := n.(*east.FootnoteList)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		for note := list.FirstChild(); note != nil; note = note.NextSibling() {
			defined = append(defined, note.(*east.Footnote))
		}
		return ast.WalkStop, nil
	})
	return defined
}

// lost says which footnotes are not printed, and why.
func lost(defined, reached []*east.Footnote) (problems []Problem) {
	printed, first := map[*east.Footnote]bool{}, map[string]bool{}
	for _, note := range reached {
		printed[note] = true
	}
	for _, note := range defined {
		mark, kind := "[^"+string(note.Ref)+"]", UnusedFootnote
		if first[mark] {
			kind = SecondFootnote
		}
		first[mark] = true
		if !printed[note] {
			problems = append(problems, Problem{kind, note.Pos(), mark})
		}
	}
	return problems
}

// arrange leaves in the list of footnotes those that readers can come to, in that order,
// and returns them.
func arrange(doc *ast.Document, list *east.FootnoteList) []*east.Footnote {
	notes := map[int]*east.Footnote{} // by goldmark's number
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		note := n.(*east.Footnote)
		notes[note.Index] = note
	}
	references := map[*east.Footnote]int{}
	var reached []*east.Footnote
	follow := func(root ast.Node) {
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Image, *east.FootnoteList:
				return ast.WalkSkipChildren, nil
			case *east.FootnoteLink:
				if !entering {
					break
				}
				note := notes[n.Index]
				if references[note] == 0 {
					reached = append(reached, note)
					note.Index = len(reached)
				}
				n.Index, n.RefIndex = note.Index, references[note]
				references[note]++
			}
			return ast.WalkContinue, nil
		})
	}
	follow(doc)
	for i := 0; i < len(reached); i++ {
		follow(reached[i])
	}
	list.RemoveChildren(list)
	for _, note := range reached {
		keepBacklinks(note, references[note])
		list.AppendChild(list, note)
	}
	if len(reached) == 0 {
		doc.RemoveChild(doc, list)
	}
	return reached
}

// keepBacklinks leaves the ways back from a footnote to its references.
func keepBacklinks(note *east.Footnote, references int) {
	last := ast.Node(note)
	if p, ok := note.LastChild().(*ast.Paragraph); ok {
		last = p
	}
	for n := last.FirstChild(); n != nil; {
		next := n.NextSibling()
		if back, ok := n.(*east.FootnoteBacklink); ok {
			back.Index = note.Index
			if back.RefIndex >= references {
				last.RemoveChild(last, n)
			}
		}
		n = next
	}
}

// FootnotesOf returns, of the list of footnotes among parts, those that printed
// refers to and those that they refer to in turn, with their numbers.
func FootnotesOf(parts, printed []Part) template.HTML {
	i := slices.IndexFunc(parts, func(p Part) bool { return p.Footnotes })
	if i < 0 {
		return ""
	}
	head, list, _ := strings.Cut(string(parts[i].HTML), footnoteItem)
	list, _, _ = strings.Cut(list, footnotesEnd)
	notes := strings.Split(list, footnoteItem)
	byID := map[string]int{}
	for i, note := range notes {
		id, _, _ := strings.Cut(note, `"`)
		byID[id] = i
	}
	wanted := make([]bool, len(notes))
	var want func(html string)
	want = func(html string) {
		for _, link := range strings.Split(html, `href="#`)[1:] {
			id, _, _ := strings.Cut(link, `"`)
			if i, is := byID[id]; is && !wanted[i] {
				wanted[i] = true
				want(notes[i])
			}
		}
	}
	for _, p := range printed {
		want(string(p.HTML))
	}
	if !slices.Contains(wanted, true) {
		return ""
	}
	var b strings.Builder
	b.WriteString(head)
	for i, note := range notes {
		if wanted[i] {
			b.WriteString(footnoteItem + note)
		}
	}
	b.WriteString(footnotesEnd)
	return template.HTML(b.String())
}
