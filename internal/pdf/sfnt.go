package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf16"
)

// A face is one font of an OpenType file: its directory of tables. The format is
// the OpenType specification's, chapters "OpenType font file" and "name".
type face struct {
	file   io.ReaderAt
	kind   uint32 // sfntVersion
	tables map[string]extent
}

// An extent is where a table stands in the file, in bytes.
type extent struct{ offset, length uint32 }

const (
	maxFaces  = 64       // in a collection; real ones have at most a dozen
	maxTables = 128      // in a face; real ones have about twenty
	collected = "ttcf"   // the first four bytes of a collection
	wholeFile = 64 << 20 // the most that is believed of one table, in bytes
)

// readFaces reads the directories of a font file of size bytes.
func readFaces(file io.ReaderAt, size int64) ([]*face, error) {
	head, err := readAt(file, 0, 12)
	if err != nil {
		return nil, err
	}
	offsets := []uint32{0}
	if string(head[:4]) == collected {
		count := binary.BigEndian.Uint32(head[8:])
		if count > maxFaces {
			return nil, fmt.Errorf("a collection of %d fonts", count)
		}
		list, err := readAt(file, 12, 4*count)
		if err != nil {
			return nil, err
		}
		offsets = offsets[:0]
		for entry := range slices.Chunk(list, 4) {
			offsets = append(offsets, binary.BigEndian.Uint32(entry))
		}
	}
	var faces []*face
	for _, offset := range offsets {
		face, err := readFace(file, size, offset)
		if err != nil {
			return nil, err
		}
		faces = append(faces, face)
	}
	return faces, nil
}

// readFace reads the directory at offset.
func readFace(file io.ReaderAt, size int64, offset uint32) (*face, error) {
	head, err := readAt(file, offset, 12)
	if err != nil {
		return nil, err
	}
	count := uint32(binary.BigEndian.Uint16(head[4:]))
	if count > maxTables {
		return nil, fmt.Errorf("a font of %d tables", count)
	}
	list, err := readAt(file, offset+12, 16*count)
	if err != nil {
		return nil, err
	}
	f := &face{file: file, kind: binary.BigEndian.Uint32(head), tables: map[string]extent{}}
	for entry := range slices.Chunk(list, 16) {
		at := extent{binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])}
		if int64(at.offset)+int64(at.length) > size || at.length > wholeFile {
			return nil, fmt.Errorf("table %q is cut off", entry[:4])
		}
		f.tables[string(entry[:4])] = at
	}
	return f, nil
}

// readAt reads length bytes at offset.
func readAt(file io.ReaderAt, offset, length uint32) ([]byte, error) {
	data := make([]byte, length)
	if _, err := file.ReadAt(data, int64(offset)); err != nil {
		return nil, fmt.Errorf("not a font file: %w", err)
	}
	return data, nil
}

// table returns the bytes of a table.
func (f *face) table(tag string) ([]byte, error) {
	at, ok := f.tables[tag]
	if !ok {
		return nil, fmt.Errorf("no table %q", tag)
	}
	return readAt(f.file, at.offset, at.length)
}

// static says why the face cannot be embedded as TrueType outlines, if so.
func (f *face) static() error {
	switch {
	case f.has("fvar"):
		return errors.New("a variable font; a static one is needed")
	case f.has("CFF ") || f.has("CFF2") || !f.has("glyf"):
		return errors.New("not a TrueType font: its outlines are not in a glyf table")
	}
	return nil
}

func (f *face) has(tag string) bool {
	_, ok := f.tables[tag]
	return ok
}

// Numbers of names. Of the styles only Regular and Bold matter, and those stand
// under the number of every font.
const (
	familyName     = 1
	styleName      = 2
	postScriptName = 6 // by which a PDF knows the face
)

// names reads the English names of the face, by their numbers.
func (f *face) names() (map[int]string, error) {
	data, err := f.table("name")
	if err != nil {
		return nil, err
	}
	if len(data) < 6 {
		return nil, errors.New("the name table is cut off")
	}
	count, storage := int(binary.BigEndian.Uint16(data[2:])), int(binary.BigEndian.Uint16(data[4:]))
	if len(data) < 6+12*count {
		return nil, errors.New("the name table is cut off")
	}
	names := map[int]string{}
	for record := range slices.Chunk(data[6:6+12*count], 12) {
		field := func(i int) int { return int(binary.BigEndian.Uint16(record[2*i:])) }
		platform, language, id, length, offset := field(0), field(2), field(3), field(4), storage+field(5)
		const windows, english = 3, 0x409
		if platform != windows || language != english || offset+length > len(data) {
			continue
		}
		names[id] = decodeUTF16(data[offset : offset+length])
	}
	return names, nil
}

// decodeUTF16 decodes big-endian UTF-16.
func decodeUTF16(data []byte) string {
	var units []uint16
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, binary.BigEndian.Uint16(data))
	}
	return string(utf16.Decode(units))
}

// standalone returns the face as a file of its own: a browser takes no face
// other than the first out of a collection.
func (f *face) standalone() ([]byte, error) {
	tags := slices.Sorted(maps.Keys(f.tables))
	offset := 12 + 16*len(tags)
	head := binary.BigEndian.AppendUint32(nil, f.kind)
	head = binary.BigEndian.AppendUint16(head, uint16(len(tags)))
	head = append(head, make([]byte, 6)...) // a search tree that nothing reads
	var body []byte
	for _, tag := range tags {
		data, err := f.table(tag)
		if err != nil {
			return nil, err
		}
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		head = append(head, tag...)
		head = binary.BigEndian.AppendUint32(head, 0) // the checksum, likewise
		head = binary.BigEndian.AppendUint32(head, uint32(offset+len(body)))
		head = binary.BigEndian.AppendUint32(head, uint32(len(data)))
		body = append(body, data...)
	}
	return append(head, body...), nil
}
