package source

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"

	"hikitsugi/internal/diag"
)

// checkEncoding reports text that is not UTF-8, saying what it looks like.
func checkEncoding(f *File) diag.List {
	var diags diag.List
	data := f.Data()
	again := diag.Text{
		JA: "エディターで文字コードに「UTF-8」を選んで保存し直してください。",
		EN: "Save it again with the encoding UTF-8.",
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		diags.Add(diag.Pos{File: f.Path}, diag.UTF8,
			diag.Text{JA: "UTF-16で保存されているようです", EN: "this looks like UTF-16"}, again)
		return diags
	case utf8.Valid(data):
		if i := bytes.IndexByte(data, 0); i >= 0 {
			diags.Add(f.Pos(i), diag.UTF8,
				diag.Text{JA: "文字ではないバイト（NUL）があります", EN: "there is a NUL byte, which is no character"},
				diag.Text{
					JA: "消してください。いくつもあるなら、文字コードに「UTF-8」を選んで保存し直してください。",
					EN: "Delete it. Where there are many, save the file again with the encoding UTF-8.",
				})
		}
		return diags
	}
	what := diag.Text{JA: "UTF-8ではありません", EN: "this is not UTF-8"}
	if _, name := Japanese(data); name != "" {
		what = diag.Textf("%sで保存されているようです", "this looks like %s", name)
	}
	diags.Add(f.Pos(firstInvalid(data)), diag.UTF8, what, again)
	return diags
}

// Japanese reads text in an encoding that was usual in Japan before UTF-8, and names it;
// name is empty where it is in none. What can be read in both is in the one in which it
// has fewer half-width katakana, which nobody writes whole texts in: each character of
// EUC-JP is two of them in Shift_JIS.
func Japanese(data []byte) (text []byte, name string) {
	fewest := 0
	for _, e := range []struct {
		name string
		encoding.Encoding
	}{{"Shift_JIS", japanese.ShiftJIS}, {"EUC-JP", japanese.EUCJP}} {
		read, err := e.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(read, utf8.RuneError) { // decoders mark so what they cannot read
			continue
		}
		half := 0
		for _, r := range string(read) {
			if r >= '\uff61' && r <= '\uff9f' {
				half++
			}
		}
		if name == "" || half < fewest {
			text, name, fewest = read, e.name, half
		}
	}
	return text, name
}

// firstInvalid returns the offset of the first byte that is not UTF-8.
func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}
