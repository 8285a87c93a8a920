package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/chromedp"

	"hikitsugi/internal/diag"
)

// Options say what to print with.
type Options struct {
	Browser   string // path of the program, as from FindBrowser
	Fonts     Fonts  // as from FindFonts; Regular is needed
	NoSandbox bool   // run without the browser's sandbox, where the system does not allow one
	TempDir   string // for the browser's profile; empty: the system's
}

// startLimit is how long a browser may take to answer for the first time.
const startLimit = time.Minute

// An Engine is a running browser. Print may be called by several goroutines at a
// time; each has a tab.
type Engine struct {
	tab        context.Context // of the browser's first tab, the parent of all others
	stop       func()          // ends the browser and waits for it
	profile    string
	files      map[string][]byte // the fonts and their styles, by path
	characters *coverage         // those of the text font
	faces      map[string]sharedGlyphs
	limit      time.Duration // for one page; printLimit but in tests
}

// Start starts a browser with an empty profile of its own. It ends with ctx, but
// only Close removes the profile. For root it runs as nobody, because the
// browser refuses root its sandbox. What the user can put right is an *Error.
func Start(ctx context.Context, o Options) (*Engine, error) {
	e := &Engine{files: map[string][]byte{}, faces: map[string]sharedGlyphs{}, limit: printLimit}
	if err := e.loadFonts(o.Fonts); err != nil {
		return nil, err
	}
	var err error
	if e.profile, err = os.MkdirTemp(o.TempDir, "gen-print-"); err != nil {
		return nil, errProfile(err)
	}
	if err := e.launch(ctx, o); err != nil {
		return nil, errors.Join(err, removeProfile(e.profile))
	}
	return e, nil
}

// Close ends the browser with all its processes and removes its profile.
func (e *Engine) Close() error {
	e.stop()
	return removeProfile(e.profile)
}

// Running reports whether the browser has not ended.
func (e *Engine) Running() bool { return e.tab.Err() == nil }

// launch starts the browser; if that fails, nothing of it is left running.
func (e *Engine) launch(ctx context.Context, o Options) error {
	contain, err := containment(e.profile)
	if err != nil {
		return err
	}
	var said output
	options := append(flags(o.NoSandbox),
		chromedp.ExecPath(o.Browser),
		chromedp.UserDataDir(e.profile),
		chromedp.NoInheritEnv,
		chromedp.Env(environment(e.profile)...),
		chromedp.ModifyCmdFunc(contain),
		chromedp.CombinedOutput(&said),
	)
	allocator, freeAllocator := chromedp.NewExecAllocator(ctx, options...)
	ignore := func(string, ...any) {}
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithLogf(ignore), chromedp.WithErrorf(ignore))
	e.tab = tab
	e.stop = sync.OnceFunc(func() {
		closeTab()
		freeAllocator()
	})
	// The context of the first call is that of the browser, so the limit cannot
	// be a deadline on it.
	late := time.AfterFunc(startLimit, freeAllocator)
	err = chromedp.Do(tab)
	inTime := late.Stop()
	if err == nil && inTime {
		return nil
	}
	e.stop()
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("starting the browser: %w", context.Cause(ctx))
	case !inTime:
		return fmt.Errorf("starting the browser %s: no answer within %v", o.Browser, startLimit)
	case !o.NoSandbox && sandboxFailed(said.String()):
		return errSandbox()
	case errors.Is(err, fs.ErrPermission):
		return errNotExecutable(o.Browser)
	}
	return fmt.Errorf("starting the browser %s: %w", o.Browser, err)
}

// flags are the options of the command line.
func flags(noSandbox bool) []chromedp.ExecAllocatorOption {
	options := chromedp.DefaultExecAllocatorOptions[:]
	options = append(options[:len(options):len(options)],
		chromedp.Flag("no-sandbox", noSandbox), // said either way: the library would leave it out for root
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("font-render-hinting", "none"),
		chromedp.Flag("lang", "en-US"),
		chromedp.UserAgent("Chromium"), // else the file names the machine's system

		// Every request is answered from memory; these hold what is none, such as
		// looking up a name: no name is found, and every connection goes to a
		// proxy that is not there.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
		chromedp.Flag("proxy-server", "http://127.0.0.1:9"),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("no-pings", true),
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,CertificateTransparencyComponentUpdater"),
	)
	return options
}

// sandboxFailed recognises what Chromium says on Linux where the sandbox cannot
// be had (zygote_host_impl_linux.cc, namespace_sandbox.cc).
func sandboxFailed(said string) bool {
	return strings.Contains(said, "sandbox") || strings.Contains(said, "Failed to move to new namespace")
}

// removeProfile removes a profile. A process that was killed a moment ago may
// still be about to write, so it tries more than once.
func removeProfile(profile string) error {
	var err error
	for range 50 {
		if err = os.RemoveAll(profile); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("removing the browser's profile: %w", err)
}

// An output keeps what the browser says while it starts.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	const enough = 64 << 10
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() < enough {
		o.text.Write(p)
	}
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func errSandbox() error {
	return &Error{
		What: diag.Text{
			JA: "ブラウザーのサンドボックスがこの環境では動きません",
			EN: "the browser's sandbox does not work on this system",
		},
		Do: diag.Text{
			JA: "ユーザー名前空間を使えるようにしてください。自分で書いた内容だけを印刷するなら、--no-sandbox を付けて実行することもできます。",
			EN: "Allow user namespaces, or, if you print only what you wrote yourself, run it with --no-sandbox.",
		},
	}
}

func errNotExecutable(browser string) error {
	return &Error{
		What: diag.Text{
			JA: fmt.Sprintf("ブラウザー「%s」を実行する権限がありません", browser),
			EN: fmt.Sprintf("there is no permission to run the browser %s", browser),
		},
		Do: diag.Text{
			JA: "どのユーザーからも実行できる場所にインストールしてください。root で実行すると、ブラウザーは nobody として動きます。",
			EN: "Install it where every user can run it: for root, the browser runs as nobody.",
		},
	}
}
