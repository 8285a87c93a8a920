package content

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// A LooseKey is a key of somebody else's front matter.
type LooseKey struct {
	Name    string
	Texts   []string // the value: one text, or those of a list; none where it is something else
	Lines   string   // as it is written, with its key and the comments around it
	Line    int      // of the text, at which the key stands; 0 where that is not known
	Comment string   // what is said of the value behind it, in its line
}

// ErrNoKeys is said of YAML that is something else than keys and values: one text, a
// list, or nothing but comments.
var ErrNoKeys = errors.New("no keys")

// A LooseError says why somebody else's front matter cannot be read.
type LooseError struct {
	Line int       // of the text; 0 where that is not known
	Why  diag.Diag // without its place
}

func (e *LooseError) Error() string { return e.Why.Sentence("en") }

// oneKindOfEnd leaves YAML the lines that everybody sees.
var oneKindOfEnd = strings.NewReplacer("\r\n", "\r\n", "\r", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ")

// LooseKeys reads YAML that keeps to no rules of ours: the keys at its top, in order.
// Its error is [ErrNoKeys] or a *[LooseError].
func LooseKeys(text string) ([]LooseKey, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var doc yaml.Node
	data := []byte(oneKindOfEnd.Replace(text))
	if err := yaml.Load(data, &doc); err != nil {
		if strings.Contains(err.Error(), "no documents in stream") {
			return nil, ErrNoKeys
		}
		why := yamlError(source.New("", data), 1, err)[0]
		return nil, &LooseError{why.Pos.Line, diag.Diag{What: why.What, Do: why.Do}}
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, ErrNoKeys
	}
	lines := strings.SplitAfter(text, "\n")
	pairs := doc.Content[0].Content
	var keys []LooseKey
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], pairs[i+1]
		from, to := name.Line-1, len(lines)
		if i == 0 {
			from = 0 // what is said above the first key is its own
		}
		if i+2 < len(pairs) {
			to = max(pairs[i+2].Line-1, name.Line) // two keys may share a line
		}
		k := LooseKey{
			Name: name.Value, Line: name.Line, Comment: value.LineComment,
			Lines: strings.TrimRight(strings.Join(lines[min(from, to):to], ""), " \t\r\n"),
		}
		switch value.Kind {
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
