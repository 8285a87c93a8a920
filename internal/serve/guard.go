package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"hikitsugi/internal/diag"
)

// policy is the Content-Security-Policy of everything served: nothing inline,
// nothing from anywhere else, in nobody's frame.
const policy = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"

// guard lets requests through to h that come from this machine's own pages or
// from the reader. A preview stands open to every page in the same browser: one
// from elsewhere must neither read it (by a name that leads here, or as a script,
// a frame or an image) nor do anything with it.
func guard(h http.Handler, lang string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("X-Frame-Options", "DENY")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		switch {
		case !ownHost(r):
			http.Error(w, diag.Text{
				JA: "このプレビューは、localhost か、待ち受けているアドレスで開いてください。",
				EN: "This preview answers to localhost and to the address it listens on.",
			}.In(lang), http.StatusForbidden)
		case !ownOrigin(r):
			http.Error(w, diag.Text{
				JA: "ほかのサイトからの読み込みには応じません。",
				EN: "This preview does not answer to other sites.",
			}.In(lang), http.StatusForbidden)
		case r.Method == http.MethodPost && r.URL.Path == "/_gen/choose":
			h.ServeHTTP(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			header.Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// ownHost reports whether the request names this machine: as localhost, by a
// loopback address, or by the address that it came to. A foreign name that
// resolves to one of them is DNS rebinding. The port does not matter: it may be
// forwarded.
func ownHost(r *http.Request) bool {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	} else if inner, ok := strings.CutPrefix(host, "["); ok {
		host = strings.TrimSuffix(inner, "]")
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	if addr = addr.Unmap(); addr.IsLoopback() {
		return true
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && local.AddrPort().Addr().Unmap() == addr
}

// ownOrigin reports whether a request was made by a page of this preview, or by
// the reader, or is a link to it that was followed.
func ownOrigin(r *http.Request) bool {
	if origin, sent := r.Header["Origin"]; sent && (len(origin) != 1 || origin[0] != "http://"+r.Host) {
		return false
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return r.Method != http.MethodPost && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
