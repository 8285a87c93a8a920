package view

import (
	"strconv"

	"hikitsugi/internal/content"
	"hikitsugi/internal/site"
)

// listed is how many entries a page of a list has at most.
const listed = 100

// ListPages returns how many pages the list of a section has.
func ListPages(s *site.Site, kind content.Kind) int {
	return max(1, (len(s.Of(kind))+listed-1)/listed)
}

// ListPath returns the path of a page of a section's list behind the language. They
// are numbered from 1.
func ListPath(kind content.Kind, number int) string {
	if number == 1 {
		return kind.Folder() + "/"
	}
	return kind.Folder() + "/page/" + strconv.Itoa(number) + "/" // in which no page can be
}

// List makes a page of a section's list, by its number.
func (m *Maker) List(kind content.Kind, number int) List {
	name, title := ListPath(kind, number), m.words.section(kind.Folder())
	if number > 1 {
		title = m.words.numbered(title, number)
	}
	p := m.at(m.lang() + "/" + name)
	l := List{Frame: p.frame(name, kind.Folder(), title, always), Kind: kind.Folder()}
	l.About = kind.Folder()
	all := m.site.Of(kind)
	for _, page := range all[(number-1)*listed : min(number*listed, len(all))] {
		l.Entries = append(l.Entries, p.entry(page))
	}
	last := ListPages(m.site, kind)
	if last == 1 {
		return l
	}
	url := func(n int) string { return p.url(m.lang() + "/" + ListPath(kind, n)) }
	if number > 1 {
		l.Previous = url(number - 1)
	}
	if number < last {
		l.Next = url(number + 1)
	}
	for n := 1; n <= last; n++ {
		switch near := max(n-number, number-n) <= 1; {
		case near || n == 1 || n == last || n == 2 && number == 4 || n == last-1 && number == last-3: // for a single page no gap
			l.Numbers = append(l.Numbers, Link{Title: strconv.Itoa(n), URL: url(n), Current: n == number})
		case len(l.Numbers) > 0 && l.Numbers[len(l.Numbers)-1].URL != "":
			l.Numbers = append(l.Numbers, Link{})
		}
	}
	return l
}
