package theme

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// folders are those of a theme that are read.
var folders = []string{"layouts", "strings", "static"}

// checkFiles reports files of the author's that nothing reads, and those to be published
// that some systems cannot hold, or not beside another.
func (src *texts) checkFiles(files []File) {
	known := map[string]string{} // paths of what is built in, by name
	first := map[string]string{}
	for _, f := range files {
		if !src.own(f.Path) {
			known[path.Base(f.Path)] = f.Path
			first[content.FoldedName(f.Path)] = f.Path
		}
	}
	for _, l := range layouts {
		known[l.name] = fileOf(l.name)
	}
	told := map[string]bool{} // folders
	for _, f := range files {
		if !src.own(f.Path) {
			continue
		}
		top, _, within := strings.Cut(f.Path, "/")
		switch {
		case !within:
			src.misplaced(f.Path, known)
		case top == "static":
			src.checkName(f.Path, first)
		case !slices.Contains(folders, top):
			if !told[top] {
				told[top] = true
				src.unreadFolder(top)
			}
		case !src.reads(f.Path):
			src.unread(f.Path, known)
		}
	}
}

// reads reports whether a file in layouts/ or strings/ is one of a theme.
func (src *texts) reads(file string) bool {
	dir, name := path.Split(file)
	switch dir {
	case "layouts/":
		return slices.ContainsFunc(layouts[:], func(l layout) bool { return l.name == name })
	case "layouts/parts/":
		return path.Ext(name) == ".html"
	case "strings/":
		lang, isWords := strings.CutSuffix(name, ".json")
		return isWords && slices.Contains(languages[:], lang)
	}
	return false
}

// unread reports a file in layouts/ or strings/ that nothing reads.
func (src *texts) unread(file string, known map[string]string) {
	dir, name := path.Split(file)
	lang, isWords := strings.CutSuffix(name, ".json")
	belongs := known[name]
	switch {
	case dir == "strings/" && isWords:
		src.reportFile(file, noLanguage(lang), onlyLanguages)
	case belongs != "":
		src.reportFile(file, nothingReads, diag.Textf("置く場所は %s です。", "It belongs at %s.", belongs))
	case dir == "layouts/" && path.Ext(name) == ".html":
		var names []string
		for _, l := range layouts {
			names = append(names, l.name)
		}
		src.reportFile(file, diag.Text{JA: "このレイアウトを使うページはありません", EN: "no page uses this layout"},
			content.DidYouMean(name, names, diag.Text{
				JA: "使えるのは " + strings.Join(names, "、") + " です。共通の部品は layouts/parts/ に置きます。",
				EN: "There are: " + strings.Join(names, ", ") + ". What layouts share stands in layouts/parts/.",
			}))
	case path.Ext(name) == ".html":
		src.reportFile(file, nothingReads, diag.Text{
			JA: "ページの形は layouts/ に、共通の部品は layouts/parts/ に、それぞれ直接置きます。",
			EN: "A layout stands in layouts/ itself, and what layouts share in layouts/parts/.",
		})
	case dir == "strings/":
		src.reportFile(file, nothingReads, diag.Text{JA: "文言は strings/ja.json と strings/en.json に書きます。", EN: "Words stand in strings/ja.json and strings/en.json."})
		src.soften()
	default:
		src.reportFile(file, nothingReads, diag.Text{
			JA: "ここには .html で終わるファイルだけを置きます。公開するファイルは static/ に置きます。",
			EN: "Only files whose names end in .html are read here. One that is to be published belongs in static/.",
		})
		src.soften()
	}
}

// checkParts reports parts of the author's that no layout uses, by what was visited from
// the layouts on, and that are called nearly as built-in ones: the others may wait for
// their layouts.
func (src *texts) checkParts(set *template.Template, visited map[visit][]string) {
	used, builtin := map[string]bool{}, []string{}
	for v := range visited {
		if t := set.Lookup(v.name); t != nil && t.Tree != nil {
			used[fileOf(t.Tree.ParseName)] = true
		}
	}
	for file := range src.text {
		if strings.HasPrefix(file, "layouts/parts/") && !src.own(file) {
			builtin = append(builtin, templateName(file))
		}
	}
	slices.Sort(builtin)
	for file := range src.text {
		if !strings.HasPrefix(file, "layouts/parts/") || !src.own(file) || used[file] {
			continue
		}
		if meant := content.DidYouMean(templateName(file), builtin, diag.Text{}); meant != (diag.Text{}) {
			src.reportFile(file, diag.Text{JA: "この部品を使うレイアウトはありません", EN: "no layout uses this part"}, meant)
			src.soften()
		}
	}
}

// misplaced reports a file beside the folders of a theme that has the name of one that
// belongs into them; others may tell of the theme.
func (src *texts) misplaced(file string, known map[string]string) {
	if belongs := known[file]; belongs != "" {
		src.reportFile(file, nothingReads, diag.Textf("置く場所は %s です。", "It belongs at %s.", belongs))
	}
}

// unreadFolder reports a folder that is none of a theme's.
func (src *texts) unreadFolder(name string) {
	const all = "layouts/, strings/, static/"
	meant := content.DidYouMean(name, folders, diag.Text{})
	do := meant
	if meant == (diag.Text{}) {
		do = diag.Text{
			JA: "テーマのフォルダーは " + all + " です。テーマのものでなければ、外に移してください。",
			EN: "The folders of a theme are " + all + ". Move it away if it is none of them.",
		}
	}
	src.reportFile(name, diag.Text{JA: "このフォルダーの中身は読まれません", EN: "nothing reads what is in this folder"}, do)
	if meant == (diag.Text{}) {
		src.soften()
	}
}

// checkName reports a file to be published whose name some systems cannot hold, or not
// beside that of another.
func (src *texts) checkName(file string, first map[string]string) {
	for _, what := range content.NameFaults(file) {
		src.reportFile(file, what, content.SafeName)
	}
	folded := content.FoldedName(file)
	other := first[folded]
	switch like := (diag.Text{JA: other, EN: other}); {
	case folded == "static/chroma.css":
		src.reportFile(file,
			diag.Text{JA: "theme/chroma.css は、コードの色として gen が書き出します", EN: "gen itself publishes theme/chroma.css, the colours of code"},
			diag.Text{JA: "別の名前にして、レイアウトから読み込んでください。", EN: "Choose another name, and load it from a layout."})
	case other == "" || other == file:
		first[folded] = file
	default:
		if !src.own(other) {
			like = diag.Text{JA: "標準の " + other, EN: "the built-in " + other}
		}
		what, do := content.LikeName(like)
		src.reportFile(file, what, do)
	}
}

var nothingReads = diag.Text{JA: "このファイルは読まれません", EN: "nothing reads this file"}

func noLanguage(lang string) diag.Text {
	return diag.Textf("言語「%s」のページはありません", "there are no pages in the language %q", lang)
}

var onlyLanguages = diag.Text{
	JA: "言語は " + strings.Join(languages[:], " と ") + " だけです。",
	EN: "The languages are " + strings.Join(languages[:], " and ") + ".",
}

// reportFile adds a problem of a file of the author's as a whole.
func (src *texts) reportFile(file string, what, do diag.Text) {
	src.list = append(src.list, diag.Diag{Pos: diag.Pos{File: file}, Code: diag.THEME, What: what, Do: do})
}

// soften makes what was reported last a warning: nothing on a page is wrong.
func (src *texts) soften() { src.list[len(src.list)-1].Mild = true }
