package adopt

import (
	"cmp"
	"strings"

	"hikitsugi/internal/pattern"
)

// Word processors, and those who write Japanese as they do on paper, begin the lines of a
// list with marks of their own.
var (
	tickMark = pattern.Of(`^([ \t>]*)((?:[-*+]|\d+[.)])[ \t]+)?(?:([☐□])|[☑☒])\x{FE0F}?[ \t　]*(\S)`)
	dotMark  = pattern.Of(`^([ \t　>]*)・[ \t　]*([^\s・].*)$`)
	wideMark = pattern.Of(`^([ \t　>]*)([０-９]{1,3})[．.][ \t　]*(\S.*)$`)
)

// tick is a line with a box to tick.
var tick = pattern.Of(`(?m)^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\][ \t]`)

// ticks tells once of a page that its boxes are not what the packet holds.
func (r *reading) ticks(p *page) {
	if !tick.MatchString(p.body) {
		return
	}
	first, n := 0, 0
	code := r.codeLines(p, p.body, true)
	for at, text := range strings.Split(p.body, "\n") {
		if tick.MatchString(text) && !code[at] {
			if n++; n == 1 {
				first = at + 1
			}
		}
	}
	if n > 0 {
		r.find(p, first, "チェック欄が%d個あります。ページ上では印を付けられますが、引き継ぎ書には載りません。引き渡すものや手順なら、コラムかランブックの checklist に移してください", "boxes to tick: %d. They can be ticked on the page, and are not in the packet; move what is handed over, or done, to the checklist of a column or a runbook", n)
	}
}

// itemized writes a line that such a mark begins as a line of a list of ours.
func itemized(text string) string {
	if m := tickMark.FindStringSubmatch(text); m != nil {
		box := "[x] "
		if m[3] != "" {
			box = "[ ] "
		}
		return m[1] + cmp.Or(m[2], "- ") + box + text[len(m[0])-len(m[4]):]
	}
	if m := dotMark.FindStringSubmatch(text); m != nil {
		return narrowed.Replace(m[1]) + "- " + m[2]
	}
	if m := wideMark.FindStringSubmatch(text); m != nil {
		return narrowed.Replace(m[1]) + narrowed.Replace(m[2]) + ". " + m[3]
	}
	return text
}

// narrowed writes digits and spaces of full width as Markdown knows them.
var narrowed = strings.NewReplacer("　", "  ", "０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")
