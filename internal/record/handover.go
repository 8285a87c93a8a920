// Package record makes handover.json: what one organisation hands over, as data
// for other programs, and the JSON Schema that describes it. It is in an
// organisation's edition only, and holds what its handover page holds: never a
// secret, only where one is kept. Nothing in it depends on the day on which it is
// made.
package record

// A Handover is the whole of handover.json. Ids are those of the content: an item
// keeps its id for ever, so that two records of one organisation can be compared.
type Handover struct {
	Schema   string    `json:"$schema" jsonschema:"where the JSON Schema of this file is, relative to it"`
	Version  int       `json:"version" jsonschema:"of the form of this file: fields may be added to it, but not change their meaning"`
	Packet   string    `json:"packet" jsonschema:"content id of the packet, as printed at the foot of its pages"`
	Site     Site      `json:"site"`
	Org      Org       `json:"organisation"`
	Parties  Parties   `json:"handover" jsonschema:"who hands over to whom, and when"`
	Traits   []Trait   `json:"traits" jsonschema:"what the organisation manages: conditions under which items apply"`
	Devices  []Devices `json:"devices,omitempty"`
	People   []Person  `json:"people"`
	Contacts []Contact `json:"contacts" jsonschema:"in the order in which to call"`
	Copies   []Copy    `json:"copies,omitempty" jsonschema:"printed copies of the packet"`
	Lists    []List    `json:"lists" jsonschema:"what is handed over, in the order of the packet"`
	Renewals []Renewal `json:"renewals" jsonschema:"what recurs and applies here, by day; what has no day comes last"`
	Runbooks []Runbook `json:"runbooks" jsonschema:"the most severe first"`
}

// A Text is a text by language.
type Text map[string]string

// A Date is a day: 2027-04-01.
type Date string

// A Span is a length of time as ISO 8601 writes it: P365D, PT10M.
type Span string

// A Site is where the record comes from.
type Site struct {
	Title     Text     `json:"title"`
	URL       string   `json:"url,omitempty" jsonschema:"where the site is hosted"`
	Languages []string `json:"languages" jsonschema:"the source language first"`
}

// An Org is the organisation.
type Org struct {
	ID      string `json:"id"`
	Name    Text   `json:"name"`
	Marking Text   `json:"marking,omitempty" jsonschema:"how confidential this is"`
}

// Parties says who hands over to whom.
type Parties struct {
	From     string `json:"from,omitempty" jsonschema:"id of the predecessor; absent when there is none"`
	To       string `json:"to" jsonschema:"id of the successor, or of whoever does it all alone: then there is no from, and the approver is the same"`
	Approver string `json:"approver,omitempty" jsonschema:"id of who approves"`
	Begins   Date   `json:"begins" jsonschema:"sign-offs before it belong to an earlier handover"`
	Date     Date   `json:"date"`
}

// A Trait is a condition that holds here.
type Trait struct {
	ID   string `json:"id"`
	Text Text   `json:"text"`
}

// Devices are counted by trait.
type Devices struct {
	Trait string `json:"trait"`
	Count int    `json:"count"`
}

// A Person works for the organisation.
type Person struct {
	ID   string `json:"id"`
	Name Text   `json:"name"`
	Role Text   `json:"role,omitempty"`
}

// A Contact is somebody to call.
type Contact struct {
	ID    string `json:"id"`
	Name  Text   `json:"name"`
	Tel   string `json:"tel,omitempty"`
	Hours Text   `json:"hours,omitempty"`
}

// A Copy is a printed copy of the packet.
type Copy struct {
	Number int    `json:"number"`
	Holder string `json:"holder" jsonschema:"id of a person"`
}

// A List is the checklist of a column.
type List struct {
	ID    string `json:"id" jsonschema:"the column's slug"`
	Title Text   `json:"title"`
	Page  Text   `json:"page" jsonschema:"where the column is, by language, relative to this file"`
	Items []Item `json:"items"`
}

// An Item is one line of a checklist.
type Item struct {
	ID       string   `json:"id"`
	Number   int      `json:"number" jsonschema:"as printed; items that do not apply keep theirs"`
	Revision string   `json:"revision" jsonschema:"changes with all that somebody who ticks the item has looked at"`
	Title    Text     `json:"title"`
	When     []string `json:"when,omitempty" jsonschema:"ids of traits of which one must hold"`
	Applies  bool     `json:"applies"`
	Reason   Text     `json:"reason,omitempty" jsonschema:"why it does not apply, where the organisation says so itself"`
	Gives    []string `json:"gives,omitempty" jsonschema:"what changes hands"`
	Risk     Text     `json:"risk,omitempty" jsonschema:"what happens if it is forgotten"`
	Note     Text     `json:"note,omitempty"`
	Owner    string   `json:"owner,omitempty" jsonschema:"id of the person who answers for it from the handover date on"`
	Second   string   `json:"second,omitempty" jsonschema:"id of the second key-holder"`
	Account  string   `json:"account,omitempty"`
	Secret   string   `json:"secret,omitempty" jsonschema:"where the secret is kept, never the secret"`
	Where    Text     `json:"where,omitempty"`
	Given    Date     `json:"given,omitempty" jsonschema:"as recorded: before the handover begins, it was in an earlier one"`
	Received Date     `json:"received,omitempty" jsonschema:"likewise"`
	Remark   Text     `json:"remark,omitempty" jsonschema:"what the organisation notes of it"`
	Renewals []string `json:"renewals,omitempty" jsonschema:"ids of renewals that apply"`
	Runbooks []string `json:"runbooks,omitempty" jsonschema:"ids of runbooks that are handed over with it"`
	Guides   []Guide  `json:"guides,omitempty"`
	Who      Text     `json:"who,omitempty" jsonschema:"who does it, where it is something to be done"`
	Within   Span     `json:"within,omitempty" jsonschema:"counted from when the organisation knows"`
	Contacts []string `json:"contacts,omitempty" jsonschema:"ids of contacts"`
}

// A Guide is an external page that helps.
type Guide struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	URL   string `json:"url"`
}

// A Renewal is a recurring duty.
type Renewal struct {
	ID     string   `json:"id" jsonschema:"the item's id, or item/renewal"`
	Item   string   `json:"item" jsonschema:"id of the item"`
	Title  Text     `json:"title"`
	Every  Span     `json:"every"`
	Redo   []string `json:"redo,omitempty" jsonschema:"events that force it early: leaver, password, phone, mail"`
	Done   Date     `json:"done,omitempty" jsonschema:"when it was last done"`
	Due    Date     `json:"due,omitempty" jsonschema:"absent when nothing is recorded"`
	Owner  string   `json:"owner,omitempty" jsonschema:"id of a person"`
	Guides []Guide  `json:"guides,omitempty"`

	Second  string `json:"second,omitempty" jsonschema:"id of the second key-holder of this renewal, where it has one of its own; so with what follows"`
	Account string `json:"account,omitempty"`
	Secret  string `json:"secret,omitempty" jsonschema:"where the secret is kept, never the secret"`
	Where   Text   `json:"where,omitempty"`
	Remark  Text   `json:"remark,omitempty" jsonschema:"what the organisation notes of it"`
}

// A Runbook is a procedure.
type Runbook struct {
	ID        string     `json:"id" jsonschema:"its slug"`
	Title     Text       `json:"title"`
	Summary   Text       `json:"summary,omitempty"`
	Page      Text       `json:"page" jsonschema:"where it is, by language, relative to this file"`
	Trigger   Text       `json:"trigger" jsonschema:"when to use it"`
	Severity  string     `json:"severity" jsonschema:"low, medium, high or critical"`
	Owner     string     `json:"owner,omitempty" jsonschema:"id of a person"`
	Contacts  []string   `json:"contacts" jsonschema:"ids of contacts, in the order in which to call"`
	Needs     []string   `json:"needs,omitempty" jsonschema:"ids of renewals that must not have lapsed"`
	Deadlines []Deadline `json:"deadlines,omitempty" jsonschema:"counted from when the organisation knows"`
	Review    Span       `json:"review" jsonschema:"how often it is to be reviewed"`
	ReviewDue Date       `json:"reviewDue,omitempty"`
	History   []Revision `json:"history,omitempty" jsonschema:"the oldest first; the last is the version in force"`
	Steps     []Step     `json:"steps"`
}

// A Deadline is when something is to be reported.
type Deadline struct {
	Within Span    `json:"within"`
	What   Text    `json:"what"`
	Guides []Guide `json:"guides,omitempty"`
}

// A Revision is one line of a runbook's history.
type Revision struct {
	Date     Date   `json:"date"`
	By       string `json:"by" jsonschema:"id of a person"`
	Approver string `json:"approver" jsonschema:"id of a person"`
	What     Text   `json:"what"`
}

// A Step is a step of a runbook.
type Step struct {
	ID       string   `json:"id"`
	Number   int      `json:"number"`
	Revision string   `json:"revision" jsonschema:"changes with all that somebody who ticks the step has looked at"`
	Title    Text     `json:"title"`
	Section  string   `json:"section,omitempty" jsonschema:"id of the runbook's section"`
	When     []string `json:"when,omitempty" jsonschema:"ids of traits of which one must hold"`
	Applies  bool     `json:"applies"`
	Who      Text     `json:"who,omitempty"`
	Within   Span     `json:"within,omitempty" jsonschema:"counted from when the organisation knows"`
	Note     Text     `json:"note,omitempty"`
	Contacts []string `json:"contacts,omitempty" jsonschema:"ids of contacts"`
	Guides   []Guide  `json:"guides,omitempty"`
	Gives    []string `json:"gives,omitempty" jsonschema:"what changes hands"`
	Risk     Text     `json:"risk,omitempty" jsonschema:"what happens if it is forgotten"`
	Owner    string   `json:"owner,omitempty" jsonschema:"id of the person who answers for what the step needs"`
	Second   string   `json:"second,omitempty" jsonschema:"id of the second key-holder"`
	Account  string   `json:"account,omitempty"`
	Secret   string   `json:"secret,omitempty" jsonschema:"where the secret is kept, never the secret"`
	Where    Text     `json:"where,omitempty"`
	Remark   Text     `json:"remark,omitempty" jsonschema:"what the organisation notes of it"`
	Renewals []string `json:"renewals,omitempty" jsonschema:"ids of renewals that apply"`
	Runbooks []string `json:"runbooks,omitempty" jsonschema:"ids of runbooks that the step leads to"`
}
