package theme

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hikitsugi/internal/view"
)

// What Go's packages say of layouts is told in the words of an author, with a place
// that the author has.
func TestFailures(t *testing.T) {
	for layout, want := range map[string]string{
		"a\n{{if .Title}}":             "layouts/list.html:2:1 an {{if}}, {{range}} or {{with}} has no {{end}}. ",
		"a{{end}}":                     "layouts/list.html:1:1 there is one {{end}} too many. ",
		"a{{t \"skip}}":                "layouts/list.html:1:1 a {{ is not closed by }}, or a quotation mark is missing. ",
		"a{{Title}}":                   "layouts/list.html:1:1 there is no function Title. ",
		"a{{$title}}":                  "layouts/list.html:1:1 there is no variable $title here. ",
		"{{lt .Title 3}}":              "layouts/list.html:1:3 {{lt .Title 3}} does not work: values of two kinds cannot be compared. ",
		"{{(index .Entries 7).Title}}": "layouts/list.html:1:4 {{index .Entries 7}} does not work: the list has no entry of that number. Use it only",
		"{{if .Kind}}\n {{range .Entries}}\n{{/* {{with}} */}}{{end}}\n": "layouts/list.html:1:1 an {{if}}, {{range}} or {{with}} has no {{end}}. ",
		"a\n{{if}}b{{end}}":                  "layouts/list.html:2:1 {{if}} has no value. ",
		"{{template}}":                       "layouts/list.html:1:1 {{template}} has no value. ",
		"a{{else}}":                          "layouts/list.html:1:1 there is one {{else}} too many. ",
		"{{template date .}}":                `layouts/list.html:1:1 the name of a part, "date", has no quotation marks. `,
		"a\n{{.Title\n":                      "layouts/list.html:2:1 a {{ is not closed by }}, or a quotation mark is missing. ",
		"{{/* a":                             "layouts/list.html:1:1 a comment is not closed by */}}. ",
		"{{(.Title}}":                        "layouts/list.html:1:1 there is a ( or a ) too few, or too many. ",
		"{{break}}":                          "layouts/list.html:1:1 {{break}} stands outside {{range}}. ",
		"{{1.Title}}":                        `layouts/list.html:1:1 "1.T" cannot be read as a number. `,
		"{{$x = 1}}":                         "layouts/list.html:1:8 there is no variable $x here. Declare it before with :=, ",
		"{{slice .Title 9}}":                 "layouts/list.html:1:3 {{slice .Title 9}} does not work: it is not that long. ",
		"{{.Entries}}":                       "layouts/list.html:1:3 {{.Entries}}, a list of view.Entry, cannot be written as it is. Go through it with {{range}}.",
		"{{range .Entries}}{{.Date}}{{end}}": "layouts/list.html:1:21 {{.Date}}, view.Date, cannot be written as it is. It has ISO, Text, Era.",
		"{{printf \"%s of %d\" .Title}}":     `layouts/list.html:1:10 what is filled in (%s) does not fit "%s of %d". Give it`,
		"{{.Title.}}":                        "layouts/list.html:1:1 . cannot be understood here. ",
		"{{.Title .Kind}}":                   "layouts/list.html:1:3 {{.Title}} does not work: a value takes no arguments. ",
		"{{t}}":                              "layouts/list.html:1:3 {{t}} has 0 arguments instead of 1. ",
		"{{len 3}}":                          "layouts/list.html:1:3 {{len 3}} does not work: this cannot be done with values of that kind. ",
		"{{range .Title}}{{end}}":            "layouts/list.html:1:9 {{.Title}} does not work: it is not a list. ",
		"{{breakable 3}}":                    "layouts/list.html:1:13 {{3}} does not work: it takes a text. ",
		"{{template \"list.html\" .}}":       `layouts/list.html:1:12 {{template "list.html" .}} does not work: it calls itself endlessly. `,
		`<a href="{{if .Kind}}/a?{{end}}{{.Lang}}">a</a>`: "layouts/list.html:1:34 after the branches it is not certain in which part of an address this value stands. ",
		"<p{{range .Entries}} title=\"{{end}}>":           "layouts/list.html:1:11 one branch ends within a tag or quotation marks of the HTML, the other does not. ",
	} {
		if said := mine(t, map[string]string{"layouts/list.html": layout}); len(said) != 1 || !strings.HasPrefix(said[0], want) {
			t.Errorf("%s\nsaid %s\nwant %s", layout, strings.Join(said, "\n     "), want)
		}
	}
}

// A layout that can do with every made-up view, but not with the content, is a mistake
// of its author; a page that cannot be written is none.
func TestFailureOnAPage(t *testing.T) {
	const layout = "a\n{{with .Uses}}{{(index . 0).Title}}{{end}}{{.Runbook.Version}}"
	th, list := Load(files(t, builtin(t, map[string]string{"layouts/article.html": layout})), all)
	if th == nil {
		t.Fatal(list)
	}
	err := th.Render(io.Discard, "article.html", "en", view.Article{})
	failure, ok := errors.AsType[*Failure](err)
	if !ok {
		t.Fatalf("%v is no mistake of the author", err)
	}
	const want = "layouts/article.html:2:53 {{.Runbook.Version}} does not work: there is nothing to take it from. Use it only where there is one, within {{with}}."
	if said := failure.Problem.Pos.String() + " " + failure.Problem.Sentence("en"); said != want {
		t.Errorf("said %s\nwant %s", said, want)
	}
	full := errors.New("the disk is full")
	if err := th.Render(failing{full}, "article.html", "en", view.Article{Runbook: &view.Runbook{}}); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	} else if _, ok := errors.AsType[*Failure](err); ok {
		t.Error("a disk is no mistake of the author")
	}
}

// failing fails.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
