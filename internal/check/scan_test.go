package check

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// What spares a line an expression never spares it a match.
func TestSpared(t *testing.T) {
	parts := append(strings.Split("0|03|03.|0000.|0120|0000|0001|09012345678|123456|1|３|－|–|−|ー|＋|＠|-|(|)|（|）| |+|+81|tel:|:|：|=|＝|は|→| is |IS|.|@|/|password|Secret|api key|PIN|パスワード|トークン|暗証番号|hunter2|Hunter2!|1234|\"|'|「|A1B2-C3D4-|E5F6|654321-|ghp_|ghr_|abcdefghijklmnopqrstuvwxyz0123|鍵|**|*|`|_|、|（管理者）|(a)|【|　|に保管|の|1Password|\t", "|"), "|")
	words := regexp.MustCompile(`[A-Za-z0-9+/_=-]{20,}`)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range 1 + rng.IntN(10) {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		line := b.String()
		if folded := fold(line); telephone.MatchString(folded) && !mayDial(folded) {
			t.Errorf("%q: a telephone number is passed over", line)
		}
		if assigned(line) >= 0 && !named(line) {
			t.Errorf("%q: an assignment is passed over", line)
		}
		want := -1
		if m := words.FindStringIndex(line); m != nil {
			want = m[0]
		}
		if at, _ := longWord(line, 0); at != want {
			t.Errorf("%q: the first long word is at %d, want %d", line, at, want)
		}
		for _, f := range forms {
			if !f.re.MatchString(line) {
				continue
			}
			if at, _ := secretIn(line, formsIn(line)); at < 0 {
				if all, _ := secretIn(line, forms); all >= 0 {
					t.Errorf("%q: a %s is passed over", line, f.kind.EN)
				}
			}
			marked := false
			for _, mark := range f.marks {
				marked = marked || strings.Count(line, mark) >= f.times
			}
			if !marked {
				t.Errorf("%q: %v does not hold its mark", line, f.re)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// What is not looked at closely is what would stay as it is.
func TestFolds(t *testing.T) {
	for r := rune(0x80); r < 0x10000; r++ {
		for _, before := range []string{"a", "0"} {
			line := before + string(r)
			if changes := fold(line) != line; folds(line) != changes {
				t.Errorf("%q: %v, folded to %q", line, folds(line), fold(line))
			}
		}
	}
}
