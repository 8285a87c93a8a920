package pdf

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// TestRepairText: Chromium says ⼀ (a radical) for 一 where the font draws both
// alike.
func TestRepairText(t *testing.T) {
	const cmap = "begincmap\n1 beginbfchar\n<0007> <2F00>\nendbfchar\n1 beginbfrange\n<0008> <000A> <2F01>\n<000B> <000B> <D83CDF63>\nendbfrange\nendcmap"
	d, err := readDocument(pdfFile(
		"<</Type /Catalog /Pages 3 0 R>>", "<</Title (t)>>", "<</Type /Pages /Kids [4 0 R] /Count 1>>",
		"<</Type /Page /Parent 3 0 R /MediaBox [0 0 9 9]>>",
		"<</Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Test-Regular /ToUnicode 6 0 R>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(cmap), cmap),
	))
	if err != nil {
		t.Fatal(err)
	}
	shared := sharedGlyphs{
		7:  {0x2F00, '一'},
		8:  {0x2F01, '丨'}, // neither is in the text: a running head
		9:  {0x2F02, '丶'},
		10: {0x2F03, '丿'}, // the text has the radical itself
	}
	if err := d.repairText("一丶\u2F03", map[string]sharedGlyphs{"Test-Regular": shared}); err != nil {
		t.Fatal(err)
	}
	data, err := d.stream(*types.NewIndirectRef(6, 0))
	if err != nil {
		t.Fatal(err)
	}
	got, err := readToUnicode(data)
	if err != nil {
		t.Fatal(err)
	}
	want := map[uint16][]uint16{7: {'一'}, 8: {'丨'}, 9: {'丶'}, 10: {0x2F03}, 11: {0xD83C, 0xDF63}}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %x, want %x", got, want)
	}
}

func TestReadToUnicodeRefuses(t *testing.T) {
	if _, err := readToUnicode([]byte("1 beginbfrange\n<01> <02> [<0041> <0042>]\nendbfrange")); err == nil {
		t.Error("a table of another form was taken")
	}
}
