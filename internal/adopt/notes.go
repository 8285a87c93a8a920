package adopt

import (
	"cmp"
	"strings"

	"hikitsugi/internal/pattern"
)

// kinds are the notes of other generators in our words.
var kinds = map[string]string{
	"note": "NOTE", "info": "NOTE", "abstract": "NOTE", "summary": "NOTE", "seealso": "NOTE", "details": "NOTE", "example": "NOTE", "question": "NOTE", "quote": "NOTE", "alert": "NOTE", "primary": "NOTE", "secondary": "NOTE", "message": "NOTE", "notice": "NOTE", "callout": "NOTE", "admonition": "NOTE", "pageinfo": "NOTE", "expand": "NOTE", "spoiler": "NOTE",
	"tip": "TIP", "hint": "TIP", "success": "TIP", "check": "TIP",
	"important":  "IMPORTANT",
	"warning":    "WARNING",
	"attention":  "WARNING",
	"caution":    "CAUTION",
	"danger":     "CAUTION",
	"error":      "CAUTION",
	"failure":    "CAUTION",
	"bug":        "CAUTION",
	"deprecated": "WARNING",
}

var (
	colons     = pattern.Of(`^[ \t]*:{3,}[ \t]*([A-Za-z]+)[ \t]*(?:\[(.*)\])?[ \t]*(?:\{((?:[ \t]*(?:[#.][\w-]+|[\w-]+=(?:"[^"]*"|'[^']*'|[^\s"'{}]+)))*)[ \t]*\})?(.*)$`)
	bareDiv    = pattern.Of(`^[ \t]*:{3,}[ \t]*\{[^{}]*\}[ \t]*:*[ \t]*$`) // of pandoc, which says how it looks
	colonsEnd  = pattern.Of(`^[ \t]*:{3,}[ \t]*$`)
	slashes    = pattern.Of(`^[ \t]*///+[ \t]*([A-Za-z]+)[ \t]*(?:\|[ \t]*(.*))?$`)
	slashesEnd = pattern.Of(`^[ \t]*///+[ \t]*$`)
	exclaimed  = pattern.Of(`^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+([A-Za-z][\w-]*)(?:[ \t]+([^"]*))?(?:"(.*)")?[ \t]*$`)
	besides    = pattern.Of(`\b(?:inline|end|annotate)\b`) // where MkDocs puts a note
	shortNote  = pattern.Of(`^[ \t]*\{\{[<%][ \t]*(note|alert|caution|warning|info|tip|important|details|danger|success|notice|hint|callout|admonition|pageinfo|expand)\b(.*?)[%>]\}\}(.*)$`)
	shortEnd   = pattern.Of(`^(.*?)\{\{[<%][ \t]*/[ \t]*(note|alert|caution|warning|info|tip|important|details|danger|success|notice|hint|callout|admonition|pageinfo|expand)[ \t]*[%>]\}\}[ \t]*$`)
	positional = pattern.Of(`"([^"]*)"|([\w-]+)`)
	folded     = pattern.Of(`^((?:[ \t]*>)+[ \t]*\[![\w-]+\])[+-]`) // a note of Obsidian that can be closed
	tabLabel   = pattern.Of(`^[ \t]*===[!+]*[ \t]+"(.*)"[ \t]*$`)
)

// levels are what Zenn and Qiita write behind the name of a note.
var levels = map[string]map[string]string{
	"message": {"alert": "warning"},
	"note":    {"info": "note", "warn": "warning", "alert": "danger"},
}

// unknownColons reports whether a line opens what is no note, and is closed as one is.
func unknownColons(text string) bool {
	m := colons.FindStringSubmatch(text)
	return m != nil && kinds[strings.ToLower(m[1])] == "" && (m[4] == "" || strings.IndexByte("._", m[4][0]) < 0) // which name a module for MkDocs
}

// A noteStart is a line that opens a note.
type noteStart struct {
	title  string           // as we write it, with the kind
	closed *pattern.Pattern // by a line of this form; nil: by a smaller indent
	all    bool             // the line closes it as well
}

func noteStarts(text string) (noteStart, bool) {
	if m := slashes.FindStringSubmatch(text); m != nil {
		return noteStart{title: noteTitle(m[1], m[2]), closed: slashesEnd}, true
	}
	if m := colons.FindStringSubmatch(text); m != nil && kinds[strings.ToLower(m[1])] != "" {
		if kind := levels[m[1]][strings.TrimSpace(m[4])]; kind != "" {
			m[1], m[4] = kind, ""
		}
		return noteStart{title: noteTitle(m[1], m[2], attributes(m[3])["title"], m[4]), closed: colonsEnd}, true
	}
	if m := exclaimed.FindStringSubmatch(text); m != nil {
		return noteStart{title: noteTitle(m[1], cmp.Or(m[3], besides.ReplaceAllString(m[2], "")))}, true
	}
	m := shortNote.FindStringSubmatch(text)
	if m == nil {
		return noteStart{}, false
	}
	kind, a := m[1], attributes(m[2])
	title := strings.Join([]string{a["title"], a["summary"], a["heading"], a["text"]}, " ")
	kind = cmp.Or(a["color"], a["type"], a["style"], kind)
	options, closed := strings.CutSuffix(strings.TrimSpace(m[2]), "/")
	words := positional.FindAllStringSubmatch(property.ReplaceAllString(options, ""), -1)
	for _, said := range words {
		switch word := said[1] + said[2]; {
		case kinds[word] != "":
			kind = word
		case said[1] != "" || len(words) == 1: // others are switches, such as open
			title += " " + word
		}
	}
	rest := m[3]
	end := shortEnd.FindStringSubmatch(rest)
	if end != nil {
		rest = end[1]
	}
	return noteStart{title: noteTitle(kind, title, rest), closed: shortEnd, all: closed || end != nil}, true
}

// noteTitle returns the first line of a note of ours. A kind that we do not have is told.
func noteTitle(kind string, titles ...string) string {
	title := strings.Join(strings.Fields(strings.Join(titles, " ")), " ")
	known := kinds[strings.ToLower(kind)]
	if known == "" {
		known, title = "NOTE", cmp.Or(title, kind)
	}
	return strings.TrimRight("[!"+known+"] "+title, " ")
}
