package pdf

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A finishing is what the step after the browser needs to know beside the file.
type finishing struct {
	fields      []field
	links       map[string]string // what a link says, by its address; "#id" within the file
	text        string            // of the page, to choose between characters that share a glyph
	faces       map[string]sharedGlyphs
	date        time.Time
	attachments []Attachment
}

// finish completes what Chromium has printed: what it says aloud, what can be
// written into it, and what it says of itself.
func (d *document) finish(f finishing) error {
	contents, err := d.readContents()
	if err != nil {
		return err
	}
	top, err := d.readStructure()
	if err != nil {
		return err
	}
	d.takeOutDrawings(top, contents)
	for _, page := range d.pages {
		adopt(top, page, contents[page].loose)
	}
	outside, err := d.makeFields(top, f.fields)
	if err != nil {
		return err
	}
	for page, ids := range outside {
		for _, id := range ids {
			contents[page].drawn[id] = true
		}
	}
	tidy(top)
	if err := d.writeStructure(top); err != nil {
		return err
	}
	for _, page := range d.pages {
		c := contents[page]
		d.set(c.ref, newStream(types.Dict{}, markArtifacts(c.bytes, c.list, c.drawn, c.loose)))
	}
	d.describeLinks(f.links)
	if err := d.repairText(f.text, f.faces); err != nil {
		return err
	}
	d.attach(f.attachments)
	return d.describe(f.date)
}

// A pageContent is what is painted on a page.
type pageContent struct {
	ref   types.IndirectRef
	bytes []byte
	list  []instruction
	drawn map[int]bool // marked content that is no part of the structure
	loose []looseText
}

// readContents reads the content of all pages.
func (d *document) readContents() (map[types.IndirectRef]*pageContent, error) {
	contents := map[types.IndirectRef]*pageContent{}
	for i, page := range d.pages {
		dict, _ := d.get(page).(types.Dict)
		ref, ok := dict["Contents"].(types.IndirectRef)
		if !ok {
			return nil, fmt.Errorf("page %d of the PDF has no content of Chromium's form", i+1)
		}
		data, err := d.stream(ref)
		if err != nil {
			return nil, err
		}
		list, err := instructions(data)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		contents[page] = &pageContent{ref, data, list, map[int]bool{}, looseTexts(list)}
	}
	return contents, nil
}

// takeOutDrawings takes out of the structure the marked content that only draws
// lines and areas, but for that of figures.
func (d *document) takeOutDrawings(top *element, contents map[types.IndirectRef]*pageContent) {
	shown := map[types.IndirectRef]map[int]bool{}
	for page, content := range contents {
		shown[page] = painted(content.list)
	}
	var walk func(e *element)
	walk = func(e *element) {
		if e.kind == "Figure" {
			return
		}
		e.kids = slices.DeleteFunc(e.kids, func(k kid) bool {
			if k.child != nil {
				walk(k.child)
				return false
			}
			if !k.isContent() || shown[k.page][k.marked] || contents[k.page] == nil {
				return false
			}
			contents[k.page].drawn[k.marked] = true
			return true
		})
	}
	walk(top)
}

// adopt puts loose text of a page into the structure: the mark of an item of a
// list as its label, all else behind the content that it follows.
func adopt(top *element, page types.IndirectRef, loose []looseText) {
	if len(loose) == 0 {
		return
	}
	type spot struct{ parent, item *element }
	spots := map[int]spot{}     // of marked content of the page
	behind := map[int]int{}     // the last text that was put behind marked content
	first := map[*element]int{} // the first marked content of an item, of whatever page
	var walk func(e, item *element)
	walk = func(e, item *element) {
		if e.kind == "LI" {
			item = e
		}
		for _, k := range e.kids {
			if k.child != nil {
				walk(k.child, item)
			} else if k.isContent() {
				if _, ok := first[item]; !ok && item != nil {
					first[item] = -1
					if k.page == page {
						first[item] = k.marked
					}
				}
				if k.page == page {
					spots[k.marked] = spot{e, item}
				}
			}
		}
	}
	walk(top, nil)
	for _, text := range loose {
		content := kid{page: page, marked: text.marked}
		before, after := spots[text.before], spots[text.after]
		switch {
		case after.item != nil && first[after.item] == text.after && before.item != after.item:
			if label := after.item.kids[0].child; label != nil && label.kind == "Lbl" {
				label.kids = append(label.kids, content)
			} else {
				after.item.kids = slices.Insert(after.item.kids, 0, kid{child: newElement("Lbl", content)})
			}
		case before.parent != nil && (!text.line || after.parent == nil):
			beside := text.before
			if id, ok := behind[beside]; ok {
				beside = id
			}
			before.parent.insert(content, beside, 1)
			behind[text.before] = text.marked
		case after.parent != nil:
			after.parent.insert(content, text.after, 0)
		default:
			top.kids = append(top.kids, kid{child: newElement("P", content)})
		}
	}
}

// insert puts a kid beside marked content of the same page.
func (e *element) insert(k kid, beside, offset int) {
	i := slices.IndexFunc(e.kids, func(other kid) bool { return other.isContent() && other.page == k.page && other.marked == beside })
	e.kids = slices.Insert(e.kids, i+offset, k)
}

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
	d.catalog["Names"] = types.Dict{"EmbeddedFiles": types.Dict{"Names": names}}
}
