package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/output"
)

// A frozen preview shows one site.
func frozen(t *testing.T) (addr, token string) {
	t.Helper()
	site := output.NewMemory()
	for name, text := range map[string]string{
		"index.html": "<head></head>INDEX", "404.html": "<head></head>NOTHING HERE", "ja/index.html": "JA", "ja/手順/index.html": "TEJUN",
		"style.css": "CSS", "data.bin": "BIN", "_headers": "HEADERS", "bare/file.txt": "TEXT",
		".env": "SECRET", "ja/.hidden/index.html": "SECRET", ".git/config": "SECRET", "_gen/own.html": "SECRET",
	} {
		if err := site.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	p := newPreview("en")
	p.show(Site{Files: site}, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := newServer(p, "en")
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return listener.Addr().String(), p.token
}

// ask sends a request as it stands and returns the answer.
func ask(t *testing.T, addr, request string) (*http.Response, string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(soon))
	fmt.Fprint(conn, request)
	method, _, _ := strings.Cut(request, " ")
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp, string(body)
}

func TestRequests(t *testing.T) {
	addr, token := frozen(t)
	choose := "/_gen/choose?token=" + token
	tests := []struct {
		method, path, host string
		headers            string // separated by |
		status             int
		want               string // in the body, or the Location of a redirect
	}{
		// What a reader asks for.
		{"GET", "/", "localhost", "", 200, "INDEX"},
		{"GET", "/index.html", "localhost", "", 200, "INDEX"},
		{"GET", "/style.css?v=1", "localhost", "", 200, "CSS"},
		{"GET", "/_headers", "localhost", "", 200, "HEADERS"},
		{"GET", "/ja/", "localhost", "", 200, "JA"},
		{"GET", "/ja", "localhost", "", 302, "/ja/"},
		{"GET", "/ja?q=1", "localhost", "", 302, "/ja/?q=1"},
		{"GET", "/ja/%E6%89%8B%E9%A0%86/", "localhost", "", 200, "TEJUN"},
		{"GET", "/ja/%E6%89%8B%E9%A0%86", "localhost", "", 302, "/ja/%E6%89%8B%E9%A0%86/"},
		{"HEAD", "/", "localhost", "", 200, ""},
		{"GET", "/nowhere", "localhost", "", 404, "NOTHING HERE"},
		{"GET", "/_gen/live.js", "localhost", "", 200, "EventSource"},
		{"GET", "/_gen/live.css", "localhost", "", 200, "#gen-live"},
		{"GET", "/_gen/problems?token=" + token, "localhost", "", 200, `"shows":"1"`},

		// Paths that want something else.
		{"GET", "/bare", "localhost", "", 404, "NOTHING"},
		{"GET", "/bare/", "localhost", "", 404, "NOTHING"},
		{"GET", "/index.html/", "localhost", "", 404, "NOTHING"},
		{"GET", "//", "localhost", "", 404, "NOTHING"},
		{"GET", "//ja", "localhost", "", 404, "NOTHING"},
		{"GET", "/ja//", "localhost", "", 404, "NOTHING"},
		{"GET", "//evil.example/%2f..", "localhost", "", 404, "NOTHING"},
		{"GET", "/../style.css", "localhost", "", 404, "NOTHING"},
		{"GET", "/%2e%2e/etc/passwd", "localhost", "", 404, "NOTHING"},
		{"GET", "/..%2f..%2fetc/passwd", "localhost", "", 404, "NOTHING"},
		{"GET", "/..%5c..%5cwindows", "localhost", "", 404, "NOTHING"},
		{"GET", "/%252e%252e/", "localhost", "", 404, "NOTHING"},
		{"GET", "/%c0%ae%c0%ae/", "localhost", "", 404, "NOTHING"},
		{"GET", "/%00", "localhost", "", 404, "NOTHING"},
		{"GET", "/index.html%00.txt", "localhost", "", 404, "NOTHING"},
		{"GET", "/ja/./", "localhost", "", 404, "NOTHING"},
		{"GET", "/.env", "localhost", "", 404, "NOTHING"},
		{"GET", "/%2eenv", "localhost", "", 404, "NOTHING"},
		{"GET", "/.env?raw", "localhost", "", 404, "NOTHING"},
		{"GET", "/.git/config", "localhost", "", 404, "NOTHING"},
		{"GET", "/ja/.hidden/", "localhost", "", 404, "NOTHING"},
		{"GET", "/ja/.hidden", "localhost", "", 404, "NOTHING"},
		{"GET", "/STYLE.CSS", "localhost", "", 404, "NOTHING"},
		{"GET", "*", "localhost", "", 404, "NOTHING"},
		{"GET", "/_gen/", "localhost", "", 404, ""},
		{"GET", "/_gen/own.html", "localhost", "", 404, ""},
		{"GET", "/_gen/events", "localhost", "", 403, ""},
		{"GET", "/_gen/events?token=", "localhost", "", 403, ""},
		{"GET", "/_gen/problems?token=wrong", "localhost", "", 403, ""},
		{"GET", "http://evil.example/", "localhost", "", 403, ""},

		// Names of this machine, and names that only lead to it.
		{"GET", "/", addr, "", 200, "INDEX"},
		{"GET", "/", "LOCALHOST:8080", "", 200, "INDEX"},
		{"GET", "/", "127.0.0.1", "", 200, "INDEX"},
		{"GET", "/", "127.8.8.8:1", "", 200, "INDEX"},
		{"GET", "/", "[::1]", "", 200, "INDEX"},
		{"GET", "/", "[::1]:80", "", 200, "INDEX"},
		{"GET", "/", "[::ffff:127.0.0.1]", "", 200, "INDEX"},
		{"GET", "/", "evil.example", "", 403, ""},
		{"GET", "/", "localhost.evil.example", "", 403, ""},
		{"GET", "/", "127.0.0.1.nip.io", "", 403, ""},
		{"GET", "/", "localhost.", "", 403, ""},
		{"GET", "/", "a.localhost", "", 403, ""},
		{"GET", "/", "0.0.0.0", "", 403, ""},
		{"GET", "/", "2130706433", "", 403, ""},
		{"GET", "/", "0x7f.1", "", 403, ""},
		{"GET", "/", "192.168.0.1", "", 403, ""},
		{"GET", "/", "localhost@evil.example", "", 400, ""},
		{"GET", "/", "localhost:80@evil.example", "", 400, ""},
		{"GET", "/", "", "", 403, ""},
		{"GET", "/", "[", "", 403, ""},
		{"GET", "/_gen/problems?token=" + token, "evil.example", "", 403, ""},

		// Other sites in the same browser.
		{"GET", "/", "localhost", "Origin: http://localhost", 200, "INDEX"},
		{"GET", "/", "localhost", "Origin: https://localhost", 403, ""},
		{"GET", "/", "localhost", "Origin: http://localhost:1234", 403, ""},
		{"GET", "/", "localhost", "Origin: http://evil.example", 403, ""},
		{"GET", "/", "localhost", "Origin: http://localhost.evil.example", 403, ""},
		{"GET", "/", "localhost", "Origin: null", 403, ""},
		{"GET", "/", "localhost", "Origin:", 403, ""},
		{"GET", "/", "localhost", "Origin: http://localhost|Origin: http://evil.example", 403, ""},
		{"GET", "/", "localhost", "Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors", 200, "INDEX"},
		{"GET", "/", "localhost", "Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate", 200, "INDEX"},
		{"GET", "/", "localhost", "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document", 200, "INDEX"},
		{"GET", "/", "localhost", "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe", 403, ""},
		{"GET", "/style.css", "localhost", "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: style", 403, ""},
		{"GET", "/_gen/live.js", "localhost", "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: script", 403, ""},
		{"GET", "/_gen/problems?token=" + token, "localhost", "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors", 403, ""},

		// Methods.
		{"POST", "/", "localhost", "Content-Length: 0", 405, ""},
		{"PUT", "/index.html", "localhost", "Content-Length: 0", 405, ""},
		{"DELETE", "/index.html", "localhost", "", 405, ""},
		{"OPTIONS", "/", "localhost", "", 405, ""},
		{"OPTIONS", "*", "localhost", "", 405, ""},
		{"TRACE", "/", "localhost", "", 405, ""},
		{"get", "/", "localhost", "", 405, ""},
		{"POST", "/_gen/problems?token=" + token, "localhost", "Content-Length: 0", 405, ""},
		{"POST", "/_gen/events?token=" + token, "localhost", "Content-Length: 0", 405, ""},
		{"POST", "/_gen/live.js", "localhost", "Content-Length: 0", 405, ""},

		// What changes what is shown.
		{"POST", choose, "localhost", "Content-Length: 0", 204, ""},
		{"POST", choose, "localhost", "Content-Length: 0|Origin: http://localhost|Sec-Fetch-Site: same-origin", 204, ""},
		{"GET", choose, "localhost", "", 405, ""},
		{"HEAD", choose, "localhost", "", 405, ""},
		{"PUT", choose, "localhost", "Content-Length: 0", 405, ""},
		{"POST", "/_gen/choose", "localhost", "Content-Length: 0", 403, ""},
		{"POST", "/_gen/choose?token=wrong", "localhost", "Content-Length: 0", 403, ""},
		{"POST", "/_gen/choose/?token=" + token, "localhost", "Content-Length: 0", 405, ""},
		{"POST", choose, "evil.example", "Content-Length: 0", 403, ""},
		{"POST", choose, "localhost", "Content-Length: 0|Origin: http://evil.example", 403, ""},
		{"POST", choose, "localhost", "Content-Length: 0|Origin: null", 403, ""},
		{"POST", choose, "localhost", "Content-Length: 0|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors", 403, ""},
		{"POST", choose, "localhost", "Content-Length: 0|Sec-Fetch-Site: same-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document", 403, ""},
	}
	for _, tt := range tests {
		request := tt.method + " " + tt.path + " HTTP/1.1\r\nHost: " + tt.host + "\r\nConnection: close\r\n"
		for h := range strings.SplitSeq(tt.headers, "|") {
			if h != "" {
				request += h + "\r\n"
			}
		}
		resp, body := ask(t, addr, request+"\r\n")
		got := body
		if resp.StatusCode == http.StatusFound {
			got = resp.Header.Get("Location")
			if got != tt.want {
				t.Errorf("%s: redirects to %q", tt.path, got)
			}
		}
		if resp.StatusCode != tt.status || !strings.Contains(got, tt.want) {
			t.Errorf("%s %s Host %q %s: %d %.60q, want %d %q", tt.method, tt.path, tt.host, tt.headers, resp.StatusCode, got, tt.status, tt.want)
		}
		if strings.Contains(body, "SECRET") {
			t.Errorf("%s %s leaks", tt.method, tt.path)
		}
		if resp.StatusCode == http.StatusBadRequest {
			continue // net/http answers for itself
		}
		for name, want := range map[string]string{
			"Access-Control-Allow-Origin": "", "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY", "Cache-Control": "no-store",
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s %s Host %q: %s is %q", tt.method, tt.path, tt.host, name, got)
			}
		}
	}
}

// Requests without end, and streams without number, leave the preview as it is.
func TestGreedyRequests(t *testing.T) {
	addr, token := frozen(t)
	const get = "GET / HTTP/1.1\r\nHost: localhost\r\n"
	for name, tt := range map[string]struct {
		request string
		status  int
	}{
		"a huge header": {get + "X: " + strings.Repeat("x", 1<<20) + "\r\n\r\n", 431},
		"many headers":  {get + strings.Repeat("X: y\r\n", 1<<17) + "\r\n", 431},
		"a huge path":   {"GET /" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 431},
		"a huge body":   {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000000\r\n\r\n", 405},
		"two lengths":   {get + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
		"a smuggler":    {get + "Content-Length: 4\r\nTransfer-Encoding: chunked, identity\r\n\r\n", 501},
		"two hosts":     {get + "Host: evil.example\r\n\r\n", 400},
		"no host":       {"GET / HTTP/1.1\r\n\r\n", 400},
		"HTTP/2":        {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 403},
	} {
		if status := statusOf(t, addr, tt.request); status != tt.status {
			t.Errorf("%s: %d, want %d", name, status, tt.status)
		}
	}

	streams, refused := 0, 0
	for range 1000 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		fmt.Fprintf(conn, "GET /_gen/events?token=%s HTTP/1.1\r\nHost: localhost\r\n\r\n", token)
		_ = conn.SetReadDeadline(time.Now().Add(soon))
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		switch {
		case err != nil:
			t.Fatal(err)
		case resp.StatusCode == http.StatusOK:
			streams++
		case resp.StatusCode == http.StatusServiceUnavailable:
			refused++
		}
	}
	if streams != maxStreams || streams+refused != 1000 {
		t.Errorf("%d streams, %d refused", streams, refused)
	}
	if resp, body := ask(t, addr, get+"Connection: close\r\n\r\n"); resp.StatusCode != http.StatusOK || !strings.Contains(body, "INDEX") {
		t.Errorf("beside the streams a page is %s", resp.Status)
	}

	// Whoever sends a header letter by letter is cut off.
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET / HT")
	_ = conn.SetReadDeadline(time.Now().Add(2 * soon))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("a header without end is waited for: %v", err)
	}
}

// statusOf sends a request, of which not all need be read, and returns the status.
func statusOf(t *testing.T, addr, request string) int {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(2 * soon))
	go fmt.Fprint(conn, request)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Errorf("%.40q: %v", request, err)
		return 0
	}
	return resp.StatusCode
}

// TestOwnAddress holds that a preview answers to the address at which a request came in,
// however that is written, and to no other of the network.
func TestOwnAddress(t *testing.T) {
	for _, tt := range []struct {
		local, host string
		want        int
	}{
		{"192.0.2.7", "192.0.2.7:8000", http.StatusOK},
		{"192.0.2.7", "192.0.2.7", http.StatusOK},
		{"::ffff:192.0.2.7", "192.0.2.7:8000", http.StatusOK},
		{"2001:db8::7", "[2001:db8::7]:8000", http.StatusOK},
		{"2001:db8::7", "[2001:db8::7]", http.StatusOK},
		{"192.0.2.7", "192.0.2.8:8000", http.StatusForbidden},
		{"192.0.2.7", "gen.example:8000", http.StatusForbidden},
		{"", "192.0.2.7:8000", http.StatusForbidden},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = tt.host
		if tt.local != "" {
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(tt.local), Port: 8000}))
		}
		w := httptest.NewRecorder()
		guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), "en").ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s at %s: %d, want %d", tt.host, tt.local, w.Code, tt.want)
		}
	}
}

func TestContentTypes(t *testing.T) {
	addr, _ := frozen(t)
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/nowhere": "text/html; charset=utf-8", "/style.css": "text/css; charset=utf-8",
		"/_gen/live.js": "text/javascript; charset=utf-8", "/data.bin": "application/octet-stream", "/_headers": "application/octet-stream",
	} {
		resp, _ := ask(t, addr, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		if got := resp.Header.Get("Content-Type"); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("あ", 200)
	tests := []struct {
		line              string
		col               int
		before, at, after string
	}{
		{"title: x", 1, "", "t", "itle: x"},
		{"日本語", 2, "日", "本", "語"},
		{"aaa", 3, "aa", "a", ""},
		{"\ta\x1b[0m", 2, " ", "a", " [0m"},
		{"ab\r\n", 3, "ab", " ", ""},
		{"ab", 9, "ab", " ", ""},
		{"ab", 0, "", "", "ab"},
		{"", 3, "", "", ""},
		{long, 100, "…" + strings.Repeat("あ", 60), "あ", strings.Repeat("あ", 59) + "…"},
	}
	for _, tt := range tests {
		if b, a, r := excerpt(tt.line, max(tt.col-1, 0), tt.col > 0); b != tt.before || a != tt.at || r != tt.after {
			t.Errorf("excerpt(%.20q, %d) = %q, %q, %q", tt.line, tt.col, b, a, r)
		}
	}
}
