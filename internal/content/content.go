// Package content is what an author writes, typed and strict: one file becomes
// one value, or a list of what is wrong with it.
//
//	content/
//	  site.yaml                    Site
//	  links.yaml                   Links
//	  glossary.yaml                Glossary
//	  columns/<slug>.<lang>.md     Page (Column)
//	  guides/<slug>.<lang>.md      Page (Guide)
//	  runbooks/<slug>.<lang>.md    Page (Runbook)
//	  orgs/<id>/org.yaml           Org
//	  orgs/<id>/packets.yaml       Packets, written by gen packet --record
//	  orgs/<id>/runbooks/…         Page (Runbook), in place of the generic one
//	  static/…                     copied as they are
//
// A column says what must be handed over; an organisation says who, where and
// when. Values know where they stand in their file, so that whoever joins them
// can say which of them does not fit. Nothing here looks at a second file.
package content

import (
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
)

// Dir is the folder that holds the content.
const Dir = "content"

// Languages are those that a site can be written in.
var Languages = []string{"ja", "en"}

// A Kind says what a file is.
type Kind string

// The kinds of files. Folder = kind.
const (
	KindSite     Kind = "site"
	KindLinks    Kind = "links"
	KindGlossary Kind = "glossary"
	KindOrg      Kind = "org"
	KindPackets  Kind = "packets" // of an organisation
	KindColumn   Kind = "column"
	KindGuide    Kind = "guide"
	KindRunbook  Kind = "runbook"
	KindStatic   Kind = "static" // copied as it is
	KindAsset    Kind = "asset"  // stands beside a page; published when a page shows it
)

// IsPage reports whether files of that kind are Markdown pages.
func (k Kind) IsPage() bool { return k == KindColumn || k == KindGuide || k == KindRunbook }

// Folder returns the name of the folder and of the section that holds pages of
// kind k.
func (k Kind) Folder() string { return string(k) + "s" }

// A Place is what a file's path says about it.
type Place struct {
	Kind   Kind
	Slug   string // of a page
	Lang   string // of a page; empty when the name has no suffix
	Org    string // id of the organisation that the file belongs to; empty for all
	Beside Kind   // of an asset: the kind of the pages beside which it stands
}

// Public reports whether the file may be part of a public edition.
func (p Place) Public() bool {
	return p.Org == "" && p.Kind != KindRunbook && p.Beside != KindRunbook
}

// PublicEdition is the name of the edition that is nobody's, and so no id of an
// organisation.
const PublicEdition = "public"

var folders = map[string]Kind{"columns": KindColumn, "guides": KindGuide, "runbooks": KindRunbook}

// Locate reads a path such as "content/columns/admin-handover.ja.md".
func Locate(name string) (Place, diag.List) {
	var diags diag.List
	rel := strings.TrimPrefix(name, Dir+"/")
	parts := strings.Split(rel, "/")
	var p Place
	switch {
	case rel == "site.yaml":
		return Place{Kind: KindSite}, nil
	case rel == "links.yaml":
		return Place{Kind: KindLinks}, nil
	case rel == "glossary.yaml":
		return Place{Kind: KindGlossary}, nil
	case parts[0] == "static" && len(parts) > 1:
		return Place{Kind: KindStatic}, nil
	case parts[0] == "orgs" && len(parts) == 3 && parts[2] == "org.yaml":
		p = Place{Kind: KindOrg, Org: parts[1]}
	case parts[0] == "orgs" && len(parts) == 3 && parts[2] == "packets.yaml":
		p = Place{Kind: KindPackets, Org: parts[1]}
	case parts[0] == "orgs" && len(parts) == 4 && parts[2] == "runbooks":
		p = Place{Kind: KindRunbook, Org: parts[1]}
	case len(parts) == 2 && folders[parts[0]] != "":
		p = Place{Kind: folders[parts[0]]}
	}
	if p.Org != "" {
		if wrong := OrgFolder(name, p.Org); len(wrong) > 0 {
			return Place{}, wrong
		}
	}
	if p.Kind.IsPage() {
		stem, isPage := strings.CutSuffix(path.Base(rel), ".md")
		if !isPage {
			switch ext := path.Ext(rel); strings.ToLower(ext) {
			case ".yaml", ".yml":
				return Place{}, unknownFile(name)
			case ".md", ".markdown", ".mdown", ".mkd", ".mdx":
				return Place{}, misnamedPage(name, ext)
			}
			p.Kind, p.Beside = KindAsset, p.Kind
			return p, nil
		}
		p.Slug = stem
		if slug, suffix, ok := strings.Cut(stem, "."); ok {
			p.Slug, p.Lang = slug, suffix
			if !slices.Contains(Languages, suffix) {
				diags.Add(diag.Pos{File: name}, diag.SLUG,
					diag.Textf("ファイル名の %q は言語ではありません", "%q in the file's name is not a language", suffix),
					diag.Text{JA: "「名前.ja.md」または「名前.en.md」にしてください。", EN: "Call it name.ja.md or name.en.md."})
				return Place{}, diags
			}
		}
		if wrong := PageName(name, p.Slug); len(wrong) > 0 {
			return Place{}, wrong
		}
	}
	if p.Kind == "" {
		return Place{}, unknownFile(name)
	}
	return p, nil
}

// OrgOf returns the organisation in whose folder a file stands; empty for the files of all.
func OrgOf(file string) string {
	in, _ := strings.CutPrefix(file, Dir+"/orgs/")
	org, _, within := strings.Cut(in, "/")
	if in == file || !within {
		return ""
	}
	return org
}

// PageName says why a page, in file, cannot have the name slug.
func PageName(file, slug string) diag.List {
	var diags diag.List
	switch pos := (diag.Pos{File: file}); {
	case reserved[slug]:
		diags.Add(pos, diag.SLUG,
			diag.Textf("%q はWindowsでファイル名に使えません", "Windows cannot hold a file called %q", slug),
			diag.Text{JA: "別の名前にしてください。", EN: "Choose another name."})
	case !isID(slug):
		diags.Add(pos, diag.SLUG,
			diag.Textf("ファイル名の %q はページの名前に使えません", "%q cannot be the name of a page", slug), idForm)
	}
	return diags
}

// OrgFolder says why an organisation cannot have the folder id, in which file stands.
func OrgFolder(file, id string) diag.List {
	var diags diag.List
	switch pos := (diag.Pos{File: file}); {
	case id == PublicEdition:
		diags.Add(pos, diag.ID,
			diag.Text{JA: "public は公開版の名前なので、組織には使えません", EN: "public is the name of the public edition, and cannot be an organisation's"},
			diag.Text{JA: "別のidにしてください。", EN: "Choose another id."})
	case reserved[id]:
		diags.Add(pos, diag.SLUG,
			diag.Textf("%q はWindowsでフォルダー名に使えません", "Windows cannot hold a folder called %q", id),
			diag.Text{JA: "組織を別のidにしてください。", EN: "Choose another id for the organisation."})
	case !isID(id):
		diags.Add(pos, diag.ID,
			diag.Textf("組織のフォルダー名 %q はidの形ではありません", "the organisation's folder %q is not an id", id), idForm)
	}
	return diags
}

// rootFolders are those of the content.
var rootFolders = []string{"columns", "guides", "runbooks", "orgs", "static"}

func unknownFile(name string) diag.List {
	var diags diag.List
	do := diag.Text{
		JA: "ページは columns/、guides/、runbooks/ に、組織は orgs/<id>/org.yaml に、そのまま公開するものは static/ に置きます。",
		EN: "Pages stand in columns/, guides/ or runbooks/, an organisation in orgs/<id>/org.yaml, files to be copied in static/.",
	}
	rel := strings.TrimPrefix(name, Dir+"/")
	folder, _, within := strings.Cut(rel, "/")
	stem, yml := strings.CutSuffix(path.Base(rel), ".yml")
	switch {
	case yml && slices.Contains([]string{"site", "links", "glossary", "org", "packets"}, stem):
		do = diag.Textf("名前を %s.yaml に変えてください。", "Call it %s.yaml.", stem)
	case within && !slices.Contains(rootFolders, folder):
		do = DidYouMean(folder, rootFolders, do)
	}
	diags.Add(diag.Pos{File: name}, diag.SLUG, diag.Text{JA: "この場所に置けるファイルではありません", EN: "nothing reads a file of this name here"}, do)
	return diags
}

// misnamedPage says that a page has an ending with which nothing reads it.
func misnamedPage(name, ext string) diag.List {
	var diags diag.List
	right := strings.TrimSuffix(path.Base(name), ext) + ".md"
	diags.Add(diag.Pos{File: name}, diag.SLUG,
		diag.Textf("%q で終わるファイルは、ページとして読まれません", "nothing reads a page whose name ends in %q", ext),
		diag.Textf("名前を %s に変えてください。", "Call it %s.", right))
	return diags
}

// NoOrg says that nothing reads the folder of an organisation, which has no org.yaml.
func NoOrg(id string) diag.Diag {
	return diag.Diag{
		Pos: diag.Pos{File: path.Join(Dir, "orgs", id, "org.yaml")}, Code: diag.SLUG, Mild: true,
		What: diag.Textf("このファイルがないので、orgs/%s/ は誰にも読まれません", "without this file nothing reads orgs/%s/", id),
		Do:   diag.Text{JA: "組織であれば書いてください。そうでなければ、フォルダーを content/ の外に移してください。", EN: "Write it if this is an organisation; else move the folder out of content/."},
	}
}

// SameName says that a file has the name of another, of a page of another kind.
func SameName(file, other string) diag.Diag {
	return diag.Diag{
		Pos: diag.Pos{File: file}, Code: diag.SLUG,
		What: diag.Textf("%s と同じ名前です", "%s has the same name", other),
		Do:   diag.Text{JA: "別の名前にしてください。1つの紙面に並ぶと、どちらの見出しか分からなくなります。", EN: "Choose another: on a page that joins both, their headings could not be told apart."},
	}
}

// reserved are the names that Windows keeps for devices.
var reserved = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// A Text is a text in the languages of a site.
type Text struct {
	JA, EN string
	Plain  bool // written as one string that serves every language
}

// In returns the text in lang, or in the other language where it has none.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" || t.JA == "" {
		return t.EN
	}
	return t.JA
}

// IsZero reports whether there is no text at all.
func (t Text) IsZero() bool { return t.JA == "" && t.EN == "" }

// A Name is an id with the place where it stands: something declared, or a
// reference to it.
type Name struct {
	ID  string
	Pos diag.Pos
}

// A DutyName names an item, which stands for all its renewals, or one of them as
// item/renewal.
type DutyName Name

// IDs returns the ids of names.
func IDs(names []Name) []string {
	ids := make([]string, len(names))
	for i, n := range names {
		ids[i] = n.ID
	}
	return ids
}

// A Map is a mapping in the order of the file.
type Map[V any] []Entry[V]

// An Entry is one key of a [Map].
type Entry[V any] struct {
	Key   Name
	Value V
}

// Get returns the value of id.
func (m Map[V]) Get(id string) (V, bool) {
	for _, e := range m {
		if e.Key.ID == id {
			return e.Value, true
		}
	}
	var zero V
	return zero, false
}

// Keys returns the keys in the order of the file.
func (m Map[V]) Keys() []string {
	keys := make([]string, len(m))
	for i, e := range m {
		keys[i] = e.Key.ID
	}
	return keys
}

const maxID = 40

// isID reports whether s has the form [a-z0-9][a-z0-9-]{0,39}.
func isID(s string) bool {
	if s == "" || len(s) > maxID || s[0] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

var idForm = diag.Text{
	JA: "半角の英小文字・数字・ハイフンで、40文字までにしてください（例：lost-device）。",
	EN: "Use lower-case letters, digits and hyphens, 40 at most, as in lost-device.",
}
