package pdf

import (
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// TestFaults breaks a good file in one place at a time.
func TestFaults(t *testing.T) {
	file := printFinish(t)
	element := func(d *document, kind string) types.Dict {
		for _, n := range d.numbers() {
			if e, ok := d.object(n).(types.Dict); ok && name(e["Type"]) == "StructElem" && name(e["S"]) == kind {
				return e
			}
		}
		t.Fatalf("the file has no %s", kind)
		return nil
	}
	annotation := func(d *document, subtype string) types.Dict {
		for _, page := range d.pages {
			for _, ref := range d.annotations(page) {
				if a, _ := d.get(ref).(types.Dict); name(a["Subtype"]) == subtype {
					return a
				}
			}
		}
		t.Fatalf("the file has no %s", subtype)
		return nil
	}
	page := func(d *document) types.Dict { return d.get(d.pages[1]).(types.Dict) }
	for code, spoil := range map[string]func(d *document){
		"01-005": func(d *document) { page(d)["Contents"] = d.add(newStream(types.Dict{}, []byte("BT (a) Tj ET"))) },
		"02-001": func(d *document) { element(d, "P")["S"] = types.Name("Paragraph") },
		"06-001": func(d *document) { delete(d.catalog, "MarkInfo") },
		"06-003": func(d *document) { delete(d.info(), "Title") },
		"07-001": func(d *document) { delete(d.catalog, "ViewerPreferences") },
		"09-004": func(d *document) { element(d, "LBody")["S"] = types.Name("P") },
		"10-001": func(d *document) {
			for _, n := range d.numbers() {
				if font, ok := d.object(n).(types.Dict); ok && name(font["Subtype"]) == "Type0" {
					delete(font, "ToUnicode")
				}
			}
		},
		"11-006": func(d *document) { delete(d.catalog, "Lang") },
		"13-004": func(d *document) { delete(element(d, "Figure"), "Alt") },
		"14-003": func(d *document) { element(d, "H2")["S"] = types.Name("H3") },
		"15-003": func(d *document) { delete(element(d, "TH"), "A"); delete(element(d, "TH"), "ID") },
		"28-002": func(d *document) { delete(annotation(d, "Link"), "StructParent") },
		"28-005": func(d *document) { delete(annotation(d, "Widget"), "TU") },
		"28-008": func(d *document) { element(d, "Form")["S"] = types.Name("Span") },
		"28-010": func(d *document) { delete(page(d), "Tabs") },
		"28-011": func(d *document) { element(d, "Link")["S"] = types.Name("Span") },
		"28-012": func(d *document) { delete(annotation(d, "Link"), "Contents") },
		"31-030": func(d *document) {
			page(d)["Contents"] = d.add(newStream(types.Dict{}, []byte("/P <</MCID 0>> BDC BT <00010000> Tj ET EMC")))
		},
	} {
		t.Run(code, func(t *testing.T) {
			d, err := readDocument(file)
			if err != nil {
				t.Fatal(err)
			}
			spoil(d)
			faults, err := d.faults()
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(faults, func(f string) bool { return strings.HasPrefix(f, code) }) {
				t.Errorf("found %q", faults)
			}
		})
	}
}
