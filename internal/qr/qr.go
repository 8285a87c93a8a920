// Package qr draws addresses as QR codes, for a telephone that reads them from
// paper.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

const quiet = 4 // modules of white on each side, as ISO/IEC 18004 asks for

// SVG returns text as the picture of a QR code, one unit to a module, that survives
// a fold or a stain on 15 % of its area. It fails when the text is too long for one.
func SVG(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("a QR code of %d characters: %w", len(text), err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	size := code.Size + 2*quiet
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[1]d" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path d="%[2]s"/></svg>`+"\n", size, path.String()), nil
}
