// Package calendar makes the calendar that people subscribe to: one all-day event
// for each renewal, for each one that the handover forces early and for each review
// of a runbook, with reminders (RFC 5545). No account, person or secret stands in
// it, because calendars are shared more widely than the site.
package calendar

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	ics "github.com/arran4/golang-ical"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// reminders are how long before a day it is announced where site.yaml says nothing.
var reminders = []content.Period{{Span: content.Span{Days: 30}}, {Span: content.Span{Days: 7}}}

// events returns the duties that are in the calendar.
func events(s *site.Site) []check.Duty {
	return slices.DeleteFunc(check.Duties(s), func(d check.Duty) bool { return d.By.IsZero() || d.Kind == check.SignOff })
}

// Empty reports whether there is nothing for a calendar, which a file must not say:
// RFC 5545 asks for one event at least.
func Empty(s *site.Site) bool { return len(events(s)) == 0 }

// ICS makes the calendar of an organisation's edition in lang. base is the
// absolute URL of the site's root and ends in "/", or empty. Nothing in it depends
// on the day on which it is made.
func ICS(s *site.Site, lang, base string) []byte {
	cal := ics.NewCalendar()
	cal.SetProductId("-//hikitsugi//gen//" + strings.ToUpper(lang))
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(s.Config.Title.In(lang) + " " + s.Org.Name.In(lang))
	for _, d := range events(s) {
		addEvent(cal, s, d, lang, base)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows))
}

// uid names a duty for ever: calendars recognise a changed event by it.
func uid(s *site.Site, d check.Duty, base string) string {
	host := "hikitsugi.invalid"
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	key := d.Key()
	// Alone of all, an item called redo or review could have the name of another duty.
	item, _, two := strings.Cut(key, "/")
	if d.Kind != check.Renew || two && slices.Contains([]check.Kind{check.Redo, check.Review}, check.Kind(item)) {
		key = string(d.Kind) + "/" + key
	}
	return key + "@" + s.Org.ID + "." + host
}

// stamp is the day from which the day of a duty counts: it is a later one wherever that
// day is. Of two events of one name calendars keep the one with the later stamp (RFC
// 5546), and nothing else tells them so: a sequence number counts what was published
// before, which nothing that is written here knows.
func stamp(d check.Duty) content.Date {
	var every content.Span
	switch d.Kind {
	case check.Renew:
		every = d.Renewal.Every.Span
	case check.Review:
		every = d.Runbook.Source.Runbook.Review.Span
	}
	from := d.By.Add(every.Times(-1))
	if from.Year < 1 {
		from = d.By
	}
	if d.Kind == check.Renew && !d.Renewal.Fact.Done.IsZero() && d.Renewal.Fact.Done.Compare(from) > 0 {
		from = d.Renewal.Fact.Done
	}
	return from
}

func addEvent(cal *ics.Calendar, s *site.Site, d check.Duty, lang, base string) {
	stamp := stamp(d).Time()
	event := cal.AddEvent(uid(s, d, base))
	event.SetDtStampTime(stamp)
	event.SetModifiedAt(stamp)
	event.SetAllDayStartAt(d.By.Time())
	if next := d.By.Add(content.Span{Days: 1}); next.Compare(d.By) > 0 { // else there is none that can be written, and a day is meant as well
		event.SetAllDayEndAt(next.Time())
	}
	event.SetTimeTransparency(ics.TransparencyTransparent)
	summary := summary(d, lang)
	event.SetSummary(summary)
	event.SetDescription(description(s, d, lang))
	if base != "" {
		event.SetURL(base + page(d).Path(lang))
	}
	remind := s.Config.Remind
	if len(remind) == 0 {
		remind = reminders
	}
	for _, before := range remind {
		alarm := event.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger(fmt.Sprintf("-P%dD", before.Seconds()/(24*60*60))) // durations know no months
		alarm.SetDescription(summary)
	}
}

func summary(d check.Duty, lang string) string {
	title := d.Title(lang)
	switch {
	case d.Kind == check.Review && lang == "ja":
		return "手順書の見直し：" + title
	case d.Kind == check.Review:
		return "Review the runbook: " + title
	case d.Kind == check.Redo && lang == "ja":
		return "引き継ぎに伴う作り直し：" + title
	case d.Kind == check.Redo:
		return "Make anew because of the handover: " + title
	case lang == "ja":
		return "期限：" + title
	}
	return "Due: " + title
}

// page is where the duty is explained.
func page(d check.Duty) *site.Page {
	if d.Runbook != nil {
		return d.Runbook
	}
	return d.Item.Page
}

// description says what the duty belongs to, what happens if it is forgotten, and
// which guides help.
func description(s *site.Site, d check.Duty, lang string) string {
	var lines []string
	add := func(text string) {
		if text != "" {
			lines = append(lines, text)
		}
	}
	if d.Runbook != nil {
		add(d.Runbook.Summary(lang))
		return strings.Join(lines, "\n")
	}
	if item := d.Item.Title.In(lang); item != d.Title(lang) {
		add(item)
	}
	add(d.Item.Risk.In(lang))
	for _, names := range [][]content.Name{d.Renewal.Guides, d.Item.Guides} {
		for _, n := range names {
			if l := s.Link(n.ID); l != nil {
				add(l.Title.In(lang) + " " + l.URL.URL)
			}
		}
	}
	return strings.Join(lines, "\n")
}
