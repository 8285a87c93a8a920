package content

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/source"
)

func keys(text string) []string {
	f := source.New("content/a.md", []byte(text))
	var list []string
	for _, v := range valuesIn(text, 0, f.Lines()) {
		if v.Text != "" {
			list = append(list, v.Key)
		}
	}
	slices.Sort(list)
	return list
}

// Code begins behind the marks of quotations and lists, too, and ends without them.
func TestCodeHasNoValues(t *testing.T) {
	const after = "1. 内線 45678\n2. 切る\n"
	for name, code := range map[string]string{
		"plain":                 "```\n30\n```\n",
		"in a list":             "- ```bash\n  30\n  ```\n",
		"in a quotation":        "> ~~~\n> 30\n> ~~~\n",
		"in a step":             "1. ```\n   30\n   - ```\n   ```\n",
		"in a quotation's list": "> - ```\n>   30\n>   ```\n",
	} {
		want := 2
		if strings.Contains(code, "1. ") {
			want = 3 // a step that is only code
		}
		if got := keys(code + after); !slices.Equal(got, keys(after)) {
			t.Errorf("%s: values %q", name, got)
		}
		if got := steps(code + after); got != want {
			t.Errorf("%s: %d steps", name, got)
		}
	}
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
		{"12月に更新します。", "Renew it in December.", true},
		{"10月から１１月まで", "from October to Nov.", true},
		{"9月と12月10日", "in September and on 10 December", true},
		{"2026年12月", "December 2026", true},
		{"12月に更新します。", "Renew it in November.", false},
		{"10月", "the 10th month", true},
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
		{"<!-->30<!--->31<!-- 32 -->", "30 31", true},
		{"60分以内に報告", "report at once", false},
		{"すぐに報告", "report within 60 minutes", false},
		{"令和8年（2026年）3月10日", "10 March 2026", true},
		{"2026年（令和8年）3月10日", "10 March 2026", true},
		{"R8.3.10", "2026-03-10", true},
		{"2026.3.10", "10th of March 2026", true},
		{"2026-03", "March 2026", true},
		{"バージョン 2026.1 と 10.15", "version 2026.1 and 10.15", true},
		{"(03) 0000-0001", "call 03-0000-0001", true},
		{"03(0000)0001", "call +81 (0)3-0000-0001", true},
		{"０３（００００）０００１", "+81 3 0000 0001", true},
		{"0300000001", "03-0000-0001", true},
		{"[電話](tel:0300000001)", "[call](tel:+81300000001)", true},
		{"[電話](tel:0300000001)", "[call](tel:+81300000002)", false},
		{"午後3時30分", "3:30 p.m.", true},
		{"午後3時半", "15:30", true},
		{"午前10時から午後6時", "10 a.m. to 6 p.m.", true},
		{"9時から18時", "from 9:00 to 18:00", true},
		{"23：00", "11 PM", true},
		{"12時30分", "12:30 pm", true},
		{"0時30分", "12:30 a.m.", true},
		{"15時30分", "3:45 p.m.", false},
		{"36時間以内", "within 36 hours", true},
		{"3千台", "3,000 devices", true},
		{"1億円", "100 million yen", true},
		{"3千台", "3,100 devices", false},
		{"1億2000万円", "120 million yen", true},
		{"１億２，０００万円", "JPY 120,000,000", true},
		{"1億2千万円", "a 120-million-yen contract", true},
		{"1.2億円", "¥120,000,000", true},
		{"2千万円と1百万円", "20 million yen and 1 Million yen", true},
		{"3万", "30,000", true},
		{"1.5億", "150 million", true},
		{"3万5千台と1万2,345台", "35,000 and 12,345 devices", true},
		{"1兆2000億円", "1.2 trillion yen", true},
		{"1億2000万円", "12 million yen", false},
		{"27,000行、7,300回、1200万回、5千台", "27K lines, 7.3k times, 12M views, 5K devices", true},
		{"27,000行", "28K lines", false},
		{"30億と10年", "some 3\nbillion, and 10\ntoo", true},
		{"12MB、3kg、4K", "12MB, 3kg, 4K", true},
		{"1億2000万円", "100 million yen", false},
		{"1億2000万円", "JPY 102,000,000", false},
		{"1万1万", "20,000", false},
		{"3万 5000円", "30,000 and 5,000 yen", true},
		{"https://a.example/申請 を見る", "see https://a.example/申請", true},
		{"https://a.example/xを見る", "see https://a.example/x", true},
		{"``wait `30` ``の後", "after it", true},
		{"~~~\n```\n30\n~~~\n", "", true},
		{"<!-- 一行\n30\n-->40", "40", true},
		{"- 10. 確認", "- Check", true},
		{"30名に電話", "we may call 30 people", true},
		{"2025年4月1日から4日まで", "from April 1 to 4, 2025", true},
		{"2025年6月14日〜17日", "June 14–17, 2025", true},
		{"2025年6月14〜17日", "14 to 17 June 2025", true},
		{"6月14日と17日", "14-17 June", true},
		{"2025年6月14日〜17日", "June 14–18, 2025", false},
		{"2025年6月14日〜17日", "June 15–17, 2025", false},
		{"2025年4月1日から5月14日", "from 1 April to 14 May 2025", true},
		{"2025年4月1日から5月14日", "April 1 – May 14, 2025", true},
		{"2025年4月1日から5月14日", "April 1 – May 14, 2026", false},
		{"2023年9月号", "the issue of September, 2023", true},
		{"_8 月 17 日_ に", "on _August 17th at_ noon", true},
		{"_2026_ 年", "in _2026_", true},
		{"[表](https://a.example/x_1)", "[the table](https://a.example/x_2)", false},
		{"2025年11月13日（火）", "Tuesday, November\n13, 2025", true},
		{"2025年11月13日", "on 13\nNovember 2025", true},
		{"2025年11月13日", "on 13 November\n2025", true},
		{"2025年11月13日", "on November 13,\n  2025", true},
		{"11月に\n1. 確認\n", "in November\n1. Check it\n", true},
		{"12\n2026", "12\n2026", true},
		{"https://A.example/X", "https://a.example/X", true},
		{"https://a.example/X", "https://a.example/x", false},
	} {
		unhurried(t, tt.ja)
		unhurried(t, tt.en)
		if ja, en := keys(tt.ja), keys(tt.en); slices.Equal(ja, en) != tt.same {
			t.Errorf("%q says %q, %q says %q; the same: want %v", tt.ja, ja, tt.en, en, tt.same)
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	for said, want := range map[string][]string{
		"Within ten days, or twenty-four hours": {"number 10", "number 24"},
		"Ninety nine of a hundred":              {"number 99", "number 100"},
		"Three million or a billion":            {"number 3000000", "number 1000000000"},
		"half an hour in a fortnight":           {"number 30", "number 14"},
		"one thousand devices, dozens of them":  {"number 1000", "number 12"},
		"often, a tendency, the weight":         nil,
	} {
		if got := wordsIn(said); !slices.Equal(got, want) {
			t.Errorf("%q says %q, want %q", said, got, want)
		}
	}
}

// unhurried checks that a glance at a line loses nothing that the expressions find.
func unhurried(t *testing.T, text string) {
	t.Helper()
	for _, line := range prose(text) {
		all := func(look func(string) hint) (list []string) {
			for key, at := range valuesOf(line, look) {
				list = append(list, fmt.Sprint(key, at))
			}
			return list
		}
		everything := func(string) hint { return ^hint(0) }
		quick, thorough := all(glance), all(everything)
		if !slices.Equal(quick, thorough) {
			t.Errorf("%q: at a glance %v, thoroughly %v", line, quick, thorough)
		}
	}
}

// A value is shown where it stands, as it is written.
func TestValuePlaces(t *testing.T) {
	text := "一行目\n期限は令和８年３月１０日、３０分以内。\n<!-- 覚え書き -->40 分。the 12時\n"
	f := source.New("content/a.md", []byte(text))
	var got []string
	for _, v := range valuesIn(text, 0, f.Lines()) {
		got = append(got, v.Pos.String()+" "+v.Text)
	}
	if want := []string{"content/a.md:2:4 令和８年３月１０日", "content/a.md:2:14 ３０", "content/a.md:3:23 12時", "content/a.md:3:14 40"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Times are found as the expression does that stands at clocksIn, and all digits are part
// of some number.
func likeExpression(t *testing.T, text string) {
	t.Helper()
	if got, want := clocksIn(text), plainClocks.FindAllStringSubmatchIndex(text, -1); !slices.EqualFunc(got, want, slices.Equal[[]int]) {
		t.Errorf("%q: times at %v, want %v", text, got, want)
	}
	digits := regexp.MustCompile(`\d`).FindAllStringIndex(text, -1)
	last := 0
	for _, m := range numbersIn(text) {
		if m[0] < last || m[1] > len(text) || !isDigit(text[m[0]]) {
			t.Errorf("%q: numbers at %v", text, numbersIn(text))
		}
		last = m[1]
		digits = slices.DeleteFunc(digits, func(d []int) bool { return m[0] <= d[0] && d[1] <= m[1] })
	}
	if len(digits) > 0 {
		t.Errorf("%q: numbers at %v, and digits at %v", text, numbersIn(text), digits)
	}
}

var plainClocks = regexp.MustCompile(`\b(\d{1,2}):(\d{2})\b`)

// Whatever stands beside whatever, a glance loses nothing, and text stays text.
func TestValuesMixed(t *testing.T) {
	parts := strings.Split("3|０|12|:30|12:05|_|日|1,200|2026|億|千|.5|,|.|-|–|/|:|：| | \t|\n|万|  thousand|million|年|月|日|時|分|半|元|令和8|（2026年）|(2026)|（|）|(|)|03-0000|(0)|+81|0001|st|th| of |March|.Sept.|May|Monday|am| to 14| and |から|〜|_|K|k |,\n| p.m.|M|2026-03|-10|R8.3.10|https://a.example/申請1|`|{#a1}|[^1]|](|<!-- 鍵 -->|<!--|:::|1. |\x00|例", "|")
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range 1 + rng.IntN(8) {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		text := b.String()
		unhurried(t, text)
		likeExpression(t, text)
		f := source.New("content/a.md", []byte(text))
		for _, v := range valuesIn(text, 0, f.Lines()) {
			if v.Text == "" {
				continue
			}
			if line := f.Line(v.Pos.Line); !strings.HasPrefix(string([]rune(line)[v.Pos.Col-1:]), strings.Fields(v.Text)[0]) {
				t.Errorf("%q: %q is not at %v", text, v.Text, v.Pos)
			}
		}
		if t.Failed() {
			return
		}
	}
}

func FuzzValues(f *testing.F) {
	for _, s := range []string{"令和8年3月10日", "+81-3-0000-0001", "１，２００万", "`30", "<!-- 30", "\xff30", "sept 31, 2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		unhurried(t, s)
		likeExpression(t, s)
		file := source.New("content/a.md", []byte(s))
		for _, v := range valuesIn(s, 0, file.Lines()) {
			if v.Text == "" {
				continue // a number in words
			}
			// A comment within a value is left out.
			if said := strings.Join(strings.FieldsFunc(s, unseen), " "); !strings.Contains(said, v.Text) && !strings.Contains(s, "<!--") || v.Key == "" {
				t.Errorf("%q is not in %q", v.Text, said)
			}
		}
	})
}
