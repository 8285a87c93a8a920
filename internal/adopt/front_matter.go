package adopt

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
)

// aKey is how a line begins that is meant as a key, be it with a wide colon.
var aKey = pattern.Of(`^[ \t]*\{?[ \t]*["']?[\p{L}_][\p{L}\p{N}_.-]*["']?[ \t]*(?::(?:[ \t]|$)|：)`)

// isProse reports whether what stands between two rules is text of the page, and was
// never meant as front matter.
func isProse(block string) bool {
	text := false
	for line := range strings.SplitSeq(block, "\n") {
		if aKey.MatchString(line) {
			return false
		}
		line = strings.TrimSpace(line)
		text = text || line != "" && !strings.HasPrefix(line, "#")
	}
	return text
}

// frontMatter parts a file. What cannot be read is one key without a name.
func frontMatter(text string) (keys []content.LooseKey, body string, err error) {
	first := firstLine(text)
	switch fence := strings.TrimRight(first, " \t"); {
	case fence == "---" || fence == "+++":
		end := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(fence) + `[ \t]*$`).FindStringIndex(text[len(first):])
		if end == nil {
			return nil, text, nil
		}
		block := strings.TrimPrefix(text[len(first):len(first)+end[0]], "\n")
		if fence == "---" && isProse(block) {
			return nil, text, nil
		}
		body = strings.TrimPrefix(text[len(first)+end[1]:], "\n")
		if fence == "---" {
			keys, err = content.LooseKeys(block)
		} else {
			var values map[string]any
			if values, err = readTOML(block); err == nil {
				keys = append(keysOf(values), content.LooseKey{Lines: comments(block, tomlComment)})
			}
		}
		if err != nil {
			keys = []content.LooseKey{{Lines: strings.TrimSpace(block)}}
		}
		return keys, body, err
	case strings.HasPrefix(text, "{"):
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber() // as it is written
		var values map[string]any
		if decoder.Decode(&values) != nil {
			return nil, text, nil
		}
		return keysOf(values), strings.TrimPrefix(text[decoder.InputOffset():], "\n"), nil
	}
	return nil, text, nil
}

// keysOf returns what a TOML or JSON table says, by name.
func keysOf(values map[string]any) []content.LooseKey {
	var keys []content.LooseKey
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		k := content.LooseKey{Name: name, Lines: name + ": " + written(value)}
		switch v := value.(type) {
		case []any:
			for _, one := range v {
				k.Texts = append(k.Texts, asText(one))
			}
		case map[string]any:
		default:
			k.Texts = []string{asText(v)}
		}
		keys = append(keys, k)
	}
	return keys
}

func asText(v any) string {
	if s, ok := v.(string); ok {
		return strings.TrimSpace(strings.TrimPrefix(s, number))
	}
	return strings.Trim(written(v), `"`) // a number, a date or a truth
}

// written writes a value as JSON does, and numbers as they are written.
func written(v any) string {
	switch v := v.(type) {
	case []any:
		var parts []string
		for _, one := range v {
			parts = append(parts, written(one))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, written(name)+":"+written(v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case string:
		if n, is := strings.CutPrefix(v, number); is {
			return n
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(v) // nothing is left that JSON does not have
	return strings.TrimSuffix(b.String(), "\n")
}
