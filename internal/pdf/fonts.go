package pdf

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hikitsugi/internal/diag"
)

// Fonts are the faces of a packet. Each is static TrueType: Chromium embeds
// such a font as a small subset of outlines, and any other (CFF outlines,
// variable fonts) as drawings, a font for every few characters.
type Fonts struct {
	Regular Font
	Bold    Font // none: Regular serves
	Mono    Font // fixed width; none: Regular serves

	// For English text, where the letters of a Japanese font, cut short below the
	// line, look out of place; none: Regular and Bold serve.
	Latin     Font
	LatinBold Font
}

// A Font is one face in a file. The zero Font is none.
type Font struct {
	Path  string // a .ttf or .ttc file
	Index int    // of the face in a collection (.ttc); 0 in a plain file
}

// textFamilies are the Japanese families that are known to come as static
// TrueType, the most legible first, by the name in their English name table.
var textFamilies = []string{
	"BIZ UDPGothic", "Noto Sans JP", "Meiryo", "Yu Gothic",
	"IPAexGothic", "IPAPGothic", "TakaoPGothic", "VL PGothic",
}

// latinFamilies are families for English text that are known to come as static
// TrueType with a bold face.
var latinFamilies = []string{"Noto Sans", "Liberation Sans", "Arial"}

// monoFamilies are families of fixed width. What one of them lacks is taken
// from the text font, so it need not be Japanese.
var monoFamilies = []string{
	"BIZ UDGothic", "Noto Sans Mono", "IPAGothic", "TakaoGothic", "VL Gothic",
	"DejaVu Sans Mono", "Liberation Mono", "Consolas", "Courier New",
}

// FindFonts looks through folders of fonts, and the folders in them, for the
// best Japanese family that can be embedded: one that has a bold face if there
// is any. The same family in two places is taken from the first. The error is
// an *Error.
func FindFonts(dirs []string) (Fonts, error) {
	installed := scanFonts(dirs)
	var fonts Fonts
	for _, family := range monoFamilies {
		if mono, ok := installed[faceName{family, "Regular"}]; ok {
			fonts.Mono = mono
			break
		}
	}
	for _, family := range latinFamilies {
		regular, ok := installed[faceName{family, "Regular"}]
		bold, hasBold := installed[faceName{family, "Bold"}]
		if ok && hasBold {
			fonts.Latin, fonts.LatinBold = regular, bold
			break
		}
	}
	for _, needBold := range []bool{true, false} {
		for _, family := range textFamilies {
			regular, ok := installed[faceName{family, "Regular"}]
			bold, hasBold := installed[faceName{family, "Bold"}]
			if ok && (hasBold || !needBold) {
				fonts.Regular, fonts.Bold = regular, bold
				return fonts, nil
			}
		}
	}
	return Fonts{}, &Error{
		What: diag.Text{
			JA: "PDFに埋め込める日本語フォント（可変ではないTrueType）が見つかりません",
			EN: "no Japanese font that can be embedded in a PDF was found (TrueType, not variable)",
		},
		Do: diag.Text{
			JA: "「BIZ UDPゴシック」を次のようにインストールしてください。\n" +
				"Debian: sudo apt install fonts-morisawa-bizud-gothic\n" +
				"macOS: brew install --cask font-biz-udpgothic font-biz-udgothic\n" +
				"Windows: 「設定」→「オプション機能」で「日本語補助フォント」を追加",
			EN: "Install BIZ UDPGothic.\n" +
				"Debian: sudo apt install fonts-morisawa-bizud-gothic\n" +
				"macOS: brew install --cask font-biz-udpgothic font-biz-udgothic\n" +
				"Windows: add “Japanese Supplemental Fonts” under Settings, Optional features",
		},
	}
}

// FontDirs returns the usual folders of fonts, the user's own first. goos is a
// runtime.GOOS, home the user's home folder, windir that of Windows.
func FontDirs(goos, home, windir string) []string {
	switch goos {
	case "darwin":
		return []string{home + "/Library/Fonts", "/Library/Fonts", "/System/Library/Fonts"}
	case "windows":
		return []string{home + `\AppData\Local\Microsoft\Windows\Fonts`, windir + `\Fonts`}
	}
	return []string{home + "/.local/share/fonts", home + "/.fonts", "/usr/local/share/fonts", "/usr/share/fonts"}
}

// A faceName is what a font calls itself: "BIZ UDPGothic", "Bold".
type faceName struct{ family, style string }

// scanFonts returns the faces under dirs that can be embedded. What cannot be
// read is not there.
func scanFonts(dirs []string) map[faceName]Font {
	found := map[faceName]Font{}
	for _, dir := range dirs {
		filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".ttc":
				scanFile(path, found)
			}
			return nil
		})
	}
	return found
}

// scanFile adds the faces of one file to found, unless they are there.
func scanFile(path string, found map[faceName]Font) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	faces, err := readFaces(file, info.Size())
	if err != nil {
		return
	}
	for i, face := range faces {
		names, err := face.names()
		if err != nil || face.static() != nil {
			continue
		}
		name := faceName{names[familyName], names[styleName]}
		if _, ok := found[name]; !ok {
			found[name] = Font{Path: path, Index: i}
		}
	}
}

// Embeddable reports whether the font can be read and embedded.
func (f Font) Embeddable() bool {
	_, err := f.load()
	return err == nil
}

// A loadedFont is a face that is read.
type loadedFont struct {
	data       []byte // a font file of its own
	name       string // by which a PDF knows it
	characters *coverage
	shared     sharedGlyphs
}

// load reads the face.
func (f Font) load() (*loadedFont, error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, fmt.Errorf("reading a font: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("reading a font: %w", err)
	}
	faces, err := readFaces(file, info.Size())
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Path, err)
	}
	if f.Index < 0 || f.Index >= len(faces) {
		return nil, fmt.Errorf("font %s has no face %d", f.Path, f.Index)
	}
	face := faces[f.Index]
	if err := face.static(); err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Path, err)
	}
	names, err := face.names()
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Path, err)
	}
	characters, shared, err := face.characters()
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Path, err)
	}
	data, err := face.standalone()
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", f.Path, err)
	}
	return &loadedFont{data, names[postScriptName], characters, shared}, nil
}
