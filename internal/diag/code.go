package diag

// A Severity says what a problem stops.
type Severity string

const (
	Error   Severity = "E" // fails a build
	Warning Severity = "W" // fails a build only when it is strict
)

// A Code names a rule. Codes are documented and never reused.
type Code string

// The rules. A rule that is not listed here cannot be broken.
const (
	YAML    Code = "YAML"     // one valid YAML document, without anchors, aliases, tags or merge keys
	TAB     Code = "TAB"      // no tabs in YAML
	WIDE    Code = "WIDE"     // no full-width colon or space in or after a key
	KEY     Code = "KEY"      // only keys that mean something here
	DUP     Code = "DUP"      // no key twice
	TYPE    Code = "TYPE"     // a value is of the type its key asks for
	HASH    Code = "HASH"     // no text silently lost behind " #"
	UTF8    Code = "UTF8"     // files are UTF-8
	ID      Code = "ID"       // ids have their form
	ID2     Code = "ID2"      // ids are unique
	DATE    Code = "DATE"     // dates are real days
	SPAN    Code = "SPAN"     // spans have their form
	TRAIT   Code = "TRAIT"    // a condition is a trait of site.yaml
	LINK    Code = "LINK"     // a reference to a link, page, item, contact or file resolves
	WHO     Code = "WHO"      // a person is one of the organisation's people
	REF     Code = "REF"      // a secret's reference has its form
	URL     Code = "URL"      // an address is https, without user name or password
	SCHEME  Code = "SCHEME"   // only the schemes that a page may link to
	HTML    Code = "HTML"     // no raw HTML
	LINK2   Code = "LINK2"    // one URL has one id
	SECT    Code = "SECT"     // a runbook's sections and directives
	ANCHOR  Code = "ANCHOR"   // every #anchor exists in every language
	TRAN    Code = "TRAN"     // a page exists in every language
	ONCE    Code = "ONCE"     // a typed fact stands in the source language only
	ITEM    Code = "ITEM"     // an item leads somewhere
	FACT    Code = "FACT"     // what is handed over has an owner and a place
	HIST    Code = "HIST"     // history runs forward, and nothing is received before it was given
	INTERN  Code = "INTERNAL" // a public page names nothing internal without a text of its own
	SLUG    Code = "SLUG"     // file names that every system can hold apart
	SYMLINK Code = "SYMLINK"  // links on the disk stay inside the folder
	LIMIT   Code = "LIMIT"    // sizes that a page can have
	OUT     Code = "OUT"      // an output folder is one that gen made
	THEME   Code = "THEME"    // a theme's layouts ask only for what they are given
)

// rules gives each code its severity.
var rules = map[Code]Severity{
	YAML: Error, TAB: Error, WIDE: Error, KEY: Error, DUP: Error, TYPE: Error,
	HASH: Warning,
	UTF8: Error, ID: Error, ID2: Error, DATE: Error, SPAN: Error, TRAIT: Error,
	LINK: Error, WHO: Error, REF: Error, URL: Error, SCHEME: Error, HTML: Error,
	LINK2: Warning,
	SECT:  Error, ANCHOR: Error,
	TRAN: Warning,
	ONCE: Error,
	ITEM: Warning, FACT: Warning,
	HIST: Error, INTERN: Error, SLUG: Error, SYMLINK: Error, LIMIT: Error, OUT: Error, THEME: Error,
}
