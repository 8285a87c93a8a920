package adopt

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hikitsugi/internal/markdown"
)

// A folder from elsewhere may hold anything. None of it keeps import busy.
func TestHostile(t *testing.T) {
	const size = 16 << 10
	for _, unit := range []string{
		"<", "<a>", "<a href=x>", "<b>", "<code>", "`", "``` \n", "[", "[a](", "](", "![a](b) ", "[a](b) ", "[![a](//b)](c) ", "[a]: b\n", "??", "??a", "{{<", "{{< x >}}", "{/*", "<!--", "<?", "=== \"a\"\n    ", "export const a = {\n\n", "import a from 'a'\n", "    a\n\n", "<div>\n    a\n\n", "<!-- a --> b\n\n", "<!-- a\n--> b\n", "/// note\n", ":::note\n", "!!! note\n    ", "::: x\n",
		"[[", "[[a]] ", "![[a|b]]", "{%", "{% raw %}", "{{", "{{ site.x }}", "{{ site.url }}", "{: .note }\n", "{: .note }\nx\n\n", "[a](b){.c}", "# a {: #b}\n", "::: x y\n", "import a from 'a'\n\n<img src={a}>\n\n", "@[card](", "*[a]: b\n", "```js:a\n", "<abbr title=x>", "<div>\n", "<table><tr><td>", "<ul>\n", "<ul><li>", "<li>a\n", "<ol>\n<li>a\n", "<aside>\n", "<blockquote>a\n", "<div class=\"alert alert-info\">\n", "□ a\n", "https://a.esa.io/posts/1 ", "<table>\n", "<table>\n<td rowspan=50 colspan=50>a\n", "+--+--+\n", "+--+--+\n| a | b |\n", "+--+--+\n| a |\n", "-- --\n", "a\n-- --\n", "----------\n", "----------\n-- --\n", "# a {#b}\n", "\\", "> ", "- ", "| a ", "---\n", "a: b\n",
	} {
		text := "x\n\n" + strings.Repeat(unit, size/len(unit))
		start := time.Now()
		markdown.New().Parse([]byte(text), "en")
		parsing := time.Since(start)
		start = time.Now()
		if _, err := Read(fstest.MapFS{"a.md": {Data: []byte(text)}}, Options{Languages: []string{"en"}}); err != nil {
			t.Errorf("%q: %v", unit, err)
		}
		// What cannot be parsed quickly is parsed several times.
		if took := time.Since(start); took > 2*time.Second+100*parsing {
			t.Errorf("%q took %v, of which one parsing takes %v", unit, took, parsing)
		}
	}
}
