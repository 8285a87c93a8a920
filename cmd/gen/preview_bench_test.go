package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"hikitsugi/internal/content"
	"hikitsugi/internal/markdown"
	"hikitsugi/internal/source"
)

// BenchmarkPreview measures how long a writer waits: from the moment a file is
// saved until gen serve delivers the new text, the time for which it waits for
// quiet included. It edits a paragraph, and a title until the list of all pages
// shows it, 20 times each, and tells the median, the 95th percentile, the time
// that the reload is announced after the text can be had, and the memory in use.
func BenchmarkPreview(b *testing.B) {
	for _, guides := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprintf("2x%d", guides), func(b *testing.B) {
			dir := b.TempDir()
			writeLibrary(b, dir, guides)
			ctx, stop := context.WithCancel(b.Context())
			addr := freeAddress(b)
			ended := make(chan int)
			started := time.Now()
			go func() {
				ended <- run(ctx, []string{"serve", "-C", dir, "--addr", addr, "--lang", "en"}, func(string) string { return "" }, io.Discard, io.Discard)
			}()
			page := "http://" + addr + "/en/guides/g7/"
			awaitText(b, page, "Guide 7")
			b.ReportMetric(float64(time.Since(started).Milliseconds()), "ms-to-start")
			said := announcements(b, "http://"+addr, page)
			file := filepath.Join(dir, "content/guides/g7.en.md")
			original, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			measure := func(name, url, old string) {
				var waits, announced []time.Duration
				for i := range 20 {
					time.Sleep(100 * time.Millisecond) // nobody saves faster
					text := fmt.Sprintf("%s, edit %d of %s", old, i, name)
					changed := bytes.Replace(original, []byte(old), []byte(text), 1)
					for len(said) > 0 {
						<-said
					}
					start := time.Now()
					if err := os.WriteFile(file, changed, 0o644); err != nil {
						b.Fatal(err)
					}
					awaitText(b, url, text)
					shown := time.Now()
					waits = append(waits, shown.Sub(start))
					announced = append(announced, max(0, (<-said).Sub(shown)))
				}
				slices.Sort(waits)
				slices.Sort(announced)
				b.ReportMetric(ms(waits[10]), "ms-"+name)
				b.ReportMetric(ms(waits[18]), "ms-"+name+"-p95")
				b.ReportMetric(ms(announced[10]), "ms-"+name+"-announced")
			}
			for range b.N {
				measure("paragraph", page, "Most handovers begin")
				measure("title", "http://"+addr+"/en/guides/", "Guide 7")
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MiB-live")
			b.ReportMetric(float64(m.HeapAlloc)/float64(2*guides)/1024, "KiB/page")
			b.ReportMetric(0, "ns/op")
			stop()
			if status := <-ended; status != exitOK {
				b.Errorf("gen serve ended with %d", status)
			}
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// writeLibrary writes a site of guides in two languages, each of about 4 KB with
// links, tables and code, and with the record of what the translation was made of.
func writeLibrary(b *testing.B, dir string, guides int) {
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("content/site.yaml", "title: {ja: ノート, en: Notes}\nlanguages: [ja, en]\n")
	body := func(n int, title, sentence string) string {
		var t strings.Builder
		for s := range 6 {
			fmt.Fprintf(&t, "## %s %d {#s%d}\n\n%s\n- [](guide:g%d)\n- [](guide:g%d)\n\n| a | b |\n|---|---|\n| 1 | %d |\n\n```go\nfunc f%d() int { return %d }\n```\n\n",
				title, s, s, strings.Repeat(sentence, 4), (n+1)%guides, (n*7+s)%guides, s, n*7+s, s)
		}
		return t.String()
	}
	engine := markdown.New()
	for n := range guides {
		ja := fmt.Sprintf("---\ntitle: 手引き%d\n---\n\n%s", n, body(n, "節", "異動や退職が決まると、まず日々の作業の説明から始めがちです。**「鍵」**を先に渡します。\n"))
		name := fmt.Sprintf("content/guides/g%d.ja.md", n)
		write(name, ja)
		place, _ := content.Locate(name)
		page, _ := content.ParsePage(source.New(name, []byte(ja)), place, "ja", "", engine)
		var record strings.Builder
		for _, s := range page.Sections {
			fmt.Fprintf(&record, "  %s: %q\n", s.ID, s.Hash)
		}
		write(fmt.Sprintf("content/guides/g%d.en.md", n), fmt.Sprintf("---\ntitle: Guide %d\ntranslated:\n%s---\n\n%s", n, &record,
			body(n, "Part", "Most handovers begin with the daily routine. Hand over the **keys** first.\n")))
	}
}

// awaitText asks for a page until it holds text.
func awaitText(b *testing.B, url, text string) {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
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
	resp, err := http.Get(root + "/_gen/events?token=" + token[1])
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
