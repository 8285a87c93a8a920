package content

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/source"
)

func keys(text string) []string {
	f := source.New("content/a.md", []byte(text))
	var list []string
	for _, v := range valuesIn(text, 0, f.Lines()) {
		list = append(list, v.Key)
	}
	slices.Sort(list)
	return list
}

// What says the same in both languages, and what does not.
func TestValues(t *testing.T) {
	for _, tt := range []struct {
		ja, en string
		same   bool
	}{
		{"2026年3月10日まで", "by 10 March 2026", true},
		{"令和8年3月10日まで", "by 2026-03-10", true},
		{"令和８年３月１０日", "March 10, 2026", true},
		{"令和元年5月1日", "1 May 2019", true},
		{"平成31年4月30日", "30th April 2019", true},
		{"昭和64年1月7日", "Jan. 7, 1989", true},
		{"2026/3/10", "10 Mar 2026", true},
		{"2026年3月", "March 2026", true},
		{"令和8年3月", "March 2026", true},
		{"3月10日", "10 March", true},
		{"3月10日", "March 10", true},
		{"令和8年", "in 2026", true},
		{"2026年3月10日", "11 March 2026", false},
		{"2026年3月10日", "10 April 2026", false},
		{"令和8年3月10日", "10 March 2025", false},
		{"03-0000-0001へ", "call 03-0000-0001", true},
		{"０３－００００－０００１へ", "call 03-0000-0001", true},
		{"03-0000-0001へ", "call +81-3-0000-0001", true},
		{"03-0000-0001へ", "call 03-0000-0002", false},
		{"https://a.example/x を見る", "see https://a.example/x.", true},
		{"[表](https://a.example/x)", "[the table](https://a.example/y)", false},
		{"24時間", "24 hours", true},
		{"２４時間", "24 hours", true},
		{"24時間", "48 hours", false},
		{"20日以内", "within 30 days", false},
		{"1,200台", "1200 devices", true},
		{"１，２００台", "1,200 devices", true},
		{"10万件", "100,000 records", true},
		{"1.5万件", "15000 records", true},
		{"100％", "100 %", true},
		{"3つの方法", "three ways", true},
		{"5名まで", "five at most", true},
		{"1年に1度", "once a year", true},
		{"第12条", "section 12", true},
		{"`wait 30` の後", "after `wait 60`", true},
		{"```\nwait 30\n```\n", "```\nwait 60\n```\n", true},
		{"## 手順 {#step-12}", "## Steps {#step-21}", true},
		{"[証明書](item:apns-2026)", "[certificate](item:apns-2027)", true},
		{"10. 確認\n11. 記録\n", "1. Check\n2. Record\n", true},
		{"本文[^12]", "text[^21]", true},
		{"<!-- 30 -->本文", "text", true},
		{"60分以内に報告", "report at once", false},
		{"すぐに報告", "report within 60 minutes", false},
	} {
		if ja, en := keys(tt.ja), keys(tt.en); slices.Equal(ja, en) != tt.same {
			t.Errorf("%q says %q, %q says %q; the same: want %v", tt.ja, ja, tt.en, en, tt.same)
		}
	}
}

// A value is shown where it stands, as it is written.
func TestValuePlaces(t *testing.T) {
	text := "一行目\n期限は令和８年３月１０日、３０分以内。\n"
	f := source.New("content/a.md", []byte(text))
	var got []string
	for _, v := range valuesIn(text, 0, f.Lines()) {
		got = append(got, v.Pos.String()+" "+v.Text)
	}
	if want := []string{"content/a.md:2:4 令和８年３月１０日", "content/a.md:2:14 ３０"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"令和8年3月10日", "+81-3-0000-0001", "１，２００万", "`30", "<!-- 30", "\xff30", "sept 31, 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		file := source.New("content/a.md", []byte(s))
		for _, v := range valuesIn(s, 0, file.Lines()) {
			if !strings.Contains(s, v.Text) || v.Key == "" {
				t.Errorf("%q is not in %q", v.Text, s)
			}
		}
	})
}
