package content

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A Glossary is glossary.yaml: words that readers look up, in both languages.
type Glossary Map[Term]

// A Term is one thing with what it is called. Search finds it, and what is written
// about it, by any of its words in either language.
type Term struct {
	JA      Word   `key:"ja"`
	EN      Word   `key:"en"`
	Aliases []Word `key:"aliases"`
	Meaning Text   `key:"meaning"`
}

// A Word is what something is called in one language.
type Word string

func (w *Word) decodeNode(d *decoder, n *yaml.Node) {
	s, ok := d.scalar(n)
	s = strings.TrimSpace(s)
	if ok && (s == "" || isEmpty(n)) {
		d.wrongType(n, "言葉", "a word")
		return
	}
	*w = Word(s)
}

// In returns the word in lang; it may be empty.
func (t Term) In(lang string) Word {
	if lang == "ja" {
		return t.JA
	}
	return t.EN
}

// words returns everything that the thing is called.
func (t Term) words() []Word {
	words := append([]Word{t.JA, t.EN}, t.Aliases...)
	return slices.DeleteFunc(words, func(w Word) bool { return w == "" })
}

// ParseGlossary reads glossary.yaml.
func ParseGlossary(f *source.File) (Glossary, diag.List) {
	var m Map[Term]
	d := decodeFile(f, &m)
	first := map[string]string{} // word → term
	for _, e := range m {
		if e.Value.JA == "" && e.Value.EN == "" && !d.failed[e.Key.ID] {
			d.add(e.Key.Pos, diag.KEY,
				diag.Textf("用語 %s に言葉がありません", "the term %s has no word", e.Key.ID),
				diag.Text{JA: "ja と en に、それぞれの言語での呼び方を書いてください。", EN: "Write what it is called under ja and en."})
		}
		for _, word := range e.Value.words() {
			key := strings.ToLower(norm.NFKC.String(string(word)))
			switch other := first[key]; other {
			case "":
				first[key] = e.Key.ID
			case e.Key.ID: // an alias that repeats the word itself does no harm
			default:
				d.add(e.Key.Pos, diag.TERM,
					diag.Textf("「%s」は用語 %s にもあります", "%q also belongs to the term %s", word, other),
					diag.Text{JA: "どちらか一方だけにしてください。", EN: "Keep one of them."})
			}
		}
	}
	return Glossary(m), d.diags
}
