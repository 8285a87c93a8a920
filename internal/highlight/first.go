package highlight

import (
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2/syntax"
)

// A first says with which characters the text that a pattern matches can begin. Where
// it cannot know it says yes.
type first struct {
	ascii [2]uint64 // a bit for each of these characters
	other bool      // characters beyond ASCII
	empty bool      // no character at all; then what follows says more
}

var anything = first{[2]uint64{1<<64 - 1, 1<<64 - 1}, true, true}

// has reports whether a match can begin where c stands.
func (f *first) has(c rune) bool {
	return f.empty || c >= utf8.RuneSelf && f.other || c < utf8.RuneSelf && f.ascii[c/64]>>(c%64)&1 == 1
}

// or returns what f and g allow together.
func (f first) or(g first) first {
	return first{[2]uint64{f.ascii[0] | g.ascii[0], f.ascii[1] | g.ascii[1]}, f.other || g.other, f.empty || g.empty}
}

// those returns a first of the characters that are wanted.
func those(wanted func(rune) bool) first {
	f := first{other: true}
	for c := range rune(utf8.RuneSelf) {
		if wanted(c) {
			f.ascii[c/64] |= 1 << (c % 64)
		}
	}
	return f
}

// firstIn returns with which characters what a part of a pattern matches can begin.
func firstIn(n *syntax.RegexNode) first {
	if n.Options&(syntax.RightToLeft|syntax.IgnoreCase) != 0 && len(n.Children) == 0 {
		return anything
	}
	var f first
	switch n.T {
	case syntax.NtOne, syntax.NtOneloop, syntax.NtOnelazy, syntax.NtOneloopatomic:
		f = those(func(c rune) bool { return c == n.Ch })
	case syntax.NtNotone, syntax.NtNotoneloop, syntax.NtNotonelazy, syntax.NtNotoneloopatomic:
		f = those(func(c rune) bool { return c != n.Ch })
	case syntax.NtSet, syntax.NtSetloop, syntax.NtSetlazy, syntax.NtSetloopatomic:
		f = those(n.Set.CharIn)
	case syntax.NtMulti:
		return those(func(c rune) bool { return c == n.Str[0] })
	case syntax.NtCapture, syntax.NtGroup, syntax.NtAtomic:
		return firstIn(n.Children[0])
	case syntax.NtLoop, syntax.NtLazyloop:
		f = firstIn(n.Children[0])
		f.empty = f.empty || n.M == 0
		return f
	case syntax.NtConcatenate:
		f.empty = true
		for _, child := range n.Children {
			if !f.empty {
				break
			}
			next := firstIn(child)
			f = f.or(next)
			f.empty = next.empty
		}
		return f
	case syntax.NtAlternate:
		for _, child := range n.Children {
			f = f.or(firstIn(child))
		}
		return f
	case syntax.NtEmpty, syntax.NtBeginning, syntax.NtStart, syntax.NtEnd, syntax.NtEndZ, syntax.NtBol, syntax.NtEol,
		syntax.NtBoundary, syntax.NtNonboundary, syntax.NtPosLook, syntax.NtNegLook:
		return first{empty: true}
	default:
		return anything
	}
	switch n.T {
	case syntax.NtOne, syntax.NtNotone, syntax.NtSet:
	default:
		f.empty = n.M == 0 // a loop
	}
	return f
}
