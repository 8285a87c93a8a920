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
		{`"gives": [`, `"gives": null, "runbooks": [`},
		{`"gives": [`, `"gives": [null,`},
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

	is("the site", v["site"], `{"languages":["ja","en"],"title":{"en":"Device Admin Notes","ja":"デバイス管理者ノート"},"url":"https://notes.example/"}`)
	is("the organisation", v["organisation"], `{"id":"mihon","marking":{"en":"CONFIDENTIAL","ja":"社外秘"},"name":{"en":"Mihon K.K.","ja":"株式会社みほん"}}`)
	is("the traits", v["traits"], `[{"id":"ios","text":{"en":"you manage iOS devices","ja":"iOSデバイスを管理している"}}]`)
	is("the devices", v["devices"], `[{"count":240,"trait":"ios"},{"count":60,"trait":"android"}]`)
	is("the copies", v["copies"], `[{"holder":"sato","number":1},{"holder":"kimura","number":2}]`)
	is("a person", find(t, v["people"], "sato"), `{"id":"sato","name":{"en":"Ken Sato","ja":"佐藤 健"},"role":{"en":"IT","ja":"情報システム部"}}`)
	is("a contact", find(t, v["contacts"], "helpdesk"), `{"hours":{"en":"weekdays 9–18","ja":"平日9–18時"},"id":"helpdesk","name":{"en":"Help desk","ja":"ヘルプデスク"},"tel":"03-0000-0001"}`)
	is("a guide", find(t, apns["guides"], "apns-portal"), `{"id":"apns-portal","title":{"en":"Apple Push Certificates Portal","ja":"Apple Push Certificates Portal"},"url":"https://identity.apple.com/pushcert/"}`)
	is("the runbooks of an item", find(t, list["items"], "house-rules")["runbooks"], `["lost-device","replacement"]`)

	lost := find(t, v["runbooks"], "lost-device")
	is("whom to call", lost["contacts"], `["helpdesk","oncall","lead","carrier","police","privacy"]`)
	is("a deadline", lost["deadlines"].([]any)[1], `{"what":{"en":"Final report (normally)","ja":"確報（原則）"},"within":"P30D"}`)
	is("the titles", []any{lost["title"], lost["summary"]}, `[{"en":"Lost or stolen device","ja":"端末の紛失・盗難"},{"en":"The first 60 minutes from when the organisation knows, then reporting and clean-up.","ja":"会社が知ってから最初の60分と、その後の報告・事後対応。"}]`)
	is("whom to call for a step", find(t, lost["steps"], "lost-call")["contacts"], `["helpdesk","oncall"]`)
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

// A renewal has facts of its own, and what an organisation does not use does not apply.
func TestFacts(t *testing.T) {
	files := published(t, "apple-business/ade-token: {", `lost-lock: {na: {ja: 使わない, en: Not used}}
  apple-business/ade-token: {owner: kimura, second: maeda, account: ade@mihon.example, secret: vault:mdm/ade, where: {ja: 金庫, en: The safe}, note: {ja: 覚え, en: A note}, `)
	var v value
	if err := json.Unmarshal(read(t, files, record.Name), &v); err != nil {
		t.Fatal(err)
	}
	token := find(t, v["renewals"], "apple-business/ade-token")
	delete(token, "guides")
	got, err := json.Marshal(token)
	if want := `{"account":"ade@mihon.example","done":"2026-09-01","due":"2027-09-01","every":"P365D","id":"apple-business/ade-token","item":"apple-business","owner":"kimura","redo":["leaver","password"],"remark":{"en":"A note","ja":"覚え"},"second":"maeda","secret":"vault:mdm/ade","title":{"en":"ADE server token","ja":"ADEサーバートークン"},"where":{"en":"The safe","ja":"金庫"}}`; string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
	lost := find(t, v["runbooks"], "lost-device")
	if find(t, lost["steps"], "lost-lock")["applies"] != false || find(t, lost["steps"], "lost-call")["applies"] != true {
		t.Errorf("the steps are %v", lost["steps"])
	}
}
