package pdf

import (
	"errors"
	"fmt"
	"strings"
)

// loadFonts reads the fonts and writes the styles that declare them.
func (e *Engine) loadFonts(fonts Fonts) error {
	if fonts.Regular.Path == "" {
		return errors.New("printing needs a text font")
	}
	// The weight of a face that stands alone covers all, so that the browser
	// does not thicken it, which would draw it letter by letter.
	const alone, light, heavy = "1 1000", "1 599", "600 1000"
	faces := []struct {
		family, weight, path string
		font                 Font
	}{
		{"Packet", alone, fontRegular, fonts.Regular},
		{"Packet", heavy, fontBold, fonts.Bold},
		{"Packet Mono", alone, fontMono, fonts.Mono},
		{"Packet Latin", light, latinRegular, fonts.Latin},
		{"Packet Latin", heavy, latinBold, fonts.LatinBold},
	}
	if fonts.Bold.Path != "" {
		faces[0].weight = light
	}
	if fonts.LatinBold.Path == "" {
		faces[3].weight = alone
	}
	var css strings.Builder
	mono := `"Packet"`
	for _, face := range faces {
		if face.font.Path == "" {
			continue
		}
		loaded, err := face.font.load()
		if err != nil {
			return err
		}
		e.files[face.path], e.faces[loaded.name] = loaded.data, loaded.shared
		switch face.path {
		case fontRegular:
			e.characters = loaded.characters
		case fontMono:
			mono = `"Packet Mono", "Packet"`
		}
		fmt.Fprintf(&css, "@font-face { font-family: %q; font-weight: %s; src: url(%q); }\n", face.family, face.weight, origin+face.path)
	}
	fmt.Fprintf(&css, ":root, [lang] { --print-font: \"Packet\"; --print-mono: %s; }\n", mono)
	if e.files[latinRegular] != nil {
		css.WriteString("[lang|=\"en\"] { --print-font: \"Packet Latin\", \"Packet\"; }\n")
	}
	css.WriteString(fieldStyles)
	e.files[fontStyles] = []byte(css.String())
	return nil
}
