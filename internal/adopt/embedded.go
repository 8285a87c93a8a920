package adopt

import (
	"encoding/base64"
	"path"
	"strconv"
	"strings"

	"hikitsugi/internal/pattern"
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
			stem := strings.TrimSuffix(file, path.Ext(file))
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
