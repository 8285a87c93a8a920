package content

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/source"
)

// RecordIn returns the file of a translation with the record that it was made from
// the sections as they are now. Nothing else in the file changes: every other byte
// stays, comments and the kind of line ends included.
func RecordIn(f *source.File, original []Section) ([]byte, error) {
	from, to, problems := splitFrontMatter(f)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s: %s", problems[0].Pos, problems[0].Sentence("en"))
	}
	var record bytes.Buffer
	record.WriteString("translated: {")
	for i, section := range original {
		if i > 0 {
			record.WriteString(", ")
		}
		fmt.Fprintf(&record, "%s: %q", section.ID, section.Hash)
	}
	record.WriteString("}")
	start, stop, found := recordRange(f, from, to)
	if !found {
		start, stop = to, to // before the closing fence
		if bytes.HasSuffix(f.Data()[:from], []byte("\r\n")) {
			record.WriteString("\r")
		}
		record.WriteString("\n")
	}
	return bytes.Join([][]byte{f.Data()[:start], record.Bytes(), f.Data()[stop:]}, nil), nil
}

// recordRange returns where the record stands: from its key to the end of its
// value, without what may follow on the line.
func recordRange(f *source.File, from, to int) (start, stop int, found bool) {
	node, _ := parseYAML(f, from, to)
	if node == nil || node.Kind != yaml.MappingNode {
		return 0, 0, false
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if key.Value != "translated" {
			continue
		}
		start = offsetOf(f, key)
		stop = start + len("translated:")
		switch {
		case value.Kind == yaml.MappingNode && value.Style&yaml.FlowStyle != 0:
			// The keys and values of a record hold no braces.
			stop = offsetOf(f, value)
			stop += bytes.IndexByte(f.Data()[stop:], '}') + 1
		case value.Kind == yaml.MappingNode && len(value.Content) > 0:
			last := value.Content[len(value.Content)-1]
			stop = offsetOf(f, last) + len(last.Value)
			if last.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
				stop += len(`""`)
			}
		}
		return start, stop, true
	}
	return 0, 0, false
}

// offsetOf returns the offset of a node's first byte.
func offsetOf(f *source.File, n *yaml.Node) int {
	offset := f.Lines().Start(n.Line)
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(f.Data()[offset:])
		offset += size
	}
	return offset
}
