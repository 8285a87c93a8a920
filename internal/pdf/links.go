package pdf

import (
	"encoding/hex"
	"maps"
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

// links returns how many links there are: of a link in several lines, one for each.
func (d *document) links() int {
	n := 0
	for _, page := range d.pages {
		for _, ref := range d.annotations(page) {
			if annotation, ok := d.get(ref).(types.Dict); ok && name(annotation["Subtype"]) == "Link" {
				n++
			}
		}
	}
	return n
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
