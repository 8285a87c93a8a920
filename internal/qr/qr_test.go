package qr

import (
	"encoding/xml"
	"strings"
	"testing"

	"rsc.io/qr"
)

func TestSVG(t *testing.T) {
	svg, err := SVG("https://notes.example/verify/#5043b763")
	if err != nil {
		t.Fatal(err)
	}
	var picture struct {
		ViewBox string `xml:"viewBox,attr"`
		Paths   []struct {
			D string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(svg, &picture); err != nil {
		t.Fatal(err)
	}
	// 38 characters at level M need 29 modules, with 4 of white on each side.
	if picture.ViewBox != "0 0 37 37" || len(picture.Paths) != 2 {
		t.Fatalf("got %+v", picture)
	}
	// The finder in the first corner: seven modules of black, then one alone.
	if d := picture.Paths[1].D; !strings.HasPrefix(d, "M4 4h7v1h-7z") || !strings.Contains(d, "M4 5h1v1h-1zM10 5h1v1h-1z") {
		t.Errorf("the path begins %.60q", d)
	}
}

// What is printed 20 mm wide is never finer than a telephone reads: a longer address
// first survives less damage, then has no code.
func TestLongest(t *testing.T) {
	for _, tt := range []struct {
		length int
		size   string // empty: none
	}{{122, "53"}, {123, "57"}, {152, "57"}, {153, "53"}, {155, "57"}, {Longest, "57"}, {Longest + 1, ""}, {2439, ""}, {4000, ""}} {
		svg, err := SVG("https://a.example/" + strings.Repeat("x", tt.length-len("https://a.example/")))
		if (err == nil) != (tt.size != "") || err == nil && !strings.Contains(string(svg), `viewBox="0 0 `+tt.size+` `) {
			t.Errorf("%d bytes: %.90s, %v", tt.length, svg, err)
		}
	}
}

// What a terminal shows is the code itself: read back from the half blocks, it has
// the same modules, with the light margin that readers need.
func TestTerminal(t *testing.T) {
	const address = "http://192.168.0.10:1313/"
	text, err := Terminal(address)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		for j, r := range []rune(line) {
			for half, light := range []bool{r == '█' || r == '▀', r == '█' || r == '▄'} {
				x, y := j-2, 2*i+half-2
				inside := x >= -2 && y >= -2 && x < code.Size+2 && y < code.Size+2
				if want := inside && !code.Black(x, y); light != want {
					t.Fatalf("the module at %d, %d is light: %v", x, y, light)
				}
			}
		}
	}
	if _, err := Terminal(strings.Repeat("x", 5000)); err == nil {
		t.Error("no error for what is too long")
	}
}
