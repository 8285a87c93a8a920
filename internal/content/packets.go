package content

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// Packets is packets.yaml of an organisation: what each packet showed that gen
// packet --record printed, the oldest first. Only what was recorded can be told
// from what the site says now.
type Packets []PrintedPacket

// A PrintedPacket is one printing.
type PrintedPacket struct {
	Pos   diag.Pos
	ID    Hash   `key:"id,required"` // of all that the packet showed
	On    Date   `key:"on,required"`
	Copy  int    `key:"copy"` // 0: it had no number
	Parts Record `key:"parts,required"`
}

// ParsePackets reads packets.yaml. One without a record says that nothing was printed.
func ParsePackets(f *source.File) (Packets, diag.List) {
	n, diags := parseYAML(f, 0, len(f.Data()))
	d := &decoder{file: f, diags: diags}
	var p Packets
	if n != nil {
		d.value(n, reflect.ValueOf(&p).Elem(), "")
	}
	d.unanswered()
	return p, d.diags
}

const packetsHead = `# gen packet --record が書きます。印刷した引き継ぎ書が今も正しいかを、verify/ のページで確かめるための記録です。
# Written by gen packet --record, for the page verify/, which tells whether a printed packet is still true.
`

// AppendPacket returns the text of packets.yaml, which may be empty, with p added. What
// it says already stays as it is. Where that cannot be done, it says what an author
// has to write.
func AppendPacket(f *source.File, p PrintedPacket) ([]byte, diag.List) {
	before, problems := ParsePackets(f)
	if problems.HasErrors(false) {
		return nil, problems
	}
	list, _ := parseYAML(f, 0, len(f.Data()))
	data := f.Data()
	indent := ""
	switch {
	case list != nil && list.Style&yaml.FlowStyle != 0:
		start := offsetOf(f.Lines(), list)
		stop := start + bytes.IndexByte(data[start:], ']') + 1
		data = slices.Concat(data[:start], data[stop:]) // [] says nothing
	case list != nil:
		indent = strings.Repeat(" ", list.Column-1)
	}
	if len(bytes.TrimSpace(data)) == 0 {
		data = []byte(packetsHead)
	}
	end := "\n"
	if first := bytes.IndexByte(data, '\n'); first > 0 && data[first-1] == '\r' {
		end = "\r\n"
	}
	out := slices.Concat(bytes.TrimRight(data, " \t\r\n"), []byte(end))
	for line := range strings.Lines(p.lines()) {
		out = append(out, indent+strings.TrimSuffix(line, "\n")+end...)
	}
	if now, wrong := ParsePackets(source.New(f.Path, out)); !wrong.HasErrors(false) && slices.EqualFunc(now, append(before, p), PrintedPacket.same) {
		return out, nil
	}
	problems = nil
	at := diag.Pos{File: f.Path, Line: 1, Col: 1}
	if list != nil {
		at.Line, at.Col = list.Line, list.Column
	}
	problems.Add(at, diag.YAML,
		diag.Text{JA: "この書き方では、gen はほかを変えずに記録を書き足せません", EN: "gen cannot add a record to this list without changing something else"},
		diag.Textf("リストの最後に、手で「%s」と書いてください。", "Write “%s” by hand as the last one of the list.", p.inline()))
	return nil, problems
}

// lines returns p as an entry of a list, in lines.
func (p PrintedPacket) lines() string {
	var b strings.Builder
	fmt.Fprintf(&b, "- id: %q\n  on: %s\n", p.ID, p.On)
	if p.Copy > 0 {
		fmt.Fprintf(&b, "  copy: %d\n", p.Copy)
	}
	b.WriteString("  parts:\n")
	for _, part := range p.Parts {
		fmt.Fprintf(&b, "    %s: %q\n", part.Key.ID, part.Value)
	}
	return b.String()
}

// inline returns p in one line, as it may stand in any list.
func (p PrintedPacket) inline() string {
	copy := ""
	if p.Copy > 0 {
		copy = fmt.Sprintf("copy: %d, ", p.Copy)
	}
	var parts []string
	for _, part := range p.Parts {
		parts = append(parts, fmt.Sprintf("%s: %q", part.Key.ID, part.Value))
	}
	return fmt.Sprintf("{id: %q, on: %s, %sparts: {%s}}", p.ID, p.On, copy, strings.Join(parts, ", "))
}

// same reports whether two say the same, wherever they stand.
func (p PrintedPacket) same(q PrintedPacket) bool { return p.inline() == q.inline() }
