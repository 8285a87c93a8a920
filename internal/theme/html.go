package theme

import (
	"html/template"
	"slices"
	"strings"
	"text/template/parse"

	"hikitsugi/internal/diag"
)

// A reader follows the HTML of a layout through its branches and parts, as far as it
// does not depend on values: which elements are open, and what a tag asks a browser for.
type reader struct {
	src  *texts
	set  *template.Template
	file string   // being read
	call spot     // where the author's files call what is being read
	path []string // templates being read
	mild bool     // what is open is not known from here on
	lost bool     // the rest cannot be understood
}

// A spot is where an author can mend something; the zero spot is in no file of the
// author's.
type spot struct {
	file   string
	offset int
}

// A document is what is known of a page up to some place.
type document struct {
	mode  mode
	quote byte // that ends the value, 0 for none
	tag   tag  // being read
	open  []openElement
	since spot // where the comment or the value begins
}

// A mode is what a place is part of.
type mode int

const (
	inText mode = iota
	inTagName
	inTag // between attributes
	inAttribute
	behindAttribute // and perhaps before its "="
	beforeValue
	inValue
	inComment
	inDeclaration
	inRawText // of an element that holds no elements
)

// An openElement is one that is open.
type openElement struct {
	name  string
	at    spot
	file  string   // in which its tag stands
	under []string // conditions under which alone it is open; "!" before those that must not hold
}

// checkHTML reports elements that are not closed and what no page may ask for.
func (src *texts) checkHTML(set *template.Template) {
	for _, l := range layouts {
		r := &reader{src: src, set: set}
		var d document
		r.template(l.name, &d)
		r.end(d)
	}
}

// template reads a template from where it is used.
func (r *reader) template(name string, d *document) {
	t := r.set.Lookup(name)
	if t == nil || t.Tree == nil || slices.Contains(r.path, name) { // which ends as it began, or html/template says so
		return
	}
	file := r.file
	r.file = fileOf(t.Tree.ParseName)
	r.path = append(r.path, name)
	r.list(t.Tree.Root, d)
	r.path = r.path[:len(r.path)-1]
	r.file = file
}

// spot returns where an author can mend what stands at an offset in the file that is
// being read: there, or at the call that leads there.
func (r *reader) spot(offset int) spot {
	if r.src.own(r.file) {
		return spot{r.file, offset}
	}
	return r.call
}

func (r *reader) list(l *parse.ListNode, d *document) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		if r.lost {
			return
		}
		switch n := n.(type) {
		case *parse.TextNode:
			r.text(string(n.Text), int(n.Pos), d)
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				r.value(int(n.Pos), d)
			}
		case *parse.TemplateNode:
			call := r.call
			r.call = r.spot(int(n.Pos))
			r.template(n.Name, d)
			r.call = call
		case *parse.IfNode:
			r.branch(&n.BranchNode, d)
		case *parse.WithNode:
			r.branch(&n.BranchNode, d)
		case *parse.RangeNode:
			r.rounds(&n.BranchNode, d)
		}
	}
}

// branch reads both lists of a condition. What only one of them opens or closes is
// open under the condition from there on.
func (r *reader) branch(n *parse.BranchNode, d *document) {
	cond, negated := strings.CutPrefix(n.Pipe.String(), "not ")
	met, unmet := cond, "!"+cond
	if negated {
		met, unmet = unmet, met
	}
	then, otherwise := d.under(met, unmet), d.under(unmet, met)
	r.list(n.List, &then)
	r.list(n.ElseList, &otherwise)
	if then.mode != otherwise.mode {
		then.endName()
		otherwise.endName()
	}
	if then.mode != otherwise.mode || then.quote != otherwise.quote {
		r.lost = true // html/template says so
		return
	}
	same := 0
	for same < min(len(then.open), len(otherwise.open)) && alike(then.open[same], otherwise.open[same]) {
		same++
	}
	*d = then
	d.open = slices.Clone(then.open[:same])
	for _, e := range then.open[same:] {
		d.open = append(d.open, e.only(met))
	}
	for _, e := range otherwise.open[same:] {
		d.open = append(d.open, e.only(unmet))
	}
}

// endName ends the name of an attribute that has no value.
func (d *document) endName() {
	if d.mode == inAttribute || d.mode == behindAttribute {
		d.mode = inTag
	}
}

// under returns what is known where a condition is met: what is open only under it is
// just open, and what is open only under its opposite is not.
func (d *document) under(met, unmet string) document {
	then := *d
	then.open = nil
	for _, e := range d.open {
		if slices.Contains(e.under, unmet) {
			continue
		}
		e.under = slices.DeleteFunc(slices.Clone(e.under), func(cond string) bool { return cond == met })
		then.open = append(then.open, e)
	}
	return then
}

func (e openElement) only(cond string) openElement {
	e.under = append(slices.Clip(e.under), cond)
	return e
}

func alike(a, b openElement) bool { return a.name == b.name && slices.Equal(a.under, b.under) }

// rounds reads what is repeated, which has to close what it opens, and nothing else.
func (r *reader) rounds(n *parse.BranchNode, d *document) {
	before := slices.Clone(d.open)
	each, none := *d, *d
	each.open, none.open = slices.Clone(d.open), slices.Clone(d.open)
	r.list(n.List, &each)
	r.list(n.ElseList, &none)
	if each.mode != none.mode {
		each.endName()
		none.endName()
		d.endName()
	}
	if each.mode != d.mode || none.mode != d.mode {
		r.lost = true // html/template says so
		return
	}
	if slices.EqualFunc(each.open, before, alike) && slices.EqualFunc(none.open, before, alike) || r.mild {
		return
	}
	r.mild = true
	for _, end := range []document{each, none} {
		for i, e := range end.open {
			if i < len(before) && alike(e, before[i]) || mayStayOpen[e.name] {
				continue
			}
			r.complain(e.at, len(e.under) > 0, diag.Textf(
				"<%s> を、{{range}} の1回ごとに開いたままにしています", "<%s> is left open by each round of {{range}}", e.name), closeIt(e.name))
			return
		}
	}
	if len(each.open) < len(before) {
		e := before[len(each.open)]
		r.complain(r.spot(int(n.Pos)), false, diag.Textf(
			"{{range}} の外で開いた <%s> を、1回ごとに閉じています", "each round of {{range}} closes a <%s> that was opened before it", e.name), closeIt(e.name))
	}
}

// end reports what is still open at the end of a page.
func (r *reader) end(d document) {
	if r.lost || r.mild {
		return
	}
	switch d.mode {
	case inText, inRawText:
	case inComment:
		r.complain(d.since, false, diag.Text{JA: "コメントが閉じていません", EN: "this comment is not closed"}, diag.Text{JA: "--> を書いてください。", EN: "Close it with -->."})
		return
	default:
		r.complain(d.since, false, misplaced[template.ErrEndContext].what, misplaced[template.ErrBadHTML].do)
		return
	}
	for _, e := range d.open {
		switch {
		case mayStayOpen[e.name]:
			continue
		case len(e.under) > 0:
			r.complain(e.at, true, notInTheSame(e.name), underOne)
		default:
			r.complain(e.at, false, r.opened(e, diag.Textf("<%s> が閉じていません", "<%s> is never closed", e.name)), closeIt(e.name))
		}
		return // the others stand around it
	}
}

// close reads an end tag.
func (r *reader) close(name string, d *document, at spot) {
	if r.mild || voidElements[name] {
		return
	}
	i := len(d.open) - 1
	for i >= 0 && d.open[i].name != name {
		i--
	}
	if i < 0 {
		if name != "p" && name != "br" {
			r.complain(at, false, diag.Textf("</%s> が閉じるものがありません", "</%s> closes nothing", name), diag.Text{
				JA: "余っているなら消し、開くタグが抜けているなら書いてください。",
				EN: "Take it away, or write the tag that opens it.",
			})
			r.mild = true
		}
		return
	}
	for j, e := range d.open[i:] {
		if len(e.under) > 0 {
			what := notInTheSame(e.name)
			if j == 0 {
				what = diag.Textf("<%s> は1つの分岐でだけ開くのに、閉じるのは別の条件です", "<%s> is opened in one branch, and closed under another condition", e.name)
			}
			r.complain(either(r.mine(e), at), true, what, underOne)
			r.mild = true
			return
		}
	}
	for _, e := range slices.Backward(d.open[i+1:]) {
		if !mayStayOpen[e.name] {
			r.complain(either(r.mine(e), at), false, r.opened(e, diag.Textf("<%s> が </%s> の前に閉じていません", "<%s> is not closed before </%s>", e.name, name)), closeIt(e.name))
			break
		}
	}
	d.open = d.open[:i:i]
}

// mine returns where an element is opened, if that is in the author's own file.
func (r *reader) mine(e openElement) spot {
	if r.src.own(e.file) {
		return e.at
	}
	return spot{}
}

// either returns the first of two spots that is one.
func either(a, b spot) spot {
	if a == (spot{}) {
		return b
	}
	return a
}

// opened adds to what is said of an element the built-in file that opens it.
func (r *reader) opened(e openElement, what diag.Text) diag.Text {
	if r.src.own(e.file) {
		return what
	}
	return diag.Text{JA: what.JA + "（標準の " + e.file + " が開いたもの）", EN: what.EN + " (the built-in " + e.file + " opens it)"}
}

func notInTheSame(name string) diag.Text {
	return diag.Textf("<%s> を1つの分岐で開き、同じ分岐で閉じていません", "<%s> is opened in one branch and not closed in the same", name)
}

func closeIt(name string) diag.Text {
	return diag.Textf("</%s> を書いてください。", "Close it with </%s>.", name)
}

var underOne = diag.Text{
	JA: "開くタグと閉じるタグを同じ分岐に書くか、同じ条件の {{if}} の中に書いてください。",
	EN: "Write both tags in the same branch, or each within an {{if}} of the same condition.",
}

// complain reports something, as a warning if it may be right all the same.
func (r *reader) complain(at spot, mild bool, what, do diag.Text) {
	r.src.report(at.file, at.offset, what, do)
	r.src.list[len(r.src.list)-1].Mild = mild
}

// Elements that have no end tag, and those of which HTML lets it be left out.
var (
	voidElements = setOf("area base br col embed hr img input link meta param source track wbr")
	mayStayOpen  = setOf("html head body p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup rt rp")
	rawElements  = setOf("script style textarea title")
)

func setOf(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}
