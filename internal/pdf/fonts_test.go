package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// A table is one of a font that a test makes.
type table struct {
	tag  string
	data []byte
}

// fontFile makes a font of tables, to stand at offset in a file.
func fontFile(offset int, tables ...table) []byte {
	head := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 0, 0, 0, 0, 0}
	var body []byte
	for _, table := range tables {
		head = append(head, table.tag...)
		head = append(head, 0, 0, 0, 0)
		head = binary.BigEndian.AppendUint32(head, uint32(offset+12+16*len(tables)+len(body)))
		head = binary.BigEndian.AppendUint32(head, uint32(len(table.data)))
		body = append(body, table.data...)
	}
	return append(head, body...)
}

// collection makes a .ttc of whole fonts.
func collection(fonts ...[]byte) []byte {
	head := binary.BigEndian.AppendUint32([]byte("ttcf\x00\x01\x00\x00"), uint32(len(fonts)))
	var body []byte
	start := 12 + 4*len(fonts)
	for _, font := range fonts {
		at := start + len(body)
		head = binary.BigEndian.AppendUint32(head, uint32(at))
		font = bytes.Clone(font)
		for i := range int(binary.BigEndian.Uint16(font[4:])) {
			place := font[12+16*i+8:]
			binary.BigEndian.PutUint32(place, binary.BigEndian.Uint32(place)+uint32(at))
		}
		body = append(body, font...)
	}
	return append(head, body...)
}

// nameTable makes a name table with a Japanese and an English name each.
func nameTable(family, style string) table {
	var records, storage []byte
	add := func(language, id uint16, text string) {
		var data []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			data = binary.BigEndian.AppendUint16(data, unit)
		}
		for _, field := range []uint16{3, 1, language, id, uint16(len(data)), uint16(len(storage))} {
			records = binary.BigEndian.AppendUint16(records, field)
		}
		storage = append(storage, data...)
	}
	add(0x409, 1, family)
	add(0x409, 2, style)
	add(0x411, 1, "日本語名")
	add(0x411, 2, "標準")
	head := []byte{0, 0, 0, 4, 0, byte(6 + len(records))}
	return table{"name", slices.Concat(head, records, storage)}
}

var outlines = table{"glyf", []byte("outlines")}

func TestFindFonts(t *testing.T) {
	font := func(family, style string, more ...table) []byte {
		return fontFile(0, append([]table{nameTable(family, style)}, more...)...)
	}
	type files map[string][]byte
	for _, test := range []struct {
		name  string
		files files
		want  Fonts // paths relative to the folder
	}{
		{"best family", files{
			"a/IPAexGothic.ttf":        font("IPAexGothic", "Regular", outlines),
			"b/NotoSansJP-Regular.ttf": font("Noto Sans JP", "Regular", outlines),
			"b/NotoSansJP-Bold.TTF":    font("Noto Sans JP", "Bold", outlines),
			"c/mono.ttf":               font("Liberation Mono", "Regular", outlines),
		}, Fonts{Regular: Font{"b/NotoSansJP-Regular.ttf", 0}, Bold: Font{"b/NotoSansJP-Bold.TTF", 0}, Mono: Font{"c/mono.ttf", 0}}},
		{"a bold face before a better family", files{
			"biz.ttf":  font("BIZ UDPGothic", "Regular", outlines),
			"noto.ttf": font("Noto Sans JP", "Regular", outlines),
			"bold.ttf": font("Noto Sans JP", "Bold", outlines),
		}, Fonts{Regular: Font{"noto.ttf", 0}, Bold: Font{"bold.ttf", 0}}},
		{"Latin family for English", files{
			"ipa.ttf":   font("IPAexGothic", "Regular", outlines),
			"lib.ttf":   font("Liberation Sans", "Regular", outlines),
			"lib-b.ttf": font("Liberation Sans", "Bold", outlines),
			"noto.ttf":  font("Noto Sans", "Regular", outlines), // without a bold face
		}, Fonts{Regular: Font{"ipa.ttf", 0}, Latin: Font{"lib.ttf", 0}, LatinBold: Font{"lib-b.ttf", 0}}},
		{"no bold face at all", files{
			"ipa.ttf": font("IPAexGothic", "Regular", outlines),
		}, Fonts{Regular: Font{"ipa.ttf", 0}}},
		{"collection", files{
			"BIZ-UDGothicB.ttc": collection(font("BIZ UDGothic", "Bold", outlines), font("BIZ UDPGothic", "Bold", outlines)),
			"BIZ-UDGothicR.ttc": collection(font("BIZ UDGothic", "Regular", outlines), font("BIZ UDPGothic", "Regular", outlines)),
		}, Fonts{Regular: Font{"BIZ-UDGothicR.ttc", 1}, Bold: Font{"BIZ-UDGothicB.ttc", 1}, Mono: Font{"BIZ-UDGothicR.ttc", 0}}},
		{"only what can be embedded", files{
			"a-variable.ttf": font("Noto Sans JP", "Regular", outlines, table{"fvar", []byte("x")}),
			"b-cff.ttf":      font("BIZ UDPGothic", "Regular", table{"CFF ", []byte("x")}),
			"c-cut.ttf":      font("BIZ UDPGothic", "Regular", outlines)[:60],
			"d-text.ttf":     []byte("not a font"),
			"e-empty.ttf":    nil,
			"f-other.otf":    font("BIZ UDPGothic", "Regular", outlines),
			"g-ipa.ttf":      font("IPAexGothic", "Regular", outlines),
		}, Fonts{Regular: Font{"g-ipa.ttf", 0}}},
		{"nothing", files{"latin.ttf": font("Liberation Mono", "Regular", outlines)}, Fonts{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, data := range test.files {
				write(t, filepath.Join(dir, name), data)
			}
			got, err := FindFonts([]string{filepath.Join(dir, "absent"), dir})
			for _, font := range []*Font{&got.Regular, &got.Bold, &got.Mono, &got.Latin, &got.LatinBold} {
				font.Path = filepath.ToSlash(strings.TrimPrefix(font.Path, dir+string(filepath.Separator)))
			}
			if got != test.want {
				t.Errorf("found %v, want %v", got, test.want)
			}
			if help := new(Error); errors.As(err, &help) != (test.want == Fonts{}) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestFontDirs(t *testing.T) {
	for goos, want := range map[string]string{
		"linux":   "/h/.local/share/fonts",
		"darwin":  "/h/Library/Fonts",
		"windows": `/h\AppData\Local\Microsoft\Windows\Fonts`,
	} {
		dirs := FontDirs(goos, "/h", `C:\Windows`)
		if dirs[0] != want {
			t.Errorf("%s: the first folder is %s, want %s", goos, dirs[0], want)
		}
		if goos == "windows" && !slices.Contains(dirs, `C:\Windows\Fonts`) {
			t.Errorf("no fonts of the system: %q", dirs)
		}
	}
}

// cmapTable makes a cmap of one subtable.
func cmapTable(platform, encoding byte, subtable ...uint16) table {
	data := []byte{0, 0, 0, 1, 0, platform, 0, encoding, 0, 0, 0, 12}
	for _, unit := range subtable {
		data = binary.BigEndian.AppendUint16(data, unit)
	}
	return table{"cmap", data}
}

func TestCharacters(t *testing.T) {
	for _, test := range []struct {
		name string
		cmap table
		have string
		lack string
	}{
		// A to C by delta, which makes B glyph 0; あ to う through the list of
		// glyphs, in which all but the first and the last are 0.
		{"format 4", cmapTable(3, 1,
			4, 0, 0, 6, 0, 0, 0,
			'C', 'う', 0xFFFF, 0,
			'A', 'あ', 0xFFFF,
			0xFFBE, 0, 1,
			0, 4, 0,
			7, 0, 0, 0, 8), "ACあう", "Bい@D\uFFFF𠮷"},
		{"format 12", cmapTable(3, 10,
			12, 0, 0, 40, 0, 0, 0, 2,
			0, 'A', 0, 'C', 0, 0, // begins at glyph 0, which is no glyph
			2, 0x0BB7, 2, 0x0BB7, 0, 9), "BC𠮷", "AD"},
		{"Unicode platform", cmapTable(0, 4, 12, 0, 0, 28, 0, 0, 0, 1, 0, 'A', 0, 'A', 0, 5), "A", "B"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := fontFile(0, test.cmap)
			faces, err := readFaces(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			set, _, err := faces[0].characters()
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range test.have {
				if !set.has(r) {
					t.Errorf("%c is missing", r)
				}
			}
			for _, r := range test.lack {
				if set.has(r) {
					t.Errorf("%c is there", r)
				}
			}
		})
	}
	for name, cmap := range map[string]table{
		"cut off":       cmapTable(3, 1, 4, 0, 0, 200, 0, 0, 0, 0, 0, 0),
		"not Unicode":   cmapTable(1, 0, 4),
		"other format":  cmapTable(3, 1, 6, 0, 0),
		"too many":      cmapTable(3, 10, 12, 0, 0, 0, 0, 0, 0xFFFF, 0xFFFF),
		"no subtable":   {"cmap", []byte{0, 0, 0, 9}},
		"glyphs absent": cmapTable(3, 1, 4, 0, 0, 2, 0, 0, 0, 'C', 0, 'A', 0, 500),
	} {
		file := fontFile(0, cmap)
		faces, err := readFaces(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := faces[0].characters(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestMissing(t *testing.T) {
	var set coverage
	for _, r := range "AがB\u2010" {
		set.add(r)
	}
	for text, want := range map[string]string{
		"A B\u3000\n\u00A0":          "",
		"か\u3099":                    "", // composed
		"A\u2011B\u200B\uFE0F\u00AD": "", // never drawn as such
		"CAC☃":                       "C☃",
	} {
		if got := string(set.missing(text)); got != want {
			t.Errorf("missing of %+q is %q, want %q", text, got, want)
		}
	}
}
