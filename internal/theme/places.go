package theme

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
)

// filledIn names what the built-in scripts fill into texts, by key: "{days}" in a text of
// due-left.
var filledIn = map[string][]string{
	"due-late":         {"days"},
	"due-left":         {"days"},
	"import-newer":     {"n"},
	"import-no-org":    {"org"},
	"import-refused":   {"n", "list"},
	"import-taken":     {"n"},
	"incident-elapsed": {"time"},
	"incident-next":    {"n"},
	"incident-saved":   {"file"},
	"incident-started": {"when", "who"},
	"incident-undone":  {"n"},
	"say-late":         {"n"},
	"say-minute":       {"n"},
	"search-found":     {"count"},
	"tick-before":      {"when", "who"},
	"ticks-again":      {"n"},
	"time-by":          {"when"},
	"time-late":        {"time"},
	"time-left":        {"time"},
	"time-since":       {"time"},
}

// place matches where a script fills something in.
var place = regexp.MustCompile(`\{([A-Za-z_]\w*)\}`)

// checkPlaces reports texts of the author's with places that no script fills in, and,
// milder, those that leave out one that it does. builtin are the keys of built-in layouts:
// of others only the author knows what is done with their texts.
func (src *texts) checkPlaces(w words, builtin map[string]bool) {
	for _, lang := range languages {
		file := "strings/" + lang + ".json"
		if !src.own(file) {
			continue
		}
		for key, text := range w[lang] {
			filled, known := filledIn[key]
			if !known && !builtin[key] {
				continue
			}
			src.placesOf(file, key, text, filled)
		}
	}
}

// placesOf checks one text, into which scripts fill what is named.
func (src *texts) placesOf(file, key, text string, filled []string) {
	braced := func(names []string) string { return "{" + strings.Join(names, "}, {") + "}" }
	lacking, unknown := slices.Clone(filled), []string(nil)
	for _, m := range place.FindAllStringSubmatch(text, -1) {
		lacking = slices.DeleteFunc(lacking, func(name string) bool { return name == m[1] })
		if !slices.Contains(filled, m[1]) {
			unknown = append(unknown, m[1])
		}
	}
	switch {
	case len(unknown) > 0:
		do := diag.Text{JA: "消してください。", EN: "Take it away."}
		if len(filled) > 0 {
			do = diag.Textf("この文言に差し込まれるのは %s です。", "What is filled into this text is %s.", braced(filled))
		}
		src.report(file, src.keys[file][key], diag.Text{
			JA: fmt.Sprintf("「%s」の文言の %s には、何も入りません", key, braced(unknown)),
			EN: fmt.Sprintf("nothing is filled in for %s in the text of %q", braced(unknown), key),
		}, do)
	case len(lacking) > 0:
		src.report(file, src.keys[file][key], diag.Text{
			JA: fmt.Sprintf("「%s」の文言に、差し込む場所 %s がありません", key, braced(lacking)),
			EN: fmt.Sprintf("the text of %q has no place for %s", key, braced(lacking)),
		}, diag.Text{JA: "値を出したいところに、このまま書いてください。", EN: "Write it just so where the value is to stand."})
		src.soften()
	}
}
