// Package markdown reads what authors write and prints it for every place
// where it appears.
//
// A file is parsed once, by [Parser.Parse], into a [Doc]: finished HTML with
// holes where pages differ (where a link leads, the level of a heading, the ids).
// [Doc.Render] fills the holes for one place and returns the page in parts, cut
// at headings and directives.
//
// The language is CommonMark with tables, strikethrough, footnotes, definition
// lists, ids and classes on headings ("## Title {#id .class}") and bare web
// addresses as links. Besides:
//
//   - "> [!NOTE]" and TIP, IMPORTANT, WARNING, CAUTION, in any case, make
//     admonitions; a title of their own may follow.
//   - "- [ ] text" is a tick box with a label, "- [x] text" one that is ticked.
//   - "::: checklist first-hour" or "::: log", closed by ":::", leaves a place
//     for what the page declares elsewhere.
//   - "??the insurer's number??" is a [Prompt], printed as a rule to write on.
//     It may be wrapped, and its marks may be wide ones.
//   - Emphasis, line breaks and addresses work in Japanese text, which has no
//     spaces around words.
//   - Comments are taken out. Other raw HTML is a [Problem] and is printed as text.
//
// Nothing in a Doc can run a script or needs an inline style. Code is
// highlighted by classes; [highlight.Stylesheet] gives them colours.
package markdown

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hikitsugi/internal/highlight"
	"hikitsugi/internal/shelf"
)

// A Parser parses files. It can be used by several goroutines at once.
type Parser struct {
	Aside *shelf.Shelf // where the HTML is kept

	goldmark parser.Parser
	code     *highlight.Highlighter
}

// New returns a Parser.
func New() *Parser {
	return &Parser{goldmark: newGoldmark(), code: highlight.New()}
}

// Parse reads a file as a whole. Front matter, from "---" in the first line to
// the next one, is left out. The language in which the file is written, "ja" or
// "en", selects the words that are added, such as the titles of admonitions.
//
// Parse never fails: what is wrong is in the Doc's Problems.
func (p *Parser) Parse(src []byte, lang string) *Doc {
	doc := &Doc{words: wordsIn(lang)}
	if len(src) > maxSize {
		doc.Problems = []Problem{{Kind: LimitSize}}
		return doc
	}
	masked, found := maskFrontMatter(src)
	pc := parser.NewContext()
	if found {
		pc.Set(frontMatterFound, true)
	}
	limit := &limits{size: len(src)}
	pc.Set(limitsKey, limit)
	root := p.goldmark.Parse(text.NewReader(masked), parser.WithContext(pc))
	if limit.over == nil {
		printer := newPrinter(doc, masked, p.code, limit)
		printer.print(root)
		if lost, ok := pc.Get(lostKey).([]Problem); ok {
			doc.Problems = append(doc.Problems, lost...)
		}
		doc.stored = p.Aside.Put(printer.made.bytes())
	}
	if limit.over != nil {
		return &Doc{Problems: []Problem{*limit.over}}
	}
	// Lists that grew keep room for more, in each of many thousand files.
	doc.Headings, doc.Links = slices.Clone(doc.Headings), slices.Clone(doc.Links)
	doc.index()
	slices.SortStableFunc(doc.Problems, func(a, b Problem) int { return cmp.Compare(a.Offset, b.Offset) })
	return doc
}

// newGoldmark returns goldmark's parser with our own beside it. The smaller its
// number, the earlier a parser is asked.
func newGoldmark() parser.Parser {
	var blocks, inlines []util.PrioritizedValue
	block := func(priority int, p parser.BlockParser) {
		blocks = append(blocks, util.Prioritized(p, priority))
	}
	inline := func(priority int, p parser.InlineParser) {
		inlines = append(inlines, util.Prioritized(costly{p}, priority))
	}

	block(0, newFrontMatter())
	block(90, directiveParser{})
	block(100, headings{parser.NewSetextHeadingParser(parser.WithHeadingAttribute())})
	block(101, container{extension.NewDefinitionListParser()})
	block(102, extension.NewDefinitionDescriptionParser())
	block(200, parser.NewThematicBreakParser())
	block(300, container{parser.NewListParser()})
	block(400, parser.NewListItemParser())
	block(500, parser.NewCodeBlockParser())
	block(600, headings{parser.NewATXHeadingParser(parser.WithHeadingAttribute())})
	block(700, parser.NewFencedCodeBlockParser())
	block(800, container{parser.NewBlockquoteParser()})
	block(900, parser.NewHTMLBlockParser())
	block(999, container{extension.NewFootnoteBlockParser()})
	block(1000, parser.NewParagraphParser())

	inline(0, tickBoxes{extension.NewTaskCheckBoxParser()})
	inline(100, parser.NewCodeSpanParser())
	inline(101, extension.NewFootnoteParser())
	inline(150, promptParser{})
	inline(200, parser.NewLinkParser())
	inline(300, parser.NewAutoLinkParser())
	inline(400, parser.NewRawHTMLParser())
	inline(500, newEmphasis())
	inline(500, newStrikethrough())
	inline(999, autoLinks{})

	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(
			util.Prioritized(admonitions{}, 50),
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(bounded{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(widePrompts{}, 100),
			util.Prioritized(footnotes{extension.NewFootnoteASTTransformer()}, 999),
		),
	)
}
