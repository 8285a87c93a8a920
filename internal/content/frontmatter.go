package content

import (
	"bytes"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"hikitsugi/internal/diag"
	"hikitsugi/internal/source"
)

// splitFrontMatter returns the range of the YAML between the two --- lines with
// which a page begins. A fence stands in the first column.
func splitFrontMatter(f *source.File) (from, to int, diags diag.List) {
	at := diag.Pos{File: f.Path, Line: 1, Col: 1}
	data := f.Data() // once: what is put aside may be unreadable the next time
	begin := len(data) - len(bytes.TrimPrefix(data, []byte("\ufeff")))
	offset := begin
	for line := range bytes.Lines(data[begin:]) {
		fence := strings.TrimRight(string(line), " \t\r\n") == "---"
		switch {
		case offset == begin && !fence && len(bytes.TrimSpace(data[begin:])) > 0:
			if r, ok := unseenBefore(string(line), "---"); ok && strings.ContainsRune(oddSpaces, r) {
				diags.Add(at, diag.YAML,
					diag.Textf("1行目の --- の前に、見えない文字（U+%04X）があります", "there is an invisible character, U+%04X, before the --- of the first line", r),
					diag.Text{JA: "その文字を消してください。", EN: "Delete it."})
				return 0, 0, diags
			}
			diags.Add(at, diag.YAML,
				diag.Text{JA: "1行目が --- ではありません", EN: "the first line is not ---"},
				pageBegins)
			return 0, 0, diags
		case offset == begin && fence:
			from = offset + len(line)
		case fence:
			return from, offset, nil
		}
		offset += len(line)
	}
	switch {
	case len(bytes.TrimSpace(data[begin:])) == 0:
		diags.Add(at, diag.YAML, diag.Text{JA: "ページが空です", EN: "the page is empty"}, pageBegins)
		return 0, 0, diags
	case len(bytes.TrimSpace(data[from:])) == 0:
		diags.Add(at, diag.YAML, diag.Text{JA: "--- の後に何もありません", EN: "nothing follows the ---"}, pageBegins)
		return 0, 0, diags
	}
	diags.Add(at, diag.YAML,
		diag.Text{JA: "--- で始まる部分が閉じていません", EN: "the block that begins with --- is never closed"},
		diag.Text{JA: "項目の後に「---」だけの行を入れてください。", EN: "Put a line with only --- after the last key."})
	return 0, 0, diags
}

var pageBegins = diag.Text{JA: "ページは「---」の行、「title: …」、「---」の行で始めます。", EN: "A page begins with ---, “title: …” and another ---."}

// afterLine returns the offset behind the line that holds the byte at offset.
func afterLine(data []byte, offset int) int {
	if n := bytes.IndexByte(data[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(data)
}

// onlyText reports the keys that a translation may not have because its source
// has them, so that they are not reported as unknown.
func (d *decoder) onlyText(n *yaml.Node, kind Kind, original string) {
	allowed := keysOf(reflect.TypeFor[translationHead]())
	known := keysOf(reflect.TypeFor[Head]())
	if kind == KindRunbook {
		known = append(known, keysOf(reflect.TypeFor[RunbookHead]())...)
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	kept := n.Content[:0:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if !slices.Contains(allowed, key.Value) && slices.Contains(known, key.Value) {
			d.add(d.pos(key), diag.ONCE,
				diag.Textf("%[1]s は原文の %[2]s にだけ書きます", "%s belongs only in the source, %s", key.Value, original),
				diag.Text{JA: "ここから消してください。訳文が持つのは題名・要約・本文だけです。", EN: "Remove it here: a translation has a title, a summary and a text of its own, no facts."})
			continue
		}
		kept = append(kept, key, n.Content[i+1])
	}
	n.Content = kept
}
