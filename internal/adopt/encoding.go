package adopt

import (
	"bytes"
	"strings"
	"unicode/utf8"

	utf16 "golang.org/x/text/encoding/unicode"

	"hikitsugi/internal/source"
)

// decoded returns a file as text with line ends as ours, without the marks of direction
// that nobody sees, and the encoding that it had if it was another than UTF-8.
func decoded(data []byte) (text, from string) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) { // what Windows once called Unicode
		if read, err := utf16.UTF16(utf16.LittleEndian, utf16.ExpectBOM).NewDecoder().Bytes(data); err == nil {
			data, from = read, "UTF-16"
		}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		if read, name := source.Japanese(data); name != "" {
			data, from = read, name
		}
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return "", ""
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u200e", "", "\u200f", "", "\u061c", "", "\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "", "\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "").Replace(string(data)), from
}
