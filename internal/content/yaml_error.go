package content

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/pattern"
	"hikitsugi/internal/source"
)

// yamlError says what a YAML parser's error means to somebody who does not know
// YAML. first is the line of the file at which the YAML begins.
func yamlError(f *source.File, first int, err error) diag.List {
	var diags diag.List
	pos := diag.Pos{File: f.Path, Line: first}
	message := err.Error()
	var load *yaml.LoadError
	if errors.As(err, &load) {
		message = load.Message
		if load.Mark.Line > 0 {
			pos.Line, pos.Col = load.Mark.Line, max(load.Mark.Column, 1)
		}
		// A quotation or a list that never ends is found at the end of the file; the
		// place where it begins is the one to mend. So is that of a key that has no colon,
		// and of a value of which the first character means something else.
		begins := strings.Contains(load.ContextMsg, "quoted") && !strings.Contains(message, unknownEscape) || strings.Contains(load.ContextMsg, "flow") || strings.Contains(message, noColon) || beginsValue(load)
		if c := load.ContextMark; c.Line > 0 && begins {
			pos.Line, pos.Col = c.Line, max(c.Column, 1)
		}
	}
	line := f.Line(pos.Line)
	// A key without its colon is noticed at the next one.
	unexpected := strings.Contains(message, noColon) || strings.Contains(message, colonHere) && strings.Count(line, ": ") == 1
	odd, isOdd := wideLine(line)
	if before := f.Line(pos.Line - 1); unexpected && !isOdd && pos.Line > first {
		if odd, isOdd = wideLine(before); isOdd {
			line, pos.Line = before, pos.Line-1
		}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t\u3000"))]
	switch {
	case strings.Contains(indent, "\t"):
		pos.Col = 1
		diags.Add(pos, diag.TAB,
			diag.Text{JA: "行の始めにタブがあります", EN: "the line begins with a tab"},
			diag.Text{JA: "半角の空白に置き換えてください。", EN: "Replace it by spaces."})
	case strings.Contains(message, "multiple"):
		pos.Line, pos.Col = secondDocument(f, first), 1
		diags.Add(pos, diag.YAML,
			diag.Text{JA: "2つ目の文書（--- の後）があります", EN: "there is a second document after ---"},
			diag.Text{JA: "1つのファイルに書けるのは1つだけです。", EN: "A file holds one."})
	case isOdd:
		pos.Col = odd.col + 1
		diags.Add(pos, diag.WIDE, odd.what, odd.do)
	case strings.Contains(message, colonHere) && pos.Line > first && lacksColon(f.Line(pos.Line-1), line):
		pos.Line, pos.Col = pos.Line-1, indentOf(line)+1
		diags.Add(pos, diag.YAML, noColonWhat, noColonDo)
	default:
		what, do := yamlFault(load, line, f.Line(pos.Line-1), pos.Col)
		diags.Add(pos, diag.YAML, what, do)
	}
	return diags
}

const unknownEscape = "unknown escape character"

// beginsValue reports whether the first character of a value is what is wrong.
func beginsValue(load *yaml.LoadError) bool {
	return strings.Contains(load.ContextMsg, "scanning a tag") || strings.Contains(load.Message, "comment or line break") || strings.Contains(load.Message, "cannot start any token")
}

// secondDocument returns the line of the --- behind the first document of YAML that
// begins on the line first.
func secondDocument(f *source.File, first int) int {
	n, began := 0, false
	for line := range strings.Lines(string(f.Data())) {
		n++
		text := strings.TrimSpace(line)
		if n < first || text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if began && strings.HasPrefix(line, "---") {
			return n
		}
		began = true
	}
	return first
}

// yamlFault says what is wrong at the character col of a line, and what to do.
func yamlFault(load *yaml.LoadError, line, before string, col int) (what, do diag.Text) {
	what, do = diag.Text{JA: "YAMLとして読めません", EN: "this is not valid YAML"}, yamlHint(line)
	if load == nil {
		return what, do
	}
	at := []rune(line)
	col = min(max(col, 1), len(at)+1)
	behind, rest := strings.TrimSpace(string(at[:col-1])), string(at[col-1:])
	quote := diag.Text{JA: "値の全体を \"…\" で囲んでください。", EN: "Quote the whole value."}
	switch context := load.ContextMsg + " " + load.Message; {
	case beginsValue(load) && rest != "":
		first := string([]rune(rest)[0])
		return diag.Textf("値を %[1]s で始めることはできません", "a value cannot begin with %[1]s", first), quote
	case strings.Contains(context, unknownEscape):
		return diag.Text{JA: "\"…\" の中の \\ が、特別な文字の書き方になっていません", EN: "the \\ between quotation marks stands for no character"},
			diag.Text{JA: "\\ をそのまま書くときは、値を '…' で囲んでください。", EN: "To write a \\ as it is, put the value between '…'."}
	case strings.Contains(context, "quoted scalar"):
		return diag.Text{JA: "引用符が閉じていません", EN: "the quotation is never closed"}, do
	case strings.Contains(context, "flow sequence"):
		return diag.Text{JA: "角括弧 [ ] の中の区切りか終わりがありません", EN: "a comma or the closing ] is missing"}, do
	case strings.Contains(context, "flow mapping"):
		return diag.Text{JA: "波括弧 { } の中の区切りか終わりがありません", EN: "a comma or the closing } is missing"}, do
	case strings.Contains(context, "block sequence entries are not allowed"):
		return diag.Text{JA: "「- 」のリストが、キーと同じ行から始まっています", EN: "a list of “- ” begins on the line of its key"},
			diag.Text{JA: "キーの次の行から書くか、[a, b] の形にしてください。リストでなければ、値の全体を \"…\" で囲みます。", EN: "Begin it on the next line, or write it as [a, b]. If it is not a list, quote the whole value."}
	case strings.Contains(context, "expected '-' indicator"):
		return diag.Text{JA: "「- 」のリストの途中に、「- 」で始まらない行があります", EN: "in a list, a line does not begin with “- ”"},
			diag.Text{JA: "リストの続きなら「- 」で始め、字下げをそろえてください。", EN: "Begin it with “- ” if it belongs there, and indent it like the others."}
	case strings.Contains(context, colonHere) && strings.Count(line, ": ") == 1 && indentOf(line) > indentOf(before) && !strings.HasSuffix(strings.TrimSpace(before), ":"):
		return diag.Text{JA: "前の行に値があるのに、この行が深く字下げされています", EN: "the line is indented below one that has a value of its own"}, alike
	case strings.Contains(context, colonHere):
		return diag.Text{JA: "ここに「: 」は置けません", EN: "a colon cannot stand here"}, do
	case strings.Contains(context, "unknown anchor"):
		return diag.Text{JA: "* で始まる値は、ほかの場所の値を指すエイリアスになります", EN: "a value that begins with * is an alias: it stands for the value of another place"}, quote
	case strings.Contains(context, "did not find expected key") && (strings.HasSuffix(behind, `"`) || strings.HasSuffix(behind, "'")):
		return diag.Text{JA: "閉じる引用符の後に、まだ文字があります", EN: "something follows the closing quotation mark"},
			diag.Text{JA: `値の全体を "…" で囲み、その中の " は \" と書いてください。`, EN: `Quote the whole value, and write a " within it as \".`}
	case strings.Contains(context, "did not find expected key") && rest != "" && strings.ContainsAny(rest[:1], "]}"):
		return diag.Textf("%[1]s が余っています", "there is one %[1]s too many", rest[:1]),
			diag.Text{JA: "対応する括弧を確かめてください。", EN: "Look for the bracket that it belongs to."}
	case strings.Contains(context, "did not find expected key") && behind == "":
		return diag.Text{JA: "字下げが前の行とそろっていません", EN: "the line is not indented like those before it"}, alike
	case strings.Contains(context, "did not find expected key"):
		return diag.Text{JA: "キーがあるはずの場所に別のものがあります", EN: "a key was expected here"}, do
	case strings.Contains(context, noColon):
		return noColonWhat, noColonDo
	}
	return what, do
}

// lacksColon reports whether a line has no key, though the next one, indented as it is,
// has one.
func lacksColon(line, next string) bool {
	text := strings.TrimSpace(line)
	return text != "" && !strings.Contains(text, ": ") && !strings.HasSuffix(text, ":") && !strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "-") && indentOf(line) == indentOf(next)
}

var (
	noColonWhat = diag.Text{JA: "キーの後に「: 」がありません", EN: "there is no colon after the key"}
	noColonDo   = diag.Text{JA: "「キー: 値」のように、半角のコロンと空白を入れてください。", EN: "Write “key: value”, with a space after the colon."}
)

var alike = diag.Text{JA: "同じ段のキーは、同じ数の空白で字下げしてください。", EN: "Indent keys of one level by the same number of spaces."}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// What Japanese is typed with in the place of a comma between keys, and a # that makes a
// comment of the end of braces or brackets.
var (
	wideComma    = pattern.Of(`[{\[].*[、，][ \t]*[A-Za-z0-9_-]+:(?:[ \t]|$)`)
	remarkWithin = pattern.Of(`[{\[][^"'\]}]*[ \t]#`)
)

func yamlHint(line string) diag.Text {
	switch {
	case wideComma.MatchString(line):
		return diag.Text{JA: "キーの区切りは「、」や「，」ではなく、半角のカンマと空白「, 」です。", EN: "Part the keys by an ordinary comma and a space, not by 、 or ，."}
	case remarkWithin.MatchString(line):
		return diag.Text{JA: "「 #」から後はコメントになります。値に # が含まれるときは、値の全体を \"…\" で囲みます。", EN: `What follows a space and # is a comment. If the value holds a #, quote the whole of it.`}
	case strings.Count(line, ": ") > 1:
		return diag.Text{JA: "値に「: 」が含まれるときは、値の全体を \"…\" で囲みます。", EN: `If the value holds ": ", quote the whole of it.`}
	case strings.Contains(line, "\u3000"):
		return diag.Text{JA: "全角の空白を半角にしてください。", EN: "Replace the full-width space by an ordinary one."}
	}
	return diag.Text{JA: "字下げ、引用符、括弧の対応を確かめてください。", EN: "Look at the indentation, the quotation marks and the brackets."}
}
