package markdown

import "hikitsugi/internal/shelf"

// A Doc is a file of Markdown as HTML with holes. It is plain data and does not
// change, so that several places can render it at once.
//
// All offsets are bytes into the source, front matter included.
type Doc struct {
	Headings   []Heading   // in order
	Links      []Link      // links, images and automatic links, in order
	Directives []Directive // in order
	Prompts    []Prompt    // what nobody has answered yet, in order
	Problems   []Problem   // what a page may not contain, in order
	Code       bool        // there is a block of code, which needs [Stylesheet]
	Boxes      bool        // there are boxes to tick
	Footnotes  bool        // there are footnotes

	byID   map[string]int `codec:"-"` // headings by id, where there are many
	stored shelf.Blob     `codec:"-"` // the print
	words  *words         `codec:"-"`
}

// Heading returns the heading with that id, or nil.
func (d *Doc) Heading(id string) *Heading {
	if d.byID != nil {
		if i, ok := d.byID[id]; ok {
			return &d.Headings[i]
		}
		return nil
	}
	for i := range d.Headings {
		if d.Headings[i].ID == id {
			return &d.Headings[i]
		}
	}
	return nil
}

// index makes headings be found at once where there are many, as each may be linked to.
func (d *Doc) index() {
	const many = 50
	if len(d.Headings) < many {
		return
	}
	d.byID = make(map[string]int, len(d.Headings))
	for i, h := range d.Headings {
		d.byID[h.ID] = i
	}
}

// A print is what only [Doc.Render] needs of a text.
type print struct {
	html      string // finished HTML; a hole stands between two of its bytes
	holes     []hole // in order
	ticks     []tick
	backlinks []string // ids of references to footnotes
	classes   []string // of headings, as written: {.class}
}

// A Heading is one heading.
type Heading struct {
	Level    int    // 1 to 6, as written
	ID       string // unique within the file
	Explicit bool   // the author gave the id: "## Title {#id}"
	Text     string // without markup
	Offset   int    // of the heading's first character

	Nested bool // it stands within a list or a quotation, and so has no section
}

// A Link is a link, an image or an automatic link.
type Link struct {
	Dest   string // as written, with escapes and entities resolved
	Text   string // without markup; of an image, what stands for it
	Image  bool
	Offset int // of the opening "[" or "!", or of the automatic link

	Title string // as written behind the destination
	Empty bool   // nothing to click on: the target gives the text
}

// Nameless reports whether l is a link of which nothing says where it leads: it holds
// only pictures without words.
func (l Link) Nameless() bool { return !l.Image && !l.Empty && saysNothing(l.Text) }

// A Directive is a line such as "::: checklist first-hour" with its closing ":::".
type Directive struct {
	Name   string // "checklist" or "log"
	Arg    string // what follows the name; may be empty
	Offset int
}

// A Problem is something that a page may not contain.
type Problem struct {
	Kind   ProblemKind
	Offset int
	Detail string // the thing itself: a tag, a name, an id; may be empty
}

// A ProblemKind says what is wrong.
type ProblemKind string

// What a page may not contain. The limits refuse input that would keep the
// parser busy for minutes; of thousands of real files none comes near them.
// A page beyond a limit has no HTML.
const (
	RawHTML             ProblemKind = "raw-html"              // Detail: how it begins. It is printed as text
	TextBehindComment   ProblemKind = "text-behind-comment"   // on the line where a comment ends. Detail: how it begins. It is printed as it is written
	UnclosedComment     ProblemKind = "unclosed-comment"      // "<!--" without "-->": the rest of the page is gone
	Direction           ProblemKind = "direction"             // a character reference reorders what is seen. Detail: the reference
	UnknownDirective    ProblemKind = "unknown-directive"     // Detail: the name
	DirectiveArgument   ProblemKind = "directive-argument"    // Detail: the argument that the directive does not take
	UnclosedDirective   ProblemKind = "unclosed-directive"    // Detail: the name
	NestedDirective     ProblemKind = "nested-directive"      // in a list, a quotation or another directive. Detail: the name
	EmptyHeading        ProblemKind = "empty-heading"         // has no words
	EmptyTick           ProblemKind = "empty-tick"            // a tick box without words
	UnknownNote         ProblemKind = "unknown-note"          // Detail: the word in the mark, which is printed as it is written
	DirectiveContent    ProblemKind = "directive-content"     // a directive is empty. Detail: the line
	BrokenLink          ProblemKind = "broken-link"           // what looks like a link is none. Detail: the address with its brackets
	NoDefinition        ProblemKind = "no-definition"         // a link of which the address is defined nowhere, and which is printed as it is written. Detail: its name, with brackets
	WideMark            ProblemKind = "wide-mark"             // a full-width mark where an ordinary one was meant. Detail: what it is part of
	HeadingSpace        ProblemKind = "heading-space"         // no space behind the marks of a heading. Detail: the line
	BrokenTick          ProblemKind = "broken-tick"           // what was meant as a tick box is none. Detail: the line
	BrokenID            ProblemKind = "broken-id"             // what was meant as the id of a heading is none, and is printed as it is written. Detail: it with its braces
	DuplicateID         ProblemKind = "duplicate-id"          // two headings with one explicit id. Detail: the id
	ReservedID          ProblemKind = "reserved-id"           // an explicit id of a form that pages keep for themselves: it begins with "_", or as those of footnotes do. Detail: the id
	UnusedFootnote      ProblemKind = "unused-footnote"       // nothing in the text refers to it, and it is not printed. Detail: its mark
	SecondFootnote      ProblemKind = "second-footnote"       // another has its mark, and it is not printed. Detail: the mark
	NoFootnote          ProblemKind = "no-footnote"           // a mark without a footnote, which is printed as it is written. Detail: the mark
	Control             ProblemKind = "control"               // a character that no HTML may hold. Detail: it, or the reference that stands for it
	LimitSize           ProblemKind = "limit-size"            // over 4 MiB
	LimitNesting        ProblemKind = "limit-nesting"         // quotations and lists over 32 deep
	LimitTable          ProblemKind = "limit-table"           // over 100 columns, or far more cells than text
	LimitDirective      ProblemKind = "limit-directive"       // over 100 directives
	LimitLinkDefinition ProblemKind = "limit-link-definition" // long definitions that are used too often
	LimitMarkup         ProblemKind = "limit-markup"          // far too many marks in one paragraph
)

type holeKind uint8

const (
	holePrefix     holeKind = iota // the place's prefix
	holeHeading                    // <hN …> of Headings[i]
	holeHeadingEnd                 // its end
	holeLink                       // <a …> of Links[i]
	holeLinkEnd                    // its end
	holeImage                      // <img> of Links[i]
	holeTick                       // <input> of ticks[i]
	holeDirective                  // Directives[i]
	holeFootnotes                  // from here on: the footnotes
	holePrompt                     // Prompts[i]
	holeBacklink                   // <a …>↩︎</a> to backlinks[i]
)

// A hole is where a place's own HTML goes.
type hole struct {
	at   int // offset into the print's html
	kind holeKind
	i    int // index of the thing that fills it
}

// A tick is a tick box of a task list.
type tick struct {
	section string // its name, the same in every language
	n       int    // within the section, from 1
	checked bool
}
