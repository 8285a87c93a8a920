package content

import (
	"slices"
	"strings"
	"testing"

	"hikitsugi/internal/source"
)

var printed = PrintedPacket{ID: "0a1b2c3d", On: Date{Year: 2026, Month: 11, Day: 22}, Copy: 3, Parts: Record{{Key: Name{ID: "checklist"}, Value: "11111111"}, {Key: Name{ID: "lost"}, Value: "22222222"}}}

func packetsFile(text string) *source.File {
	return source.New("content/orgs/a/packets.yaml", []byte(text))
}

// A record is added to what is there, which stays as it is.
func TestAppendPacket(t *testing.T) {
	const entry = "- id: \"0a1b2c3d\"\n  on: 2026-11-22\n  copy: 3\n  parts:\n    checklist: \"11111111\"\n    lost: \"22222222\"\n"
	indented := "  " + strings.TrimSuffix(strings.ReplaceAll(entry, "\n", "\n  "), "  ")
	for was, is := range map[string]string{
		"":                             packetsHead + entry,
		" \n\n":                        packetsHead + entry,
		"# printed\n":                  "# printed\n" + entry,
		entry:                          entry + entry,
		entry + "\n# the end":          entry + "\n# the end\n" + entry,
		"[]\n":                         packetsHead + entry,
		"# printed\n[ ] # none yet\n":  "# printed\n # none yet\n" + entry,
		"\ufeff# printed\r\n---\r\n[]": "\ufeff# printed\r\n---\r\n" + strings.ReplaceAll(entry, "\n", "\r\n"),
		indented:                       indented + indented,
	} {
		data, wrong := AppendPacket(packetsFile(was), printed)
		if len(wrong) > 0 || string(data) != is {
			t.Errorf("%q: got %v %q\nwant %q", was, wrong, data, is)
		}
	}
	const byHand = `content/orgs/a/packets.yaml:1:1 gen cannot add a record to this list without changing something else. Write “{id: "0a1b2c3d", on: 2026-11-22, copy: 3, parts: {checklist: "11111111", lost: "22222222"}}” by hand as the last one of the list.`
	for _, was := range []string{"[" + printed.inline() + "]\n", entry + "...\n"} {
		data, wrong := AppendPacket(packetsFile(was), printed)
		if data != nil || len(wrong) != 1 || wrong[0].Pos.String()+" "+wrong[0].Sentence("en") != byHand {
			t.Errorf("%q: got %q, %v", was, data, wrong)
		}
	}
	if data, wrong := AppendPacket(packetsFile("- a: b: c\n"), printed); data != nil || len(wrong) != 1 || wrong[0].Pos.Line != 1 {
		t.Errorf("got %q, %v", data, wrong)
	}
}

// FuzzAppendPacket: with a record more, a file says what it said and that, or an author
// is told of it.
func FuzzAppendPacket(f *testing.F) {
	for _, s := range []string{"", "# a\n", "[]", " [] # b", "[" + printed.inline() + "]", printed.lines(), "  " + printed.inline(), "- " + printed.inline() + "\n...\n", "a\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		before, list := ParsePackets(packetsFile(s))
		data, wrong := AppendPacket(packetsFile(s), printed)
		if len(wrong) > 0 {
			if data != nil {
				t.Errorf("%q is refused with %q", s, data)
			}
			return
		}
		after, now := ParsePackets(packetsFile(string(data)))
		if list.HasErrors(false) || now.HasErrors(false) || !slices.EqualFunc(after, append(before, printed), PrintedPacket.same) {
			t.Errorf("%q became %q: %v", s, data, now)
		}
	})
}
