package serve

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/diag"
)

// maxProblems is how many problems a page shows. gen check shows them all.
const maxProblems = 100

// A verdict is what /_gen/problems answers.
type verdict struct {
	Shows    string    `json:"shows"`   // data-shows of a page that is loaded now
	Edition  string    `json:"edition"` // that is shown
	Asked    string    `json:"asked"`   // that was asked for
	At       string    `json:"at"`      // where in that edition the page of ?at= is, or what there is instead
	Broken   bool      `json:"broken"`  // the last build made no site
	Failure  string    `json:"failure"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems []problem `json:"problems"` // errors first
	Today    string    `json:"today"`
	Due      int       `json:"due"`
	Checking string    `json:"checking"` // the command that tells all of them
	Gates    []problem `json:"gates"`    // what is true on the day that counts as today; the worse first
}

type problem struct {
	Pos    string `json:"pos"`
	Code   string `json:"code"`
	Error  bool   `json:"error"` // or, of gates, past; else a warning, or a notice
	JA     string `json:"ja"`
	EN     string `json:"en"`
	Before string `json:"before"` // the source line, up to the place,
	At     string `json:"at"`     // the character there,
	After  string `json:"after"`  // and the rest
}

func (p *preview) writeProblems(w http.ResponseWriter, r *http.Request, s *state) {
	v := verdict{
		Shows: strconv.Itoa(s.shows), Edition: s.good.Edition, Asked: cmp.Or(s.choice.Edition, s.good.Edition),
		Broken: s.broken, Failure: s.failure, Problems: []problem{}, Gates: []problem{},
	}
	shown := s.problems
	if len(shown) > maxProblems { // else the many warnings of one rule would leave no room for others
		shown, _ = new(diag.Brief).Part(shown)
	}
	v.Problems = explain(shown, diag.Error)
	v.Errors = s.problems.Count(diag.Error)
	v.Warnings = len(s.problems) - v.Errors
	if !p.private { // which folder it is in is nothing for strangers
		v.Checking = p.checking
	}
	if s.good.Gates != nil && !p.private {
		v.Today = s.today()
		gates := s.good.Gates(v.Today)
		v.Gates = explain(gates, diag.Gate)
		v.Due = len(gates)
	}
	if at := r.URL.Query().Get("at"); at != "" && s.good.Files != nil {
		v.At = nearest(s.good.Files, at)
	}
	w.Header().Set("Content-Type", contentType(".json"))
	_ = json.NewEncoder(w).Encode(v) // a reader who has left is no error
}

// explain returns the first of some problems, those of the severity worst before
// the others.
func explain(list diag.List, worst diag.Severity) []problem {
	explained := []problem{}
	for _, d := range list {
		p := problem{
			Pos: d.Pos.String(), Code: string(d.Code), Error: d.Severity() == worst,
			JA: d.Sentence("ja"), EN: d.Sentence("en"),
		}
		p.Before, p.At, p.After = excerpt(d.Line, d.Caret, d.Pos.Col > 0)
		explained = append(explained, p)
	}
	slices.SortStableFunc(explained, func(a, b problem) int {
		switch {
		case a.Error == b.Error:
			return 0
		case a.Error:
			return -1
		}
		return 1
	})
	return explained[:min(len(explained), maxProblems)]
}

// excerpt cuts a source line around a place, if there is one in it. At the end of the
// line, and behind it, at is a space.
func excerpt(line string, place int, there bool) (before, at, after string) {
	const around = 60 // characters on each side
	runes := []rune(strings.TrimRight(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, line), " "))
	if len(runes) == 0 {
		return "", "", ""
	}
	place = min(place, len(runes))
	from, to := max(place-around, 0), min(place+around, len(runes))
	before, after = string(runes[from:place]), string(runes[place:to])
	if from > 0 {
		before = "…" + before
	}
	if to < len(runes) {
		after += "…"
	}
	if there && place < len(runes) {
		at, after = string(runes[place]), strings.TrimPrefix(after, string(runes[place]))
	} else if there {
		at = " "
	}
	return before, at, after
}

//go:embed apology.html
var apologyHTML string

var apologyTemplate = template.Must(template.New("apology").Parse(apologyHTML))

// apology is the page of a site that was never built without errors, and one in place of
// a page that cannot be made.
func (p *preview) apology(w http.ResponseWriter, s *state, title diag.Text) {
	var list strings.Builder
	_ = new(diag.Brief).Print(&list, s.problems, p.lang, p.checking) // a Builder takes everything
	words := func(ja, en string) string { return diag.Text{JA: ja, EN: en}.In(p.lang) }
	var page strings.Builder
	err := apologyTemplate.Execute(&page, map[string]string{
		"Lang":  p.lang,
		"Title": title.In(p.lang),
		"Do": words("次の問題を直して保存してください。できあがり次第、この画面が切り替わります。",
			"Correct what is listed here and save. As soon as it can be made, it appears in this window."),
		"Failure":  s.failure,
		"Problems": list.String(),
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", contentType(".html"))
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write(p.attach([]byte(page.String()), s, "")) // as above
}
