package content

import (
	"strings"
	"testing"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// A prompt that nobody has answered is found wherever a text may stand, and reported
// once for its file; until then it is a rule to write on.
func TestPrompts(t *testing.T) {
	page := source.New("content/columns/keys.ja.md", []byte("---\ntitle: ??題名??\nsummary: {ja: 要約, en: \"a ??b?? c ??d??\"}\n---\n\n??窓口??と`??code??`。\n\n<!-- ??gone?? -->\n"))
	p, diags := ParsePage(page, Place{Kind: KindColumn}, "ja", "", markdown.New())
	want := ":2:8 まだ答えていない問いが4件あります（2, 3, 6行目） | 4 questions are not answered yet (line 2, 3, 6)"
	if len(diags) != 1 || diags[0].Code != diag.PROMPT || diags[0].Severity() != diag.Warning || prompted(diags[0]) != want {
		t.Errorf("page: %+v", diags)
	}
	if p.Broken || p.Head.Title.JA != "＿＿＿＿＿＿（題名）" || p.Head.Summary.EN != "a __________ (b) c __________ (d)" {
		t.Errorf("page: %+v", p.Head)
	}

	org, diags := ParseOrg(source.New("content/orgs/acme/org.yaml", []byte("name: Acme\npeople: {ann: {name: Ann}}\ncontacts: {desk: {name: Desk, tel: ??number??}}\nhandover: {to: ann, begins: 2026-11-01, date: 2027-04-01}\n")), "acme")
	if len(diags) != 1 || prompted(diags[0]) != ":3:36 まだ答えていない問いが1件あります（3行目） | one question is not answered yet (line 3)" {
		t.Errorf("org: %+v", diags)
	}
	if tel := org.Contacts[0].Value.Tel; tel != "" {
		t.Errorf("a telephone number that nobody knows is %q", tel)
	}
}

// What is known of a value stays beside the question, and so does the question.
func TestPromptsInValues(t *testing.T) {
	for _, tt := range []struct{ written, want string }{
		{`"03-1234-5678 (ext. ??ext??)"`, "03-1234-5678 (ext. __________ (ext))"},
		{`"03-1234-5678（内線？？内線番号？？）"`, "03-1234-5678（内線＿＿＿＿＿＿（内線番号））"},
		{`"mdm-admin@mihon.example (??which domain??)"`, "mdm-admin@mihon.example (__________ (which domain))"},
		{`"??area code?? 1234-5678 ??right??"`, "__________ (area code) 1234-5678 __________ (right)"},
		{`" ??number?? "`, ""},
		{`？？番号？？`, ""},
		{">\n    ??the\n    number??", ""},
		{"|\n    03-1234-5678 ??the\n    extension??", "03-1234-5678 __________ (the extension)\n"},
		{"??" + strings.Repeat("問", 400) + "??", ""},
		{"??" + strings.Repeat("問", 401) + "??", "??" + strings.Repeat("問", 401) + "??"},
	} {
		org, diags := ParseOrg(source.New("content/orgs/acme/org.yaml", []byte("name: Acme\npeople: {ann: {name: Ann}}\nhandover: {to: ann, begins: 2026-11-01, date: 2027-04-01}\ncontacts:\n desk:\n  name: Desk\n  tel: "+tt.written+"\n")), "acme")
		if asked := strings.Count(tt.want, "??") == 0; diags.HasErrors(false) || (diags.Count(diag.Warning) == 1) != asked {
			t.Errorf("%s: %+v", tt.written, diags)
			continue
		}
		if got := org.Contacts[0].Value.Tel; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.written, got, tt.want)
		}
	}
}

func prompted(d diag.Diag) string {
	return diag.Pos{Line: d.Pos.Line, Col: d.Pos.Col}.String() + " " + d.What.JA + " | " + d.What.EN
}
