package markdown

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// worthKeeping is how many bytes of highlighted code are worth a file: it takes a
// tenth of a second to make them.
const worthKeeping = 64 << 10

// Highlighted returns all code that the Parser has highlighted, for [Parser.Recall]
// of a later one of the same program; nil where that is little. It waits for nobody:
// no file may be being parsed.
func (p *Parser) Highlighted() []byte {
	p.code.mu.Lock()
	defer p.code.mu.Unlock()
	var b []byte
	for _, key := range slices.SortedFunc(maps.Keys(p.code.done), func(a, b snippetKey) int { return bytes.Compare(a[:], b[:]) }) {
		html := p.code.done[key]()
		b = append(b, key[:]...)
		b = append(binary.AppendUvarint(b, uint64(len(html))), html...)
	}
	if len(b) < worthKeeping {
		return nil
	}
	return b
}

// Recall spares highlighting what data holds, which Highlighted returned. It comes
// before anything is parsed.
func (p *Parser) Recall(data []byte) {
	recalled := map[snippetKey]string{}
	for rest := string(data); rest != ""; {
		if len(rest) < len(snippetKey{}) {
			return
		}
		key := snippetKey([]byte(rest[:len(snippetKey{})]))
		rest = rest[len(key):]
		size, n := binary.Uvarint([]byte(rest[:min(len(rest), binary.MaxVarintLen64)]))
		if n <= 0 || size > uint64(len(rest)-n) {
			return
		}
		recalled[key] = rest[n : n+int(size)]
		rest = rest[n+int(size):]
	}
	p.code.recalled = recalled
}
