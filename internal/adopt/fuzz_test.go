package adopt

import (
	"strings"
	"testing"
	"testing/fstest"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// FuzzRead holds that whatever stands in a file, a page becomes of it that can be read:
// its front matter is ours, no raw HTML is left, and every line has its place.
func FuzzRead(f *testing.F) {
	for _, s := range samples {
		f.Add(s.in)
	}
	for _, text := range []string{
		"表\n\n<table><caption>一覧</caption><tr><td rowspan=2>A</td><td>B|</td></tr><tr><td>C</td></tr></table>\nあ\nい\n\n+--+--+\n| a | b |\n+--+--+\n\n  a  b\n  -- --\n  c  d\n",
		"<aside>\n⚠\n\n- □ a\n</aside>\n<blockquote>x</blockquote>\n\n１．あ\n　・い\n<br>\n[a]{.b}{c=\"d\"\ne=\"f\"} [/a] [[b>a]] ![x][y.png]\n\n::: {.x}\n:::\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4<<10 {
			return
		}
		for _, name := range []string{"a.md", "a.mdx"} {
			r, err := Read(fstest.MapFS{name: {Data: []byte(text)}}, Options{Languages: []string{"en", "ja"}})
			if err != nil {
				t.Fatal(err)
			}
			for file, data := range r.Files {
				lines := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
				if was, is := strings.Count(lines, "\n"), strings.Count(string(data), "\n")-r.origins[file].shift-r.origins[file].more; was != is {
					t.Errorf("%d lines are %d\nin  %q\nout %q", was, is, text, data)
				}
				place, _ := content.Locate(file)
				_, wrong := content.ParsePage(source.New(file, data), place, "", "", markdown.New())
				for _, d := range wrong {
					if d.Code == diag.YAML || d.Code == diag.KEY || d.Code == diag.TYPE || d.Code == diag.HTML && !strings.Contains(text, "\x00") {
						t.Errorf("%s: %s\nin  %q\nout %q", d.Code, d.What.EN, text, data)
					}
				}
			}
		}
	})
}
