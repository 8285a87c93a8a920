package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// kinds are the kinds of elements that PDF 1.7 knows.
var kinds = kindSet("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", nonStruct, "Private",
	"P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot",
	"Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP",
	"Figure", "Formula", "Form")

// faults says what speaks against PDF/UA-1 (ISO 14289-1), as far as a program
// can find it: the conditions of the Matterhorn Protocol 1.1 that are for
// machines and that can arise in what Chromium prints. The number of each stands
// before it.
func (d *document) faults() ([]string, error) {
	var faults []string
	fault := func(format string, arguments ...any) { faults = append(faults, fmt.Sprintf(format, arguments...)) }

	if marked, _ := d.get(d.catalog["MarkInfo"]).(types.Dict); marked["Marked"] != types.Boolean(true) {
		fault("06-001 the file does not say that it is tagged")
	}
	if d.text(d.catalog, "Lang") == "" {
		fault("11-006 no language")
	}
	if preferences, _ := d.get(d.catalog["ViewerPreferences"]).(types.Dict); preferences["DisplayDocTitle"] != types.Boolean(true) {
		fault("07-001 the title is not shown")
	}
	if meta, err := d.stream(d.catalog["Metadata"]); err != nil || !bytes.Contains(meta, []byte("<dc:title>")) || d.text(d.info(), "Title") == "" {
		fault("06-003 no title")
	}
	for i, page := range d.pages {
		dict, _ := d.get(page).(types.Dict)
		data, err := d.stream(dict["Contents"])
		if err != nil {
			return nil, err
		}
		list, err := instructions(data)
		if err != nil {
			return nil, err
		}
		if unmarked(list) {
			fault("01-005 page %d paints what is neither in the structure nor an artifact", i+1)
		}
		if blankGlyph(list) {
			fault("31-030 page %d shows a character that its font lacks", i+1)
		}
		annotations := d.annotations(page)
		if len(annotations) > 0 && name(dict["Tabs"]) != "S" {
			fault("28-010 the tabulator does not follow the structure of page %d", i+1)
		}
		for _, ref := range annotations {
			annotation, _ := d.get(ref).(types.Dict)
			switch {
			case annotation["StructParent"] == nil:
				fault("28-002 an annotation of page %d is not in the structure", i+1)
			case name(annotation["Subtype"]) == "Link" && d.text(annotation, "Contents") == "":
				fault("28-012 a link of page %d is not described", i+1)
			case name(annotation["Subtype"]) == "Widget" && d.text(annotation, "TU") == "":
				fault("28-005 a field of page %d is not described", i+1)
			}
		}
	}
	for _, n := range d.numbers() {
		font, ok := d.object(n).(types.Dict)
		if ok && name(font["Subtype"]) == "Type0" && font["ToUnicode"] == nil {
			fault("10-001 the font %s does not say its characters", d.fontName(font))
		}
	}
	root, _ := d.get(d.catalog["StructTreeRoot"]).(types.Dict)
	roles, _ := d.get(root["RoleMap"]).(types.Dict)
	s := structureFaults{d: d, roles: roles, fault: fault}
	s.walk(root["K"], "")
	return faults, nil
}

// unmarked reports whether something is painted that is not marked.
func unmarked(list []instruction) bool {
	var marked []bool
	for _, in := range list {
		covered := len(marked) > 0 && marked[len(marked)-1]
		switch in.operator {
		case "BMC", "BDC":
			_, ok := markedID(in.operands)
			marked = append(marked, covered || ok || bytes.HasPrefix(in.operands, []byte("/Artifact")))
		case "EMC":
			marked = marked[:max(0, len(marked)-1)]
		case "Tj", "TJ", "'", "\"", "Do", "sh", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*":
			if !covered {
				return true
			}
		}
	}
	return false
}

// blankGlyph reports whether the glyph for what a font lacks is shown. Skia
// writes glyphs as four digits each.
func blankGlyph(list []instruction) bool {
	for _, in := range list {
		if in.operator != "Tj" {
			continue
		}
		digits := strings.Trim(string(in.operands), "<> \n")
		for ; len(digits) >= 4; digits = digits[4:] {
			if digits[:4] == "0000" {
				return true
			}
		}
	}
	return false
}

// structureFaults looks through the structure.
type structureFaults struct {
	d       *document
	roles   types.Dict
	fault   func(format string, arguments ...any)
	heading int // the level of the last heading
}

// within says in which elements an element of a kind may stand, where that is
// not free.
var within = map[string][]string{
	"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
	"TH": {"TR"}, "TD": {"TR"},
}

// holds says what an element of a kind may hold, where that is not free.
var holds = map[string][]string{
	"L": {"LI", "Caption", "L"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
	"THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
}

func (s *structureFaults) walk(o types.Object, parent string) {
	switch k := s.d.get(o).(type) {
	case types.Array:
		for _, item := range k {
			s.walk(item, parent)
		}
	case types.Integer:
		if holds[parent] != nil {
			s.fault("09-004 text stands in a %s", parent)
		}
	case types.Dict:
		if name(k["Type"]) == "OBJR" {
			s.annotation(k, parent)
			return
		}
		if name(k["Type"]) != "StructElem" {
			return
		}
		kind := name(k["S"])
		if role, ok := s.roles[kind]; ok {
			kind = name(role)
		}
		s.element(kind, parent, k)
		s.walk(k["K"], kind)
	}
}

// element looks at one element.
func (s *structureFaults) element(kind, parent string, e types.Dict) {
	if !kinds[kind] {
		s.fault("02-001 %s is no kind of element", kind)
	}
	if allowed := within[kind]; allowed != nil && !slices.Contains(allowed, parent) || holds[parent] != nil && !slices.Contains(holds[parent], kind) {
		s.fault("09-004 a %s stands in a %s", kind, parent)
	}
	if (kind == "Figure" || kind == "Formula") && s.d.text(e, "Alt") == "" && s.d.text(e, "ActualText") == "" {
		s.fault("13-004 a %s is not described", kind)
	}
	var level int
	if n, _ := fmt.Sscanf(kind, "H%d", &level); n == 1 {
		if level > s.heading+1 {
			s.fault("14-003 a heading of level %d follows one of level %d", level, s.heading)
		}
		s.heading = level
	}
	if kind == "TH" {
		if a, _ := s.d.get(e["A"]).(types.Dict); a["Scope"] == nil && e["ID"] == nil {
			s.fault("15-003 the head of a table does not say what it is the head of")
		}
	}
}

// annotation looks at a link or a field.
func (s *structureFaults) annotation(o types.Dict, parent string) {
	annotation, _ := s.d.get(o["Obj"]).(types.Dict)
	switch subtype := name(annotation["Subtype"]); {
	case subtype == "Link" && parent != "Link" && parent != "Reference":
		s.fault("28-011 a link stands in a %s", parent)
	case subtype == "Widget" && parent != "Form":
		s.fault("28-008 a field stands in a %s", parent)
	}
}
