package markdown

import (
	"strings"
	"sync"
	"testing"
)

func TestHighlighting(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"known language", "```go\nvar a = \"<\" // 日本\n```",
			`<pre class="chroma" tabindex="0"><code class="language-go"><span class="kd">var</span> a = <span class="s">&quot;&lt;&quot;</span> <span class="c1">// 日本</span>` + "\n</code></pre>\n"},
		{"unknown language", "```mermaid-x\na < b\n```",
			`<pre class="chroma" tabindex="0"><code class="language-mermaid-x">a &lt; b` + "\n</code></pre>\n"},
		{"no language", "```\na < b\n```", `<pre class="chroma" tabindex="0"><code>a &lt; b` + "\n</code></pre>\n"},
		{"hostile language", "```a\"><script>\nb\n```",
			`<pre class="chroma" tabindex="0"><code class="language-a&quot;&gt;&lt;script&gt;">b` + "\n</code></pre>\n"},
		{"attributes behind the language", "```text {1,2}\na\n```",
			`<pre class="chroma" tabindex="0"><code class="language-text">a` + "\n</code></pre>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, src := range []string{tt.src, strings.ReplaceAll(tt.src, "\n", "\r\n")} {
				if got := printed(src, "ja", here); got != tt.want {
					t.Errorf("%q\n got %q\nwant %q", src, got, tt.want)
				}
			}
		})
	}
}

func TestParserIsSafeForConcurrentUse(t *testing.T) {
	p := New()
	const src = "# a\n\n**「b」**です[^1]\n\n```go\nvar a\n```\n\n| a |\n|---|\n| `\\|` |\n\n[^1]: c\n"
	doc := p.Parse([]byte(src), "ja")
	want := doc.Render(here)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				for _, d := range []*Doc{doc, p.Parse([]byte(src), "ja")} {
					for i, part := range d.Render(here) {
						if part.HTML != want[i].HTML {
							t.Errorf("got %q, want %q", part.HTML, want[i].HTML)
						}
					}
				}
			}
		})
	}
	wg.Wait()
}
