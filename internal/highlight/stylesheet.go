package highlight

import (
	"bytes"
	_ "embed"

	"github.com/alecthomas/chroma/v2"
)

// stylesheet is made of two styles of chroma, all of which take their time to read:
// TestStylesheet -update.
//
//go:embed stylesheet.css
var stylesheet []byte

// Stylesheet returns the CSS for highlighted code: colours for light, and for
// dark on screens that ask for it. Paper is always light. The colours are meant
// to stand on near white and near black; the background is the theme's.
func Stylesheet() []byte { return stylesheet }

// tokenClasses returns the classes of the tokens for which there are rules.
func tokenClasses() map[chroma.TokenType]string {
	classes := map[chroma.TokenType]string{}
	for t, class := range chroma.StandardTypes {
		if class != "" && bytes.Contains(stylesheet, []byte(".chroma ."+class+" {")) {
			classes[t] = class
		}
	}
	return classes
}
