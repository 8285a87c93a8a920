package e2e

import (
	"bytes"
	"compress/gzip"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What a page may weigh, compressed, with all that it loads but pictures. The
// handover page is a whole document to be printed, with every item and runbook.
const (
	pageWeight     = 20 << 10
	handoverWeight = 34 << 10
	bothWeight     = 50 << 10 // in both languages
)

// TestWeight weighs every page with its style sheets and scripts.
func TestWeight(t *testing.T) {
	for edition, in := range editions() {
		site := buildExample(t, in)
		files := site.contents(t)
		for _, page := range site.pages(t) {
			limit := pageWeight
			switch {
			case page == "handover/index.html":
				limit = bothWeight
			case strings.HasSuffix(page, "/handover/index.html"):
				limit = handoverWeight
			}
			weight := packed(files[page])
			var blocking []string
			root := site.page(t, page)
			body := elements(root, atom.Body)[0]
			for _, n := range elements(root, atom.Link, atom.Script) {
				name, sheet := part(n)
				if name == "" {
					continue
				}
				if page == "404.html" {
					name = strings.TrimPrefix(name, "/")
				} else {
					name = path.Join(path.Dir(page), name)
				}
				if files[name] == nil {
					t.Fatalf("%s loads %s, which is not there", page, name)
				}
				weight += packed(files[name])
				media, _ := attribute(n, "media")
				_, deferred := attribute(n, "defer")
				inBody := slices.Contains(slices.Collect(body.Descendants()), n)
				if sheet && media != "print" && !inBody || !sheet && !deferred {
					blocking = append(blocking, name)
				}
			}
			if weight > limit {
				t.Errorf("%s: %s weighs %d bytes, want at most %d", edition, page, weight, limit)
			}
			blocking = slices.DeleteFunc(blocking, func(name string) bool { return name == "theme/chroma.css" })
			if !slices.Equal(blocking, []string{"theme/style.css"}) {
				t.Errorf("%s: %s is held up by %q, want its one style sheet", edition, page, blocking)
			}
		}
	}
}

// part returns the style sheet or the script that an element loads.
func part(n *html.Node) (name string, sheet bool) {
	if rel, _ := attribute(n, "rel"); n.DataAtom == atom.Link && rel == "stylesheet" {
		name, _ = attribute(n, "href")
		return name, true
	}
	if n.DataAtom == atom.Script {
		name, _ = attribute(n, "src")
	}
	return name, false
}

// packed returns the size of what hosts send of a file.
func packed(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Len()
}
