package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// joinLines removes the line breaks within block, a paragraph or the like, where
// a space would be wrong: between two characters of a language written without
// spaces, and after its punctuation, as in 、 and 。. Markup in between does not
// count.
func joinLines(block ast.Node, src []byte) {
	var broken *ast.Text // the text that ends with the break we are at
	var last rune
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var content []byte
		switch n := n.(type) {
		case *ast.Text:
			content = n.Segment.Value(src)
		case *ast.AutoLink:
			content = n.Label(src)
		case *ast.RawHTML, *east.FootnoteLink:
			return ast.WalkSkipChildren, nil
		default:
			return ast.WalkContinue, nil
		}
		if len(content) > 0 {
			first, _ := utf8.DecodeRune(content)
			if broken != nil && joins(last, first) {
				broken.SetSoftLineBreak(false)
			}
			broken = nil
			last = lastCharacter(content)
		}
		if t, ok := n.(*ast.Text); ok && t.SoftLineBreak() {
			broken = t
		}
		return ast.WalkContinue, nil
	})
}

func joins(last, first rune) bool {
	if unicode.Is(unicode.Hangul, last) || unicode.Is(unicode.Hangul, first) { // Korean has spaces
		return false
	}
	return isCJK(last) && (isCJK(first) || unicode.Is(unicode.Po, last))
}

// lastCharacter returns the last character of b, which is not empty, without
// the variation selector that may modify it.
func lastCharacter(b []byte) rune {
	r, n := utf8.DecodeLastRune(b)
	if (0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF) && n < len(b) {
		r, _ = utf8.DecodeLastRune(b[:len(b)-n])
	}
	return r
}
