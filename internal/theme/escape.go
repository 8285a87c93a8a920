package theme

import (
	"html/template"
	"strings"
)

// escaperPrefix begins the names of the functions that html/template appends to
// pipelines.
const escaperPrefix = "_html_template_"

// escapers do to a text what html/template's functions do, by their names.
var escapers = map[string]func(out []byte, text string) []byte{
	"htmlescaper":                         appendHTML,
	"attrescaper":                         appendHTML,
	"rcdataescaper":                       appendHTML,
	"urlfilter urlnormalizer attrescaper": appendAddress("urlfilter urlnormalizer attrescaper", "https://", "-._~/#"),
	"urlnormalizer attrescaper":           appendAddress("urlnormalizer attrescaper", "", "-._~/#"),
	"urlescaper attrescaper":              appendAddress("urlescaper attrescaper", "", "-._~"),  // after # or ?
	"urlfilter attrescaper":               appendAddress("urlfilter attrescaper", "", "-._~/#"), // to which a page leads by itself
}

// appendHTML escapes what stands in text, or in an attribute with quotation marks.
func appendHTML(out []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		entity := ""
		switch text[i] {
		case 0:
			entity = "\uFFFD"
		case '"':
			entity = "&#34;"
		case '&':
			entity = "&amp;"
		case '\'':
			entity = "&#39;"
		case '+':
			entity = "&#43;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		default:
			continue
		}
		out = append(append(out, text[from:i]...), entity...)
		from = i + 1
	}
	return append(out, text[from:]...)
}

// appendAddress returns what writes an address, or what follows in one. A text that has
// only letters and digits of ASCII and marks is written as it is, also after https://
// where it may begin an address; any other is left to html/template.
func appendAddress(chain, before, marks string) func(out []byte, text string) []byte {
	return func(out []byte, text string) []byte {
		if harmless(strings.TrimPrefix(text, before), marks) {
			return append(out, text...)
		}
		return append(out, byTemplate(chain, text)...)
	}
}

// harmless reports whether a text has only letters and digits of ASCII, and marks.
func harmless(text, marks string) bool {
	for _, c := range []byte(text) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || strings.IndexByte(marks, c) >= 0) {
			return false
		}
	}
	return true
}

// addresses are templates in which html/template escapes a value as the functions of
// these names do, between what is cut off again.
var addresses = map[string]address{
	"urlfilter urlnormalizer attrescaper": addressIn(`<a href="`, `">`),
	"urlnormalizer attrescaper":           addressIn(`<a href="/`, `">`),
	"urlescaper attrescaper":              addressIn(`<a href="#`, `">`),
	"urlfilter attrescaper":               addressIn(`<meta http-equiv="refresh" content="0; url=`, `">`),
}

type address struct {
	template      *template.Template
	before, after string
}

func addressIn(before, after string) address {
	return address{template.Must(template.New("").Parse(before + "{{.}}" + after)), before, after}
}

// byTemplate lets html/template escape a value.
func byTemplate(chain string, v any) string {
	var b strings.Builder
	a := addresses[chain]
	if err := a.template.Execute(&b, v); err != nil {
		panic(err) // a text can be written
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), a.before), a.after)
}
