package qr

import (
	"encoding/xml"
	"strings"
	"testing"
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
	if _, err := SVG(strings.Repeat("x", 4000)); err == nil {
		t.Error("a text that no code can hold is drawn")
	}
}
