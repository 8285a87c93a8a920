package source

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"

	"hikitsugi/internal/diag"
)

// checkEncoding reports text that is not UTF-8, saying what it looks like.
func checkEncoding(f *File) diag.List {
	var diags diag.List
	data := f.Data()
	add := func(offset int, what diag.Text) {
		diags.Add(f.Pos(offset), diag.UTF8, what, diag.Text{
			JA: "エディターで文字コードに「UTF-8」を選んで保存し直してください。",
			EN: "Save it again with the encoding UTF-8.",
		})
	}
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		diags.Add(diag.Pos{File: f.Path}, diag.UTF8,
			diag.Text{JA: "UTF-16で保存されているようです", EN: "this looks like UTF-16"},
			diag.Text{JA: "エディターで文字コードに「UTF-8」を選んで保存し直してください。", EN: "Save it again with the encoding UTF-8."})
		return diags
	case utf8.Valid(data):
		if i := bytes.IndexByte(data, 0); i >= 0 {
			add(i, diag.Text{JA: "文字ではないバイト（NUL）があります", EN: "there is a NUL byte, which is no character"})
		}
		return diags
	}
	what := diag.Text{JA: "UTF-8ではありません", EN: "this is not UTF-8"}
	// Decoders mark what they cannot read with U+FFFD.
	if text, err := japanese.ShiftJIS.NewDecoder().Bytes(data); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
		what = diag.Text{JA: "Shift_JISで保存されているようです", EN: "this looks like Shift_JIS"}
	} else if text, err := japanese.EUCJP.NewDecoder().Bytes(data); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
		what = diag.Text{JA: "EUC-JPで保存されているようです", EN: "this looks like EUC-JP"}
	}
	add(firstInvalid(data), what)
	return diags
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
