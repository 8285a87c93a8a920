package markup

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// ours lists what a Reader makes of a page.
func ours(page string) []string {
	var list []string
	for r := NewReader(page); ; {
		switch r.Next() {
		case End:
			return list
		case Text:
			list = append(list, "text "+r.Text())
		case Close:
			list = append(list, "close "+r.Name())
		case Open:
			line := "open " + r.Name()
			for {
				key, value, ok := r.Attribute()
				if !ok {
					break
				}
				line += fmt.Sprintf(" %s=%q", key, value)
			}
			list = append(list, line)
		}
	}
}

// theirs lists what a parser makes of it that browsers agree with.
func theirs(page string) []string {
	var list []string
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		kind := z.Next()
		t := z.Token()
		switch kind {
		case html.ErrorToken:
			return list
		case html.TextToken:
			list = append(list, "text "+t.Data)
		case html.EndTagToken:
			list = append(list, "close "+t.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			line := "open " + t.Data
			for _, a := range t.Attr {
				line += fmt.Sprintf(" %s=%q", a.Key, a.Val)
			}
			list = append(list, line)
		}
	}
}

var pages = []string{
	"",
	"a",
	"a &amp; b &lt; c",
	`<p>a<br>b</p>`,
	`<!doctype html><html lang="ja"><title>a &lt;b></title>`,
	`<a href="a?b&amp;c" title='d"e' data-x>f</a >`,
	`<a title="a > b" href=c/d>e</a>`,
	`<img src="a.png" alt="&quot;x&quot;"/><br/>`,
	"<a\n\thref = \"b\"\n>c</a>",
	`a<!-- <b> -- > -->c<!---->d`,
	`<script>if (a < b) "</p>"</script><p>c</p>`,
	`<style>a > b {}</style>d`,
	`<script src="a"></script><p>b`,
	`<textarea><p>a</textarea>b`,
	`<SCRIPT>1 < 2 </p></SCRIPT><H2 ID="a">b</H2>`,
	`<script>1</SCRIPT ><p Class=x>b</P>`,
	`<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>`,
}

func TestReader(t *testing.T) {
	for _, page := range pages {
		got, want := ours(page), theirs(page)
		for i, line := range want { // which has names of its own for SVG
			want[i] = strings.Replace(line, "viewBox", "viewbox", 1)
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Errorf("%q\n got %s\nwant %s", page, g, w)
		}
	}
}

func TestFind(t *testing.T) {
	r := NewReader(`<a id="b" class="c" href="d">`)
	r.Next()
	if r.Find("href") != "d" || r.Find("id") != "b" || r.Find("none") != "" {
		t.Errorf("found %q, %q and %q", r.Find("href"), r.Find("id"), r.Find("none"))
	}
	if key, value, ok := r.Attribute(); key != "id" || value != "b" || !ok {
		t.Errorf("after Find the first attribute is %s=%q", key, value)
	}
}

// Whatever a page holds, it is read to its end.
func FuzzReader(f *testing.F) {
	for _, page := range pages {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		if n := len(ours(page)); n > len(page) {
			t.Errorf("%d tags and texts in %d bytes", n, len(page))
		}
	})
}
