package content

import (
	"fmt"
	"reflect"
	"strings"

	"hikitsugi/internal/diag"
)

// A Block is one set of keys, as the manual lists them: those of a file, or of a
// value in it.
type Block struct {
	Path string // of the value, such as handover or people.ID; empty for the file
	Keys []Key
}

// A Key is one key that an author may write.
type Key struct {
	Name     string
	Required bool
	Form     diag.Text // of its value
	Words    []string  // that the value may be; none: any
	About    diag.Text
}

// KeyedKinds are what [KeysOf] knows of: the kinds of YAML files, the front
// matter of any page, and what a runbook's has besides.
var KeyedKinds = []Kind{KindSite, KindOrg, KindPackets, KindLinks, KindGlossary, KindGuide, KindRunbook}

// KeysOf returns the keys of files of kind k, which is one of [KeyedKinds].
// They are read off the structs by which files are decoded.
func KeysOf(k Kind) []Block {
	var blocks []Block
	switch k {
	case KindPackets:
		return referTo(blocks, reflect.TypeFor[PrintedPacket](), "")
	case KindGuide:
		return referTo(blocks, reflect.TypeFor[Head](), "")
	case KindRunbook:
		return referTo(blocks, reflect.TypeFor[RunbookHead](), "")
	}
	if t := schemaTypes[k]; t.Kind() == reflect.Struct {
		return referTo(blocks, t, "")
	}
	return referTo(blocks, valueOf(schemaTypes[k]), "ID")
}

// referTo appends the keys of t, then those of what its values hold.
func referTo(blocks []Block, t reflect.Type, path string) []Block {
	block := len(blocks)
	blocks = append(blocks, Block{Path: path})
	for _, f := range fields(t) {
		name := t.Name() + "." + f.key
		about, ok := descriptions[name]
		if !ok {
			panic(fmt.Sprintf("content: %s has no description", name))
		}
		ft := t.FieldByIndex(f.index).Type
		blocks[block].Keys = append(blocks[block].Keys, Key{f.key, f.required, formOf(ft), strings.Fields(f.tag.Get("oneof")), about})
		below := f.key
		if path != "" {
			below = path + "." + f.key
		}
		switch {
		case valueOf(ft) != nil:
			ft, below = valueOf(ft), below+".ID"
		case ft.Kind() == reflect.Slice:
			ft, below = ft.Elem(), below+"[]"
		}
		if ft.Kind() == reflect.Struct && len(fields(ft)) > 0 {
			blocks = referTo(blocks, ft, below)
		}
	}
	return blocks
}

// valueOf returns the type of a map's values, or nil if t is no map of ours.
func valueOf(t reflect.Type) reflect.Type {
	if t.Kind() != reflect.Slice || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	if f, ok := t.Elem().FieldByName("Value"); ok {
		return f.Type
	}
	return nil
}

// formWords are the words for the types of values.
var formWords = map[reflect.Type]diag.Text{
	reflect.TypeFor[Text]():     {JA: "文", EN: "text"},
	reflect.TypeFor[Name]():     {JA: "id", EN: "id"},
	reflect.TypeFor[DutyName](): {JA: "項目のid、または 項目/更新 のid", EN: "id of an item, or item/renewal"},
	reflect.TypeFor[Date]():     {JA: "日付", EN: "date"},
	reflect.TypeFor[Span]():     {JA: "期間", EN: "span"},
	reflect.TypeFor[Period]():   {JA: "年月日の期間", EN: "span of days, months or years"},
	reflect.TypeFor[Secret]():   {JA: "秘密の置き場所", EN: "place of a secret"},
	reflect.TypeFor[Zone]():     {JA: "時間帯", EN: "time zone"},
	reflect.TypeFor[FontFile](): {JA: "パス", EN: "path"},
	reflect.TypeFor[Month]():    {JA: "月", EN: "month"},
	reflect.TypeFor[Word]():     {JA: "言葉", EN: "word"},
	reflect.TypeFor[Mail]():     {JA: "メールアドレス", EN: "e-mail address"},
	reflect.TypeFor[Address]():  {JA: "URL", EN: "URL"},
	reflect.TypeFor[Hash]():     {JA: "8桁のハッシュ", EN: "hash of 8 digits"},
	reflect.TypeFor[Renewal]():  {JA: "期間、または組", EN: "span, or a set of keys"},
	reflect.TypeFor[string]():   {JA: "文字列", EN: "characters"},
	reflect.TypeFor[int]():      {JA: "整数", EN: "whole number"},
	reflect.TypeFor[bool]():     {JA: "true か false", EN: "true or false"},
}

// formOf returns what values of type t are called.
func formOf(t reflect.Type) diag.Text {
	if form, ok := formWords[t]; ok {
		return form
	}
	if value := valueOf(t); value != nil {
		form := formOf(value)
		return diag.Text{JA: "id: " + form.JA, EN: "id: " + form.EN}
	}
	switch t.Kind() {
	case reflect.Slice:
		form := formOf(t.Elem())
		return diag.Text{JA: form.JA + "の並び", EN: "list: " + form.EN}
	case reflect.Struct:
		return diag.Text{JA: "組", EN: "set of keys"}
	}
	panic("content: no word for a " + t.String())
}
