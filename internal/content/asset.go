package content

import (
	"crypto/sha256"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/picture"
	"hikitsugi/internal/source"
)

// An Asset is a file that is published as it is: it stands beside a page or in
// static/.
type Asset struct {
	Picture bool              // a page can show it
	Size    picture.Size      // of a picture
	Sum     [sha256.Size]byte // of its path and its data
}

// ParseAsset looks at a file that is published as it is.
func ParseAsset(f *source.File) (Asset, diag.List) {
	diags := assetName(f.Path)
	if ending := endingThatRuns(f.Path); ending != "" {
		diags.Add(diag.Pos{File: f.Path}, diag.HTML,
			diag.Textf("%s のファイルは、開いた人のブラウザーの中で動きます", "a browser that opens a %s file runs what is in it", ending),
			diag.Text{
				JA: "文ならMarkdownで書き、配るだけのファイルならZIPにしてください。サイトに自分のページやスクリプトを加えるなら、テーマの static/ に置きます（themes/名前/static/）。",
				EN: "Write a text as Markdown, and put a file that is only handed out into a ZIP. A page or a script of your own belongs in the static/ of a theme (themes/NAME/static/).",
			})
	}
	a := Asset{Picture: picture.Is(f.Path), Sum: f.Sum}
	if !a.Picture {
		return a, diags
	}
	size, fault := picture.Read(f.Path, f.Data())
	if fault != "" {
		what, do := pictureFault(fault)
		diags.Add(diag.Pos{File: f.Path}, diag.IMAGE, what, do)
	}
	a.Size = size
	return a, diags
}

// running are the endings of files that servers call a page or a script.
var running = strings.Fields(".html .htm .shtml .shtm .stm .xhtml .xht .mhtml .mht .hta .htc .xsl .xslt .svgz .js .mjs .cjs .wasm")

// endingThatRuns returns how the name of a file ends that a browser would run, or "".
// Some servers send a.html.gz as a.html.
func endingThatRuns(name string) string {
	name = strings.ToLower(name)
	switch ending := path.Ext(name); ending {
	case ".gz", ".br", ".zst":
		name = strings.TrimSuffix(name, ending)
	}
	if ending := path.Ext(name); slices.Contains(running, ending) {
		return ending
	}
	return ""
}

func pictureFault(fault picture.Fault) (what, do diag.Text) {
	switch fault {
	case picture.Script:
		return diag.Text{JA: "このSVGにはスクリプトなど、画像ではないものが入っています", EN: "this SVG holds a script, or something else that is not a picture"},
			diag.Text{JA: "取り除くか、PNGで書き出してください。", EN: "Take it out, or export it as PNG."}
	case picture.Page:
		return diag.Text{JA: "このSVGには、<foreignObject> など、Webページの部品が入っています", EN: "this SVG holds parts of a web page, as in <foreignObject>"},
			diag.Text{JA: "文字を文字のまま書き出してください（draw.ioでは「書式付きテキスト」と「折り返し」を外し、Mermaidでは htmlLabels: false）。またはPNGで書き出してください。", EN: "Export its words as plain text (in draw.io without “Formatted Text” and “Word Wrap”, in Mermaid with htmlLabels: false), or export it as PNG."}
	case picture.Outside:
		return diag.Text{JA: "このSVGは、ほかのファイルやサイトを読み込みます", EN: "this SVG loads something from elsewhere"},
			diag.Text{JA: "必要なものを埋め込むか、PNGで書き出してください。", EN: "Embed what it needs, or export it as PNG."}
	case picture.Sizeless:
		return diag.Text{JA: "このSVGの大きさが分かりません", EN: "this SVG does not say how large it is"},
			diag.Text{JA: "<svg> に viewBox=\"0 0 幅 高さ\" を書いてください。", EN: "Give its <svg> a viewBox=\"0 0 width height\"."}
	}
	return diag.Text{JA: "画像として読めません", EN: "this cannot be read as a picture"},
		diag.Text{JA: "ファイルが壊れているか、名前と形式が違います。書き出し直してください。", EN: "It is damaged, or of another format than its name says. Export it again."}
}

// Windows cannot hold the first of these in a name, and an address gives the others
// a meaning.
const unsafeInNames = `<>:"\|?*` + `#%`

// assetName reports the parts of a path that some system or an address cannot hold.
func assetName(name string) diag.List {
	var diags diag.List
	for _, what := range NameFaults(strings.TrimPrefix(name, Dir+"/")) {
		diags.Add(diag.Pos{File: name}, diag.SLUG, what, SafeName)
	}
	return diags
}

// SafeName says how to call a file that is published.
var SafeName = diag.Text{
	JA: "半角の英数字とハイフンの名前にすると、どこでも使えます（例：panel-01.png）。",
	EN: "A name of letters, digits and hyphens works everywhere, as in panel-01.png.",
}

// FoldedName returns what some systems take for the name of a file: for them names are
// one that differ only in case or composition.
func FoldedName(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// LikeName says that some systems take the name of a file for that of another.
func LikeName(other diag.Text) (what, do diag.Text) {
	return diag.Text{JA: other.JA + " と大文字・小文字などの違いしかありません", EN: "this differs from " + other.EN + " only in case or accents"},
		diag.Text{JA: "WindowsやmacOSでは同じファイルになります。別の名前にしてください。", EN: "Windows and macOS take the two for one file. Rename one."}
}

// NameFaults says what of a path, that of a file to be published, some system or an
// address cannot hold.
func NameFaults(name string) []diag.Text {
	var faults []diag.Text
	add := func(what diag.Text) { faults = append(faults, what) }
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(strings.ToLower(part), ".")
		at := strings.IndexFunc(part, func(r rune) bool {
			return strings.ContainsRune(unsafeInNames, r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r != ' '
		})
		switch {
		case at >= 0:
			add(diag.Textf("名前に使えない文字 %q があります", "the name holds %q, which is not allowed in names", string([]rune(part[at:])[0])))
		case part != strings.Trim(part, " ") || strings.HasSuffix(part, "."):
			add(diag.Textf("名前 %q の端に空白やピリオドがあります", "the name %q begins or ends with a space or a point", part))
		case reserved[stem]:
			add(diag.Textf("%q はWindowsでファイル名に使えません", "Windows cannot hold a file called %q", path.Base(part)))
		case !norm.NFC.IsNormalString(part):
			add(diag.Textf("名前 %q の濁点などが、分かれた文字で書かれています", "the name %q has accents that are separate characters", part))
		case len(part) > 200:
			add(diag.Textf("名前が長すぎます（%dバイト）", "the name is too long (%d bytes)", len(part)))
		}
	}
	return faults
}
