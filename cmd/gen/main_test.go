package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(counted{m}, map[string]func(){"gen": main, "gen-killed": killedMain})
}

// TestScripts runs the command line as a person would. Beside testscript's own
// commands the scripts have
//
//	example DIR          copy the example site's content to DIR/content
//	edit FILE OLD NEW    replace OLD in FILE; \n in NEW begins a line
//	sum DIR NAME         set $NAME to a hash of all files in DIR, receipts of builds left out
//	fetch URL TEXT       wait until the answer from URL holds TEXT (! fetch: lacks it)
//	choose URL FORM      choose in the bar of the preview at URL (! choose: is refused)
//	waitfor FILE         wait until there is FILE
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	gen, err := exec.LookPath("gen") // as TestMain has put it on the path
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en_US.UTF-8")
			env.Setenv("EXAMPLE", filepath.Join(root, "content"))
			env.Setenv("THEME", filepath.Join(root, "themes", "default"))
			env.Setenv("ADDR", freeAddress(t))
			_, port, err := net.SplitHostPort(freeAddress(t))
			env.Setenv("PORT", port) // for all addresses of this machine
			env.Setenv("GEN", gen)
			// The browser is started with a profile below; it may run as another user.
			env.Setenv("TMPDIR", os.TempDir())
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"example": example,
			"edit":    edit,
			"sum":     sum,
			"fetch":   fetch,
			"choose":  choose,
			"waitfor": waitFor,
		},
	})
}

// freeAddress returns a loopback address that nobody listens on.
func freeAddress(t testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func example(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.CopyFS(ts.MkAbs(filepath.Join(args[0], "content")), os.DirFS(ts.Getenv("EXAMPLE"))))
}

func edit(ts *testscript.TestScript, _ bool, args []string) {
	name := ts.MkAbs(args[0])
	text := ts.ReadFile(name)
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	// At once, or a preview on a busy machine sees the file empty.
	ts.Check(os.WriteFile(name+".tmp", []byte(strings.Replace(text, args[1], strings.ReplaceAll(args[2], `\n`, "\n"), 1)), 0o644))
	ts.Check(os.Rename(name+".tmp", name))
}

func sum(ts *testscript.TestScript, _ bool, args []string) {
	var all strings.Builder
	root := os.DirFS(ts.MkAbs(args[0]))
	ts.Check(fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".gen-") {
			return err
		}
		data, err := fs.ReadFile(root, name)
		all.WriteString(name + "\x00" + string(data) + "\x00")
		return err
	}))
	ts.Setenv(args[1], hash(all.String()))
}

var token = regexp.MustCompile(`data-token="([^"]*)"`)

// atMost is how long anything may take, on a machine that does much else.
const atMost = 2 * time.Minute

func fetch(ts *testscript.TestScript, neg bool, args []string) {
	for deadline := time.Now().Add(atMost); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		answer, err := get(args[0])
		if err == nil && strings.Contains(answer, args[1]) != neg {
			return
		}
	}
	ts.Fatalf("%s does not answer as %q asks", args[0], args[1])
}

// choose sends what the bar of a preview sends.
func choose(ts *testscript.TestScript, neg bool, args []string) {
	page, err := get(args[0] + "/")
	ts.Check(err)
	resp, err := http.Post(args[0]+"/_gen/choose?token="+token.FindStringSubmatch(page)[1], "application/x-www-form-urlencoded", strings.NewReader(args[1]))
	ts.Check(err)
	resp.Body.Close()
	if (resp.StatusCode == http.StatusNoContent) == neg {
		ts.Fatalf("choosing %s: %s", args[1], resp.Status)
	}
}

// waitFor waits until there is a file.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	for deadline := time.Now().Add(atMost); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
	}
	ts.Fatalf("%s does not come", args[0])
}

// get returns the status line and the body of what is at url. A page's own
// requests carry a token, which stands in every page.
func get(url string) (string, error) {
	if root, _, ok := strings.Cut(url, "/_gen/"); ok {
		page, err := get(root + "/")
		if err != nil {
			return "", err
		}
		m := token.FindStringSubmatch(page)
		if m == nil {
			return "", errors.New("the page holds no token")
		}
		url += "?token=" + m[1]
	}
	answer, err := http.Get(url)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.Status + "\n" + string(body), err
}

func hash(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}
