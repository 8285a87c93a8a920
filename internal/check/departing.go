package check

import (
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/site"
)

// Departing reports what an organisation loses when a person leaves: what only
// they can open (SECOND), what must be made again because they obtained it
// (REDO), what the predecessor has not handed over, whoever owns it by then
// (SIGN), and where their name stands and another must (WHO). It returns ok ==
// false where nobody of that id works for the organisation.
func Departing(s *site.Site, person string) (list diag.List, ok bool) {
	if s.Public() {
		return nil, false
	}
	who, ok := s.Org.People.Get(person)
	if !ok {
		return nil, false
	}
	name := who.Name
	for _, p := range s.Pages() {
		for _, i := range p.Items {
			if i.Applies {
				departingItem(s, i, person, name, &list)
			}
		}
	}
	replace := diag.Text{JA: "後任の人に書き換えてください。", EN: "Name the one who takes over."}
	report := func(n content.Name, ja, en string) {
		if n.ID == person {
			list.Add(n.Pos, diag.WHO, diag.Text{JA: name.JA + "は" + ja, EN: name.EN + " is " + en}, replace)
		}
	}
	o := s.Org
	report(o.Handover.To, "引き継ぎの後任者です", "the successor of the handover")
	report(o.Handover.Approver, "引き継ぎの承認者です", "the approver of the handover")
	for _, r := range o.Runbooks {
		report(r.Value.Owner, "手順書 "+r.Key.ID+" の責任者です", "the owner of the runbook "+r.Key.ID)
	}
	for _, c := range o.Copies {
		report(c.Holder, "印刷した引き継ぎ書の保管者です", "the holder of a printed copy")
	}
	for _, c := range o.Contacts {
		if names := c.Value.Name; same(names.JA, name.JA) || same(names.EN, name.EN) {
			list.Add(c.Key.Pos, diag.WHO, diag.Text{JA: "連絡先 " + c.Key.ID + " は" + name.JA + "です", EN: "the contact " + c.Key.ID + " is " + name.EN}, replace)
		}
	}
	return list.Sorted(), true
}

// same compares names without regard to spaces and case.
func same(a, b string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	return fold(a) != "" && fold(a) == fold(b)
}

// departingItem reports what of an item, and of its renewals, goes with the person.
func departingItem(s *site.Site, i *site.Item, person string, name content.Text, list *diag.List) {
	departingHolder(i.Fact, i.Title, i.HasSecret(), person, name, list)
	kept := false // by the predecessor, though the successor may be its owner already
	if s.Org.Handover.From.ID == person {
		missing := unsigned(s.Org.Handover, i)
		if kept = len(missing) > 0; kept {
			notSigned(list, true, factPos(s, i.Fact), i.Title, missing)
		}
	}
	if (kept || i.Fact.Owner.ID == person || i.Fact.Second.ID == person) && slices.Contains(i.Give, "2fa-phone") {
		list.Add(factPos(s, i.Fact), diag.WHO,
			diag.Text{JA: i.Title.JA + "の確認コードが、" + name.JA + "の電話に届くかもしれません", EN: "the codes of " + i.Title.EN + " may go to the phone of " + name.EN},
			diag.Text{JA: "登録された電話番号を確かめ、替えてください。", EN: "Check the registered number and change it."})
	}
	for _, r := range i.Renewals {
		if !r.Applies {
			continue
		}
		departingHolder(r.Own(), r.Title, r.Own().Secret != "", person, name, list)
		obtained := r.Owner().ID == person
		if s.Org.Handover.From.ID == person { // has left what was made again since
			obtained = forced(s.Org.Handover, r)
		}
		if obtained && slices.Contains(r.Redo, "leaver") {
			list.Add(lastDone(s, r), diag.REDO,
				diag.Text{JA: r.Title.JA + "は、取得した人が辞めると使えなくなります", EN: r.Title.EN + " stops working when the person who obtained it leaves"},
				diag.Text{JA: "後任者が作り直してください。", EN: "Have the successor make it again."})
		}
	}
}

// departingHolder reports what the person alone answers for, or helps to open.
func departingHolder(f content.Fact, title content.Text, secret bool, person string, name content.Text, list *diag.List) {
	owner, second := f.Owner.ID == person, f.Second.ID == person
	switch {
	case owner && secret && (f.Second.ID == "" || second):
		list.Add(f.Owner.Pos, diag.SECOND,
			diag.Text{JA: title.JA + "を開けるのは" + name.JA + "だけです", EN: "only " + name.EN + " can open " + title.EN},
			diag.Text{JA: "辞める前に、もう1人が使えることを確かめてください。", EN: "Before they leave, see that somebody else can."})
	case owner:
		list.Add(f.Owner.Pos, diag.WHO,
			diag.Text{JA: name.JA + "は" + title.JA + "の責任者です", EN: name.EN + " is the owner of " + title.EN},
			diag.Text{JA: "後任の人に書き換えてください。", EN: "Name the one who takes over."})
	case second:
		list.Add(f.Second.Pos, diag.SECOND,
			diag.Text{JA: title.JA + "を開ける人が1人になります", EN: title.EN + " will be left with one holder"},
			diag.Text{JA: "副担当を決めてください。", EN: "Name a second one."})
	}
}
