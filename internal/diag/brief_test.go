package diag

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// warnings returns n problems of a rule, two in each file of a folder.
func warnings(code Code, folder string, n int) List {
	var l List
	for i := range n {
		l.Add(Pos{File: fmt.Sprintf("%s/%03d.md", folder, i/2), Line: i%2 + 1}, code, Text{"変です", "odd"}, Text{})
	}
	return l
}

// summary tells what is told of lists, one after the other, in one line each: of each
// rule the number and the first file, then the rest.
func summary(b *Brief, lists ...List) string {
	var lines []string
	for _, l := range lists {
		told, rest := b.Part(l)
		var parts []string
		for i, d := range told {
			if i == 0 || told[i-1].Code != d.Code {
				parts = append(parts, fmt.Sprintf("%s %d from %s", d.Code, 0, d.Pos))
			}
			var n int
			last := &parts[len(parts)-1]
			_, place, _ := strings.Cut(*last, " from ")
			fmt.Sscanf(*last, string(d.Code)+" %d", &n)
			*last = fmt.Sprintf("%s %d from %s", d.Code, n+1, place)
		}
		for _, r := range rest {
			parts = append(parts, fmt.Sprintf("%s +%d in %d from %s", r.Code, r.Problems, r.Files, r.File))
		}
		lines = append(lines, strings.Join(parts, ", "))
	}
	return strings.Join(lines, "\n")
}

// Of many warnings of a rule a few are told, and the rest is counted.
func TestBrief(t *testing.T) {
	in := func(folder string) func(string) bool {
		return func(file string) bool { return strings.HasPrefix(file, folder+"/") }
	}
	mild := warnings(ANCHOR, "a", 20)
	for i := range mild {
		mild[i].Mild = i > 1
	}
	join := func(lists ...List) (all List) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	for _, tt := range []struct {
		name  string
		b     Brief
		lists []List
		want  string
	}{
		{"nothing", Brief{}, []List{nil}, ""},
		{"few", Brief{}, []List{warnings(TRAN, "a", 10)}, "TRAN 10 from a/000.md:1"},
		{"many", Brief{}, []List{warnings(TRAN, "a", 11)}, "TRAN 3 from a/000.md:1, TRAN +8 in 5 from a/001.md"},
		{"each rule by itself", Brief{}, []List{join(warnings(TRAN, "a", 20), warnings(PARITY, "b", 2), warnings(STEP, "c", 12))},
			"TRAN 3 from a/000.md:1, PARITY 2 from b/000.md:1, STEP 3 from c/000.md:1, TRAN +17 in 9 from a/001.md, STEP +9 in 5 from c/001.md"},
		{"errors in full", Brief{}, []List{warnings(LINK, "a", 300)}, "LINK 300 from a/000.md:1"},
		{"errors of a rule that is milder elsewhere", Brief{}, []List{mild}, "ANCHOR 5 from a/000.md:1, ANCHOR +15 in 8 from a/002.md"},
		{"errors count for none", Brief{}, []List{join(warnings(ANCHOR, "a", 5), mild[2:10])}, "ANCHOR 13 from a/000.md:1"},
		{"strict, as many as somebody mends", Brief{Strict: true}, []List{warnings(TRAN, "a", 100)}, "TRAN 100 from a/000.md:1"},
		{"strict, as many as nobody reads", Brief{Strict: true}, []List{warnings(TRAN, "a", 101)}, "TRAN 3 from a/000.md:1, TRAN +98 in 50 from a/001.md"},
		{"several lists", Brief{}, []List{warnings(TRAN, "a", 6), warnings(TRAN, "b", 6), warnings(TRAN, "c", 1), warnings(STEP, "c", 1)},
			"TRAN 6 from a/000.md:1\nTRAN +6 in 3 from b/000.md\nTRAN +1 in 1 from c/000.md\nSTEP 1 from c/000.md:1"},
		{"several lists, the first of many", Brief{}, []List{warnings(TRAN, "a", 12), warnings(TRAN, "b", 2)},
			"TRAN 3 from a/000.md:1, TRAN +9 in 5 from a/001.md\nTRAN +2 in 1 from b/000.md"},
		{"near", Brief{Near: in("b")}, []List{join(warnings(TRAN, "a", 20), warnings(TRAN, "b", 1))}, "TRAN 3 from a/000.md:1, TRAN +18 in 9 from a/001.md"},
		{"much that is near", Brief{Near: in("b")}, []List{join(warnings(TRAN, "a", 20), warnings(TRAN, "b", 5))}, "TRAN 5 from b/000.md:1, TRAN +20 in 10 from a/000.md"},
		{"too much that is near", Brief{Near: in("b")}, []List{join(warnings(TRAN, "a", 20), warnings(TRAN, "b", 12))}, "TRAN 10 from b/000.md:1, TRAN +22 in 11 from a/000.md"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := summary(&tt.b, tt.lists...); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// What is told of a thousand problems is told of a hundred times as many in about as much
// time for each.
func TestBriefOfMany(t *testing.T) {
	took := func(n int) time.Duration {
		l, least := warnings(TRAN, "a", n), time.Hour
		for range 5 {
			start := time.Now()
			(&Brief{}).Part(l)
			least = min(least, time.Since(start))
		}
		return least
	}
	if few, many := took(1000), took(100_000); many > 1000*few {
		t.Errorf("1,000 problems in %v, 100,000 in %v", few, many)
	}
}

// The line that tells of the rest says in both languages how many there are, and what
// shows them.
func TestBriefPrint(t *testing.T) {
	for _, tt := range []struct {
		lang   string
		n      int
		folder string
		want   string
	}{
		{"en", 12, "a", "a/000.md:1  TRAN  odd.\na/000.md:2  TRAN  odd.\na/001.md:1  TRAN  odd.\nTRAN  9 more, in 5 files. gen check -C x shows them all.\n"},
		{"ja", 12, "a", "a/000.md:1  TRAN  変です。\na/000.md:2  TRAN  変です。\na/001.md:1  TRAN  変です。\nTRAN  ほかに9件あります（5ファイル）。gen check -C x ですべて表示します。\n"},
	} {
		var b strings.Builder
		if err := (&Brief{}).Print(&b, warnings(TRAN, tt.folder, tt.n), tt.lang, "gen check -C x"); err != nil || b.String() != tt.want {
			t.Errorf("%v, got\n%s\nwant\n%s", err, b.String(), tt.want)
		}
	}
	one := Rest{TRAN, 9, 1, "a/\x1b.md"}
	if ja, en := one.sentence("gen check").JA, one.sentence("gen check").EN; ja != `ほかに9件あります（a/\x1b.md）。gen check ですべて表示します。` || en != `9 more, in a/\x1b.md. gen check shows them all.` {
		t.Errorf("of one file: %s, %s", ja, en)
	}
}
