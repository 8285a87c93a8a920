package theme

import (
	"reflect"
	"text/template/parse"

	"hikitsugi/internal/diag"
)

// A use is a place in a template at which a part is called, or made by side.
type use struct {
	from, part visit
	file       string
	at         parse.Node // of side, the name of the part
}

// aside checks the part that side is asked for.
func (c *checker) aside(cmd *parse.CommandNode, dot reflect.Type, s scope) {
	part, ok := cmd.Args[2].(*parse.StringNode)
	switch {
	case ok:
		c.call(part.Text, dot, part, s)
	case c.src.own(s.file):
		c.src.report(s.file, int(cmd.Args[2].Position()), diag.Text{
			JA: "side で作るパーツの名前は、値ではなく文字で書きます",
			EN: "the part that side makes is written out, not taken from a value",
		}, diag.Text{
			JA: "{{if}} で分けて、パーツごとに {{side .Lang \"cover\" .}} のように書いてください。",
			EN: "Write one for each part, as in {{side .Lang \"cover\" .}}, with {{if}} around it.",
		})
	}
}

// endless reports what side makes within itself. A page that is made within a page
// within a page is nowhere told to end, as a template that calls itself is.
func (c *checker) endless() {
	parts := map[visit][]visit{}
	for _, u := range c.uses {
		parts[u.from] = append(parts[u.from], u.part)
	}
	for _, u := range c.uses {
		if _, aside := u.at.(*parse.StringNode); aside && reaches(parts, u.part, u.from, map[visit]bool{}) {
			c.src.report(u.file, int(u.at.Position()), diag.Textf(
				"side で作るパーツ「%s」が、その中でまた同じ side に戻ってきます",
				"the part %q, which side makes here, comes back to this side", u.part.name), diag.Textf(
				"side で作った中は、もうその言語です。パーツがその中で自分を呼ぶときは {{template \"%s\" …}} にしてください。",
				"What side makes is in that language as a whole: there, a part calls itself with {{template \"%s\" …}}.", u.part.name))
		}
	}
}

// reaches reports whether a template is one, or uses it.
func reaches(parts map[visit][]visit, from, to visit, seen map[visit]bool) bool {
	if from == to {
		return true
	}
	if seen[from] {
		return false
	}
	seen[from] = true
	for _, p := range parts[from] {
		if reaches(parts, p, to, seen) {
			return true
		}
	}
	return false
}
