package build

import (
	"cmp"
	"context"
	"slices"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/memo"
	"hikitsugi/internal/site"
	"hikitsugi/internal/source"
)

// parsed is what is remembered of one file: one of the values, and what is wrong
// with it.
type parsed struct {
	config   *content.Site
	links    content.Links
	page     *content.Page
	org      *content.Org
	problems diag.List
}

// An unparsed file with what its path says about it.
type unparsed struct {
	*source.File
	place       content.Place
	lang        string
	translation bool
}

// parse makes values of files. The languages of the site must be known before a
// page can be told from a translation, so site.yaml comes first.
//
// A file that could not be read has no value, but is known to exist: unread are
// the problems of such files.
func (b *Builder) parse(ctx context.Context, files []*source.File, unread diag.List) (site.Sources, diag.List, error) {
	src := site.Sources{Assets: map[string]bool{}}
	var problems diag.List
	var rest []unparsed
	for _, f := range files {
		place, wrong := content.Locate(f.Path)
		problems = append(problems, wrong...)
		switch place.Kind {
		case "":
		case content.KindSite:
			v := b.files.Get(memo.KeyOf(f.Sum[:]), func() parsed {
				config, problems := content.ParseSite(f)
				return parsed{config: config, problems: problems}
			})
			src.Config = v.config
			problems = append(problems, v.problems...)
		case content.KindStatic, content.KindAsset:
			src.Assets[f.Path] = true
		default:
			rest = append(rest, unparsed{File: f, place: place})
		}
	}
	if src.Config == nil {
		if len(problems) == 0 {
			problems.Add(diag.Pos{File: content.Dir + "/site.yaml"}, diag.YAML,
				diag.Text{JA: "このファイルがありません", EN: "this file is missing"},
				diag.Text{JA: "content/ を含むフォルダーで実行するか、そのフォルダーを -C で指定してください。", EN: "Run gen in the folder that holds content/, or name that folder with -C."})
		}
		return src, problems, nil
	}
	problems = append(problems, setLanguages(rest, src.Config)...)
	values, err := each(ctx, rest, b.parseFile)
	if err != nil {
		return src, nil, err
	}
	for _, v := range values {
		problems = append(problems, v.problems...)
		switch {
		case v.page != nil:
			src.Pages = append(src.Pages, v.page)
		case v.org != nil:
			src.Orgs = append(src.Orgs, v.org)
		case v.links != nil:
			src.Links = v.links
		default:
			src.BrokenLinks = true
		}
	}
	for _, p := range unread {
		switch place, _ := content.Locate(p.Pos.File); {
		case place.Kind.IsPage():
			place.Lang = cmp.Or(place.Lang, src.Config.Source())
			src.Pages = append(src.Pages, &content.Page{Place: place, Pos: diag.Pos{File: p.Pos.File}, Broken: true})
		case place.Kind == content.KindOrg:
			src.Orgs = append(src.Orgs, &content.Org{ID: place.Org, Broken: true})
		case place.Kind == content.KindLinks:
			src.BrokenLinks = true
		}
	}
	return src, problems, nil
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
		f.lang = f.place.Lang
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
			if f.place.Kind.IsPage() && first[key{f.place.Kind, f.place.Org, f.place.Slug}][lang] != "" {
				f.translation = lang != f.lang
				break
			}
		}
	}
	return problems
}

// parseFile parses one file, or remembers it.
func (b *Builder) parseFile(f unparsed) parsed {
	return b.files.Get(memo.KeyOf(f.Sum[:], f.lang, f.translation), func() parsed {
		var v parsed
		switch f.place.Kind {
		case content.KindLinks:
			v.links, v.problems = content.ParseLinks(f.File)
			if v.problems.HasErrors(false) {
				v.links = nil
			}
		case content.KindOrg:
			v.org, v.problems = content.ParseOrg(f.File, f.place.Org)
		default:
			v.page, v.problems = content.ParsePage(f.File, f.place, f.lang, f.translation, b.engine)
		}
		return v
	})
}
