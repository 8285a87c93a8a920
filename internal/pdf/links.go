package pdf

import (
	"encoding/hex"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// describeLinks says of every link what it says on the page, for those who hear
// of it without its surroundings.
func (d *document) describeLinks(said map[string]string) {
	for _, page := range d.pages {
		for _, ref := range d.annotations(page) {
			annotation, _ := d.get(ref).(types.Dict)
			if name(annotation["Subtype"]) != "Link" {
				continue
			}
			address := d.address(annotation)
			if id, err := destinationID(name(annotation["Dest"])); err == nil && id != "" {
				address = "#" + id
			}
			text := said[address]
			switch {
			case text == "":
				text = strings.TrimPrefix(address, "#")
			case !strings.HasPrefix(address, "#") && !strings.Contains(address, text):
				text += " <" + address + ">"
			}
			annotation["Contents"] = textString(text)
		}
	}
}

// joinLinks makes one annotation of the pieces of a link that touch in a line. Chromium
// makes one of each run of text, or of all of them, as it happens.
func (d *document) joinLinks(e *element) {
	joined := map[types.IndirectRef]bool{}
	d.joinBelow(e, joined)
	d.takeOff(joined)
}

// takeOff takes annotations off their pages; the structure is not to name them.
func (d *document) takeOff(gone map[types.IndirectRef]bool) {
	if len(gone) == 0 {
		return
	}
	for _, page := range d.pages {
		dict, _ := d.get(page).(types.Dict)
		left := types.Array{}
		for _, ref := range d.annotations(page) {
			if !gone[ref] {
				left = append(left, ref)
			}
		}
		if len(left) < len(d.annotations(page)) {
			dict["Annots"] = left
		}
	}
	for ref := range gone {
		d.remove(ref)
	}
}

// joinBelow joins what is at and below e, and notes the annotations that are gone.
func (d *document) joinBelow(e *element, gone map[types.IndirectRef]bool) {
	var before types.Dict // the piece that ends the kids so far
	e.kids = slices.DeleteFunc(e.kids, func(k kid) bool {
		if k.child != nil {
			d.joinBelow(k.child, gone)
		}
		if k.annotation == nil || e.kind != "Link" {
			before = nil
			return false
		}
		piece, _ := d.get(*k.annotation).(types.Dict)
		if name(piece["Subtype"]) == "Link" && d.extend(before, piece) {
			gone[*k.annotation] = true
			return true
		}
		before = piece
		return false
	})
}

// extend makes an annotation cover another one too, if that goes on in its line.
func (d *document) extend(annotation, next types.Dict) bool {
	const touching = 0.01
	a, b := d.array(annotation, "Rect"), d.array(next, "Rect")
	if len(a) != 4 || len(b) != 4 {
		return false
	}
	near := func(x, y types.Object) bool { return math.Abs(number(x)-number(y)) < touching }
	if !near(a[1], b[1]) || !near(a[3], b[3]) || !near(a[2], b[0]) {
		return false
	}
	annotation["Rect"] = types.Array{a[0], a[1], b[2], a[3]}
	return true
}

// An Attachment is a file within the file.
type Attachment struct {
	Name        string // such as handover.json
	Type        string // media type, such as application/json
	Description string
	Data        []byte
}

// attach puts files into the file.
func (d *document) attach(list []Attachment) {
	if len(list) == 0 {
		return
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Attachment) int { return strings.Compare(a.Name, b.Name) })
	var names types.Array
	for _, a := range list {
		data := newStream(types.Dict{
			"Type": types.Name("EmbeddedFile"), "Subtype": types.Name(strings.ReplaceAll(a.Type, "/", "#2F")),
			"Params": types.Dict{"Size": types.Integer(len(a.Data))},
		}, a.Data)
		ref := d.add(data)
		file := d.add(types.Dict{
			"Type": types.Name("Filespec"), "F": textString(a.Name), "UF": textString(a.Name),
			"EF": types.Dict{"F": ref, "UF": ref}, "Desc": textString(a.Description),
		})
		names = append(names, textString(a.Name), file)
	}
	d.names()["EmbeddedFiles"] = types.Dict{"Names": names}
}

// names returns the trees of names of the file.
func (d *document) names() types.Dict {
	names, ok := d.catalog["Names"].(types.Dict)
	if !ok {
		names = types.Dict{}
		d.catalog["Names"] = names
	}
	return names
}

// hideNames makes strings of the names of destinations. Of an encrypted file
// strings are encrypted, and names are not.
func (d *document) hideNames() {
	hidden := func(name string) types.HexLiteral {
		if decoded, err := types.DecodeName(name); err == nil {
			name = decoded
		}
		return types.HexLiteral(hex.EncodeToString([]byte(name)))
	}
	places := map[types.HexLiteral]types.Object{}
	all, _ := d.get(d.catalog["Dests"]).(types.Dict)
	for name, place := range all {
		places[hidden(name)] = place
	}
	if len(places) > 0 {
		var tree types.Array
		for _, name := range slices.Sorted(maps.Keys(places)) {
			tree = append(tree, name, places[name])
		}
		d.names()["Dests"] = d.add(types.Dict{"Names": tree})
	}
	if ref, ok := d.catalog["Dests"].(types.IndirectRef); ok {
		d.remove(ref)
	}
	delete(d.catalog, "Dests")
	for _, page := range d.pages {
		for _, ref := range d.annotations(page) {
			annotation, _ := d.get(ref).(types.Dict)
			if name := name(annotation["Dest"]); name != "" {
				annotation["Dest"] = hidden(name)
			}
		}
	}
}
