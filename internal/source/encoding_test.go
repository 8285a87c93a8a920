package source

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

// Texts in either encoding are told apart, also where they can be read in both.
func TestJapanese(t *testing.T) {
	for _, text := range []string{"# 表\n\n本文\n", "端末の管理", "プッシュ証明書を毎年更新します。", "ひらがな", "ﾌﾟｯｼｭ証明書と半角", "A 会社"} {
		for name, e := range map[string]encoding.Encoding{"Shift_JIS": japanese.ShiftJIS, "EUC-JP": japanese.EUCJP} {
			data, err := e.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if read, found := Japanese(data); found != name || string(read) != text {
				t.Errorf("%q in %s is taken for %q in %q", text, name, read, found)
			}
		}
	}
	if _, name := Japanese([]byte{0xff, 0xfe, 'a', 0xff}); name != "" {
		t.Errorf("no text is taken for %s", name)
	}
}
