package theme

import (
	"errors"
	"io"
	"strings"
	"testing"

	"hikitsugi/internal/view"
)

// A part that calls itself again and again on some pages only would end the program.
func TestEndlessOnAPage(t *testing.T) {
	th, list := Load(files(t, builtin(t, map[string]string{
		"layouts/list.html":       `{{template "loop" .}}`,
		"layouts/parts/loop.html": `<p>{{if eq .Kind "guides"}}{{template "loop" .}}{{end}}</p>`,
	})), all)
	if th == nil {
		t.Fatal(list)
	}
	if err := th.Render(io.Discard, "list.html", "en", view.List{Kind: "columns"}); err != nil {
		t.Error(err)
	}
	err := th.Render(io.Discard, "list.html", "en", view.List{Kind: "guides"})
	failure, ok := errors.AsType[*Failure](err)
	if !ok {
		t.Fatalf("%v is no mistake of the author", err)
	}
	const want = `layouts/parts/loop.html:1:39 {{template "loop" .}} does not work: it calls itself endlessly. `
	if said := failure.Problem.Pos.String() + " " + failure.Problem.Sentence("en"); !strings.HasPrefix(said, want) {
		t.Errorf("said %s\nwant %s", said, want)
	}
}

// So would one that has itself made by side.
func TestEndlessBySide(t *testing.T) {
	const back = ` the part "loop", which side makes here, comes back to this side. What side makes is in`
	for _, tt := range []struct {
		name, list, loop, more string
		want                   []string
	}{
		{"itself", `{{template "loop" .}}`, `{{side "ja" "loop" .}}`, "", []string{"layouts/parts/loop.html:1:13" + back}},
		{"itself, at times", `{{template "loop" .}}`, `{{if eq .Kind "guides"}}{{side "ja" "loop" .}}{{end}}`, "", []string{"layouts/parts/loop.html:1:37" + back}},
		{"by another", `{{template "more" .}}`, `{{template "more" .}}`, `{{if eq .Kind "guides"}}{{side "ja" "loop" .}}{{end}}`, []string{"layouts/parts/more.html:1:37" + back}},
		{"of something else", `{{template "loop" .Title}}`, `{{side "ja" "more" .}}`, "{{.}}", nil},
		{"of no name", `{{template "loop" .}}`, `{{side "ja" .Kind .}}`, "", []string{"layouts/parts/loop.html:1:13 the part that side makes is written out, not taken from a value. Write one"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			own := map[string]string{"layouts/list.html": tt.list, "layouts/parts/loop.html": tt.loop}
			if tt.more != "" {
				own["layouts/parts/more.html"] = tt.more
			}
			said := mine(t, own)
			if len(said) != len(tt.want) || len(said) > 0 && !strings.HasPrefix(said[0], tt.want[0]) {
				t.Errorf("said %s\nwant %s", strings.Join(said, "\n     "), strings.Join(tt.want, "\n     "))
			}
		})
	}
}
