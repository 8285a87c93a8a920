package theme

import (
	"errors"
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"hikitsugi/internal/diag"
)

// A Failure says that a layout cannot make a page of what stands in the content: a
// mistake of its author that no made-up view has shown.
type Failure struct {
	Problem diag.Diag // with the path of the file in the theme
	err     error
}

func (f *Failure) Error() string { return f.err.Error() }

// failure says of what is wrong with a page that a layout has made it.
func (th *Theme) failure(err error) error {
	src := &texts{text: th.layouts.text, own: th.layouts.own}
	src.reportError(err)
	return &Failure{src.list[0], fmt.Errorf("theme: %w", err)}
}

// located finds the position in the messages of html/template and text/template: a
// name, perhaps a line and, counted in bytes from 0, perhaps a column.
var located = regexp.MustCompile(`^(?:html/)?template: ?([^:]*):(?:(\d+)(?::(\d+))?:)? (?s:(.*))$`)

// executing finds what could not be executed, and why; within finds the same of a part
// that a function has made.
var (
	executing = regexp.MustCompile(`^executing "[^"]*" at <(?s:(.*?))>: (?s:(.*))$`)
	within    = regexp.MustCompile(`^error calling \w+: ((?:html/)?template: ?(?s:.*))$`)
)

// reportError reports what the template packages found.
func (src *texts) reportError(err error) {
	file, offset, what, do := "layouts", 0, inTheirWords(err.Error()), diag.Text{
		JA: "レイアウトの書き方は docs/themes.md にあります。",
		EN: "How layouts are written stands in docs/themes.md.",
	}
	for said := err.Error(); said != ""; {
		m := located.FindStringSubmatch(said)
		if m == nil {
			break
		}
		name, _, _ := strings.Cut(m[1], "$") // html/template adds to it where a part stands
		if inner := fileOf(name); file == "layouts" || src.own(inner) {
			line, _ := strconv.Atoi(m[2]) // digits, or nothing, by the expression above
			col, _ := strconv.Atoi(m[3])
			file, offset = inner, lineStart(src.text[inner], line)+col
		}
		what, said = inTheirWords(m[4]), ""
		if at := executing.FindStringSubmatch(m[4]); at != nil {
			what, do = failed(at[1], at[2])
			if inner := within.FindStringSubmatch(at[2]); inner != nil {
				said = inner[1]
			}
		}
	}
	if bad, ok := errors.AsType[*template.Error](err); ok {
		if said, known := misplaced[bad.ErrorCode]; known {
			what, do = said.what, said.do
		}
	}
	for _, s := range misspelt {
		if m := s.words.FindStringSubmatch(what.EN); m != nil {
			what, do = s.what, s.do
			if len(m) > 1 {
				what = diag.Textf(s.what.JA, s.what.EN, m[1])
			}
		}
	}
	src.report(file, offset, what, do)
}

func inTheirWords(said string) diag.Text {
	return diag.Text{JA: "レイアウトが動きません: " + said, EN: "the layout does not work: " + said}
}

// failed says why a part of a layout cannot be executed, and what to do.
func failed(what, why string) (said, do diag.Text) {
	reason := diag.Text{JA: why, EN: why}
	do = diag.Text{JA: "関数とその引数は docs/themes.md にあります。", EN: "The functions and what they take stand in docs/themes.md."}
	switch {
	case strings.Contains(why, "index out of range"):
		reason = diag.Text{JA: "一覧にその番号のものがありません", EN: "the list has no entry of that number"}
		do = diag.Text{JA: "{{if}} や {{range}} の中で、あるときだけ使ってください。", EN: "Use it only where there is one, within {{if}} or {{range}}."}
	case strings.Contains(why, "nil pointer evaluating"):
		reason = diag.Text{JA: "もとになるものがありません", EN: "there is nothing to take it from"}
		do = diag.Text{JA: "{{with}} の中で、あるときだけ使ってください。", EN: "Use it only where there is one, within {{with}}."}
	case strings.Contains(why, "incompatible types for comparison"):
		reason = diag.Text{JA: "種類の違う値は比べられません", EN: "values of two kinds cannot be compared"}
	}
	return diag.Text{JA: "{{" + what + "}} が動きません: " + reason.JA, EN: "{{" + what + "}} does not work: " + reason.EN}, do
}

// advice is what is wrong and what to do.
type advice struct{ what, do diag.Text }

// misplaced is what html/template finds wrong with the HTML around values.
var misplaced = map[template.ErrorCode]advice{
	template.ErrBranchEnd: {
		diag.Text{JA: "分岐によって、HTMLのタグや引用符の中で終わったり外で終わったりします", EN: "one branch ends within a tag or quotation marks of the HTML, the other does not"},
		diag.Text{JA: "どの分岐も、始まったところと同じところで終わらせてください。", EN: "Let every branch end where it began: what it opens, it closes."},
	},
	template.ErrRangeLoopReentry: {
		diag.Text{JA: "{{range}} の中身が、始まったところと違うところ（タグや引用符の中など）で終わります", EN: "what {{range}} repeats ends elsewhere than it began, within a tag or quotation marks, say"},
		diag.Text{JA: "開いたものは、{{range}} の中で閉じてください。", EN: "Close within {{range}} what is opened there."},
	},
	template.ErrEndContext: {
		diag.Text{JA: "タグ、引用符、コメントかスクリプトが閉じていません", EN: "a tag, a quotation mark, a comment or a script is not closed"},
		diag.Text{JA: "閉じてください。", EN: "Close it."},
	},
	template.ErrBadHTML: {
		diag.Text{JA: "タグの引用符か括弧が、足りないか余っています", EN: "a tag has a quotation mark or a bracket too few, or too many"},
		diag.Text{JA: "属性は name=\"値\" の形にして、> でタグを閉じてください。", EN: "Write attributes as name=\"value\", and close the tag with >."},
	},
	template.ErrAmbigContext: {
		diag.Text{JA: "分岐のあと、この値がアドレスのどこに入るのか決まりません", EN: "behind branches it is not certain in which part of an address this value stands"},
		diag.Text{JA: "アドレス全体を、それぞれの分岐の中に書いてください。", EN: "Write the whole address in each branch."},
	},
	template.ErrOutputContext: {
		diag.Text{JA: "自分自身を呼ぶこのパーツが、始まったところと違うところで終わります", EN: "this part, which uses itself, ends elsewhere than it began"},
		diag.Text{JA: "開いたタグや引用符は、このパーツの中で閉じてください。", EN: "Close in it every tag and quotation mark that it opens."},
	},
	template.ErrPredefinedEscaper: {
		diag.Text{JA: "html と urlquery は、ここでは使えません", EN: "html and urlquery cannot be used here"},
		diag.Text{JA: "消してください。値はいつも、その場所に合わせて書き出されます。", EN: "Take it away: every value is written as its place needs it."},
	},
}

// misspelt is what text/template finds when it reads a layout.
var misspelt = []struct {
	words *regexp.Regexp
	advice
}{
	{regexp.MustCompile(`: unexpected EOF$`), advice{
		diag.Text{JA: "{{if}}、{{range}}、{{with}} のどれかに {{end}} がありません", EN: "an {{if}}, {{range}} or {{with}} has no {{end}}"},
		diag.Text{JA: "閉じるところに {{end}} を書いてください。", EN: "Write {{end}} where it is to end."},
	}},
	{regexp.MustCompile(`: unexpected {{end}}$`), advice{
		diag.Text{JA: "{{end}} が1つ余っています", EN: "there is an {{end}} too many"},
		diag.Text{JA: "対応する {{if}}、{{range}}、{{with}} を確かめてください。", EN: "Look for the {{if}}, {{range}} or {{with}} that it belongs to."},
	}},
	{regexp.MustCompile(`: (?:unclosed action|unterminated quoted string)`), advice{
		diag.Text{JA: "{{ が }} で閉じていないか、引用符が足りません", EN: "a {{ is not closed by }}, or a quotation mark is missing"},
		diag.Text{JA: "同じ行の中で閉じてください。", EN: "Close it on the same line."},
	}},
	{regexp.MustCompile(`: function "(.*)" not defined$`), advice{
		diag.Text{JA: "関数 %s はありません", EN: "there is no function %s"},
		diag.Text{JA: "使える関数は docs/themes.md にあります。値なら . を前に付けてください。", EN: "The functions stand in docs/themes.md; a value has a . before it."},
	}},
	{regexp.MustCompile(`: undefined variable "(.*)"$`), advice{
		diag.Text{JA: "変数 %s は、ここでは使えません", EN: "there is no variable %s here"},
		diag.Text{JA: "使うところと同じ {{if}} や {{range}} の中か、その外で、先に := で決めてください。", EN: "Declare it before with :=, within the same {{if}} or {{range}} or around it."},
	}},
}
