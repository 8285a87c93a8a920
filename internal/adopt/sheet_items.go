package adopt

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
	"hikitsugi/internal/workbook"
)

// An entry is an item of a checklist on its way.
type entry struct {
	row                    int
	title, section         string
	who, every, risk, note string
	gives, guides          []string
	details                []string // paragraphs
	more                   []extra
	due                    content.Date
	dueIs                  string // the name of its column
}

// An extra is what a row says that an item has no key for.
type extra struct {
	name string // of the column; may be empty
	text string
	url  string
}

// A tally is what stood in the cells of how far somebody is.
type tally struct {
	words []string
	rows  map[string][]int
}

// An outcome is what became of a checklist of a spreadsheet.
type outcome struct {
	entries []*entry
	above   map[string][]string // paragraphs at the beginning of a section
	after   []string            // paragraphs below it
	done    tally
	between string // two names of sections in one
}

// entries makes items of the rows of all checklists of a sheet, each in a section of its
// own where the list has a caption.
func (s *sheet) entries(lang string, links map[string]string) *outcome {
	all := &outcome{above: map[string][]string{}, done: tally{rows: map[string][]int{}}}
	for _, part := range s.parts {
		if part.list == nil {
			continue
		}
		of := part.list.entries(lang, links)
		for _, e := range of.entries {
			switch {
			case part.caption == "" || e.section == part.caption:
			case e.section == "":
				e.section = part.caption
			default:
				e.section = part.caption + of.between + e.section
			}
		}
		all.entries = append(all.entries, of.entries...)
		if len(of.entries) > 0 {
			first := of.entries[0].section
			all.above[first] = append(all.above[first], part.above...)
		}
		all.after = append(all.after, of.after...)
		for _, word := range of.done.words {
			for _, row := range of.done.rows[word] {
				all.done.add(word, row)
			}
		}
	}
	return all
}

// entries makes items of the rows of a checklist. links are the names that the site has
// for addresses.
func (l *checklist) entries(lang string, links map[string]string) *outcome {
	r := &rowReader{checklist: l, lang: lang, links: links, out: &outcome{done: tally{rows: map[string][]int{}}}, last: map[int]string{}}
	for _, c := range l.columns {
		if c.role == asCategory && groups(texts(l.rows, c.at)) {
			r.grouped = append(r.grouped, c.at)
		}
	}
	for n, row := range l.rows {
		r.row(row, n+1 < len(l.rows))
	}
	r.out.between = r.say("／", " / ")
	return r.out
}

// groups reports whether a column says only once what holds for the rows below as well.
func groups(list []string) bool {
	slices.Sort(list)
	return len(slices.Compact(list)) == len(list)
}

// A rowReader reads the rows of a checklist one after the other.
type rowReader struct {
	*checklist
	lang    string
	links   map[string]string
	grouped []int          // columns of categories whose gaps mean: as above
	last    map[int]string // what stood in a column last
	heading string         // the row with nothing but a heading above
	out     *outcome
}

// ditto are the marks that mean: as above.
var ditto = set("〃 々 同上 同左 ″ ditto")

// value returns what a cell says, or what it has from above.
func (r *rowReader) value(row workbook.Row, column int) string {
	s := text(row, column)
	if ditto[strings.ToLower(s)] || s == "" && (cellAt(row, column).Below || slices.Contains(r.grouped, column)) {
		return r.last[column]
	}
	return s
}

// headingMark is how a row begins that only says what follows.
var headingMark = pattern.Of(`^[■◆●▼◎□【《<＜]`)

func (r *rowReader) row(row workbook.Row, more bool) {
	cells := said(row)
	title := r.value(row, r.title)
	var last *entry
	if n := len(r.out.entries); n > 0 {
		last = r.out.entries[n-1]
	}
	only := len(cells) == 1
	switch {
	case r.isHead(row):
		return
	case cellAt(row, r.title).Below && last != nil:
		r.fill(last, row, true)
		return
	case only && strings.HasPrefix(row.Cells[cells[0]].Text, "※"):
		r.out.after = append(r.out.after, row.Cells[cells[0]].Text)
		return
	case only && more && (cells[0] < r.title && r.columns[cells[0]].role != asCategory || row.Cells[cells[0]].Across > 1 || cells[0] == r.title && headingMark.MatchString(title)):
		r.heading = oneLine(row.Cells[cells[0]].Text)
		return
	case title == "" && !slices.ContainsFunc(cells, func(n int) bool { return r.columns[n].role != asCategory }):
		for _, n := range cells { // what follows is in it
			r.remember(n, row.Cells[n].Text)
		}
		return
	case title == "" && last != nil && !slices.ContainsFunc(cells, func(n int) bool { return n < r.title }):
		r.fill(last, row, true)
		return
	case title == "" && only && last != nil && !more:
		r.out.after = append(r.out.after, row.Cells[cells[0]].Text)
		return
	}
	e := &entry{row: row.Number}
	r.out.entries = append(r.out.entries, e)
	r.fill(e, row, false)
	if e.title == "" { // of a row that says only something else
		for n := range e.more {
			if m := &e.more[n]; m.text != "" {
				e.title = oneLine(m.text)
				break
			}
		}
		if e.title == "" {
			e.title = cmp.Or(firstLine(strings.Join(e.details, "\n")), e.note, e.who, e.risk, "–")
		}
	}
}

// isHead reports whether a row says the head again, as on the next page of paper.
func (l *checklist) isHead(row workbook.Row) bool {
	for _, c := range l.columns {
		if s := text(row, c.at); oneLine(s) != c.name {
			return false
		}
	}
	return true
}

// remember notes what stands in a column; what stands right of a category was in the one
// above.
func (r *rowReader) remember(column int, s string) {
	if s == "" {
		return
	}
	if slices.Contains(r.grouped, column) && r.last[column] != s {
		for _, n := range r.grouped {
			if n > column {
				delete(r.last, n)
			}
		}
	}
	r.last[column] = s
}

// fill adds what a row says to an item; goes on says that the row is not its first.
func (r *rowReader) fill(e *entry, row workbook.Row, goesOn bool) {
	var sections []string
	for _, c := range r.columns {
		s := r.value(row, c.at)
		if goesOn {
			s = text(row, c.at)
		}
		cell := cellAt(row, c.at)
		if s != "" || cell.Remark != "" {
			r.remember(c.at, s)
			if c.role == asCategory && s != "" && !goesOn {
				sections = append(sections, oneLine(s))
				if cell.URL != "" {
					e.more = append(e.more, extra{c.name, s, cell.URL})
				}
			} else {
				r.add(e, c, s, cell, goesOn)
			}
		}
		if cell.Remark != "" {
			e.more = append(e.more, extra{name: r.say("コメント", "Comment"), text: cell.Remark})
		}
	}
	if len(sections) == 0 && r.heading != "" {
		sections = []string{r.heading}
	}
	if !goesOn {
		e.section = strings.Join(sections, r.say("／", " / "))
	}
}

func (r *rowReader) say(ja, en string) string {
	if r.lang == "ja" {
		return ja
	}
	return en
}

// briefly is how many characters a note may have that stands in the list itself.
const briefly = 200

// add adds what a column says to an item.
func (r *rowReader) add(e *entry, c column, s string, cell workbook.Cell, goesOn bool) {
	if s == "" {
		return
	}
	if id := r.links[cell.URL]; id != "" && !slices.Contains(e.guides, id) {
		e.guides = append(e.guides, id)
		cell.URL = ""
		if r.links[s] == id {
			return
		}
	}
	if id := r.links[s]; id != "" {
		if !slices.Contains(e.guides, id) {
			e.guides = append(e.guides, id)
		}
		return
	}
	into := func(field *string) bool {
		if goesOn || *field != "" || cell.URL != "" || strings.Contains(s, "\n") || len([]rune(s)) > briefly || webAddress.MatchString(s) {
			return false
		}
		*field = s
		return true
	}
	switch c.role {
	case asTitle:
		if e.title == "" {
			line, rest, _ := strings.Cut(s, "\n")
			e.title = line
			if rest != "" {
				e.details = append(e.details, rest)
			}
			if cell.URL == "" {
				return
			}
			s, c.name = line, ""
		}
	case asDetail:
		if cell.URL == "" {
			e.details = append(e.details, s)
			return
		}
	case asNote:
		if into(&e.note) {
			return
		}
	case asRisk:
		if into(&e.risk) {
			return
		}
	case asWho:
		s = oneLine(s)
		if into(&e.who) {
			return
		}
	case asEvery:
		if p := periodOf(s); p != "" && e.every == "" {
			e.every = p
			return
		}
	case asGive:
		if list := giftsIn(s); list != nil && e.gives == nil {
			e.gives = list
			return
		}
	case asProgress:
		if isMark(s, false) {
			r.out.done.add(s, e.row)
			return
		}
	case asNumber:
		if r.counts(c.at) {
			return
		}
	case asDue:
		if day, ok := dayOf(norm.NFKC.String(s)); ok && e.due.IsZero() {
			e.due, e.dueIs = day, c.name
		}
	}
	e.more = append(e.more, extra{c.name, s, cell.URL})
}

func (t *tally) add(word string, row int) {
	if t.rows[word] == nil {
		t.words = append(t.words, word)
	}
	t.rows[word] = append(t.rows[word], row)
}

// counts reports whether a column does nothing but count the rows, as a list does itself.
func (r *rowReader) counts(column int) bool {
	last := 0
	for _, row := range r.rows {
		s := text(row, column)
		if s == "" || text(row, r.title) == "" {
			continue
		}
		n, err := strconv.Atoi(strings.Trim(norm.NFKC.String(s), ".)"))
		if err != nil || n != last+1 && n != 1 {
			return false
		}
		last = n
	}
	return true
}

// periods are the ways to say how often something recurs.
var periods = []struct {
	form *pattern.Pattern
	unit string // of the number that the form finds; else all of it
}{
	{pattern.Of(`^(?:毎年(?:1[回度])?|年次|1?年(?:ごと|毎)|1?年に?1[回度](?:以上)?|1[回度]/1?年|yearly|annually|annual|every year|once (?:a|per|every) year)$`), "P1Y"},
	{pattern.Of(`^(?:半[年期](?:ごと|毎|に?1[回度])?|1?年に?2[回度]|2[回度]/1?年|half-yearly|half yearly|semi-?annual(?:ly)?|twice (?:a|per) year|every half year|every six months)$`), "P6M"},
	{pattern.Of(`^(?:四半期(?:ごと|毎|に?1[回度])?|1?年に?4[回度]|4[回度]/1?年|quarterly|every quarter)$`), "P3M"},
	{pattern.Of(`^(?:毎月(?:1[回度])?|月次|月(?:ごと|毎)|月に?1[回度]|1[回度]/月|monthly|every month|once (?:a|per|every) month)$`), "P1M"},
	{pattern.Of(`^(?:毎週(?:1[回度])?|週次|週(?:ごと|毎)|週に?1[回度]|1[回度]/週|weekly|every week|once (?:a|per|every) week)$`), "P7D"},
	{pattern.Of(`^(?:毎日|日次|日ごと|daily|every day)$`), "P1D"},
	{pattern.Of(`^隔年$`), "P2Y"},
	{pattern.Of(`^隔月$`), "P2M"},
	{pattern.Of(`^(?:(?:once )?every )?(\d{1,2}) ?(?:年間?(?:ごと|毎|(?:ごと)?に1[回度])?|years?)$`), "Y"},
	{pattern.Of(`^(?:(?:once )?every )?(\d{1,3}) ?(?:[かヶヵカケ箇]月間?(?:ごと|毎|(?:ごと)?に1[回度])?|months?)$`), "M"},
	{pattern.Of(`^(?:(?:once )?every )?(\d{1,4}) ?(?:日間?(?:ごと|毎|(?:ごと)?に1[回度])?|days?)$`), "D"},
}

// ofKanji writes the numbers of 年に一回 as those of 年に1回.
var ofKanji = strings.NewReplacer("一", "1", "二", "2", "三", "3", "六", "6", "毎1", "毎")

var spaces = pattern.Of(`\s+`)

// periodOf returns the span that a text says, as front matter writes it; "" where it says
// none.
func periodOf(text string) string {
	text = ofKanji.Replace(strings.ToLower(spaces.ReplaceAllString(norm.NFKC.String(text), " ")))
	for _, p := range periods {
		m := p.form.FindStringSubmatch(text)
		switch {
		case m == nil:
		case len(m) == 1:
			return p.unit
		default:
			span := "P" + strings.TrimLeft(m[1], "0") + p.unit
			if s, ok := content.ParseSpan(span); ok && s.Years <= 100 {
				return span
			}
		}
	}
	return ""
}
