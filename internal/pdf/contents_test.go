package pdf

import (
	"maps"
	"slices"
	"testing"
)

func TestInstructions(t *testing.T) {
	const content = "q\n1 0 0 -1 0 841.92 cm % a note\n/Span <</ActualText (a\\)b(c))>> BDC\n[<0001> -2 (x)] TJ true false null EMC Q"
	list, err := instructions([]byte(content))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range list {
		got = append(got, in.operator)
	}
	if want := []string{"q", "cm", "BDC", "TJ", "EMC", "Q"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	list, err = instructions([]byte("+1\t-.5\f.5\x00m%a note\rS\r[{(a)}]<00>Tj"))
	got = nil
	for _, in := range list {
		got = append(got, in.operator)
	}
	if want := []string{"m", "S", "Tj"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("of rare ways to write: %q, want %q (%v)", got, want, err)
	}
	for _, broken := range []string{"(open", "<00", "BI /W 1 ID x EI"} {
		if _, err := instructions([]byte(broken)); err == nil {
			t.Errorf("%q was taken", broken)
		}
	}
}

// Marked content is no artifact where text or a picture is shown within it, at any depth.
func TestPainted(t *testing.T) {
	list, err := instructions([]byte("/P <</MCID 0>> BDC 0 0 9 9 re f /Span <</MCID 12>> BDC /Other BMC (a) Tj EMC EMC EMC " +
		"/P <</MCID 3>> BDC 0 0 9 9 re f EMC /P <</MCID 4>> BDC /X1 Do EMC /P <</MCID 4>> BDC EMC /Span <</ActualText (b)>> BDC (a) Tj EMC (c) Tj"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := painted(list), map[int]bool{0: true, 12: true, 3: false, 4: true}; !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMarkArtifacts(t *testing.T) {
	for _, test := range []struct{ name, content, want string }{
		{"running head", "BT (1/3) Tj ET", running + "\nBT (1/3) Tj ET\nEMC"},
		{"area", "q 0 0 9 9 re f Q", "q " + drawing + "\n0 0 9 9 re f\nEMC Q"},
		{"clip", "0 0 9 9 re W* n", "0 0 9 9 re W* n"},
		{"picture", "/X1 Do", drawing + "\n/X1 Do\nEMC"},
		{"form with structure", "/X2 Do", "/X2 Do"},
		{"marked", "/P <</MCID 0>> BDC BT (a) Tj ET 0 0 9 9 re f EMC", "/P <</MCID 0>> BDC BT (a) Tj ET 0 0 9 9 re f EMC"},
		{"drawn", "/P <</MCID 1>> BDC 0 0 9 9 re f EMC", drawing + " 0 0 9 9 re f EMC"},
		{"loose", "0 0 9 9 re W n BT (1. ) Tj ET /P <</MCID 0>> BDC BT (a) Tj ET EMC",
			"0 0 9 9 re W n /Span <</MCID 2>> BDC\nBT (1. ) Tj ET\nEMC /P <</MCID 0>> BDC BT (a) Tj ET EMC"},
		{"within another mark", "/Span <</ActualText (b)>> BDC BT (a) Tj ET EMC",
			"/Span <</ActualText (b)>> BDC " + running + "\nBT (a) Tj ET\nEMC EMC"},
		{"after a mark within another", "/P <</MCID 0>> BDC /Span <</ActualText (b)>> BDC EMC BT (a) Tj ET EMC", "/P <</MCID 0>> BDC /Span <</ActualText (b)>> BDC EMC BT (a) Tj ET EMC"},
		{"after what is marked", "/P <</MCID 0>> BDC EMC BT (a) Tj ET", "/P <</MCID 0>> BDC EMC " + running + "\nBT (a) Tj ET\nEMC"},
		{"text with a mark of its own", "BT /P <</MCID 0>> BDC (a) Tj EMC ET", "BT /P <</MCID 0>> BDC (a) Tj EMC ET"},
		{"an artifact", "/Artifact <</Type /Layout>> BDC 0 0 9 9 re f EMC", "/Artifact <</Type /Layout>> BDC 0 0 9 9 re f EMC"},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := instructions([]byte(test.content))
			if err != nil {
				t.Fatal(err)
			}
			loose := looseTexts(list)
			for i := range loose {
				loose[i].marked = 2
			}
			got := markArtifacts(&pageContent{
				bytes: []byte(test.content), list: list, drawn: map[int]bool{1: true}, loose: loose, forms: map[string]bool{"X2": true},
			})
			if string(got) != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			list, err = instructions(got)
			if err != nil {
				t.Fatal(err)
			}
			if unmarked(list) != (test.name == "form with structure") {
				t.Errorf("something is not marked: %v", unmarked(list))
			}
		})
	}
}
