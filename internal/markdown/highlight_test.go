package markdown

import (
	"bytes"
	"regexp"
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

// Whatever the language, no character of the code is lost.
func TestHighlightingKeepsCode(t *testing.T) {
	const code = "a = \"b\" # c\n\n  <d>&e;</d> {{f}} $g @h 'i' 日本 \\j\n\tk: l\n"
	h := newHighlighter()
	tags := regexp.MustCompile(`</?span[^>]*>`)
	for _, language := range []string{"go", "bash", "powershell", "yaml", "json", "sql", "html", "xml", "ini", "js", "python", "diff", "toml", "yml", "ps1", "sh", "Dockerfile"} {
		if h.lexers[strings.ToLower(language)] == nil {
			t.Errorf("no lexer for %s", language)
		}
		if got := tags.ReplaceAllString(h.html(snippet{language, code}), ""); got != escape(code) {
			t.Errorf("%s:\n got %q\nwant %q", language, got, escape(code))
		}
	}
}

func TestHighlightingIsBounded(t *testing.T) {
	h := newHighlighter()
	long := strings.Repeat("var a\n", maxHighlighted/6+1)
	if got := h.html(snippet{"go", long}); got != long || len(h.done) != 0 {
		t.Errorf("a block of %d bytes was highlighted", len(long))
	}
	h.size = maxRemembered
	h.done[snippet{"go", "old"}] = func() string { return "old" }
	h.html(snippet{"go", "new"})
	if _, old := h.done[snippet{"go", "old"}]; old || len(h.done) != 1 || h.size > 100 {
		t.Errorf("%d blocks of %d bytes are remembered", len(h.done), h.size)
	}
}

func TestHighlightingIsRemembered(t *testing.T) {
	p := New()
	for range 2 {
		for _, lang := range []string{"ja", "en"} {
			p.Parse([]byte("```go\nvar a\n```\n\n```unknown\nvar a\n```\n"), lang)
		}
	}
	if len(p.code.done) != 1 {
		t.Errorf("%d blocks are remembered, want 1: both languages share it, and plain text is not kept", len(p.code.done))
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

func TestStylesheet(t *testing.T) {
	css := Stylesheet()
	if !bytes.Equal(css, Stylesheet()) {
		t.Error("two stylesheets differ")
	}
	if bytes.Contains(css, []byte("background")) {
		t.Error("the background is the theme's")
	}
	light, dark, ok := strings.Cut(string(css), "@media screen and (prefers-color-scheme: dark) {\n")
	if !ok {
		t.Fatal("no rules for the dark")
	}
	rule := regexp.MustCompile(`(?m)^(?:  )?\.chroma \.[a-z0-9]+ \{ [^{}]+ \}$`)
	for name, rules := range map[string]string{"light": light, "dark": strings.TrimSuffix(dark, "}\n")} {
		if n := len(rule.FindAllString(rules, -1)); n < 30 || n != strings.Count(rules, "\n") {
			t.Errorf("%s: %d rules in %d lines", name, n, strings.Count(rules, "\n"))
		}
	}
	for _, class := range newHighlighter().classes {
		if !strings.Contains(string(css), ".chroma ."+class+" {") {
			t.Errorf("no rule for %s", class)
		}
	}
}
