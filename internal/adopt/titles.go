package adopt

import (
	"path"
	"strings"

	"hikitsugi/internal/pattern"
)

// chapter is a heading of the first level that is numbered as chapters are.
var chapter = pattern.Of(`^(?:\*\*)?(?:[0-9０-９]+\\?[.．]|第[0-9０-９ ]+[章節部])`)

// hasChapters reports whether a text has several headings of the first level, of which the
// first has a number: none of them is the title of them all.
func hasChapters(text string) bool {
	found := anyHeading.FindAllStringSubmatch(withoutCode(text), 2)
	return len(found) > 1 && chapter.MatchString(found[0][1])
}

// fileTitle is the title of a page that nothing else gives one.
func (p *page) fileTitle() string {
	title := strings.TrimSpace(plain(unnumbered(path.Base(p.key))))
	if p.wiki {
		title = strings.ReplaceAll(title, "-", " ")
	}
	if title == "." || title == "" {
		return "index"
	}
	return title
}
