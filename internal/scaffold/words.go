package scaffold

import (
	"slices"
	"strconv"
	"strings"
	"text/template"
)

// functions are what templates may ask. What names something of the site is left out
// where the site does not have it.
func (m maker) functions() template.FuncMap {
	return template.FuncMap{
		"text":     m.text,
		"text1":    m.text1,
		"note":     func(ja, en string) string { return "# " + m.first(ja, en) },
		"ja":       func() bool { return slices.Contains(m.survey.Languages, "ja") },
		"join":     func(list []string) string { return strings.Join(list, ", ") },
		"item":     m.survey.has,
		"runbook":  func(slug string) bool { return slices.Contains(m.survey.Runbooks, slug) },
		"when":     func(ids ...string) string { return listed("when", known(ids, m.survey.Traits)) },
		"guides":   func(ids ...string) string { return listed("guides", known(ids, m.survey.Links)) },
		"contacts": func(ids ...string) string { return strings.Join(m.contacts(ids), ", ") },
		"contact":  func() string { return m.contacts([]string{"helpdesk"})[0] },
		"call": func(ids ...string) string {
			var there []string
			for _, id := range ids {
				if slices.Contains(m.contacts([]string{id}), id) {
					there = append(there, id)
				}
			}
			if len(there) == 0 {
				return ""
			}
			return "\n    contacts: [" + strings.Join(there, ", ") + "]"
		},
	}
}

// contacts returns those of ids that every organisation has, else the first that
// they all have. Before there is an organisation, all will be.
func (m maker) contacts(ids []string) []string {
	if len(m.survey.Orgs) == 0 {
		return ids
	}
	if found := known(ids, m.survey.Contacts); len(found) > 0 {
		return found
	}
	if len(m.survey.Contacts) > 0 {
		return m.survey.Contacts[:1]
	}
	return ids[:1]
}

// listed returns a key of a mapping in braces that lists ids; nothing without them.
func listed(key string, ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ", " + key + ": [" + strings.Join(ids, ", ") + "]"
}

// first returns the text in the language in which the author writes.
func (m maker) first(ja, en string) string {
	if m.survey.Languages[0] == "ja" {
		return ja
	}
	return en
}

// text writes a text in the languages of the site.
func (m maker) text(ja, en string) string {
	if len(m.survey.Languages) == 1 {
		return quoted(m.first(ja, en))
	}
	return "{ja: " + quoted(ja) + ", en: " + quoted(en) + "}"
}

// text1 writes a text in the author's language.
func (m maker) text1(ja, en string) string { return quoted(m.first(ja, en)) }

// quoted writes a text as a value that YAML takes as it is, also within braces.
func quoted(s string) string {
	if s == "" || strings.ContainsAny(s, "\"'\\,[]{}#&*!|>%@`:?") || strings.TrimSpace(s) != s || strings.HasPrefix(s, "-") {
		return strconv.Quote(s)
	}
	switch strings.ToLower(s) {
	case "true", "false", "null", "yes", "no", "on", "off", "~":
		return strconv.Quote(s)
	}
	return s
}
