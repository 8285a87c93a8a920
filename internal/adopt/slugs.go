package adopt

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
)

// place gives each page its slug, and leaves out those in languages that the site
// does not have.
func (r *reading) place() {
	prefix := commonFolder(r.listing.pages)
	readable := readableSlugs(r.listing.pages, prefix, r.site.Languages)
	for _, p := range r.listing.pages {
		if !slices.Contains(r.site.Languages, p.lang) {
			r.find(p, 0, "言語 %s のページは取り込みませんでした。site.yaml の languages にない言語です", "not imported: it is in %s, which is not in languages of site.yaml", p.lang)
			continue
		}
		r.result.Findings = append(r.result.Findings, p.findings...)
		short := shortName(p, prefix)
		slug := cmp.Or(readable[p.key], slugOf(short))
		taken := r.site.Taken[p.kind]
		for n := 2; taken[slug] != "" || slices.ContainsFunc(r.bySlug[slug], func(q *page) bool { return !p.translates(q) }); n++ {
			if other := taken[slug]; other != "" {
				r.find(p, 0, "名前 %[1]q は %[2]s と重なるので、番号を付けました", "the name %[1]q is that of %[2]s; this page now has a number after it", slug, other)
			}
			slug = slugOf(cmp.Or(readable[p.key], short) + "-" + strconv.Itoa(n))
		}
		p.slug = slug
		r.bySlug[slug] = append(r.bySlug[slug], p)
		if r.byFile[p.file] == nil {
			r.byFile[p.file] = p
		}
		if p.sheet != nil && p.sheet.alias != "" {
			r.byFile[p.sheet.alias] = p
		}
		if r.byKey[p.key] == nil {
			r.byKey[p.key] = p
		}
		r.pages = append(r.pages, p)
	}
	for _, same := range r.bySlug {
		slices.SortFunc(same, func(a, b *page) int {
			return cmp.Compare(slices.Index(r.site.Languages, a.lang), slices.Index(r.site.Languages, b.lang))
		})
	}
}

const (
	maxSlug = 40
	digits  = 6 // of the number that tells names apart
)

// shortName is the path of a page below the folder that all pages share.
func shortName(p *page, prefix string) string {
	return cmp.Or(strings.Trim(unnumbered(strings.TrimPrefix(p.key, prefix)), "/."), "index")
}

// slugOf makes a slug of a path. Names that Latin letters do not spell, and what is too
// long, are told apart by a number made of the path.
func slugOf(key string) string {
	slug, whole := latin(key)
	if whole {
		return slug
	}
	// The end of a path says most.
	slug = slug[max(0, len(slug)-(maxSlug-1-digits)):]
	if _, after, ok := strings.Cut(slug, "-"); ok && len(slug) == maxSlug-1-digits {
		slug = after
	}
	return strings.TrimPrefix(slug+"-"+number6(key), "-")
}

// latin returns what of a text can stand in a slug, and whether it is one that says all
// of it.
func latin(s string) (slug string, whole bool) {
	var b strings.Builder
	lost := false
	for _, r := range strings.ToLower(s) {
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
	slug = strings.Trim(b.String(), "-")
	if lost || slug == "" || len(slug) > maxSlug {
		return slug, false
	}
	_, wrong := content.Locate(content.Dir + "/guides/" + slug + ".md")
	return slug, len(wrong) == 0
}

func number6(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])[:digits]
}

var (
	aWord  = pattern.Of(`[A-Za-z]{2}`)
	noWord = pattern.Of(`^[0-9a-fA-F-]{8,}$`) // a number of 16 to the digit
)

// slugKey returns the slug that a key of front matter gives a page, "" where it is none
// that a person can read.
func slugKey(value string) string {
	slug, whole := latin(strings.Trim(value, "/"))
	if !whole || !aWord.MatchString(slug) || noWord.MatchString(slug) {
		return ""
	}
	return slug
}

// readableSlugs returns, by the key that translations share, the slugs of pages whose
// files have names that no Latin letters spell: what front matter calls them, else what
// the title of the source has of Latin words before the number. A slug depends on no
// other page, so that the next import finds the page again; but what a file is called
// comes before what another page says of itself.
func readableSlugs(pages []*page, prefix string, languages []string) map[string]string {
	spelled := map[string]bool{}
	same := map[string][]*page{}
	for _, p := range pages {
		if slug, whole := latin(shortName(p, prefix)); whole {
			spelled[slug] = true
		} else if slices.Contains(languages, p.lang) {
			same[p.key] = append(same[p.key], p)
		}
	}
	slugs := map[string]string{}
	for key, translations := range same {
		slices.SortStableFunc(translations, func(a, b *page) int {
			return cmp.Compare(slices.Index(languages, a.lang), slices.Index(languages, b.lang))
		})
		for _, p := range translations {
			if slug := p.head.slug; slugs[key] == "" && !spelled[slug] {
				slugs[key] = slug
			}
		}
		if short := shortName(translations[0], prefix); slugs[key] == "" && !aWord.MatchString(path.Base(short)) {
			slugs[key] = withTitle(short, translations[0].head.title)
		}
	}
	return slugs
}

// withTitle is the slug of a path with as many of the title's words before its number as
// there is room for; "" where it has none.
func withTitle(short, title string) string {
	slug := slugOf(short)
	before, number := slug[:len(slug)-digits], slug[len(slug)-digits:]
	words, _ := latin(title)
	for words != "" && len(before)+len(words)+1+digits > maxSlug {
		words = words[:max(strings.LastIndexByte(words, '-'), 0)]
	}
	if !aWord.MatchString(words) {
		return ""
	}
	return before + words + "-" + number
}

// newID returns an id for the item, or the section, with that number on a page: of the
// letters of its title; where they are not all of it, with the number behind them, and
// where there are none, behind the name of the page.
func (r *reading) newID(p *page, title, mark string, number int) string {
	free := func(id string) bool {
		at := r.site.Items[id]
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

// commonFolder returns the folders in which all pages stand.
func commonFolder(pages []*page) string {
	var common []string
	for i, p := range pages {
		dir := strings.Split(p.folder, "/")
		if i == 0 {
			common = dir
		}
		for n := range common {
			if n == len(dir) || dir[n] != common[n] {
				common = common[:n]
				break
			}
		}
	}
	return strings.Join(common, "/")
}
