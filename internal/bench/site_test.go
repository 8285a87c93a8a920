//go:build unix

package bench_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hikitsugi/internal/bench"
)

var (
	pagesFlag   = flag.String("pages", "1000,10000", "BenchmarkSite: pages in each language, several with commas")
	roundsFlag  = flag.Int("rounds", 5, "BenchmarkSite: how often each program runs; three times at most from 10,000 pages")
	projectFlag = flag.String("project", "", "BenchmarkSite: a project to measure instead of all else")
)

// children are what this program does as a process of its own: what is measured, and
// what would leave the measuring process large. A child's peak of memory begins with
// that of its parent.
var children = map[string]func(args []string) error{
	"corpus": func(args []string) error {
		n, err := strconv.Atoi(args[1])
		return errors.Join(err, bench.Corpus(args[0], n))
	},
	"for-hugo": func(args []string) error { return bench.ForHugo(args[0], args[1]) },
	"floor": func(args []string) error {
		_, err := floor(args[0], args[1], len(args) > 2)
		return err
	},
}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && children[os.Args[1]] != nil {
		if err := children[os.Args[1]](os.Args[2:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A tool builds one project.
type tool struct {
	name  string
	build func(out string) []string // the command that writes the site to out
	edit  string                    // a source to change, in its own copy of the project
}

// A cost is what one run took. Peak is in KiB.
type cost struct{ wall, cpu, peak float64 }

// BenchmarkSite measures gen beside Hugo and the floor, as whole processes, in turns
// and in rotating order, and prints tables. It runs them once, however many times
// the benchmark is to be run.
func BenchmarkSite(b *testing.B) {
	hugo, err := bench.Hugo(b.Context())
	if err != nil {
		fmt.Printf("\nWithout Hugo: %v\n", err)
	}
	b.ReportMetric(0, "ns/op")
	c := newContest(b, os.Stdout, hugo, *roundsFlag)
	if *projectFlag != "" {
		c.project(filepath.Base(*projectFlag), *projectFlag, *roundsFlag, true)
		return
	}
	var sizes []int
	for s := range strings.SplitSeq(*pagesFlag, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		sizes = append(sizes, n)
	}
	c.run(sizes, []int{20, 200})
}

// A contest runs tools and writes tables.
type contest struct {
	tb     testing.TB
	w      io.Writer
	gen    string
	hugo   string // empty: it cannot be had
	rounds int
}

func newContest(tb testing.TB, w io.Writer, hugo string, rounds int) *contest {
	gen := filepath.Join(tb.TempDir(), "gen")
	if said, err := exec.CommandContext(tb.Context(), "go", "build", "-trimpath", "-o", gen, "../../cmd/gen").CombinedOutput(); err != nil {
		tb.Fatalf("%v\n%s", err, said)
	}
	return &contest{tb, w, gen, hugo, rounds}
}

// run measures corpora of several sizes, the example, and many organisations.
func (c *contest) run(sizes, orgs []int) {
	fmt.Fprintf(c.w, "\n%s, %s/%s, %d processors, %s\n", time.Now().UTC().Format("2006-01-02 15:04 MST"), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	costs := map[int]map[string][]cost{}
	for _, n := range sizes {
		dir := c.tb.TempDir()
		c.self("corpus", filepath.Join(dir, "corpus"), strconv.Itoa(n))
		if c.hugo != "" {
			c.self("for-hugo", filepath.Join(dir, "corpus"), filepath.Join(dir, "hugo"))
		}
		tools := c.tools(dir, bench.At(0).File("en"), bench.At(0).HugoFile("en"))
		rounds := c.rounds
		if n >= 10000 {
			rounds = min(rounds, 3)
		}
		costs[n] = c.cold(tools, rounds)
		c.table(fmt.Sprintf("2 × %d pages, cold", n), tools, costs[n], 2*n)
		c.warm(fmt.Sprintf("2 × %d pages", n), dir, tools, rounds)
		must(c.tb, os.RemoveAll(dir))
	}
	if len(sizes) > 1 {
		c.scaling(sizes, costs)
	}
	c.example()
	c.fleet(orgs)
}

// tools returns what builds the projects in dir.
func (c *contest) tools(dir, edit, hugoEdit string) []tool {
	project := filepath.Join(dir, "corpus")
	self, err := os.Executable()
	must(c.tb, err)
	tools := []tool{
		{"gen", func(out string) []string { return []string{c.gen, "build", "-C", project, "-o", out} }, filepath.Join(project, edit)},
		{"floor", func(out string) []string { return []string{self, "floor", project, out} }, filepath.Join(project, edit)},
	}
	if c.hugo != "" {
		site := filepath.Join(dir, "hugo")
		tools = append(tools, tool{"hugo", func(out string) []string {
			return []string{c.hugo, "--quiet", "--noBuildLock", "--source", site, "--destination", out, "--cacheDir", out + ".cache"}
		}, filepath.Join(site, hugoEdit)})
	}
	return tools
}

// cold runs each tool with nothing remembered and nothing to replace. The first
// round only warms what the machine keeps of files.
func (c *contest) cold(tools []tool, rounds int) map[string][]cost {
	costs := map[string][]cost{}
	for round := -1; round < rounds; round++ {
		for i := range tools {
			t := tools[(i+round+1)%len(tools)]
			dir, err := os.MkdirTemp("", "bench-site-")
			must(c.tb, err)
			run := c.measure(t.build(filepath.Join(dir, "site")))
			must(c.tb, os.RemoveAll(dir))
			if round >= 0 {
				costs[t.name] = append(costs[t.name], run)
			}
		}
	}
	return costs
}

// warm runs each tool over what it made before: with nothing changed, and with one
// page changed.
func (c *contest) warm(what, dir string, tools []tool, rounds int) {
	hashing := tools[1]
	hashing.name = "floor, by hash"
	byTime := hashing.build
	hashing.build = func(out string) []string { return append(byTime(out), "hash") }
	tools = slices.Insert(slices.Clone(tools), 2, hashing)
	out := func(t tool) string { return filepath.Join(dir, "warm-"+t.name, "site") }
	for _, t := range tools {
		must(c.tb, os.MkdirAll(filepath.Dir(out(t)), 0o755))
		c.measure(t.build(out(t)))
	}
	same, changed := map[string][]cost{}, map[string][]cost{}
	for round := range rounds {
		for i := range tools {
			t := tools[(i+round)%len(tools)]
			if round > 0 && t.name != "hugo" { // what the others have changed in the project they share
				c.measure(t.build(out(t)))
			}
			same[t.name] = append(same[t.name], c.measure(t.build(out(t))))
			text, err := os.ReadFile(t.edit)
			must(c.tb, err)
			must(c.tb, os.WriteFile(t.edit, fmt.Appendf(text, "\n\nRead once more, %s %d.\n", t.name, round), 0o644))
			changed[t.name] = append(changed[t.name], c.measure(t.build(out(t))))
		}
	}
	c.table(what+", nothing changed", tools, same, 0)
	c.table(what+", one page changed", tools, changed, 0)
}

// self runs a child that is not measured.
func (c *contest) self(args ...string) {
	self, err := os.Executable()
	must(c.tb, err)
	if said, err := exec.CommandContext(c.tb.Context(), self, args...).CombinedOutput(); err != nil {
		c.tb.Fatalf("%v: %v\n%s", args, err, said)
	}
}

// measure runs a command. What others have still to write goes to the disk before.
func (c *contest) measure(command []string) cost {
	syscall.Sync()
	ctx, stop := context.WithTimeout(c.tb.Context(), 30*time.Minute)
	defer stop()
	var said bytes.Buffer
	p := exec.CommandContext(ctx, command[0], command[1:]...)
	p.Stderr = &said
	start := time.Now()
	err := p.Run()
	wall := time.Since(start)
	if err != nil {
		c.tb.Fatalf("%v: %v\n%s", command, err, said.String())
	}
	peak := float64(p.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS == "darwin" {
		peak /= 1024 // it counts bytes
	}
	return cost{wall.Seconds(), (p.ProcessState.UserTime() + p.ProcessState.SystemTime()).Seconds(), peak}
}

// table prints what tools cost, beside the last and beside the floor: the median of
// the ratios of each round. Pages are those of all languages; 0 leaves them out.
func (c *contest) table(title string, tools []tool, costs map[string][]cost, pages int) {
	last := tools[len(tools)-1].name
	fmt.Fprintf(c.w, "\n**%s** (median of %d; lowest to highest)\n\n", title, len(costs[last]))
	fmt.Fprintf(c.w, "| | wall s | CPU s | peak MiB | KiB a page | wall, CPU, peak × %s | wall, CPU × floor |\n|---|---|---|---|---|---|---|\n", last)
	for _, t := range tools {
		own := costs[t.name]
		each := "–"
		if pages > 0 {
			each = fmt.Sprintf("%.0f", median(own, peak)/float64(pages))
		}
		low, high := span(own)
		beside := func(other string, of func(cost) float64) string {
			return fmt.Sprintf("%.2f", ratio(own, costs[other], of))
		}
		fmt.Fprintf(c.w, "| %s | %.2f (%.2f to %.2f) | %.2f | %.0f | %s | %s, %s, %s | %s, %s |\n", t.name, median(own, wall), low, high, median(own, cpu), median(own, peak)/1024, each,
			beside(last, wall), beside(last, cpu), beside(last, peak), beside("floor", wall), beside("floor", cpu))
	}
}

// scaling prints how cost grows with the number of pages: 1 is in proportion.
func (c *contest) scaling(sizes []int, costs map[int]map[string][]cost) {
	fmt.Fprintf(c.w, "\n**Growth**: the exponent of the number of pages\n\n| from, to | | wall | CPU | peak |\n|---|---|---|---|---|\n")
	for i, n := range sizes[1:] {
		few, many := costs[sizes[i]], costs[n]
		for _, name := range []string{"gen", "floor", "hugo"} {
			if len(many[name]) > 0 {
				exponent := func(of func(cost) float64) float64 {
					return math.Log(median(many[name], of)/median(few[name], of)) / math.Log(float64(n)/float64(sizes[i]))
				}
				fmt.Fprintf(c.w, "| %d, %d | %s | %.2f | %.2f | %.2f |\n", sizes[i], n, name, exponent(wall), exponent(cpu), exponent(peak))
			}
		}
	}
}

// example measures the content that comes with gen.
func (c *contest) example() {
	c.project("The example site", "../..", 2*c.rounds, false)
}

// project measures the content of any project, cold, and where it is asked for also with
// nothing and one page changed. Hugo gets its texts and titles; its checklists,
// conditions, facts and links have no counterpart there.
func (c *contest) project(title, folder string, rounds int, warm bool) {
	dir := c.tb.TempDir()
	content := filepath.Join(dir, "corpus", "content")
	must(c.tb, os.CopyFS(content, os.DirFS(filepath.Join(folder, "content"))))
	if c.hugo != "" {
		must(c.tb, os.CopyFS(filepath.Join(dir, "hugo"), os.DirFS("hugo")))
	}
	edit, hugoEdit, pages := "", "", 0
	must(c.tb, fs.WalkDir(os.DirFS(content), ".", func(name string, _ fs.DirEntry, err error) error {
		stem, isPage := strings.CutSuffix(name, ".md")
		if err != nil || !isPage {
			return err
		}
		lang := filepath.Ext(stem)
		// To Hugo an index.md would be all that its folder holds.
		edit, hugoEdit = filepath.Join("content", name), filepath.Join("content", lang[1:], strings.TrimSuffix(stem, lang)+"-.md")
		pages++
		if c.hugo == "" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(content, name))
		if err != nil {
			return err
		}
		return write(filepath.Join(dir, "hugo", hugoEdit), plainly(filepath.Base(stem), string(text)))
	}))
	tools := c.tools(dir, edit, hugoEdit)
	if !warm {
		c.table(title, tools, c.cold(tools, rounds), 0)
		return
	}
	c.table(title+", cold", tools, c.cold(tools, rounds), pages)
	c.warm(title, dir, tools, rounds)
}

var notHugo = regexp.MustCompile(`(?ms)\A---\n.*?^(title: .*?)$.*?^---$|^:::.*?$`)

// fenceInfo is what stands behind the language of a block of code.
var fenceInfo = regexp.MustCompile("(?m)^([ \t>]*(?:```+|~~~+)[\\w+#-]*)[^`\\n]*$")

// plainly returns a text with nothing that only gen reads, and with a title that is not
// one of several languages. Nothing in it is a command to Hugo, or an option.
func plainly(name, text string) string {
	text = notHugo.ReplaceAllStringFunc(text, func(m string) string {
		title := notHugo.FindStringSubmatch(m)[1]
		if title == "" {
			return ""
		}
		return "---\n" + regexp.MustCompile(`\{.*`).ReplaceAllLiteralString(title, strconv.Quote(name)) + "\n---"
	})
	return strings.ReplaceAll(fenceInfo.ReplaceAllString(text, "$1"), "{{", "{ {")
}

func write(name, text string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644))
}

// fleet measures builds of all organisations at once beside single ones, of which
// five are run and the rest reckoned: the example with as many organisations as each
// number says.
func (c *contest) fleet(numbers []int) {
	fmt.Fprintf(c.w, "\n**Many organisations**, of the example\n\n| organisations | --all wall s | CPU s | peak MiB | one of them: wall s | CPU s | peak MiB | --all × all single ones: wall | CPU |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, n := range numbers {
		sample := min(n, 5)
		project := c.tb.TempDir()
		must(c.tb, os.CopyFS(filepath.Join(project, "content"), os.DirFS("../../content")))
		org, err := os.ReadFile("../../content/orgs/mihon/org.yaml")
		must(c.tb, err)
		for i := range n - 1 {
			dir := filepath.Join(project, "content", "orgs", fmt.Sprintf("org-%03d", i))
			name := strings.NewReplacer("みほん", fmt.Sprintf("みほん%d", i), "Mihon", fmt.Sprintf("Mihon %d", i)).Replace(string(org))
			must(c.tb, errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, "org.yaml"), []byte(name), 0o644)))
		}
		var all, single []cost
		var walls, cpus []float64
		for range min(c.rounds, 3) {
			out, err := os.MkdirTemp("", "bench-fleet-")
			must(c.tb, err)
			whole := c.measure([]string{c.gen, "build", "-C", project, "--all", "-o", filepath.Join(out, "all")})
			var ones []cost
			for i := range sample {
				id := fmt.Sprintf("org-%03d", i*(n-1)/sample) // of all parts of the list
				ones = append(ones, c.measure([]string{c.gen, "build", "-C", project, "--org", id, "-o", filepath.Join(out, "one", id)}))
			}
			must(c.tb, os.RemoveAll(out))
			all, single = append(all, whole), append(single, ones...)
			walls, cpus = append(walls, whole.wall/(median(ones, wall)*float64(n))), append(cpus, whole.cpu/(median(ones, cpu)*float64(n)))
		}
		slices.Sort(walls)
		slices.Sort(cpus)
		fmt.Fprintf(c.w, "| %d | %.1f | %.1f | %.0f | %.2f | %.2f | %.0f | %.2f | %.2f |\n", n, median(all, wall), median(all, cpu), median(all, peak)/1024,
			median(single, wall), median(single, cpu), median(single, peak)/1024, walls[len(walls)/2], cpus[len(cpus)/2])
	}
}

func wall(c cost) float64 { return c.wall }
func cpu(c cost) float64  { return c.cpu }
func peak(c cost) float64 { return c.peak }

// median returns the median of one of the costs.
func median(costs []cost, of func(cost) float64) float64 {
	var list []float64
	for _, c := range costs {
		list = append(list, of(c))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// span returns the lowest and the highest wall time.
func span(costs []cost) (low, high float64) {
	by := func(a, b cost) int { return int(math.Copysign(1, a.wall-b.wall)) }
	return slices.MinFunc(costs, by).wall, slices.MaxFunc(costs, by).wall
}

// ratio returns the median of the ratios of each round.
func ratio(a, b []cost, of func(cost) float64) float64 {
	var list []cost
	for i := range a {
		list = append(list, cost{wall: of(a[i]) / of(b[i])})
	}
	return median(list, wall)
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// TestContest holds that the measuring works, on a corpus that takes no time.
func TestContest(t *testing.T) {
	var said strings.Builder
	newContest(t, &said, "", 1).run([]int{5, 10}, []int{2})
	for _, want := range []string{
		`2 × 5 pages, cold\*\* \(median of 1;`,
		`2 × 10 pages, one page changed\*\*`,
		`(?m)^\| gen \| \d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\) \| \d+\.\d\d \| \d{2,3} \|`,
		`(?m)^\| floor, by hash \| `,
		`(?m)^\| 5, 10 \| gen \| -?\d`,
		`(?m)^\| 2 \| \d+\.\d \|`,
	} {
		if !regexp.MustCompile(want).MatchString(said.String()) {
			t.Errorf("it does not say %s:\n%s", want, &said)
		}
	}
}
