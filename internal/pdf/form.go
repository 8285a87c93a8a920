package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// annotations returns the annotations of a page.
func (d *document) annotations(page types.IndirectRef) []types.IndirectRef {
	dict, _ := d.get(page).(types.Dict)
	var list []types.IndirectRef
	for _, item := range d.array(dict, "Annots") {
		if ref, ok := item.(types.IndirectRef); ok {
			list = append(list, ref)
		}
	}
	return list
}

// address returns where a link leads, if it leaves the file.
func (d *document) address(annotation types.Dict) string {
	action, _ := d.get(annotation["A"]).(types.Dict)
	uri, _ := types.StringOrHexLiteral(action["URI"])
	if uri == nil {
		return ""
	}
	return *uri
}

// makeFields turns the links that stand for fields into fields, and their places
// in the structure into those of fields. Where a place is broken over pages, as in a
// row that is taller than one, the field stands in its first part. It returns the
// marked content, by page, that is no longer part of the structure.
func (d *document) makeFields(top *element, fields []field) (map[types.IndirectRef][]int, error) {
	widgets := map[types.IndirectRef]int{}  // the numbers of fields
	places := map[int]types.IndirectRef{}   // the reverse
	further := map[types.IndirectRef]bool{} // parts of a place behind its first
	var printed []int
	for _, page := range d.pages {
		for _, ref := range d.annotations(page) {
			annotation, _ := d.get(ref).(types.Dict)
			rest, ok := strings.CutPrefix(d.address(annotation), fieldOrigin)
			if !ok {
				continue
			}
			id, err := strconv.Atoi(rest)
			if err != nil || id < 0 || id >= len(fields) {
				return nil, fmt.Errorf("no field has the address %s", rest)
			}
			if _, twice := places[id]; twice {
				further[ref] = true
				continue
			}
			annotation["P"] = page
			widgets[ref], places[id] = id, ref
			printed = append(printed, id)
		}
	}
	d.takeOff(further)
	slices.Sort(printed)
	if len(printed) == 0 {
		return nil, nil
	}
	f := &formWriter{d: d, places: places, ticks: map[string]types.IndirectRef{}}
	f.none = d.add(newStream(types.Dict{"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": numbers(0, 0, 1, 1)}, nil))
	var all types.Array
	for _, node := range fieldTree(fields, printed).kids {
		all = append(all, f.write(node, nil))
	}
	d.catalog["AcroForm"] = d.add(types.Dict{
		"Fields": all, "DA": types.StringLiteral(writing),
		"DR": types.Dict{"Font": types.Dict{
			"Helv": d.add(standardFont("Helvetica", "WinAnsiEncoding")),
			"ZaDb": d.add(standardFont("ZapfDingbats", "")), // with which some programs draw the tick anew
		}},
	})
	out := map[types.IndirectRef][]int{}
	var walk func(*element)
	walk = func(e *element) {
		e.kids = slices.DeleteFunc(e.kids, func(k kid) bool { return k.annotation != nil && further[*k.annotation] })
		i := slices.IndexFunc(e.kids, func(k kid) bool {
			if k.annotation == nil {
				return false
			}
			_, ok := widgets[*k.annotation]
			return ok
		})
		if i < 0 {
			for _, k := range e.kids {
				if k.child != nil {
					walk(k.child)
				}
			}
			return
		}
		for _, k := range e.kids {
			if k.isContent() {
				out[k.page] = append(out[k.page], k.marked)
			}
		}
		e.kind, e.kids = "Form", []kid{e.kids[i]}
	}
	walk(top)
	return out, nil
}

// writing is how text in a field is set: the size fits the height, in a font
// that every reader has and for which it knows what to take for Japanese.
const writing = "/Helv 0 Tf 0 g"

// standardFont returns one of the fonts that every reader of PDF has.
func standardFont(name, encoding string) types.Dict {
	font := types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"), "BaseFont": types.Name(name)}
	if encoding != "" {
		font["Encoding"] = types.Name(encoding)
	}
	return font
}

// A formWriter makes the fields of a form.
type formWriter struct {
	d      *document
	places map[int]types.IndirectRef
	ticks  map[string]types.IndirectRef // appearances of a ticked box, by size
	none   types.IndirectRef            // the appearance of an empty field
}

// write makes a field, or a group of them.
func (f *formWriter) write(node *fieldNode, parent *types.IndirectRef) types.IndirectRef {
	object := types.Dict{"T": textString(node.part)}
	if parent != nil {
		object["Parent"] = *parent
	}
	if node.field == nil {
		ref := f.d.add(object)
		var kids types.Array
		for _, kid := range node.kids {
			kids = append(kids, f.write(kid, &ref))
		}
		object["Kids"] = kids
		return ref
	}
	object["TU"] = textString(node.field.label)
	if node.field.check {
		object["FT"], object["V"] = types.Name("Btn"), types.Name("Off")
	} else {
		object["FT"], object["DA"] = types.Name("Tx"), types.StringLiteral(writing)
	}
	if len(node.ids) == 1 { // the field and its place are one object
		ref := f.places[node.ids[0]]
		widget := f.widget(ref, node.field)
		for key, value := range object {
			widget[key] = value
		}
		return ref
	}
	ref := f.d.add(object)
	var kids types.Array
	tall := true
	for _, id := range node.ids {
		widget := f.widget(f.places[id], node.field)
		widget["Parent"], widget["TU"] = ref, object["TU"]
		tall = tall && widget["Ff"] != nil
		delete(widget, "Ff")
		kids = append(kids, f.places[id])
	}
	if tall && !node.field.check {
		object["Ff"] = types.Integer(multiline)
	}
	object["Kids"] = kids
	return ref
}

const (
	multiline = 1 << 12
	twoLines  = 34 // points: from here on a place has room for them
)

// widget turns a link into a place of a field.
func (f *formWriter) widget(ref types.IndirectRef, of *field) types.Dict {
	widget, _ := f.d.get(ref).(types.Dict)
	for _, key := range []string{"A", "Border", "Dest", "H"} {
		delete(widget, key)
	}
	widget["Type"], widget["Subtype"], widget["F"] = types.Name("Annot"), types.Name("Widget"), types.Integer(4)
	width, height := size(f.d.array(widget, "Rect"))
	if of.check {
		widget["AS"] = types.Name("Off")
		widget["MK"] = types.Dict{"CA": types.StringLiteral("4")}
		widget["AP"] = types.Dict{"N": types.Dict{"Yes": f.tick(width, height), "Off": f.none}}
		return widget
	}
	if height >= twoLines {
		widget["Ff"] = types.Integer(multiline)
	}
	widget["AP"] = types.Dict{"N": f.none}
	return widget
}

// tick returns the appearance of a box of that size when it is ticked: a path,
// which needs no font.
func (f *formWriter) tick(width, height float64) types.IndirectRef {
	key := fmt.Sprintf("%.2f %.2f", width, height)
	if ref, ok := f.ticks[key]; ok {
		return ref
	}
	at := func(x, y float64) string { return fmt.Sprintf("%.2f %.2f", x*width, y*height) }
	path := fmt.Sprintf("q 0 G %.2f w 1 J 1 j %s m %s l %s l S Q", .11*min(width, height), at(.2, .5), at(.42, .24), at(.82, .8))
	ref := f.d.add(newStream(types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": numbers(0, 0, width, height), "Resources": types.Dict{},
	}, []byte(path)))
	f.ticks[key] = ref
	return ref
}

// size returns the width and the height of a rectangle.
func size(rect types.Array) (width, height float64) {
	var at [4]float64
	for i := range min(len(rect), 4) {
		at[i] = number(rect[i])
	}
	return at[2] - at[0], at[3] - at[1]
}

func number(o types.Object) float64 {
	switch n := o.(type) {
	case types.Integer:
		return float64(n)
	case types.Float:
		return float64(n)
	}
	return 0
}

func numbers(list ...float64) types.Array {
	var array types.Array
	for _, n := range list {
		array = append(array, types.Float(n))
	}
	return array
}
