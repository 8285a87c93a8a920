package pdf

import (
	"bytes"
	"fmt"
	"testing"
)

// linkFile makes a file with a link in pieces, which begin and end at these places of
// a line, and a link in the line below.
func linkFile(t *testing.T, ends ...string) []byte {
	t.Helper()
	var annotations, kids string
	var pieces []string
	for i, place := range append(ends, "10 40 60 50") {
		n := 8 + i
		annotations += fmt.Sprintf(" %d 0 R", n)
		kid := fmt.Sprintf("<</Type /OBJR /Obj %d 0 R /Pg 4 0 R>>", n)
		kids += " " + kid
		pieces = append(pieces, fmt.Sprintf("<</Type /Annot /Subtype /Link /Rect [%s] /StructParent %d /A <</S /URI /URI (https://a.example)>>>>", place, i+1))
	}
	file := pdfFile(append([]string{
		"<</Type /Catalog /Pages 3 0 R /Lang (ja) /StructTreeRoot 5 0 R>>", "<</Title (a)>>",
		"<</Type /Pages /Count 1 /Kids [4 0 R]>>",
		fmt.Sprintf("<</Type /Page /Parent 3 0 R /StructParents 0 /Annots [%s]>>", annotations),
		"<</Type /StructTreeRoot /K [6 0 R]>>", "<</Type /StructElem /S /Document /P 5 0 R /K [7 0 R]>>",
		fmt.Sprintf("<</Type /StructElem /S /Link /P 6 0 R /K [%s]>>", kids),
	}, append(pieces, "<</Type /Note>>")...)...) // which comes after them
	d, err := readDocument(file)
	if err != nil {
		t.Fatal(err)
	}
	top, err := d.readStructure()
	if err != nil {
		t.Fatal(err)
	}
	d.joinLinks(top)
	if err := d.writeStructure(top); err != nil {
		t.Fatal(err)
	}
	file, err = d.encode()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// However many pieces of a line Chromium makes of a link, it is the same file; pieces
// that do not touch stay what they are.
func TestJoinLinks(t *testing.T) {
	whole := linkFile(t, "10 60 90 70")
	for name, pieces := range map[string][]string{
		"two":  {"10 60 30 70", "30 60 90 70"},
		"four": {"10 60 30 70", "30 60 30.5 70", "30.5 60 60 70", "60.001 60 90 70"},
	} {
		if file := linkFile(t, pieces...); !bytes.Equal(file, whole) {
			t.Errorf("%s: another file", name)
		}
	}
	for name, pieces := range map[string][]string{
		"a gap":       {"10 60 30 70", "31 60 90 70"},
		"two lines":   {"10 60 30 70", "30 80 90 90"},
		"in turn":     {"30 60 90 70", "10 60 30 70"},
		"two heights": {"10 60 30 70", "30 60 90 75"},
	} {
		if bytes.Equal(linkFile(t, pieces...), whole) {
			t.Errorf("%s: they are joined", name)
		}
		d, err := readDocument(linkFile(t, pieces...))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(d.annotations(d.pages[0])); n != 3 {
			t.Errorf("%s: there are %d annotations", name, n)
		}
	}
}
