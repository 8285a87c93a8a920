package adopt

import (
	"encoding/base64"
	"path"
	"strconv"
	"strings"

	"hikitsugi/internal/content"
	"hikitsugi/internal/pattern"
	"hikitsugi/internal/picture"
	"hikitsugi/internal/source"
)

// embedded is a picture that stands in the text itself, where a link, a definition or
// a tag says where it leads: Google Docs, Word and mail have no other place for it.
var embedded = pattern.Of(`(\]\([ \t]*<?|\]:[ \t]*<?|\bsrc=["']?)data:image/([a-z+]+);base64,([A-Za-z0-9+/=]+)`)

// endings are the names of such pictures by their types.
var endings = map[string]string{"png": ".png", "jpeg": ".jpg", "jpg": ".jpg", "gif": ".gif", "webp": ".webp", "avif": ".avif", "svg+xml": ".svg"}

// takeOut makes files of the pictures that stand in a text, beside the file that holds
// it, and names of what stood there.
func (l *listing) takeOut(file, text string) string {
	if !strings.Contains(text, ";base64,") {
		return text
	}
	n := 0
	var fences fencing
	lines := strings.Split(text, "\n")
	for at, line := range lines {
		if fences.holds(line) {
			continue
		}
		lines[at] = embedded.ReplaceAllStringFunc(line, func(said string) string {
			m := embedded.FindStringSubmatch(said)
			data, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(m[3], "="))
			ending := endings[m[2]]
			if err != nil || ending == "" {
				return said
			}
			stem := withoutEnding(file)
			name := ""
			for name == "" || l.other[name] {
				n++
				name = stem + "-" + strconv.Itoa(n) + ending
			}
			l.other[name] = true
			l.drawn[name] = data
			return m[1] + address(path.Base(name))
		})
	}
	return strings.Join(lines, "\n")
}

// picture returns the name beside the pages of a picture in the folder, which it takes
// over; "" if there is none that a page can show.
func (r *reading) picture(name string) string {
	if known, ok := r.shown[name]; ok {
		return known
	}
	r.shown[name] = ""
	if !r.listing.other[name] || !picture.Is(name) {
		return ""
	}
	data := r.listing.drawn[name]
	if data == nil {
		f, wrong, err := source.ReadFile(r.listing.folder, r.listing.stored[name])
		if err != nil {
			return ""
		}
		if f == nil {
			r.refused[name] = wrong[0].What
			return ""
		}
		data = f.Data()
	}
	ext := strings.ToLower(path.Ext(name))
	short := slugOf(unnumbered(withoutEnding(name))) + ext
	if _, wrong := content.ParseAsset(source.New(content.Dir+"/guides/"+short, data)); wrong.HasErrors(false) {
		r.refused[name] = wrong[0].What
		return ""
	}
	r.result.Files[content.Dir+"/guides/"+short] = data
	r.result.Pictures++
	r.shown[name] = short
	return short
}

// pictureOf writes a picture. What else is said of it than what it shows is its caption.
func pictureOf(alt, src, caption string) string {
	return "![" + unbracketed.Replace(alt) + "](" + address(src) + titled(caption) + ")"
}
