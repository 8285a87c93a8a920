package pdf

import (
	"bytes"
	"fmt"
	"slices"
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
	d.joinLinks(top)
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
		d.set(c.ref, newStream(types.Dict{}, markArtifacts(c)))
	}
	d.describeLinks(f.links)
	d.hideNames()
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
	forms map[string]bool // names of what is painted as a whole and holds marked content
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
		if blankGlyph(list) {
			return nil, fmt.Errorf("page %d of the PDF shows a box for a character that no font has. "+
				"It is in the styles of the theme: the text of the page was looked through", i+1)
		}
		contents[page] = &pageContent{ref, data, list, map[int]bool{}, looseTexts(list), d.taggedForms(dict)}
	}
	return contents, nil
}

// taggedForms returns the names of the forms of a page that hold marked content:
// Chromium makes them of what is seen through or masked.
func (d *document) taggedForms(page types.Dict) map[string]bool {
	tagged := map[string]bool{}
	resources, _ := d.get(page["Resources"]).(types.Dict)
	forms, _ := d.get(resources["XObject"]).(types.Dict)
	for key, o := range forms {
		if form, ok := d.get(o).(types.StreamDict); ok && name(form.Dict["Subtype"]) == "Form" {
			data, err := d.stream(o)
			tagged[key] = err != nil || bytes.Contains(data, []byte("/MCID"))
		}
	}
	return tagged
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
			if shows, known := shown[k.page][k.marked]; !k.isContent() || shows || !known {
				return false
			}
			contents[k.page].drawn[k.marked] = true
			return true
		})
	}
	walk(top)
}
