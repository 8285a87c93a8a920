package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A conflict that Git left is told where it begins, once, and nothing else of the file; what
// only looks like one is a text.
func TestConflict(t *testing.T) {
	const conflict = "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> branch\n"
	for _, tt := range []struct{ name, text, at string }{
		{"content/guides/a.md", "---\ntitle: A\n---\n\n" + conflict + "\n", "content/guides/a.md:5:1"},
		{"content/guides/a.md", "---\r\n<<<<<<< ours\r\ntitle: A\r\n||||||| base\r\n=======\r\ntitle: B\r\n>>>>>>> theirs\r\n---\r\n", "content/guides/a.md:2:1"},
		{"content/orgs/a/org.yaml", "name: A\n" + conflict, "content/orgs/a/org.yaml:2:1"},
		{"themes/mine/layouts/list.html", conflict, "themes/mine/layouts/list.html:1:1"},
		{"content/guides/a.md", "```\n" + conflict + "```\n", ""},
		{"content/guides/a.md", "~~~~ diff\n```\n~~~\n" + conflict + "~~~~\n", ""},
		{"content/guides/a.md", "```\nx\n```\n" + conflict, "content/guides/a.md:4:1"},
		{"content/guides/a.md", "    ```\n\n" + conflict, "content/guides/a.md:3:1"},
		{"content/guides/a.md", "<<<<<<< HEAD\n\nTitle\n=======\n", ""},
		{"content/guides/a.md", "Title\n=======\n\n>>>>>>> quoted\n", ""},
		{"content/static/a.txt", conflict, ""},
	} {
		files, problems, err := Read(fstest.MapFS{tt.name: {Data: []byte(tt.text)}}, strings.Split(tt.name, "/")[0])
		if err != nil {
			t.Fatal(err)
		}
		at := ""
		for _, d := range problems {
			at += d.Pos.String()
		}
		if at != tt.at || (len(files) == 1) != (tt.at == "") {
			t.Errorf("%s: %q: told at %q, want %q; %d files", tt.name, tt.text, at, tt.at, len(files))
		}
	}
}
