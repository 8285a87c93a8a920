package markdown

import (
	"bytes"
	"regexp"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// autoLinks finds bare web addresses, also within Japanese text, which has no
// spaces around them. It starts at the ":", as goldmark asks inline parsers only
// at punctuation, and takes back the scheme that is already text.
type autoLinks struct{}

func (autoLinks) Trigger() []byte { return []byte{':'} }

func (autoLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("://")) || pc.IsInLinkLabel() {
		return nil
	}
	before, ok := parent.LastChild().(*ast.Text)
	if !ok || before.Segment.Stop != seg.Start {
		return nil
	}
	scheme := trailingScheme(before.Segment.Value(block.Source()))
	if scheme == 0 {
		return nil
	}
	length := addressLength(line[len("://"):])
	if length == 0 {
		return nil
	}
	length += len("://")
	block.Advance(length)
	before.Segment = before.Segment.WithStop(seg.Start - scheme)
	if before.Segment.Len() == 0 {
		parent.RemoveChild(parent, before)
	}
	address := text.NewSegment(seg.Start-scheme, seg.Start+length)
	link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(address))
	link.SetPos(address.Start)
	return link
}

// trailingScheme returns the length of the "http" or "https" that b ends with
// as a word of its own.
func trailingScheme(b []byte) int {
	n := len(b)
	for n > 0 && isASCIIAlphanumeric(b[n-1]) {
		n--
	}
	if s := string(b[n:]); s == "http" || s == "https" {
		return len(s)
	}
	return 0
}

// host is a name with a dot in it and perhaps a port. What follows "@" would be
// the host; such addresses are not made links.
var host = regexp.MustCompile(`^[-a-zA-Z0-9]+(?:\.[-a-zA-Z0-9]+)+(?::[0-9]+)?`)

// addressLength returns the length of the host and path that b begins with, or 0.
//
// Japanese punctuation ends an address, and so does Japanese text, unless it
// follows a delimiter and begins like a name: the address in
// https://example.com/手順/更新 goes to the end, that in https://example.com/pathを参照
// and https://example.com/を参照 does not, as no name begins with hiragana.
func addressLength(b []byte) int {
	start := len(host.Find(b))
	if start == 0 {
		return 0
	}
	if start == len(b) || b[start] != '/' && b[start] != '?' && b[start] != '#' {
		return start
	}
	end, inName, delimited := start, false, false
	for end < len(b) {
		r, n := utf8.DecodeRune(b[end:])
		ascii := r < utf8.RuneSelf
		switch {
		case ascii && (r <= ' ' || bytes.ContainsRune([]byte("<>\"'`\\|\x7f"), r)):
			return trimAddress(b[:end], start)
		case ascii:
			inName, delimited = false, !isASCIIAlphanumeric(byte(r))
		case !unicode.In(r, unicode.Letter, unicode.Mark, unicode.Number) || r == utf8.RuneError:
			return trimAddress(b[:end], start)
		case !inName && (!delimited || unicode.Is(unicode.Hiragana, r)):
			return trimAddress(b[:end], start)
		default:
			inName = true
		}
		end += n
	}
	return trimAddress(b[:end], start)
}

// trimAddress returns the length of b without the punctuation that belongs to
// the sentence: marks at its end, and brackets that were not opened in it.
func trimAddress(b []byte, start int) int {
	round := bytes.Count(b, []byte{')'}) - bytes.Count(b, []byte{'('})
	square := bytes.Count(b, []byte{']'}) - bytes.Count(b, []byte{'['})
	for ; len(b) > start; b = b[:len(b)-1] {
		switch c := b[len(b)-1]; {
		case bytes.IndexByte([]byte("?!.,:;*_~"), c) >= 0:
		case c == ')' && round > 0:
			round--
		case c == ']' && square > 0:
			square--
		default:
			return len(b)
		}
	}
	return len(b)
}

func isASCIIAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
