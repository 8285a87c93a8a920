package build

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/output"
)

// An outline is what a page can be linked at, and where inside the site it leads.
type outline struct {
	ids   map[string]bool
	leads []lead
}

// A lead is an address that stands in a page.
type lead struct {
	address string // as it is written
	file    string // of the site
	anchor  string // in it; empty: none
}

// addresses are the attributes that hold one.
var addresses = map[string]bool{"href": true, "src": true, "poster": true, "action": true, "formaction": true, "data": true}

// outlineOf reads a page. root is the path of the site's root on its host.
func outlineOf(file, root string, page []byte) outline {
	o := outline{ids: map[string]bool{}}
	known := map[string]bool{}
	for z := html.NewTokenizer(bytes.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken: // the end
			return o
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			base := atom.Lookup(name) == atom.Base
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				switch {
				case string(key) == "id":
					o.ids[string(value)] = true
				case addresses[string(key)] && !base && !known[string(value)]:
					known[string(value)] = true
					if l, inside := leadOf(file, root, string(value)); inside {
						o.leads = append(o.leads, l)
					}
				}
			}
		}
	}
}

// leadOf returns where an address in a file leads, and whether that is meant to
// be inside the site.
func leadOf(file, root, address string) (lead, bool) {
	if scheme, _, found := strings.Cut(address, ":"); found && !strings.ContainsAny(scheme, "/?#") {
		return lead{}, false
	}
	u, err := url.Parse(address)
	if err != nil {
		return lead{address: address}, true // leads nowhere
	}
	if u.Host != "" {
		return lead{}, false
	}
	l := lead{address: address, file: file, anchor: u.Fragment}
	switch {
	case strings.HasPrefix(u.Path, "/"):
		rest, inside := strings.CutPrefix(u.Path, root)
		if !inside {
			return lead{}, false // another site of the same host
		}
		l.file = path.Join(".", rest)
	case u.Path != "":
		l.file = path.Join(path.Dir(file), u.Path)
	default:
		return l, true
	}
	if last := path.Base("/" + u.Path); strings.HasSuffix(u.Path, "/") || last == "." || last == ".." {
		l.file = path.Join(l.file, "index.html")
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

// A brokenLead is an address that leads nowhere.
type brokenLead struct {
	lead
	page string // the first on which it stands
	more int    // other pages on which it stands
}

// brokenLeads returns what leads nowhere on the pages of a site, in order.
func brokenLeads(pages []page, outlines []outline, files map[string]bool) []brokenLead {
	ids := make(map[string]map[string]bool, len(pages))
	for i, p := range pages {
		ids[p.path] = outlines[i].ids
	}
	var list []brokenLead
	at := map[[2]string]int{} // place in list, by file and anchor
	for i, p := range pages {
		for _, l := range outlines[i].leads {
			anchors, isPage := ids[l.file]
			if files[l.file] && (l.anchor == "" || isPage && anchors[l.anchor]) {
				continue
			}
			key := [2]string{l.file, l.anchor}
			if n, again := at[key]; again {
				if last := &list[n]; last.page != p.path {
					last.more++
				}
				continue
			}
			at[key] = len(list)
			list = append(list, brokenLead{l, p.path, 0})
		}
	}
	return list
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
			return nil, &LinkError{b.page, b.address}
		}
		what := diag.Textf("%s のリンク %q の行き先がありません", "the page %s leads to %q, which is not there", b.page, b.address)
		if b.more > 0 {
			what.JA += fmt.Sprintf("（ほか%dページにもあります）", b.more)
			what.EN += fmt.Sprintf(" (and %d more do)", b.more)
		}
		problems.Add(diag.Pos{File: "themes/" + config.Theme.ID}, diag.THEME, what, diag.Text{
			JA: "このページのレイアウトで、アドレスかidを直してください。",
			EN: "Mend the address, or the id it leads to, in the layout of that page.",
		})
	}
	return problems, nil
}
