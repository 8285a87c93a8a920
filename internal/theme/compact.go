package theme

import (
	"bytes"
	"errors"
	"path"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"

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
