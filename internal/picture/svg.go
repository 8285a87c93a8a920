package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A page shows an SVG as an image, in which nothing runs and nothing is loaded. But
// its file has an address of its own, and opened there it is a page of this site.

// readSVG returns the size of an SVG, if it holds nothing but a picture.
func readSVG(data []byte) (Size, Fault) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = plain
	var root *xml.StartElement
	var style *strings.Builder // what stands in the <style> that is open
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) && root != nil {
			return sizeOf(*root)
		}
		if err != nil {
			return Size{}, Broken
		}
		fault := Fault("")
		switch t := token.(type) {
		case xml.StartElement:
			if root == nil {
				if t.Name.Local != "svg" || !ofSVG(t.Name) {
					return Size{}, Broken
				}
				first := t.Copy()
				root = &first
			}
			switch {
			case style != nil:
				fault = Script // browsers read the style without what stands within
			case t.Name.Local == "style" && ofSVG(t.Name):
				style = new(strings.Builder)
			}
			if fault == "" {
				fault = inElement(t)
			}
		case xml.EndElement:
			if style != nil {
				fault, style = inStyle(style.String()), nil
			}
		case xml.CharData:
			if style != nil {
				style.Write(t)
			}
		case xml.ProcInst:
			if !slices.Contains(notes, t.Target) {
				fault = Outside // a style sheet
			}
		case xml.Directive:
			if bytes.ContainsRune(t, '[') {
				fault = Outside // entities: what they stand for is not seen here
			}
		}
		if fault != "" {
			return Size{}, fault
		}
	}
}

// notes are instructions of which a browser makes nothing: PlantUML keeps there what
// it made the picture of, and Adobe's programs what describes it.
var notes = []string{"xml", "plantuml", "plantuml-src", "xpacket"}

// plain reads files that PlantUML writes: they say that they are ASCII.
func plain(charset string, text io.Reader) (io.Reader, error) {
	data, err := io.ReadAll(text)
	if err == nil && (!strings.EqualFold(charset, "us-ascii") || bytes.ContainsFunc(data, func(r rune) bool { return r > unicode.MaxASCII })) {
		err = errors.ErrUnsupported
	}
	return bytes.NewReader(data), err
}

// drawing are the elements of SVG that draw, those that older programs write included.
// The others run something, hold another page or are none.
var drawing = strings.Fields(`
	svg g defs symbol use switch a view title desc metadata style
	path rect circle ellipse line polyline polygon image
	text tspan textPath tref altGlyph altGlyphDef altGlyphItem glyphRef
	flowRoot flowRegion flowRegionExclude flowPara flowSpan flowDiv flowLine flowTref
	linearGradient radialGradient stop pattern solidColor solidcolor hatch hatchpath hatchPath
	mesh meshgradient meshGradient meshrow meshRow meshpatch meshPatch
	clipPath mask marker cursor color-profile
	animate animateColor animateMotion animateTransform mpath set discard
	font font-face font-face-format font-face-name font-face-src font-face-uri glyph missing-glyph hkern vkern
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
	feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur
	feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// Elements of these languages act in a picture as they do in a page. Those of any
// other, in which drawing programs keep what is theirs, do nothing.
const (
	nsSVG    = "http://www.w3.org/2000/svg"
	nsXHTML  = "http://www.w3.org/1999/xhtml"
	nsMathML = "http://www.w3.org/1998/Math/MathML"
)

// ofSVG reports whether a name is one of SVG. A file without namespaces is read as if
// it had said so.
func ofSVG(name xml.Name) bool { return name.Space == nsSVG || name.Space == "" }

func inElement(e xml.StartElement) Fault {
	switch {
	case e.Name.Space == nsXHTML, e.Name.Space == nsMathML, e.Name.Local == "foreignObject":
		return Page
	case ofSVG(e.Name) && !slices.Contains(drawing, e.Name.Local):
		return Script
	}
	for _, a := range e.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Value))
		switch {
		case strings.HasPrefix(strings.ToLower(a.Name.Local), "on"), a.Name.Local == "attributeName" && strings.HasSuffix(value, "href"):
			return Script
		case a.Name.Local == "href" || a.Name.Local == "src":
			switch {
			case strings.HasPrefix(value, "javascript:"):
				return Script
			case strings.HasPrefix(value, "#"), e.Name.Local == "a" && strings.HasPrefix(value, "https:"), embedded.MatchString(value):
			default:
				return Outside
			}
		case a.Name.Local == "base" && a.Name.Space != "", a.Name.Local == "ping":
			return Outside
		case a.Name.Space == "" && !named(a.Name.Local):
			if fault := inStyle(a.Value); fault != "" {
				return fault
			}
		}
	}
	return ""
}

// named reports whether an attribute holds names or words, however they look.
func named(attribute string) bool {
	return attribute == "id" || attribute == "class" || attribute == "content" || strings.HasPrefix(attribute, "aria-") || strings.HasPrefix(attribute, "data-")
}

// sizeOf returns the size that an SVG states for itself, else that of its view box.
func sizeOf(root xml.StartElement) (Size, Fault) {
	said := map[string]string{}
	for _, a := range root.Attr {
		if a.Name.Space == "" {
			said[a.Name.Local] = a.Value
		}
	}
	width, height := length(said["width"]), length(said["height"])
	if width == 0 || height == 0 {
		box := strings.FieldsFunc(said["viewBox"], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
		if len(box) != 4 {
			return Size{}, Sizeless
		}
		width, height = length(box[2]), length(box[3])
	}
	if width == 0 || height == 0 {
		return Size{}, Sizeless
	}
	return Size{width, height}, ""
}

// length reads a length in pixels; what is none is 0.
func length(s string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || !(n > 0 && n < 1<<16) {
		return 0
	}
	return int(math.Ceil(n))
}
