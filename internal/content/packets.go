package content

import (
	"bytes"
	"fmt"

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

// ParsePackets reads packets.yaml.
func ParsePackets(f *source.File) (Packets, diag.List) {
	var p Packets
	d := decodeFile(f, &p)
	return p, d.diags
}

const packetsHead = `# gen packet --record が書きます。印刷した引き継ぎ書が今も正しいかを、verify/ のページで確かめるための記録です。
# Written by gen packet --record, for the page verify/, which tells whether a printed packet is still true.
`

// AppendPacket returns data, the text of packets.yaml or nothing, with p added. What
// it says already stays as it is.
func AppendPacket(data []byte, p PrintedPacket) []byte {
	out := bytes.TrimRight(data, " \t\r\n")
	if len(out) == 0 {
		out = []byte(packetsHead)
	} else {
		out = append(out, '\n')
	}
	out = fmt.Appendf(out, "- id: %q\n  on: %s\n", p.ID, p.On)
	if p.Copy > 0 {
		out = fmt.Appendf(out, "  copy: %d\n", p.Copy)
	}
	out = append(out, "  parts:\n"...)
	for _, part := range p.Parts {
		out = fmt.Appendf(out, "    %s: %q\n", part.Key.ID, part.Value)
	}
	return out
}
