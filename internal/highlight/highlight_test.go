package highlight

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// Whatever the language, no character of the code is lost.
func TestHighlightingKeepsCode(t *testing.T) {
	const code = "a = \"b\" # c\n\n  <d>&e;</d> {{f}} $g @h 'i' 日本 \\j\n\tk: l\n"
	h := New()
	tags := regexp.MustCompile(`</?span[^>]*>`)
	for _, language := range []string{"go", "bash", "powershell", "yaml", "json", "sql", "html", "xml", "ini", "js", "python", "diff", "toml", "yml", "ps1", "sh", "Dockerfile"} {
		if h.lexers[strings.ToLower(language)] == nil {
			t.Errorf("no lexer for %s", language)
		}
		if got := tags.ReplaceAllString(h.HTML(language, code), ""); got != escape(code) {
			t.Errorf("%s:\n got %q\nwant %q", language, got, escape(code))
		}
	}
}

func TestHighlightingIsBounded(t *testing.T) {
	h := New()
	long := strings.Repeat("var a\n", maxHighlighted/6+1)
	if got := h.HTML("go", long); got != long || len(h.done) != 0 {
		t.Errorf("a block of %d bytes was highlighted", len(long))
	}
	h.size = maxRemembered
	h.done[snippet{"go", "old"}] = func() string { return "old" }
	h.HTML("go", "new")
	if _, old := h.done[snippet{"go", "old"}]; old || len(h.done) != 1 || h.size > 100 {
		t.Errorf("%d blocks of %d bytes are remembered", len(h.done), h.size)
	}
}

func TestHighlightingIsRemembered(t *testing.T) {
	h := New()
	for range 2 {
		h.HTML("go", "var a\n")
		h.HTML("unknown", "var a\n")
	}
	if len(h.done) != 1 {
		t.Errorf("%d blocks are remembered, want 1: plain text is not kept", len(h.done))
	}
}

func TestHighlighterIsSafeForConcurrentUse(t *testing.T) {
	h := New()
	const page = "<p>a</p><script>let a = 'b'</script><style>p { color: red }</style>\n"
	want := New().HTML("html", page)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 20 {
				h.HTML("js", fmt.Sprintf("let a = %d\n", i))
				if got := h.HTML("html", page); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkHighlight(b *testing.B) {
	h := New()
	code := strings.Repeat("for f in *.txt; do echo \"$f\" | wc -l; done\n", 20)
	for b.Loop() {
		h.highlight(h.lexers["bash"], code)
	}
}
