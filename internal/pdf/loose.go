package pdf

import (
	"bytes"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A looseText is text in the body of a page that Chromium has not marked: the
// mark of an item of a list, and what the styles add before and after elements.
type looseText struct {
	begin         int  // the index of its BT
	marked        int  // the MCID that it gets
	before, after int  // the marked content that stands before it and after it; -1: none
	line          bool // after is in the same line, and before is not
}

// looseTexts finds them. The running heads, which Chromium paints before it clips
// the body, are none.
func looseTexts(list []instruction) []looseText {
	body := slices.IndexFunc(list, func(in instruction) bool { return in.operator == "W" || in.operator == "W*" })
	if body < 0 {
		return nil
	}
	next := 0
	shown := painted(list)
	for id := range shown {
		next = max(next, id+1)
	}
	var texts []looseText
	var marked []bool
	last, waiting := -1, 0 // from the text that waits for what comes after it
	lastLine, ownLine := "", ""
	for i, in := range list {
		switch in.operator {
		case "BMC", "BDC":
			id, ok := markedID(in.operands)
			if ok && shown[id] {
				line := lineOf(list[i:])
				for ; waiting < len(texts); waiting++ {
					texts[waiting].after = id
					texts[waiting].line = ownLine == line && lastLine != line
				}
				last, lastLine = id, line
			}
			marked = append(marked, ok || len(marked) > 0 && marked[len(marked)-1])
		case "EMC":
			marked = marked[:max(0, len(marked)-1)]
		case "BT":
			if i > body && (len(marked) == 0 || !marked[len(marked)-1]) && !taggedText(list[i:]) {
				ownLine = lineOf(list[i:])
				texts = append(texts, looseText{begin: i, marked: next, before: last, after: -1})
				next++
			}
		}
	}
	return texts
}

// lineOf returns where the next text of list stands from top to bottom.
func lineOf(list []instruction) string {
	for _, in := range list {
		if in.operator == "Tm" {
			if matrix := bytes.Fields(in.operands); len(matrix) == 6 {
				return string(matrix[5])
			}
		}
	}
	return ""
}

// adopt puts loose text of a page into the structure: the mark of an item of a
// list as its label, all else behind the content that it follows.
func adopt(top *element, page types.IndirectRef, loose []looseText) {
	if len(loose) == 0 {
		return
	}
	type spot struct{ parent, item *element }
	spots := map[int]spot{}     // of marked content of the page
	behind := map[int]int{}     // the last text that was put behind marked content
	first := map[*element]int{} // the first marked content of an item, of whatever page
	var walk func(e, item *element)
	walk = func(e, item *element) {
		if e.kind == "LI" {
			item = e
		}
		for _, k := range e.kids {
			if k.child != nil {
				walk(k.child, item)
			} else if k.isContent() {
				if _, ok := first[item]; !ok && item != nil {
					first[item] = -1
					if k.page == page {
						first[item] = k.marked
					}
				}
				if k.page == page {
					spots[k.marked] = spot{e, item}
				}
			}
		}
	}
	walk(top, nil)
	for _, text := range loose {
		content := kid{page: page, marked: text.marked}
		before, after := spots[text.before], spots[text.after]
		switch {
		case after.item != nil && first[after.item] == text.after && before.item != after.item:
			if label := after.item.kids[0].child; label != nil && label.kind == "Lbl" {
				label.kids = append(label.kids, content)
			} else {
				after.item.kids = slices.Insert(after.item.kids, 0, kid{child: newElement("Lbl", content)})
			}
		case before.parent != nil && (!text.line || after.parent == nil):
			beside := text.before
			if id, ok := behind[beside]; ok {
				beside = id
			}
			before.parent.insert(content, beside, 1)
			behind[text.before] = text.marked
		case after.parent != nil:
			after.parent.insert(content, text.after, 0)
		default:
			top.kids = append(top.kids, kid{child: newElement("P", content)})
		}
	}
}

// insert puts a kid beside marked content of the same page.
func (e *element) insert(k kid, beside, offset int) {
	i := slices.IndexFunc(e.kids, func(other kid) bool { return other.isContent() && other.page == k.page && other.marked == beside })
	e.kids = slices.Insert(e.kids, i+offset, k)
}
