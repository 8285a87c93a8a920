package highlight

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

// The colours: of chroma's styles the only light and dark pair with a contrast
// of 7:1 and more throughout.
const (
	lightStyle = "modus-operandi"
	darkStyle  = "modus-vivendi"
)

// Stylesheet returns the CSS for highlighted code: colours for light, and for
// dark on screens that ask for it. Paper is always light. The colours are meant
// to stand on near white and near black; the background is the theme's.
func Stylesheet() []byte {
	var b bytes.Buffer
	writeRules(&b, "", tokenRules(lightStyle))
	b.WriteString("@media screen and (prefers-color-scheme: dark) {\n")
	writeRules(&b, "  ", tokenRules(darkStyle))
	b.WriteString("}\n")
	return b.Bytes()
}

func writeRules(b *bytes.Buffer, indent string, rules map[chroma.TokenType]string) {
	for _, t := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(b, "%s.chroma .%s { %s }\n", indent, chroma.StandardTypes[t], rules[t])
	}
}

// tokenClasses returns the classes of the tokens for which there are rules.
func tokenClasses() map[chroma.TokenType]string {
	classes := map[chroma.TokenType]string{}
	for _, style := range []string{lightStyle, darkStyle} {
		for t := range tokenRules(style) {
			classes[t] = chroma.StandardTypes[t]
		}
	}
	return classes
}

// tokenRules returns the declarations of the tokens that a style sets apart.
// What a lexer does not understand is not one of them: in documentation that is
// what stands in for a value, and no mistake.
func tokenRules(style string) map[chroma.TokenType]string {
	s := styles.Get(style)
	text := s.Get(chroma.Text)
	rules := map[chroma.TokenType]string{}
	for t, class := range chroma.StandardTypes {
		if class == "" || t <= chroma.Error || t == chroma.TextWhitespace {
			continue
		}
		if css := declarations(s.Get(t), text); css != "" {
			rules[t] = css
		}
	}
	return rules
}

// declarations returns the CSS by which a token differs from text.
func declarations(token, text chroma.StyleEntry) string {
	css := ""
	add := func(declaration string) {
		if css != "" {
			css += "; "
		}
		css += declaration
	}
	if token.Colour.IsSet() && token.Colour != text.Colour {
		add("color: " + token.Colour.String())
	}
	if token.Bold == chroma.Yes {
		add("font-weight: bold")
	}
	if token.Italic == chroma.Yes {
		add("font-style: italic")
	}
	if token.Underline == chroma.Yes {
		add("text-decoration: underline")
	}
	return css
}
