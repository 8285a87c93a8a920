package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A page shows an SVG as an image, in which nothing runs and nothing is loaded. But
// its file has an address of its own, and opened there it is a page of this site.

// active are elements that run something or hold another page.
var active = []string{"script", "handler", "listener", "foreignObject", "iframe", "object", "embed", "audio", "video"}

// readSVG returns the size of an SVG, if it holds nothing but a picture.
func readSVG(data []byte) (Size, Fault) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	var root *xml.StartElement
	style := false // within a <style>
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
				if t.Name.Local != "svg" {
					return Size{}, Broken
				}
				first := t.Copy()
				root = &first
			}
			style = t.Name.Local == "style"
			fault = inElement(t)
		case xml.EndElement:
			style = false
		case xml.CharData:
			if style {
				fault = inStyle(string(t))
			}
		case xml.ProcInst:
			if t.Target != "xml" {
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

func inElement(e xml.StartElement) Fault {
	if slices.Contains(active, e.Name.Local) {
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
		case a.Name.Local == "base" && a.Name.Space != "":
			return Outside
		default:
			if fault := inStyle(a.Value); fault != "" {
				return fault
			}
		}
	}
	return ""
}

var (
	embedded = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,`)
	loads    = regexp.MustCompile(`(?i)@import|url\(\s*["']?\s*([^\s"')]*)`)
)

// inStyle looks for what a style loads.
func inStyle(css string) Fault {
	for _, m := range loads.FindAllStringSubmatch(css, -1) {
		if !strings.HasPrefix(m[1], "#") && !embedded.MatchString(strings.ToLower(m[1])) {
			return Outside
		}
	}
	return ""
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
