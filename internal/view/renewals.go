package view

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
)

// Renewals is the page of everything that recurs: a picture of one year, then all
// of it in tables.
type Renewals struct {
	Frame
	Calendar  string       // URL of the same days as a calendar (.ics); empty when there are none
	Subscribe template.URL // the same as a webcal: address; likewise, and when the site's address is unknown
	Chart     Chart
	Open      []Duty // without a date
	Years     []Year // the others; the first is the year of the picture, if anything falls due in it
}

// A Year is a fiscal year with what falls due in it.
type Year struct {
	Title  string
	Duties []Duty
}

// A Duty is something to be done by a day: a renewal, a renewal that the handover
// itself forces, or the review of a runbook.
type Duty struct {
	Renewal
	Kind string // "renewal", "redo" or "review"
	Why  string // of "redo": because of the handover
}

// A Chart is a picture of the fiscal year that holds the handover date, or the first
// renewal, where one person does it all: a column for each of its twelve months and a
// row for each duty. Its marks are plain data, so that a layout draws it without a
// script, and the browser says what is next.
type Chart struct {
	Title   string // 2027年度（2027年4月〜2028年3月）
	Text    string // what the picture shows, for those who do not see it
	Months  []ChartMonth
	Rows    []ChartRow
	Repeats bool // there are marks of the kind "repeat"
	Forced  bool // there are marks of the kind "redo"
}

// A ChartMonth is the head of a column.
type ChartMonth struct {
	ISO      string // 2027-04
	Name     string // 4月 / Apr
	Year     string // of the first month and of each January; else empty
	Handover Date   // when it is in this month
}

// A ChartRow is a duty in the twelve months.
type ChartRow struct {
	Title string
	Open  bool // it has no date, so that its cells are empty
	Cells []ChartCell
}

// A ChartCell is one month of a row.
type ChartCell struct {
	Handover bool // the handover is in this month
	Marks    []ChartMark
}

// A ChartMark is a day.
type ChartMark struct {
	Date Date
	Day  int
	Part string // of the month: "begin", "middle" or "end"
	Kind string // "due", "redo", or "repeat": due again, if it is done by the day before
}

// Renewals makes the page of everything that recurs. Its tables hold the fiscal
// years in which something falls due.
func (m *Maker) Renewals() Renewals {
	p := m.at(m.lang() + "/renewals/")
	v := Renewals{
		Frame: p.frame("renewals/", "renewals", m.words.section("renewals"), always),
		Chart: m.chart(),
	}
	v.About = "renewals"
	for _, d := range m.recurring() {
		if d.By.IsZero() {
			v.Open = append(v.Open, p.duty(d))
			continue
		}
		title := m.yearTitle(m.fiscalYear(d.By))
		if n := len(v.Years); n == 0 || v.Years[n-1].Title != title {
			v.Years = append(v.Years, Year{Title: title})
		}
		last := &v.Years[len(v.Years)-1]
		last.Duties = append(last.Duties, p.duty(d))
	}
	if len(v.Years) == 0 {
		return v
	}
	v.Calendar = p.url(m.lang() + "/renewals.ics")
	if _, address, ok := strings.Cut(m.base, "://"); ok {
		v.Subscribe = template.URL("webcal://" + address + m.lang() + "/renewals.ics")
	}
	return v
}

// recurring returns the duties that recur or are forced by the handover, by day,
// those without a day last.
func (m *Maker) recurring() []check.Duty {
	var list []check.Duty
	for _, d := range check.Duties(m.site) {
		if d.Kind != check.SignOff {
			list = append(list, d)
		}
	}
	return list
}

func (p spot) duty(d check.Duty) Duty {
	v := Duty{Kind: string(d.Kind)}
	if d.Runbook != nil {
		v.Renewal = Renewal{
			Title: p.words.review(d.Runbook.Title(p.lang())),
			URL:   p.pageURL(d.Runbook, ""),
			Every: p.words.every(d.Runbook.Source.Runbook.Review.Span),
			Owner: p.person(d.Owner).Name,
		}
		v.Item = v.Title
	} else {
		v.Renewal = p.standing(d.Renewal)
		v.ID = renewalID(d.Renewal.Key)
	}
	if d.Kind == check.Redo {
		v.Why = p.words.forced()
	}
	v.Due = p.words.date(d.By)
	return v
}

// chart draws the year of the handover. Where one person does it all there is none, and
// the year is that of the first renewal.
func (m *Maker) chart() Chart {
	handover := m.site.Org.Handover.Date
	begin := m.fiscalYear(handover)
	if m.alone() {
		handover = content.Date{}
		if due := m.recurring(); len(due) > 0 && !due[0].By.IsZero() {
			begin = m.fiscalYear(due[0].By)
		}
	}
	first := content.Date{Year: begin, Month: time.Month(m.site.Config.Fiscal), Day: 1}
	last := first.Add(content.Span{Months: 11})
	c := Chart{Title: m.words.months(m.yearTitle(begin), first, last)}
	for i := range 12 {
		month := first.Add(content.Span{Months: i})
		head := ChartMonth{ISO: month.String()[:len("2027-04")], Name: m.words.month(month.Month)}
		if i == 0 || month.Month == 1 {
			head.Year = m.words.year(month.Year)
		}
		if column(first, handover) == i {
			head.Handover = m.words.date(handover)
		}
		c.Months = append(c.Months, head)
	}
	rows := map[string]int{} // by key of the duty
	for _, d := range m.recurring() {
		key := d.Key()
		if d.Kind == check.Review {
			key = "review " + key
		}
		at, known := rows[key]
		if !known {
			at = len(c.Rows)
			rows[key] = at
			row := ChartRow{Title: d.Title(m.lang()), Open: true, Cells: make([]ChartCell, 12)}
			if d.Kind == check.Review {
				row.Title = m.words.review(row.Title)
			}
			if i := column(first, handover); i >= 0 {
				row.Cells[i].Handover = true
			}
			c.Rows = append(c.Rows, row)
		}
		m.mark(&c.Rows[at], first, d)
	}
	m.describe(&c)
	return c
}

// mark draws a duty into its row: the day by which it is to be done, and the days
// on which it comes again.
func (m *Maker) mark(row *ChartRow, first content.Date, d check.Duty) {
	if d.By.IsZero() {
		return
	}
	row.Open = false
	put := func(day content.Date, kind string) {
		if i := column(first, day); i >= 0 {
			row.Cells[i].Marks = append(row.Cells[i].Marks, ChartMark{
				Date: m.words.date(day), Day: day.Day, Part: [...]string{"begin", "middle", "end"}[min((day.Day-1)/10, 2)], Kind: kind,
			})
		}
	}
	switch d.Kind {
	case check.Redo:
		put(d.By, "redo")
		return
	case check.Review:
		put(d.By, "due")
		repeat(d.By, d.Runbook.Source.Runbook.Review, first, put)
	default:
		put(d.By, "due")
		repeat(d.By, d.Renewal.Every, first, put)
	}
}

// repeat puts the days on which a duty comes again within the twelve months. What
// comes more often than monthly would be nothing but marks. Each is counted from the
// first one: what is due on the 31st stays at the ends of months.
func repeat(due content.Date, every content.Period, first content.Date, put func(content.Date, string)) {
	if due.Add(every.Span).Compare(due.Add(content.Span{Days: 28})) < 0 {
		return
	}
	end := first.Add(content.Span{Years: 1})
	for n := 1; ; n++ {
		day := due.Add(every.Times(n))
		if day.Compare(end) >= 0 {
			return
		}
		put(day, "repeat")
	}
}

// column returns in which of the twelve months from first a day is, or -1.
func column(first, day content.Date) int {
	i := (day.Year-first.Year)*12 + int(day.Month) - int(first.Month)
	if i < 0 || i > 11 {
		return -1
	}
	return i
}

// describe says what the picture shows, and drops the rows that say nothing in
// this year.
func (m *Maker) describe(c *Chart) {
	said := []string{}
	var rows []ChartRow
	for _, row := range c.Rows {
		shown := row.Open
		for _, cell := range row.Cells {
			for _, mark := range cell.Marks {
				shown = true
				c.Repeats = c.Repeats || mark.Kind == "repeat"
				c.Forced = c.Forced || mark.Kind == "redo"
				said = append(said, m.words.marked(mark.Date.Text, row.Title, mark.Kind))
			}
		}
		if shown {
			rows = append(rows, row)
		}
	}
	c.Rows = rows
	c.Text = m.words.pictured(c.Title, said)
}

// fiscalYear returns the calendar year in which the fiscal year of d begins.
func (m *Maker) fiscalYear(d content.Date) int {
	if d.Month < time.Month(m.site.Config.Fiscal) {
		return d.Year - 1
	}
	return d.Year
}

// yearTitle returns 2027年度, or 2027年 where the fiscal year is the calendar's.
func (m *Maker) yearTitle(begin int) string {
	n := strconv.Itoa(begin)
	if m.site.Config.Fiscal == 1 {
		return m.words.pick(n+"年", n)
	}
	return m.words.pick(n+"年度", "Fiscal year "+n)
}
