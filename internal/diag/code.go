package diag

// A Severity says what a problem stops.
type Severity string

// The severities. Gates are true only on some days: they never fail a build, so
// that an urgent correction can always be published.
const (
	Error   Severity = "E" // fails a build and a check
	Warning Severity = "W" // fails them only when they are strict
	Gate    Severity = "G" // fails a check
	Notice  Severity = "g" // fails a check only when it is strict
)

// A Code names a rule. Codes are documented and never reused.
type Code string

// The rules. A rule that is not listed here cannot be broken.
const (
	YAML     Code = "YAML"     // one valid YAML document, without anchors, aliases, tags, merge keys or unseen line ends
	TAB      Code = "TAB"      // no tabs in YAML
	WIDE     Code = "WIDE"     // no full-width mark where an ordinary one is meant: in or after a key, in Markdown
	KEY      Code = "KEY"      // only keys that mean something here, and all that must be there
	DUP      Code = "DUP"      // no key twice
	TYPE     Code = "TYPE"     // a value is of the type its key asks for
	HASH     Code = "HASH"     // no text silently lost behind " #"
	UTF8     Code = "UTF8"     // files are UTF-8, and a text holds nothing that cannot be shown
	BIDI     Code = "BIDI"     // no invisible direction controls where a reader cannot see them
	MERGE    Code = "MERGE"    // no conflict of a Git merge is left
	ID       Code = "ID"       // ids have their form
	ID2      Code = "ID2"      // ids are unique
	DATE     Code = "DATE"     // dates are real days
	SPAN     Code = "SPAN"     // spans have their form
	TRAIT    Code = "TRAIT"    // a condition is a trait of site.yaml
	LINK     Code = "LINK"     // a reference to a link, page, item, contact or file resolves
	WHO      Code = "WHO"      // a person is one of the organisation's people
	REF      Code = "REF"      // a secret's reference has its form
	URL      Code = "URL"      // an address is https, without user name or password
	SCHEME   Code = "SCHEME"   // only the schemes that a page may link to
	HTML     Code = "HTML"     // no raw HTML, and no file that a browser runs
	LINK2    Code = "LINK2"    // one URL has one id
	LINK3    Code = "LINK3"    // somebody has opened a link within a year
	TERM     Code = "TERM"     // one word belongs to one term of the glossary
	SECT     Code = "SECT"     // a runbook's sections; directives, marks of notes, footnotes, headings and tick boxes have their form
	ANCHOR   Code = "ANCHOR"   // every #anchor exists in every language
	STEP     Code = "STEP"     // a translation has as many steps as its source
	TRAN     Code = "TRAN"     // a page exists in every language, made from the source as it is
	PARITY   Code = "PARITY"   // both languages say the same dates, telephone numbers, addresses and numbers
	ONCE     Code = "ONCE"     // a typed fact stands in the source language only
	ITEM     Code = "ITEM"     // an item leads somewhere
	FACT     Code = "FACT"     // what is handed over has an owner and a place
	SECOND   Code = "SECOND"   // a key has a second holder
	SIGN     Code = "SIGN"     // what is handed over is signed for by the handover date
	DUE      Code = "DUE"      // a renewal is due within 30 days
	OVERDUE  Code = "OVERDUE"  // a renewal has lapsed
	NEEDS    Code = "NEEDS"    // a runbook needs a renewal that has lapsed
	REDO     Code = "REDO"     // the handover itself forces a renewal
	HIST     Code = "HIST"     // history runs forward: nothing is received before it was given, or lapses before it was done
	REVIEW   Code = "REVIEW"   // a runbook is reviewed as often as it says
	FUTURE   Code = "FUTURE"   // nothing is recorded for a day that has not come
	SECRET   Code = "SECRET"   // no secret stands in content
	PHONE    Code = "PHONE"    // no telephone number in a public page
	MAIL     Code = "MAIL"     // no foreign e-mail address in a public page
	INTERNAL Code = "INTERNAL" // a public page names nothing internal without a text of its own
	SLUG     Code = "SLUG"     // file names that every system can hold apart
	SYMLINK  Code = "SYMLINK"  // links on the disk stay inside the folder
	LIMIT    Code = "LIMIT"    // sizes that a page or a picture can have
	ALT      Code = "ALT"      // a picture says in words what it shows
	IMAGE    Code = "IMAGE"    // a picture is one that browsers show, and nothing else
	PROMPT   Code = "PROMPT"   // what a template asks is answered
	OUT      Code = "OUT"      // an output folder is one that gen made
	THEME    Code = "THEME"    // a theme's layouts ask only for what they are given
)

// rules gives each code its severity.
var rules = map[Code]Severity{
	YAML: Error, TAB: Error, WIDE: Error, KEY: Error, DUP: Error, TYPE: Error,
	HASH: Warning,
	UTF8: Error, BIDI: Error, MERGE: Error, ID: Error, ID2: Error, DATE: Error, SPAN: Error, TRAIT: Error,
	LINK: Error, WHO: Error, REF: Error, URL: Error, SCHEME: Error, HTML: Error,
	LINK2: Warning, LINK3: Notice, TERM: Warning,
	SECT: Error, ANCHOR: Error,
	STEP: Warning, TRAN: Warning, PARITY: Warning,
	ONCE: Error,
	ITEM: Warning, FACT: Warning, SECOND: Warning,
	SIGN: Gate, DUE: Notice, OVERDUE: Gate, NEEDS: Gate, REDO: Gate,
	HIST: Error, REVIEW: Gate, FUTURE: Gate,
	SECRET: Error, PHONE: Error, MAIL: Warning, INTERNAL: Error,
	SLUG: Error, SYMLINK: Error, LIMIT: Error, ALT: Error, IMAGE: Error, PROMPT: Warning, OUT: Error, THEME: Error,
}
