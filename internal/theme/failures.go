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
		EN: "docs/themes.md says how layouts are written.",
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
		if in, advised, since, known := inMisspelt(m[4]); known {
			what, do = in, advised
			if since > 0 {
				offset = lineStart(src.text[file], since)
			}
			if at := lastOpen(src.text[file]); at >= 0 && m[4] == "unexpected EOF" {
				offset = at
			}
		}
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
	src.report(file, offset, what, do)
}

func inTheirWords(said string) diag.Text {
	return diag.Text{JA: "レイアウトが動きません: " + said, EN: "the layout does not work: " + said}
}

// failed says why a part of a layout cannot be executed, and what to do.
func failed(what, why string) (said, do diag.Text) {
	reason := diag.Text{JA: why, EN: why}
	do = diag.Text{JA: "関数とその引数は docs/themes.md にあります。", EN: "docs/themes.md lists the functions and their arguments."}
	if m := arguments.FindStringSubmatch(why); m != nil {
		want, got := m[1], m[2]
		if m[3] != "" { // the function call says it the other way round
			want, got = m[4], m[3]
		}
		return diag.Text{JA: "{{" + what + "}} の引数の数が違います: " + strings.Replace(want, "at least ", "少なくとも", 1) + "個のところ、" + got + "個です", EN: "{{" + what + "}} has " + got + " arguments instead of " + want},
			do
	}
	switch {
	case strings.Contains(why, "cannot be invoked as function"), strings.Contains(why, "can't give argument to non-function"):
		reason = diag.Text{JA: "値は引数を取りません", EN: "a value takes no arguments"}
		do = diag.Text{JA: "値を並べるなら、それぞれを {{ }} で書いてください。", EN: "Write each value within {{ }} of its own."}
	case strings.Contains(why, "range can't iterate over"):
		reason = diag.Text{JA: "一覧ではありません", EN: "it is not a list"}
		do = diag.Text{JA: "{{with}} か {{if}} を使ってください。", EN: "Use {{with}} or {{if}}."}
	case strings.Contains(why, "exceeded maximum template depth"):
		reason = diag.Text{JA: "自分自身を終わりなく呼びます", EN: "it calls itself endlessly"}
		do = diag.Text{JA: "{{if}} や {{range}} の中で、下の段があるときだけ呼んでください。", EN: "Use it only where there is a level below, within {{if}} or {{range}}."}
	case strings.Contains(why, "missing argument for comparison"):
		reason = diag.Text{JA: "比べる値が足りません", EN: "there is nothing to compare with"}
		do = diag.Text{JA: "{{if eq .Kind \"guides\"}} のように、2つの値を書いてください。", EN: "Write two values, as in {{if eq .Kind \"guides\"}}."}
	case strings.HasPrefix(why, "undefined variable: "):
		name := strings.TrimPrefix(why, "undefined variable: ")
		return diag.Textf("変数 %s は、ここでは使えません", "there is no variable %s here", name), declareFirst
	case strings.Contains(why, "nil is not a command"):
		reason = diag.Text{JA: "nil は書き出せません", EN: "nil cannot be written"}
	case expected.MatchString(why):
		m := expected.FindStringSubmatch(why)
		of := kindWords[m[1]]
		reason = diag.Text{JA: of.JA + "の要るところです", EN: "it takes " + of.EN}
	case lengthOf.MatchString(why), strings.Contains(why, "cannot index slice/array with"), strings.Contains(why, "can't index item of type"), strings.Contains(why, "can't slice item of type"), strings.Contains(why, "non-function"):
		reason = diag.Text{JA: "その種類の値には使えません", EN: "this cannot be done with values of that kind"}
	case strings.Contains(why, "index out of range"):
		reason = diag.Text{JA: "一覧にその番号のものがありません", EN: "the list has no entry of that number"}
		if strings.HasPrefix(what, "slice") {
			reason = diag.Text{JA: "それほど長くありません", EN: "it is not that long"}
		}
		do = diag.Text{JA: "{{if}} や {{range}} の中で、あるときだけ使ってください。", EN: "Use it only where there is one, within {{if}} or {{range}}."}
	case strings.Contains(why, "nil pointer evaluating"):
		reason = diag.Text{JA: "もとになるものがありません", EN: "there is nothing to take it from"}
		do = diag.Text{JA: "{{with}} の中で、あるときだけ使ってください。", EN: "Use it only where there is one, within {{with}}."}
	case strings.Contains(why, "incompatible types for comparison"):
		reason = diag.Text{JA: "種類の違う値は比べられません", EN: "values of two kinds cannot be compared"}
	}
	what = strings.TrimSuffix(strings.TrimPrefix(what, "{{"), "}}")
	return diag.Text{JA: "{{" + what + "}} が動きません: " + reason.JA, EN: "{{" + what + "}} does not work: " + reason.EN}, do
}

var (
	arguments = regexp.MustCompile(`wrong number of args for \S+: (?:want ((?:at least )?\d+) got (\d+)|got (\d+) want ((?:at least )?\d+))`)
	expected  = regexp.MustCompile(`^(?:expected|wrong type for value; expected) (string|bool|integer|int)\b`)
	lengthOf  = regexp.MustCompile(`len of type`)
)

// kindWords are what an author calls the values that functions take.
var kindWords = map[string]diag.Text{
	"string": {JA: "文字列", EN: "a text"}, "bool": {JA: "はい・いいえの値", EN: "a yes or no"}, "integer": {JA: "数", EN: "a number"}, "int": {JA: "数", EN: "a number"},
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
		diag.Text{JA: "分岐のあと、この値がアドレスのどこに入るのか決まりません", EN: "after the branches it is not certain in which part of an address this value stands"},
		diag.Text{JA: "アドレス全体を、それぞれの分岐の中に書いてください。", EN: "Write the whole address in each branch."},
	},
	template.ErrOutputContext: {
		diag.Text{JA: "自分自身を呼ぶこの部品が、始まったところと違うところで終わります", EN: "this part, which uses itself, ends elsewhere than it began"},
		diag.Text{JA: "開いたタグや引用符は、この部品の中で閉じてください。", EN: "Close in it every tag and quotation mark that it opens."},
	},
	template.ErrPredefinedEscaper: {
		diag.Text{JA: "html と urlquery は、ここでは使えません", EN: "html and urlquery cannot be used here"},
		diag.Text{JA: "消してください。値はいつも、その場所に合わせて書き出されます。", EN: "Take it away: every value is written as its place needs it."},
	},
}
