package adopt

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hikitsugi/internal/content"
)

const maxSlug = 40

// slugOf makes a slug of a path. Names that Latin letters do not spell, and what is too
// long, are told apart by a number made of the path.
func slugOf(key string) string {
	var b strings.Builder
	lost := false
	for _, r := range strings.ToLower(key) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		default:
			lost = lost || r > 0x7f
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
				b.WriteByte('-')
			}
		}
	}
	slug := strings.Trim(b.String(), "-")
	if !lost && slug != "" && len(slug) <= maxSlug {
		if _, wrong := content.Locate(content.Dir + "/guides/" + slug + ".md"); len(wrong) == 0 {
			return slug
		}
	}
	const digits = 6
	sum := sha256.Sum256([]byte(key))
	// The end of a path says most.
	slug = slug[max(0, len(slug)-(maxSlug-1-digits)):]
	if _, after, ok := strings.Cut(slug, "-"); ok && len(slug) == maxSlug-1-digits {
		slug = after
	}
	return strings.TrimPrefix(slug+"-"+hex.EncodeToString(sum[:])[:digits], "-")
}

// newID returns an id for the item, or the section, with that number on a page: of the
// letters of its title; where they are not all of it, with the number behind them, and
// where there are none, behind the name of the page.
func (r *reading) newID(p *page, title, mark string, number int) string {
	free := func(id string) bool {
		at := r.items[id]
		return r.ids[id] == "" && (at == "" || at == p.path()) && !slices.Contains(content.UrgentSections, id)
	}
	id, whole := latin(title)
	if len(id) < 3 {
		id, whole = p.slug, false
	}
	if begin := strings.TrimRight(id[:min(len(id), maxSlug-len("-s1000"))], "-"); !whole || !free(id) {
		for id = ""; id == "" || !free(id); number++ {
			id = begin + "-" + mark + strconv.Itoa(number)
		}
	}
	r.ids[id] = p.slug
	return id
}

// latin returns the Latin letters of a title as an id, and whether they spell all of it.
func latin(title string) (id string, whole bool) {
	var b strings.Builder
	whole = true
	for _, c := range strings.ToLower(title) {
		whole = whole && c < utf8.RuneSelf
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	id = strings.Trim(b.String(), "-")
	return id, whole && len(id) <= maxSlug
}
