package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
)

// ask notes that nobody has answered the prompt at pos.
func (d *decoder) ask(pos diag.Pos) { d.prompts = append(d.prompts, pos) }

// A phrase is a text in one language.
type phrase string

func (p *phrase) decodeNode(d *decoder, n *yaml.Node) {
	if s, ok := d.scalar(n); ok {
		*p = phrase(d.answered(n, s))
	}
}

// answered returns a text as it is printed: for each prompt a rule to write on, with
// what is asked behind it.
func (d *decoder) answered(n *yaml.Node, s string) string {
	before, question, after, found := markdown.CutPrompt(s)
	if !found {
		return s
	}
	var b strings.Builder
	for found {
		d.ask(d.pos(n))
		rule := "__________ (" + question + ")"
		if strings.ContainsFunc(question, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }) {
			rule = "＿＿＿＿＿＿（" + question + "）"
		}
		b.WriteString(before + rule)
		before, question, after, found = markdown.CutPrompt(after)
	}
	return b.String() + before
}

// known returns an account, a telephone number or the like as it is printed. One of
// which nothing is known is empty: it has a blank of its own.
func (d *decoder) known(n *yaml.Node, s string) string {
	printed := d.answered(n, s)
	if before, _, after, found := markdown.CutPrompt(strings.TrimSpace(s)); found && before+after == "" {
		return ""
	}
	return printed
}

// unanswered reports, once for the file, the prompts that nobody has answered.
func (d *decoder) unanswered() {
	if len(d.prompts) == 0 {
		return
	}
	slices.SortFunc(d.prompts, diag.Pos.Compare)
	var lines []string
	for _, p := range d.prompts {
		lines = append(lines, strconv.Itoa(p.Line))
	}
	lines = slices.Compact(lines)
	more := ""
	const shown = 8
	if len(lines) > shown {
		lines, more = lines[:shown], ", …"
	}
	list := strings.Join(lines, ", ") + more
	count := strconv.Itoa(len(d.prompts))
	d.add(d.prompts[0], diag.PROMPT,
		diag.Text{
			JA: "まだ答えていない問いが" + count + "件あります（" + list + "行目）",
			EN: cmp.Or(map[string]string{"1": "one question is"}[count], count+" questions are") + " not answered yet (line " + list + ")",
		},
		diag.Text{
			JA: "「??…??」を答えに置き換えてください。それまで紙面では手書きの空欄になります。",
			EN: "Replace ??…?? with the answer. Until then a blank is printed to be filled in by hand.",
		})
}
