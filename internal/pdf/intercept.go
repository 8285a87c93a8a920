package pdf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Paths of the fonts in the address space of the site. No page is published
// under a name with a leading dot.
const (
	fontStyles    = ".packet/fonts.css"
	chapterStyles = ".packet/chapters.css"
	fontRegular   = ".packet/regular.ttf"
	fontBold      = ".packet/bold.ttf"
	fontMono      = ".packet/mono.ttf"
	latinRegular  = ".packet/latin.ttf"
	latinBold     = ".packet/latin-bold.ttf"
)

// policy is the Content-Security-Policy of a page that is printed.
const policy = "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"

// contentTypes are the media types of what a page can be made of. The system's
// own table is no help: in Windows every program can change it.
var contentTypes = map[string]string{
	".avif": "image/avif", ".css": "text/css; charset=utf-8", ".gif": "image/gif",
	".html": "text/html; charset=utf-8", ".jpeg": "image/jpeg", ".jpg": "image/jpeg",
	".png": "image/png", ".svg": "image/svg+xml", ".ttf": "font/ttf", ".webp": "image/webp",
	".woff": "font/woff", ".woff2": "font/woff2",
}

// A supply is everything that the browser can get while it prints a page.
type supply struct {
	site  fs.FS
	files map[string][]byte // by path; before those of site
}

// get returns the file at an address, and its path.
func (s supply) get(address string) (data []byte, name string, err error) {
	if !strings.HasPrefix(address, origin) {
		return nil, "", errors.New("not of the site")
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, "", err
	}
	name = strings.TrimPrefix(u.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if data, ok := s.files[name]; ok {
		return data, name, nil
	}
	data, err = fs.ReadFile(s.site, name)
	return data, name, err
}

// intercept answers every request of the tab of ctx from s, until ctx ends. What
// s does not have, or what no page is made of, is refused. The returned function
// waits for the end.
func intercept(ctx context.Context, s supply) (wait func(), err error) {
	requests := chromedp.Events(ctx, fetch.RequestPaused)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for request, err := range requests {
			if err != nil {
				return
			}
			// A request that the page has given up is not an error, and any
			// other failure ends the printing itself.
			_ = chromedp.Do(ctx, answer(request, s))
		}
	}()
	all := fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*"}}}
	if _, err := chromedp.Call(ctx, fetch.Enable, all); err != nil {
		return nil, fmt.Errorf("taking over the requests of the page: %w", err)
	}
	return func() { <-done }, nil
}

// answer fulfils or refuses one request.
func answer(request fetch.EventRequestPaused, s supply) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		data, name, err := s.get(request.Request.URL)
		contentType, known := contentTypes[strings.ToLower(path.Ext(name))]
		if err != nil || !known {
			_, err := cdp.Call(ctx, tab, fetch.FailRequest, fetch.FailRequestParams{
				RequestID: request.RequestID, ErrorReason: network.ErrorReasonBlockedByClient,
			})
			return err
		}
		_, err = cdp.Call(ctx, tab, fetch.FulfillRequest, fetch.FulfillRequestParams{
			RequestID:    request.RequestID,
			ResponseCode: 200,
			ResponseHeaders: []*fetch.HeaderEntry{
				{Name: "Content-Type", Value: contentType},
				{Name: "Content-Security-Policy", Value: policy},
				{Name: "X-Content-Type-Options", Value: "nosniff"},
			},
			Body: data,
		})
		return err
	})
}
