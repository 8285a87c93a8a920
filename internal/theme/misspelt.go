package theme

import (
	"regexp"
	"slices"
	"strconv"

	"hikitsugi/internal/diag"
)

// A misspelling is what text/template finds when it reads a layout.
type misspelling struct {
	words *regexp.Regexp // its group stands in what is wrong
	advice
}

var misspelt = []misspelling{
	{regexp.MustCompile(`^unexpected EOF$`), advice{
		diag.Text{JA: "{{if}}、{{range}}、{{with}} のどれかに {{end}} がありません", EN: "an {{if}}, {{range}} or {{with}} has no {{end}}"},
		diag.Text{JA: "閉じるところに {{end}} を書いてください。", EN: "Write {{end}} where it is to end."},
	}},
	{regexp.MustCompile(`^unexpected {{end}}$`), advice{
		diag.Text{JA: "{{end}} が1つ余っています", EN: "there is one {{end}} too many"},
		diag.Text{JA: "対応する {{if}}、{{range}}、{{with}} を確かめてください。", EN: "Look for the {{if}}, {{range}} or {{with}} that it belongs to."},
	}},
	{regexp.MustCompile(`^(?:unexpected|expected end; found) {{else.*}}$`), advice{
		diag.Text{JA: "{{else}} が余っています", EN: "there is one {{else}} too many"},
		diag.Text{JA: "1つの {{if}}、{{range}}、{{with}} に、{{else}} は1つです。", EN: "Each {{if}}, {{range}} or {{with}} has one at most."},
	}},
	{regexp.MustCompile(`^(?:missing value for (if|range|with)|unexpected "}}" in (template) clause)`), advice{
		diag.Text{JA: "{{%s}} に値がありません", EN: "{{%s}} has no value"},
		diag.Text{JA: "{{if .Title}} や {{template \"title\" .}} のように書いてください。", EN: "Give it one, as in {{if .Title}} or {{template \"title\" .}}."},
	}},
	{regexp.MustCompile(`^(?:missing value for command|empty command)`), advice{
		diag.Text{JA: ":= や | の後に値がありません", EN: "nothing follows a := or a |"},
		diag.Text{JA: "値か関数を書いてください。", EN: "Write a value or a function there."},
	}},
	{regexp.MustCompile(`^unexpected (.*) in template clause$`), advice{
		diag.Text{JA: "部品の名前 %s に引用符がありません", EN: "the name of a part, %s, has no quotation marks"},
		diag.Text{JA: `{{template "date" .}} のように囲んでください。`, EN: `Write them, as in {{template "date" .}}.`},
	}},
	{regexp.MustCompile(`^{{(break|continue)}} outside {{range}}$`), advice{
		diag.Text{JA: "{{%s}} が {{range}} の外にあります", EN: "{{%s}} stands outside {{range}}"},
		diag.Text{JA: "{{range}} と、その {{end}} の間に書いてください。", EN: "Write it between {{range}} and its {{end}}."},
	}},
	{regexp.MustCompile(`^(?:unclosed action|unterminated (?:raw )?quoted string|unterminated character constant)`), advice{
		diag.Text{JA: "{{ が }} で閉じていないか、引用符が足りません", EN: "a {{ is not closed by }}, or a quotation mark is missing"},
		diag.Text{JA: "同じ行の中で閉じてください。", EN: "Close it on the same line."},
	}},
	{regexp.MustCompile(`^(?:unclosed comment|comment ends before closing delimiter)`), advice{
		diag.Text{JA: "コメントが */}} で閉じていません", EN: "a comment is not closed by */}}"},
		diag.Text{JA: "{{/* … */}} の形で書いてください。", EN: "Write it as {{/* … */}}."},
	}},
	{regexp.MustCompile(`^(?:unclosed left paren|unexpected right paren)`), advice{
		diag.Text{JA: "丸括弧 ( ) が足りないか、余っています", EN: "there is a ( or a ) too few, or too many"},
		diag.Text{JA: "{{ と }} の間で、同じ数だけ開いて閉じてください。", EN: "Between {{ and }}, close as many as are opened."},
	}},
	{regexp.MustCompile(`^function "(.*)" not defined$`), advice{
		diag.Text{JA: "関数 %s はありません", EN: "there is no function %s"},
		diag.Text{JA: "使える関数は docs/themes.md にあります。値なら . を前に付けてください。", EN: "docs/themes.md lists the functions; a value has a . before it."},
	}},
	{regexp.MustCompile(`^undefined variable "(.*)"$`), advice{
		diag.Text{JA: "変数 %s は、ここでは使えません", EN: "there is no variable %s here"},
		declareFirst,
	}},
	{regexp.MustCompile(`^(?:too many declarations in|range can only initialize) `), advice{
		diag.Text{JA: "{{range}} で決める変数が多すぎるか、= で決めています", EN: "{{range}} declares too many variables, or does so with ="},
		diag.Text{JA: "{{range $番号, $値 := .Entries}} のように書いてください。", EN: "Write it as in {{range $i, $e := .Entries}}."},
	}},
	{regexp.MustCompile(`^(?:(?:bad|illegal) number syntax|integer overflow|malformed character constant): (.*)$`), advice{
		diag.Text{JA: "%s は数として読めません", EN: "%s cannot be read as a number"},
		diag.Text{JA: "文字列なら \"…\" で囲み、値なら . を前に付けてください。", EN: `A text stands between "…"; a value has a . before it.`},
	}},
	{regexp.MustCompile(`^(?:bad character|unrecognized character in action:) U\+[0-9A-F]+ (.*)$`), advice{
		diag.Text{JA: "{{ }} の中に %s は書けません", EN: "%s cannot stand within {{ }}"},
		diag.Text{JA: "消すか、文字列なら \"…\" で囲んでください。", EN: `Take it away, or write a text between "…".`},
	}},
	{regexp.MustCompile(`^unexpected (?:<(.*)>|(?:bad character )?(".*"|\S+)) (?:in|after term) `), advice{
		diag.Text{JA: "%s がここにあっては読めません", EN: "%s cannot be understood here"},
		diag.Text{JA: "値は .Title、関数は {{t \"key\"}} のように、空白で区切って書いてください。", EN: "A value is written as .Title, a function as {{t \"key\"}}, with spaces between."},
	}},
}

// declareFirst says what to do about a variable that is not there.
var declareFirst = diag.Text{
	JA: "使うところと同じ {{if}} や {{range}} の中か、その外で、先に := で決めてください。",
	EN: "Declare it before with :=, within the same {{if}} or {{range}} or around it.",
}

// inMisspelt says what text/template has found in the words of an author, and since which
// line, where it says so.
func inMisspelt(said string) (what, do diag.Text, since int, known bool) {
	if m := startedAt.FindStringSubmatch(said); m != nil {
		since, _ = strconv.Atoi(m[1]) // digits by the expression
	}
	for _, s := range misspelt {
		m := s.words.FindStringSubmatch(said)
		if m == nil {
			continue
		}
		what = s.what
		for _, group := range m[1:] {
			if group != "" {
				what = diag.Textf(s.what.JA, s.what.EN, group)
			}
		}
		return what, s.do, since, true
	}
	return what, do, since, false
}

var startedAt = regexp.MustCompile(` started at [^:]*:(\d+)$`)

// block matches what opens or ends a block of a layout, and what may hold the like.
var block = regexp.MustCompile(`(?s){{-?\s*(?:/\*.*?\*/|(if|range|with|define|block|end)\b(?:[^"` + "`" + `}]|"(?:[^"\\]|\\.)*"|` + "`[^`]*`" + `|}[^}])*)`)

// lastOpen returns the offset of the innermost block of a layout that has no end, -1 where
// there is none.
func lastOpen(text string) int {
	var open []int
	for _, m := range block.FindAllStringSubmatchIndex(text, -1) {
		switch {
		case m[2] < 0: // a comment
		case text[m[2]:m[3]] != "end":
			open = append(open, m[0])
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return slices.Max(open)
}
