package bench_test

import (
	"bytes"
	"encoding/gob"
	"errors"
	"hash/fnv"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alecthomas/chroma/v2"
	chromahtml "github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"hikitsugi/internal/bench"
)

// A sourceState is what the floor remembers of a source.
type sourceState struct {
	Size int64
	Time time.Time
	Sum  uint64
}

// floor is the least that a generator in Go must do for the pages of a project:
// read, goldmark, chroma with its results remembered, a template, write; on all
// processors. It follows no link, checks nothing, lists nothing, makes no index and
// waits for no disk. A file beside its output says what the sources were like, and
// those that are so still, by size and time or else by hash, are left alone where
// their pages stand. It returns how many pages it made.
func floor(project, out string, byHash bool) (int, error) {
	known, next := map[string]sourceState{}, map[string]sourceState{}
	if data, err := os.ReadFile(out + ".floor"); err == nil {
		if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&known); err != nil {
			return 0, err
		}
	}
	md := newFloorMarkdown()
	root := filepath.Join(project, "content")
	var mu sync.Mutex
	made := 0
	page := func(name string) error {
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		before := known[name]
		now := sourceState{info.Size(), info.ModTime(), before.Sum}
		same := !byHash && now.Size == before.Size && now.Time.Equal(before.Time)
		var text []byte
		if !same {
			if text, err = os.ReadFile(name); err != nil {
				return err
			}
			sum := fnv.New64a()
			sum.Write(text)
			now.Sum = sum.Sum64()
			same = now.Sum == before.Sum
		}
		rel, _ := filepath.Rel(root, name)
		stem, lang := strings.TrimSuffix(rel, ".md"), filepath.Ext(strings.TrimSuffix(rel, ".md"))
		to := filepath.Join(out, strings.TrimPrefix(lang, "."), strings.TrimSuffix(stem, lang), "index.html")
		if same {
			_, err = os.Stat(to)
			same = err == nil
		}
		if !same {
			if err := floorPage(md, text, to); err != nil {
				return err
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if next[name] = now; !same {
			made++
		}
		return nil
	}
	names := make(chan string, 64)
	errs := make([]error, runtime.GOMAXPROCS(0))
	var workers sync.WaitGroup
	for i := range errs {
		workers.Go(func() {
			for name := range names {
				errs[i] = errors.Join(errs[i], page(name))
			}
		})
	}
	err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") {
			names <- name
		}
		return err
	})
	close(names)
	workers.Wait()
	var data bytes.Buffer
	if made > 0 {
		err = errors.Join(err, gob.NewEncoder(&data).Encode(next), os.WriteFile(out+".floor", data.Bytes(), 0o644))
	}
	return made, errors.Join(append(errs, err)...)
}

var (
	floorTitle = regexp.MustCompile(`(?m)^title: "?(.*?)"?$`)
	floorShell = template.Must(template.New("").Parse(`<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>{{.Title}}</title><link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">Handbook</a><nav><ul>{{range .Menu}}<li><a href="/{{.}}/">{{.}}</a></li>{{end}}</ul></nav></header>
<main><h1>{{.Title}}</h1>{{.Body}}</main><footer>Handbook</footer></body></html>
`))
	floorMenu = []string{"columns", "guides", "runbooks", "handover", "renewals", "glossary", "search"}
)

// floorPage makes one page.
func floorPage(md goldmark.Markdown, text []byte, to string) error {
	_, rest, _ := bytes.Cut(text, []byte("---\n"))
	head, body, _ := bytes.Cut(rest, []byte("\n---\n"))
	title := ""
	if m := floorTitle.FindSubmatch(head); m != nil {
		title = string(m[1])
	}
	var content, page bytes.Buffer
	if err := md.Convert(body, &content); err != nil {
		return err
	}
	err := floorShell.Execute(&page, struct {
		Title string
		Menu  []string
		Body  template.HTML
	}{title, floorMenu, template.HTML(content.String())})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, page.Bytes(), 0o644)
}

// A floorCode highlights code, and remembers what it did.
type floorCode struct {
	lexers sync.Map // language → chroma.Lexer
	done   sync.Map // language and code → []byte
}

var floorClasses = chromahtml.New(chromahtml.WithClasses(true))

func newFloorMarkdown() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&floorCode{}, 100))))
}

func (c *floorCode) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		html, err := c.html(string(n.(*ast.FencedCodeBlock).Language(source)), string(n.Lines().Value(source)))
		if err != nil {
			return ast.WalkStop, err
		}
		_, err = w.Write(html)
		return ast.WalkSkipChildren, err
	})
}

func (c *floorCode) html(language, code string) ([]byte, error) {
	key := language + "\x00" + code
	if html, ok := c.done.Load(key); ok {
		return html.([]byte), nil
	}
	lexer, ok := c.lexers.Load(language)
	if !ok {
		l := lexers.Get(language)
		if l == nil {
			l = lexers.Fallback
		}
		lexer, _ = c.lexers.LoadOrStore(language, chroma.Coalesce(l))
	}
	tokens, err := lexer.(chroma.Lexer).Tokenise(nil, code)
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	if err := floorClasses.Format(&html, styles.Fallback, tokens); err != nil {
		return nil, err
	}
	c.done.Store(key, html.Bytes())
	return html.Bytes(), nil
}

// TestFloor holds that the floor does what it is measured for.
func TestFloor(t *testing.T) {
	project, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	if err := bench.Corpus(project, 12); err != nil {
		t.Fatal(err)
	}
	build := func(want int, byHash bool) {
		t.Helper()
		if made, err := floor(project, out, byHash); err != nil || made != want {
			t.Errorf("%d pages made, want %d: %v", made, want, err)
		}
	}
	build(24, false)
	coded := 0
	for n := range 12 {
		for _, lang := range bench.Languages {
			text := read(t, filepath.Join(project, bench.At(n).File(lang)))
			html := read(t, filepath.Join(out, bench.At(n).Address(lang), "index.html"))
			if title := floorTitle.FindStringSubmatch(text)[1]; !strings.Contains(html, "<h1>"+title) || !strings.Contains(html, "<h2 id=") {
				t.Errorf("page %d in %s lacks its title or its chapters", n, lang)
			}
			coded += strings.Count(html, `<span class="line">`)
		}
	}
	if coded == 0 {
		t.Error("no code is highlighted")
	}
	build(0, false)
	build(0, true)
	name := filepath.Join(project, bench.At(7).File("en"))
	if err := os.WriteFile(name, []byte(read(t, name)+"\nOne more line.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	build(1, false)
	if !strings.Contains(read(t, filepath.Join(out, bench.At(7).Address("en"), "index.html")), "One more line.") {
		t.Error("the page is stale")
	}
	if err := os.RemoveAll(filepath.Join(out, bench.At(3).Address("ja"))); err != nil {
		t.Fatal(err)
	}
	build(1, true)
}
