package content

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

func compileSchema(t *testing.T, k Kind) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema(k)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON returns what an editor sees in a node: YAML 1.2 without its own ideas.
func asJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return asJSON(n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, c := range n.Content {
			list[i] = asJSON(c)
		}
		return list
	}
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		switch {
		case n.Value == "" || n.Value == "~" || n.Value == "null":
			return nil
		case n.Value == "true" || n.Value == "false":
			return n.Value == "true"
		}
		if _, err := strconv.ParseFloat(n.Value, 64); err == nil {
			if v, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.TrimLeft(n.Value, "+0"))); err == nil {
				return v
			}
		}
	}
	return n.Value
}

// verdicts returns whether the decoder takes a text as a file of kind k, and
// whether its schema does.
func verdicts(t *testing.T, k Kind, s *jsonschema.Schema, text string) (decoder, schema bool) {
	t.Helper()
	f := source.New("content/"+string(k)+".yaml", []byte(text))
	var diags diag.List
	switch k {
	case KindSite:
		_, diags = ParseSite(f)
	case KindLinks:
		_, diags = ParseLinks(f)
	case KindGlossary:
		_, diags = ParseGlossary(f)
	case KindOrg:
		_, diags = ParseOrg(f, "mihon")
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || n.Kind == 0 {
		return !diags.HasErrors(false), false
	}
	return !diags.HasErrors(false), s.Validate(asJSON(&n)) == nil
}

var schemaSeeds = map[Kind]string{
	KindSite: `title: {ja: ノート, en: Notes}
publisher: Example
url: https://a.example/
languages: [ja, en]
timezone: Asia/Tokyo
contact: a@b.example
org: mihon
packet: [keys]
fiscal: 4
eras: true
fonts: {ja: fonts/a.ttf}
remind: [P30D, P1Y6M]
traits: {ios: {ja: iOS}}
theme: own
`,
	KindLinks: `a: {title: A, url: "https://a.example/", by: {en: A}, lang: ja, checked: 2026-11-01}
b: {title: 2026, url: "HTTP://b.example/?x=a@b"}
`,
	KindGlossary: `a: {ja: 鍵, en: key, aliases: [かぎ, 2], meaning: {ja: 開けるもの, en: What opens}}
b: {en: lock}
`,
	KindOrg: `name: A
marking: {ja: 社外秘}
traits: [ios]
devices: {ios: 012}
people: {ann: {name: Ann, role: A}, bob: {name: Bob}}
contacts: {desk: {name: Desk, tel: 0120123456, hours: 24}}
handover: {from: bob, to: ann, approver: ann, begins: 2026-11-01, date: 2027-04-01}
copies: [{no: 1, holder: ann}]
runbooks: {lost: {owner: ann, history: [{on: 2026-11-01, by: ann, ok: ann, what: A}]}}
facts:
  apns: {owner: ann, second: ann, account: 123, secret: "vault:a", where: A, done: 2026-01-01, expires: 2026-12-01, given: 2026-11-02, received: 2026-11-03, na: A, note: A}
  apns/mail:
`,
}

// The schemas refuse what is wrong, as far as a schema can see it.
func TestSchemaFinds(t *testing.T) {
	for _, tt := range []struct {
		kind     Kind
		old, new string
	}{
		{KindSite, "title:", "titel:"},
		{KindSite, "fonts/a.ttf", "/fonts/a.ttf"},
		{KindSite, "title: {ja: ノート, en: Notes}", `title: ""`},
		{KindSite, "title: {ja: ノート, en: Notes}", "title: [A, B]"},
		{KindSite, "title: {ja: ノート, en: Notes}", "title: {}"},
		{KindSite, "title: {ja: ノート, en: Notes}", "title: {ja: A, fr: B}"},
		{KindSite, "title: {ja: ノート, en: Notes}\n", ""},
		{KindSite, "languages: [ja, en]", "languages: [ja, fr]"},
		{KindSite, "languages: [ja, en]", "languages: []"},
		{KindSite, "languages: [ja, en]", "languages: ja"},
		{KindSite, "contact: a@b.example", "contact: a at b.example"},
		{KindSite, "org: mihon", "org: Mihon"},
		{KindSite, "fiscal: 4", "fiscal: 13"},
		{KindSite, "fiscal: 4", "fiscal: April"},
		{KindSite, "eras: true", "eras: yes"},
		{KindSite, "P30D", "30"},
		{KindSite, "P30D", "PT10M"},
		{KindSite, "P30D", "P30DT12H"},
		{KindSite, "url: https://a.example/", "url: ftp://a.example/"},
		{KindSite, "url: https://a.example/", "url: https://u:p@a.example/"},
		{KindSite, "{ios:", "{i_os:"},
		{KindLinks, "a: {title: A, ", "a: {"},
		{KindLinks, "2026-11-01", "2026-11-32"},
		{KindLinks, "2026-11-01", "2026/11/01"},
		{KindLinks, "2026-11-01", "20261101"},
		{KindLinks, "lang: ja", "lang: jp"},
		{KindLinks, "title: 2026,", "title:,"},
		{KindOrg, "devices: {ios: 012}", "devices: {ios: many}"},
		{KindOrg, "devices: {ios: 012}", "devices: {ios: -1}"},
		{KindOrg, "devices: {ios: 012}", "devices: {ios: }"},
		{KindOrg, "handover: {from: bob, to: ann", "handover: {from: ann"},
		{KindOrg, "vault:a", "hunter2"},
		{KindOrg, "vault:a", "vault:"},
		{KindOrg, "apns/mail:", "apns/mail/x:"},
		{KindOrg, "history: [{on: 2026-11-01, by: ann, ok: ann, what: A}]", "history: []"},
		{KindOrg, "people: {ann: {name: Ann, role: A}, bob: {name: Bob}}", "people: [ann]"},
	} {
		seed := schemaSeeds[tt.kind]
		if !strings.Contains(seed, tt.old) {
			t.Fatalf("%s does not hold %q", tt.kind, tt.old)
		}
		decoder, schema := verdicts(t, tt.kind, compileSchema(t, tt.kind), strings.Replace(seed, tt.old, tt.new, 1))
		if decoder || schema {
			t.Errorf("%s, %q for %q: the decoder takes it: %v, the schema: %v", tt.kind, tt.new, tt.old, decoder, schema)
		}
	}
}

// What the decoder takes the schema takes as well: an editor never marks what gen
// would build.
func TestSchemaNeverRefusesMore(t *testing.T) {
	example := map[Kind]string{KindSite: "site.yaml", KindLinks: "links.yaml", KindGlossary: "glossary.yaml", KindOrg: "orgs/mihon/org.yaml"}
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, k := range slices.Sorted(maps.Keys(schemaTypes)) {
		s := compileSchema(t, k)
		data, err := os.ReadFile("../../content/" + example[k])
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{schemaSeeds[k], string(data)} {
			if decoder, schema := verdicts(t, k, s, text); !decoder || !schema {
				t.Errorf("%s: the decoder takes it: %v, the schema: %v\n%s", k, decoder, schema, text)
			}
		}
		taken := 0
		for range 3000 {
			text := mutated(rnd, schemaSeeds[k])
			decoder, schema := verdicts(t, k, s, text)
			if decoder {
				taken++
			}
			if decoder && !schema {
				t.Fatalf("%s: the schema refuses\n%s", k, text)
			}
		}
		if taken < 100 {
			t.Errorf("%s: only %d of the texts say anything", k, taken)
		}
	}
}

// mutated returns text with one value replaced by another of its values, or one
// that is like what people write.
func mutated(rnd *rand.Rand, text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" {}[],\n", r) })
	others := append(slices.Clone(words), "", `""`, "~", "0", "12", "-3", "1.5", "yes", "true", "false", `"true"`, "2026-02-30", "P1Y6M", "P", "PT", "envelope:A-02", "{ja: A}", "{}", "[]", "[a]", "あ", `" "`)
	return strings.Replace(text, words[rnd.IntN(len(words))], others[rnd.IntN(len(others))], 1)
}

// Every key has a description in both languages, and nothing else has one.
func TestDescriptions(t *testing.T) {
	used := map[diag.Text]bool{}
	for _, k := range KeyedKinds {
		for _, block := range KeysOf(k) {
			for _, key := range block.Keys {
				used[key.About] = true
			}
		}
	}
	for name, text := range descriptions {
		if text.JA == "" || text.EN == "" || !used[text] {
			t.Errorf("%s: %q is empty or not used", name, text)
		}
	}
}

// The keys of a file are those of its schema, the ones below included.
func TestKeysOf(t *testing.T) {
	for _, k := range SchemaKinds {
		var s any
		if err := json.Unmarshal(Schema(k.Kind), &s); err != nil {
			t.Fatal(err)
		}
		var described []string
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case map[string]any:
				if text, ok := v["description"].(string); ok {
					described = append(described, text)
				}
				for _, child := range v {
					walk(child)
				}
			case []any:
				for _, child := range v {
					walk(child)
				}
			}
		}
		walk(s)
		var listed []string
		for _, block := range KeysOf(k.Kind) {
			for _, key := range block.Keys {
				listed = append(listed, key.About.JA+"\n\n"+key.About.EN)
			}
		}
		slices.Sort(described)
		slices.Sort(listed)
		if !slices.Equal(listed, described) {
			t.Errorf("%s: the keys are\n%q, want\n%q", k.Kind, listed, described)
		}
	}
}
