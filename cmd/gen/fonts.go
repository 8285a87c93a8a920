package main

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"hikitsugi/internal/pdf"
)

// ownFont returns the font that site.yaml names under fonts. Like all that is read of a
// project, it stands in its folder.
func (p *program) ownFont(dir, lang, name string) (pdf.Font, error) {
	unfit := func(ja, en string) (pdf.Font, error) {
		return pdf.Font{}, errLacks{fmt.Errorf(p.say(
			"content/site.yaml の fonts の %s: %q は、%s",
			"content/site.yaml: %s of fonts: %q %s"), lang, name, p.say(ja, en))}
	}
	local := path.Clean(filepath.ToSlash(name))
	if !fs.ValidPath(local) {
		return unfit("content/ のあるフォルダーの外です。フォントをその中に置き、そこからのパスを書いてください", "is outside the folder that holds content/; put the font there and write its path from there")
	}
	root, err := p.disk.Open(dir)
	if err != nil {
		return pdf.Font{}, err
	}
	defer root.Close()
	if info, err := fs.Stat(root.FS(), local); err != nil || !info.Mode().IsRegular() {
		return unfit("読めるファイルではありません。content/ のあるフォルダーからのパスを確かめてください", "is no file that can be read; check the path, which begins at the folder that holds content/")
	}
	font := pdf.Font{Path: filepath.Join(dir, filepath.FromSlash(local))}
	if !font.Embeddable() {
		return unfit("PDFに埋め込めるフォントではありません。可変ではないTrueType（.ttf）を指定してください", "is no font that can be embedded in a PDF; name a TrueType font (.ttf) that is not variable")
	}
	return font, nil
}
