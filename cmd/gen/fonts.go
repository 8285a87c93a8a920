package main

import (
	"io/fs"
	"path/filepath"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
	"hikitsugi/internal/pdf"
)

// ownFonts returns the fonts for Japanese and for English that site.yaml names, none
// where it does not, and what is wrong with their files in the project in dir.
func (p *program) ownFonts(dir string, named content.Fonts) (ja, en pdf.Font, problems diag.List, err error) {
	if named.JA.Path == "" && named.EN.Path == "" {
		return ja, en, nil, nil
	}
	root, err := p.disk.Open(dir)
	if err != nil {
		return ja, en, nil, err
	}
	defer root.Close()
	find := func(file content.FontFile) (font pdf.Font) {
		if file.Path == "" {
			return font
		}
		if info, err := fs.Stat(root.FS(), file.Path); err != nil || !info.Mode().IsRegular() {
			problems.Add(file.Pos, diag.LINK,
				diag.Textf("フォントのファイル %s がありません", "there is no font file %s", file.Path),
				diag.Text{JA: "content/ のあるフォルダーからのパスを確かめてください。", EN: "Check the path, which begins at the folder that holds content/."})
			return font
		}
		font.Path = filepath.Join(dir, filepath.FromSlash(file.Path))
		if !font.Embeddable() {
			problems.Add(file.Pos, diag.TYPE,
				diag.Textf("%s は、PDFに埋め込めるフォントではありません", "%s is not a font that can be embedded in a PDF", file.Path),
				diag.Text{JA: "可変ではないTrueType（.ttf）を指定してください。", EN: "Name a TrueType font (.ttf) that is not variable."})
		}
		return font
	}
	ja, en = find(named.JA), find(named.EN)
	return ja, en, problems, nil
}
