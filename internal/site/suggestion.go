package site

import (
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/diag"
)

// suggestion says which of the known names was meant, or which there are.
func suggestion(id string, known []string) diag.Text {
	if len(known) == 0 {
		return content.DidYouMean(id, nil, diag.Text{JA: "まだ1つもありません。", EN: "There are none yet."})
	}
	list, more := distinct(known), diag.Text{JA: " "} // parts names of Latin letters from the words behind
	all := len(list)
	if len(list) > mostNames {
		list = list[:mostNames]
		more = diag.Textf(" ほか%d件", " and %d more", all-mostNames)
	}
	return content.DidYouMean(id, known, diag.Text{
		JA: "あるのは " + strings.Join(list, "、") + more.JA + "です。",
		EN: "There are: " + strings.Join(list, ", ") + more.EN + ".",
	})
}

// distinct returns names, each once, where it stands first.
func distinct(names []string) []string {
	var list []string
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

const mostNames = 8 // that a message lists
