package check

import (
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
)

var (
	soon     = content.Span{Days: 30} // how long before its day a renewal is due
	linkLife = content.Span{Years: 1} // how long a link is trusted that somebody has opened
)

// Gates reports what is true of a site on the day today, and may not be on
// another.
func Gates(s *site.Site, today content.Date) diag.List {
	var list diag.List
	links(s, today, &list)
	lapsed := map[*site.Renewal]bool{}
	for _, d := range Duties(s) {
		gate(s, d, today, &list)
		if d.Kind == Renew && !d.By.IsZero() && d.By.Compare(today) < 0 {
			lapsed[d.Renewal] = true
		}
	}
	for _, p := range s.Runbooks {
		needs(s, p, lapsed, &list)
	}
	if s.Org != nil {
		future(s.Org, today, &list)
	}
	return list
}

// milder appends a notice of a rule that is a gate at another time.
func milder(list *diag.List, mild bool, pos diag.Pos, code diag.Code, what, do diag.Text) {
	*list = append(*list, diag.Diag{Pos: pos, Code: code, What: what, Do: do, Mild: mild})
}

// links reports guides that nobody has opened for a year.
func links(s *site.Site, today content.Date, list *diag.List) {
	open := diag.Text{
		JA: "開いて確かめ、「checked: " + today.String() + "」のように日付を書いてください。",
		EN: "Open it, and note the day, as in “checked: " + today.String() + "”.",
	}
	for _, e := range s.Links {
		switch checked := e.Value.Checked; {
		case checked.IsZero():
			list.Add(e.Key.Pos, diag.LINK3, diag.Textf("リンク %s は、まだ誰も確かめていません", "nobody has checked the link %s yet", e.Key.ID), open)
		case checked.Compare(today) > 0:
			list.Add(checked.Pos, diag.FUTURE, diag.Textf("%s はまだ来ていない日です", "%s has not come yet", checked), fixDay)
		case checked.Add(linkLife).Compare(today) < 0:
			list.Add(checked.Pos, diag.LINK3, diag.Textf("リンク %s は1年以上確かめられていません", "nobody has checked the link %s for a year", e.Key.ID), open)
		}
	}
}

// gate reports a duty whose day is near or past.
func gate(s *site.Site, d Duty, today content.Date, list *diag.List) {
	title := diag.Text{JA: d.Title("ja"), EN: d.Title("en")}
	handedOver := s.Org.Handover.Date.Compare(today) <= 0
	switch d.Kind {
	case Renew:
		do := diag.Text{JA: "更新したら done と expires を書き換えてください。", EN: "Renew it, then change done and expires."}
		switch {
		case d.By.IsZero():
		case d.By.Compare(today) < 0:
			list.Add(d.Pos, diag.OVERDUE, diag.Text{JA: title.JA + "の期限（" + d.By.String() + "）を過ぎました", EN: title.EN + " lapsed on " + d.By.String()}, do)
		case d.By.Compare(today.Add(soon)) <= 0:
			list.Add(d.Pos, diag.DUE, diag.Text{JA: title.JA + "の期限は " + d.By.String() + " です", EN: title.EN + " is due on " + d.By.String()}, do)
		}
	case Redo:
		milder(list, !handedOver, d.Pos, diag.REDO,
			diag.Text{JA: title.JA + "は、引き継ぎ（" + d.By.String() + "）のために作り直しが必要です", EN: title.EN + " must be made again because of the handover on " + d.By.String()},
			diag.Text{JA: "後任者が作り直し、その日を done に書いてください。", EN: "Have the successor make it again, and write the day as done."})
	case SignOff:
		if s.Org.Handover.Alone() {
			notAtHand(list, !handedOver, d.Pos, d.Item.Title)
			return
		}
		notSigned(list, !handedOver, d.Pos, d.Item.Title, d.Missing)
	case Review:
		do := diag.Text{JA: "見直して、history に日付と承認者を書き足してください。", EN: "Review it, and add the day and the approver to its history."}
		switch {
		case d.By.IsZero():
			list.Add(d.Pos, diag.REVIEW, diag.Text{JA: "手順書「" + title.JA + "」は見直した記録がありません", EN: "the runbook “" + title.EN + "” was never reviewed"}, do)
		case d.By.Compare(today) < 0:
			list.Add(d.Pos, diag.REVIEW, diag.Text{JA: "手順書「" + title.JA + "」の見直しは " + d.By.String() + " まででした", EN: "the runbook “" + title.EN + "” was to be reviewed by " + d.By.String()}, do)
		}
	}
}

// notSigned reports an item that has not been given or received.
func notSigned(list *diag.List, mild bool, pos diag.Pos, title content.Text, missing []string) {
	milder(list, mild, pos, diag.SIGN,
		diag.Text{JA: title.JA + "の" + missingJA(missing) + "の記録がありません", EN: title.EN + " has not been " + missingEN(missing)},
		signOff(missing))
}

// notAtHand reports an item of one person who does everything: nobody gives it to them,
// and they record that it is at hand.
func notAtHand(list *diag.List, mild bool, pos diag.Pos, title content.Text) {
	milder(list, mild, pos, diag.SIGN,
		diag.Text{JA: title.JA + "が手元にあり、使えることを確かめた記録がありません", EN: "nothing is recorded of " + title.EN + " being at hand and working"},
		diag.Text{JA: "確かめた日を received に書いてください。", EN: "Check it, and write the day as received."})
}

// signOff says what to write of what an item lacks.
func signOff(missing []string) diag.Text {
	switch {
	case len(missing) == 2:
		return diag.Text{JA: "渡した日を given に、受け取った日を received に書いてください。", EN: "Write the days as given and received."}
	case missing[0] == "given":
		return diag.Text{JA: "渡した日を given に書いてください。", EN: "Write the day as given."}
	}
	return diag.Text{JA: "受け取った日を received に書いてください。", EN: "Write the day as received."}
}

func missingJA(missing []string) string {
	switch {
	case len(missing) == 2:
		return "引き渡しと受け取り"
	case missing[0] == "given":
		return "引き渡し"
	}
	return "受け取り"
}

func missingEN(missing []string) string {
	switch {
	case len(missing) == 2:
		return "given and received"
	case missing[0] == "given":
		return "given"
	}
	return "received"
}

// needs reports a runbook that cannot work because of what has lapsed.
func needs(s *site.Site, p *site.Page, lapsed map[*site.Renewal]bool, list *diag.List) {
	for _, need := range p.Source.Runbook.Needs {
		for _, r := range s.Need(need.ID) {
			if r.Applies && lapsed[r] {
				list.Add(need.Pos, diag.NEEDS,
					diag.Text{
						JA: "手順書「" + p.Title("ja") + "」は、" + r.Title.JA + "の期限（" + r.Due.String() + "）を過ぎているため使えません",
						EN: "the runbook “" + p.Title("en") + "” cannot work: " + r.Title.EN + " lapsed on " + r.Due.String(),
					},
					diag.Text{JA: "先に更新してください。", EN: "Renew that first."})
			}
		}
	}
}

var fixDay = diag.Text{JA: "日付を確かめてください。", EN: "Check the date."}

// future reports what is recorded for a day that has not come.
func future(o *content.Org, today content.Date, list *diag.List) {
	report := func(dates ...content.Date) {
		for _, d := range dates {
			if !d.IsZero() && d.Compare(today) > 0 {
				list.Add(d.Pos, diag.FUTURE, diag.Textf("%s はまだ来ていない日です", "%s has not come yet", d), fixDay)
			}
		}
	}
	for _, f := range o.Facts {
		report(f.Value.Done, f.Value.Given, f.Value.Received)
	}
	for _, r := range o.Runbooks {
		for _, h := range r.Value.History {
			report(h.On)
		}
	}
}
