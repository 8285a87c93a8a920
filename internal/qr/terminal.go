package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// Terminal returns text as a QR code for a terminal, two modules to a character.
// The light ones are drawn, as most terminals are dark; telephones read it either
// way round.
func Terminal(text string) (string, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return "", fmt.Errorf("a QR code of %d characters: %w", len(text), err)
	}
	const margin = 2
	light := func(x, y int) bool {
		return x >= -margin && y >= -margin && x < code.Size+margin && y < code.Size+margin && !code.Black(x, y)
	}
	var b strings.Builder
	for y := -margin; y < code.Size+margin; y += 2 {
		for x := -margin; x < code.Size+margin; x++ {
			switch {
			case light(x, y) && light(x, y+1):
				b.WriteRune('█')
			case light(x, y):
				b.WriteRune('▀')
			case light(x, y+1):
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}
