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
	"urlfilter urlnormalizer attrescaper": appendURL,
	"urlnormalizer attrescaper":           appendRest,
	"urlescaper attrescaper":              appendFragment,
	"urlfilter attrescaper":               appendRefresh,
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

// appendURL writes an address, appendRest what follows in one, appendFragment what
// follows # or ? there, and appendRefresh the address to which a page leads by itself. What has no character that could have to be escaped is
// written as it is; the rest is left to html/template.
func appendURL(out []byte, text string) []byte {
	if plain := strings.TrimPrefix(text, "https://"); harmless(plain, "-._~/#") {
		return append(out, text...)
	}
	return append(out, byTemplate("urlfilter urlnormalizer attrescaper", text)...)
}

func appendRest(out []byte, text string) []byte {
	if harmless(text, "-._~/#") {
		return append(out, text...)
	}
	return append(out, byTemplate("urlnormalizer attrescaper", text)...)
}

func appendFragment(out []byte, text string) []byte {
	if harmless(text, "-._~") {
		return append(out, text...)
	}
	return append(out, byTemplate("urlescaper attrescaper", text)...)
}

func appendRefresh(out []byte, text string) []byte {
	if harmless(text, "-._~/#") {
		return append(out, text...)
	}
	return append(out, byTemplate("urlfilter attrescaper", text)...)
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
