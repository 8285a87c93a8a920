package adopt

import (
	"maps"
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/diag"
)

// A document is a file that somebody may have meant to import, and that is neither
// Markdown nor a spreadsheet that can be read.
type document struct {
	endings string
	alone   bool // worth a word only where there is no Markdown
	do      diag.Text
}

const archives = ".zip .7z .rar .tar .tgz .gz .lzh"

// IsArchive reports whether a file holds others, by its name.
func IsArchive(name string) bool {
	return slices.Contains(strings.Fields(archives), strings.ToLower(path.Ext(name)))
}

var documents = []document{
	{".xls .xlsb .ods .numbers", false, diag.Text{
		JA: "この形式の表は取り込みません。Excelなどで開き、「Excelブック（.xlsx）」か「CSV UTF-8」で保存してから、もう一度取り込んでください",
		EN: "spreadsheets of this kind are not imported. Open it, with Excel for instance, save it as a workbook (.xlsx) or as CSV (UTF-8), and import again",
	}},
	{".docx .doc .odt .rtf .pages .adoc .asciidoc .rst .org .textile .mediawiki", false, diag.Text{
		JA: "Markdownではないので取り込みません。pandocなどでMarkdownに直してから、もう一度取り込んでください（例：pandoc 元のファイル -t gfm --extract-media=media -o 新しい名前.md）",
		EN: "it is no Markdown, and not imported. Make Markdown of it, with pandoc for instance, and import again (pandoc OLD -t gfm --extract-media=media -o NEW.md)",
	}},
	{archives, false, diag.Text{
		JA: "圧縮されたファイルの中は見ません。同じフォルダーに展開してから、もう一度取り込んでください",
		EN: "what an archive holds is not imported. Unpack it in the same folder, and import again",
	}},
	{".one .onepkg .enex .pptx .ppt .eml .msg .mht .mhtml", false, diag.Text{
		JA: "Markdownではないので取り込みません。元の道具からMarkdownかWord形式で書き出してください",
		EN: "it is no Markdown, and not imported. Let the tool that made it write Markdown, or a document of Word",
	}},
	{".html .htm", true, diag.Text{
		JA: "HTMLは取り込みません。元の道具からMarkdownで書き出すか、pandocなどでMarkdownに直してください（例：pandoc 元のファイル -t gfm -o 新しい名前.md）",
		EN: "HTML is not imported. Let the tool that made it write Markdown, or make Markdown of it, with pandoc for instance (pandoc OLD -t gfm -o NEW.md)",
	}},
	{".xml .json .txt", true, diag.Text{
		JA: "Markdownではないので取り込みません。元の道具からMarkdownで書き出してください。Scrapbox（Cosense）のように書き出せない道具なら、変換してください。中身がMarkdownなら、名前の終わりを .md にします",
		EN: "it is no Markdown, and not imported. Let the tool that made it write Markdown; what has only a form of its own, such as Scrapbox (Cosense), must be converted. If it holds Markdown, let its name end in .md",
	}},
}

// documents says of the files that are not imported what to do with them: once for each
// kind, at the first of its files.
func (l *listing) documents() {
	others := slices.Sorted(maps.Keys(l.other))
	for _, d := range documents {
		if d.alone && len(l.pages) > 0 {
			continue
		}
		found := slices.DeleteFunc(slices.Clone(others), func(name string) bool {
			ending := strings.ToLower(path.Ext(name))
			return ending == "" || !slices.Contains(strings.Fields(d.endings), ending)
		})
		switch more := len(found) - 1; {
		case more > 0:
			l.note(found[0], "%[1]s（同じ種類のファイルがほかに%[3]d点）", "%[2]s (%[3]d more of this kind)", d.do.JA, d.do.EN, more)
		case more == 0:
			l.note(found[0], "%[1]s", "%[2]s", d.do.JA, d.do.EN)
		}
	}
}
