package adopt

import (
	"strconv"
	"strings"
	"time"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
)

// dated are the keys under which tools keep when a page was written: when its text was
// changed last counts for more than when it was begun.
var dated = map[string]int{
	"date":       3,
	"updated_at": 2, "updated": 2, "lastmod": 2, "last_modified": 2, "last_edited_time": 2, "last_edited": 2, "最終更新日時": 2, "最終更新": 2, "更新日時": 2, "更新日": 2,
	"created_at": 1, "created": 1, "created_time": 1, "published_at": 1, "作成日時": 1, "作成日": 1,
}

// dayFirst is how a date begins, before its time.
var dayFirst = pattern.Of(`^(?:(\d{4})([-/.]|年 ?)(\d{1,2})(?:[-/.]|月 ?)(\d{1,2})(?:日|T|\b)|([A-Z][a-z]+\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+\.? \d{4}))`)

// ofEra is how one begins whose year is that of an era.
var ofEra = pattern.Of(`^(令和|平成|昭和|[RHS]) ?(元|\d{1,2}) ?(?:年|[./-]) ?(\d{1,2}) ?(?:月|[./-]) ?(\d{1,2})(?:日|\b)`)

// eras are the years before the first of each.
var eras = map[string]int{"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}

// dayOf reads the date with which a text begins.
func dayOf(text string) (content.Date, bool) {
	if m := ofEra.FindStringSubmatch(text); m != nil {
		year, _ := strconv.Atoi(strings.Replace(m[2], "元", "1", 1))
		return content.ParseDate(strconv.Itoa(eras[m[1]]+year) + "-" + twoDigits(m[3]) + "-" + twoDigits(m[4]))
	}
	m := dayFirst.FindStringSubmatch(text)
	switch {
	case m == nil:
		return content.Date{}, false
	case m[5] == "":
		return content.ParseDate(m[1] + "-" + twoDigits(m[3]) + "-" + twoDigits(m[4]))
	}
	for _, form := range []string{"January 2, 2006", "Jan 2, 2006", "2 January 2006", "2 Jan 2006"} {
		if day, err := time.Parse(form, strings.Replace(m[5], ".", "", 1)); err == nil {
			return content.ParseDate(day.Format("2006-01-02"))
		}
	}
	return content.Date{}, false
}

func twoDigits(s string) string { return strings.Repeat("0", 2-len(s)) + s }
