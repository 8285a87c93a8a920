package build

import (
	"context"
	"crypto/sha256"
	"maps"
	"slices"

	"hikitsugi/internal/check"
	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/picture"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// parsed is what is remembered of one file: one of the values, and what is wrong
// with it.
type parsed struct {
	config   *content.Site
	links    content.Links
	glossary content.Glossary // never nil when the file is one
	page     *content.Page
	org      *content.Org
	packets  *packets
	asset    content.Asset
	problems diag.List
	face     hash // of a page that is kept
}

// packets are the printings of one organisation.
type packets struct {
	org  string
	list content.Packets
}

// An unparsed file with what its path says about it.
type unparsed struct {
	*source.File
	place    content.Place
	lang     string
	original string // of a translation: the file that it was made from
	unread   bool   // the file could not be read, and has no content
}

// A catalogue is what the paths of all files say: what kind of file each is, in which
// language it is written, and of what it is a translation.
type catalogue struct {
	files    []*source.File // in the order of the reading
	unread   []string       // paths of those that could not be read
	site     *source.File   // site.yaml; nil when there is none
	assets   []unparsed
	rest     []unparsed
	problems diag.List

	// What follows from site.yaml, once that is parsed.
	config    *content.Site
	languages diag.List // what setLanguages said
}

// fits reports whether the catalogue of other files would say the same.
func (o *catalogue) fits(files []*source.File, unread []string) bool {
	return slices.Equal(o.unread, unread) && slices.EqualFunc(o.files, files, func(a, b *source.File) bool { return a == b || a.Path == b.Path })
}

// catalogueOf sorts files by kind.
func catalogueOf(files []*source.File, unread []string) *catalogue {
	o := &catalogue{files: files, unread: unread}
	for _, name := range unread {
		f := unparsed{File: source.New(name, nil), unread: true}
		switch f.place, _ = content.Locate(name); f.place.Kind {
		case "", content.KindSite:
		case content.KindStatic, content.KindAsset:
			o.assets = append(o.assets, f)
		default:
			o.rest = append(o.rest, f)
		}
	}
	for _, f := range files {
		place, wrong := content.Locate(f.Path)
		o.problems = append(o.problems, wrong...)
		switch place.Kind {
		case "":
		case content.KindSite:
			o.site = f
		case content.KindStatic, content.KindAsset:
			o.assets = append(o.assets, unparsed{File: f, place: place})
		default:
			o.rest = append(o.rest, unparsed{File: f, place: place})
		}
	}
	o.problems = append(o.problems, o.noOrgs()...)
	return o
}

// noOrgs reports the folders of organisations that have no org.yaml.
func (o *catalogue) noOrgs() diag.List {
	declared := map[string]bool{}
	for _, f := range slices.Concat(o.rest, o.assets) {
		if id := f.place.Org; id != "" {
			declared[id] = declared[id] || f.place.Kind == content.KindOrg
		}
	}
	var problems diag.List
	for _, id := range slices.Sorted(maps.Keys(declared)) {
		if !declared[id] {
			problems = append(problems, content.NoOrg(id))
		}
	}
	return problems
}

// update makes it the catalogue of files of which only the content is another.
func (o *catalogue) update(files []*source.File) {
	newer := map[*source.File]*source.File{}
	for i, f := range files {
		if old := o.files[i]; old != f {
			newer[old] = f
		}
	}
	o.files = files
	if len(newer) == 0 {
		return
	}
	if f := newer[o.site]; f != nil {
		o.site = f
	}
	for _, list := range [][]unparsed{o.assets, o.rest} {
		for i := range list {
			if f := newer[list[i].File]; f != nil {
				list[i].File = f
			}
		}
	}
}

// parse makes values of files. The languages of the site must be known before a
// page can be told from a translation, so site.yaml comes first.
//
// A file that could not be read has no value, but is known to exist: unread are
// the problems of such files, of which those of pictures get the place of the text that
// shows them. parse returns how many files it parsed afresh.
func (b *Builder) parse(ctx context.Context, files []*source.File, unread diag.List) (site.Sources, diag.List, int, error) {
	src := site.Sources{Assets: map[string]content.Asset{}, Packets: map[string]content.Packets{}, Parity: b.parity}
	var lost []string
	for _, p := range unread {
		lost = append(lost, p.Pos.File)
	}
	o := b.catalogue
	if o != nil && o.fits(files, lost) {
		o.update(files)
	} else {
		o = catalogueOf(files, lost)
	}
	problems := slices.Clone(o.problems)
	var configs []unparsed
	if o.site != nil {
		configs = []unparsed{{File: o.site, place: content.Place{Kind: content.KindSite}}}
	}
	values, parsed, err := b.configs.of(ctx, configs, b.parseFile)
	if err != nil {
		return src, nil, 0, err
	}
	for _, v := range values {
		src.Config = v.config
		problems = append(problems, v.problems...)
	}
	values, n, err := b.assets.of(ctx, o.assets, b.parseFile)
	if err != nil {
		return src, nil, 0, err
	}
	parsed += n
	for i, v := range values {
		src.Assets[o.assets[i].Path] = v.asset
		problems = append(problems, v.problems...)
	}
	problems = append(problems, sameNames(src.Assets)...)
	if o.site == nil && !slices.Contains(lost, content.Dir+"/site.yaml") {
		problems.Add(diag.Pos{File: content.Dir + "/site.yaml"}, diag.YAML,
			diag.Text{JA: "このファイルがありません", EN: "this file is missing"},
			diag.Text{JA: "content/ を含むフォルダーで実行するか、そのフォルダーを -C で指定してください。新しく始めるときは gen new site を実行します。", EN: "Run gen in the folder that holds content/, or name that folder with -C. To begin a site: gen new site."})
	}
	if src.Config == nil {
		return src, problems, parsed, nil
	}
	if o.config != src.Config {
		o.config, o.languages = src.Config, setLanguages(o.rest, src.Config)
	}
	b.catalogue = o
	problems = append(problems, o.languages...)
	values, n, err = b.files.of(ctx, o.rest, b.parseFile)
	if err != nil {
		return src, nil, 0, err
	}
	src.Pages = make([]*content.Page, 0, len(values))
	for _, v := range values {
		problems = append(problems, v.problems...)
		switch {
		case v.page != nil:
			src.Pages = append(src.Pages, v.page)
		case v.org != nil:
			src.Orgs = append(src.Orgs, v.org)
		case v.packets != nil:
			src.Packets[v.packets.org] = v.packets.list
		case v.links != nil:
			src.Links = v.links
		case v.glossary != nil:
			src.Glossary = v.glossary
		default:
			src.BrokenLinks = true
		}
	}
	atTexts(src, unread, problems)
	if b.Pages != nil { // a preview has no use for it
		b.surface = surfaceOf(o, values)
	}
	return src, problems, parsed + n, nil
}

// surfaceOf returns a hash of all of the content but what only the page shows that it
// stands on.
func surfaceOf(o *catalogue, values []*parsed) hash {
	h := sha256.New()
	if o.site != nil {
		h.Write(o.site.Sum[:])
	}
	for _, f := range o.assets {
		h.Write(f.Sum[:])
	}
	for i, v := range values {
		if v.face == (hash{}) {
			h.Write(o.rest[i].Sum[:])
		} else {
			h.Write(v.face[:])
		}
	}
	return hash(h.Sum(nil))
}

// sameNames reports files that are published and that some systems cannot hold
// beside each other: those whose names differ only in case or composition.
func sameNames(files map[string]content.Asset) diag.List {
	var problems diag.List
	first := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		folded := content.FoldedName(name)
		if other := first[folded]; other != "" {
			what, do := content.LikeName(diag.Text{JA: other, EN: other})
			problems.Add(diag.Pos{File: name}, diag.SLUG, what, do)
			continue
		}
		first[folded] = name
	}
	return problems
}

// setLanguages says of each page in which language it is written and whether it
// is a translation: a page without a file in the first language is sourced from
// the file that it has.
func setLanguages(files []unparsed, config *content.Site) diag.List {
	type key struct {
		kind      content.Kind
		org, slug string
	}
	var problems diag.List
	first := map[key]map[string]string{} // page → language → file
	for i := range files {
		f := &files[i]
		if !f.place.Kind.IsPage() {
			continue
		}
		f.lang, f.original = f.place.Lang, ""
		if f.lang == "" {
			f.lang = config.Source()
		}
		k := key{f.place.Kind, f.place.Org, f.place.Slug}
		if first[k] == nil {
			first[k] = map[string]string{}
		}
		switch other := first[k][f.lang]; {
		case !slices.Contains(config.Languages, f.lang):
			problems.Add(diag.Pos{File: f.Path}, diag.SLUG,
				diag.Textf("言語 %q は site.yaml の languages にありません", "the language %q is not in the languages of site.yaml", f.lang),
				diag.Text{JA: "languages に加えるか、ファイルを移してください。", EN: "Add it there, or move the file away."})
		case other != "":
			problems.Add(diag.Pos{File: f.Path}, diag.SLUG,
				diag.Textf("%s と同じページの同じ言語です", "this is the same page in the same language as %s", other),
				diag.Text{JA: "どちらか一方だけにしてください。", EN: "Keep one of them."})
		}
		first[k][f.lang] = f.Path
	}
	for i := range files {
		f := &files[i]
		for _, lang := range config.Languages {
			if original := first[key{f.place.Kind, f.place.Org, f.place.Slug}][lang]; f.place.Kind.IsPage() && original != "" {
				if lang != f.lang {
					f.original = original
				}
				break
			}
		}
	}
	return problems
}

// parseFile parses one file.
func (b *Builder) parseFile(f unparsed) *parsed {
	if v := b.recall(f); v != nil {
		return v
	}
	v := new(parsed)
	f.File = f.Loaded()
	switch {
	case f.unread && (f.place.Kind == content.KindStatic || f.place.Kind == content.KindAsset):
		v.asset.Picture = picture.Is(f.Path)
		return v
	case f.place.Kind == content.KindStatic, f.place.Kind == content.KindAsset:
		v.asset, v.problems = content.ParseAsset(f.File)
		return v
	case f.unread && f.place.Kind.IsPage():
		f.place.Lang = f.lang
		v.page = &content.Page{Place: f.place, Pos: diag.Pos{File: f.Path}, Broken: true}
	case f.unread && f.place.Kind == content.KindOrg:
		v.org = &content.Org{ID: f.place.Org, Pos: diag.Pos{File: f.Path}, Broken: true}
	case f.unread && f.place.Kind == content.KindGlossary:
		v.glossary = content.Glossary{}
	case f.unread:
	case f.place.Kind == content.KindSite:
		v.config, v.problems = content.ParseSite(f.File)
	case f.place.Kind == content.KindLinks:
		v.links, v.problems = content.ParseLinks(f.File)
		if v.problems.HasErrors(false) {
			v.links = nil
		}
	case f.place.Kind == content.KindGlossary:
		v.glossary, v.problems = content.ParseGlossary(f.File)
		if v.glossary == nil {
			v.glossary = content.Glossary{}
		}
	case f.place.Kind == content.KindOrg:
		v.org, v.problems = content.ParseOrg(f.File, f.place.Org)
	case f.place.Kind == content.KindPackets:
		v.packets = &packets{org: f.place.Org}
		v.packets.list, v.problems = content.ParsePackets(f.File)
	default:
		v.page, v.problems = content.ParsePage(f.File, f.place, f.lang, f.original, b.engine)
		v.problems = append(v.problems, check.Alternatives(f.File, v.page)...)
	}
	v.problems = WithLines(append(v.problems, check.Lint(f.File)...), source.Files{f.File})
	b.keep(f, v)
	return v
}
