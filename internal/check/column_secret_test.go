package check_test

import (
	"testing"

	"hikitsugi/internal/check"
	"hikitsugi/internal/source"
)

// A list of accounts has its passwords in a column, whose name stands once.
func TestSecretsInColumns(t *testing.T) {
	const head = "| サービス | ID | パスワード |\n|---|---|---|\n"
	for text, want := range map[string]int{
		head + "| ABM | admin | Apple#2024x |\n| Wi-Fi | corp | hogehoge123 |\n":             2,
		head + "| ABM | admin | Apple#2024x | <!-- gen:allow SECRET made up -->\n":           0,
		head + "| ABM | admin | 1Password |\n| A | b | 封筒 A-02 |\n| C | d | vault:mdm/c |\n": 0,
		head + "\n| ABM | admin | Apple#2024x |\n":                                           0,
		"> | ID | PIN |\n> | --- | --- |\n> | 1 | 482913 |\n":                                1,
		"Site | Password (new) \n:-- | --:\na | hunter2x\n":                                  1,
		"| ID | パスワード変更日 |\n|---|---|\n| admin1x | 2026-04-01 |\n":                           0,
		"| Apple#2024x | b |\n| パスワード | c |\n|---|---|\n":                                    0,
	} {
		list := check.Lint(source.New("content/a.md", []byte(text)))
		if len(list) != want {
			t.Errorf("%q: %d findings, want %d", text, len(list), want)
		}
	}
	list := check.Lint(source.New("content/a.md", []byte(head+"| ABM | admin | Apple#2024x |\n")))
	if len(list) != 1 || list[0].Pos.Line != 3 || list[0].Pos.Col != 17 || !list[0].Private {
		t.Errorf("%+v", list)
	}
}
