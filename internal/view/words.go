package view

import (
	"strconv"
	"strings"
	"time"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// A words says things in one language that depend on numbers and names. Plain
// words of the interface belong to the theme.
type words struct {
	lang string
	eras bool
}

func (w words) ja() bool { return w.lang == "ja" }

// pick returns ja or en.
func (w words) pick(ja, en string) string {
	if w.ja() {
		return ja
	}
	return en
}

// numbered returns the title of a list's page.
func (w words) numbered(title string, page int) string {
	return title + w.pick("（"+strconv.Itoa(page)+"ページ目）", ", page "+strconv.Itoa(page))
}

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (w words) date(d content.Date) Date {
	if d.IsZero() {
		return Date{}
	}
	out := Date{ISO: d.String()}
	if w.ja() {
		out.Text = strconv.Itoa(d.Year) + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
		if w.eras {
			out.Era = era(d)
		}
	} else {
		out.Text = strconv.Itoa(d.Day) + " " + monthNames[d.Month-1] + " " + strconv.Itoa(d.Year)
	}
	return out
}

// DayText returns a day as it is written in lang, with its era where a site asks for
// eras.
func DayText(d content.Date, lang string, eras bool) string {
	day := words{lang: lang, eras: eras}.date(d)
	if day.Era != "" {
		return day.Text + "（" + day.Era + "）"
	}
	return day.Text
}

// eras are Japanese eras with their first days, the latest first.
var eras = []struct {
	name  string
	first content.Date
}{
	{"令和", content.Date{Year: 2019, Month: 5, Day: 1}},
	{"平成", content.Date{Year: 1989, Month: 1, Day: 8}},
	{"昭和", content.Date{Year: 1926, Month: 12, Day: 25}},
}

// era returns a day as 令和9年4月1日; before the Shōwa era nothing.
func era(d content.Date) string {
	for _, e := range eras {
		if d.Compare(e.first) >= 0 {
			year := strconv.Itoa(d.Year - e.first.Year + 1)
			if year == "1" {
				year = "元"
			}
			return e.name + year + "年" + strconv.Itoa(int(d.Month)) + "月" + strconv.Itoa(d.Day) + "日"
		}
	}
	return ""
}

// span returns 10分, 6か月; 10 minutes, 6 months.
func (w words) span(s content.Span) string { return strings.Join(w.counts(s), w.pick("", " ")) }

// counts returns the parts of a span, the longest first.
func (w words) counts(s content.Span) []string {
	var parts []string
	add := func(n int, ja, one, many string) {
		switch {
		case n == 0:
		case w.ja():
			parts = append(parts, strconv.Itoa(n)+ja)
		case n == 1:
			parts = append(parts, "1 "+one)
		default:
			parts = append(parts, strconv.Itoa(n)+" "+many)
		}
	}
	add(s.Years, "年", "year", "years")
	add(s.Months, "か月", "month", "months")
	add(s.Days, "日", "day", "days")
	add(s.Hours, "時間", "hour", "hours")
	add(s.Minutes, "分", "minute", "minutes")
	return parts
}

func (w words) within(s content.Span) string {
	if s.IsZero() {
		return ""
	}
	return w.pick(w.span(s)+"以内", "within "+w.span(s))
}

func (w words) every(s content.Span) string {
	if s.IsZero() {
		return ""
	}
	return w.pick(w.span(s)+"ごと", "every "+strings.TrimPrefix(strings.Join(w.counts(s), " and "), "1 "))
}

// month returns the head of a narrow column: 4月, Apr.
func (w words) month(m time.Month) string {
	return w.pick(strconv.Itoa(int(m))+"月", monthNames[m-1][:3])
}

// months says which months a year has: 2027年度（2027年4月〜2028年3月）.
func (w words) months(year string, first, last content.Date) string {
	if w.ja() {
		return year + "（" + w.year(first.Year) + w.month(first.Month) + "〜" + w.year(last.Year) + w.month(last.Month) + "）"
	}
	return year + " (" + monthNames[first.Month-1] + " " + w.year(first.Year) + " to " + monthNames[last.Month-1] + " " + w.year(last.Year) + ")"
}

func (w words) year(y int) string { return w.pick(strconv.Itoa(y)+"年", strconv.Itoa(y)) }

func (w words) review(runbook string) string {
	return w.pick("手順書「"+runbook+"」の見直し", "Review of the runbook: "+runbook)
}

func (w words) forced() string {
	return w.pick("引き継ぎに伴う作り直し", "made anew because of the handover")
}

// marked says one mark of the picture of a year.
func (w words) marked(date, title, kind string) string {
	switch kind {
	case "redo":
		return date + w.pick("　", " ") + title + w.pick("（", " (") + w.forced() + w.pick("）", ")")
	case "repeat":
		return date + w.pick("　", " ") + title + w.pick("（次の回）", " (again)")
	}
	return date + w.pick("　", " ") + title
}

// pictured says what the picture of a year shows.
func (w words) pictured(year string, marks []string) string {
	if len(marks) == 0 {
		return w.pick(year+"に期限はありません。", year+": nothing is due.")
	}
	return w.pick(year+"の期限を月ごとに示した図。"+strings.Join(marks, "、")+"。", year+", month by month: "+strings.Join(marks, "; ")+".")
}

// condition returns the sentence for traits of which one must hold: iOSデバイスを管理している場合,
// "If you manage iOS devices".
func (w words) condition(s *site.Site, traits []string) string {
	var clauses []string
	for _, t := range traits {
		text, _ := s.Config.Traits.Get(t)
		clauses = append(clauses, text.In(w.lang))
	}
	if w.ja() {
		return strings.Join(clauses, "、または") + "場合"
	}
	return "If " + strings.Join(clauses, " or ")
}

// when returns the condition of a renewal that has one of its own. An edition of
// an organisation shows only what applies.
func (w words) when(s *site.Site, r *site.Renewal) string {
	if !s.Public() || len(r.When) == 0 {
		return ""
	}
	return w.condition(s, content.IDs(r.When))
}

// reason says why an item does not apply.
func (w words) reason(s *site.Site, i *site.Item) string {
	switch {
	case i.Applies:
		return ""
	case !i.Fact.NA.IsZero():
		return i.Fact.NA.In(w.lang)
	}
	c := w.condition(s, i.When.Traits)
	return w.pick("「"+c+"」に当たらないため", "applies only "+strings.ToLower(c[:1])+c[1:])
}

// itemNumber names a line of a checklist.
func (w words) itemNumber(n int) string {
	return w.pick("項目"+strconv.Itoa(n), "item "+strconv.Itoa(n))
}

// stepNumber names a step of a runbook.
func (w words) stepNumber(n int) string {
	return w.pick("手順"+strconv.Itoa(n), "step "+strconv.Itoa(n))
}

var giftWords = map[string][2]string{
	"account":   {"アカウント", "account"},
	"password":  {"パスワード", "password"},
	"2fa-phone": {"確認コードの電話", "2FA phone"},
	"recovery":  {"復旧手段", "recovery codes"},
	"contract":  {"契約上の名義", "name on the contract"},
	"email":     {"メールアドレス", "mailbox"},
	"role":      {"権限", "role"},
	"key":       {"鍵", "key"},
	"document":  {"文書", "document"},
	"device":    {"端末", "device"},
}

func (w words) gifts(list []string) []string {
	var out []string
	for _, g := range list {
		out = append(out, w.pick(giftWords[g][0], giftWords[g][1]))
	}
	return out
}

var redoWords = map[string][2]string{
	"leaver":   {"取得した人が辞めたとき", "the person who obtained it leaves"},
	"password": {"その人のパスワードを変えたとき", "their password changes"},
	"phone":    {"確認コードの電話を替えたとき", "the phone for the codes changes"},
	"mail":     {"メールアドレスを変えたとき", "the mailbox changes"},
}

// redo says what forces a renewal early.
func (w words) redo(events []string) string {
	var list []string
	for _, e := range events {
		list = append(list, w.pick(redoWords[e][0], redoWords[e][1]))
	}
	if len(list) == 0 {
		return ""
	}
	return w.pick(strings.Join(list, "、")+"も作り直す", "also when "+strings.Join(list, ", or when "))
}

var severityWords = map[string][2]string{
	"low":      {"低", "Low"},
	"medium":   {"中", "Medium"},
	"high":     {"高", "High"},
	"critical": {"最優先", "Critical"},
}

func (w words) severity(s string) string { return w.pick(severityWords[s][0], severityWords[s][1]) }

// foreign marks what is in another language than the page.
func (w words) foreign(lang string) string {
	if lang == "" || lang == w.lang {
		return ""
	}
	return w.pick("（英語）", "(Japanese)")
}

var languageNames = map[string]string{"ja": "日本語", "en": "English"}

var sectionWords = map[string][2]string{
	"columns":  {"コラム", "Columns"},
	"guides":   {"ガイド", "Guides"},
	"runbooks": {"手順書", "Runbooks"},
	"handover": {"引き継ぎ書", "Handover packet"},
	"renewals": {"更新予定", "Renewals"},
	"search":   {"検索", "Search"},
	"glossary": {"用語集", "Glossary"},
}

func (w words) section(name string) string {
	return w.pick(sectionWords[name][0], sectionWords[name][1])
}
