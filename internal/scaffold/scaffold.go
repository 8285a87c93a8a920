// Package scaffold makes the first text of what an author begins: a site, a page, an
// organisation. What only the author knows it asks in the text, as prompts, and what
// it says refers only to what the site has, so that it builds as it is.
//
// The texts stand in templates/: the front matter of a page (NAME.yaml) in
// both languages, and its text in each. The comments are in the language in which the
// author writes first.
package scaffold

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/output"
	"hikitsugi/internal/source"
)

//go:embed all:templates
var templates embed.FS

// Files are new files by their paths.
type Files map[string][]byte

// A Begin says for whom and when something is begun.
type Begin struct {
	Name   string   // of the organisation; empty: the file asks for it
	Traits []string // that are true of it
	Today  content.Date
}

// Site makes a site of one organisation, written in languages, the first one first.
func Site(languages []string, b Begin) (Files, error) {
	files := Files{}
	m := maker{survey: Survey{Languages: languages, Org: orgID(b.Name)}, today: b.Today}
	for _, name := range []string{"site.yaml", "links.yaml"} {
		text, err := m.fill(name, "")
		if err != nil {
			return nil, err
		}
		files[content.Dir+"/"+name] = text
	}
	for _, page := range []content.Place{
		{Kind: content.KindColumn, Slug: "admin-keys"},
		{Kind: content.KindRunbook, Slug: "replacement"}, // refers to lost-device, which comes with it
		{Kind: content.KindRunbook, Slug: "lost-device"},
	} {
		m.survey = files.survey()
		m.survey.Runbooks = []string{"lost-device", "replacement"}
		if err := m.page(files, page); err != nil {
			return nil, err
		}
	}
	m.survey = files.survey()
	return files, m.org(files, m.survey.Org, b)
}

// Ignore makes the .gitignore of a site: what is made of it stays out of its history.
// The comment is in the language in which the author writes first.
func Ignore(language string) []byte {
	why := diag.Text{
		JA: "gen が書き出すものと、次に書き出すときのために残すもの。原稿から何度でも作れます。",
		EN: "What gen writes, and what it leaves for the next time. All of it can be made again.",
	}
	return []byte("# " + why.In(language) + "\n/public/\n/sites/\n.gen-*\n/handover-*.pdf\n")
}

// Page makes a page that refers to what the survey found: of all, or of an organisation
// alone, where one is named. A runbook of one of the names of [Runbooks] begins with what
// such a runbook says, an organisation's own with what the one that all share says; any
// other page asks.
func Page(s Survey, kind content.Kind, org, name string, today content.Date) (Files, error) {
	place := content.Place{Kind: kind, Org: org, Slug: slugOf(kind, org, name)}
	if strings.Contains(place.Slug, "/") {
		return nil, elsewhere(place, name)
	}
	if wrong := content.PageName(pathOf(place, s.Languages[0]), place.Slug); len(wrong) > 0 {
		return nil, unfit(wrong[0], name)
	}
	if taken := s.files[place]; len(taken) > 0 {
		return nil, &output.TakenError{Names: taken}
	}
	if other := s.TakenFrom(kind)[place.Slug]; other != "" {
		return nil, &NameError{Name: name, Why: content.SameName(pathOf(place, s.Languages[0]), other)}
	}
	files := Files{}
	m := maker{survey: s, today: today}
	if copied, err := m.copied(files, place); copied || err != nil {
		return files, err
	}
	return files, m.page(files, place)
}

// Org makes an organisation with a fact for everything that is handed over.
func Org(s Survey, name string, b Begin) (Files, error) {
	id := slugOf(content.KindOrg, "", name)
	if wrong := content.OrgFolder(orgPath(id), id); len(wrong) > 0 {
		return nil, unfit(wrong[0], name)
	}
	if taken := s.files[content.Place{Kind: content.KindOrg, Org: id}]; len(taken) > 0 {
		return nil, &output.TakenError{Names: taken}
	}
	files := Files{}
	m := maker{survey: s, today: b.Today}
	return files, m.org(files, id, b)
}

// A NameError says why a name cannot be one.
type NameError struct {
	Name string
	Why  diag.Diag
	Try  string // a name that would do; may be empty
}

func (e *NameError) Error() string { return e.Name + ": " + e.Why.Sentence("en") }

func unfit(why diag.Diag, typed string) error {
	e := &NameError{Name: typed, Why: why}
	if try := idOf(typed); try != typed {
		e.Try = try
	}
	return e
}

// elsewhere says that a page does not stand where somebody wants it: all of a kind stand
// in one folder.
func elsewhere(p content.Place, typed string) error {
	return &NameError{Name: typed, Try: idOf(path.Base(typed)), Why: diag.Diag{
		Code: diag.SLUG,
		What: diag.Textf("名前 %q に / は使えません", "the name %q cannot hold a /", typed),
		Do: diag.Textf("場所は %[1]s に決まっているので、名前だけを書いてください。",
			"Write the name alone: the page is put into %[1]s.", folderOf(p)+"/"),
	}}
}

// Runbooks returns the names of the runbooks that there are texts for.
func Runbooks() []string {
	var names []string
	entries, _ := templates.ReadDir("templates/runbooks") // are embedded
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".yaml"); ok && name != blank {
			names = append(names, name)
		}
	}
	return names
}

// orgID returns an id for an organisation of that name.
func orgID(name string) string {
	if id := idOf(name); id != "" && id != content.PublicEdition {
		return id
	}
	return "mycompany"
}

// idOf makes an id of a name, empty where it has too few letters for one.
func idOf(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r > 0x7f:
			return ""
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id := strings.Trim(b.String()[:min(b.Len(), 40)], "-")
	if _, wrong := content.Locate(content.Dir + "/guides/" + id + ".md"); len(wrong) > 0 {
		return ""
	}
	return id
}

const blank = "_blank" // the template of a page that asks

// A maker fills templates in.
type maker struct {
	survey Survey
	today  content.Date
}

func pathOf(p content.Place, lang string) string {
	return path.Join(folderOf(p), p.Slug+"."+lang+".md")
}

func folderOf(p content.Place) string {
	if p.Org != "" {
		return path.Join(content.Dir, "orgs", p.Org, p.Kind.Folder())
	}
	return path.Join(content.Dir, p.Kind.Folder())
}

func orgPath(id string) string { return path.Join(content.Dir, "orgs", id, "org.yaml") }

// page adds the files of a page, one for each language: the first with all that is
// declared, the others with their texts and the record of what they were made from.
func (m maker) page(files Files, p content.Place) error {
	name := p.Kind.Folder() + "/" + p.Slug
	if _, err := fs.Stat(templates, "templates/"+name+".yaml"); err != nil || p.Slug == "" {
		name = p.Kind.Folder() + "/" + blank
	}
	declared, err := m.fill(name+".yaml", p.Slug)
	if err != nil {
		return err
	}
	engine := markdown.New()
	var original *content.Page
	for i, lang := range m.survey.Languages {
		text, err := m.fill(name+"."+lang+".md", p.Slug)
		if err != nil {
			return err
		}
		file := pathOf(p, lang)
		from := ""
		if i == 0 {
			head, body, _ := bytes.Cut(text, []byte("\n---\n"))
			text = bytes.Join([][]byte{head, []byte("\n"), declared, []byte("---\n"), body}, nil)
		} else {
			from = original.Pos.File
		}
		page, wrong := content.ParsePage(source.New(file, text), p, lang, from, engine)
		if i == 0 {
			original = page
		} else if !wrong.HasErrors(false) {
			text, wrong = content.RecordIn(source.New(file, text), original.Sections)
		}
		if wrong.HasErrors(false) {
			return fmt.Errorf("scaffold: %s: %s", wrong[0].Pos, wrong[0].Sentence("en"))
		}
		files[file] = text
	}
	return nil
}

// fill fills in a template.
func (m maker) fill(name, slug string) ([]byte, error) { return m.execute(name, m.data(slug)) }

func (m maker) execute(name string, data any) ([]byte, error) {
	text, err := templates.ReadFile("templates/" + name)
	if err != nil {
		return nil, err
	}
	t, err := template.New(name).Funcs(m.functions()).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, errors.Join(errors.New("scaffold: "+name), err)
	}
	return b.Bytes(), nil
}

type pageData struct {
	Languages []string
	Org       string
	ID        string // with which those of items begin
	Today     content.Date
}

func (m maker) data(slug string) pageData {
	return pageData{m.survey.Languages, m.survey.Org, m.survey.idsOf(slug), m.today}
}

// known returns those of ids that are in the list.
func known(ids, list []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !slices.Contains(list, id) })
}
