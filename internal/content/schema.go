package content

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"hikitsugi/internal/diag"
)

// A schema is a part of a JSON Schema, draft 7, which editors know best. It is made
// from the same structs and tags as the decoder works by, and never refuses what
// the decoder takes. It sees less: what a date or a reference means is for gen check.
type schema map[string]any

// described is implemented by the types that read themselves from a node and can
// stand in a YAML file.
type described interface{ schema() schema }

// schemaTypes are the kinds of files that are YAML as a whole. The front matter of
// Markdown files has no schema: editors would not apply it.
var schemaTypes = map[Kind]reflect.Type{
	KindSite:     reflect.TypeFor[Site](),
	KindLinks:    reflect.TypeFor[Map[Link]](),
	KindGlossary: reflect.TypeFor[Map[Term]](),
	KindOrg:      reflect.TypeFor[Org](),
}

// SchemaKinds are the kinds of files that have a schema, with the pattern of the
// paths at which they stand.
var SchemaKinds = []struct {
	Kind Kind
	Path string
}{
	{KindSite, Dir + "/site.yaml"},
	{KindLinks, Dir + "/links.yaml"},
	{KindGlossary, Dir + "/glossary.yaml"},
	{KindOrg, Dir + "/orgs/*/org.yaml"},
}

// Schema returns the JSON Schema of files of kind k, which is one of [SchemaKinds],
// with descriptions in both languages.
func Schema(k Kind) []byte {
	s := schemaOf(schemaTypes[k], "")
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "Hikitsugi: " + string(k) + ".yaml"
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		panic(err) // maps, lists and texts only
	}
	return b.Bytes()
}

// schemaOf follows decoder.value.
func schemaOf(t reflect.Type, tag reflect.StructTag) schema {
	if d, ok := reflect.New(t).Interface().(described); ok {
		return d.schema()
	}
	switch t.Kind() {
	case reflect.Struct:
		return structSchema(t)
	case reflect.Slice:
		return schema{"type": kinds("array"), "items": schemaOf(t.Elem(), tag)}
	case reflect.String:
		if words := strings.Fields(tag.Get("oneof")); len(words) > 0 {
			return schema{"type": kinds("string"), "enum": anyList(words)}
		}
		return schema{"type": kinds("string", "number", "boolean")}
	case reflect.Int:
		return schema{"type": kinds("integer", "string"), "minimum": 0, "pattern": `^[+]?[0-9]+$`}
	case reflect.Bool:
		return schema{"type": kinds("boolean", "string"), "pattern": `^(true|false)$`}
	}
	panic("content: no way to describe a " + t.String())
}

// structSchema follows decoder.mapping.
func structSchema(t reflect.Type) schema {
	properties := schema{}
	var required []string
	for _, f := range fields(t) {
		s := schemaOf(t.FieldByIndex(f.index).Type, f.tag)
		if f.required {
			required = append(required, f.key)
			if t.FieldByIndex(f.index).Type.Kind() == reflect.Slice {
				s["minItems"], s["minProperties"] = 1, 1
			}
		} else {
			s = nullable(s) // a key without a value is as good as no key
		}
		name := t.Name() + "." + f.key
		about, ok := descriptions[name]
		if !ok {
			panic(fmt.Sprintf("content: %s has no description", name))
		}
		s["description"] = about.JA + "\n\n" + about.EN
		properties[f.key] = s
	}
	s := schema{"type": kinds("object"), "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// mapSchema follows decodeMap.
func mapSchema(key string, value schema) schema {
	return schema{"type": kinds("object"), "propertyNames": schema{"pattern": key}, "additionalProperties": value}
}

func nullable(s schema) schema {
	s["type"] = append(s["type"].([]any), "null")
	if words, ok := s["enum"]; ok {
		s["enum"] = append(words.([]any), nil)
	}
	return s
}

func kinds(names ...string) []any { return anyList(names) }

func anyList(words []string) []any {
	list := make([]any, len(words))
	for i, w := range words {
		list[i] = w
	}
	return list
}

// textSchema returns the schema of a text of a certain form, which its author is told
// where it has another.
func textSchema(pattern string, form diag.Text, examples ...any) schema {
	s := schema{"type": kinds("string"), "pattern": pattern}
	if form != (diag.Text{}) {
		s["patternErrorMessage"] = form.JA + " " + form.EN
	}
	if len(examples) > 0 {
		s["examples"] = examples
	}
	return s
}

const idPattern = `[a-z0-9][a-z0-9-]{0,39}`

func (*Text) schema() schema {
	language := func() schema { return schema{"type": kinds("string", "number", "boolean", "null")} }
	return schema{
		"type": kinds("string", "number", "boolean", "object"), "pattern": `[^ ]`,
		"properties": schema{"ja": language(), "en": language()}, "additionalProperties": false, "minProperties": 1,
	}
}

// An editor may see a number in an id.
func (*Name) schema() schema {
	s := textSchema("^"+idPattern+"$", idForm)
	s["type"] = kinds("string", "number", "boolean")
	return s
}

func (*Date) schema() schema {
	return textSchema(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`, dateForm, "2026-04-01")
}

func (*Span) schema() schema {
	return textSchema(`^P(?:[0-9]+[YMD]|T[0-9])(?:[0-9]*[YMDHMT])*$`, spanForm, "P365D", "P1Y", "P6M", "PT10M")
}

func (*Period) schema() schema {
	return textSchema(`^P(?:[0-9]+[YMD])+$`, periodForm, "P365D", "P1Y", "P6M")
}

func (*Secret) schema() schema {
	return textSchema(`^(`+strings.Join(secretForms, "|")+`)[^ \t\n]+$`, secretForm, "vault:mdm/apns", "envelope:A-02", "safe:3F")
}

func (*FontFile) schema() schema {
	s := textSchema(`^[^/\\]`, diag.Text{}, "fonts/a.ttf")
	s["type"] = kinds("string", "number", "boolean")
	return s
}

func (*Zone) schema() schema { return textSchema(".", diag.Text{}, "Asia/Tokyo") }

func (*Month) schema() schema {
	return schema{"type": kinds("integer", "string"), "minimum": 1, "maximum": 12, "pattern": `^[+]?0*([1-9]|1[0-2])$`}
}

func (*Word) schema() schema {
	return schema{"type": kinds("string", "number", "boolean"), "pattern": `[^ ]`}
}

func (*Mail) schema() schema {
	return textSchema(`^[^@ <>"'?&%,;:()\[\]\\]+@.*[.]`, diag.Text{})
}

func (*Address) schema() schema {
	return textSchema(`^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@]+([/?#]|$)`, diag.Text{}, "https://")
}

func (*Map[V]) schema() schema {
	return mapSchema("^"+idPattern+"$", schemaOf(reflect.TypeFor[V](), ""))
}

func (*Facts) schema() schema {
	return mapSchema("^"+idPattern+"(/"+idPattern+")?$", nullable(schemaOf(reflect.TypeFor[Fact](), "")))
}
