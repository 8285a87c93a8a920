package content

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// RecordIn returns the file of a translation with the record that it was made from
// the sections as they are now. Nothing else in the file changes: every other byte
// stays, comments and the kind of line ends included. Where that cannot be done, it
// says what an author has to write.
func RecordIn(f *source.File, original []Section) ([]byte, diag.List) {
	from, to, problems := splitFrontMatter(f)
	if len(problems) > 0 {
		return nil, problems
	}
	head, problems := parseYAML(f, from, to)
	if problems.HasErrors(false) {
		return nil, problems
	}
	var entries []string
	for _, section := range original {
		entries = append(entries, fmt.Sprintf("%s: %q", section.ID, section.Hash))
	}
	record := "{" + strings.Join(entries, ", ") + "}"
	for _, p := range recordPlaces(f, from, to, head) {
		if p.stop > to {
			continue
		}
		data := slices.Concat(f.Data()[:p.start], []byte(p.before+record+p.after), f.Data()[p.stop:])
		if onlyRecords(source.New(f.Path, data), original, head, f.Data()[to:]) {
			return data, nil
		}
	}
	at := diag.Pos{File: f.Path, Line: 1, Col: 1}
	if head != nil {
		at.Line, at.Col = head.Line, head.Column
		if key, _ := recordOf(head); key != nil {
			at.Line, at.Col = key.Line, key.Column
		}
	}
	problems = nil
	problems.Add(at, diag.YAML,
		diag.Text{JA: "この書き方では、gen はほかを変えずに記録を書き込めません", EN: "gen cannot write the record here without changing something else"},
		diag.Textf("手で「translated: %s」と書いてください。", "Write “translated: %s” by hand.", record))
	return nil, problems
}

// A recordPlace is where a record can stand: what it replaces, and what it needs
// around it.
type recordPlace struct {
	start, stop   int
	before, after string
}

// recordPlaces guesses where the record can be written, the likeliest place first.
func recordPlaces(f *source.File, from, to int, head *yaml.Node) []recordPlace {
	if head == nil || head.Kind != yaml.MappingNode {
		return nil
	}
	data := f.Data()[:to]
	key, value := recordOf(head)
	switch {
	case key == nil && head.Style&yaml.FlowStyle != 0:
		start := offsetOf(f.Lines(), head) + len("{")
		return []recordPlace{{start, start, "translated: ", ", "}}
	case key == nil: // before the closing fence
		end := "\n"
		if bytes.HasSuffix(data[:from], []byte("\r\n")) {
			end = "\r\n"
		}
		return []recordPlace{{to, to, strings.Repeat(" ", head.Column-1) + "translated: ", end}}
	}
	behind := offsetOf(f.Lines(), key)
	behind += bytes.IndexByte(data[behind:], ':') + 1
	if value.Kind == yaml.ScalarNode && value.Value == "" {
		return []recordPlace{{behind, behind, " ", ""}}
	}
	start, before := offsetOf(f.Lines(), value), ""
	if behind < start && len(bytes.TrimSpace(data[behind:start])) == 0 {
		start, before = behind, " "
	}
	var places []recordPlace
	switch {
	case value.Kind == yaml.ScalarNode:
		places = append(places, recordPlace{start, offsetOf(f.Lines(), value) + len(value.Value), before, ""})
	case value.Style&yaml.FlowStyle != 0:
		for stop := start; len(places) < maxBraces; {
			brace := bytes.IndexByte(data[stop:], '}')
			if brace < 0 {
				break
			}
			stop += brace + 1
			places = append(places, recordPlace{start, stop, before, ""})
		}
	case len(value.Content) > 0:
		last := value.Content[len(value.Content)-1]
		stop := offsetOf(f.Lines(), last) + len(last.Value)
		if last.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			stop += len(`""`)
		}
		places = append(places, recordPlace{start, stop, before, ""})
	}
	return places
}

const maxBraces = 10 // of which one may end a record: the others stand in comments

// onlyRecords reports whether f says what it did, its head and what was behind that,
// but for the record, which is that of the original.
func onlyRecords(f *source.File, original []Section, head *yaml.Node, behind []byte) bool {
	from, to, problems := splitFrontMatter(f)
	if len(problems) > 0 || !bytes.Equal(f.Data()[to:], behind) {
		return false
	}
	now, _ := parseYAML(f, from, to)
	if now == nil || now.Kind != yaml.MappingNode || !sameNodes(withoutRecord(now), withoutRecord(head)) {
		return false
	}
	key, value := recordOf(now)
	if key == nil || len(now.Content) != len(withoutRecord(now))+2 {
		return false
	}
	d := decoder{file: f}
	var record Record
	record.decodeNode(&d, value)
	return len(d.diags) == 0 && slices.EqualFunc(record, original, func(e Entry[Hash], s Section) bool {
		return e.Key.ID == s.ID && string(e.Value) == s.Hash
	})
}

// recordOf returns the first key of a head that is that of the record, and its value.
func recordOf(head *yaml.Node) (key, value *yaml.Node) {
	for i := 0; i+1 < len(head.Content); i += 2 {
		if key := head.Content[i]; key.Kind == yaml.ScalarNode && key.Value == "translated" {
			return key, head.Content[i+1]
		}
	}
	return nil, nil
}

// withoutRecord returns all other keys of a head, and their values.
func withoutRecord(head *yaml.Node) []*yaml.Node {
	var rest []*yaml.Node
	for i := 0; i+1 < len(head.Content); i += 2 {
		if key := head.Content[i]; key.Kind != yaml.ScalarNode || key.Value != "translated" {
			rest = append(rest, key, head.Content[i+1])
		}
	}
	return rest
}

// sameNodes reports whether two lists of nodes say the same, wherever they stand.
func sameNodes(a, b []*yaml.Node) bool {
	return slices.EqualFunc(a, b, func(a, b *yaml.Node) bool {
		return a.Kind == b.Kind && a.Tag == b.Tag && a.Value == b.Value && sameNodes(a.Content, b.Content)
	})
}

// offsetOf returns the offset of a node's first byte.
func offsetOf(lines source.Lines, n *yaml.Node) int {
	offset := lines.Start(n.Line)
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(lines.Data()[offset:])
		offset += size
	}
	return offset
}
