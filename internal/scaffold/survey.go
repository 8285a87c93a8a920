package scaffold

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// A Survey is what a site's content holds that something new may refer to. It is
// taken of content with mistakes as well: a new page may be what mends them.
type Survey struct {
	Languages []string // none: there is no site.yaml that says
	Org       string   // the organisation of site.yaml
	Traits    []string
	Packet    []string // the columns that site.yaml names for the packet; none: all
	Links     []string
	Runbooks  []string
	Contacts  []string // that every organisation has; without an organisation, those that runbooks name
	Orgs      []string
	Items     []Item // of columns, in the order of the files

	Addresses map[string]string // ids of external pages, by address
	Taken     map[string]string // ids of items of all pages, with their files

	files map[content.Place][]string // of pages and organisations; the places name no language
	texts Files
}

// An Item is something handed over.
type Item struct {
	ID   string
	When []string
	Give []string
}

// Take surveys the content in a project, which may have none yet.
func Take(project fs.FS) (Survey, error) {
	files := Files{}
	err := fs.WalkDir(project, content.Dir, func(name string, d fs.DirEntry, err error) error {
		if name == content.Dir && errors.Is(err, fs.ErrNotExist) {
			return fs.SkipAll
		}
		if !utf8.ValidString(name) { // nothing of ours, and [fs.FS] opens no such name
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if place, _ := content.Locate(name); err != nil || d.IsDir() || !surveyed[place.Kind] {
			return err
		}
		f, _, err := source.ReadFile(project, name)
		if err != nil {
			return err
		}
		files[name] = nil // taken, also by one that cannot be read
		if f != nil {
			files[name] = f.Data()
		}
		return nil
	})
	return files.survey(), err
}

var surveyed = map[content.Kind]bool{
	content.KindSite: true, content.KindLinks: true, content.KindOrg: true, content.KindColumn: true, content.KindRunbook: true, content.KindGuide: true,
}

// survey surveys files, which may not be written yet.
func (files Files) survey() Survey {
	s := Survey{Taken: map[string]string{}, Addresses: map[string]string{}, files: map[content.Place][]string{}, texts: files}
	engine := markdown.New()
	had := map[string]int{} // by how many organisations, by contact
	var called []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		place, _ := content.Locate(name)
		f := source.New(name, files[name])
		at := content.Place{Kind: place.Kind, Slug: place.Slug, Org: place.Org}
		s.files[at] = append(s.files[at], name)
		switch place.Kind {
		case content.KindSite:
			if site, _ := content.ParseSite(f); site != nil {
				s.Languages, s.Org, s.Traits, s.Packet = site.Languages, site.Org.ID, site.Traits.Keys(), content.IDs(site.Packet)
			}
		case content.KindLinks:
			links, _ := content.ParseLinks(f)
			s.Links = content.Map[content.Link](links).Keys()
			for _, l := range links {
				s.Addresses[l.Value.URL.URL] = l.Key.ID
			}
		case content.KindOrg:
			org, _ := content.ParseOrg(f, place.Org)
			s.Orgs = append(s.Orgs, place.Org)
			for _, id := range org.Contacts.Keys() {
				had[id]++
			}
		case content.KindColumn:
			page, _ := content.ParsePage(f, place, "ja", "", engine)
			for _, i := range page.Head.Checklist {
				s.Taken[i.ID.ID] = name
				s.Items = append(s.Items, Item{i.ID.ID, content.IDs(i.When), i.Give})
			}
		case content.KindRunbook:
			page, _ := content.ParsePage(f, place, "ja", "", engine)
			for _, i := range page.Head.Checklist {
				s.Taken[i.ID.ID] = name
			}
			s.Runbooks = append(s.Runbooks, place.Slug)
			called = append(called, content.IDs(page.Runbook.Contacts)...)
		}
	}
	for id, n := range had {
		if n == len(s.Orgs) {
			s.Contacts = append(s.Contacts, id)
		}
	}
	if len(s.Orgs) == 0 {
		s.Contacts = called
	}
	for _, list := range []*[]string{&s.Contacts, &s.Runbooks} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return s
}

// has reports whether the content has an item of that id.
func (s Survey) has(item string) bool {
	return slices.ContainsFunc(s.Items, func(i Item) bool { return i.ID == item })
}

// idsOf returns that with which the ids of a page's items begin: its name, as much of
// it as an id has room for, and a number where another page's begin like that.
func (s Survey) idsOf(slug string) string {
	const longest = 30
	begin := func(number string) string {
		return strings.TrimRight(slug[:min(len(slug), longest-len(number))], "-") + number
	}
	ids := begin("")
	for n := 2; s.Taken[ids+"-1"]+s.Taken[ids+"-step-1"] != ""; n++ {
		ids = begin("-" + strconv.Itoa(n))
	}
	return ids
}

// Clash returns the files that say the same as new ones under another name, such as
// keys.md beside keys.ja.md.
func (s Survey) Clash(files Files) []string {
	var names []string
	for name := range files {
		place, _ := content.Locate(name)
		if !place.Kind.IsPage() {
			continue
		}
		for _, old := range s.files[content.Place{Kind: place.Kind, Slug: place.Slug, Org: place.Org}] {
			if _, same := files[old]; !same && !slices.Contains(names, old) {
				names = append(names, old)
			}
		}
	}
	slices.Sort(names)
	return names
}

// TakenFrom returns the names that a new page of a kind cannot have, as pages of other
// kinds have them, each with a file of such a page. A page of one organisation counts:
// it is in an edition with those of all.
func (s Survey) TakenFrom(kind content.Kind) map[string]string {
	taken := map[string]string{}
	for place, names := range s.files {
		if place.Kind.IsPage() && place.Kind != kind && (taken[place.Slug] == "" || names[0] < taken[place.Slug]) {
			taken[place.Slug] = names[0]
		}
	}
	return taken
}

// Unprinted returns the columns among new files that are not in the packet, as site.yaml
// names those that are.
func (s Survey) Unprinted(files Files) []string {
	var slugs []string
	for name := range files {
		place, _ := content.Locate(name)
		if place.Kind == content.KindColumn && len(s.Packet) > 0 && !slices.Contains(s.Packet, place.Slug) {
			slugs = append(slugs, place.Slug)
		}
	}
	slices.Sort(slugs)
	return slices.Compact(slugs)
}

// slugOf returns the name that was meant by one that was typed: a path to the file,
// as a shell completes it on any system, counts as the name of the page.
func slugOf(kind content.Kind, org, typed string) string {
	name := strings.ReplaceAll(typed, `\`, "/")
	name = strings.TrimPrefix(strings.TrimPrefix(name, "./"), content.Dir+"/")
	if kind == content.KindOrg {
		return strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(name, "orgs/"), "/org.yaml"), "/")
	}
	if org != "" {
		name = strings.TrimPrefix(name, "orgs/"+org+"/")
	}
	name = strings.TrimPrefix(name, kind.Folder()+"/")
	if stem, ok := strings.CutSuffix(name, ".md"); ok {
		name = stem
		for _, lang := range content.Languages {
			name = strings.TrimSuffix(name, "."+lang)
		}
	}
	return name
}
