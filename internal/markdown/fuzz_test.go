package markdown

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hikitsugi/internal/source"
)

// Nothing but what we write ourselves may begin a tag, and no attribute of ours
// may be one that runs a script or holds a style.
var (
	anyTag  = regexp.MustCompile(`<[a-zA-Z!?/][^>]*>?`)
	ownTag  = regexp.MustCompile(`^</?(?:a|blockquote|br|code|dd|del|div|dl|dt|em|figcaption|figure|h[1-6]|hr|img|input|label|li|ol|p|pre|section|span|strong|sup|table|tbody|td|th|thead|tr|ul)(?: (?:alt|aria-label|class|data-key|decoding|href|id|loading|rel|role|src|start|tabindex|title|type|value)="[^"<>]*"| checked)*>$`)
	scripts = regexp.MustCompile(`(?i)(?:href|src)="\s*(?:javascript|vbscript|data):`)
)

func FuzzParse(f *testing.F) {
	for _, e := range []string{
		joined, "\ufeff---\na: b\n---\n# a {#b}\n", "> [!NOTE] a\n> - [ ] b", "::: log\n::: x\n:::\n", "**「a」**https://a.example/日本",
		"[a](javascript:b) ![c](d \"e\") <f:g> <h@i.j>", "```go\na\n```\n\n|a|\n|-|\n|b|", "<!-- a -->b<c d=\"e\">", "[^a]\n\n[^a]: b\n\n[c]: d 'e'\n\n[c]",
		"# a&#x202E; {#b}\n\n`&#8238;` \\&rlm; &lrm; ![a&#x2066;](b&#8294; \"&rlm;\")\n\n```c&lrm;\n```\n\n[d]\n\n[d]: e '&rlm;'",
	} {
		f.Add(e)
	}
	p := New()
	f.Fuzz(func(t *testing.T, src string) {
		d := p.Parse([]byte(src), "ja")
		made := printOf(d.stored.Bytes())
		for i, h := range made.holes {
			if h.at > len(made.html) || i > 0 && h.at < made.holes[i-1].at {
				t.Fatalf("hole %d at %d of %d", i, h.at, len(made.html))
			}
		}
		inside := func(what string, offset int) {
			if offset < 0 || offset > len(src) {
				t.Fatalf("%s at %d of %d", what, offset, len(src))
			}
		}
		ids := map[string]bool{}
		for _, h := range d.Headings {
			inside("heading", h.Offset)
			if ids[h.ID] || h.ID == "" {
				t.Fatalf("id %q twice", h.ID)
			}
			ids[h.ID] = true
		}
		for _, l := range d.Links {
			inside("link", l.Offset)
		}
		for _, directive := range d.Directives {
			inside("directive", directive.Offset)
		}
		for _, problem := range d.Problems {
			inside("problem", problem.Offset)
		}
		reorders := func(r rune) bool { return source.Direction(r) != "" }
		told := strings.ContainsFunc(src, reorders) || slices.ContainsFunc(d.Problems, func(p Problem) bool { return p.Kind == Direction })
		for _, place := range []Place{{Key: "k"}, {Prefix: "k--", Key: "k", Shift: 3}} {
			for _, part := range d.Render(place) {
				html := string(part.HTML)
				if !told && strings.ContainsFunc(html, reorders) {
					t.Fatalf("nothing is said of what reorders %q", html)
				}
				for _, tag := range anyTag.FindAllString(html, -1) {
					if !ownTag.MatchString(tag) {
						t.Fatalf("tag %q in %q", tag, html)
					}
				}
				if scripts.MatchString(html) {
					t.Fatalf("script in %q", html)
				}
				if utf8.ValidString(src) && !utf8.ValidString(html) {
					t.Fatalf("invalid UTF-8 in %q", html)
				}
				if part.HTML == "" && part.Directive == nil {
					t.Fatal("empty part")
				}
			}
		}
	})
}

func page(b *testing.B, strip bool) []byte {
	b.Helper()
	src, err := os.ReadFile("testdata/page.ja.md")
	if err != nil {
		b.Fatal(err)
	}
	if strip {
		src = regexp.MustCompile("(?s)```.*?```").ReplaceAll(src, nil)
	}
	return src
}

func BenchmarkParse(b *testing.B) {
	src := page(b, true)
	p := New()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		p.Parse(src, "ja")
	}
}

func BenchmarkRender(b *testing.B) {
	d := New().Parse(page(b, true), "ja")
	for b.Loop() {
		d.Render(Place{Key: "page"})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}
