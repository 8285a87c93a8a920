package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A place is where an object stands: at an offset of the file, or in a stream
// of objects at an index.
type place struct{ stream, at int }

// objectsPerStream is how many objects are compressed together.
const objectsPerStream = 200

// encode writes the document as a file of PDF 1.7, whose objects are compressed.
// Only the objects and their order decide its bytes.
func (d *document) encode() ([]byte, error) {
	d.renumber()
	var file bytes.Buffer
	file.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	places := map[int]place{}
	put := func(number int, write func(*bytes.Buffer) error) error {
		places[number] = place{at: file.Len()}
		fmt.Fprintf(&file, "%d 0 obj\n", number)
		if err := write(&file); err != nil {
			return fmt.Errorf("writing the PDF: object %d: %w", number, err)
		}
		file.WriteString("\nendobj\n")
		return nil
	}
	var plain []int
	for _, number := range d.numbers() {
		object := d.object(number)
		stream, ok := object.(types.StreamDict)
		if !ok {
			plain = append(plain, number)
			continue
		}
		err := put(number, func(b *bytes.Buffer) error { return writeStream(b, stream.Dict, stream.Raw) })
		if err != nil {
			return nil, err
		}
	}
	next := d.next
	for numbers := range slices.Chunk(plain, objectsPerStream) {
		var index, body bytes.Buffer
		for i, number := range numbers {
			fmt.Fprintf(&index, "%d %d ", number, body.Len())
			if err := writeObject(&body, d.object(number)); err != nil {
				return nil, fmt.Errorf("writing the PDF: object %d: %w", number, err)
			}
			body.WriteByte('\n')
			places[number] = place{stream: next, at: i}
		}
		about := types.Dict{"Type": types.Name("ObjStm"), "N": types.Integer(len(numbers)), "First": types.Integer(index.Len())}
		packed := newStream(about, append(index.Bytes(), body.Bytes()...))
		if err := put(next, func(b *bytes.Buffer) error { return writeStream(b, packed.Dict, packed.Raw) }); err != nil {
			return nil, err
		}
		next++
	}
	return d.finishFile(&file, places, next)
}

// renumber numbers the objects from 1 and without gaps.
func (d *document) renumber() {
	number := map[int]int{}
	for i, old := range d.numbers() {
		number[old] = i + 1
	}
	var follow func(o types.Object) types.Object
	follow = func(o types.Object) types.Object {
		switch o := o.(type) {
		case types.IndirectRef:
			if n, ok := number[o.ObjectNumber.Value()]; ok {
				return *types.NewIndirectRef(n, 0)
			}
			return nil // as a reference to what is not there
		case types.Array: // several objects may hold one
			list := make(types.Array, len(o))
			for i, item := range o {
				list[i] = follow(item)
			}
			return list
		case types.Dict:
			dict := types.Dict{}
			for key, value := range o {
				dict[key] = follow(value)
			}
			return dict
		case types.StreamDict:
			o.Dict = follow(o.Dict).(types.Dict)
			return o
		}
		return o
	}
	table := map[int]*model.XRefTableEntry{}
	for _, old := range d.numbers() {
		entry := d.objects.Table[old]
		entry.Object = follow(entry.Object)
		table[number[old]] = entry
	}
	d.objects.Table, d.next = table, len(table)+1
	for _, ref := range []*types.IndirectRef{d.objects.Root, d.objects.Info} {
		*ref = follow(*ref).(types.IndirectRef)
	}
	d.catalog, _ = d.get(*d.objects.Root).(types.Dict)
	for i, page := range d.pages {
		d.pages[i] = follow(page).(types.IndirectRef)
	}
}

// finishFile appends the table of places, as a stream with the given number.
func (d *document) finishFile(file *bytes.Buffer, places map[int]place, number int) ([]byte, error) {
	start := file.Len()
	places[number] = place{at: start}
	var table bytes.Buffer
	row := func(kind byte, a uint32, b uint16) {
		table.WriteByte(kind)
		table.Write(binary.BigEndian.AppendUint32(nil, a))
		table.Write(binary.BigEndian.AppendUint16(nil, b))
	}
	for n := range number + 1 {
		switch at, ok := places[n]; {
		case !ok:
			row(0, 0, 0xFFFF)
		case at.stream != 0:
			row(2, uint32(at.stream), uint16(at.at))
		default:
			row(1, uint32(at.at), 0)
		}
	}
	id := types.HexLiteral(idOf(file.Bytes()))
	trailer := newStream(types.Dict{
		"Type": types.Name("XRef"), "Size": types.Integer(number + 1), "W": types.Array{types.Integer(1), types.Integer(4), types.Integer(2)},
		"Root": *d.objects.Root, "Info": *d.objects.Info, "ID": types.Array{id, id},
	}, table.Bytes())
	fmt.Fprintf(file, "%d 0 obj\n", number)
	if err := writeStream(file, trailer.Dict, trailer.Raw); err != nil {
		return nil, fmt.Errorf("writing the PDF: %w", err)
	}
	fmt.Fprintf(file, "\nendobj\nstartxref\n%d\n%%%%EOF\n", start)
	return file.Bytes(), nil
}

// newStream returns a compressed stream.
func newStream(about types.Dict, content []byte) types.StreamDict {
	var packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, zlib.BestCompression) // the level is one
	_, _ = w.Write(content)                                    // into memory
	_ = w.Close()
	about["Filter"] = types.Name("FlateDecode")
	return types.StreamDict{
		Dict: about, Raw: packed.Bytes(), Content: content,
		FilterPipeline: []types.PDFFilter{{Name: "FlateDecode"}},
	}
}

// plainStream returns a stream that programs can read without a PDF library.
func plainStream(about types.Dict, content []byte) types.StreamDict {
	return types.StreamDict{Dict: about, Raw: content, Content: content}
}

// writeStream writes a stream object.
func writeStream(b *bytes.Buffer, about types.Dict, raw []byte) error {
	about["Length"] = types.Integer(len(raw))
	if err := writeObject(b, about); err != nil {
		return err
	}
	b.WriteString("\nstream\n")
	b.Write(raw)
	b.WriteString("\nendstream")
	return nil
}

// writeObject writes an object that is not a stream. The library's own writer
// would round numbers.
func writeObject(b *bytes.Buffer, object types.Object) error {
	switch o := object.(type) {
	case nil:
		b.WriteString("null")
	case types.Boolean, types.Integer, types.StringLiteral, types.HexLiteral, types.IndirectRef:
		b.WriteString(o.PDFString())
	case types.Float:
		b.WriteString(strconv.FormatFloat(float64(o), 'f', -1, 64))
	case types.Name:
		writeName(b, string(o))
	case types.Array:
		b.WriteByte('[')
		for i, item := range o {
			if i > 0 {
				b.WriteByte(' ')
			}
			if err := writeObject(b, item); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case types.Dict:
		b.WriteString("<<")
		for _, key := range slices.Sorted(maps.Keys(o)) {
			writeName(b, key)
			b.WriteByte(' ')
			if err := writeObject(b, o[key]); err != nil {
				return err
			}
		}
		b.WriteString(">>")
	default:
		return fmt.Errorf("a %T, which Chromium does not write", object)
	}
	return nil
}

// writeName writes a name. What was read is escaped as the file had it.
func writeName(b *bytes.Buffer, name string) {
	b.WriteByte('/')
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c > '~' || strings.IndexByte("()<>[]{}/%", c) >= 0 {
			fmt.Fprintf(b, "#%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
}

// textString returns s as a text of PDF: UTF-16 behind a mark.
func textString(s string) types.HexLiteral {
	data := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		data = binary.BigEndian.AppendUint16(data, unit)
	}
	return types.HexLiteral(strings.ToUpper(hex.EncodeToString(data)))
}
