package markdown

// words are the texts that a page of one language needs around its content.
type words struct {
	notes     map[string]string // titles of admonitions, by kind
	anchor    string            // label of the link beside a heading
	table     string            // label of a table that scrolls
	footnotes string            // label of the list of footnotes
	backlink  string            // label of the link from a footnote to its reference
	blank     string            // label of a rule to write on
	brackets  [2]string         // around what is to be written there
}

func wordsIn(lang string) *words {
	if lang == "ja" {
		return &japanese
	}
	return &english
}

var japanese = words{
	notes: map[string]string{
		"note": "補足", "tip": "ヒント", "important": "重要", "warning": "警告", "caution": "注意",
	},
	anchor:    "この見出しへのリンク",
	table:     "表",
	footnotes: "脚注",
	backlink:  "本文に戻る",
	blank:     "記入欄",
	brackets:  [2]string{"（", "）"},
}

var english = words{
	notes: map[string]string{
		"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution",
	},
	anchor:    "Link to this section",
	table:     "Table",
	footnotes: "Footnotes",
	backlink:  "Back to the text",
	blank:     "To be filled in",
	brackets:  [2]string{" (", ")"},
}
