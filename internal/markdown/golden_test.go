package markdown

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what is printed to testdata")

// A page with one of everything, on its own, and joined into another page.
func TestGolden(t *testing.T) {
	src, err := os.ReadFile("testdata/page.ja.md")
	if err != nil {
		t.Fatal(err)
	}
	d := New().Parse(src, "ja")
	if len(d.Problems) > 0 {
		t.Error(d.Problems)
	}
	resolve := func(_ int, l Link) Target {
		if strings.HasPrefix(l.Dest, "https:") || strings.HasPrefix(l.Dest, "mailto:") {
			return Target{URL: l.Dest, External: l.Dest[0] == 'h'}
		}
		return Target{URL: "../" + strings.ReplaceAll(l.Dest, ":", "/"), Text: "〔" + l.Dest + "〕"}
	}
	for file, place := range map[string]Place{
		"testdata/page.own.html":    {Key: "page", Resolve: resolve},
		"testdata/page.joined.html": {Key: "page", Resolve: resolve, Prefix: "page--", Shift: 1},
	} {
		var b strings.Builder
		for _, p := range d.Render(place) {
			section := ""
			if p.Heading != nil {
				section = p.Heading.ID
			}
			fmt.Fprintf(&b, "<!-- part of %q -->\n%s", section, p.HTML)
			if p.Directive != nil {
				fmt.Fprintf(&b, "<!-- %s %q -->\n", p.Directive.Name, p.Directive.Arg)
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s is out of date; see what changed with -update", file)
		}
	}
}
