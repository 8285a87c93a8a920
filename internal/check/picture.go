package check

import (
	"path"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// Alternatives reports pictures of a page that do not say in words what they show.
// A picture that only decorates is excused as in [Lint].
func Alternatives(f *source.File, p *content.Page) diag.List {
	var list diag.List
	var lines source.Lines // of a page that has such a picture
	var excused map[int]bool
	if p.Body == nil {
		return nil
	}
	for i, l := range p.Body.Links {
		if !l.Image || l.Text != "" && !strings.EqualFold(l.Text, path.Base(l.Dest)) {
			continue
		}
		if lines.File() == nil {
			lines, excused = f.Lines(), excusedLines(f, "ALT")
		}
		pos := lines.Pos(l.Offset)
		if excused[pos.Line] {
			if i > 0 && p.Body.Links[i-1].Nameless() {
				list.Add(pos, diag.ALT,
					diag.Text{JA: "リンクの中身が文字のない画像だけで、どこへ行くのか分かりません", EN: "a link holds only this picture, and nothing says in words where it leads"},
					diag.Text{
						JA: "![ここ](…) に行き先を書くか、リンクの中に文字を足してください。リンクの画像は飾りにはできません。",
						EN: "Write it between the brackets of ![…](…), or put words into the link: a picture that is all of a link does not only decorate.",
					})
			}
			continue
		}
		list.Add(pos, diag.ALT,
			diag.Text{JA: "画像が何を示すか、文字で書かれていません", EN: "nothing says in words what the picture shows"},
			diag.Text{
				JA: "![ここ](…) に書いてください。見えない人、読み込めない人はそれを読みます。飾りだけの画像なら、前の行に「<!-- gen:allow ALT 飾り -->」を書きます。",
				EN: "Write it between the brackets of ![…](…): whoever cannot see or load the picture reads that. One that only decorates is excused by “<!-- gen:allow ALT decoration -->” on the line before.",
			})
	}
	return list
}
