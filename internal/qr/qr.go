// Package qr draws addresses as QR codes, for a telephone that reads them from
// paper.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

const quiet = 4 // modules of white on each side, as ISO/IEC 18004 asks for

// A telephone reads from paper what is printed with at least four dots of an office
// printer to a module: 0.34 mm at 300 dpi. The packet prints a code 20 mm wide with its
// quiet zone, which is room for 58 modules; codes come in sizes four modules apart, and
// the largest that fits has 49, 57 with the quiet zone, 0.35 mm each.
const (
	most = 49 // modules of a code to a side

	// Longest is how many bytes an address may have of which such a code can be made.
	Longest = 192
)

// SVG returns text as the picture of a QR code, one unit to a module, that survives
// a fold or a stain on 15 % of its area, or on 7 % where it would else be too fine for
// paper: from 153 bytes on. It fails when the text is longer than Longest.
func SVG(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.M)
	if err == nil && code.Size > most {
		code, err = qr.Encode(text, qr.L)
	}
	if err != nil || code.Size > most {
		return nil, fmt.Errorf("%d bytes are too long for a QR code on paper", len(text))
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
