// Package view is the contract with themes: one plain struct for each layout,
// and nothing else that a template can see. Its documentation is the theme
// author's manual.
//
// A view is exported plain data without methods that work. Every text is in the
// language of the page, every URL is relative to it (so that a site works in a
// sub-folder and from a USB stick), every date is written out. What is not known
// is empty, and a layout prints a ruled blank for it. Two equal views make the
// same page; that is how a page is known to be unchanged.
//
//	layout             view
//	home.html          Home
//	list.html          List        columns/, guides/, runbooks/
//	article.html       Article     one column, guide or runbook
//	renewals.html      Renewals
//	search.html        Search
//	glossary.html      Glossary
//	handover.html      Handover    the printable page; its print view is the packet
//	bilingual.html     Bilingual   /handover/, both languages side by side
//	verify.html        Verify      /verify/, whether a printed packet is still true
//	review.html        Review      /review/…, one article in all its languages
//	chooser.html       Chooser     /
//	notfound.html      Chooser     /404.html
package view

import "html/template"

// A Frame is what stands around the content of every page.
type Frame struct {
	Head
	Lang        string // of the interface: "ja" or "en"
	Root        string // relative URL of the site's root, such as "../../"
	Title       string // of the page; on the home page that of the site
	Description string
	About       string // which page of the program's own words this is: "columns", "guides", "runbooks", "renewals", "handover", "glossary" or "search"; else empty
	Site        Site
	Edition     Edition
	Home        string     // URL of this language's home page
	Sections    []Link     // the main navigation
	Trail       []Link     // breadcrumbs from home, without the page itself
	Languages   []Language // this page in every language, in the site's order
	Search      Link       // the page on which to search
	Glossary    Link       // the page of words; URL empty when there are none
	Canonical   string     // absolute; empty when the site's address is unknown
	XDefault    string     // absolute address of the language chooser; likewise
	Feed        string     // URL of this language's Atom feed; empty when it has none
	PacketID    string     // content id, for the foot of each printed page; only on pages of the packet
	Ticks       bool       // there is something to tick, or an [Incident] to show
	Clock       bool       // what can be ticked belongs to an incident
}

// A Site is what holds for every page in one language.
type Site struct {
	Title     string
	Publisher string
	Contact   string // e-mail address for feedback; may be empty
	Path      string // of the site on its host, such as "/notes"; empty where it is the whole host, or its address is unknown
}

// An Edition says for whom the site was built.
type Edition struct {
	Public  bool   // columns, guides and a blank packet; everything below is empty
	ID      string // of the organisation
	Name    string // of the organisation
	Marking string // such as 社外秘 / CONFIDENTIAL
}

// A Link is a title with its address.
type Link struct {
	Title   string
	URL     string
	Current bool // it leads to the page itself, or to the section that holds it

	TextLang string // the language of the title when it is not the page's; else empty
}

// A Language is the page in one language.
type Language struct {
	Code       string // "ja"
	Name       string // in that language: 日本語
	URL        string
	Absolute   string // empty when the site's address is unknown
	Current    bool
	Translated bool // the content is written in this language, not borrowed from another
}

// A Date is a day.
type Date struct {
	ISO  string // 2027-04-01; for the datetime attribute and for tables
	Text string // 2027年4月1日, 1 April 2027
	Era  string // 令和9年4月1日, where the site asks for Japanese eras; else empty
}

// A Home is the first page of a language.
type Home struct {
	Frame
	Emergency []Entry     // runbooks of high and critical severity (an organisation's edition)
	Contacts  []Contact   // in the order in which to call
	Lists     []Checklist // what is handed over, by column
	Dates     []Renewal   // the first renewals by date; the browser marks what is next
	Columns   []Entry     // the latest
	Guides    []Entry     // the first
	AllGuides string      // URL of the list of guides, where there are more of them
	Handover  string      // URL of the handover page
	Renewals  string      // URL of the renewals page; empty in the public edition
	Incidents []Incident
}

// A List is the page of one section, or one of the pages of a section with many
// entries.
type List struct {
	Frame
	Kind     string // "columns", "guides" or "runbooks"
	Entries  []Entry
	Numbers  []Link // the pages of the section by number, those far from here left out: URL empty; none where there is one page
	Previous string // URL of the page before; empty where there is none
	Next     string
}

// An Entry is a page as it stands in a list.
type Entry struct {
	Title    string
	Summary  string
	URL      string
	Date     Date
	Severity string // of a runbook: low, medium, high, critical
	Level    string // the severity in words
	Trigger  string // of a runbook: when to use it

	TextLang    string // the language of the title when it is not the page's; else empty
	SummaryLang string // the same of the summary
}

// An Article is a column, a guide or a runbook.
type Article struct {
	Frame
	Kind     string // "column", "guide" or "runbook"
	Slug     string
	Summary  string
	Date     Date
	Author   string
	TextLang string // language of the content when there is no translation; else empty

	TitleLang   string // language of the title, which front matter may give where there is no translation
	SummaryLang string // the same of the summary

	Contents []Heading
	Behind   []Heading // sections whose source was changed after they were translated; Level 0: the introduction
	Body     []Block
	Boxes    bool     // the text has tick boxes of its own, besides the lists
	Runbook  *Runbook // what a runbook declares; nil for others
	Previous Link     // the neighbours in the section; URL empty where there is none
	Next     Link
	Uses     []Use  // the places from which the page is reached
	Review   string // URL of the page with all languages side by side; empty when there is none
}

// A Heading is an entry of a page's contents.
type Heading struct {
	ID    string
	Title string
	Level int    // 2 or 3
	Twin  string // id of the same heading in the other language; "" when unknown
}

// A Block is a stretch of a page's content: exactly one field is set.
type Block struct {
	HTML      template.HTML
	Checklist *Checklist
	Log       *Log
	Head      *SectionHead // on the page of an article
}

// A Log is a blank evidence log, to be filled in by hand.
type Log struct {
	Key  string // names it among those of the site: lost-device/log
	Rows []int  // the numbers of its rows, from 1
}

// A Checklist is a numbered list of items.
type Checklist struct {
	ID    string // anchor; unique on the page
	Title string // of the page that it comes from, where lists are joined; else empty
	URL   string // of that page
	Under string // the heading of the section that it belongs to, where a page has several lists; else empty
	Items []Item
	Notes []Note
	Alone bool // in the packet of one person who does it all: nobody gives, and what is received is at hand
}

// A Note says when the items that bear its mark apply.
type Note struct {
	Mark string // ※1
	ID   string // anchor
	Text string // iOSデバイスを管理している場合 / If you manage iOS devices
}

// An Item is one line of a checklist, with all that is known about it.
type Item struct {
	ID       string // anchor on this page
	Key      string // under which the browser keeps its tick; the same on every page and in every language
	Revision string // changes when what is ticked has changed: 8 hexadecimal digits
	Number   int
	Title    string
	Note     Note   // when it applies; Mark is empty when always
	Applies  bool   // in the public edition always
	Reason   string // why it does not apply
	Detail   string // URL of the section that explains it; empty if there is none
	Remark   string
	Gives    []string // what changes hands, in words
	Risk     string
	Guides   []Guide
	Runbooks []Link
	Renewals []Renewal

	// Steps of a runbook.
	Who      string
	Within   string // 10分以内 / within 10 minutes
	Seconds  int    // the same, as a number; 0 when there is no limit
	Contacts []Contact
	Step     bool // it is one: what is known of it is needed where it is done

	// An organisation's facts; empty ones print as blanks.
	Handed bool // something changes hands, so it is signed for
	Secret bool // gives a password, a 2FA phone, a recovery key or a key, so it has a place where that is kept
	Fact   Fact
}

// A Fact is what an organisation says of an item.
type Fact struct {
	Owner    string
	Second   string // the second key-holder
	Account  string
	Where    string
	Secret   string // where the secret is kept, never the secret
	Given    Date   // in this handover
	Received Date   // likewise
	Note     string
}

// A Guide is an external page that helps with an item.
type Guide struct {
	Title   string
	URL     string
	By      string
	Foreign string // （英語） / (Japanese) when it is not in the page's language
	Code    Code   // on pages of the packet; empty where the address is too long for paper
}

// A Renewal is a recurring duty.
type Renewal struct {
	ID     string // anchor on the page of all renewals
	Key    string // the item's, or item/renewal: the same on every page and in every language
	Title  string
	Item   string // title of the item it belongs to
	URL    string // of the item
	Entry  string // URL of the renewal on the page of all renewals; empty in the public edition
	Number int    // of the item
	Step   string // where the item is a step: its runbook and the number there; else empty
	Every  string // 365日ごと / every 365 days
	When   string // the condition, where it is another than the item's and may not hold
	Redo   string // what forces it early, in words
	Done   Date
	Due    Date   // empty when nothing is recorded: a blank
	Owner  string // its own, else the item's
	Guides []Guide
	Fact   Fact // what is known of it apart from its item; it is never given or received by itself
}

// A Contact is somebody to call.
type Contact struct {
	ID    string // anchor on the pages that list contacts
	Key   string // names it among those of the organisation: the same in every language
	Name  string
	Tel   string
	URL   string // tel:…; empty where it is not plain what to dial
	Hours string
}

// A Runbook is what a runbook declares about itself.
type Runbook struct {
	Trigger   string
	Severity  string // low, medium, high, critical: a class name
	Level     string // the same in words
	Contacts  []Contact
	Needs     []Renewal // that must not have lapsed
	Deadlines []Deadline
	Review    string // how often it is reviewed
	Reviewed  Date
	Owner     string
	Version   int // number of its revisions; 0 when it has none
	History   []Revision
}

// A Deadline is counted from the moment at which the organisation knows.
type Deadline struct {
	Within  string
	Seconds int
	What    string
	Guides  []Guide
}

// A Revision is one line of a runbook's history.
type Revision struct {
	Version  int
	Date     Date
	By       string
	Approver string
	What     string
}

// A Handover is the printable page: the packet.
type Handover struct {
	Frame
	Bilingual string // URL of the page with all languages side by side; empty when there is one language
	Cover     Cover
	Emergency Emergency
	Control   Control
	Profile   Profile
	Lists     []HandoverList
	Renewals  []Renewal // by date, the undated last
	Chart     *Chart    // the fiscal year of the handover; nil in the public edition
	Reminders []string  // how long before a day the calendar reminds
	Runbooks  []HandoverRunbook
	Envelopes []Envelope
	Incident  Log         // of the blank incident form
	Guides    []UsedGuide // every external page that the packet names
	Terms     []Term
	Return    Return
	Code      Code // leads to the page that tells whether the printed packet is still true; empty when the site's address is unknown, or too long for paper
}

// A Count is a number of devices.
type Count struct {
	Name   string
	Number int
}

// A Copy is a printed copy of the packet and its holder.
type Copy struct {
	Number int
	Holder string
}

// A HandoverList is one column's checklist with a section for each item.
type HandoverList struct {
	Checklist Checklist
	Sections  []HandoverSection
	Notes     template.HTML // the column's footnotes
}

// A HandoverSection explains one item.
type HandoverSection struct {
	ID       string // anchor: where the item's number leads
	Title    string
	TextLang string // the language of Body when it is not the page's; else empty
	Item     Item
	Body     []Block
	Alone    bool // as of the list
}

// A HandoverRunbook is a runbook printed whole.
type HandoverRunbook struct {
	ID       string // anchor
	Key      string // its slug: the same in every language
	Title    string
	Summary  string
	TextLang string
	Runbook  Runbook
	Body     []Block
}

// A Bilingual shows the handover page in every language side by side. The sides
// have the same lists, items and renewals in the same order.
type Bilingual struct {
	Frame
	Sides []Handover
}

// A Chooser is the page at the root, which knows no language yet: the same
// frame once for each.
type Chooser struct {
	Root  string
	Only  string // URL to which the reader is led at once, where there is nothing to choose; else empty
	Sides []Frame
}
