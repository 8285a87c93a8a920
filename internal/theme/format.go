package theme

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"

	"hikitsugi/internal/diag"
)

// format checks that the texts of a key have a place for each value that is filled in,
// and no more. A value whose type is not known is left to the samples.
func (c *checker) format(key parse.Node, filled []reflect.Type, s scope) {
	name, ok := key.(*parse.StringNode)
	if !ok || !c.words.has(name.Text) {
		return // said already
	}
	values, verbs, known := sampleValues(filled)
	if !known {
		return
	}
	var wrong []string // languages
	for _, lang := range languages {
		if text, ok := c.words[lang][name.Text]; ok && strings.Contains(fmt.Sprintf(text, values...), "%!") {
			wrong = append(wrong, lang)
		}
	}
	builtin := func(lang string) bool { return !c.src.own("strings/" + lang + ".json") }
	if c.src.own(s.file) && (len(wrong) == len(languages) || slices.ContainsFunc(wrong, builtin)) {
		c.src.report(s.file, int(key.Position()), diag.Text{
			JA: fmt.Sprintf("「%s」に差し込む値（%s）が、文言「%s」に合いません", name.Text, none(verbs, "なし"), c.words["ja"][name.Text]),
			EN: fmt.Sprintf("what is filled into %q (%s) does not fit its text %q", name.Text, none(verbs, "nothing"), c.words["en"][name.Text]),
		}, placesFor)
		return
	}
	for _, lang := range wrong {
		file := "strings/" + lang + ".json"
		c.src.report(file, c.src.keys[file][name.Text], diag.Text{
			JA: fmt.Sprintf("「%s」の文言の差し込み位置が、差し込まれる値（%s）に合いません", name.Text, none(verbs, "なし")),
			EN: fmt.Sprintf("the text of %q does not have the places for what is filled in (%s)", name.Text, none(verbs, "nothing")),
		}, diag.Text{
			JA: "括弧の中のものを、この順に1回ずつ書いてください。順を変えるときは、2番目の値を %[2]s のように書きます。% という字は %% と書きます。",
			EN: "Write each of these once, in this order; the second value is %[2]s wherever it stands, and the sign % is %%.",
		})
	}
}

// printed checks that what printf is given fits the format that is written out: else Go
// writes its complaint into the page.
func (c *checker) printed(format parse.Node, filled []reflect.Type, s scope) {
	text, ok := format.(*parse.StringNode)
	values, verbs, known := sampleValues(filled)
	if !ok || !known || !c.src.own(s.file) || !strings.Contains(fmt.Sprintf(text.Text, values...), "%!") {
		return
	}
	c.src.report(s.file, int(format.Position()), diag.Text{
		JA: fmt.Sprintf("差し込む値（%s）が、%s に合いません", none(verbs, "なし"), text),
		EN: fmt.Sprintf("what is filled in (%s) does not fit %s", none(verbs, "nothing"), text),
	}, placesFor)
}

// placesFor says what to give to a format.
var placesFor = diag.Text{
	JA: "文言にある差し込み位置（%s は文字列、%d は数）と同じ数の値を、同じ順に渡してください。",
	EN: "Give it as many values as the text has places for, in their order: %s is a text, %d a number.",
}

// sampleValues returns a value of each type, and how it is filled into a text; nothing is
// known where a type is not.
func sampleValues(filled []reflect.Type) (values []any, verbs []string, known bool) {
	for _, t := range filled {
		if t == nil {
			return nil, nil, false
		}
		values, verbs = append(values, reflect.Zero(t).Interface()), append(verbs, verbOf(t))
	}
	return values, verbs, true
}

// verbOf returns how a value of a type is filled into a text.
func verbOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "%s"
	case reflect.Int:
		return "%d"
	}
	return "%v"
}

// none joins verbs; without any it returns the word for that.
func none(verbs []string, word string) string {
	if len(verbs) == 0 {
		return word
	}
	return strings.Join(verbs, ", ")
}
