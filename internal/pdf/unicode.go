package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/unicode/norm"
)

var (
	charPattern  = regexp.MustCompile(`^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$`)
	rangePattern = regexp.MustCompile(`^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4,8})>$`)
)

// repairText makes the file say the characters that the page has. Chromium takes
// for a glyph the first character that has it, which in many Japanese fonts is a
// radical, ⼀, in the place of the character 一, and looks the same.
func (d *document) repairText(text string, faces map[string]sharedGlyphs) error {
	used := map[rune]bool{}
	for _, r := range norm.NFC.String(text) + text {
		used[r] = true
	}
	for _, n := range d.numbers() {
		font, ok := d.object(n).(types.Dict)
		if !ok || name(font["Type"]) != "Font" || font["ToUnicode"] == nil {
			continue
		}
		_, face, _ := strings.Cut(name(font["BaseFont"]), "+")
		shared := faces[face]
		ref, ok := font["ToUnicode"].(types.IndirectRef)
		if !ok || shared == nil {
			continue
		}
		data, err := d.stream(ref)
		if err != nil {
			return err
		}
		glyphs, err := readToUnicode(data)
		if err != nil {
			return err
		}
		changed := false
		for glyph, said := range glyphs {
			r, ok := single(said)
			if !ok || used[r] {
				continue
			}
			if better, ok := choose(shared[glyph], used); ok && better != r {
				glyphs[glyph] = utf16.Encode([]rune{better})
				changed = true
			}
		}
		if changed {
			d.set(ref, newStream(types.Dict{}, writeToUnicode(glyphs)))
		}
	}
	return nil
}

// single returns the character of s, if it is one.
func single(s []uint16) (rune, bool) {
	runes := utf16.Decode(s)
	return append(runes, 0)[0], len(runes) == 1
}

// choose returns the character that the page has of those that share a glyph,
// else, as for a running head, the first that is no radical.
func choose(candidates []rune, used map[rune]bool) (rune, bool) {
	for _, test := range []func(rune) bool{
		func(r rune) bool { return used[r] },
		func(r rune) bool { return r < 0x2E80 || r > 0x2FDF && r < 0xE000 },
	} {
		if i := slices.IndexFunc(candidates, test); i >= 0 {
			return candidates[i], true
		}
	}
	return 0, false
}

// readToUnicode reads what characters glyphs stand for, in the form in which
// Skia writes it: an entry to a line.
func readToUnicode(cmap []byte) (map[uint16][]uint16, error) {
	glyphs := map[uint16][]uint16{}
	inside := false
	for line := range bytes.Lines(cmap) {
		text := strings.TrimSpace(string(line))
		switch {
		case strings.HasSuffix(text, " beginbfchar") || strings.HasSuffix(text, " beginbfrange"):
			inside = true
			continue
		case text == "endbfchar" || text == "endbfrange":
			inside = false
		}
		if !inside {
			continue
		}
		if m := charPattern.FindStringSubmatch(text); m != nil {
			glyphs[hex16(m[1])] = units(m[2])
		} else if m := rangePattern.FindStringSubmatch(text); m != nil {
			said := units(m[3])
			for glyph := int(hex16(m[1])); glyph <= int(hex16(m[2])); glyph++ {
				glyphs[uint16(glyph)] = slices.Clone(said)
				said[len(said)-1]++
			}
		} else {
			return nil, fmt.Errorf("the PDF has a table of characters of an unknown form: %q", text)
		}
	}
	return glyphs, nil
}

func hex16(s string) uint16 {
	n, _ := strconv.ParseUint(s, 16, 16) // the patterns let nothing else in
	return uint16(n)
}

// units decodes UTF-16 in hexadecimal digits.
func units(s string) []uint16 {
	data, _ := hex.DecodeString(s)
	var list []uint16
	for ; len(data) >= 2; data = data[2:] {
		list = append(list, binary.BigEndian.Uint16(data))
	}
	return append(list, make([]uint16, max(0, 1-len(list)))...)
}

// writeToUnicode writes a table of characters (ISO 32000-1, 9.10.3).
func writeToUnicode(glyphs map[uint16][]uint16) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // that one block may have
	for block := range slices.Chunk(slices.Sorted(maps.Keys(glyphs)), most) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, glyph := range block {
			fmt.Fprintf(&b, "<%04X> <", glyph)
			for _, unit := range glyphs[glyph] {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.Bytes()
}
