package view

import (
	"testing"

	"hikitsugi/internal/content"
)

// A span that reaches no other day comes again on none.
func TestRepeatEnds(t *testing.T) {
	first := content.Date{Year: 2027, Month: 4, Day: 1}
	for _, every := range []content.Span{{}, {Hours: 9999}, {Minutes: 9999}} {
		repeat(first, content.Period{Span: every}, first, func(day content.Date, _ string) {
			t.Fatalf("%+v: %s", every, day)
		})
	}
}
