package markdown

import (
	"bytes"

	meta "github.com/yuin/goldmark-meta"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

const byteOrderMark = "\ufeff"

// maskFrontMatter returns src, its length unchanged, with a byte-order mark and
// the lines between the two "---" replaced by spaces, and whether there is such
// a block. The block then holds nothing that could be taken for its end, for
// YAML or for text. A block that nobody closed reaches to the end of the file.
func maskFrontMatter(src []byte) (masked []byte, found bool) {
	mark := len(src) - len(bytes.TrimPrefix(src, []byte(byteOrderMark)))
	first := lineOf(src[mark:])
	found = isFence(first)
	if mark == 0 && !found {
		return src, false
	}
	masked = bytes.Clone(src)
	blank(masked[:mark])
	for at := mark + len(first); found && at < len(src); {
		line := lineOf(src[at:])
		if isFence(line) {
			break
		}
		blank(masked[at : at+len(line)])
		at += len(line)
	}
	return masked, found
}

// lineOf returns the first line of src, its end included.
func lineOf(src []byte) []byte {
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		return src[:i+1]
	}
	return src
}

// isFence reports whether line opens or closes front matter: "---" in column 0.
func isFence(line []byte) bool {
	return string(bytes.TrimRight(line, " \t\r\n")) == "---"
}

func blank(b []byte) {
	for i, c := range b {
		if c != '\n' && c != '\r' {
			b[i] = ' '
		}
	}
}

var frontMatterFound = parser.NewContextKey()

// frontMatter is goldmark-meta's recogniser of the block, kept from pages that
// merely begin with dashes.
type frontMatter struct{ parser.BlockParser }

func newFrontMatter() frontMatter { return frontMatter{meta.NewParser()} }

func (f frontMatter) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if pc.Get(frontMatterFound) == nil {
		return nil, parser.NoChildren
	}
	return f.BlockParser.Open(parent, r, pc)
}
