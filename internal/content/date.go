package content

import (
	"fmt"
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
)

// A Date is a day of the calendar, without a time or a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
	Pos   diag.Pos // where it was written, also of what is no day; zero for a computed day
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.Year == 0 }

// String returns the form 2027-04-01.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Time returns midnight UTC at the beginning of the day.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Compare orders days; no date comes last.
func (d Date) Compare(e Date) int {
	switch {
	case d.IsZero() && e.IsZero():
		return 0
	case d.IsZero():
		return 1
	case e.IsZero():
		return -1
	}
	return d.Time().Compare(e.Time())
}

// Add returns the day that lies s after d. Months clamp at the month's end: a
// month after 31 January is the last day of February. Hours and minutes do not
// count. What would lie behind the last day that can be written is that day.
func (d Date) Add(s Span) Date {
	first := time.Date(d.Year, d.Month+time.Month(s.Months+12*s.Years), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	t := first.AddDate(0, 0, min(d.Day, last)-1+s.Days)
	if t.Year() > 9999 {
		return Date{Year: 9999, Month: time.December, Day: 31}
	}
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// Since returns how many days lie between e and d, fewer than none where e is later.
func (d Date) Since(e Date) int {
	return int((d.Time().Unix() - e.Time().Unix()) / (24 * 60 * 60)) // a Duration ends after 292 years
}

// ParseDate reads 2027-04-01 and accepts only real days.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, false
	}
	return Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}, true
}

// A Span is a length of time as ISO 8601 writes it: P365D, P1Y, P6M, PT10M.
type Span struct {
	Years, Months, Days, Hours, Minutes int
	Pos                                 diag.Pos
}

// IsZero reports whether there is no span.
func (s Span) IsZero() bool { s.Pos = diag.Pos{}; return s == Span{} }

// Seconds returns the length of s, a month counted as 30 days and a year as 365.
func (s Span) Seconds() int {
	days := s.Years*365 + s.Months*30 + s.Days
	return ((days*24+s.Hours)*60 + s.Minutes) * 60
}

// Times returns n times s.
func (s Span) Times(n int) Span {
	return Span{Years: n * s.Years, Months: n * s.Months, Days: n * s.Days, Hours: n * s.Hours, Minutes: n * s.Minutes}
}

// A Period is a span from one day to another: of days, months and years alone.
type Period struct{ Span }

const maxSpanNumber = 9999

// longestSpan is the longest that an author may write: a longer one is a slip, and the
// days that follow from it have no form.
var longestSpan = Span{Years: 100}

// ParseSpan reads P[nY][nM][nD][T[nH][nM]] with at least one number.
func ParseSpan(text string) (Span, bool) {
	var s Span
	rest := text
	if len(rest) < 3 || rest[0] != 'P' {
		return s, false
	}
	rest = rest[1:]
	units := []struct {
		letter byte
		field  *int
	}{{'Y', &s.Years}, {'M', &s.Months}, {'D', &s.Days}, {'T', nil}, {'H', &s.Hours}, {'M', &s.Minutes}}
	for _, u := range units {
		if u.field == nil {
			if rest == "" {
				break
			}
			if rest[0] != 'T' || len(rest) == 1 {
				return s, false
			}
			rest = rest[1:]
			continue
		}
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n == 0 || n == len(rest) || rest[n] != u.letter {
			continue
		}
		v, err := strconv.Atoi(rest[:n])
		if err != nil || v > maxSpanNumber {
			return s, false
		}
		*u.field, rest = v, rest[n+1:]
	}
	return s, rest == "" && !s.IsZero()
}

var spanForm = diag.Text{JA: "P365D（365日）、P1Y（1年）、P6M（6か月）、PT10M（10分）のように書きます。", EN: "Write P365D, P1Y, P6M or, for ten minutes, PT10M."}

func (s *Span) decodeNode(d *decoder, n *yaml.Node) { *s = d.span(n, spanForm) }

// span reads a span; form says how it is written here.
func (d *decoder) span(n *yaml.Node, form diag.Text) Span {
	text, ok := d.scalar(n)
	if !ok {
		return Span{}
	}
	s, good := ParseSpan(text)
	if !good {
		d.add(d.pos(n), diag.SPAN,
			diag.Textf("%q は期間の形ではありません", "%q is not a span", shorten(text)),
			form)
		return Span{}
	}
	if s.Seconds() > longestSpan.Seconds() {
		d.add(d.pos(n), diag.SPAN,
			diag.Textf("%q は100年を超えています", "%q is longer than a hundred years", text),
			diag.Text{JA: "P365D（365日）や P1Y（1年）のように、実際の長さを書いてください。", EN: "Write how long it really is, such as P365D or P1Y."})
		return Span{}
	}
	s.Pos = d.pos(n)
	return s
}

var periodForm = diag.Text{JA: "P365D（365日）、P1Y（1年）、P6M（6か月）のように書きます。", EN: "Write P365D, P1Y or P6M."}

func (p *Period) decodeNode(d *decoder, n *yaml.Node) {
	s := d.span(n, periodForm)
	if s.Hours != 0 || s.Minutes != 0 {
		d.add(s.Pos, diag.SPAN,
			diag.Text{JA: "ここに時間や分は書けません", EN: "hours and minutes cannot be used here"},
			periodForm)
		return
	}
	*p = Period{s}
}
