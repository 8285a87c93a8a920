package serve

import (
	"bufio"
	"context"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/output"
)

// opened is a site that notes what is asked of it.
type opened struct {
	*output.Memory
	names []string
}

func (o *opened) Open(name string) (fs.File, error) {
	o.names = append(o.names, name)
	return o.Memory.Open(name)
}

func (o *opened) ReadFile(name string) ([]byte, error) {
	o.names = append(o.names, name)
	return o.Memory.ReadFile(name)
}

// Whatever is asked, by whomever: no panic, nothing but what the site shows, nothing
// for another host's pages, and no way out.
func FuzzPath(f *testing.F) {
	const secret = "a secret that nobody is shown"
	files := map[string]string{
		"index.html": "INDEX", "404.html": "NOTHING HERE", "ja/index.html": "JA", "ja/手順/index.html": "TEJUN", "style.css": "CSS", "bare/file.txt": "TEXT",
		".env": secret, "ja/.hidden/index.html": secret, ".git/config": secret, "_gen/own.html": secret,
	}
	site := &opened{Memory: output.NewMemory()}
	for name, text := range files {
		if err := site.Put(name, []byte(text)); err != nil {
			f.Fatal(err)
		}
	}
	p := newPreview("en")
	p.show(Site{Files: site}, nil)
	handler := guard(p, "en")

	for _, target := range []string{"/", "/ja", "/ja/", "/ja/%E6%89%8B%E9%A0%86", "/style.css?v=1", "//evil.example/", "/%2e%2e/etc/passwd", "/ja/../.env", "/.git/config", "/%00", "/\\evil.example", "/ja//", "/bare", "/_gen/own.html", "/_gen/events", "/_gen/live.js", "/_gen/choose?token=x", "http://evil.example/", "*", "/%2f%2fevil.example/..", "/ja;x", "/" + strings.Repeat("a/", 200)} {
		f.Add("GET", target, "localhost:8080", "", "")
	}
	f.Add("POST", "/_gen/choose", "localhost", "http://localhost", "same-origin")
	f.Add("DELETE", "/", "127.0.0.1:1", "", "none")
	for _, host := range []string{"evil.example", "[::1]", "[::1]:80", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "[::ffff:127.0.0.1]", "[fe80::1%25eth0]", "", "localhost:", "LOCALHOST", "127.1", "2130706433", "user@localhost"} {
		f.Add("GET", "/", host, "", "cross-site")
		f.Add("GET", "/", host, "http://"+host, "same-origin")
	}
	f.Add("GET", "/", "localhost", "null", "")
	f.Fuzz(func(t *testing.T, method, target, host, origin, from string) {
		if strings.ContainsAny(method+target+host+origin+from, "\r\n") {
			t.Skip("another request")
		}
		raw := method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n"
		if origin != "" {
			raw += "Origin: " + origin + "\r\n"
		}
		if from != "" {
			raw += "Sec-Fetch-Site: " + from + "\r\n"
		}
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(raw + "\r\n")))
		if err != nil {
			t.Skip("no request")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		site.names = nil
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r.WithContext(ctx))

		if body := w.Body.String(); strings.Contains(body, secret) {
			t.Errorf("%q shows what is hidden", raw)
		}
		for _, name := range site.names {
			if !fs.ValidPath(name) || strings.HasPrefix(name, ".") && name != "." || strings.Contains(name, "/.") {
				t.Errorf("%q looks at %q", raw, name)
			}
		}
		if w.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%q has no policy", raw)
		}
		if to := w.Header().Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")) {
			t.Errorf("%q leads to %q", raw, to)
		}
		if w.Code < 400 && !fromHere(r.Host, origin, strings.TrimSpace(from)) {
			t.Errorf("%q is answered with %d", raw, w.Code)
		}
		if w.Code < 400 && method != http.MethodGet && method != http.MethodHead {
			t.Errorf("%q is answered with %d", raw, w.Code)
		}
		if w.Code == http.StatusOK && !strings.HasPrefix(r.URL.Path, "/_gen/") {
			shown := w.Body.Len() == 0 // of a HEAD
			for _, text := range files {
				shown = shown || text != secret && strings.Contains(w.Body.String(), text)
			}
			if !shown {
				t.Errorf("%q shows what is no file of the site: %.100q", raw, w.Body)
			}
		}
	})
}

// fromHere says it again in other words: the host is this machine, and the page that
// asks, if any, is of this host.
func fromHere(host, origin, from string) bool {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	addr, err := netip.ParseAddr(strings.Trim(name, "[]"))
	if !strings.EqualFold(name, "localhost") && (err != nil || !addr.Unmap().IsLoopback()) {
		return false
	}
	if origin = strings.TrimSpace(origin); origin != "" && origin != "http://"+host {
		return false
	}
	return from == "" || from == "same-origin" || from == "none"
}
