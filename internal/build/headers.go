package build

import (
	"hikitsugi/internal/site"
	"hikitsugi/internal/view"
)

// headers makes _headers: what Netlify, Cloudflare Pages and others send with
// every file. A policy in a page cannot forbid that others frame it; this can.
// File names do not change with their content, so that nothing is kept unasked,
// and what belongs to an organisation in no shared cache.
func headers(s *site.Site) []byte {
	cache, robots := "public, max-age=0, must-revalidate", ""
	if !s.Public() {
		cache, robots = "private, no-cache", "  X-Robots-Tag: noindex\n"
	}
	return []byte(`/*
  Cache-Control: ` + cache + `
  Content-Security-Policy: ` + view.Policy + `; frame-ancestors 'none'
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=()
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
` + robots)
}
