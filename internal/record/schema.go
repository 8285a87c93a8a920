package record

import (
	"reflect"

	"github.com/google/jsonschema-go/jsonschema"
)

// Schema returns the JSON Schema (draft 2020-12) of handover.json, made from the
// structs of this package, so that it cannot differ from them.
func Schema() ([]byte, error) {
	text := func(pattern, about string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Pattern: pattern, Description: about}
	}
	s, err := jsonschema.For[Handover](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[Date](): text(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "a day"),
		reflect.TypeFor[Span](): text(`^P([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?)?$`, "a length of time (ISO 8601)"),
		reflect.TypeFor[Text](): {
			Type:                 "object",
			Description:          "a text by language",
			AdditionalProperties: &jsonschema.Schema{Type: "string"},
			MinProperties:        jsonschema.Ptr(1),
		},
	}})
	if err != nil {
		return nil, err
	}
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "Hikitsugi: " + Name
	s.Description = "What one organisation hands over."
	withoutNull(s)
	return encode(s)
}

// withoutNull takes back that a list may be null: an empty one is left out, or
// empty.
func withoutNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Types) == 2 && s.Types[0] == "null" {
		s.Type, s.Types = s.Types[1], nil
	}
	withoutNull(s.Items)
	for _, p := range s.Properties {
		withoutNull(p)
	}
}
