package adopt

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// names are files by the last part of their paths, with and without its ending and the
// language before that.
type names map[string][]string

func namesOf[V any](files map[string]V) names {
	index := names{}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		for _, whole := range wholes(file) {
			if key := path.Base(whole); !slices.Contains(index[key], file) {
				index[key] = append(index[key], file)
			}
		}
	}
	return index
}

// withoutEnding returns a path without the ending of its name.
func withoutEnding(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// wholes returns how a file may be named in full.
func wholes(file string) []string {
	stem := withoutEnding(file)
	list := []string{asWritten(file), asWritten(stem)}
	if page, lang, ok := cutLast(stem, "."); ok && isOurs(languageOf(lang)) {
		list = append(list, asWritten(page))
	}
	return list
}

// asWritten is the same of all names that wikis take for one.
func asWritten(name string) string {
	return strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(norm.NFC.String(name)))
}

// file returns the one that a name or the end of a path means: one in the language first.
func (n names) file(name, lang string) string {
	wanted, found := asWritten(name), ""
	for _, file := range n[path.Base(wanted)] {
		if slices.ContainsFunc(wholes(file), func(whole string) bool { return whole == wanted || strings.HasSuffix(whole, "/"+wanted) }) {
			if lang != "" && strings.HasSuffix(withoutEnding(file), "."+lang) {
				return file
			}
			found = cmp.Or(found, file)
		}
	}
	return found
}
