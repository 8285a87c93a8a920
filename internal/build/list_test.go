package build

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"testing/fstest"
)

// many returns small with so many guides in all.
func many(guides int) fstest.MapFS {
	fsys := world("")
	for n := 1; n < guides; n++ {
		fsys[fmt.Sprintf("content/guides/g%03d.ja.md", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\ntitle: {ja: 案内%d, en: Guide %d}\n---\n\n本文。\n", n, n)}
	}
	return fsys
}

// A section with many pages is listed on several, each page once; the home page leads
// to them.
func TestLongList(t *testing.T) {
	entry := regexp.MustCompile(`<p class="entry"><a href="(?:\.\./)+([^"]+)"`)
	number := regexp.MustCompile(`<li>(?:<a href="(?:\.\./)+([^"]+)"( aria-current="page")? aria-label="[^"]*">(\d+)</a>|(…))</li>`)
	for _, c := range []struct {
		guides int
		home   int      // how many of them the home page shows
		pages  []string // what stands for the pages of the list on each of them
	}{
		{50, 50, []string{""}},
		{100, 12, []string{""}},
		{101, 12, []string{"[1]2", "1[2]"}},
		{650, 12, []string{"[1]2…7", "1[2]3…7", "12[3]4…7", "123[4]567", "1…4[5]67", "1…5[6]7", "1…6[7]"}},
	} {
		fsys := many(c.guides)
		b := build(t, new(Builder), Input{Project: fsys}) // which follows all links
		for _, lang := range []string{"ja", "en"} {
			var listed, shown []string
			for n := range len(c.pages) + 1 {
				name := lang + "/guides/index.html"
				if n > 0 {
					name = fmt.Sprintf("%s/guides/page/%d/index.html", lang, n+1)
				}
				page, there := b.files[name]
				if there != (n < len(c.pages)) {
					t.Fatalf("%d guides: %s is there: %v", c.guides, name, there)
				}
				if !there {
					break
				}
				for _, m := range entry.FindAllStringSubmatch(page, -1) {
					listed = append(listed, m[1])
				}
				numbers := ""
				for _, m := range number.FindAllStringSubmatch(page, -1) {
					switch {
					case m[2] != "" && m[1] == name:
						numbers += "[" + m[3] + "]"
					case m[1] != name:
						numbers += m[3] + m[4]
					}
				}
				shown = append(shown, numbers)
			}
			if !slices.Equal(shown, c.pages) {
				t.Errorf("%d guides in %s: pages %q, want %q", c.guides, lang, shown, c.pages)
			}
			var want []string
			for _, p := range b.Site.Guides {
				want = append(want, p.Path(lang)+"index.html")
			}
			if !slices.Equal(listed, want) {
				t.Errorf("%d guides in %s: %d are listed: %q", c.guides, lang, len(listed), listed)
			}
			home := entry.FindAllString(b.files[lang+"/index.html"], -1)
			all := regexp.MustCompile(`<p class="all"><a href="../` + lang + `/guides/index.html">`).MatchString(b.files[lang+"/index.html"])
			if columns, urgent := 1, 1; len(home)-columns-urgent != c.home || all != (c.guides > 50) {
				t.Errorf("%d guides: the home page in %s shows %d entries; leads to all: %v", c.guides, lang, len(home), all)
			}
		}
	}
}
