package highlight

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

var update = flag.Bool("update", false, "write stylesheet.css as chroma has it now")

// The colours: of chroma's styles the only light and dark pair with a contrast
// of 7:1 and more throughout.
const (
	lightStyle = "modus-operandi"
	darkStyle  = "modus-vivendi"
)

func writeRules(b *bytes.Buffer, indent string, rules map[chroma.TokenType]string) {
	for _, t := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(b, "%s.chroma .%s { %s }\n", indent, chroma.StandardTypes[t], rules[t])
	}
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

func TestStylesheet(t *testing.T) {
	var made bytes.Buffer
	writeRules(&made, "", tokenRules(lightStyle))
	made.WriteString("@media screen and (prefers-color-scheme: dark) {\n")
	writeRules(&made, "  ", tokenRules(darkStyle))
	made.WriteString("}\n")
	if *update {
		if err := os.WriteFile("stylesheet.css", made.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		stylesheet = made.Bytes()
	} else if !bytes.Equal(made.Bytes(), Stylesheet()) {
		t.Error("chroma has other colours now: run this test with -update, and look at what changes")
	}
	css := made.Bytes()
	if bytes.Contains(css, []byte("background")) {
		t.Error("the background is the theme's")
	}
	light, dark, ok := strings.Cut(string(css), "@media screen and (prefers-color-scheme: dark) {\n")
	if !ok {
		t.Fatal("no rules for the dark")
	}
	rule := regexp.MustCompile(`(?m)^(?:  )?\.chroma \.[a-z0-9]+ \{ [^{}]+ \}$`)
	for name, rules := range map[string]string{"light": light, "dark": strings.TrimSuffix(dark, "}\n")} {
		if n := len(rule.FindAllString(rules, -1)); n < 30 || n != strings.Count(rules, "\n") {
			t.Errorf("%s: %d rules in %d lines", name, n, strings.Count(rules, "\n"))
		}
	}
	classes := tokenClasses()
	for token := range chroma.StandardTypes {
		_, l := tokenRules(lightStyle)[token]
		_, d := tokenRules(darkStyle)[token]
		if _, has := classes[token]; has != (l || d) {
			t.Errorf("%v has a class: %v", token, has)
		}
	}
	for _, class := range classes {
		if !strings.Contains(string(css), ".chroma ."+class+" {") {
			t.Errorf("no rule for %s", class)
		}
	}
}
