package pdf

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A coverage is the set of characters for which a font has a glyph: one bit each.
type coverage [(unicode.MaxRune + 1) / 64]uint64

func (c *coverage) add(r rune)      { c[r/64] |= 1 << (r % 64) }
func (c *coverage) has(r rune) bool { return c[r/64]&(1<<(r%64)) != 0 }

// missing returns the characters of text that the font cannot show, sorted.
func (c *coverage) missing(text string) []rune {
	var lacking []rune
	// A browser composes か and a mark to が, and a line never shows a hyphen
	// that does not break other than as a hyphen.
	for _, r := range strings.ReplaceAll(norm.NFC.String(text), "\u2011", "\u2010") {
		if !c.has(r) && !invisible(r) {
			lacking = append(lacking, r)
		}
	}
	slices.Sort(lacking)
	return slices.Compact(lacking)
}

// invisible reports whether r is never drawn: spaces, controls, joiners and
// variation selectors.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

var errCmap = errors.New("the cmap table is cut off")

// sharedGlyphs are the glyphs of a face that more than one character has, with
// those characters, sorted.
type sharedGlyphs map[uint16][]rune

// characters returns the characters that the face has, and those that share a
// glyph.
func (f *face) characters() (*coverage, sharedGlyphs, error) {
	var set coverage
	all := map[uint16][]rune{}
	err := f.readCmap(func(r rune, glyph uint16) {
		if glyph != 0 && !slices.Contains(all[glyph], r) {
			set.add(r)
			all[glyph] = append(all[glyph], r)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	shared := sharedGlyphs{}
	for glyph, characters := range all {
		if len(characters) > 1 {
			slices.Sort(characters)
			shared[glyph] = characters
		}
	}
	return &set, shared, nil
}

// readCmap reads the cmap table: the formats 4 (the first 65,536 characters) and
// 12 (all of them), one of which every Unicode font has.
func (f *face) readCmap(visit func(r rune, glyph uint16)) error {
	data, err := f.table("cmap")
	if err != nil {
		return err
	}
	if len(data) < 4 {
		return errCmap
	}
	count := int(binary.BigEndian.Uint16(data[2:]))
	if len(data) < 4+8*count {
		return errCmap
	}
	known := false
	for record := range slices.Chunk(data[4:4+8*count], 8) {
		platform, encoding := binary.BigEndian.Uint16(record), binary.BigEndian.Uint16(record[2:])
		offset := int64(binary.BigEndian.Uint32(record[4:]))
		const unicodes, windows, bmp, all = 0, 3, 1, 10
		if platform != unicodes && (platform != windows || encoding != bmp && encoding != all) {
			continue
		}
		if offset+2 > int64(len(data)) {
			return errCmap
		}
		subtable := data[offset:]
		switch binary.BigEndian.Uint16(subtable) {
		case 4:
			err = readFormat4(subtable, visit)
		case 12:
			err = readFormat12(subtable, visit)
		default:
			continue
		}
		if err != nil {
			return err
		}
		known = true
	}
	if !known {
		return errors.New("no cmap of format 4 or 12")
	}
	return nil
}

// readFormat4 reads a segment mapping to delta values.
func readFormat4(data []byte, visit func(r rune, glyph uint16)) error {
	if len(data) < 16 {
		return errCmap
	}
	segments := int(binary.BigEndian.Uint16(data[6:])) / 2
	ends, starts := 14, 16+2*segments
	deltas, ranges := starts+2*segments, starts+4*segments
	if len(data) < ranges+2*segments {
		return errCmap
	}
	at := func(i int) int { return int(binary.BigEndian.Uint16(data[i:])) }
	for s := range segments {
		start, end := at(starts+2*s), at(ends+2*s)
		delta, offset := at(deltas+2*s), at(ranges+2*s)
		for r := start; r <= end && r < 0xFFFF; r++ {
			glyph := r + delta
			if offset != 0 {
				// The offset counts from its own place in the table.
				i := ranges + 2*s + offset + 2*(r-start)
				if i+2 > len(data) {
					return errCmap
				}
				if glyph = at(i); glyph != 0 {
					glyph += delta
				}
			}
			visit(rune(r), uint16(glyph))
		}
	}
	return nil
}

// readFormat12 reads a segmented coverage.
func readFormat12(data []byte, visit func(r rune, glyph uint16)) error {
	if len(data) < 16 {
		return errCmap
	}
	count := int64(binary.BigEndian.Uint32(data[12:]))
	if int64(len(data)) < 16+12*count {
		return errCmap
	}
	for group := range slices.Chunk(data[16:16+12*count], 12) {
		start, end := binary.BigEndian.Uint32(group), binary.BigEndian.Uint32(group[4:])
		glyph := binary.BigEndian.Uint32(group[8:])
		for r := start; r <= end && r <= unicode.MaxRune; r++ {
			visit(rune(r), uint16(glyph+(r-start)))
		}
	}
	return nil
}
