package markdown

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

type example struct {
	Markdown string
	HTML     string
	Example  int
	Section  string
}

func commonMark(t *testing.T) []example {
	t.Helper()
	data, err := os.ReadFile("testdata/commonmark-0.31.2.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 652 {
		t.Fatalf("%d examples, want 652", len(examples))
	}
	return examples
}

// Emphasis for Japanese changes nothing in CommonMark.
func TestCommonMarkUnchanged(t *testing.T) {
	md := goldmark.New(
		goldmark.WithParserOptions(parser.WithInlineParsers(
			util.Prioritized(newEmphasis(), 499), util.Prioritized(newStrikethrough(), 499),
		)),
		goldmark.WithRendererOptions(html.WithUnsafe(), html.WithXHTML()),
	)
	for _, e := range commonMark(t) {
		var b bytes.Buffer
		if err := md.Convert([]byte(e.Markdown), &b); err != nil {
			t.Fatal(err)
		}
		if b.String() != e.HTML {
			t.Errorf("example %d (%s): %q\n got %q\nwant %q", e.Example, e.Section, e.Markdown, b.String(), e.HTML)
		}
	}
}

// What we add to the HTML of plain CommonMark.
var additions = regexp.MustCompile(` id="[^"]*"| class="chroma" tabindex="0"| loading="lazy" decoding="async"|<span class="[^"]*">|</span>`)

// An image with a title that stands by itself is a figure with its caption.
var captionedImage = regexp.MustCompile(`<p>(<img [^>]*) title="([^"]*)"></p>`)

// What we print for CommonMark is what goldmark prints, but for additions, and
// for what is meant to differ.
func TestCommonMarkPrinted(t *testing.T) {
	differs := map[int]string{
		96:  "begins with front matter",
		98:  "begins with front matter",
		602: "a bare address is a link",
		608: "a bare address is a link",
		611: "a bare address is a link",
	}
	p, md := New(), goldmark.New()
	for _, e := range commonMark(t) {
		doc := p.Parse([]byte(e.Markdown), "en")
		if differs[e.Example] != "" || strings.Contains(e.HTML, "<!--") || len(doc.Problems) > 0 {
			continue
		}
		var want, got strings.Builder
		if err := md.Convert([]byte(e.Markdown), &want); err != nil {
			t.Fatal(err)
		}
		for _, part := range doc.Render(Place{Prefix: "x-"}) {
			got.WriteString(additions.ReplaceAllString(string(part.HTML), ""))
		}
		figures := captionedImage.ReplaceAllString(want.String(), "<figure>$1>\n<figcaption>$2</figcaption></figure>")
		if got.String() != figures {
			t.Errorf("example %d (%s): %q\n got %q\nwant %q", e.Example, e.Section, e.Markdown, got.String(), figures)
		}
	}
}
