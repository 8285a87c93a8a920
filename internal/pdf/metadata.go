package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// program is by what the file says that it was made.
const program = "Hikitsugi"

// info returns what the file says of itself.
func (d *document) info() types.Dict {
	if d.objects.Info == nil {
		return nil
	}
	info, _ := d.get(*d.objects.Info).(types.Dict)
	return info
}

// describe writes what the file says of itself: in the form of old, and as XMP;
// by which numbers its pages go; how it is to be shown. It claims to be PDF/UA-1
// only if nothing speaks against it.
func (d *document) describe(date time.Time) error {
	info := d.info()
	if info == nil {
		return fmt.Errorf("the PDF says nothing of itself")
	}
	title, producer := d.text(info, "Title"), d.text(info, "Producer")
	stamp := types.StringLiteral(date.UTC().Format("D:20060102150405+00'00'"))
	info["Creator"], info["CreationDate"], info["ModDate"] = textString(program), stamp, stamp
	d.catalog["PageLabels"] = types.Dict{"Nums": types.Array{types.Integer(0), types.Dict{"S": types.Name("D")}}}
	d.catalog["ViewerPreferences"] = types.Dict{"DisplayDocTitle": types.Boolean(true)}
	if d.catalog["Outlines"] != nil {
		d.catalog["PageMode"] = types.Name("UseOutlines")
	}
	meta := d.add(nil)
	d.catalog["Metadata"] = meta
	packet := metadata{title, d.text(d.catalog, "Lang"), producer, date, true}
	d.set(meta, packet.stream())
	faults, err := d.faults()
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		packet.accessible = false
		d.set(meta, packet.stream())
	}
	return nil
}

// metadata is what XMP says of a file.
type metadata struct {
	title, lang, producer string
	date                  time.Time
	accessible            bool // conforms to PDF/UA-1
}

// stream returns the packet of XMP. It is not compressed, so that a program that
// knows no PDF can find it.
func (m metadata) stream() types.StreamDict {
	escape := func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // into memory
		return b.String()
	}
	title, lang, stamp := escape(m.title), escape(m.lang), m.date.UTC().Format("2006-01-02T15:04:05Z")
	var b bytes.Buffer
	fmt.Fprintf(&b, `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li><rdf:li xml:lang="%s">%s</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>%s</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>
<pdf:Producer>%s</pdf:Producer>
`, "\uFEFF", title, lang, title, lang, program, stamp, stamp, escape(m.producer))
	if m.accessible {
		b.WriteString("<pdfuaid:part>1</pdfuaid:part>\n")
	}
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return plainStream(types.Dict{"Type": types.Name("Metadata"), "Subtype": types.Name("XML")}, b.Bytes())
}
