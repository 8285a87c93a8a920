package theme

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
)

// named returns what an author calls a value of a type.
func named(t reflect.Type) diag.Text {
	switch t.Kind() {
	case reflect.Pointer:
		return named(t.Elem())
	case reflect.Slice:
		of := named(t.Elem())
		return diag.Text{JA: of.JA + " の一覧", EN: "a list of " + of.EN}
	case reflect.String:
		return diag.Text{JA: "文字列", EN: "a text"}
	case reflect.Int:
		return diag.Text{JA: "数", EN: "a number"}
	case reflect.Bool:
		return diag.Text{JA: "はい・いいえの値", EN: "a yes or no"}
	}
	if t == reflect.TypeFor[nothing]() {
		return diag.Text{JA: "値なしで呼ばれた部品", EN: "a part that is called without a value"}
	}
	return diag.Text{JA: t.String(), EN: t.String()}
}

// fieldsOf tells an author what there is.
func fieldsOf(t reflect.Type) diag.Text {
	switch {
	case t == reflect.TypeFor[nothing]():
		return diag.Text{JA: `呼ぶ側で {{template "…" .}} のように値を渡してください。`, EN: `Give it one where it is called: {{template "…" .}}.`}
	case t.Kind() == reflect.Slice:
		return diag.Text{JA: "{{range}} で1つずつ取り出してください。", EN: "Go through it with {{range}}."}
	case t.Kind() != reflect.Struct:
		return diag.Text{JA: "そのまま書き出してください。", EN: "Write it as it is."}
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous {
			names = append(names, f.Name)
		}
	}
	all := strings.Join(names, ", ")
	return diag.Text{JA: "使えるもの: " + all + "。", EN: "It has " + all + "."}
}

// wrongValue says that a built-in part cannot do with the value that it is given.
func wrongValue(part string, t reflect.Type, lacking []string) diag.Text {
	var names []string
	for _, name := range lacking {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	all := strings.Join(names, ", ")
	if t == reflect.TypeFor[nothing]() {
		return diag.Textf("標準の部品「%s」を値なしで呼んでいます。要る項目: %s", "the built-in part %q is called without a value; it asks for %s", part, all)
	}
	of := named(t)
	return diag.Text{
		JA: fmt.Sprintf("標準の部品「%s」に渡した %s には、要る項目がありません: %s", part, of.JA, all),
		EN: fmt.Sprintf("the built-in part %q is given %s, which does not have what it asks for: %s", part, of.EN, all),
	}
}

// said is what the first line of a part says of its value.
var said = regexp.MustCompile(`^\{\{- /\* (?:(string)|(\[\])?\*?([A-Z]\w*(?: or [A-Z]\w*)*))(?:[ ,:.]|$)`)

// takes says what to give to a built-in part.
func (src *texts) takes(part string) diag.Text {
	m := said.FindStringSubmatch(src.text[fileOf(part)])
	switch {
	case m == nil:
		return diag.Textf("この部品の中身は標準の %s にあります。", "See the built-in %s for what it does.", fileOf(part))
	case m[1] != "":
		return diag.Text{JA: "文字列を渡してください。", EN: "Give it a text."}
	case m[2] != "":
		return diag.Textf("%s の一覧を渡してください。", "Give it a list of %s.", m[3])
	}
	names := strings.Split(m[3], " or ")
	return diag.Text{JA: strings.Join(names, " か ") + " を渡してください。", EN: "Give it " + article(names[0]) + " " + m[3] + "."}
}

// article returns the article of an English name.
func article(name string) string {
	if strings.ContainsRune("AEIO", rune(name[0])) {
		return "an"
	}
	return "a"
}
