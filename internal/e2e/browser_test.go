package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hikitsugi/internal/pdf"
)

// patience is how long one thing may take in the browser, on a machine that does
// much else.
const patience = 3 * time.Minute

// shared is the browser of all tests: started by the first that needs it, ended
// by TestMain.
var shared struct {
	start sync.Once
	ctx   context.Context
	stop  func()
	err   error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	if program.path != "" {
		_ = os.Remove(program.path)
	}
	os.Exit(code)
}

// findBrowser returns the path of the browser of the machine.
func findBrowser() (string, error) {
	home, _ := os.UserHomeDir() // without one, only the system's places are looked at
	return pdf.FindBrowser(os.Getenv("GEN_BROWSER"), runtime.GOOS, home, exec.LookPath)
}

// browser returns the browser of all tests, which reaches nothing but loopback.
func browser(t *testing.T) context.Context {
	t.Helper()
	shared.start.Do(func() {
		path, err := findBrowser()
		if err != nil {
			shared.err = err
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.Flag("no-sandbox", os.Getuid() == 0), // which the browser refuses root
			chromedp.Flag("disable-gpu", true),
			chromedp.Flag("disable-background-networking", true),
			chromedp.Flag("disable-component-update", true),
			chromedp.Flag("no-first-run", true),
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		)
		allocator, free := chromedp.NewExecAllocator(context.Background(), options...)
		ignore := func(string, ...any) {}
		ctx, end := chromedp.NewContext(allocator, chromedp.WithLogf(ignore), chromedp.WithErrorf(ignore))
		shared.ctx, shared.stop = ctx, func() { end(); free() }
		shared.err = chromedp.Do(ctx)
	})
	if shared.err != nil {
		t.Fatalf("the browser: %v", shared.err)
	}
	return shared.ctx
}

// A tab is a tab of the browser with storage of its own. Whatever its pages write
// to the console, the violations of their policy included, fails the test.
type tab struct {
	t       *testing.T
	ctx     context.Context
	touch   bool
	excused string // what the console may say, as the test makes it
}

// A screen is what a reader holds.
type screen struct {
	name          string
	width, height int64
	touch         bool
}

var (
	desktop = screen{"desktop", 1280, 900, false}
	phone   = screen{"phone", 390, 844, true}
	narrow  = screen{"narrow", 320, 640, false}
)

// openTab opens a tab that ends with the test. Nothing moves in it by itself, so
// that a press meets what it aims at.
func openTab(t *testing.T, s screen) *tab {
	t.Helper()
	return newTab(t, s, chromedp.WithNewBrowserContext())
}

// beside opens another tab of the same reader: what one keeps, the other finds.
func (b *tab) beside(s screen) *tab {
	b.t.Helper()
	return newTab(b.t, s, chromedp.WithExistingBrowserContext(chromedp.FromContext(b.ctx).BrowserContextID))
}

func newTab(t *testing.T, s screen, of chromedp.ContextOption) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser(t), of)
	b := &tab{t: t, ctx: ctx, touch: s.touch}
	var options []chromedp.EmulateViewportOption
	if s.touch {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(s.width, s.height, options...)); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	b.media("light")
	said := listen(ctx)
	end := sync.OnceFunc(func() {
		defer closeTab()
		b.eval(`console.debug("` + lastWord + `")`)
		for message := range said {
			if message == lastWord {
				return
			}
			if b.excused == "" || !strings.Contains(message, b.excused) {
				t.Errorf("in the console: %s", message)
			}
		}
		t.Error("the console fell silent")
	})
	open.Lock()
	open.tabs[t] = append(open.tabs[t], end)
	open.Unlock()
	t.Cleanup(end)
	return b
}

// open holds what ends the tabs of each test.
var open = struct {
	sync.Mutex
	tabs map[*testing.T][]func()
}{tabs: map[*testing.T][]func(){}}

// serveTo serves until the test ends, when its tabs end before: what is below the fold is
// loaded after all else, and would be missed in the console.
func serveTo(t *testing.T, h http.Handler) (address string) {
	server := httptest.NewServer(h)
	t.Cleanup(func() {
		open.Lock()
		tabs := open.tabs[t]
		delete(open.tabs, t)
		open.Unlock()
		for _, end := range tabs {
			end()
		}
		server.Close()
	})
	return server.URL
}

// lastWord is what a test writes to the console when it is done.
const lastWord = "that is all"

// listen collects what is written to the console, until lastWord.
func listen(ctx context.Context) <-chan string {
	messages := chromedp.Console(ctx)
	said := make(chan string, 1000)
	go func() {
		defer close(said)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Text == lastWord {
				said <- lastWord
				return
			}
			select {
			case said <- fmt.Sprintf("%s (%s)", m, m.URL):
			default: // a thousand are enough
			}
		}
	}()
	return said
}

// do does things in the tab.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval runs a script for what it does.
func (b *tab) eval(script string) { b.t.Helper(); value[any](b, script+"; null") }

// value returns the value of an expression.
func value[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// wait waits until an expression is true, also while a page is being left.
func (b *tab) wait(script string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](script))
		if err == nil && ok {
			return
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("in vain waited for %s (%v)", script, err)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// visit opens an address from the outside.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

// press clicks what a selector finds, as the reader would: it is brought into
// view and met by the mouse or a finger.
func (b *tab) press(selector string) {
	b.t.Helper()
	if b.touch {
		b.do(chromedp.Tap(chromedp.CSS(selector), chromedp.NodeVisible))
	} else {
		b.do(chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
	}
}

// follow does what leads to another page, and waits for that.
func (b *tab) follow(lead func()) {
	b.t.Helper()
	b.eval(`window.left = true`)
	lead()
	b.wait(`!window.left && document.readyState === "complete"`)
	if value[bool](b, `location.protocol === "file:" && location.pathname.endsWith("/")`) {
		b.t.Fatalf("the link leads to a folder, which a browser lists: %s", value[string](b, `location.href`))
	}
}

// key presses a key.
func (b *tab) key(k string) { b.t.Helper(); b.do(chromedp.KeyEvent(k)) }

// media chooses the colour scheme that the reader prefers.
func (b *tab) media(scheme string) {
	b.t.Helper()
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, params); err != nil {
		b.t.Fatal(err)
	}
}

// larger makes the reader's text larger, in percent, as the settings of a browser do.
func (b *tab) larger(percent int64) {
	b.t.Helper()
	params := page.SetFontSizesParams{FontSizes: &page.FontSizes{Standard: 16 * percent / 100, Fixed: 13 * percent / 100}}
	if _, err := chromedp.Call(b.ctx, page.SetFontSizes, params); err != nil {
		b.t.Fatal(err)
	}
}

// noScripts switches the scripts of pages off; those of the test still run.
func (b *tab) noScripts() {
	b.t.Helper()
	params := emulation.SetScriptExecutionDisabledParams{Value: true}
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, params); err != nil {
		b.t.Fatal(err)
	}
}
