package content

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// A LooseKey is a key of somebody else's front matter.
type LooseKey struct {
	Name  string
	Texts []string // the value: one text, or those of a list; none where it is something else
	Lines string   // as it is written, with its key
}

// LooseKeys reads YAML that keeps to no rules of ours: the keys at its top, in order.
func LooseKeys(text string) ([]LooseKey, error) {
	var doc yaml.Node
	if err := yaml.Load([]byte(text), &doc); err != nil {
		if strings.TrimSpace(text) == "" || strings.Contains(err.Error(), "no documents in stream") {
			return nil, nil
		}
		return nil, err
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, nil
	}
	lines := strings.SplitAfter(text, "\n")
	pairs := doc.Content[0].Content
	var keys []LooseKey
	for i := 0; i+1 < len(pairs); i += 2 {
		from, to := pairs[i].Line-1, len(lines)
		if i+2 < len(pairs) {
			to = pairs[i+2].Line - 1
		}
		k := LooseKey{Name: pairs[i].Value, Lines: strings.TrimRight(strings.Join(lines[min(from, to):to], ""), " \t\r\n")}
		switch value := pairs[i+1]; value.Kind {
		case yaml.ScalarNode:
			if !isEmpty(value) {
				k.Texts = []string{strings.TrimSpace(value.Value)}
			}
		case yaml.SequenceNode:
			for _, n := range value.Content {
				if n.Kind == yaml.ScalarNode {
					k.Texts = append(k.Texts, n.Value)
				}
			}
		}
		keys = append(keys, k)
	}
	return keys, nil
}
