package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	handbook "hikitsugi/internal/bench"
)

// BenchmarkPreview measures how long a writer waits: from the moment a file is
// saved until the server delivers the new text, the time for which it waits for
// quiet included. It edits a paragraph, a title until the list that shows it does,
// and the title of an item, 20 times each, and tells the median, the 95th
// percentile, the time that the reload is announced after the text can be had, how
// long the first search after a save takes, and the memory in use. hugo server does
// the same with the same pages in the same run: when Hugo cannot be had, that is said.
func BenchmarkPreview(b *testing.B) {
	hugo, err := handbook.Hugo(b.Context())
	if err != nil {
		fmt.Fprintf(os.Stderr, "Without hugo server to compare with: %v\n", err)
	}
	for _, pages := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("2x%d", pages), func(b *testing.B) {
			corpus := b.TempDir()
			if err := handbook.Corpus(corpus, pages); err != nil {
				b.Fatal(err)
			}
			b.Run("gen", func(b *testing.B) { benchGen(b, corpus, pages) })
			if hugo != "" {
				b.Run("hugo", func(b *testing.B) { benchHugo(b, hugo, corpus, pages) })
			}
		})
	}
}

// saves is how often each edit is saved.
const saves = 20

// The pages that are edited: a guide with code, and a column with a checklist, which
// is not part of the packet.
var guide, column = handbook.At(42), handbook.At(51)

// intro is what the text of a page begins behind.
const intro = "---\n\n"

func benchGen(b *testing.B, dir string, pages int) {
	addr := freeAddress(b)
	c := exec.CommandContext(b.Context(), "gen", "serve", "-C", dir, "--addr", addr, "--lang", "en") // as TestMain has put it on the path
	root := "http://" + addr + "/"
	start := startServer(b, c, root+guide.Address("en"))
	said := announcements(b, root, root+guide.Address("en"))
	for b.Loop() {
		e := saving(b, filepath.Join(dir, guide.File("en")))
		e.measure("paragraph", root+guide.Address("en"), intro, "%s", saves, said)
		e.measure("title", listOf(b, root, guide), `title: "`, "%s", saves, said)
		e.measure("heading", root+guide.Address("en"), "## ", "%s", saves, said)
		e.measure("section", root+guide.Address("en"), intro, "## %s\n\n", saves, said)
		e = saving(b, filepath.Join(dir, column.File("en")))
		e.measure("column", root+column.Address("en"), intro, "%s", saves, said)
		e = saving(b, filepath.Join(dir, column.File("ja")))
		e.measure("item", root+column.Address("ja"), "title: {ja: ", "%s", saves, said)
		var waits []time.Duration
		for i := range 3 {
			e.save(intro, fmt.Sprintf("検索%d", i))
			<-said
			start := time.Now()
			fetchText(root + "search.ja.js")
			waits = append(waits, time.Since(start))
		}
		slices.Sort(waits)
		b.ReportMetric(ms(waits[1]), "ms-first-search")
	}
	b.ReportMetric(ms(start), "ms-to-start")
	reportMemory(b, c, pages)
	b.ReportMetric(0, "ns/op")
}

// listOf returns the page at which the server at root lists a page.
func listOf(b *testing.B, root string, p handbook.Page) string {
	next := root + p.List("en")
	for url := next; ; url = next {
		list := fetchText(url)
		if strings.Contains(list, p.Slug+"/index.html") {
			return url
		}
		m := regexp.MustCompile(`rel="next" href="(?:\.\./)+([^"]+)index.html"`).FindStringSubmatch(list)
		if m == nil {
			b.Fatalf("no page lists %s", p.Slug)
		}
		next = root + m[1]
	}
}

func benchHugo(b *testing.B, hugo, corpus string, pages int) {
	dir := filepath.Join(b.TempDir(), "site")
	if err := handbook.ForHugo(corpus, dir); err != nil {
		b.Fatal(err)
	}
	addr := freeAddress(b)
	_, port, _ := strings.Cut(addr, ":")
	c := exec.CommandContext(b.Context(), hugo, "server", "--source", dir, "--bind", "127.0.0.1", "--port", port, "--renderToMemory", "--disableLiveReload")
	root := "http://" + addr + "/"
	start := startServer(b, c, root+guide.HugoAddress("en"))
	times := saves
	if pages > 5000 {
		times = 3 // each takes the better part of a minute
	}
	for b.Loop() {
		e := saving(b, filepath.Join(dir, guide.HugoFile("en")))
		e.measure("paragraph", root+guide.HugoAddress("en"), intro, "%s", times, nil)
		e.measure("title", root+guide.HugoList("en"), `title: "`, "%s", times, nil)
	}
	b.ReportMetric(ms(start), "ms-to-start")
	reportMemory(b, c, pages)
	b.ReportMetric(0, "ns/op")
}

// startServer starts a server, which ends with the benchmark, and returns how long it
// takes until it delivers the guide at url.
func startServer(b *testing.B, c *exec.Cmd, url string) time.Duration {
	start := time.Now()
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	awaitText(b, url, guide.Slug[len(guide.Slug)-5:])
	return time.Since(start)
}

// A saved is one file that is saved again and again.
type saved struct {
	b        *testing.B
	file     string
	original []byte
}

func saving(b *testing.B, file string) *saved {
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	return &saved{b, file, text}
}

// save writes the file as it was at first, with text behind the first occurrence of
// a mark in it.
func (e *saved) save(mark, text string) {
	changed := bytes.Replace(e.original, []byte(mark), []byte(mark+text), 1)
	if bytes.Equal(changed, e.original) {
		e.b.Fatalf("%s does not hold %q", e.file, mark)
	}
	if err := os.WriteFile(e.file, changed, 0o644); err != nil {
		e.b.Fatal(err)
	}
}

// measure saves the file with a new text each time, written as form says, and waits
// until the page at url has it; said tells when open pages are told to load again.
func (e *saved) measure(name, url, mark, form string, times int, said chan time.Time) {
	var waits, announced []time.Duration
	for i := range times {
		time.Sleep(100 * time.Millisecond) // nobody saves faster
		for len(said) > 0 {
			<-said
		}
		text := fmt.Sprintf("Edit %d of the %s ", i, name)
		start := time.Now()
		e.save(mark, fmt.Sprintf(form, text))
		awaitText(e.b, url, text)
		shown := time.Now()
		waits = append(waits, shown.Sub(start))
		if said != nil {
			announced = append(announced, max(0, (<-said).Sub(shown)))
		}
	}
	slices.Sort(waits)
	slices.Sort(announced)
	e.b.ReportMetric(ms(waits[times/2]), "ms-"+name)
	e.b.ReportMetric(ms(waits[times*9/10]), "ms-"+name+"-p95")
	if said != nil {
		e.b.ReportMetric(ms(announced[times/2]), "ms-"+name+"-announced")
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// awaitText asks for a page until it holds text.
func awaitText(b *testing.B, url, text string) {
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if strings.Contains(fetchText(url), text) {
			return
		}
	}
	b.Fatalf("%s never says %q: %.2000s", url, text, fetchText(url))
}

func fetchText(url string) string {
	resp, err := http.Get(url)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return string(body)
}

// announcements returns the times at which open pages are told to load again.
func announcements(b *testing.B, root, page string) chan time.Time {
	token := regexp.MustCompile(`data-token="(\w+)"`).FindStringSubmatch(fetchText(page))
	resp, err := http.Get(root + "_gen/events?token=" + token[1])
	if err != nil {
		b.Fatal(err)
	}
	times := make(chan time.Time, 100)
	go func() {
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data: ") {
				times <- time.Now()
			}
		}
	}()
	return times
}

// reportMemory tells what memory the system has given to a server's process, its files
// aside, where the system tells it.
func reportMemory(b *testing.B, c *exec.Cmd, pages int) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.Process.Pid))
	m := regexp.MustCompile(`RssAnon:\s+(\d+)`).FindSubmatch(status)
	if m == nil {
		return
	}
	kib, _ := strconv.Atoi(string(m[1]))
	b.ReportMetric(float64(kib)/1024, "MiB")
	b.ReportMetric(float64(kib)/float64(2*pages), "KiB/page")
}
