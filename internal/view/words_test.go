package view

import (
	"testing"

	"hikitsugi/internal/content"
)

func TestEvery(t *testing.T) {
	for _, tt := range []struct {
		span   content.Span
		ja, en string
	}{
		{content.Span{Years: 1}, "1年ごと", "every year"},
		{content.Span{Days: 365}, "365日ごと", "every 365 days"},
		{content.Span{Years: 1, Months: 6}, "1年6か月ごと", "every year and 6 months"},
		{content.Span{Years: 2, Months: 1}, "2年1か月ごと", "every 2 years and 1 month"},
		{content.Span{}, "", ""},
	} {
		ja, en := words{lang: "ja"}.every(tt.span), words{lang: "en"}.every(tt.span)
		if ja != tt.ja || en != tt.en {
			t.Errorf("%v: %q, %q, want %q, %q", tt.span, ja, en, tt.ja, tt.en)
		}
	}
}
