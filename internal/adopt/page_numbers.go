package adopt

import (
	"path"
	"slices"
	"strings"

	"hikitsugi/internal/pattern"
)

// Wikis know a page by a number, which stays while its name changes: it stands in the
// name of the exported file or in its front matter, and in the addresses of its links.
var (
	ofNotion     = pattern.Of(`[ _-]?\b([0-9a-f]{32})\b`)
	behindName   = pattern.Of(` [0-9a-f]{32}\b`) // of a page of Notion
	numberBehind = pattern.Of(`[_-](\d{4,})$`)   // Confluence
	numberBefore = pattern.Of(`^(\d+)[ _-]\S`)   // esa, Kibela, DocBase
	numberInPath = pattern.Of(`/(?:posts|notes|pages|articles)/(\d+)(?:/[^/?#]*)?(?:[?#].*)?$|[?&]pageId=(\d+)`)
	atWiki       = pattern.Of(`^https?://(?:[\w-]+\.(?:esa\.io|kibe\.la|docbase\.io|atlassian\.net/wiki)|(?:www\.)?notion\.so|[\w-]+\.notion\.site)/`)
	bareAddress  = pattern.Of(`(^|[\s（「、。:：])<?(https?://[\w.-]+\.(?:esa\.io|kibe\.la|docbase\.io|atlassian\.net|notion\.so|notion\.site)/[\w/?#&=%.-]+)>?`)
)

// numberKeys are the keys of front matter that hold a page's number.
var numberKeys = []string{"number", "id", "path", "page_id", "confluence_page_id"}

// numberItself is the number that a key holds: 7 of /notes/7.
var numberItself = pattern.Of(`^(?:.*/)?(\d+)$`)

// unnumbered takes out of a name the numbers of 32 digits that Notion puts into it.
func unnumbered(name string) string {
	return strings.Trim(ofNotion.ReplaceAllString(name, ""), " ")
}

// isNotion reports whether Notion has named a file.
func isNotion(file string) bool {
	return ofNotion.MatchString(path.Base(file))
}

// numbersOf returns the numbers by which a page may be known.
func numbersOf(p *page) []string {
	name := strings.TrimSuffix(withoutEnding(path.Base(p.file)), "_all")
	numbers := slices.Clone(p.head.numbers)
	for _, form := range []*pattern.Pattern{ofNotion, numberBehind, numberBefore} {
		if m := form.FindStringSubmatch(name); m != nil {
			numbers = append(numbers, m[1])
		}
	}
	return numbers
}

// number makes the pages known by their numbers, and none of those that share one.
func (r *reading) number() {
	for _, p := range r.pages {
		for _, n := range numbersOf(p) {
			if q, known := r.byNumber[n]; known && q != p {
				r.byNumber[n] = nil
			} else {
				r.byNumber[n] = p
			}
		}
	}
}

// numbered returns the page that an address names by its number, nil if there is none.
// An address of another site than a wiki's names none of ours.
func (r *reading) numbered(dest string) *page {
	if strings.Contains(dest, "://") && !atWiki.MatchString(dest) {
		return nil
	}
	if m := numberInPath.FindStringSubmatch("/" + strings.TrimPrefix(dest, "/")); m != nil {
		return r.byNumber[m[1]+m[2]]
	}
	bare, _, _ := strings.Cut(dest, "?")
	if m := ofNotion.FindAllStringSubmatch(bare, -1); m != nil {
		return r.byNumber[m[len(m)-1][1]]
	}
	return nil
}

// entitle makes links of the addresses in a line that name pages of ours by number.
func (r *reading) entitle(text string) string {
	return bareAddress.ReplaceAllStringFunc(text, func(said string) string {
		m := bareAddress.FindStringSubmatch(said)
		q := r.numbered(m[2])
		if q == nil {
			return said
		}
		return m[1] + "[" + unbracketed.Replace(q.head.title) + "](" + m[2] + ")"
	})
}
