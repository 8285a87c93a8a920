package e2e

import (
	"testing"

	"hikitsugi/internal/build"
)

// A shown is a picture as the browser has it.
type shown struct {
	Source string `json:"source"`
	Loaded bool   `json:"loaded"`
	Apart  bool   `json:"apart"` // its place has another shape than the picture
	Wide   bool   `json:"wide"`
}

// TestPictures looks at the pictures of the column under the policy of its host
// and from a folder: they are there, fit the screen, and have had their place from
// the beginning.
func TestPictures(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	for _, from := range site.places(t) {
		for _, lang := range languages {
			t.Run(from.name+" "+lang, func(t *testing.T) {
				b := openTab(t, narrow)
				b.visit(from.address(lang + "/" + column))
				before := value[float64](b, `document.querySelector(".prose > h2, .prose h2").getBoundingClientRect().top + scrollY`)
				b.eval(`document.querySelector(".prose figure").scrollIntoView()`)
				b.wait(`[...document.querySelectorAll(".prose figure img")].every(image => image.complete)`)
				after := value[float64](b, `document.querySelector(".prose > h2, .prose h2").getBoundingClientRect().top + scrollY`)
				if before-after > 1 || after-before > 1 {
					t.Errorf("what follows moved from %.0f to %.0f", before, after)
				}
				pictures := value[[]shown](b, `[...document.querySelectorAll(".prose figure img")].map(image => ({
					source: image.getAttribute("src"),
					loaded: image.naturalWidth > 0,
					apart: Math.abs(image.width / image.height - image.naturalWidth / image.naturalHeight) > .02,
					wide: image.getBoundingClientRect().right > innerWidth,
				}))`)
				if len(pictures) != 1 {
					t.Fatalf("%d pictures", len(pictures))
				}
				if p := pictures[0]; !p.Loaded || p.Apart || p.Wide {
					t.Errorf("the picture is %+v", p)
				}
			})
		}
	}
}
