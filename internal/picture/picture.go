// Package picture reads of a picture what a page must know before a browser loads
// it: how large it is, so that the text does not jump, and whether it is safe to
// publish. It looks at the head of a file and decodes no picture.
package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif" // the formats that browsers show
	_ "image/jpeg"
	_ "image/png"
	"path"
	"slices"
	"strings"

	_ "golang.org/x/image/webp"
)

// A Size is in CSS pixels.
type Size struct{ Width, Height int }

// A Fault says why a file cannot be published as a picture; "" is none.
type Fault string

// The faults of pictures.
const (
	Broken   Fault = "broken"   // not of the format that its name says, or cut off
	Script   Fault = "script"   // it holds a program, or what does not draw
	Page     Fault = "page"     // it holds parts of a web page
	Outside  Fault = "outside"  // it loads something else
	Sizeless Fault = "sizeless" // it does not say how large it is
)

var endings = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}

// Is reports whether a file of that name is a picture that browsers show.
func Is(name string) bool { return slices.Contains(endings, strings.ToLower(path.Ext(name))) }

// Read returns how large the picture in data is as it is shown, or what is wrong
// with it.
func Read(name string, data []byte) (Size, Fault) {
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		return readSVG(data)
	case ".avif":
		return readAVIF(data)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return Size{}, Broken
	}
	if format == "jpeg" && turned(data) {
		return Size{config.Height, config.Width}, ""
	}
	return Size{config.Width, config.Height}, ""
}

// turned reports whether a JPEG is shown on its side, as cameras ask for (Exif,
// tag 0x0112).
func turned(data []byte) bool {
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != 0xda; {
		length := int(binary.BigEndian.Uint16(rest[2:]))
		if length < 2 || len(rest) < 2+length {
			return false
		}
		if segment, ok := bytes.CutPrefix(rest[4:2+length], []byte("Exif\x00\x00")); ok && rest[1] == 0xe1 {
			return orientation(segment) >= 5
		}
		rest = rest[2+length:]
	}
	return false
}

// orientation returns the value of the tag in a TIFF header, or 0.
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 0
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 0
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 {
			return int(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}

// readAVIF finds the largest picture that the file describes: the others are its
// tiles and its transparency. A quarter turn swaps its sides (ISO 23008-12: the
// properties ispe and irot).
func readAVIF(data []byte) (Size, Fault) {
	if len(data) < 12 || string(data[4:8]) != "ftyp" || !bytes.Contains(data[8:min(len(data), 64)], []byte("avi")) {
		return Size{}, Broken
	}
	var size Size
	for rest := data; ; {
		_, after, found := bytes.Cut(rest, []byte("ispe"))
		if !found || len(after) < 12 {
			break
		}
		width, height := int(binary.BigEndian.Uint32(after[4:])), int(binary.BigEndian.Uint32(after[8:]))
		if width < 1<<16 && height < 1<<16 && width*height > size.Width*size.Height {
			size = Size{width, height}
		}
		rest = after
	}
	if size.Width == 0 {
		return Size{}, Broken
	}
	if _, after, found := bytes.Cut(data, []byte("\x00\x00\x00\x09irot")); found && len(after) > 0 && after[0]&1 == 1 {
		size.Width, size.Height = size.Height, size.Width
	}
	return size, ""
}
