package check_test

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/check"
	"hikitsugi/internal/diag"
)

// A renewal may have an owner and a second holder of its own, who lose what the
// item's do not.
func TestDepartingFromARenewal(t *testing.T) {
	const token = "apple-business/ade-token: {"
	for _, tt := range []struct {
		name, fact, person string
		want               []string // of what is said about the token
	}{
		{"owner", "owner: sato, ", "sato", []string{"REDO ADE server token stops working when the person who obtained it leaves", "WHO Ken Sato is the owner of ADE server token"}},
		{"owner of the item", "owner: sato, ", "kimura", nil},
		{"owner of both", "", "kimura", []string{"REDO ADE server token stops working when the person who obtained it leaves"}},
		{"only one who can open it", "owner: sato, secret: vault:mdm/ade, ", "sato", []string{"REDO ADE server token stops working when the person who obtained it leaves", "SECOND only Ken Sato can open ADE server token"}},
		{"second", "second: sato, ", "sato", []string{"SECOND ADE server token will be left with one holder"}},
		{"predecessor", "owner: sato, ", "maeda", []string{"REDO ADE server token stops working when the person who obtained it leaves"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := example(t, org, "apple-business:     {owner: sato, second: kimura,", "apple-business:     {owner: kimura, second: maeda,", org, token, token+tt.fact)
			list, ok := check.Departing(s, tt.person)
			if !ok {
				t.Fatalf("nobody is called %s", tt.person)
			}
			var got []string
			for _, d := range list {
				if strings.Contains(d.What.EN, "ADE server token") {
					got = append(got, string(d.Code)+" "+d.What.EN)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// What the predecessor has not handed over goes with them, though a new site names the
// successor as the owner of everything from its first day.
func TestDepartingPredecessor(t *testing.T) {
	const apns = " given: 2026-11-12}"
	for days, want := range map[string][]string{
		" given: 2026-10-31}":                       {"SIGN The Apple Account behind the MDM push certificate has not been given and received", "WHO the codes of The Apple Account behind the MDM push certificate may go to the phone of Hanako Maeda"},
		" given: 2026-11-12}":                       {"SIGN The Apple Account behind the MDM push certificate has not been received", "WHO the codes of The Apple Account behind the MDM push certificate may go to the phone of Hanako Maeda"},
		" given: 2026-11-12, received: 2026-12-01}": nil,
	} {
		s := example(t, org, "expires: 2027-06-12,"+apns, "expires: 2027-06-12,"+days)
		list, _ := check.Departing(s, "maeda")
		var got []string
		for _, d := range list {
			if strings.Contains(d.What.EN, "MDM push certificate") {
				got = append(got, string(d.Code)+" "+d.What.EN)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q: got\n  %s\nwant\n  %s", days, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
	}
}

// All that the example loses when one of its people leaves.
func TestDeparting(t *testing.T) {
	s := example(t)
	for person, want := range map[string][]string{
		"sato": {
			"REDO ADE server token stops working when the person who obtained it leaves",
			"WHO Ken Sato is the holder of a printed copy",
			"WHO Ken Sato is the owner of Administrator of Apple Business (ABM) or Apple School Manager",
			"WHO Ken Sato is the owner of House rules (lost devices, repair and replacement)",
			"WHO Ken Sato is the owner of The Apple Account behind the MDM push certificate",
			"WHO Ken Sato is the owner of The Google account that administers Android Enterprise",
			"WHO Ken Sato is the owner of The named contract contact in the panel",
			"WHO Ken Sato is the owner of The system administrator account",
			"WHO Ken Sato is the owner of the runbook lost-device",
			"WHO Ken Sato is the owner of the runbook replacement",
			"WHO Ken Sato is the successor of the handover",
			"WHO the codes of Administrator of Apple Business (ABM) or Apple School Manager may go to the phone of Ken Sato",
			"WHO the codes of The Apple Account behind the MDM push certificate may go to the phone of Ken Sato",
			"WHO the codes of The Google account that administers Android Enterprise may go to the phone of Ken Sato",
		},
		"kimura": {
			"SECOND Administrator of Apple Business (ABM) or Apple School Manager will be left with one holder",
			"SECOND The Apple Account behind the MDM push certificate will be left with one holder",
			"SECOND The Google account that administers Android Enterprise will be left with one holder",
			"SECOND The system administrator account will be left with one holder",
			"WHO Makoto Kimura is the approver of the handover",
			"WHO Makoto Kimura is the holder of a printed copy",
			"WHO the codes of Administrator of Apple Business (ABM) or Apple School Manager may go to the phone of Makoto Kimura",
			"WHO the codes of The Apple Account behind the MDM push certificate may go to the phone of Makoto Kimura",
			"WHO the codes of The Google account that administers Android Enterprise may go to the phone of Makoto Kimura",
		},
	} {
		list, _ := check.Departing(s, person)
		var got []string
		for _, d := range list {
			got = append(got, string(d.Code)+" "+d.What.EN)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got\n  %s\nwant\n  %s", person, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
		}
	}
}

// Whoever leaves may also be named where to call, however it is written there. What does
// not apply to the organisation is not told.
func TestDepartingContact(t *testing.T) {
	const contact = "helpdesk: {name: {ja: ヘルプデスク, en: Help desk},"
	for name, want := range map[string]bool{"{ja: 佐藤健, en: IT desk}": true, "{ja: 情シス, en: ken  sato}": true, "{ja: 佐藤 健二, en: Kenji Sato}": false} {
		s := example(t, org, contact, "helpdesk: {name: "+name+",", org, "apns:               {owner: sato,", "apns:               {na: No Apple devices, owner: sato,")
		list, _ := check.Departing(s, "sato")
		told := slices.ContainsFunc(list, func(d diag.Diag) bool {
			return d.Code == diag.WHO && d.What.EN == "the contact helpdesk is Ken Sato" && d.Pos.Line > 0
		})
		if told != want {
			t.Errorf("%s: told %v, want %v", name, told, want)
		}
		for _, d := range list {
			if strings.Contains(d.What.EN, "MDM push certificate") {
				t.Errorf("told of what does not apply: %s", d.What.EN)
			}
		}
	}
}

// What was made again since the handover is no longer what the predecessor obtained.
func TestDepartedIsDone(t *testing.T) {
	for done, want := range map[string]bool{"2027-03-31": true, "2027-04-01": false, "2027-05-01": false} {
		s := example(t, org, "ade-token: {done: 2026-09-01,", "ade-token: {done: "+done+",")
		list, _ := check.Departing(s, "maeda")
		got := slices.ContainsFunc(list, func(d diag.Diag) bool {
			return d.Code == diag.REDO && strings.HasPrefix(d.What.EN, "ADE server token ")
		})
		if got != want {
			t.Errorf("done on %s: told %v, want %v", done, got, want)
		}
	}
}
