package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// A Section is a stretch of a page's text: what stands before the first heading of
// level 2, or such a heading with what follows it. A translation is made, and
// compared with its source, section by section.
type Section struct {
	ID       string // that of its heading, or what [markdown.Doc.Section] says
	Hash     string // of the Markdown: the first 8 hexadecimal digits of its SHA-256
	Heading  int    // index of its heading in Body.Headings; -1 for the introduction
	From, To int    // where it stands in the file, in bytes
	Steps    int    // items of numbered lists and tick boxes

	ValuesHash [8]byte // stands for the keys of its values
}

// SameValues reports whether two sections have the same values, however they are
// written.
func (s Section) SameValues(other Section) bool { return s.ValuesHash == other.ValuesHash }

// Values returns what of a section must be the same in every language, from the lines of
// its page.
func (s Section) Values(lines source.Lines) []Value {
	if len(lines.Data()) < s.To {
		return nil // it cannot be read again, which whoever keeps it tells
	}
	return valuesIn(string(lines.Data()[s.From:s.To]), s.From, lines)
}

// valuesHash returns a hash of the keys of values, each counted once.
func valuesHash(keys []string) (hash [8]byte) {
	if len(keys) == 0 {
		return hash
	}
	slices.Sort(keys)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(keys), "\x00")))
	return [8]byte(sum[:8])
}

// ByID returns the sections of a page by their ids.
func (p *Page) ByID() map[string]Section {
	sections := make(map[string]Section, len(p.Sections))
	for _, s := range p.Sections {
		sections[s.ID] = s
	}
	return sections
}

// sections cuts a page's file, whose text begins at start, into its sections. An
// empty introduction is none.
func sections(f *source.File, start int, body *markdown.Doc) []Section {
	lines := f.Lines()
	data := lines.Data()
	var list []Section
	id, heading, from := body.Section(""), -1, start
	end := func(to int) {
		if text := normal(data[from:to]); text != "" {
			list = append(list, Section{
				ID: id, Hash: hashOf(text), Heading: heading, From: from, To: to, Steps: steps(text),
				ValuesHash: valuesHash(keysIn(string(data[from:to]))),
			})
		}
	}
	for i, h := range body.Headings {
		if h.Level != 2 || h.Nested {
			continue
		}
		// The offset of a heading may lie behind its marks.
		line := max(bytes.LastIndexByte(data[:h.Offset], '\n')+1, start)
		end(line)
		id, heading, from = body.Section(h.ID), i, line
	}
	end(len(data))
	return slices.Clone(list) // without the room for more
}

// normal returns a text without what does not change it: the kind of line ends,
// white space at the end of lines and around it all.
func normal(text []byte) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range bytes.Lines(text) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		if ended {
			line = bytes.TrimSuffix(line, []byte("\r"))
		}
		b.Write(bytes.TrimRight(line, " \t"))
		if ended {
			b.WriteByte('\n')
		}
	}
	return strings.Trim(b.String(), "\n")
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// Lacking returns the ids of the sections of a source that a translation lacks. Only an
// id that its author gave can be looked for: others are made of the words.
func Lacking(original, translation *Page) []string {
	had := map[string]bool{}
	for _, h := range translation.Body.Headings {
		had[h.ID] = true
	}
	var ids []string
	for _, s := range original.Sections {
		if s.Heading >= 0 && original.Body.Headings[s.Heading].Explicit && !had[s.ID] {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// A State says how a section of a translation stands to its source.
type State string

// The states of a section.
const (
	Current    State = "current"    // made from the source as it is
	Changed    State = "changed"    // the source was changed after it was made
	Unrecorded State = "unrecorded" // nobody has said from what it was made
	Gone       State = "gone"       // it is recorded, and the source has no such section
)

// A SectionState is the state of one section.
type SectionState struct {
	ID    string
	State State
	Name  Name // where it is recorded; without a place if it is not
}

// Compare returns the state of each section of a translation, in the order of the
// source; what is gone comes last.
func Compare(original, translation *Page) []SectionState {
	var list []SectionState
	place := map[string]int{} // in list
	for i, s := range original.Sections {
		list, place[s.ID] = append(list, SectionState{ID: s.ID, State: Unrecorded}), i
	}
	for _, e := range translation.Head.Translated {
		if i, ok := place[e.Key.ID]; ok {
			list[i].Name, list[i].State = e.Key, Changed
			if string(e.Value) == original.Sections[i].Hash {
				list[i].State = Current
			}
		} else {
			list = append(list, SectionState{ID: e.Key.ID, State: Gone, Name: e.Key})
		}
	}
	return list
}
