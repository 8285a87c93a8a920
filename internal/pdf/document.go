package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/fault"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Otherwise pdfcpu makes a folder for its settings in the user's home.
func init() { model.ConfigPath = "disable" }

// A document is a PDF as objects: read from what Chromium has written, completed
// by finish, and written by encode.
type document struct {
	objects *model.XRefTable
	catalog types.Dict
	pages   []types.IndirectRef // in their order
	next    int                 // number of the next new object
}

// readObjects reads a file as pdfcpu's package api does. That package would bring
// tables of the widths of characters with it, which take a third of the time in which
// gen starts.
func readObjects(file []byte, c *model.Configuration) (_ *model.Context, err error) {
	defer fault.Catch(&err)
	return pdfcpu.Read(bytes.NewReader(file), c)
}

// readDocument reads a file.
func readDocument(file []byte) (*document, error) {
	ctx, err := readObjects(file, model.NewDefaultConfiguration())
	if err != nil {
		return nil, fmt.Errorf("reading the PDF: %w", err)
	}
	if err := ctx.EnsurePageCount(); err != nil {
		return nil, fmt.Errorf("reading the PDF: %w", err)
	}
	catalog, err := ctx.Catalog()
	if err != nil {
		return nil, fmt.Errorf("reading the PDF: %w", err)
	}
	d := &document{objects: ctx.XRefTable, catalog: catalog}
	for number := range d.objects.Table {
		d.next = max(d.next, number+1)
	}
	for n := 1; n <= d.objects.PageCount; n++ {
		page, err := d.objects.PageDictIndRef(n)
		if err != nil {
			return nil, fmt.Errorf("reading the PDF: %w", err)
		}
		d.pages = append(d.pages, *page)
	}
	return d, nil
}

// check says why the file is not one that everybody can read, if so.
func (d *document) check() error {
	if len(d.pages) == 0 {
		return errors.New("the PDF has no pages")
	}
	if d.text(d.catalog, "Lang") == "" {
		return errors.New("the PDF has no language")
	}
	if d.text(d.info(), "Title") == "" {
		return errors.New("the PDF has no title")
	}
	return d.checkFonts()
}

// checkFonts looks for fonts that are drawings (Type 3), which Chromium makes of
// fonts that it cannot embed, and for fonts that are not in the file.
func (d *document) checkFonts() error {
	var drawn, absent []string
	for _, number := range d.numbers() {
		object, ok := d.object(number).(types.Dict)
		if !ok || object.Type() == nil {
			continue
		}
		switch *object.Type() {
		case "Font":
			if subtype := object.Subtype(); subtype != nil && *subtype == "Type3" {
				drawn = append(drawn, d.fontName(object))
			} else if _, composite := object.Find("DescendantFonts"); !composite && !d.embedded(object) {
				absent = append(absent, d.fontName(object))
			}
		}
	}
	if len(drawn) > 0 {
		slices.Sort(drawn)
		return fmt.Errorf("a font cannot be embedded as outlines: %q. "+
			"The styles of the page use it beside var(--print-font), or for a character of theirs that the font of the packet lacks", slices.Compact(drawn))
	}
	if len(absent) > 0 {
		slices.Sort(absent)
		return fmt.Errorf("a font is not in the PDF: %q", slices.Compact(absent))
	}
	return nil
}

// embedded reports whether the outlines of a simple font or a CIDFont are in
// the file.
func (d *document) embedded(font types.Dict) bool {
	descriptor := d.dict(font, "FontDescriptor")
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if _, ok := descriptor.Find(key); ok {
			return true
		}
	}
	return false
}

// fontName returns the name of a font; that of a Type 3 font stands in its
// descriptor.
func (d *document) fontName(font types.Dict) string {
	for _, name := range []*string{font.NameEntry("BaseFont"), d.dict(font, "FontDescriptor").NameEntry("FontName")} {
		if name != nil {
			return *name
		}
	}
	return "unnamed"
}

// pagesOf returns the numbers of the pages, from 1, on which the elements with
// the given ids are printed. Chromium records those that a link leads to.
func (d *document) pagesOf(ids []string) (map[string]int, error) {
	pages := map[string]int{}
	if len(ids) == 0 {
		return pages, nil
	}
	numbers := map[types.IndirectRef]int{}
	for i, page := range d.pages {
		numbers[page] = i + 1
	}
	for name, object := range d.dict(d.catalog, "Dests") {
		id, err := destinationID(name)
		if err != nil || !slices.Contains(ids, id) {
			continue
		}
		place, err := d.objects.DereferenceArray(object)
		if err != nil || len(place) == 0 {
			continue
		}
		if page, ok := place[0].(types.IndirectRef); ok {
			pages[id] = numbers[page]
		}
	}
	for _, id := range ids {
		if pages[id] == 0 {
			return nil, fmt.Errorf("the page number of #%s is asked for, but no link of the page leads there", id)
		}
	}
	return pages, nil
}

// destinationID returns the id behind the name of a destination, which is the
// fragment of a URL, percent-encoded, as a name of PDF, encoded once more.
func destinationID(name string) (string, error) {
	fragment, err := types.DecodeName(name)
	if err != nil {
		return "", err
	}
	return url.PathUnescape(fragment)
}

// dict returns a dictionary in another one; empty if there is none.
func (d *document) dict(in types.Dict, key string) types.Dict {
	object, _ := in.Find(key)
	found, err := d.objects.DereferenceDict(object)
	if err != nil {
		return nil
	}
	return found
}

// text returns a text in a dictionary; empty if there is none.
func (d *document) text(in types.Dict, key string) string {
	object, _ := in.Find(key)
	if object == nil {
		return ""
	}
	text, err := d.objects.DereferenceText(object)
	if err != nil {
		return ""
	}
	return text
}

// numbers returns the numbers of the objects, sorted.
func (d *document) numbers() []int {
	var numbers []int
	for number, entry := range d.objects.Table {
		if entry != nil && !entry.Free && entry.Object != nil {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// get returns what o refers to, or o itself.
func (d *document) get(o types.Object) types.Object {
	found, err := d.objects.Dereference(o)
	if err != nil {
		return nil
	}
	return found
}

// object returns the object with a number.
func (d *document) object(number int) types.Object { return d.get(*types.NewIndirectRef(number, 0)) }

// add adds an object.
func (d *document) add(o types.Object) types.IndirectRef {
	ref := *types.NewIndirectRef(d.next, 0)
	d.next++
	d.set(ref, o)
	return ref
}

// set replaces the object behind ref.
func (d *document) set(ref types.IndirectRef, o types.Object) {
	d.objects.Table[ref.ObjectNumber.Value()] = model.NewXRefTableEntryGen0(o)
}

// remove removes the object behind ref.
func (d *document) remove(ref types.IndirectRef) { delete(d.objects.Table, ref.ObjectNumber.Value()) }

// array returns an array in a dictionary; empty if there is none.
func (d *document) array(in types.Dict, key string) types.Array {
	found, _ := d.get(in[key]).(types.Array)
	return found
}

// stream returns the bytes of a stream, without its filters.
func (d *document) stream(o types.Object) ([]byte, error) {
	stream, ok := d.get(o).(types.StreamDict)
	if !ok {
		return nil, errors.New("reading the PDF: not a stream")
	}
	if err := stream.Decode(); err != nil {
		return nil, fmt.Errorf("reading the PDF: %w", err)
	}
	return stream.Content, nil
}
