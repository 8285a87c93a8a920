package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hikitsugi/internal/build"
)

// setDay makes the next pages believe that it is noon of a day.
func (b *tab) setDay(day string) {
	b.t.Helper()
	params := page.AddScriptToEvaluateOnNewDocumentParams{Source: dayScript(day)}
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, params); err != nil {
		b.t.Fatal(err)
	}
}

// dayScript makes a page believe that it is noon of a day, and time does not go by unless
// the test sets it ahead, or back, by milliseconds.
func dayScript(day string) string {
	return `(() => {
		const real = Date, noon = new real("` + day + `T12:00:00").getTime();
		Date = class extends real {
			constructor(...args) { if (args.length) super(...args); else super(Date.now()); }
			static now() { return noon + (window.ahead ?? 0); }
		};
	})()`
}

// TestRenewals looks at the picture of the year on several days: the page was
// built once, and the browser says what is next, late and today.
func TestRenewals(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	from := site.places(t)[1]
	for _, tt := range []struct {
		day        string
		next, late []string // days of the marks
		line       string   // month in which today is drawn
		key        []string // marks of the browser that are explained
	}{
		{"2026-11-24", []string{"2027-04-01", "2027-04-01"}, nil, "", []string{"next"}},
		{"2027-04-01", []string{"2027-04-01", "2027-04-01"}, nil, "2027-04", []string{"next", "today"}},
		{"2027-06-13", []string{"2027-09-01", "2027-09-01"}, []string{"2027-04-01", "2027-04-01", "2027-04-10", "2027-06-12"}, "2027-06", []string{"next", "late", "today"}},
		{"2028-04-02", nil, []string{"2027-04-01", "2027-04-01", "2027-04-10", "2027-06-12", "2027-09-01", "2027-09-01", "2027-10-05", "2027-10-10"}, "", []string{"late"}},
	} {
		for _, lang := range languages {
			t.Run(tt.day+" "+lang, func(t *testing.T) {
				b := openTab(t, narrow)
				b.setDay(tt.day)
				b.visit(from.address(lang + "/renewals/index.html"))
				marked := func(state string) []string {
					list := value[[]string](b, `[...document.querySelectorAll(".chart-year time.`+state+`")].map(mark => mark.dateTime)`)
					slices.Sort(list)
					return list
				}
				if got := marked("is-next"); !slices.Equal(got, tt.next) {
					t.Errorf("next are %q, want %q", got, tt.next)
				}
				if got := marked("is-late"); !slices.Equal(got, tt.late) {
					t.Errorf("late are %q, want %q", got, tt.late)
				}
				if got := value[string](b, `document.querySelector(".chart-month:has(.chart-line)")?.dataset.month || ""`); got != tt.line {
					t.Errorf("today is drawn in %q, want %q", got, tt.line)
				}
				if tt.line != "" && value[bool](b, `[...document.querySelectorAll(".chart-row")].some(row => row.querySelectorAll(".chart-line").length !== 1)`) {
					t.Error("today is not drawn through every row")
				}
				for _, mark := range []string{"next", "late", "today"} {
					selector := map[string]string{"next": ".is-next", "late": ".is-late", "today": ".chart-today"}[mark]
					if shown := value[bool](b, `document.querySelector(".chart-key li:has(`+selector+`)").checkVisibility({visibilityProperty: true})`); shown != slices.Contains(tt.key, mark) {
						t.Errorf("the key explains %s: %v", mark, shown)
					}
				}
				// The tables say the same in words.
				late := value[[]string](b, `[...document.querySelectorAll(".duties .is-late")].map(cell => cell.innerText)`)
				if len(late) != len(tt.late) || len(late) > 0 && !strings.Contains(late[0], map[string]string{"ja": "超過", "en": "overdue"}[lang]) {
					t.Errorf("late in words: %q", late)
				}
			})
		}
	}
}

// TestAnotherDay: a page that stays open says on the next day what is true then, and
// exactly what it would say if it was opened then.
func TestAnotherDay(t *testing.T) {
	site := buildExample(t, build.Input{Project: project})
	from := site.places(t)[0]
	const said = `document.querySelector("main").innerHTML`
	for _, page := range []string{"ja/index.html", "en/renewals/index.html", "ja/" + column} {
		for _, event := range []string{`document.dispatchEvent(new Event("visibilitychange", {bubbles: true}))`, `dispatchEvent(new Event("pageshow"))`, `dispatchEvent(new Event("focus"))`} {
			b := openTab(t, desktop)
			b.setDay("2027-06-12")
			b.visit(from.address(page))
			before := value[string](b, said)
			b.eval(dayScript("2027-10-03"))
			b.eval(event)
			got := value[string](b, said)
			b.setDay("2027-10-03")
			b.do(chromedp.Reload())
			if want := value[string](b, said); got != want || got == before {
				t.Errorf("%s after %s does not say what is true on the other day", page, event)
			}
		}
	}
}
