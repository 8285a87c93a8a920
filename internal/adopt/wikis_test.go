package adopt

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// imported reads a folder of a wiki or of a word processor, and returns what is said of
// it, a line for each finding.
func imported(t *testing.T, files map[string]string) (*Result, string) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := Read(folder, Options{Languages: []string{"ja", "en"}})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&said, "%s:%d %s\n", f.File, f.Line, f.What.EN)
	}
	return r, said.String()
}

// holds tells which of the texts a page does not have.
func holds(t *testing.T, r *Result, name string, wants ...string) {
	t.Helper()
	got := string(r.Files["content/guides/"+name])
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %q in\n%s", name, want, got)
		}
	}
}

// Pictures that stand in the text, as Google Docs and Word leave them, become files;
// they are no letters that tell a language, and nothing that is printed.
func TestEmbeddedPictures(t *testing.T) {
	picture := "data:image/gif;base64," + base64.StdEncoding.EncodeToString([]byte(onePixel))
	r, said := imported(t, map[string]string{
		"doc.md":    "# 引継書\n\n![][image1] ![図][image1]\n\n| a |\n|---|\n| ![](" + picture + ") |\n\n<img src=\"" + picture + "\" alt=\"絵\">\n\n```\n![](" + picture + ")\n```\n\n[image1]: <" + picture + ">\n",
		"short.md":  "# 短い\n\n![](data:image/png;base64...)\n\n端末の![図](data:image/png;base64...)\n",
		"doc-1.gif": onePixel,
	})
	holds(t, r, "doc.ja.md", "![doc-4][image1] ![図][image1]\n", "| ![doc-2](doc-2.gif) |", "![絵](doc-3.gif)", "```\n![]("+picture+")\n```", "[image1]: <doc-4.gif>\n")
	holds(t, r, "short.ja.md", "-->\n\n\n\n\n端末の図\n")
	if r.Pictures != 3 || string(r.Files["content/guides/doc-2.gif"]) != onePixel {
		t.Errorf("%d pictures", r.Pictures)
	}
	if want := "doc.md:3 the picture has no words; its file name stands for them. Say what it shows: doc-4\n"; !strings.Contains(said, want) || strings.Contains(said, "R0lGOD") || strings.Count(said, "take it out of the original") != 2 {
		t.Errorf("said\n%s", said)
	}
}
