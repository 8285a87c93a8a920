package record_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hikitsugi/internal/build"
	"hikitsugi/internal/output"
	"hikitsugi/internal/record"
	"hikitsugi/themes"
)

// published returns the files of the example's organisation, with old replaced in
// org.yaml.
func published(t *testing.T, old, replacement string) *output.Memory {
	t.Helper()
	const org = "content/orgs/mihon/org.yaml"
	project := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("../.."), "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("../../" + name)
		project[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := string(project[org].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not hold %q", org, old)
	}
	project[org].Data = []byte(strings.Replace(text, old, replacement, 1))
	mem := output.NewMemory()
	in := build.Input{Project: project, Builtin: themes.Default(), Org: "mihon"}
	r, err := new(build.Builder).Build(t.Context(), in, func(*build.Result) (output.Sink, error) { return mem, nil })
	if err != nil || r.Site == nil {
		t.Fatal(err, r.Problems)
	}
	return mem
}

// A value is a JSON value.
type value = map[string]any

func read(t *testing.T, files *output.Memory, name string) []byte {
	t.Helper()
	data, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// validator returns what validates records: another library than the one that
// wrote the schema, reading the schema that is published.
func validator(t *testing.T, files *output.Memory) func([]byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(read(t, files, record.SchemaName)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("https://notes.example/"+record.SchemaName, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("https://notes.example/" + record.SchemaName)
	if err != nil {
		t.Fatal(err)
	}
	return func(data []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(v)
	}
}

// The published record is what the published schema says, and the schema refuses
// what is not.
func TestSchema(t *testing.T) {
	files := published(t, "traits:", "traits:")
	valid := validator(t, files)
	data := read(t, files, record.Name)
	if err := valid(data); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ old, new string }{
		{`"date": "2027-04-01"`, `"date": "1 April"`},
		{`"every": "P365D"`, `"every": "a year"`},
		{`"version": 1`, `"version": "1"`},
		{`"version": 1,`, ``},
		{`"applies": true`, `"aplies": true`},
		{`"gives": [`, `"gives": null, "x": [`},
		{`"en": "Mihon K.K."`, `"en": 1`},
	} {
		if !bytes.Contains(data, []byte(tt.old)) {
			t.Fatalf("the record does not hold %q", tt.old)
		}
		if valid(bytes.Replace(data, []byte(tt.old), []byte(tt.new), 1)) == nil {
			t.Errorf("%q instead of %q is taken", tt.new, tt.old)
		}
	}
	// An organisation that has next to nothing is valid too.
	bare := published(t, "traits: [ios, ade, vpp, android]", "traits: []")
	if err := valid(read(t, bare, record.Name)); err != nil {
		t.Error(err)
	}
}

// find returns the element of a list with that id.
func find(t *testing.T, list any, id string) value {
	t.Helper()
	for _, v := range list.([]any) {
		if v := v.(value); v["id"] == id {
			return v
		}
	}
	t.Fatalf("there is no %s", id)
	return nil
}

// What the record says of an item, a renewal and a runbook is what the content
// says.
func TestRecord(t *testing.T) {
	files := published(t, "traits: [ios, ade, vpp, android]", "traits: [ios]")
	var v value
	if err := json.Unmarshal(read(t, files, record.Name), &v); err != nil {
		t.Fatal(err)
	}
	is := func(what string, got any, want string) {
		t.Helper()
		text, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != want {
			t.Errorf("%s is %s, want %s", what, text, want)
		}
	}
	is("the handover", v["handover"], `{"approver":"kimura","begins":"2026-11-01","date":"2027-04-01","from":"maeda","to":"sato"}`)
	list := find(t, v["lists"], "admin-handover")
	is("the page", list["page"], `{"en":"en/columns/admin-handover/index.html","ja":"ja/columns/admin-handover/index.html"}`)
	read(t, files, list["page"].(value)["ja"].(string))

	apns := find(t, list["items"], "apns")
	is("the number", apns["number"], `3`)
	if revision := apns["revision"].(string); len(revision) != 8 {
		t.Errorf("the revision is %q", revision)
	}
	if id := v["packet"].(string); len(id) != 8 || !strings.Contains(string(read(t, files, "ja/handover/index.html")), id) {
		t.Errorf("the packet's id %q is not that of the packet", id)
	}
	is("what applies", []any{apns["applies"], apns["when"]}, `[true,["ios"]]`)
	is("the owners", []any{apns["owner"], apns["second"]}, `["sato","kimura"]`)
	is("the account", apns["account"], `"mdm-apple@mihon.example"`)
	is("the secret", apns["secret"], `"vault:mdm/apns"`)
	is("the sign-off", []any{apns["given"], apns["received"]}, `["2026-11-12",null]`)
	is("the renewals", apns["renewals"], `["apns"]`)
	abm := find(t, list["items"], "apple-business")
	is("what does not apply", []any{abm["number"], abm["applies"], abm["when"], abm["renewals"]}, `[4,false,["ade","vpp"],null]`)

	is("the renewals", len(v["renewals"].([]any)), `1`)
	is("a renewal", []any{find(t, v["renewals"], "apns")["due"], find(t, v["renewals"], "apns")["every"]}, `["2027-06-12","P365D"]`)

	lost := find(t, v["runbooks"], "lost-device")
	is("the runbook", []any{lost["severity"], lost["owner"], lost["needs"], lost["review"], lost["reviewDue"]}, `["high","sato",["apns"],"P6M","2027-04-10"]`)
	is("the history", lost["history"], `[{"approver":"kimura","by":"maeda","date":"2026-10-10","what":{"en":"First edition","ja":"初版"}}]`)
	lock := find(t, lost["steps"], "lost-lock")
	is("a step", []any{lock["number"], lock["section"], lock["within"], lock["who"]}, `[3,"first-hour","PT10M",{"en":"Admin","ja":"管理者"}]`)

	// Whoever is named is there.
	var people []string
	for _, p := range v["people"].([]any) {
		people = append(people, p.(value)["id"].(string))
	}
	if !slices.Equal(people, []string{"maeda", "sato", "kimura"}) {
		t.Errorf("the people are %q", people)
	}
}
