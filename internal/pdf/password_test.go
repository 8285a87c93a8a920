package pdf

import (
	"bytes"
	"strings"
	"testing"
)

func TestPreparePassword(t *testing.T) {
	for typed, want := range map[string]string{ // empty: no reader takes it
		"correct horse":     "correct horse",
		"Ａ①ｶﾞ　㍿":            "A1ガ 株式会社",
		"か\u3099":           "が",
		"soft\u00adhyphen":  "softhyphen",
		"\ufefffrom a file": "from a file",
		"🐎❤\ufe0f":          "🐎❤",
		"שלום":              "שלום",
		"שלום1":             "", // RFC 3454, 6: no digit behind it
		"שלום a ש":          "",
		"a\tb":              "",
		"a\x7fb":            "",
		"a\u2028b":          "",
		"\ue000 of our own": "",
		"of no form \ufffd": "",
	} {
		got, ok := PreparePassword(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v, want %q", typed, got, ok, want)
		}
	}
}

// A file is only handed over when it opens with what was typed.
func TestOpens(t *testing.T) {
	file := printFinish(t)
	const typed = "Ａ①ｶﾞ　合言葉 long enough"
	locked, err := Encrypt(file, typed)
	if err != nil {
		t.Fatal(err)
	}
	prepared, _ := PreparePassword(typed)
	for _, password := range []string{typed, prepared} {
		tool(t, locked, "qpdf", "--password="+password, "--check", "FILE")
	}
	if !opens(locked, typed) || opens(locked, prepared) || opens(locked, "another one") || opens(file, typed) {
		t.Error("another file opens, or another password opens it")
	}
	at := userEntry.FindSubmatchIndex(locked)
	damaged := bytes.Clone(locked)
	copy(damaged[at[2]:], "00000000")
	if opens(damaged, typed) {
		t.Error("a damaged file opens")
	}
	for _, password := range []string{strings.Repeat("あ", 43), strings.Repeat("㍿", 12), "a\ttab between"} {
		if _, err := Encrypt(file, password); err == nil {
			t.Errorf("%q encrypts a file", password)
		}
	}
}
