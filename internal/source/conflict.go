package source

import (
	"bytes"
	"path"
	"strings"

	"hikitsugi/internal/diag"
)

// checkConflict reports a merge of Git that nobody has finished: both texts, and the marks
// around them, would be published. Code of a page may show what that looks like.
func checkConflict(f *File) diag.List {
	var diags diag.List
	if !bytes.Contains(f.Data(), []byte("<<<<<<< ")) {
		return nil
	}
	begun, parted, fence, offset := -1, false, "", 0
	for line := range strings.Lines(string(f.Data())) {
		text := strings.TrimRight(line, "\r\n")
		mark := strings.TrimLeft(text, " ")
		if len(text)-len(mark) < 4 {
			mark = FenceOf(mark)
		} else {
			mark = "" // code without a fence
		}
		switch {
		case path.Ext(f.Path) == ".md" && fence == "" && mark != "":
			fence = mark
		case fence != "":
			if strings.HasPrefix(mark, fence) && strings.Trim(text, " "+fence[:1]) == "" {
				fence = ""
			}
		case strings.HasPrefix(text, "<<<<<<< "):
			begun, parted = offset, false
		case text == "=======":
			parted = begun >= 0
		case strings.HasPrefix(text, ">>>>>>> ") && parted:
			diags.Add(f.Pos(begun), diag.MERGE,
				diag.Text{JA: "Gitで統合したときの競合が残っています", EN: "an unresolved conflict of a Git merge is left here"},
				diag.Text{JA: "どちらの文を残すか決めて、<<<<<<<、=======、>>>>>>> の行を消してください。", EN: "Decide which text stays, and take out the lines <<<<<<<, ======= and >>>>>>>."})
			begun, parted = -1, false
		}
		offset += len(line)
	}
	return diags
}
