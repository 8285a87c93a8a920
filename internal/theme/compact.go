package theme

import (
	"bytes"
	"errors"
	"path"
	"slices"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"
	lexer "github.com/tdewolff/parse/v2/css"

	"hikitsugi/internal/diag"
)

// compact returns a style sheet or a script without what only its authors read:
// comments, white space and long names. Other files stay as they are. A script
// that no browser could read is a mistake of the theme.
func (src *texts) compact(file string, data []byte) []byte {
	var shorten minify.MinifierFunc
	switch path.Ext(file) {
	case ".css":
		shorten = css.Minify
		if src.own(file) {
			src.braces(file, data)
		}
	case ".js":
		shorten = js.Minify
	default:
		return data
	}
	var out bytes.Buffer
	err := shorten(minify.New(), &out, bytes.NewReader(data), nil)
	if err == nil {
		return out.Bytes()
	}
	src.text[file] = string(data)
	offset, what := 0, err.Error()
	if at, ok := errors.AsType[*parse.Error](err); ok {
		offset, what = lineStart(string(data), at.Line), at.Message
		for range at.Column - 1 {
			_, size := utf8.DecodeRune(data[offset:])
			offset += size
		}
	}
	src.report(file, offset, diag.Text{JA: "スクリプトとして読めません: " + what, EN: "this is not a script: " + what}, diag.Text{})
	return data
}

// braces reports where a style sheet opens what it does not close, or closes what it has
// not opened: browsers pass over it without a word, and over the rules behind it.
func (src *texts) braces(file string, data []byte) {
	var open []int // offsets
	at := 0
	for l := lexer.NewLexer(parse.NewInputBytes(slices.Clone(data))); ; {
		kind, text := l.Next()
		switch kind {
		case lexer.LeftBraceToken:
			open = append(open, at)
		case lexer.RightBraceToken:
			if len(open) == 0 {
				src.brace(file, data, at, diag.Text{JA: "} が1つ余っています", EN: "there is a } too many"},
					diag.Text{JA: "消すか、対応する { を書いてください。後に続く規則が効きません。", EN: "Take it away, or write the { that it belongs to: the rule after it has no effect."})
				return
			}
			open = open[:len(open)-1]
		case lexer.ErrorToken:
			if len(open) > 0 {
				src.brace(file, data, open[len(open)-1], diag.Text{JA: "{ が } で閉じていません", EN: "a { is not closed by }"},
					diag.Text{JA: "閉じるところに } を書いてください。後に続く規則が、この中のものとして読まれます。", EN: "Write } where it is to end: the rules after it are read as part of this one."})
			}
			return
		}
		at += len(text)
	}
}

func (src *texts) brace(file string, data []byte, at int, what, do diag.Text) {
	src.text[file] = string(data)
	src.report(file, at, what, do)
	src.soften()
}
