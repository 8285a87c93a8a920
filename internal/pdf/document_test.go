package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// pdfFile makes a file of objects; the first is the catalogue, the second Info.
func pdfFile(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	var table strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root 1 0 R /Info 2 0 R>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, start)
	return []byte(b.String())
}

func TestCheck(t *testing.T) {
	const (
		catalog = "<</Type /Catalog /Pages 3 0 R /Lang (ja)>>"
		info    = "<</Title (a)>>"
		pages   = "<</Type /Pages /Count 1 /Kids [4 0 R]>>"
		page    = "<</Type /Page /Parent 3 0 R>>"
	)
	for _, test := range []struct {
		name    string
		objects []string
		want    string // in the error; empty: none
	}{
		{"good", []string{catalog, info, pages, page,
			"<</Type /Font /Subtype /Type0 /BaseFont /A /DescendantFonts [6 0 R]>>",
			"<</Type /Font /Subtype /CIDFontType2 /BaseFont /A /FontDescriptor 7 0 R>>",
			"<</Type /FontDescriptor /FontName /A /FontFile2 8 0 R>>", "<<>>"}, ""},
		{"no pages", []string{catalog, info, "<</Type /Pages /Count 0 /Kids []>>"}, "no pages"},
		{"no language", []string{"<</Type /Catalog /Pages 3 0 R>>", info, pages, page}, "no language"},
		{"no title", []string{catalog, "<</Author (a)>>", pages, page}, "no title"},
		{"drawn", []string{catalog, info, pages, page,
			"<</Type /Font /Subtype /Type3 /FontDescriptor 6 0 R>>",
			"<</Type /FontDescriptor /FontName /NotoSansCJK>>"}, "NotoSansCJK"},
		{"absent", []string{catalog, info, pages, page,
			"<</Type /Font /Subtype /TrueType /BaseFont /Helvetica>>"}, "Helvetica"},
		{"absent CIDFont", []string{catalog, info, pages, page,
			"<</Type /Font /Subtype /Type0 /BaseFont /A /DescendantFonts [6 0 R]>>",
			"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Ryumin /FontDescriptor 7 0 R>>",
			"<</Type /FontDescriptor /FontName /Ryumin>>"}, "Ryumin"},
	} {
		t.Run(test.name, func(t *testing.T) {
			finished, err := readDocument(pdfFile(test.objects...))
			if err != nil {
				t.Fatal(err)
			}
			switch err := finished.check(); {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}
