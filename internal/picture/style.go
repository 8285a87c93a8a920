package picture

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	embedded = regexp.MustCompile(`^data:image/(png|jpe?g|gif|webp);base64,`)
	fonts    = regexp.MustCompile(`^data:(font/|application/(x-)?font-)[a-z0-9-]+;(charset=utf-8;)?base64,`)

	// What loads something: image-set and image take an address without url() as well.
	loads = regexp.MustCompile(`(?i)@import|image(?:-set)?\(|(?:url|src)\(\s*["']?\s*([^\s"')]*)`)
)

// inStyle looks for what a style loads. Where it stands is of no matter: what is in a
// comment or a string is refused as well, so that nothing can be hidden by one.
func inStyle(css string) Fault {
	if !strings.ContainsAny(css, "(@") {
		return ""
	}
	for _, m := range loads.FindAllStringSubmatch(unescaped(css), -1) {
		address := strings.ToLower(m[1])
		if !strings.HasPrefix(address, "#") && !embedded.MatchString(address) && !fonts.MatchString(address) {
			return Outside
		}
	}
	return ""
}

// unescaped returns a style as a browser reads it: \75rl( is url(. A quotation mark
// keeps its backslash, as it ends nothing.
func unescaped(css string) string {
	if !strings.Contains(css, `\`) {
		return css
	}
	css = strings.ReplaceAll(css, "\r\n", "\n")
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(css, `\`)
		b.WriteString(before)
		if !found || rest == "" {
			return b.String()
		}
		digits := 0
		for digits < min(6, len(rest)) && strings.IndexByte("0123456789abcdefABCDEF", rest[digits]) >= 0 {
			digits++
		}
		r, size := utf8.DecodeRuneInString(rest)
		if digits > 0 {
			n, _ := strconv.ParseUint(rest[:digits], 16, 32)
			r, size = rune(n), digits
			if size < len(rest) && strings.IndexByte(" \t\n\r\f", rest[size]) >= 0 {
				size++ // a space that ends the digits
			}
		} else if strings.IndexByte("\n\r\f", rest[0]) >= 0 {
			r = -1 // a string that goes on in the next line
		}
		switch r {
		case -1:
		case '"', '\'', '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
		css = rest[size:]
	}
}
