package build

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
)

// rootAddress returns the address of the site's root as everything published writes it,
// whether a template, a feed or a calendar: in ASCII, and ending in "/".
func rootAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	// What html/template does to an address beyond this.
	folder := strings.NewReplacer("'", "%27", "(", "%28", ")", "%29").Replace(u.EscapedPath())
	if !strings.HasSuffix(folder, "/") {
		folder += "/"
	}
	host := u.Host
	if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil {
		host = strings.Replace(host, u.Hostname(), ascii, 1)
	}
	return u.Scheme + "://" + host + folder
}
