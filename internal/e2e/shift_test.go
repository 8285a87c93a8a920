package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestLayoutShift holds that nothing of a page moves while it is loaded, not even
// when its scripts come late, as on a slow connection: they are held back until
// the reader has seen the page.
func TestLayoutShift(t *testing.T) {
	site := everyKind(t)["mihon"]
	host := site.host(t)
	painted := make(firstPaint, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case r.URL.Path == "/painted":
			painted.tell()
			return
		case strings.HasSuffix(r.URL.Path, ".js"):
			select {
			case <-painted:
				defer painted.tell() // for the next script of the page
			case <-time.After(patience / 2):
				t.Errorf("%s: the page waits for its script before it shows anything", r.URL.Path)
			}
		}
		host.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	for _, s := range []screen{desktop, phone} {
		t.Run(s.name, func(t *testing.T) {
			b := openWatchedTab(t, s)
			for _, name := range site.pages(t) {
				painted.forget()
				b.visit(server.URL + "/" + strings.TrimSuffix(name, "index.html"))
				b.wait(`window.settled === true`)
				for _, what := range moved(b) {
					t.Errorf("%s moves: %s", path.Join(s.name, name), what)
				}
			}
		})
	}
}

// TestLayoutShiftInPieces holds that nothing moves while a page comes in pieces:
// it stops after each of the first blocks, until the reader has seen them.
func TestLayoutShiftInPieces(t *testing.T) {
	const pieces = 8
	site := everyKind(t)["mihon"]
	host := site.host(t)
	painted := make(firstPaint, 1)
	blocks := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/painted":
			painted.tell()
			return
		case !strings.HasSuffix(r.URL.Path, "/"):
			host.ServeHTTP(w, r)
			return
		}
		whole := httptest.NewRecorder()
		host.ServeHTTP(whole, r)
		body := whole.Body.String()
		cut := strings.Index(body, `<div class="prose">`)
		for range blocks {
			cut += blockEnd.FindStringIndex(body[cut:])[1]
		}
		w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
		io.WriteString(w, body[:cut])
		w.(http.Flusher).Flush()
		select {
		case <-painted:
		case <-time.After(patience):
			t.Errorf("%s: nothing is shown before all of it has come", r.URL.Path)
		}
		io.WriteString(w, body[cut:])
	}))
	t.Cleanup(server.Close)
	for _, s := range []screen{desktop, phone} {
		t.Run(s.name, func(t *testing.T) {
			b := openWatchedTab(t, s)
			for _, name := range []string{"en/guides/everything/", "ja/runbooks/lost-device/"} {
				for blocks = range pieces {
					painted.forget()
					b.visit(server.URL + "/" + name)
					b.wait(`window.settled === true`)
					for _, what := range moved(b) {
						t.Errorf("%s moves when it stops after %d blocks: %s", path.Join(s.name, name), blocks, what)
					}
				}
			}
		})
	}
}

// A firstPaint holds that a page was seen, until somebody has taken that from it.
type firstPaint chan struct{}

func (f firstPaint) tell() {
	select {
	case f <- struct{}{}:
	default:
	}
}

// forget forgets the page before.
func (f firstPaint) forget() {
	select {
	case <-f:
	default:
	}
}

// openWatchedTab opens a tab whose pages tell the host when they are seen.
func openWatchedTab(t *testing.T, s screen) *tab {
	t.Helper()
	b := openTab(t, s)
	tell := page.AddScriptToEvaluateOnNewDocumentParams{Source: tellPainted}
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, tell); err != nil {
		t.Fatal(err)
	}
	return b
}

var blockEnd = regexp.MustCompile(`</(p|h2|ul|ol|table|pre|div)>`)

// moved is what has moved on the page of the tab. Of a page that was seen before
// all of it had come, a line that came in two pieces may be set anew.
func moved(b *tab) []string {
	return value[[]string](b, `window.shifts.filter(({value}) => value > (window.seen < performance.getEntriesByType("navigation")[0].domInteractive ? 0.002 : 0)).map(({value, what}) => value.toFixed(4) + " " + what)`)
}

// tellPainted tells the host when the page is first seen, collects what moves,
// and says when two frames after the page was loaded have been drawn. It is a day
// on which some dates of the example are past and others near.
const tellPainted = `
	Date = class extends Date {
		constructor(...given) { given.length ? super(...given) : super(2027, 6, 1); }
	};
	window.shifts = [];
	new PerformanceObserver(list => { window.seen ??= list.getEntries()[0].startTime; fetch("/painted"); }).observe({type: "paint", buffered: true});
	new PerformanceObserver(list => {
		const name = n => n && n.nodeType === 1 ? n.tagName.toLowerCase() + (n.id ? "#" + n.id : "") + "." + n.className : n && n.textContent;
		for (const {value, sources} of list.getEntries()) shifts.push({value, what: sources.map(({node}) => name(node)).join(", ")});
	}).observe({type: "layout-shift", buffered: true});
	addEventListener("load", () => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => settled = true, 50))), 50));
`
