package content

import (
	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
)

// wrongType says of what type a value should be, and what it is.
func (d *decoder) wrongType(n *yaml.Node, ja, en string) {
	is := kindName(n)
	d.add(d.pos(n), diag.TYPE,
		diag.Text{JA: "ここには" + besideWide(ja) + "を書きます", EN: "this should be " + en},
		diag.Text{JA: "いまは" + is.JA + "です。", EN: "It is " + is.EN + "."})
}

// besideWide returns a Japanese text with a space at each end that is a letter of another
// script.
func besideWide(s string) string {
	if isWord(s[0]) && !isDigit(s[0]) {
		s = " " + s
	}
	if isWord(s[len(s)-1]) {
		s += " "
	}
	return s
}

func kindName(n *yaml.Node) diag.Text {
	switch {
	case n.Kind == yaml.SequenceNode:
		return diag.Text{JA: "リスト", EN: "a list"}
	case n.Kind == yaml.MappingNode:
		return diag.Text{JA: "「キー: 値」の組", EN: "a set of keys and values"}
	case n.Value == "":
		return diag.Text{JA: "空", EN: "empty"}
	}
	return diag.Textf(" %q ", "the value %q", shorten(n.Value))
}

const longestQuote = 40 // characters of a value that a message repeats

func shorten(s string) string {
	if r := []rune(s); len(r) > longestQuote {
		return string(r[:longestQuote]) + "…"
	}
	return s
}
