package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Otherwise pdfcpu makes a folder for its settings in the user's home.
func init() { api.DisableConfigDir() }

// A finishedFile is a PDF, read back.
type finishedFile struct {
	objects *model.XRefTable
	catalog types.Dict
}

// readFinished reads what Chromium has written.
func readFinished(file []byte) (*finishedFile, error) {
	ctx, err := api.ReadContext(bytes.NewReader(file), model.NewDefaultConfiguration())
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
	return &finishedFile{objects: ctx.XRefTable, catalog: catalog}, nil
}

// check says why the file is not one that everybody can read, if so.
func (f *finishedFile) check() error {
	if f.objects.PageCount == 0 {
		return errors.New("the PDF has no pages")
	}
	if f.text(f.catalog, "Lang") == "" {
		return errors.New("the PDF has no language")
	}
	var info types.Dict
	if f.objects.Info != nil {
		var err error
		if info, err = f.objects.DereferenceDict(*f.objects.Info); err != nil {
			return fmt.Errorf("reading the PDF: %w", err)
		}
	}
	if f.text(info, "Title") == "" {
		return errors.New("the PDF has no title")
	}
	return f.checkFonts()
}

// checkFonts looks for fonts that are drawings (Type 3), which Chromium makes of
// fonts that it cannot embed, and for fonts that are not in the file.
func (f *finishedFile) checkFonts() error {
	var drawn, absent []string
	for _, entry := range f.objects.Table {
		object, ok := entry.Object.(types.Dict)
		if !ok || object.Type() == nil {
			continue
		}
		switch *object.Type() {
		case "Font":
			if subtype := object.Subtype(); subtype != nil && *subtype == "Type3" {
				drawn = append(drawn, f.fontName(object))
			} else if _, composite := object.Find("DescendantFonts"); !composite && !f.embedded(object) {
				absent = append(absent, f.fontName(object))
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
func (f *finishedFile) embedded(font types.Dict) bool {
	descriptor := f.dict(font, "FontDescriptor")
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if _, ok := descriptor.Find(key); ok {
			return true
		}
	}
	return false
}

// fontName returns the name of a font; that of a Type 3 font stands in its
// descriptor.
func (f *finishedFile) fontName(font types.Dict) string {
	for _, name := range []*string{font.NameEntry("BaseFont"), f.dict(font, "FontDescriptor").NameEntry("FontName")} {
		if name != nil {
			return *name
		}
	}
	return "unnamed"
}

// pagesOf returns the numbers of the pages, from 1, on which the elements with
// the given ids are printed. Chromium records those that a link leads to.
func (f *finishedFile) pagesOf(ids []string) (map[string]int, error) {
	pages := map[string]int{}
	if len(ids) == 0 {
		return pages, nil
	}
	numbers := map[types.IndirectRef]int{}
	for n := 1; n <= f.objects.PageCount; n++ {
		page, err := f.objects.PageDictIndRef(n)
		if err != nil {
			return nil, fmt.Errorf("reading the PDF: %w", err)
		}
		numbers[*page] = n
	}
	for name, object := range f.dict(f.catalog, "Dests") {
		id, err := destinationID(name)
		if err != nil || !slices.Contains(ids, id) {
			continue
		}
		place, err := f.objects.DereferenceArray(object)
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
func (f *finishedFile) dict(in types.Dict, key string) types.Dict {
	object, _ := in.Find(key)
	found, err := f.objects.DereferenceDict(object)
	if err != nil {
		return nil
	}
	return found
}

// text returns a text in a dictionary; empty if there is none.
func (f *finishedFile) text(in types.Dict, key string) string {
	object, _ := in.Find(key)
	if object == nil {
		return ""
	}
	text, err := f.objects.DereferenceText(object)
	if err != nil {
		return ""
	}
	return text
}
