package build

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markup"
	"hikitsugi/internal/output"
	"hikitsugi/internal/parallel"
)

// An outline is what a page can be linked at, and where inside the site it leads,
// as far as that is not known to be right.
type outline struct {
	IDs   string // each after a line break, with one at the end
	Leads []lead
}

// A lead is an address that stands in a page.
type lead struct {
	Address string // as it is written
	File    string // of the site
	Anchor  string // in it; empty: none
}

// outlineOf reads a page of a site. root is the path of the site's root on its host;
// static names files that are put with every page.
func (r *routes) outlineOf(file, root string, static map[string]bool, page string) outline {
	var ids strings.Builder
	ids.WriteByte('\n')
	var o outline
	known, here := map[string]bool{}, map[string]bool{} // addresses; ids
	up := strings.Repeat("../", strings.Count(file, "/"))
	m := markup.NewReader(page)
	for kind := m.Next(); kind != markup.End; kind = m.Next() {
		if kind != markup.Open {
			continue
		}
		for key, value, ok := m.Attribute(); ok; key, value, ok = m.Attribute() {
			switch key {
			case "id":
				ids.WriteString(value)
				ids.WriteByte('\n')
				here[value] = true
			case "href", "src", "poster", "action", "formaction", "data":
				if r.leadsInto(value, up, static) || known[value] || m.Name() == "base" {
					continue
				}
				known[value] = true
				if anchor, ok := strings.CutPrefix(value, "#"); ok && here[anchor] {
					continue // back to what has come, as from a heading to itself
				}
				if l, inside := leadOf(file, root, value); inside && !r.certain(l) {
					l.Address = value
					o.Leads = append(o.Leads, l)
				}
			}
		}
	}
	o.IDs = ids.String()
	o.Leads = slices.Clone(slices.DeleteFunc(o.Leads, func(l lead) bool { return l.File == file && here[l.Anchor] }))
	for i, l := range o.Leads { // parts of the page, which keep it in memory
		o.Leads[i].Address, o.Leads[i].Anchor = strings.Clone(l.Address), strings.Clone(l.Anchor)
	}
	return o
}

// leadsInto reports whether an address goes up to the site's root and from there to
// a page or a file that is sure to be there, as most addresses do.
func (r *routes) leadsInto(address, up string, static map[string]bool) bool {
	file, fromRoot := strings.CutPrefix(address, up)
	_, page := r.at[file]
	return fromRoot && (page || static[file])
}

// certain reports whether a lead is to a page as a whole.
func (r *routes) certain(l lead) bool {
	_, page := r.at[l.File]
	return page && l.Anchor == ""
}

// leadOf returns where an address in a file leads, and whether that is meant to
// be inside the site.
func leadOf(file, root, address string) (lead, bool) {
	if scheme, _, found := strings.Cut(address, ":"); found && !strings.ContainsAny(scheme, "/?#") {
		return lead{}, false
	}
	if plain(address) {
		return insideLead(file, root, address, &url.URL{Path: address})
	}
	u, err := url.Parse(address)
	if err != nil {
		return lead{Address: address}, true // leads nowhere
	}
	if u.Host != "" {
		return lead{}, false
	}
	return insideLead(file, root, address, u)
}

// plain reports whether an address is a path to a file or a folder below, and
// nothing of it has a meaning in addresses.
func plain(address string) bool {
	for _, c := range []byte(address) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '/') {
			return false
		}
	}
	return address != "" && address[0] != '/'
}

// insideLead returns where an address without a host leads.
func insideLead(file, root, address string, u *url.URL) (lead, bool) {
	l := lead{Address: address, File: file, Anchor: u.Fragment}
	switch {
	case strings.HasPrefix(u.Path, "/"):
		rest, inside := strings.CutPrefix(u.Path, root)
		if !inside {
			return lead{}, false // another site of the same host
		}
		l.File = path.Join(".", rest)
	case u.Path != "":
		l.File = path.Join(path.Dir(file), u.Path)
	default:
		return l, true
	}
	if last := path.Base("/" + u.Path); strings.HasSuffix(u.Path, "/") || last == "." || last == ".." {
		l.File = path.Join(l.File, "index.html")
	}
	return l, true
}

// rootOf returns the path of the site's root, which ends in "/".
func rootOf(base string) string {
	if u, err := url.Parse(base); err == nil && u.Path != "" {
		return u.Path
	}
	return "/"
}

// listed is a sink that knows what was put.
type listed struct {
	output.Sink
	mu    sync.Mutex
	names map[string]bool
}

// Put implements [output.Sink].
func (l *listed) Put(name string, data []byte) error {
	l.mu.Lock()
	l.names[name] = true
	l.mu.Unlock()
	return l.Sink.Put(name, data)
}

// Keep implements [output.Sink].
func (l *listed) Keep(name string, sum [sha256.Size]byte) bool {
	kept := l.Sink.Keep(name, sum)
	if kept {
		l.mu.Lock()
		l.names[name] = true
		l.mu.Unlock()
	}
	return kept
}

// A brokenLead is an address that leads nowhere.
type brokenLead struct {
	lead
	page string // the first on which it stands
	more int    // other pages on which it stands

	last string // the last of them all
}

// A place is where a lead leads.
type place struct{ file, anchor string }

// brokenLeads returns what leads nowhere on the pages of a site, in order.
func (r *routes) brokenLeads(outlines []outline, files map[string]bool) []brokenLead {
	ids := make([]ids, len(outlines))
	numbers := make([]int, len(outlines))
	for i, o := range outlines {
		ids[i].list, numbers[i] = o.IDs, i
	}
	wrong, err := parallel.Each(context.Background(), numbers, func(i int) (wrong []lead) {
		for _, l := range outlines[i].Leads {
			n, page := r.at[l.File]
			if !files[l.File] || l.Anchor != "" && !(page && ids[n].have(l.Anchor)) {
				wrong = append(wrong, l)
			}
		}
		return wrong
	})
	if err != nil {
		panic(err) // nothing ends the context
	}
	var list []brokenLead
	at := map[place]int{}       // in list
	written := map[string]int{} // the same: what a layout writes leads elsewhere from each page
	for i, leads := range wrong {
		for _, l := range leads {
			to := place{l.File, l.Anchor}
			n, again := at[to]
			if !again {
				n, again = written[l.Address]
			}
			switch page := r.pages[i].path; {
			case !again:
				n = len(list)
				list = append(list, brokenLead{l, page, 0, page})
			case list[n].last != page:
				list[n].more++
				list[n].last = page
			}
			at[to], written[l.Address] = n, n
		}
	}
	return list
}

// The ids are those of a page, of which few are asked for, or many often.
type ids struct {
	list string // as outlines have them
	once sync.Once
	set  map[string]bool // where there are many
}

func (i *ids) have(id string) bool {
	if len(i.list) < 1<<10 {
		return strings.Contains(i.list, "\n"+id+"\n") && !strings.Contains(id, "\n")
	}
	i.once.Do(func() {
		i.set = map[string]bool{}
		for id := range strings.SplitSeq(i.list, "\n") {
			i.set[id] = true
		}
	})
	return i.set[id]
}

// A LinkError says that a page of a finished site leads nowhere. What authors
// write is checked before, so that only gen can have made it.
type LinkError struct {
	Page    string // file of the site
	Address string // as it stands there
}

func (e *LinkError) Error() string {
	return fmt.Sprintf("%s leads to %q, which is not in the site", e.Page, e.Address)
}

// complain says of what leads nowhere that the site's own theme has made it, or
// that gen has.
func complain(broken []brokenLead, config *content.Site) (diag.List, error) {
	var problems diag.List
	for _, b := range broken {
		if config.Theme.ID == "" {
			return nil, &LinkError{b.page, b.Address}
		}
		what := diag.Textf("%s のリンク %q の行き先がありません", "the page %s leads to %q, which is not there", b.page, b.Address)
		if b.more > 0 {
			what.JA += fmt.Sprintf("（ほか%dページにもあります）", b.more)
			what.EN += fmt.Sprintf(" (and %d more do)", b.more)
		}
		problems.Add(diag.Pos{File: "themes/" + config.Theme.ID}, diag.THEME, what, diag.Text{
			JA: "このページのレイアウトで、アドレスかidを直してください。",
			EN: "Fix the address, or the id it leads to, in the layout of that page.",
		})
	}
	return problems, nil
}
