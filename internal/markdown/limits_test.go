package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// table returns a table with a head and that many rows of one short cell.
func table(columns, rows int) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat("|b\n", rows)
}

// nested returns lists within each other, by indentation.
func nested(depth int) string {
	var b strings.Builder
	for i := range depth {
		fmt.Fprintf(&b, "%s- a\n", strings.Repeat("  ", i))
	}
	return b.String()
}

func TestLimits(t *testing.T) {
	within := map[string]string{
		"size":        strings.Repeat("a", maxSize),
		"nesting":     nested(maxNesting),
		"quotations":  strings.Repeat("> ", maxNesting) + "a",
		"columns":     table(maxColumns, 500),
		"rows":        "| a | b | `\\|` |\n|---|---|---|\n" + strings.Repeat("| - | - | - |\n", 5000),
		"definitions": "[a]: https://example.com/\n\n" + strings.Repeat("[a]\n\n", 10000),
		"markup":      strings.Repeat("**a** [b](c) `d` ", 1000),
		"directives":  strings.Repeat("::: log\n:::\n", maxPlaces) + "a",
		"footnotes":   strings.Repeat("[^a]\n", 1000) + "\n[^a]: b\n",
		"wide marks":  strings.Repeat("？？", 300000),
	}
	// Without the limits these take many times as long, some of them many minutes. On a busy
	// machine everything takes long, plain text as well.
	start := time.Now()
	parse(strings.Repeat("plain text\n", maxSize/11))
	most := 30*time.Second + 20*time.Since(start)
	timely := func(name string, start time.Time) {
		if took := time.Since(start); took > most {
			t.Errorf("%s: took %v", name, took)
		}
	}
	for name, src := range within {
		start := time.Now()
		if d := parse(src); len(d.Problems) > 0 || printOf(d.stored.Bytes()).html == "" {
			t.Errorf("%s: %+v", name, d.Problems)
		}
		timely(name, start)
	}

	var footnotes strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&footnotes, "[^%d]: a\n\n", i)
	}
	beyond := map[string]struct {
		src  string
		want ProblemKind
	}{
		"size":              {strings.Repeat("a", maxSize+1), LimitSize},
		"nesting":           {nested(maxNesting + 1), LimitNesting},
		"nesting on a line": {strings.Repeat("- ", 50000) + "a", LimitNesting},
		"quotations":        {strings.Repeat(">", 50000), LimitNesting},
		"notes in notes":    {strings.Repeat("[^a]: ", 30000), LimitNesting},
		"columns":           {table(maxColumns+1, 1), LimitTable},
		"short rows":        {table(maxColumns, 200000), LimitTable},
		"escaped pipes":     {"|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", 50000), LimitMarkup},
		"definitions":       {"[a]: /" + strings.Repeat("x", 50000) + "\n\n" + strings.Repeat("[a]\n\n", 12500), LimitLinkDefinition},
		"links":             {strings.Repeat("[a](", 30000), LimitMarkup},
		"brackets":          {strings.Repeat("[", 50000) + strings.Repeat("]", 50000), LimitMarkup},
		"emphasis":          {strings.Repeat("*a **a ", 60000), LimitMarkup},
		"tags":              {strings.Repeat("<a ", 80000), LimitMarkup},
		"directives":        {strings.Repeat("::: log\n:::\n", maxPlaces+1), LimitDirective},
		"many definitions":  {strings.Repeat("[a]: b\n", 100000), LimitMarkup},
		"many footnotes":    {footnotes.String() + strings.Repeat("[^29999] \n\n", 30000), LimitMarkup},
	}
	for name, tt := range beyond {
		start := time.Now()
		d := parse(tt.src)
		if len(d.Problems) != 1 || d.Problems[0].Kind != tt.want || d.stored.Size() > 0 || len(d.Render(Place{})) > 0 {
			t.Errorf("%s: %+v with %d bytes of HTML, want %s and none", name, d.Problems, d.stored.Size(), tt.want)
		}
		timely(name, start)
	}
}
